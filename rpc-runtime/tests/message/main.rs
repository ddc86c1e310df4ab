//! Cap'n Proto messages: what generated code and Cap'n Proto's own implementation make of them.
//!
//! Reading and writing are tested in the crate for messages (`../message/tests`), whose types are used here.

// Test binaries are for nobody else to read.
#![allow(missing_docs, unreachable_pub)]

/// What the generator makes of `everything.capnp`; a test of `capnp-bridge` keeps it so.
#[rustfmt::skip]
#[allow(clippy::unused_unit)]
mod everything;
mod interop;
mod limits;
#[allow(dead_code)]
#[path = "../../message/tests/message/strategies.rs"]
mod strategies;
#[allow(dead_code)]
#[path = "../../message/tests/message/types.rs"]
mod types;

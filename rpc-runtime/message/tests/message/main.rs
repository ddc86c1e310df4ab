//! Cap'n Proto messages: round trips, attacks, and what the crate `capnp` makes of them.
//!
//! What generated code makes of them, and Cap'n Proto's own implementation, is tested where that code can be:
//! `rpc-runtime/tests/message`.

// Test binaries are for nobody else to read.
#![allow(missing_docs, unreachable_pub)]

mod attacks;
mod caps;
mod corpus;
mod interop;
mod mutation;
mod round_trip;
mod strategies;
mod types;
mod walk;
mod words;

//! Cap'n Proto messages: round trips, attacks, and what others make of them.

// Test binaries are for nobody else to read.
#![allow(missing_docs, unreachable_pub)]

mod attacks;
mod corpus;
/// What the generator makes of `everything.capnp`; a test of `capnp-bridge` keeps it so.
#[rustfmt::skip]
#[allow(clippy::unused_unit)]
mod everything;
mod interop;
mod mutation;
mod round_trip;
mod strategies;
mod types;
mod walk;
mod words;

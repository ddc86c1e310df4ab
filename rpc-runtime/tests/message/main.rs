//! Cap'n Proto messages: round trips, attacks, and what others make of them.

// Test binaries are for nobody else to read.
#![allow(missing_docs, unreachable_pub)]

mod attacks;
mod corpus;
mod interop;
mod mutation;
mod round_trip;
mod strategies;
mod types;
mod walk;
mod words;

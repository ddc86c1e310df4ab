//! Any bytes, read as messages of several types and in place. The function is that of the mutation tests.
#![no_main]

// The tests use more of it.
#[allow(dead_code)]
#[path = "../../tests/message/types.rs"]
mod types;
#[path = "../../tests/message/walk.rs"]
mod walk;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| walk::walk(bytes));

//! How much memory may be made of what a peer sends.
//!
//! A few bytes can stand for very much memory: the runtime sends an object once, however often a value refers to it, and
//! a Cap'n Proto message may have many pointers to one place; in Rust each is a value of its own. So an argument, a
//! result or a message is read into 8 MiB at most, and 16 bytes more for each byte that arrived; an argument or a result
//! of JavaScript objects into 128 MiB at most, which is all the memory that a Worker has. What needs more is refused
//! before that memory is taken, with an error like those about wrong types.
//!
//! What is counted is the memory of Rust structs, lists, text and bytes, each time that something is read. What arrived
//! as JavaScript objects counts by about what it takes there: 8 bytes for each value, a reference to an object that was
//! met before included; 48 more for an object, an array, a map or a view, once; and the length of text, keys and bytes.
//! (The length of a message is known.) It is asked only of a value that takes more than 8 MiB, so others pay nothing.
//!
//! What refers to nothing twice stays far below, except for long lists of records that take more than 900 bytes each in
//! Rust and whose fields are nearly all absent. [`read_up_to`] allows those.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What is always allowed, in bytes.
static FREE: AtomicUsize = AtomicUsize::new(8 << 20);

/// How much more for each byte that arrived.
pub(crate) const FACTOR: usize = 16;

/// All the memory that a Worker has (<https://developers.cloudflare.com/workers/platform/limits/#memory>).
const MOST: usize = 128 << 20;

/// What an error says about it.
pub(crate) const HINT: &str = "`rpc_runtime::limits::read_up_to` allows more";

/// Lets every argument, result and message be read into `bytes` bytes of memory, however little arrived.
///
/// For a Worker whose schema has large records that are mostly absent, or whose peers refer to one object very often. It
/// is for the whole Worker, from the next value on that is read, so it is best said in a function with
/// `#[event(start)]`; 8 MiB is where it starts.
///
/// ```
/// rpc_runtime::limits::read_up_to(32 << 20);
/// ```
pub fn read_up_to(bytes: usize) {
    FREE.store(bytes, Ordering::Relaxed);
}

/// What is allowed before anybody asks how much arrived.
pub(crate) fn free() -> usize {
    FREE.load(Ordering::Relaxed)
}

/// What is allowed for a value of `arrived` bytes.
pub(crate) fn of_value(arrived: usize) -> usize {
    let proportional = arrived.saturating_mul(FACTOR).saturating_add(free());
    proportional.min(MOST.max(free()))
}

/// How many bytes of a value must have arrived, at least, for as much as `memory` to be allowed; or for the most.
pub(crate) fn enough_for(memory: usize) -> usize {
    let proportional = memory.min(MOST).saturating_sub(free());
    proportional.div_ceil(FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_grows_with_what_arrived() {
        assert_eq!(of_value(0), free());
        assert_eq!(of_value(1000), free() + 16_000);
        assert_eq!(of_value(MOST), MOST);
        assert_eq!(of_value(usize::MAX), MOST);
        for memory in [0, free(), free() + 1, 20 << 20, MOST, usize::MAX] {
            let enough = enough_for(memory);
            assert!(of_value(enough) >= memory.min(MOST));
            assert!(enough == 0 || of_value(enough - 1) < memory);
        }
    }
}

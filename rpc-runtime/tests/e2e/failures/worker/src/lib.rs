//! Fails in every way that a server can (`server`), and tells everything that a client learns of the failure of
//! another Worker (`client`).

rpc_runtime::include_rpc!("failures");

mod client;
mod server;

use std::sync::atomic::{AtomicU32, Ordering};

/// How many calls and requests this instance has been asked for: it starts anew with a new instance.
static CALLS: AtomicU32 = AtomicU32::new(0);

/// Counts a call.
fn count() -> u32 {
    CALLS.fetch_add(1, Ordering::Relaxed) + 1
}

//! How much the runtime holds.

use crate::messages;
use crate::native::{promise, rpc_target, run};

/// How many entries each table has in which JavaScript finds something of Rust's by a number: calls that this Worker
/// waits for, those that wait in it, what is behind its targets, and calls that were offered as messages.
pub fn entries() -> [(&'static str, usize); 4] {
    [
        ("sent", promise::entries()),
        ("served", run::entries()),
        ("targets", rpc_target::entries()),
        ("offered", messages::offered()),
    ]
}

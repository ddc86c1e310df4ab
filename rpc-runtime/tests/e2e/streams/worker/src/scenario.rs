//! What the scenarios have in common.

use std::fmt::Debug;
use std::time::Duration;

use worker::Delay;

pub(crate) async fn pause(milliseconds: u64) {
    Delay::from(Duration::from_millis(milliseconds)).await;
}

/// An outcome as a test reads it.
pub(crate) fn shown<T: Debug>(outcome: rpc_runtime::Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?}: {error}", error.kind()),
    }
}

//! What stands in the place of `workers_rs` without the feature `worker`: there is nothing to convert from or to.

/// Nobody else says in the log what a panic said.
pub(crate) const LOGS_PANICS: bool = false;

#[doc(hidden)]
#[macro_export]
macro_rules! __client_from_worker {
    ($client:ident, $binding:ident) => {};
}

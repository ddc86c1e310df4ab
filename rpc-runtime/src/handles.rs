//! What clients and the handles of resources hold.

pub(crate) mod callee;
pub(crate) mod handle;

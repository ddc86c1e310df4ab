//! What clients and the handles of resources hold, and what can be done with a handle before it has arrived.

pub(crate) mod handle;
mod pipelining;

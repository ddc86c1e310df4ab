//! One call, on either side of it: what it is called with, and what comes of it.

pub(crate) mod arguments;
pub(crate) mod call;
pub(crate) mod chain;
pub(crate) mod incoming;
#[cfg(feature = "capnp")]
pub(crate) mod message_wire;
pub(crate) mod method;
pub(crate) mod reply;
pub(crate) mod reply_format;

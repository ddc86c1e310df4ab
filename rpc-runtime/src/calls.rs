//! One call, on either side of it: of which method, with which arguments, and what comes of it.

pub(crate) mod arguments;
pub(crate) mod around;
pub(crate) mod call;
pub(crate) mod chain;
mod clock;
pub(crate) mod deadline;
pub(crate) mod encoding;
#[cfg_attr(not(feature = "tracing"), path = "calls/everywhere/off.rs")]
pub(crate) mod everywhere;
pub(crate) mod format;
pub(crate) mod incoming;
pub(crate) mod interceptor;
pub(crate) mod method;
pub(crate) mod options;
pub(crate) mod params;
pub(crate) mod reply;
pub(crate) mod reply_format;
#[cfg_attr(target_arch = "wasm32", path = "calls/reply_type/off.rs")]
pub(crate) mod reply_type;
pub(crate) mod retry;
pub(crate) mod sending;
pub(crate) mod sent;
pub(crate) mod served;

//! The RPC that the Workers runtime itself has: stubs of other Workers' objects, the `RpcTarget`s of this one, promises
//! of calls, and who disposes what of all that.

pub(crate) mod panic;
#[cfg_attr(not(feature = "tracing"), path = "native/panicked/off.rs")]
mod panicked;
pub(crate) mod promise;
pub(crate) mod provenance;
pub(crate) mod queue;
pub(crate) mod rpc_target;
pub(crate) mod run;
pub(crate) mod stub;
pub(crate) mod target;
pub(crate) mod timer;
pub(crate) mod transfer;

//! Serves and calls `wit/messages.wit`, with calls as messages; so does it `echo` of the Worker `values` and the
//! library of `resources`, in the words of those Workers.

mod post_server;
mod scenarios;

// The same code as in the other Workers: only how it was generated differs.
#[path = "../../../resources/worker/src/lib.rs"]
mod resources;
#[path = "../../../values/worker/src/lib.rs"]
mod values;

// Where their code looks for it.
pub(crate) use resources::{library, server, watching};
pub(crate) use values::echo;

rpc_runtime::include_rpc!("messages");

mod older {
    rpc_runtime::include_rpc!("older");
}

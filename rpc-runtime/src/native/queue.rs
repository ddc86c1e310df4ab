//! What wasm-bindgen's tasks wait for when they are woken, all that a user's `async` code is made of.
//!
//! That is `queueMicrotask` where there is one, which takes the runtime several times as long as a promise that is
//! fulfilled already; each `.await` of a call would pay it. wasm-bindgen looks once whether there is one, when it first has
//! a task, and goes by promises where there is none. So it has its first task here, and does not find it. The promise that it
//! is given is ours: what it asks for once is lost where the runtime has a Durable Object abort itself in the same turn, and is
//! asked for again when a call comes in or is answered.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::js::glue;

/// The name is for the linker, like those of all functions that start something.
#[wasm_bindgen(start, private)]
fn rpc_runtime_makes_the_queue() {
    glue::without_queue_microtask(|| spawn_local(async {}));
}

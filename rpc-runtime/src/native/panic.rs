//! What is done when a panic, or another trap, ends the wasm instance.

use std::sync::Once;

use crate::js::glue;
use crate::native::panicked;
use crate::workers_rs::LOGS_PANICS;

/// Has a panic, or another trap, fail the calls that wait in this instance; the bundler's shim replaces it before the
/// next call.
///
/// What a panic says, and where it happened, goes to the log and not to a caller. If the crate `worker` has no hook that
/// logs it, it is done here.
#[inline(never)]
pub(crate) fn fail_on_panic() {
    fail_on_abort();
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let next = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            glue::fail_serving();
            panicked::tell(info);
            if !LOGS_PANICS {
                glue::log(&format!("Rust panic: {info}"));
            }
            next(info);
        }));
    });
}

/// Traps that no panic goes before: out of memory, a stack that is full, `abort`. Set anew each time, since the crate
/// `worker` sets a handler of its own when the Worker starts, which may be later.
///
/// That one is not called: it has the next call replace the instance on its way in, and then run in the new one what was
/// a closure of the old. Here the bundler's shim replaces it before the call, as after a panic.
pub(crate) fn fail_on_abort() {
    wasm_bindgen::handler::set_on_abort(aborted);
}

/// Runs in an instance that has ended: it allocates nothing, and its first call of JavaScript is the last, which does not
/// return.
fn aborted() {
    glue::aborted();
}

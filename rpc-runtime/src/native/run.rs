//! Running what JavaScript calls: at once where it does not wait, else as a promise; and what is said of it after a panic.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Once};
use std::task::{Poll, Wake, Waker};

use futures_util::task::AtomicWaker;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use crate::error::Result;
use crate::js::glue;
use crate::workers_rs::LOGS_PANICS;

/// A future that is boxed, and stays on its thread.
pub(crate) type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs a method: its outcome if it is there at once, else a promise of it.
///
/// A promise costs some 15 µs per call, which a method that never waits need not pay. So the future is polled
/// once here; only if it is not done does it go to the executor. Then the context of the call is kept until it is: `origin`
/// is what was called.
#[inline(never)]
pub(crate) fn run(
    origin: &JsValue,
    mut call: LocalFuture<'static, Result<JsValue>>,
) -> Result<JsValue, JsValue> {
    let relay = Arc::new(Relay::default());
    let waker = Waker::from(Arc::clone(&relay));
    let mut poll = move || {
        call.as_mut()
            .poll(&mut std::task::Context::from_waker(&waker))
    };
    match poll() {
        Poll::Ready(outcome) => outcome.map_err(JsValue::from),
        Poll::Pending => {
            fail_on_abort();
            let outcome = future_to_promise(poll_fn(move |cx| {
                relay.waker.register(cx.waker());
                poll().map(|outcome| outcome.map_err(JsValue::from))
            }));
            Ok(glue::settle(&outcome, origin).into())
        }
    }
}

/// Wakes whoever polls a call now. The call itself sees one waker all along: futures that keep the waker of
/// their first poll, as `worker::Delay` does, would never wake the executor otherwise.
#[derive(Default)]
struct Relay {
    waker: AtomicWaker,
}

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.waker.wake();
    }
}

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
fn fail_on_abort() {
    wasm_bindgen::handler::set_on_abort(aborted);
}

/// Runs in an instance that has ended: it allocates nothing, and its first call of JavaScript is the last, which does not
/// return.
fn aborted() {
    glue::aborted();
}

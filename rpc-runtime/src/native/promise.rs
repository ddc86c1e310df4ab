//! How promises of calls are settled.
//!
//! What `JsFuture` does, with one closure for all promises instead of two for each.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::js::glue;
use crate::js::numbered::Numbered;
use crate::native::panic::fail_on_panic;

thread_local! {
    static WAITING: RefCell<Numbered<Waiting>> = const { RefCell::new(Numbered::new()) };
    static SETTLED: JsValue = Closure::<dyn Fn(u32, JsValue, bool)>::new(settled).into_js_value();
}

enum Waiting {
    /// Nobody has asked yet.
    New,
    Asked(Waker),
    Settled(Result<JsValue, JsValue>),
}

/// The outcome of a promise.
#[derive(Debug)]
pub(crate) struct PromiseOutcome {
    number: u32,
}

impl PromiseOutcome {
    /// Waits for `promise`, from now on.
    #[inline(never)]
    pub(crate) fn of(promise: &Promise) -> Self {
        let outcome = Self::new();
        SETTLED.with(|settled| glue::watch(promise, settled, outcome.number));
        outcome
    }

    /// Calls a method of `target`; the promise may be the runtime's own kind.
    #[inline(never)]
    pub(crate) fn of_call(
        target: &JsValue,
        method: &'static str,
        arguments: &Array,
    ) -> (Promise, Self) {
        let outcome = Self::new();
        let number = outcome.number;
        let promise =
            SETTLED.with(|settled| glue::send(target, method, arguments, settled, number));
        (promise, outcome)
    }

    /// When so many milliseconds have passed; what stops that.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn after(milliseconds: i32) -> (Self, JsValue) {
        let outcome = Self::new();
        let number = outcome.number;
        let timer = SETTLED.with(|settled| glue::after(milliseconds, settled, number));
        (outcome, timer)
    }

    fn new() -> Self {
        fail_on_panic();
        let number = WAITING.with_borrow_mut(|waiting| waiting.add(Waiting::New));
        Self { number }
    }
}

impl Future for PromiseOutcome {
    type Output = Result<JsValue, JsValue>;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let before = WAITING.with_borrow_mut(|waiting| match waiting.get_mut(self.number) {
            Some(Waiting::Settled(_)) => waiting.remove(self.number),
            Some(Waiting::Asked(waker)) if waker.will_wake(cx.waker()) => None,
            Some(before) => Some(std::mem::replace(
                before,
                Waiting::Asked(cx.waker().clone()),
            )),
            None => None,
        });
        match before {
            Some(Waiting::Settled(outcome)) => Poll::Ready(outcome),
            // A waker that was replaced is dropped here: it may run code of others, which may wait, too.
            _ => Poll::Pending,
        }
    }
}

impl Drop for PromiseOutcome {
    fn drop(&mut self) {
        let waiting = WAITING.with_borrow_mut(|waiting| waiting.remove(self.number));
        // A waker may run code of others when it is dropped.
        drop(waiting);
    }
}

/// Called by JavaScript.
fn settled(number: u32, value: JsValue, failed: bool) {
    let outcome = if failed { Err(value) } else { Ok(value) };
    let before = WAITING.with_borrow_mut(|waiting| match waiting.get_mut(number)? {
        // What is no real promise may settle twice.
        Waiting::Settled(_) => None,
        waiting => Some(std::mem::replace(waiting, Waiting::Settled(outcome))),
    });
    if let Some(Waiting::Asked(waker)) = before {
        waker.wake();
    }
}

/// How many entries the table has.
pub(crate) fn entries() -> usize {
    WAITING.with_borrow(Numbered::len)
}

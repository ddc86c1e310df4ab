//! Running what JavaScript calls: at once where it does not wait, else as a promise. And what `waitUntil` is given.
//!
//! Not by wasm-bindgen's own tasks: one of those takes a promise with two functions of JavaScript's, which are called
//! through further ones, and a `queueMicrotask` each time that it goes on.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::error::Result;
use crate::js::glue;
use crate::js::numbered::Numbered;
use crate::native::panic::fail_on_abort;

/// A future that is boxed, and stays on its thread.
pub(crate) type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What gives the value that the others are told, or what they are thrown.
type Work = LocalFuture<'static, Result<JsValue>>;

struct Task {
    /// None while it is polled.
    work: Option<Work>,
}

thread_local! {
    static TASKS: RefCell<Numbered<Task>> = const { RefCell::new(Numbered::new()) };
    static RUN: JsValue = Closure::<dyn Fn(u32)>::new(run_woken).into_js_value();
    static CANCEL: JsValue = Closure::<dyn Fn(u32)>::new(cancel).into_js_value();
}

/// Runs a method: its outcome if it is there at once, else a promise of it.
///
/// A promise costs more than the rest of a short call, which a method that never waits need not pay. Where there is one,
/// the context of the call is kept until it is settled: `origin` is what was called.
#[inline(never)]
pub(crate) fn run(origin: &JsValue, call: Work) -> Result<JsValue, JsValue> {
    let number = add(None);
    match poll(number, call) {
        Poll::Ready(outcome) => outcome.map_err(JsValue::from),
        Poll::Pending => {
            fail_on_abort();
            Ok(CANCEL
                .with(|cancel| glue::wait(number, origin, cancel))
                .into())
        }
    }
}

/// What Rust returns to JavaScript's `enter`, which throws the error.
pub(crate) fn returned(outcome: Result<JsValue, JsValue>) -> JsValue {
    outcome.unwrap_or_else(|error| {
        glue::fail(&error);
        JsValue::UNDEFINED
    })
}

/// A promise that is fulfilled when `work` is done; it begins later.
pub(crate) fn promise_of(work: Work) -> Promise {
    let number = add(Some(work));
    let never = &JsValue::UNDEFINED;
    let promise = glue::wait(number, &JsValue::UNDEFINED, never);
    wake(number);
    promise
}

fn add(work: Option<Work>) -> u32 {
    TASKS.with_borrow_mut(|tasks| tasks.add(Task { work }))
}

fn poll(number: u32, mut work: Work) -> Poll<Result<JsValue>> {
    let waker = waker(number);
    let outcome = work.as_mut().poll(&mut Context::from_waker(&waker));
    TASKS.with_borrow_mut(|tasks| match (&outcome, tasks.get_mut(number)) {
        (Poll::Pending, Some(task)) => task.work = Some(work),
        _ => drop(tasks.remove(number)),
    });
    outcome
}

/// Called by JavaScript: the task is woken.
fn run_woken(number: u32) {
    let work = TASKS.with_borrow_mut(|tasks| tasks.get_mut(number)?.work.take());
    let Some(work) = work else { return };
    if let Poll::Ready(outcome) = poll(number, work) {
        match outcome {
            Ok(value) => glue::finish(number, &value, false),
            Err(error) => glue::finish(number, &error.to_js(), true),
        }
    }
}

/// Called by JavaScript: nobody waits for the task any more.
fn cancel(number: u32) {
    let task = TASKS.with_borrow_mut(|tasks| tasks.remove(number));
    // It may run code of others, when it is dropped.
    drop(task);
}

/// Has the task polled soon, if it is not done, in the request that has woken it. JavaScript is asked each time: what it was
/// asked before is lost where the runtime has ended a Durable Object in the same turn (`ctx.abort`).
fn wake(number: u32) {
    let is_there = TASKS.with_borrow_mut(|tasks| tasks.get_mut(number).is_some());
    if is_there {
        RUN.with(|run| glue::soon(run, number));
    }
}

/// A waker is the number of its task, and holds nothing: for one that is done it does nothing.
fn waker(number: u32) -> Waker {
    const VTABLE: RawWakerVTable = RawWakerVTable::new(raw, wake_by, wake_by, |_| ());

    fn raw(number: *const ()) -> RawWaker {
        RawWaker::new(number, &VTABLE)
    }

    fn wake_by(number: *const ()) {
        wake(number as usize as u32);
    }

    // SAFETY: the pointer is a number, of which any copy is as good, on any thread: on another one it stands for no task,
    // or wakes one for nothing.
    unsafe { Waker::from_raw(raw(number as usize as *const ())) }
}

/// How many entries the table has.
pub(crate) fn entries() -> usize {
    TASKS.with_borrow(Numbered::len)
}

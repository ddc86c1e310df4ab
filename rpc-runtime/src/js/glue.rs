//! What JavaScript does for us: the only importer of the files beside this one, and of `cloudflare:workers`.
//!
//! Each import has a function of its own here, so that generic code does not carry it into the user's crate. An import
//! that nothing calls is dropped, and with the last one of a file the file itself.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

pub(crate) mod js {
    use js_sys::{Array, Promise};
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/js/instance.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = instances)]
        pub(super) fn end();

        #[wasm_bindgen(js_namespace = instances)]
        pub(super) fn aborted();

        #[wasm_bindgen(js_namespace = instances, js_name = hideQueueMicrotask)]
        pub(super) fn hide_queue_microtask();

        #[wasm_bindgen(js_namespace = instances, js_name = showQueueMicrotask)]
        pub(super) fn show_queue_microtask();
    }

    #[wasm_bindgen(module = "/src/js/calls.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = calls)]
        pub(super) fn call(target: &JsValue, method: &JsValue, args: &Array) -> Promise;

        #[wasm_bindgen(js_namespace = calls)]
        pub(super) fn send(
            target: &JsValue,
            method: &JsValue,
            args: &Array,
            settled: &JsValue,
            number: u32,
        ) -> Promise;

        #[wasm_bindgen(js_namespace = calls)]
        pub(super) fn watch(promise: &Promise, settled: &JsValue, number: u32);

        #[wasm_bindgen(js_namespace = calls)]
        pub(super) fn abandon(reply: &JsValue);
    }

    #[wasm_bindgen(module = "/src/js/cancelling.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = cancelling)]
        pub(super) fn telling(target: &JsValue) -> JsValue;
    }

    // Called where there are messages.
    #[wasm_bindgen(module = "/src/js/messages.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = messages, js_name = takesMessages)]
        #[allow(dead_code)]
        pub(crate) fn takes_messages(target: &JsValue, method: &JsValue) -> Option<bool>;

        #[wasm_bindgen(js_namespace = messages, js_name = callMessage)]
        #[allow(dead_code)]
        pub(crate) fn call_message(
            target: &JsValue,
            by: &JsValue,
            method: &JsValue,
            message: &JsValue,
            caps: &JsValue,
        ) -> Promise;

        #[wasm_bindgen(js_namespace = messages)]
        #[allow(dead_code)]
        pub(crate) fn offer(
            target: &JsValue,
            by: &JsValue,
            method: &JsValue,
            message: &JsValue,
            retry: &JsValue,
            number: u32,
        ) -> Promise;

        #[wasm_bindgen(js_namespace = messages, js_name = forgetAnswer)]
        #[allow(dead_code)]
        pub(crate) fn forget_answer(target: &JsValue, method: &JsValue);

        #[wasm_bindgen(js_namespace = messages)]
        #[allow(dead_code)]
        pub(crate) fn answer(answer: &JsValue) -> Array;
    }

    #[wasm_bindgen(module = "/src/js/errors.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = errors)]
        pub(super) fn describe(error: &JsValue) -> Array;

        #[wasm_bindgen(js_namespace = errors, js_name = makeError)]
        pub(super) fn make_error(
            is_type_error: bool,
            name: Option<&str>,
            message: &str,
            flags: u32,
        ) -> JsValue;
    }

    #[wasm_bindgen(module = "/src/js/serving.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = serving)]
        pub(super) fn fail(error: &JsValue);

        #[wasm_bindgen(js_namespace = serving, js_name = serveBy)]
        pub(super) fn serve_by(dispatch: &JsValue, methods: &str, is_durable: bool) -> JsValue;

        #[wasm_bindgen(js_namespace = serving)]
        pub(super) fn wait(number: u32, origin: &JsValue, cancel: &JsValue) -> Promise;

        #[wasm_bindgen(js_namespace = serving)]
        pub(super) fn finish(number: u32, value: &JsValue, failed: bool);

        #[wasm_bindgen(js_namespace = serving)]
        pub(super) fn soon(run: &JsValue, number: u32);

        #[wasm_bindgen(js_namespace = serving, js_name = isCancelled)]
        pub(super) fn is_cancelled(origin: &JsValue) -> bool;

        #[wasm_bindgen(js_namespace = serving, js_name = whenCancelled)]
        pub(super) fn when_cancelled(origin: &JsValue) -> Promise;
    }

    #[cfg(target_arch = "wasm32")]
    #[wasm_bindgen(module = "/src/js/timers.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = timers)]
        pub(super) fn after(milliseconds: i32, settled: &JsValue, number: u32) -> JsValue;

        #[wasm_bindgen(js_namespace = timers)]
        pub(super) fn stop(timer: &JsValue);
    }

    #[wasm_bindgen(module = "/src/js/targets.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = targets, js_name = targetClass)]
        pub(super) fn target_class(rpc_target: &JsValue, name: &str, methods: &str) -> JsValue;

        #[wasm_bindgen(js_namespace = targets, js_name = makeTarget)]
        pub(super) fn make_target(
            class: &JsValue,
            dispatch: &JsValue,
            number: u32,
            origin: &JsValue,
        ) -> JsValue;
    }

    #[wasm_bindgen(module = "/src/js/stubs.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = stubs)]
        pub(super) fn dispose(value: &JsValue);
    }

    #[wasm_bindgen(module = "/src/js/replies.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = replies, js_name = disposeRest)]
        pub(super) fn dispose_rest(reply: &JsValue, taken: Vec<JsValue>);
    }

    #[wasm_bindgen(module = "/src/js/handles.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = handles)]
        pub(super) fn duplicate(stub: &JsValue) -> Array;

        #[wasm_bindgen(js_namespace = handles)]
        pub(super) fn pending(promise: &JsValue, property: &str) -> JsValue;

        #[wasm_bindgen(js_namespace = handles)]
        pub(super) fn sendable(binding: &JsValue, class: &JsValue) -> JsValue;

        #[wasm_bindgen(js_namespace = handles, js_name = isInstance)]
        pub(super) fn is_instance(value: &JsValue, class: &JsValue) -> bool;
    }

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console, js_name = error)]
        pub(super) fn log(what: &str);
    }

    #[wasm_bindgen(raw_module = "cloudflare:workers")]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = RpcTarget)]
        pub(super) static RPC_TARGET: JsValue;

        #[wasm_bindgen(thread_local_v2, js_name = RpcStub)]
        pub(super) static RPC_STUB: JsValue;

        #[wasm_bindgen(thread_local_v2, js_name = ServiceStub)]
        pub(super) static SERVICE_STUB: JsValue;
    }
}

/// Calls `target[method](...args)`; the promise may be the runtime's own kind.
#[inline(never)]
pub(crate) fn call(target: &JsValue, method: &'static str, args: &Array) -> Promise {
    js::call(target, &name(method), args)
}

/// The same, and calls `settled(number, value, failed)` once the promise is.
#[inline(never)]
pub(crate) fn send(
    target: &JsValue,
    method: &'static str,
    args: &Array,
    settled: &JsValue,
    number: u32,
) -> Promise {
    js::send(target, &name(method), args, settled, number)
}

thread_local! {
    static NAMES: Made = const { Made::new() };
    static CLASSES: Made = const { Made::new() };
}

/// What is made once for each text of the program, which is the same text where it starts at the same place and is as
/// long. In the order of these.
struct Made(RefCell<Vec<(Key, JsValue)>>);

type Key = (*const u8, usize);

impl Made {
    const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    fn get(&self, text: &'static str, make: impl FnOnce() -> JsValue) -> JsValue {
        let key = (text.as_ptr(), text.len());
        let mut made = self.0.borrow_mut();
        match made.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(index) => made[index].1.clone(),
            Err(index) => {
                let value = make();
                made.insert(index, (key, value.clone()));
                value
            }
        }
    }
}

/// A name of the schema as a JavaScript string, made once: in the runtime, decoding one costs as much as a short call.
#[inline(never)]
pub(crate) fn name(name: &'static str) -> JsValue {
    NAMES.with(|names| names.get(name, || JsValue::from_str(name)))
}

/// Calls `settled(number, value, failed)` once the promise is.
#[inline(never)]
pub(crate) fn watch(promise: &Promise, settled: &JsValue, number: u32) {
    js::watch(promise, settled, number);
}

/// Calls `settled(number, undefined, false)` after so many milliseconds; what [`stop`]s that.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
pub(crate) fn after(milliseconds: i32, settled: &JsValue, number: u32) -> JsValue {
    js::after(milliseconds, settled, number)
}

/// Stops it.
#[cfg(target_arch = "wasm32")]
#[inline(never)]
pub(crate) fn stop(timer: &JsValue) {
    js::stop(timer);
}

/// `[name, message, flags]` of a thrown value.
#[inline(never)]
pub(crate) fn describe(error: &JsValue) -> Array {
    js::describe(error)
}

/// A new `Error` or `TypeError`.
#[inline(never)]
pub(crate) fn make_error(
    is_type_error: bool,
    name: Option<&str>,
    message: &str,
    flags: u32,
) -> JsValue {
    js::make_error(is_type_error, name, message, flags)
}

/// Has the call that is being served throw this, when it returns to JavaScript.
#[inline(never)]
pub(crate) fn fail(error: &JsValue) {
    js::fail(error);
}

/// The promise of what this Worker does for others, until it is finished or a panic fails it. `origin` is what was called:
/// its context is kept until then. `cancel(number)` is called if its caller cancels it.
#[inline(never)]
pub(crate) fn wait(number: u32, origin: &JsValue, cancel: &JsValue) -> Promise {
    js::wait(number, origin, cancel)
}

/// Whether the call of that entrypoint was cancelled.
pub(crate) fn is_cancelled(origin: &JsValue) -> bool {
    js::is_cancelled(origin)
}

/// Is fulfilled when it is.
pub(crate) fn when_cancelled(origin: &JsValue) -> Promise {
    js::when_cancelled(origin)
}

/// The same object, whose calls tell the other side if they are cancelled.
#[inline(never)]
pub(crate) fn telling(target: &JsValue) -> JsValue {
    js::telling(target)
}

/// Settles that promise.
#[inline(never)]
pub(crate) fn finish(number: u32, value: &JsValue, failed: bool) {
    js::finish(number, value, failed);
}

/// Calls `run(number)` once whoever runs now is done; once, however often it is asked.
#[inline(never)]
pub(crate) fn soon(run: &JsValue, number: u32) {
    js::soon(run, number);
}

/// Runs `start` as if the runtime had no `queueMicrotask`.
pub(crate) fn without_queue_microtask(start: impl FnOnce()) {
    js::hide_queue_microtask();
    start();
    js::show_queue_microtask();
}

/// Fails every call still being served.
#[inline(never)]
pub(crate) fn fail_serving() {
    js::end();
}

/// The same after a trap, and has the bundler's shim replace the instance.
#[inline(never)]
pub(crate) fn aborted() {
    js::aborted();
}

/// Says what has gone wrong in this Worker's log.
#[inline(never)]
pub(crate) fn log(what: &str) {
    js::log(what);
}

/// The function that JavaScript calls as `serve(this, index, arguments)`: `dispatch`, but that a trap in it fails the
/// call like a panic, and that a call without `this` is told so. A Durable Object is passed to `dispatch` as its
/// address.
#[inline(never)]
pub(crate) fn serve_by(
    dispatch: &JsValue,
    methods: impl Iterator<Item = &'static str>,
    is_durable: bool,
) -> JsValue {
    js::serve_by(dispatch, &listed(methods), is_durable)
}

/// Names with a comma between them.
fn listed(names: impl Iterator<Item = &'static str>) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(name);
    }
    list
}

/// Lets go of a stub, or of whatever has a disposer. A disposer that throws has nobody to tell.
#[inline(never)]
pub(crate) fn dispose(value: &JsValue) {
    js::dispose(value);
}

/// Disposes what a reply holds, but for the parts that were taken out of it.
#[inline(never)]
pub(crate) fn dispose_rest(reply: &JsValue, taken: Vec<JsValue>) {
    match taken.is_empty() {
        true => js::dispose(reply),
        false => js::dispose_rest(reply, taken),
    }
}

/// Another stub of the same object.
#[inline(never)]
pub(crate) fn duplicate(stub: &JsValue) -> Result<JsValue, JsValue> {
    let outcome = js::duplicate(stub);
    if outcome.length() == 1 {
        Ok(outcome.get(0))
    } else {
        Err(outcome.get(1))
    }
}

/// The property of a result that has not arrived: calls on it are pipelined.
#[inline(never)]
pub(crate) fn pending(promise: &JsValue, property: &str) -> JsValue {
    js::pending(promise, property)
}

/// Nobody waits for this reply: what it holds is disposed when it comes.
#[inline(never)]
pub(crate) fn abandon(reply: &JsValue) {
    js::abandon(reply);
}

/// An instance of `RpcTarget` whose methods call `dispatch(number, this, index, arguments)`. `origin` is the entrypoint or
/// the target that returns it, if one does.
#[inline(never)]
pub(crate) fn make_target(
    name: &'static str,
    methods: impl Iterator<Item = &'static str>,
    dispatch: &JsValue,
    number: u32,
    origin: &JsValue,
) -> JsValue {
    let make = || js::RPC_TARGET.with(|class| js::target_class(class, name, &listed(methods)));
    let class = CLASSES.with(|classes| classes.get(name, make));
    js::make_target(&class, dispatch, number, origin)
}

/// Whether methods can be called on a value that is not plain data: a stub, or an `RpcTarget`.
#[inline(never)]
pub(crate) fn is_target(value: &JsValue) -> bool {
    let is_a = |class: &JsValue| js::is_instance(value, class);
    js::RPC_STUB.with(is_a) || js::RPC_TARGET.with(is_a)
}

/// Whether a value stands for an entrypoint or a Durable Object: it has no end of its own, and is not duplicated.
#[inline(never)]
pub(crate) fn is_binding(value: &JsValue) -> bool {
    js::SERVICE_STUB.with(|class| js::is_instance(value, class))
}

/// What is sent of an object that the user has given.
#[inline(never)]
pub(crate) fn sendable(object: &JsValue) -> JsValue {
    js::SERVICE_STUB.with(|class| js::sendable(object, class))
}

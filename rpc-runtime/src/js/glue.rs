//! What JavaScript does for us: the only importer of `glue.js` and of `cloudflare:workers`.
//!
//! Each import has a function of its own here, so that generic code does not carry it into the user's crate.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

pub(crate) mod js {
    use js_sys::{Array, Promise};
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/js/glue.js")]
    extern "C" {
        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn call(target: &JsValue, method: &JsValue, args: &Array) -> Promise;

        // The next five are called where there are messages.

        #[wasm_bindgen(js_namespace = glue, js_name = takesMessages)]
        #[allow(dead_code)]
        pub(crate) fn takes_messages(target: &JsValue, method: &JsValue) -> Option<bool>;

        #[wasm_bindgen(js_namespace = glue, js_name = callMessage)]
        #[allow(dead_code)]
        pub(crate) fn call_message(
            target: &JsValue,
            by: &JsValue,
            method: &JsValue,
            message: &JsValue,
            caps: &JsValue,
        ) -> Promise;

        #[wasm_bindgen(js_namespace = glue)]
        #[allow(dead_code)]
        pub(crate) fn offer(
            target: &JsValue,
            by: &JsValue,
            method: &JsValue,
            message: &JsValue,
            retry: &JsValue,
            number: u32,
        ) -> Promise;

        #[wasm_bindgen(js_namespace = glue, js_name = forgetAnswer)]
        #[allow(dead_code)]
        pub(crate) fn forget_answer(target: &JsValue, method: &JsValue);

        #[wasm_bindgen(js_namespace = glue, js_name = answer)]
        #[allow(dead_code)]
        pub(crate) fn answer(answer: &JsValue) -> Array;

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn watch(promise: &Promise, settled: &JsValue, number: u32);

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn describe(error: &JsValue) -> Array;

        #[wasm_bindgen(js_namespace = glue, js_name = makeError)]
        pub(super) fn make_error(
            r#type: &str,
            name: Option<&str>,
            message: &str,
            flags: u32,
        ) -> JsValue;

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn settle(outcome: &Promise, origin: &JsValue) -> Promise;

        #[wasm_bindgen(js_namespace = glue, js_name = failServing)]
        pub(super) fn fail_serving();

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn aborted();

        #[wasm_bindgen(js_namespace = glue, js_name = serveBy)]
        pub(super) fn serve_by(
            dispatch: &JsValue,
            methods: Vec<String>,
            is_durable: bool,
        ) -> JsValue;

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn log(what: &str);

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn dispose(value: &JsValue);

        #[wasm_bindgen(js_namespace = glue, js_name = disposeRest)]
        pub(super) fn dispose_rest(reply: &JsValue, taken: Vec<JsValue>);

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn duplicate(stub: &JsValue) -> Array;

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn pending(promise: &JsValue, property: &str) -> JsValue;

        #[wasm_bindgen(js_namespace = glue)]
        pub(super) fn abandon(reply: &JsValue);

        #[wasm_bindgen(js_namespace = glue, js_name = makeTarget)]
        pub(super) fn make_target(
            rpc_target: &JsValue,
            name: &str,
            methods: Vec<String>,
            dispatch: &JsValue,
            number: u32,
            origin: &JsValue,
        ) -> JsValue;

        #[wasm_bindgen(js_namespace = glue, js_name = isInstance)]
        pub(super) fn is_instance(value: &JsValue, class: &JsValue) -> bool;
    }

    #[wasm_bindgen(raw_module = "cloudflare:workers")]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = RpcTarget)]
        pub(super) static RPC_TARGET: JsValue;

        #[wasm_bindgen(thread_local_v2, js_name = RpcStub)]
        pub(super) static RPC_STUB: JsValue;
    }
}

/// Calls `target[method](...args)`; the promise may be the runtime's own kind.
#[inline(never)]
pub(crate) fn call(target: &JsValue, method: &'static str, args: &Array) -> Promise {
    js::call(target, &name(method), args)
}

thread_local! {
    static NAMES: RefCell<BTreeMap<(*const u8, usize), JsValue>> = const { RefCell::new(BTreeMap::new()) };
}

/// A name of the schema as a JavaScript string, made once: in the runtime, decoding one costs as much as a short call.
#[inline(never)]
pub(crate) fn name(name: &'static str) -> JsValue {
    // The text is part of the program: it is the same where it starts and ends at the same place.
    NAMES.with_borrow_mut(|names| {
        let known = names
            .entry((name.as_ptr(), name.len()))
            .or_insert_with(|| JsValue::from_str(name));
        known.clone()
    })
}

/// Calls `settled(number, value, failed)` once the promise is.
#[inline(never)]
pub(crate) fn watch(promise: &Promise, settled: &JsValue, number: u32) {
    js::watch(promise, settled, number);
}

/// `[name, message, flags]` of a thrown value.
#[inline(never)]
pub(crate) fn describe(error: &JsValue) -> Array {
    js::describe(error)
}

/// A new `Error` or `TypeError`.
#[inline(never)]
pub(crate) fn make_error(r#type: &str, name: Option<&str>, message: &str, flags: u32) -> JsValue {
    js::make_error(r#type, name, message, flags)
}

/// The outcome of a served call that had to wait, or the failure that a panic gives it. `origin` is what was called:
/// its context is kept until then.
#[inline(never)]
pub(crate) fn settle(outcome: &Promise, origin: &JsValue) -> Promise {
    js::settle(outcome, origin)
}

/// Fails every call still being served.
#[inline(never)]
pub(crate) fn fail_serving() {
    js::fail_serving();
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
    let methods = methods.map(str::to_owned).collect();
    js::serve_by(dispatch, methods, is_durable)
}

/// Lets go of a stub, or of whatever has a disposer. A disposer that throws has nobody to tell.
#[inline(never)]
pub(crate) fn dispose(value: &JsValue) {
    js::dispose(value);
}

/// Disposes what a reply holds, but for the parts that were taken out of it.
#[inline(never)]
pub(crate) fn dispose_rest(reply: &JsValue, taken: Vec<JsValue>) {
    js::dispose_rest(reply, taken);
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
    name: &str,
    methods: impl Iterator<Item = &'static str>,
    dispatch: &JsValue,
    number: u32,
    origin: &JsValue,
) -> JsValue {
    let methods = methods.map(str::to_owned).collect();
    js::RPC_TARGET.with(|class| js::make_target(class, name, methods, dispatch, number, origin))
}

/// Whether methods can be called on a value that is not plain data: a stub, or an `RpcTarget`.
#[inline(never)]
pub(crate) fn is_target(value: &JsValue) -> bool {
    let is_a = |class: &JsValue| js::is_instance(value, class);
    js::RPC_STUB.with(is_a) || js::RPC_TARGET.with(is_a)
}

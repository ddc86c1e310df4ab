//! The only importer of `glue.js`.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/glue.js")]
extern "C" {
    /// Calls `target[method](...args)`; the promise may be the runtime's own kind.
    #[wasm_bindgen(catch)]
    pub(crate) fn call(target: &JsValue, method: &str, args: &Array) -> Result<Promise, JsValue>;

    /// `[name, message, flags]` of a thrown value.
    #[wasm_bindgen(catch)]
    pub(crate) fn describe(error: &JsValue) -> Result<Array, JsValue>;

    /// A new `Error` or `TypeError`.
    #[wasm_bindgen(js_name = makeError)]
    pub(crate) fn make_error(
        r#type: &str,
        name: Option<&str>,
        message: &str,
        flags: u32,
    ) -> JsValue;

    /// The outcome of a served call that had to wait, or the failure given to `fail_serving`.
    pub(crate) fn settle(outcome: &Promise) -> Promise;

    /// Fails every call still being served.
    #[wasm_bindgen(js_name = failServing)]
    pub(crate) fn fail_serving(message: &str);

    /// Lets go of a stub, or of whatever has a disposer.
    #[wasm_bindgen(catch)]
    pub(crate) fn dispose(value: &JsValue) -> Result<(), JsValue>;

    /// Another stub of the same object.
    #[wasm_bindgen(catch)]
    pub(crate) fn duplicate(stub: &JsValue) -> Result<JsValue, JsValue>;

    /// The property of a result that has not arrived.
    pub(crate) fn pending(promise: &JsValue, property: &str) -> JsValue;

    /// Disposes what a reply holds when it comes.
    pub(crate) fn abandon(reply: &JsValue);

    /// An instance of `RpcTarget` whose methods call `dispatch(index, arguments)`.
    #[wasm_bindgen(js_name = makeTarget)]
    pub(crate) fn make_target(
        rpc_target: &JsValue,
        name: &str,
        methods: Vec<String>,
        dispatch: &JsValue,
    ) -> JsValue;

    /// `value instanceof class`
    #[wasm_bindgen(js_name = isInstance)]
    pub(crate) fn is_instance(value: &JsValue, class: &JsValue) -> bool;
}

#[wasm_bindgen(raw_module = "cloudflare:workers")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = RpcTarget)]
    pub(crate) static RPC_TARGET: JsValue;

    #[wasm_bindgen(thread_local_v2, js_name = RpcStub)]
    pub(crate) static RPC_STUB: JsValue;
}

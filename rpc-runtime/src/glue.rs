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
}

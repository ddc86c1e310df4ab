//! `examples/calculator-server`.

use wasm_bindgen::prelude::{JsError, wasm_bindgen};

#[wasm_bindgen(js_name = add)]
pub async fn add(a: u32, b: u32) -> Result<u32, JsError> {
    wasm_bindgen_futures::spawn_local(async move { worker::console_log!("add({a}, {b})") });
    a.checked_add(b)
        .ok_or_else(|| JsError::new("the sum is too large"))
}

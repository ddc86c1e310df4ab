//! One method.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(js_name = add)]
pub async fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

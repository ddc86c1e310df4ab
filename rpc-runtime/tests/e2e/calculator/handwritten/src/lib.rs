//! A calculator written as one would without this project, to be called by a generated client.

use wasm_bindgen::prelude::wasm_bindgen;
// Stock worker-build needs what this crate links in.
use worker as _;

/// Adds two numbers.
#[wasm_bindgen]
pub async fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

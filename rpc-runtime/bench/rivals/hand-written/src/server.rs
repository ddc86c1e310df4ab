//! The server.

use futures_util::{StreamExt, TryStreamExt, stream};
use js_sys::Promise;
use serde_wasm_bindgen::from_value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use wasm_streams::ReadableStream;

use crate::targets::{Counter, CounterTarget, Lines, LinesTarget, Link, LinkTarget};
use crate::to_js;
use crate::values::{CHUNK, Order, Tree};

#[wasm_bindgen]
pub async fn add(a: u32, b: u32) -> u32 {
    a.wrapping_add(b)
}

#[wasm_bindgen(js_name = addAsync)]
pub async fn add_async(a: u32, b: u32) -> Result<u32, JsValue> {
    JsFuture::from(Promise::resolve(&JsValue::NULL)).await?;
    Ok(a.wrapping_add(b))
}

#[wasm_bindgen(js_name = echoString)]
pub async fn echo_string(text: String) -> String {
    text
}

#[wasm_bindgen(js_name = echoOrder)]
pub async fn echo_order(order: JsValue) -> Result<JsValue, JsValue> {
    let order: Order = from_value(order)?;
    to_js(&order)
}

#[wasm_bindgen(js_name = echoBytes)]
pub async fn echo_bytes(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

#[wasm_bindgen(js_name = echoStrings)]
pub async fn echo_strings(strings: Vec<String>) -> Vec<String> {
    strings
}

#[wasm_bindgen(js_name = echoTree)]
pub async fn echo_tree(tree: JsValue) -> Result<JsValue, JsValue> {
    let tree: Tree = from_value(tree)?;
    to_js(&tree)
}

#[wasm_bindgen]
pub async fn sum(numbers: Vec<f64>) -> f64 {
    numbers.iter().sum()
}

#[wasm_bindgen]
pub async fn open(start: u32) -> CounterTarget {
    CounterTarget::new(Counter::new(start))
}

#[wasm_bindgen]
pub async fn chain() -> LinkTarget {
    LinkTarget::new(Link::first())
}

#[wasm_bindgen]
pub async fn lines(count: u32) -> LinesTarget {
    LinesTarget::new(Lines::new(count))
}

#[wasm_bindgen]
pub async fn chunks(count: u32) -> JsValue {
    let chunks = stream::iter(0..count).map(|_| Ok::<_, std::io::Error>(vec![7; CHUNK]));
    let read = chunks.into_async_read();
    ReadableStream::from_async_read(read, CHUNK)
        .into_raw()
        .into()
}

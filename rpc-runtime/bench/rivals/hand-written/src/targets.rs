//! What lives in the server, and its objects in `targets.js`.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::to_js;
use crate::values::{Line, line};

#[wasm_bindgen(module = "/src/targets.js")]
extern "C" {
    pub(crate) fn dispose(value: &JsValue);

    pub type CounterTarget;
    #[wasm_bindgen(constructor)]
    pub fn new(counter: Counter) -> CounterTarget;

    pub type LinkTarget;
    #[wasm_bindgen(constructor)]
    pub fn new(link: Link) -> LinkTarget;

    pub type LinesTarget;
    #[wasm_bindgen(constructor)]
    pub fn new(lines: Lines) -> LinesTarget;
}

#[wasm_bindgen]
pub struct Counter(u32);

#[wasm_bindgen]
impl Counter {
    pub(crate) fn new(start: u32) -> Self {
        Self(start)
    }

    pub fn add(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(n);
        self.0
    }
}

#[wasm_bindgen]
pub struct Link(u32);

#[wasm_bindgen]
impl Link {
    pub(crate) fn first() -> Self {
        Self(0)
    }

    pub fn next(&self) -> Link {
        Self(self.0 + 1)
    }

    pub fn place(&self) -> u32 {
        self.0
    }
}

#[wasm_bindgen]
pub struct Lines {
    sent: u32,
    count: u32,
}

/// Some lines of a stream.
#[derive(Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) items: Vec<Line>,
    pub(crate) done: bool,
}

#[wasm_bindgen]
impl Lines {
    pub(crate) fn new(count: u32) -> Self {
        Self { sent: 0, count }
    }

    pub fn next(&mut self, max: u32) -> Result<JsValue, JsValue> {
        let end = self.count.min(self.sent + max);
        let batch = Batch {
            items: (self.sent..end).map(line).collect(),
            done: end == self.count,
        };
        self.sent = end;
        to_js(&batch)
    }
}

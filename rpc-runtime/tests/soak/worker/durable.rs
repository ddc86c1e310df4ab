//! The Durable Object.

use std::cell::Cell;

use rpc_runtime::{Error, ItemStream, Result};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::wasm_bindgen::JsValue;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::room;
use crate::server::{self, MyCounter, pause, produced};
use crate::soak::{Counter, Line, Observer};

room::export!(durable Room);

// Not from Rust: what is aborted ends at once, and WebAssembly that called it never returns, so that its part of the stack
// stays taken.
#[wasm_bindgen::prelude::wasm_bindgen(
    inline_js = "export const abortSoon = (state) => { setTimeout(() => state.abort('as asked')); };"
)]
extern "C" {
    #[wasm_bindgen(js_name = abortSoon)]
    fn abort_soon(state: &JsValue);
}

#[durable_object]
pub(crate) struct Room {
    state: State,
    value: Cell<i64>,
}

impl DurableObject for Room {
    fn new(state: State, _env: Env) -> Self {
        let value = Cell::new(0);
        Self { state, value }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("it has methods only", 404)
    }
}

impl room::Room for Room {
    async fn add(&self, n: i32) -> Result<i64> {
        self.value.set(self.value.get().wrapping_add(n.into()));
        Ok(self.value.get())
    }

    async fn same_lines(&self, lines: Vec<Line>) -> Result<Vec<Line>> {
        Ok(lines)
    }

    async fn open(&self, start: i64) -> Result<Counter> {
        Ok(MyCounter::open(start))
    }

    async fn ask(&self, observer: Observer, n: u32, times: u32) -> Result<u32> {
        server::ask(observer, n, times).await
    }

    async fn numbers(&self, n: u32) -> Result<ItemStream<u32>> {
        Ok(ItemStream::from_stream(produced(n, None, |at| at)))
    }

    async fn reset(&self) -> Result<u32> {
        abort_soon(self.state.as_raw().as_ref());
        pause(1000).await;
        Err(Error::new("still here"))
    }
}

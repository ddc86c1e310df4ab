//! The server.

use std::cell::Cell;

use futures_util::{StreamExt, stream};
use rpc_runtime::{ByteStream, Context, Error, ItemStream, Result};
use worker::js_sys::Promise;
use worker::wasm_bindgen::JsValue;
use worker::wasm_bindgen_futures::JsFuture;

use crate::values::{CHUNK, line};
use crate::works::{self, Counter, CounterTarget, Line, Link, LinkTarget, Order, Tree, Works};

#[derive(Debug)]
pub(crate) struct Server {
    #[allow(dead_code, reason = "every server has it")]
    ctx: Context,
}

works::export!(Server);

impl Works for Server {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a.wrapping_add(b))
    }

    async fn add_async(&self, a: u32, b: u32) -> Result<u32> {
        let waited = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
        waited.map_err(|_| Error::new("a resolved promise failed"))?;
        Ok(a.wrapping_add(b))
    }

    async fn echo_string(&self, text: String) -> Result<String> {
        Ok(text)
    }

    async fn echo_order(&self, order: Order) -> Result<Order> {
        Ok(order)
    }

    async fn echo_bytes(&self, bytes: Vec<u8>) -> Result<Vec<u8>> {
        Ok(bytes)
    }

    async fn echo_strings(&self, strings: Vec<String>) -> Result<Vec<String>> {
        Ok(strings)
    }

    async fn echo_tree(&self, tree: Tree) -> Result<Tree> {
        Ok(tree)
    }

    async fn sum(&self, numbers: Vec<f64>) -> Result<f64> {
        Ok(numbers.iter().sum())
    }

    async fn open(&self, start: u32) -> Result<Counter> {
        Ok(Counter::new(Count(Cell::new(start))))
    }

    async fn chain(&self) -> Result<Link> {
        Ok(Link::new(Place(0)))
    }

    async fn lines(&self, count: u32) -> Result<ItemStream<Line>> {
        Ok(ItemStream::from_stream(
            stream::iter(0..count).map(|number| Ok::<_, Error>(line(number))),
        ))
    }

    async fn chunks(&self, count: u32) -> Result<ByteStream> {
        Ok(ByteStream::from_stream(
            stream::iter(0..count).map(|_| Ok::<_, Error>(vec![7; CHUNK])),
        ))
    }
}

struct Count(Cell<u32>);

impl CounterTarget for Count {
    async fn add(&self, n: u32) -> Result<u32> {
        self.0.set(self.0.get().wrapping_add(n));
        Ok(self.0.get())
    }
}

struct Place(u32);

impl LinkTarget for Place {
    async fn next(&self) -> Result<Link> {
        Ok(Link::new(Place(self.0 + 1)))
    }

    async fn place(&self) -> Result<u32> {
        Ok(self.0)
    }
}

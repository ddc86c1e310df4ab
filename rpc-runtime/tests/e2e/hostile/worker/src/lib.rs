//! Serves `wit/hostile.wit`, which says how much it holds.

rpc_runtime::include_rpc!("hostile");

use std::cell::Cell;
use std::time::Duration;

use futures_util::StreamExt;
use hostile::{Desk, DeskTarget, Entry, Hostile, Observer, State};
use rpc_runtime::{ByteStream, Result, limits};
use worker::js_sys::ArrayBuffer;
use worker::js_sys::WebAssembly::Memory;
use worker::wasm_bindgen::{JsCast, externref_heap_live_count};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{Delay, DurableObject, Env, Request, Response, durable_object};

struct MyHostile;

hostile::export!(MyHostile = |_ctx| MyHostile);
vault::export!(durable Safe);

thread_local! {
    static WAITING: Cell<u32> = const { Cell::new(0) };
}

/// Held by a call that waits.
struct Waiting;

impl Waiting {
    fn new() -> Self {
        WAITING.set(WAITING.get() + 1);
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.set(WAITING.get() - 1);
    }
}

struct MyDesk;

impl DeskTarget for MyDesk {
    async fn upload(&self, title: String, text: ByteStream) -> Result<u64> {
        MyHostile.upload(title, text).await
    }

    async fn tell(&self, title: String, observer: Observer) -> Result<()> {
        MyHostile.tell(title, observer).await
    }
}

impl Hostile for MyHostile {
    async fn open(&self) -> Result<Desk> {
        Ok(Desk::new(MyDesk))
    }

    async fn upload(&self, title: String, mut text: ByteStream) -> Result<u64> {
        let _waiting = Waiting::new();
        let mut read = Vec::new();
        while let Some(chunk) = text.next().await {
            read.extend(chunk?);
        }
        drop(title);
        Ok(read.len() as u64)
    }

    async fn tell(&self, title: String, observer: Observer) -> Result<()> {
        let _waiting = Waiting::new();
        observer.notify(&title).await
    }

    async fn sleep(&self, title: String, milliseconds: u32) -> Result<()> {
        let _waiting = Waiting::new();
        Delay::from(Duration::from_millis(milliseconds.into())).await;
        drop(title);
        Ok(())
    }

    async fn length(&self, bytes: Vec<u8>) -> Result<u64> {
        Ok(bytes.len() as u64)
    }

    async fn count(&self, entries: Vec<Entry>) -> Result<u32> {
        Ok(entries.len() as u32)
    }

    async fn sum(&self, rows: Vec<Vec<f64>>) -> Result<f64> {
        Ok(rows.iter().flatten().sum())
    }

    async fn read_up_to(&self, bytes: u32) -> Result<()> {
        limits::read_up_to(bytes as usize);
        Ok(())
    }

    async fn now(&self) -> Result<State> {
        Ok(State {
            waiting: WAITING.get(),
            memory: memory(),
            slots: externref_heap_live_count(),
        })
    }
}

fn memory() -> u32 {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: ArrayBuffer = memory.buffer().unchecked_into();
    buffer.byte_length()
}

#[durable_object]
struct Safe;

impl DurableObject for Safe {
    fn new(_state: worker::State, _env: Env) -> Self {
        Self
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("it has methods only", 404)
    }
}

impl vault::Vault for Safe {
    async fn upload(&self, title: String, text: ByteStream) -> Result<u64> {
        MyHostile.upload(title, text).await
    }

    async fn tell(&self, title: String, observer: Observer) -> Result<()> {
        MyHostile.tell(title, observer).await
    }
}

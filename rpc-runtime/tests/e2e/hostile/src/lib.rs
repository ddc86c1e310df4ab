//! Serves `wit/hostile.wit`, which says how much it holds.

rpc_runtime::include_rpc!("hostile");

use std::cell::Cell;
use std::time::Duration;

use futures_util::StreamExt;
use hostile::{Desk, DeskTarget, Hostile, Observer, State};
use rpc_runtime::{ByteStream, Result};
use worker::Delay;
use worker::wasm_bindgen::externref_heap_live_count;

struct MyHostile;

hostile::export!(MyHostile = |_ctx| MyHostile);

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

    async fn now(&self) -> Result<State> {
        Ok(State {
            waiting: WAITING.get(),
            memory: core::arch::wasm32::memory_size::<0>() as u32 * 64 * 1024,
            slots: externref_heap_live_count(),
        })
    }
}

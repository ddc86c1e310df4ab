//! What counts itself.

use std::cell::Cell;
use std::future::pending;

use futures_util::stream::{self, StreamExt};
use rpc_runtime::{FutureValue, ItemStream, Result};
use worker::wasm_bindgen::externref_heap_live_count;

use crate::keeper::{Entrance, Room};
use crate::making::{Making, Pair, State, Thing, ThingTarget};

thread_local! {
    static LIVE: Cell<u32> = const { Cell::new(0) };
}

/// What is behind a handle, or in a producer.
pub(crate) struct Live;

impl Live {
    pub(crate) fn new() -> Self {
        LIVE.set(LIVE.get() + 1);
        Self
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

/// The bytes of this wasm instance's memory. The crate is linted on the host, where there are none.
fn memory() -> u64 {
    #[cfg(target_arch = "wasm32")]
    return core::arch::wasm32::memory_size::<0>() as u64 * 64 * 1024;
    #[cfg(not(target_arch = "wasm32"))]
    0
}

/// What there is in this Worker.
pub(crate) fn count() -> State {
    State {
        live: LIVE.get(),
        slots: externref_heap_live_count(),
        memory: memory(),
    }
}

struct Made(Live);

fn thing() -> Thing {
    Thing::new(Made(Live::new()))
}

fn pair() -> Pair {
    Pair {
        first: thing(),
        others: vec![thing(), thing()],
        ticks: ticks(Some(3)),
    }
}

fn ticks(count: Option<u32>) -> ItemStream<u32> {
    let live = Live::new();
    let (first, after) = (count.unwrap_or(1), count.is_none());
    let ticks = stream::iter(0..first);
    let after = stream::iter(after.then_some(())).then(|()| pending::<u32>());
    ItemStream::from_stream(ticks.chain(after).map(move |tick| {
        let _ = &live;
        Ok::<_, rpc_runtime::Error>(tick)
    }))
}

fn things(count: u32) -> ItemStream<Thing> {
    let live = Live::new();
    ItemStream::from_items((0..count).map(move |_| {
        let _ = &live;
        thing()
    }))
}

fn later(comes: bool) -> FutureValue<Thing> {
    let live = Live::new();
    FutureValue::from_future(async move {
        if !comes {
            pending::<()>().await;
        }
        drop(live);
        Ok::<_, rpc_runtime::Error>(thing())
    })
}

impl ThingTarget for Made {
    async fn name(&self) -> Result<String> {
        let Self(Live) = self;
        Ok("thing".to_owned())
    }

    async fn child(&self) -> Result<Thing> {
        Ok(thing())
    }

    async fn pair(&self) -> Result<Pair> {
        Ok(pair())
    }

    async fn ticks(&self, count: Option<u32>) -> Result<ItemStream<u32>> {
        Ok(ticks(count))
    }
}

/// The entrypoint and the Durable Object do the same.
macro_rules! making {
    ($type:ident) => {
        impl Making for $type {
            async fn make(&self) -> Result<Thing> {
                Ok(thing())
            }

            async fn make_pair(&self) -> Result<Pair> {
                Ok(pair())
            }

            async fn ticks(&self, count: Option<u32>) -> Result<ItemStream<u32>> {
                Ok(ticks(count))
            }

            async fn things(&self, count: u32) -> Result<ItemStream<Thing>> {
                Ok(things(count))
            }

            async fn later(&self, comes: bool) -> Result<FutureValue<Thing>> {
                Ok(later(comes))
            }

            async fn count(&self) -> Result<State> {
                Ok(count())
            }
        }
    };
}

making!(Entrance);
making!(Room);

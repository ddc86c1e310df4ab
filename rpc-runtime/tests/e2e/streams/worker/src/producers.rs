//! Streams that count what they have made, and tell when they are dropped.

use std::cell::Cell;

use futures_util::stream::{self, Stream};
use rpc_runtime::{ByteStream, Error, ItemStream, Result};

use crate::feed::{FeedClient, Item, State};
use crate::scenario::pause;

thread_local! {
    static PRODUCED: Cell<u32> = const { Cell::new(0) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
    static MEMORY: Cell<usize> = const { Cell::new(0) };
}

/// The memory of this wasm instance, in pages of 64 KiB. The crate is linted on the host, where there is none.
fn memory() -> usize {
    #[cfg(target_arch = "wasm32")]
    return core::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    0
}

pub(crate) fn reset() {
    PRODUCED.set(0);
    DROPPED.set(0);
    MEMORY.set(memory());
}

pub(crate) fn state() -> State {
    State {
        produced: PRODUCED.get(),
        dropped: DROPPED.get(),
        grown: (memory() - MEMORY.get()) as u32 * 64 * 1024,
    }
}

/// Counts something that was made.
pub(crate) fn made() {
    PRODUCED.set(PRODUCED.get() + 1);
}

/// Held by a producer.
pub(crate) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
    }
}

/// What `make` gives for 0 to `n`; before `fail_at`, an error. Every other one takes its time.
fn counted<T>(
    n: u32,
    fail_at: Option<u32>,
    make: impl Fn(u32) -> T,
) -> impl Stream<Item = Result<T>> {
    stream::unfold((0, Guard, make), move |(at, guard, make)| async move {
        if Some(at) == fail_at {
            return Some((
                Err(Error::new(format!("no more after {at}"))),
                (n, guard, make),
            ));
        }
        if at >= n {
            return None;
        }
        if at % 2 == 1 {
            pause(0).await;
        }
        made();
        Some((Ok(make(at)), (at + 1, guard, make)))
    })
}

pub(crate) fn bytes(chunks: u32, size: u32, fail_at: Option<u32>) -> ByteStream {
    ByteStream::from_stream(counted(chunks, fail_at, move |at| {
        vec![at as u8; size as usize]
    }))
}

pub(crate) fn items(n: u32, fail_at: Option<u32>) -> ItemStream<Item> {
    ItemStream::from_stream(counted(n, fail_at, |id| Item {
        id,
        name: format!("item {id}"),
    }))
}

pub(crate) fn large_items(n: u32, size: u32) -> ItemStream<String> {
    ItemStream::from_stream(counted(n, None, move |_| "x".repeat(size as usize)))
}

/// A stream of nothing, that never ends.
pub(crate) fn nothing<T>() -> impl Stream<Item = Result<T>> {
    stream::unfold(Guard, |_guard| std::future::pending())
}

/// Whether neither side's memory has grown by more than a few chunks.
pub(crate) async fn bounded(peer: &FeedClient) -> rpc_runtime::Result<bool> {
    let (here, there) = (state().grown, peer.seen().await?.grown);
    Ok(here.max(there) <= 8 << 20)
}

//! Many handles, made and dropped: how many are left of them.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use rpc_runtime::{Error, Result};
use serde_json::{Value, json};
use worker::wasm_bindgen::externref_heap_live_count;

use crate::library::LibraryClient;
use crate::server::{Live, MyBook, wait};
use crate::watching::{Observer, ObserverTarget};

struct Silent {
    _live: Live,
}

impl Silent {
    fn observer() -> Observer {
        Observer::new(Self { _live: Live::new() })
    }
}

impl ObserverTarget for Silent {
    async fn notify(&self, _event: String) -> Result<u32> {
        Ok(1)
    }
}

/// What there is behind handles, and what the Rust sides hold of JavaScript's values.
struct Count {
    here: u32,
    there: u32,
    slots_here: u32,
    slots_there: u32,
}

impl Count {
    async fn of(peer: &LibraryClient) -> Result<Self> {
        Ok(Self {
            here: Live::count(),
            there: peer.live().await?,
            slots_here: externref_heap_live_count(),
            slots_there: peer.slots().await?,
        })
    }

    /// Waits until no more is behind handles than now, for disposing is a message that nobody answers.
    async fn settled(&self, peer: &LibraryClient) -> Result<()> {
        let left = async || Ok::<_, Error>((Live::count(), peer.live().await?));
        for _ in 0..1000 {
            let (here, there) = left().await?;
            if here <= self.here && there <= self.there {
                return Ok(());
            }
            wait(5).await;
        }
        let (here, there) = left().await?;
        Err(Error::new(format!("{here} are left here, {there} there")))
    }
}

/// The scenario at `path`, if it is one of these: how many handles were made, and what is left in both Workers.
pub(crate) async fn run(path: &str, peer: &LibraryClient, n: u32) -> Option<Result<Value>> {
    if !matches!(path, "/opened" | "/lent" | "/callbacks" | "/dropped") {
        return None;
    }
    Some(watched(path, peer, n).await)
}

async fn watched(path: &str, peer: &LibraryClient, n: u32) -> Result<Value> {
    // What is made once, such as classes, is made before anything is counted.
    let start = Count::of(peer).await?;
    make(path, peer, 3).await?;
    start.settled(peer).await?;
    let before = Count::of(peer).await?;
    let made = make(path, peer, n).await?;
    before.settled(peer).await?;
    let after = Count::of(peer).await?;
    Ok(json!({
        "made": made,
        "behind": [after.here.saturating_sub(before.here), after.there.saturating_sub(before.there)],
        "slots": [
            after.slots_here.saturating_sub(before.slots_here),
            after.slots_there.saturating_sub(before.slots_there),
        ],
    }))
}

/// Makes about `n` handles; how many it were.
async fn make(path: &str, peer: &LibraryClient, n: u32) -> Result<u32> {
    let mut made = 0;
    while made < n {
        made += match path {
            "/opened" => opened(peer, made).await?,
            "/lent" => lent(peer).await?,
            "/callbacks" => callbacks(peer).await?,
            _ => dropped(peer, made).await?,
        };
    }
    Ok(made)
}

/// Handles of the other Worker's resources.
async fn opened(peer: &LibraryClient, number: u32) -> Result<u32> {
    let shelf = peer.open("opened").await?;
    let books = [
        shelf.find(number).await?,
        peer.open("chained").find(number).await?,
    ];
    let copies = [books[0].dup()?, books[1].dup()?];
    drop((shelf, books, copies));
    Ok(5)
}

/// Handles as arguments, lent and given.
async fn lent(peer: &LibraryClient) -> Result<u32> {
    let theirs = peer.new_book("theirs").await?;
    let ours = MyBook::handle("ours");
    peer.read(&theirs, 1).await?;
    peer.read(&ours, 1).await?;
    peer.book_best_of(vec![theirs, ours]).await?;
    Ok(6)
}

/// Resources of this Worker, called and kept by the other one.
async fn callbacks(peer: &LibraryClient) -> Result<u32> {
    peer.report(Silent::observer(), 1).await?;
    let observer = Silent::observer();
    peer.tell(&observer, "event").await?;
    let shelf = peer.open("watched").await?;
    shelf.watch(observer).await?;
    shelf.add(MyBook::handle("ours")).await?;
    Ok(5)
}

/// Handles that come out of calls that nobody waits for.
async fn dropped(peer: &LibraryClient, number: u32) -> Result<u32> {
    drop(peer.open("dropped"));
    drop(peer.open("dropped").find(number));
    drop(peer.new_shelf("dropped").find(number));
    drop(peer.report(Silent::observer(), 1));
    // Polled once, then dropped.
    let mut polled = pin!(peer.open_slowly("dropped", 1));
    poll_fn(|cx| {
        let _ = polled.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
    // Every so often, so that there are not too many at a time.
    peer.live().await?;
    Ok(7)
}

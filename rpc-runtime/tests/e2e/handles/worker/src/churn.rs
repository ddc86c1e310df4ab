//! Many handles, streams and futures, opened and let go of in every way.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::TryStreamExt;
use rpc_runtime::{Error, Result};
use serde_json::{Value, json};
use worker::Delay;
use worker::js_sys::Array;

use crate::maker;
use crate::making::{MakingClient, State, Thing};

/// The scenario at `path`: at least `many` are opened; and how many it were.
pub(crate) async fn run(path: &str, peer: &MakingClient, many: u32) -> Result<Value> {
    match path {
        "/state" => Ok(shown(&peer.count().await?)),
        "/own-state" => Ok(shown(&maker::count())),
        "/press" => {
            // Has the engine look for what nobody can reach: it does so where its heap grows, in which buffers of bytes
            // are not.
            let pressing = (0..400).map(|_| Array::new_with_length(30_000));
            drop(pressing.collect::<Vec<_>>());
            Ok(shown(&maker::count()))
        }
        "/left" => left(peer, many).await,
        "/left-waiting" => left_waiting(peer, many).await,
        _ => {
            let mut opened = 0;
            while opened < many {
                opened += open(path, peer).await?;
            }
            Ok(json!(opened))
        }
    }
}

fn shown(state: &State) -> Value {
    json!({ "live": state.live, "slots": state.slots, "memory": state.memory })
}

async fn open(path: &str, peer: &MakingClient) -> Result<u32> {
    match path {
        "/handles" => handles(peer).await,
        "/records" => records(peer).await,
        "/streams" => streams(peer).await,
        "/futures" => futures(peer).await,
        "/unawaited" => unawaited(peer).await,
        _ => Err(Error::new("no such scenario")),
    }
}

async fn handles(peer: &MakingClient) -> Result<u32> {
    let thing = peer.make().await?;
    let (child, other) = (thing.child().await?, peer.make().child().await?);
    let copy = child.dup()?;
    drop((thing, child));
    copy.name().await?;
    drop((other, copy));
    Ok(4)
}

async fn records(peer: &MakingClient) -> Result<u32> {
    let whole = peer.make_pair().await?;
    let mut parts = peer.make().pair().await?;
    let kept = parts.others.pop();
    drop((whole, parts));
    if let Some(kept) = kept {
        kept.name().await?;
    }
    Ok(9)
}

async fn streams(peer: &MakingClient) -> Result<u32> {
    // To its end, in part, not at all, and of a resource.
    let all: Vec<u32> = peer.ticks(Some(3)).await?.try_collect().await?;
    let mut part = peer.ticks(Some(1000)).await?;
    part.try_next().await?;
    let unread = peer.ticks(Some(3)).await?;
    let mut of_thing = peer.make().ticks(Some(1000)).await?;
    of_thing.try_next().await?;
    // While the producer has nothing more to say.
    let mut waiting = peer.ticks(None).await?;
    waiting.try_next().await?;
    once(waiting.try_next()).await;
    // One item is read, those that were read ahead are not.
    let mut things = peer.things(20).await?;
    things.try_next().await?;
    drop((all, part, unread, of_thing, waiting, things));
    Ok(27)
}

async fn futures(peer: &MakingClient) -> Result<u32> {
    let come: Thing = peer.later(true).await?.await?;
    let unread = peer.later(true).await?;
    let mut waiting = peer.later(false).await?;
    once(&mut waiting).await;
    drop((come, unread, waiting));
    Ok(4)
}

async fn unawaited(peer: &MakingClient) -> Result<u32> {
    drop(peer.make());
    drop(peer.make().child());
    drop(peer.make_pair());
    drop(peer.ticks(None));
    once(peer.make()).await;
    // Every so often, so that there are not too many at a time.
    peer.count().await?;
    Ok(9)
}

/// Polls once.
async fn once(future: impl Future) {
    let mut future = pin!(future);
    poll_fn(|cx| {
        let _ = future.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
}

/// Opens some of everything, and then never ends: whoever waits for this goes away.
async fn left(peer: &MakingClient, many: u32) -> Result<Value> {
    let mut held = Vec::new();
    for _ in 0..many {
        let thing = peer.make().await?;
        let child = thing.child().await?;
        let mut ticks = peer.ticks(Some(1000)).await?;
        ticks.try_next().await?;
        held.push((
            thing,
            child,
            ticks,
            peer.make_pair().await?,
            peer.later(false).await?,
        ));
    }
    Delay::from(Duration::from_secs(60)).await;
    Ok(json!(held.len()))
}

/// The same with calls that wait for what never comes.
async fn left_waiting(peer: &MakingClient, many: u32) -> Result<Value> {
    let mut held = Vec::new();
    for _ in 0..many {
        let mut ticks = peer.ticks(None).await?;
        ticks.try_next().await?;
        once(ticks.try_next()).await;
        let mut later = peer.later(false).await?;
        once(&mut later).await;
        held.push((ticks, later));
    }
    Delay::from(Duration::from_secs(60)).await;
    Ok(json!(held.len()))
}

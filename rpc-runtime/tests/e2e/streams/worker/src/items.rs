//! Streams of items, from the client's side.

use futures_util::{StreamExt, TryStreamExt};
use rpc_runtime::{ItemStream, Result};

use crate::feed::{FeedClient, Item};
use crate::producers::{self, bounded};
use crate::scenario::{pause, shown};

/// Reads to the end; the number of items, the sum of their ids, and the error that ended it.
async fn read(mut items: ItemStream<Item>) -> String {
    let (mut count, mut sum) = (0, 0);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => {
                count += 1;
                sum += item.id;
            }
            Err(error) => return format!("{count} items, then {:?}: {error}", error.kind()),
        }
    }
    format!("{count} items, sum {sum}")
}

pub(crate) async fn received(peer: &FeedClient) -> Result<Vec<String>> {
    let mut items = peer.items(1000, None).await?;
    pause(20).await;
    let mut said = vec![format!("produced at rest: {}", peer.seen().await?.produced)];
    items.next().await.transpose()?;
    pause(100).await;
    said.push(format!("ahead: {}", peer.seen().await?.produced <= 512));
    said.push(read(items).await);
    said.push(read(peer.items(0, None).await?).await);
    said.push(format!("ticks: {}", peer.ticks(300).await?.count().await));
    pause(20).await;
    let state = peer.seen().await?;
    said.push(format!(
        "produced {}, dropped {}",
        state.produced, state.dropped
    ));
    Ok(said)
}

pub(crate) async fn large(peer: &FeedClient) -> Result<Vec<String>> {
    // 64 MiB, in a few batches of more than a message can take.
    let items = peer.large_items(64, 1 << 20).await?;
    let lengths: usize = items
        .map_ok(|item| item.len())
        .try_fold(0, async |sum, item| Ok(sum + item))
        .await?;
    Ok(vec![
        format!("{lengths} bytes"),
        format!("memory: {}", bounded(peer).await?),
    ])
}

pub(crate) async fn failing(peer: &FeedClient) -> Result<Vec<String>> {
    Ok(vec![
        read(peer.items(1000, Some(300)).await?).await,
        read(peer.items(1000, Some(0)).await?).await,
    ])
}

pub(crate) async fn dropped(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for items in [5, 0] {
        peer.reset().await?;
        let mut stream = peer.items(1000, None).await?;
        for _ in 0..items {
            stream.next().await.transpose()?;
        }
        drop(stream);
        pause(50).await;
        let state = peer.seen().await?;
        said.push(format!(
            "dropped {}, produced {}",
            state.dropped,
            state.produced < 100
        ));
    }
    // While a call waits for an item.
    peer.reset().await?;
    let mut stream = peer.no_items().await?;
    let waited = futures_util::future::select(stream.next(), Box::pin(pause(50))).await;
    said.push(format!(
        "waited {}",
        matches!(waited, futures_util::future::Either::Right(_))
    ));
    drop(waited);
    drop(stream);
    pause(50).await;
    said.push(format!("dropped {}", peer.seen().await?.dropped));
    Ok(said)
}

pub(crate) async fn sent(peer: &FeedClient) -> Result<Vec<String>> {
    let total = peer.total(producers::items(1000, None), None).await?;
    pause(20).await;
    let state = producers::state();
    Ok(vec![
        format!("total {total}"),
        format!("produced {}, dropped {}", state.produced, state.dropped),
    ])
}

pub(crate) async fn sent_failing(peer: &FeedClient) -> Result<Vec<String>> {
    Ok(vec![shown(
        peer.total(producers::items(1000, Some(300)), None).await,
    )])
}

pub(crate) async fn sent_dropped(peer: &FeedClient) -> Result<Vec<String>> {
    let total = peer.total(producers::items(100_000, None), Some(4)).await?;
    pause(50).await;
    let state = producers::state();
    Ok(vec![
        format!("total {total}"),
        format!(
            "dropped {}, produced {}",
            state.dropped,
            state.produced < 100
        ),
    ])
}

pub(crate) async fn through(peer: &FeedClient) -> Result<Vec<String>> {
    let mut part = peer.items(100, None).await?;
    part.next().await.transpose()?;
    Ok(vec![
        read(peer.shift(producers::items(100, None)).await?).await,
        read(peer.skip(producers::items(100, None), 0).await?).await,
        read(peer.skip(producers::items(100, None), 10).await?).await,
        // One that is theirs already.
        read(peer.shift(peer.items(100, None).await?).await?).await,
        // And one that was read in part.
        read(peer.skip(part, 10).await?).await,
    ])
}

pub(crate) async fn of_resources(peer: &FeedClient) -> Result<Vec<String>> {
    let mut counters = peer.counters(20).await?;
    let mut sum = 0;
    for _ in 0..10 {
        if let Some(counter) = counters.try_next().await? {
            sum += counter.next().await?;
        }
    }
    // Those that were not read are disposed, too.
    drop(counters);
    pause(50).await;
    let state = peer.seen().await?;
    Ok(vec![
        format!("sum {sum}"),
        format!("left {}", state.produced - state.dropped),
    ])
}

/// What does not keep to the schema.
pub(crate) async fn invalid(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for how in ["item", "batch", "array", "no method"] {
        said.push(match peer.broken(how).await {
            Ok(items) => read(items).await,
            Err(error) => shown::<()>(Err(error)),
        });
    }
    Ok(said)
}

/// What is read once the producer's wasm instance is gone.
pub(crate) async fn panicking(peer: &FeedClient) -> Result<Vec<String>> {
    let (mut bytes, items) = peer.panicking(0).await?;
    let mut chunks = 0;
    let error = loop {
        match bytes.next().await {
            Some(Ok(chunk)) => chunks += chunk.len(),
            Some(Err(error)) => break shown::<()>(Err(error)),
            None => break "the end".to_owned(),
        }
    };
    let rest = items.count().await;
    let (_, items) = peer.panicking(0).await?;
    let at_once = until_error(items).await;
    let (_, items) = peer.panicking(2).await?;
    let later = until_error(items).await;
    Ok(vec![
        format!("{chunks} bytes"),
        error,
        format!("{}", rest > 0),
        at_once,
        later,
    ])
}

async fn until_error(mut items: ItemStream<u32>) -> String {
    for count in 0.. {
        match items.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return format!("{count} items, then {}", shown::<()>(Err(error))),
            None => break,
        }
    }
    "the end".to_owned()
}

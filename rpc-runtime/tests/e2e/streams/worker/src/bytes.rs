//! Streams of bytes, from the client's side.

use futures_util::StreamExt;
use rpc_runtime::{ByteStream, Result};

use crate::feed::FeedClient;
use crate::producers::{self, bounded};
use crate::scenario::{pause, shown};

/// 64 MiB.
const CHUNKS: u32 = 1024;
const SIZE: u32 = 64 * 1024;

/// Reads to the end; the number of bytes, the sum of them, and the error that ended it.
async fn read(mut stream: ByteStream) -> String {
    let (mut count, mut sum) = (0, 0);
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => {
                count += chunk.len();
                sum += chunk.iter().map(|byte| u64::from(*byte)).sum::<u64>();
            }
            Err(error) => return format!("{count} bytes, then {:?}: {error}", error.kind()),
        }
    }
    format!("{count} bytes, sum {sum}")
}

pub(crate) async fn received(peer: &FeedClient) -> Result<Vec<String>> {
    let mut stream = peer.bytes(CHUNKS, SIZE, None).await?;
    pause(50).await;
    let mut said = vec![format!(
        "produced at rest: {}",
        peer.seen().await?.produced <= 2
    )];
    let (mut count, mut ahead) = (0, 0);
    let mut reads = 0;
    while let Some(chunk) = stream.next().await {
        count += chunk?.len();
        reads += 1;
        if reads % 100 == 0 {
            let produced = peer.seen().await?.produced as usize * SIZE as usize;
            ahead = ahead.max(produced.saturating_sub(count));
        }
    }
    said.push(format!("{count} bytes"));
    said.push(format!("ahead: {}", ahead < 1 << 20));
    said.push(format!("memory: {}", bounded(peer).await?));
    Ok(said)
}

pub(crate) async fn failing(peer: &FeedClient) -> Result<Vec<String>> {
    Ok(vec![
        read(peer.bytes(10, 1000, Some(3)).await?).await,
        read(peer.bytes(10, 1000, Some(0)).await?).await,
    ])
}

pub(crate) async fn dropped(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    // In the middle, and before the first chunk.
    for chunks in [2, 0] {
        peer.reset().await?;
        let mut stream = peer.bytes(1000, SIZE, None).await?;
        for _ in 0..chunks {
            stream.next().await.transpose()?;
        }
        drop(stream);
        pause(100).await;
        let state = peer.seen().await?;
        said.push(format!(
            "dropped {}, produced {}",
            state.dropped,
            state.produced < 10
        ));
    }
    Ok(said)
}

pub(crate) async fn sent(peer: &FeedClient) -> Result<Vec<String>> {
    let stream = producers::bytes(CHUNKS, SIZE, None);
    let counted = peer.count(stream, None).await?;
    let state = producers::state();
    Ok(vec![
        format!("{counted} bytes"),
        format!("produced {}, dropped {}", state.produced, state.dropped),
        format!("memory: {}", bounded(peer).await?),
    ])
}

pub(crate) async fn sent_failing(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for fails_at in [3, 0] {
        let stream = producers::bytes(10, 1000, Some(fails_at));
        said.push(shown(peer.count(stream, None).await));
    }
    Ok(said)
}

pub(crate) async fn sent_dropped(peer: &FeedClient) -> Result<Vec<String>> {
    let stream = producers::bytes(1000, SIZE, None);
    let counted = peer.count(stream, Some(100_000)).await?;
    pause(100).await;
    let state = producers::state();
    Ok(vec![
        format!("read {}", (100_000..200_000).contains(&counted)),
        format!(
            "dropped {}, produced {}",
            state.dropped,
            state.produced < 10
        ),
    ])
}

pub(crate) async fn through(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = vec![
        read(peer.increment(producers::bytes(100, 1000, None)).await?).await,
        read(peer.pass(producers::bytes(100, 1000, None)).await?).await,
        // One that is theirs already.
        read(peer.increment(peer.bytes(100, 1000, None).await?).await?).await,
        // And one that was read in part.
        {
            let mut stream = peer.bytes(100, 1000, None).await?;
            stream.next().await.transpose()?;
            read(peer.pass(stream).await?).await
        },
    ];
    let (half, outcome) = peer.half(ByteStream::from(vec![1; 1000])).await?;
    said.push(read(half).await);
    said.push(shown(outcome.await));
    Ok(said)
}

//! What this Worker does with a peer, told line by line.

use std::fmt::Debug;
use std::time::Duration;

use futures_util::future::join_all;
use rpc_runtime::{ByteStream, CallError, Error, FutureValue, Result};
use worker::{Delay, Fetcher};

use crate::moving::MovingClient;
use crate::older;
use crate::places::Point;
use crate::post::{Chest, Delivery, PostClient};
use crate::post_server::MyChest;
use crate::thrown::ThrownClient;

type Lines = Result<Vec<String>>;

const AT: Point = Point { x: 1.0, y: 2.0 };

/// The scenario `name`.
pub(crate) async fn run(name: &str, peer: Fetcher) -> Lines {
    match name {
        "shifts" => shifts(&peer.into()).await,
        "together" => together(&peer.into()).await,
        "outcomes" => outcomes(&peer.into()).await,
        "thrown" => thrown(&peer.into()).await,
        "plain" => Ok(vec![PostClient::from(peer).add(1, 2).await?.to_string()]),
        "lost" => lost(&peer.into()).await,
        "chest" => chest(&peer.into()).await,
        "no-chest" => no_chest(&peer.into()).await,
        "delivered" => delivered(&peer.into()).await,
        "labels" => labels(&peer.into()).await,
        "older" => older(peer).await,
        "packed" => packed(&peer.into()).await,
        _ => Err(Error::new("no such scenario")),
    }
}

fn shown<T: Debug>(outcome: Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?}, {error}", error.kind()),
    }
}

fn refusal<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(CallError::Declared(error)) => format!("declared {error:?}"),
        Err(CallError::Failed(error)) => shown::<T>(Err(error)),
    }
}

/// Calls one after the other, one of which fails.
pub(crate) async fn shifts(peer: &MovingClient) -> Lines {
    let mut said = Vec::new();
    for by in [1.0, f64::NAN, 0.5] {
        said.push(shown(peer.shift(AT, by).await.map(|at| at.x)));
    }
    Ok(said)
}

/// Calls at the same time, before anything is known of the peer.
async fn together(peer: &MovingClient) -> Lines {
    let calls = (0..5).map(|by| peer.shift(AT, by.into()));
    let calls = join_all(calls).await.into_iter();
    Ok(calls.map(|call| shown(call.map(|at| at.x))).collect())
}

async fn outcomes(peer: &PostClient) -> Lines {
    let mut said = Vec::new();
    for weight in [1, 100, 0, 13] {
        said.push(refusal(peer.take(AT, weight).await));
    }
    Ok(said)
}

async fn thrown(peer: &ThrownClient) -> Lines {
    let mut said = Vec::new();
    for weight in [1, 100, 0, 13] {
        said.push(refusal(peer.take_or_throw(AT, weight).await));
    }
    Ok(said)
}

/// A method that fails was called as often as it was asked for.
async fn lost(peer: &PostClient) -> Lines {
    let before = peer.losses().await?;
    let said = vec![shown(peer.lose(AT).await), shown(peer.lose(AT).await)];
    let losses = peer.losses().await? - before;
    Ok([said, vec![losses.to_string()]].concat())
}

/// Calls of a handle; the first through one that has not arrived.
async fn chest(peer: &PostClient) -> Lines {
    let points = [AT, Point { x: 3.0, y: 4.0 }];
    let first = peer.new_chest("early").put(&points).await;
    let chest = peer.new_chest("late").await?;
    let late = [chest.put(&points).await, chest.put(&[]).await];
    let put = std::iter::once(first).chain(late);
    Ok(put
        .map(|points| shown(points.map(|points| points.iter().map(|at| at.x).collect::<Vec<_>>())))
        .collect())
}

/// A call, as a message, of a handle that will not come.
async fn no_chest(peer: &PostClient) -> Lines {
    Ok(vec![shown(peer.new_chest("").put(&[AT]).await)])
}

/// Streams, futures and handles in a record, there and back twice.
async fn delivered(peer: &PostClient) -> Lines {
    let sent = Delivery {
        label: "añ🦀".to_owned(),
        bytes: ByteStream::from(vec![1, 2, 3]),
        later: FutureValue::ready(7),
        chest: Some(MyChest::handle("ours")),
        chests: vec![MyChest::handle("more"), peer.new_chest("theirs").await?],
    };
    let once = peer.deliver(sent).await?;
    let Delivery {
        label,
        bytes,
        later,
        chest,
        chests,
    } = peer.deliver(once).await?;
    let bytes = bytes.into_bytes(100).await?;
    let mut said = vec![label, format!("{bytes:?}"), later.await?.to_string()];
    for chest in chest.iter().chain(&chests) {
        said.push(chest.label().await?);
    }
    drop((chest, chests));
    said.push(left(peer).await?);
    Ok(said)
}

/// Handles given and lent: those that are lent stay ours.
async fn labels(peer: &PostClient) -> Lines {
    let (ours, theirs) = (MyChest::handle("ours"), peer.new_chest("theirs").await?);
    let mut said = Vec::new();
    for lent in [&ours, &theirs] {
        let given = [ours.dup()?, theirs.dup()?];
        said.extend(peer.labels(given.into(), lent).await?);
        said.extend(peer.labels(Vec::<Chest>::new(), lent).await?);
        said.push(lent.label().await?);
    }
    drop((ours, theirs));
    said.push(left(peer).await?);
    Ok(said)
}

/// A reply with handles that this schema does not know: they are let go of.
async fn older(peer: Fetcher) -> Lines {
    let now = PostClient::from(peer.clone());
    let packed = older::post::PostClient::from(peer)
        .pack(older::post::Point { x: 1.0, y: 2.0 })
        .await?;
    let mut said = vec![packed.at.x.to_string(), packed.first.label().await?];
    drop(packed);
    said.push(left(&now).await?);
    Ok(said)
}

async fn packed(peer: &PostClient) -> Lines {
    let packed = peer.pack(AT).await?;
    let mut said = vec![packed.at.x.to_string(), packed.first.label().await?];
    for chest in &packed.more {
        said.push(chest.label().await?);
    }
    drop(packed);
    said.push(left(peer).await?);
    Ok(said)
}

/// How many chests are left here and there, once none is or after a while: disposing is a message that nobody answers.
async fn left(peer: &PostClient) -> Result<String> {
    for _ in 0..1000 {
        if MyChest::count() == 0 && peer.chests().await? == 0 {
            break;
        }
        Delay::from(Duration::from_millis(5)).await;
    }
    let there = peer.chests().await?;
    Ok(format!("{} and {there} left", MyChest::count()))
}

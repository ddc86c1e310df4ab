//! Sends blobs and signals, and gets some.

use std::fmt::Display;

use futures_util::future::join;
use rpc_runtime::platform::{AbortController, Blob};
use rpc_runtime::{Error, Result};

use crate::blobs::{BlobsClient, Letter};
use crate::server::{description, look, passed};
use crate::signals::SignalsClient;

/// What each call gave, or why it failed.
struct Said(Vec<String>);

impl Said {
    fn add(&mut self, what: &str, outcome: Result<impl Display>) {
        self.0.push(match outcome {
            Ok(answer) => format!("{what}: {answer}"),
            Err(error) => format!("{what}: {:?}, {error}", error.kind()),
        });
    }
}

pub(crate) async fn blobs(peer: &BlobsClient) -> Vec<String> {
    let mut said = Said(Vec::new());
    let hello = Blob::new("hello", "Text/Plain");
    said.add("describe", peer.describe(hello.clone()).await);
    said.add("empty", peer.describe(Blob::new("", "")).await);
    said.add("lent", peer.describe_lent(hello.clone()).await);
    let shouted = async {
        let blob = peer.shout(hello.clone()).await?;
        Ok::<_, Error>(format!(
            "{}, {}",
            description(&blob).await?,
            peer.describe(blob).await?
        ))
    };
    said.add("shout", shouted.await);
    let forwarded = async {
        let letter = Letter {
            text: hello.clone(),
            files: vec![hello.clone(), Blob::new([0xff], "image/png")],
            seal: None,
        };
        let Letter { text, files, seal } = peer.forward(letter).await?;
        let mut parts = vec![description(&text).await?, seal.is_some().to_string()];
        for file in &files {
            parts.push(description(file).await?);
        }
        Ok::<_, Error>(parts.join(", "))
    };
    said.add("forward", forwarded.await);
    // The runtime counts all of it.
    for mebibytes in [31, 33] {
        let size = peer.zeros(mebibytes << 20).await.map(|blob| blob.size());
        said.add("zeros", size);
    }
    said.0
}

/// `long` is how many milliseconds pass where nothing is aborted.
pub(crate) async fn signals(peer: &SignalsClient, long: u32) -> Vec<String> {
    let mut said = Said(Vec::new());
    said.add("none", peer.sleep(1, None).await);
    let never = AbortController::new().signal();
    said.add("never", peer.sleep(1, Some(never.clone())).await);
    said.add("look", peer.look(never).await);
    let controller = AbortController::new();
    let (slept, ()) = join(peer.sleep(long, Some(controller.signal())), async {
        passed(50).await;
        controller.abort("too slow");
    })
    .await;
    said.add("aborted", slept);
    said.add("late", peer.look(controller.signal()).await);
    said.add("at once", peer.sleep(long, Some(controller.signal())).await);
    let expired = async { Ok::<_, Error>(look(&peer.expired().await?)) };
    said.add("expired", expired.await);
    let expiring = async {
        let signal = peer.expire(30).await?;
        let before = signal.is_aborted();
        let (timeout, aborted) = (
            std::pin::pin!(passed(long)),
            std::pin::pin!(signal.aborted()),
        );
        futures_util::future::select(timeout, aborted).await;
        Ok::<_, Error>(format!("{before}, {}", look(&signal)))
    };
    said.add("expire", expiring.await);
    said.0
}

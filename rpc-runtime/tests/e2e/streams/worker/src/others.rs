//! Futures and platform types, from the client's side.

use futures_util::future::{Either, select};
use rpc_runtime::platform::{Date, Headers, Request};
use rpc_runtime::{Error, FutureValue, Result};
use worker::{Method, RequestInit};

use crate::feed::FeedClient;
use crate::producers::{self, Guard};
use crate::scenario::{pause, shown};

pub(crate) async fn futures(peer: &FeedClient) -> Result<Vec<String>> {
    let (late, now) = (peer.later(1, 50).await?, peer.later(2, 0).await?);
    Ok(vec![now.await?.to_string(), late.await?.to_string()])
}

pub(crate) async fn failing(peer: &FeedClient) -> Result<Vec<String>> {
    Ok(vec![shown(peer.later(0, 20).await?.await)])
}

pub(crate) async fn dropped(peer: &FeedClient) -> Result<Vec<String>> {
    let mut said = Vec::new();
    drop(peer.never().await?);
    pause(50).await;
    said.push(format!("dropped {}", peer.seen().await?.dropped));
    // While a call waits for it.
    let waited = select(peer.never().await?, Box::pin(pause(50))).await;
    said.push(format!("waited {}", matches!(waited, Either::Right(_))));
    drop(waited);
    pause(50).await;
    said.push(format!("dropped {}", peer.seen().await?.dropped));
    Ok(said)
}

pub(crate) async fn sent(peer: &FeedClient) -> Result<Vec<String>> {
    let late = |value: u32| {
        FutureValue::from_future(async move {
            pause(20).await;
            match value {
                0 => Err(Error::new("no value")),
                value => Ok(value),
            }
        })
    };
    let guard = Guard;
    let again = peer
        .again(FutureValue::from_future(async move {
            let _guard = guard;
            Ok::<u32, Error>(std::future::pending().await)
        }))
        .await?;
    drop(again);
    let mut said = vec![
        shown(peer.wait(late(7)).await),
        shown(peer.wait(late(0)).await),
        shown(peer.again(late(8)).await?.await),
        shown(peer.wait(peer.later(9, 20).await?).await),
    ];
    pause(50).await;
    said.push(format!("dropped {}", producers::state().dropped));
    Ok(said)
}

pub(crate) async fn platform(peer: &FeedClient) -> Result<Vec<String>> {
    let mut init = RequestInit::new();
    let headers = Headers::new();
    headers.set("x", "header")?;
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some("body".into()));
    let request = Request::new_with_init("http://host/path?query", &init)?;
    let mut response = peer.answer(request, 201).await?;
    let mut said = vec![format!(
        "{} {}",
        response.status_code(),
        response.text().await?
    )];

    let headers = Headers::new();
    headers.append("a", "1")?;
    let headers = peer.with_header(headers, "a", "2").await?;
    said.push(format!("{:?}", headers.get("a")?));

    let date = Date::from_millis(-1_000).unwrap_or_default();
    said.push(format!("{}", peer.next_day(date).await?));
    Ok(said)
}

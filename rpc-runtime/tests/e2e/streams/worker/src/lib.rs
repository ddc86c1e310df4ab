//! Serves `wit/streams.wit`, and calls another Worker that does: `GET /SCENARIO?binding=NAME`.

mod bytes;
mod items;
mod others;
mod producers;
mod scenario;
mod server;

rpc_runtime::include_rpc!("streams");

use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let binding = url.query_pairs().find(|(key, _)| key == "binding");
    let binding = binding
        .map(|(_, name)| name.into_owned())
        .unwrap_or_default();
    let said = run(url.path(), &env.service(&binding)?.into()).await;
    Response::from_json(&said.unwrap_or_else(|error| vec![format!("failed: {error}")]))
}

async fn run(path: &str, peer: &feed::FeedClient) -> rpc_runtime::Result<Vec<String>> {
    peer.reset().await?;
    producers::reset();
    match path {
        "/bytes" => bytes::received(peer).await,
        "/bytes-failing" => bytes::failing(peer).await,
        "/bytes-dropped" => bytes::dropped(peer).await,
        "/bytes-sent" => bytes::sent(peer).await,
        "/bytes-sent-failing" => bytes::sent_failing(peer).await,
        "/bytes-sent-dropped" => bytes::sent_dropped(peer).await,
        "/bytes-through" => bytes::through(peer).await,
        "/items" => items::received(peer).await,
        "/items-large" => items::large(peer).await,
        "/items-failing" => items::failing(peer).await,
        "/items-dropped" => items::dropped(peer).await,
        "/items-sent" => items::sent(peer).await,
        "/items-sent-failing" => items::sent_failing(peer).await,
        "/items-sent-dropped" => items::sent_dropped(peer).await,
        "/items-through" => items::through(peer).await,
        "/items-of-resources" => items::of_resources(peer).await,
        "/panicking" => items::panicking(peer).await,
        "/items-invalid" => items::invalid(peer).await,
        "/futures" => others::futures(peer).await,
        "/futures-failing" => others::failing(peer).await,
        "/futures-dropped" => others::dropped(peer).await,
        "/futures-sent" => others::sent(peer).await,
        "/platform" => others::platform(peer).await,
        other => Ok(vec![format!("there is no scenario {other}")]),
    }
}

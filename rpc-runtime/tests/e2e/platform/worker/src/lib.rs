//! Serves `wit/platform.wit`, and calls another Worker that does: `GET /blobs?peer=NAME` or `/signals`.

rpc_runtime::include_rpc!("platform");

mod calls;
mod server;

use rpc_runtime::Context;
use server::Server;
use worker::{Env, Request, Response, event};

blobs::export!(Server);
signals::export!(Server);

#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: worker::Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name| {
        let mut pairs = url.query_pairs();
        let value = pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()));
        value.unwrap_or_default()
    };
    let (peer, long) = (parameter("peer"), parameter("long").parse().unwrap_or(1));
    let ctx = Context::of_event(&env, &ctx);
    let said = match url.path() {
        "/blobs" => calls::blobs(&ctx.service(&peer)?).await,
        _ => calls::signals(&ctx.service(&peer)?, long).await,
    };
    Response::from_json(&said)
}

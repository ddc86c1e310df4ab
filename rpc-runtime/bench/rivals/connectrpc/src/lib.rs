//! The interface of `proto/bench.proto`, served and called with `connectrpc`: protobuf in the bodies of requests over a
//! service binding's `fetch`.

include!(concat!(env!("OUT_DIR"), "/bench_connect.rs"));

mod caller;
mod server;
mod transport;
mod values;

use connectrpc::ConnectError;
use worker::{Context, Env, Method, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    if request.method() == Method::Post {
        return server::answer(request).await;
    }
    let url = request.url()?;
    let parameter = |wanted| {
        let mut pairs = url.query_pairs();
        let found = pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()));
        found.unwrap_or_default()
    };
    let times = parameter("times").parse().unwrap_or(1);
    let peer = transport::client(env.service(&parameter("peer"))?);
    match caller::run(url.path(), &peer, times).await {
        Ok(()) => Response::ok("done"),
        Err(error) => Response::error(error.to_string(), 500),
    }
}

fn failed(error: impl std::fmt::Display) -> ConnectError {
    ConnectError::internal(error.to_string())
}

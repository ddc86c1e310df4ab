//! A Worker of the benchmark: serves its interface, and calls it, `GET /order-100?times=200&peer=OBJECTS` as often as
//! that, one after the other; `GET /memory` tells how many bytes its own is.
//!
//! Packages are built from these files that differ in the wire that they call on.

rpc_runtime::include_rpc!("bench");

mod caller;
mod server;
mod values;

use worker::{Context, Env, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    if url.path() == "/memory" {
        return Response::ok(memory().to_string());
    }
    let parameter = |wanted| {
        let mut pairs = url.query_pairs();
        let found = pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()));
        found.unwrap_or_default()
    };
    let times = parameter("times").parse().unwrap_or(1);
    let peer = env.service(&parameter("peer"))?.into();
    match caller::run(url.path(), &peer, times).await {
        Ok(()) => Response::ok("done"),
        Err(error) => Response::error(error.to_string(), 500),
    }
}

/// How large the memory of this instance is, in bytes.
fn memory() -> usize {
    #[cfg(target_family = "wasm")]
    return core::arch::wasm32::memory_size::<0>() * 64 * 1024;
    #[cfg(not(target_family = "wasm"))]
    return 0;
}

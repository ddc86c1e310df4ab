//! A Worker of the soak test: serves its interface, and calls it for so long, `GET
//! /run?seed=1&milliseconds=1000&peer=OBJECTS`. `GET /now` tells what it has; `GET /press`
//! has garbage collected.
//!
//! Packages are built from these files that differ in the wire that they call on.

rpc_runtime::include_rpc!("soak");

mod actions;
mod caller;
mod durable;
mod options;
mod peer;
mod random;
mod server;

use std::collections::HashMap;

use worker::js_sys::Array;
use worker::{Context, Env, Request, Response, event};

use crate::caller::Run;

#[event(start)]
fn start() {
    server::begin();
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameters: HashMap<_, _> = url.query_pairs().into_owned().collect();
    let number = |name| {
        let value = parameters.get(name).and_then(|value| value.parse().ok());
        value.unwrap_or_default()
    };
    if url.path() == "/now" {
        return Response::from_json(&server::told(&server::now()));
    }
    if url.path() == "/press" {
        // Has the engine collect garbage: it does so where its heap grows, in which buffers of bytes are not.
        let pressing = (0..100).map(|_| Array::new_with_length(30_000));
        drop(pressing.collect::<Vec<_>>());
        return Response::empty();
    }
    let peer = parameters.get("peer").map_or("", String::as_str);
    let resets = parameters.contains_key("resets");
    let run = Run::new(&env, peer, resets, number("seed"))?;
    let report = run.go(number("milliseconds")).await;
    Response::from_json(&report)
}

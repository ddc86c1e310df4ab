//! The interface of `../../wit/bench.wit` as one writes it today: exports of wasm-bindgen and serde-wasm-bindgen in the
//! server, imports and `JsFuture` in the client. Beside it, the client that `worker-codegen` makes of what it knows.

mod caller;
mod codegen;
mod server;
mod targets;
mod values;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use worker::{Context, Env, Fetcher, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |wanted| {
        let mut pairs = url.query_pairs();
        let found = pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()));
        found.unwrap_or_default()
    };
    let times = parameter("times").parse().unwrap_or(1);
    let peer: Fetcher = env.service(&parameter("peer"))?;
    let done = if parameter("client") == "worker-codegen" {
        codegen::run(url.path(), peer.into(), times).await
    } else {
        caller::run(url.path(), peer.into_rpc(), times).await
    };
    match done {
        Ok(()) => Response::ok("done"),
        Err(error) => Response::error(format!("{error:?}"), 500),
    }
}

/// As JavaScript writes it, with a bigint for 64 bits.
fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new().serialize_large_number_types_as_bigints(true);
    Ok(value.serialize(&serializer)?)
}

/// Nobody measures wrong answers.
fn same<T: PartialEq + ?Sized>(answer: &T, expected: &T) -> Result<(), JsValue> {
    if answer == expected {
        Ok(())
    } else {
        Err("a wrong answer".into())
    }
}

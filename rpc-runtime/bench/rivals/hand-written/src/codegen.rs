//! The caller with a client of `worker-codegen`.

#[allow(warnings)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/calls.rs"));
}

use futures_util::future::join_all;
use wasm_bindgen::JsValue;

use crate::same;
use crate::values::string;
use generated::{Calls, CallsService};

/// Does the work of this path so many times.
pub(crate) async fn run(path: &str, peer: CallsService, times: u32) -> Result<(), JsValue> {
    match path {
        "/add" => {
            for number in 0..times {
                same(&peer.add(number, 1).await?, &(number + 1))?;
            }
        }
        "/add-async" => {
            for number in 0..times {
                same(&peer.add_async(number, 1).await?, &(number + 1))?;
            }
        }
        "/in-flight-32" => {
            for number in 0..times {
                let calls = (0..32).map(|call| peer.add(number, call));
                for (sum, call) in join_all(calls).await.into_iter().zip(0..) {
                    same(&sum?, &(number + call))?;
                }
            }
        }
        "/string-20" => echo_string(&peer, &string(20), times).await?,
        "/string-10k" => echo_string(&peer, &string(10_000), times).await?,
        _ => return Err("there is no such work".into()),
    }
    Ok(())
}

async fn echo_string(peer: &CallsService, text: &str, times: u32) -> Result<(), JsValue> {
    for _ in 0..times {
        same(peer.echo_string(text.to_owned()).await?.as_str(), text)?;
    }
    Ok(())
}

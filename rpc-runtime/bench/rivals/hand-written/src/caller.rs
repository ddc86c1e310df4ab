//! The caller: each work as often as it is asked for, with a check of each answer.

use futures_util::StreamExt;
use futures_util::future::join_all;
use js_sys::{Float64Array, Promise, Uint8Array};
use serde_wasm_bindgen::from_value;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_streams::ReadableStream;

use crate::targets::{Batch, dispose};
use crate::values::{CHUNK, Order, Tree, numbers, order, string, strings, tree};
use crate::{same, to_js};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(crate) type Peer;

    #[wasm_bindgen(method, catch)]
    fn add(this: &Peer, a: u32, b: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addAsync)]
    fn add_async(this: &Peer, a: u32, b: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = echoString)]
    fn echo_string(this: &Peer, text: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = echoOrder)]
    fn echo_order(this: &Peer, order: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = echoBytes)]
    fn echo_bytes(this: &Peer, bytes: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = echoStrings)]
    fn echo_strings(this: &Peer, strings: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = echoTree)]
    fn echo_tree(this: &Peer, tree: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn sum(this: &Peer, numbers: &Float64Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Peer, start: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn chain(this: &Peer) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn lines(this: &Peer, count: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn chunks(this: &Peer, count: u32) -> Result<Promise, JsValue>;

    type Counter;
    #[wasm_bindgen(method, catch)]
    fn add(this: &Counter, n: u32) -> Result<Promise, JsValue>;

    type Link;
    #[wasm_bindgen(method, catch)]
    fn next(this: &Link) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn place(this: &Link) -> Result<Promise, JsValue>;

    type Lines;
    #[wasm_bindgen(method, catch)]
    fn next(this: &Lines, max: u32) -> Result<Promise, JsValue>;
}

/// Does the work of this path so many times.
pub(crate) async fn run(path: &str, peer: Peer, times: u32) -> Result<(), JsValue> {
    let peer = &peer;
    match path {
        "/add" => {
            for number in 0..times {
                let sum = JsFuture::from(peer.add(number, 1)?).await?;
                same(&sum.as_f64(), &Some(f64::from(number + 1)))?;
            }
        }
        "/add-async" => {
            for number in 0..times {
                let sum = JsFuture::from(peer.add_async(number, 1)?).await?;
                same(&sum.as_f64(), &Some(f64::from(number + 1)))?;
            }
        }
        "/in-flight-32" => {
            for number in 0..times {
                let calls = (0..32).map(|call| peer.add(number, call).map(JsFuture::from));
                let calls = calls.collect::<Result<Vec<_>, _>>()?;
                for (sum, call) in join_all(calls).await.into_iter().zip(0..) {
                    same(&sum?.as_f64(), &Some(f64::from(number + call)))?;
                }
            }
        }
        "/string-20" => echo_string(peer, &string(20), times).await?,
        "/string-10k" => echo_string(peer, &string(10_000), times).await?,
        "/order-1" => echo_order(peer, 1, times).await?,
        "/order-100" => echo_order(peer, 100, times).await?,
        "/order-10000" => echo_order(peer, 10_000, times).await?,
        "/bytes-1kib" => echo_bytes(peer, 1 << 10, times).await?,
        "/bytes-1mib" => echo_bytes(peer, 1 << 20, times).await?,
        "/bytes-16mib" => echo_bytes(peer, 16 << 20, times).await?,
        "/strings-1k" => {
            let strings = strings();
            for _ in 0..times {
                let answer = JsFuture::from(peer.echo_strings(&to_js(&strings)?)?).await?;
                dispose(&answer);
                let answer: Vec<String> = from_value(answer)?;
                same(&answer.len(), &strings.len())?;
                same(&answer.last(), &strings.last())?;
            }
        }
        "/f64-100k" => {
            let numbers = numbers();
            for _ in 0..times {
                let sum = JsFuture::from(peer.sum(&Float64Array::from(&numbers[..]))?).await?;
                same(&sum.as_f64(), &Some(5_000_000_000.0))?;
            }
        }
        "/tree" => {
            let tree = tree();
            for _ in 0..times {
                let answer = JsFuture::from(peer.echo_tree(&to_js(&tree)?)?).await?;
                dispose(&answer);
                let answer: Tree = from_value(answer)?;
                let (Tree::Forest(groups), Tree::Forest(sent)) = (&answer, &tree) else {
                    return Err("a wrong answer".into());
                };
                same(&groups.len(), &sent.len())?;
                same(&(groups.last() == sent.last()), &true)?;
            }
        }
        "/resource" => {
            for number in 0..times {
                let counter = JsFuture::from(peer.open(number)?).await?;
                let counter: Counter = counter.unchecked_into();
                let sum = JsFuture::from(counter.add(2)?).await?;
                same(&sum.as_f64(), &Some(f64::from(number + 2)))?;
                dispose(&counter);
            }
        }
        "/pipeline-3" => {
            for _ in 0..times {
                let first: Link = peer.chain()?.unchecked_into();
                let second: Link = first.next()?.unchecked_into();
                let place = JsFuture::from(second.place()?).await?;
                same(&place.as_f64(), &Some(1.0))?;
                dispose(&second);
                dispose(&first);
            }
        }
        "/awaits-3" => {
            for _ in 0..times {
                let first: Link = JsFuture::from(peer.chain()?).await?.unchecked_into();
                let second: Link = JsFuture::from(first.next()?).await?.unchecked_into();
                let place = JsFuture::from(second.place()?).await?;
                same(&place.as_f64(), &Some(1.0))?;
                dispose(&second);
                dispose(&first);
            }
        }
        "/stream-100k" => {
            for _ in 0..times {
                let lines: Lines = JsFuture::from(peer.lines(100_000)?).await?.unchecked_into();
                let mut sum: u64 = 0;
                let mut done = false;
                while !done {
                    let batch = JsFuture::from(lines.next(256)?).await?;
                    dispose(&batch);
                    let batch: Batch = from_value(batch)?;
                    sum += batch
                        .items
                        .iter()
                        .map(|line| u64::from(line.quantity))
                        .sum::<u64>();
                    done = batch.done;
                }
                same(&sum, &4_999_950_000)?;
                dispose(&lines);
            }
        }
        "/stream-64mib" => {
            for _ in 0..times {
                let raw = JsFuture::from(peer.chunks(1024)?).await?;
                let mut chunks = ReadableStream::from_raw(raw.unchecked_into()).into_stream();
                let mut length = 0;
                while let Some(chunk) = chunks.next().await {
                    length += chunk?.unchecked_into::<Uint8Array>().to_vec().len();
                }
                same(&length, &(1024 * CHUNK))?;
            }
        }
        _ => return Err("there is no such work".into()),
    }
    Ok(())
}

async fn echo_string(peer: &Peer, text: &str, times: u32) -> Result<(), JsValue> {
    for _ in 0..times {
        let answer = JsFuture::from(peer.echo_string(text)?).await?;
        same(&answer.as_string().as_deref(), &Some(text))?;
    }
    Ok(())
}

async fn echo_order(peer: &Peer, lines: u32, times: u32) -> Result<(), JsValue> {
    let order = order(lines);
    for _ in 0..times {
        let answer = JsFuture::from(peer.echo_order(&to_js(&order)?)?).await?;
        dispose(&answer);
        let answer: Order = from_value(answer)?;
        same(&answer.lines.len(), &order.lines.len())?;
        same(&(answer.lines.last() == order.lines.last()), &true)?;
    }
    Ok(())
}

async fn echo_bytes(peer: &Peer, length: usize, times: u32) -> Result<(), JsValue> {
    let bytes = vec![7; length];
    for _ in 0..times {
        let answer = JsFuture::from(peer.echo_bytes(&Uint8Array::from(&bytes[..]))?).await?;
        let answer = answer.unchecked_into::<Uint8Array>().to_vec();
        same(&answer.len(), &bytes.len())?;
        same(&answer.last(), &bytes.last())?;
    }
    Ok(())
}

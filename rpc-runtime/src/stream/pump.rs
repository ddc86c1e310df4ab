//! A Rust stream of bytes as a `ReadableStream`.
//!
//! Not through the crate `wasm-streams`, nor any `ReadableStream` with a source of its own: when the reader of one goes
//! away, workerd 2026-04-26 does not call the source's `cancel`, so the producer would never hear of it. Writing to an
//! `IdentityTransformStream` fails then. Its readable end is a byte stream, it holds nothing back, and a write is
//! done when the bytes were read: the producer is asked for its next chunk only then.

use futures_util::future::{Either, select};
use futures_util::stream::StreamExt;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use crate::native::panic::fail_on_panic;
use crate::native::promise::PromiseOutcome;
use crate::native::transfer;
use crate::stream::{Source, js};

/// The readable end. What is written into a reply keeps the context of its call until the reader is done.
///
/// # Errors
/// If there are no such streams here.
pub(super) fn readable(source: Source<Vec<u8>>) -> Result<JsValue, JsValue> {
    fail_on_panic();
    let (readable, writer, copies) = js::pipe()?;
    let outcome = {
        let writer = writer.clone();
        future_to_promise(async move {
            // A failed write means that nobody reads.
            let _ = pump(&writer, copies, source).await;
            Ok(JsValue::UNDEFINED)
        })
    };
    js::watch(&outcome, &writer, &transfer::origin());
    Ok(readable)
}

/// `copies` says that what was written may be written over: the reader has a copy.
async fn pump(writer: &JsValue, copies: bool, mut source: Source<Vec<u8>>) -> Result<(), JsValue> {
    let mut closed = PromiseOutcome::of(&js::closed(writer));
    let mut memory = js::Memory::default();
    let mut is_under_way = false;
    let end = loop {
        let chunk = match select(source.next(), &mut closed).await {
            Either::Left((chunk, _)) => chunk,
            Either::Right((closed, _)) => return closed.map(drop),
        };
        match chunk {
            Some(Ok(chunk)) if chunk.is_empty() => {}
            Some(Ok(chunk)) => {
                if !copies {
                    memory = js::Memory::default();
                }
                let view = memory.fill(&chunk);
                // Before the wait, so that one chunk is under way, and not two.
                drop(chunk);
                PromiseOutcome::of(&js::write(writer, &view)?).await?;
                is_under_way = true;
            }
            Some(Err(error)) => break Err(error),
            None => break Ok(()),
        }
    };
    drop(source);
    match end {
        Ok(()) => PromiseOutcome::of(&js::close(writer)?).await.map(drop),
        Err(error) => {
            // What has failed before it is sent leaves its reader waiting for ever (workerd 2026-04-26).
            if !is_under_way {
                PromiseOutcome::of(&js::later()).await?;
            }
            js::abort(writer, &error.to_js());
            Ok(())
        }
    }
}

//! Reads blobs, makes some, and waits for signals.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::select;
use rpc_runtime::platform::{AbortController, AbortSignal, Blob};
use rpc_runtime::{Context, Result};
use worker::Delay;

use crate::blobs::{Blobs, Letter};
use crate::signals::Signals;

pub(crate) struct Server {
    pub(crate) ctx: Context,
}

pub(crate) async fn description(blob: &Blob) -> Result<String> {
    let bytes = blob.bytes().await?;
    let (of, size, text) = (
        blob.content_type(),
        blob.size(),
        String::from_utf8_lossy(&bytes),
    );
    Ok(format!("{of} {size} {text}"))
}

pub(crate) fn look(signal: &AbortSignal) -> String {
    match signal.reason() {
        Some(reason) => format!("{}: {reason}", signal.is_aborted()),
        None => signal.is_aborted().to_string(),
    }
}

pub(crate) fn passed(milliseconds: u32) -> Delay {
    Delay::from(Duration::from_millis(milliseconds.into()))
}

impl Blobs for Server {
    async fn describe(&self, blob: Blob) -> Result<String> {
        description(&blob).await
    }

    async fn describe_lent(&self, blob: Blob) -> Result<String> {
        description(&blob).await
    }

    async fn shout(&self, blob: Blob) -> Result<Blob> {
        let bytes = blob.bytes().await?.to_ascii_uppercase();
        Ok(Blob::new(bytes, &blob.content_type()))
    }

    async fn forward(&self, letter: Letter) -> Result<Letter> {
        Ok(letter)
    }

    async fn zeros(&self, size: u32) -> Result<Blob> {
        Ok(Blob::new(vec![0; size as usize], ""))
    }
}

impl Signals for Server {
    async fn sleep(&self, milliseconds: u32, signal: Option<AbortSignal>) -> Result<String> {
        let Some(signal) = signal else {
            passed(milliseconds).await;
            return Ok("slept".to_owned());
        };
        select(pin!(passed(milliseconds)), pin!(signal.aborted())).await;
        Ok(match signal.is_aborted() {
            true => look(&signal),
            false => "slept".to_owned(),
        })
    }

    async fn look(&self, signal: AbortSignal) -> Result<String> {
        Ok(look(&signal))
    }

    async fn expire(&self, milliseconds: u32) -> Result<AbortSignal> {
        let controller = AbortController::new();
        let signal = controller.signal();
        self.ctx.wait_until(async move {
            passed(milliseconds).await;
            controller.abort("expired");
        })?;
        Ok(signal)
    }

    async fn expired(&self) -> Result<AbortSignal> {
        let controller = AbortController::new();
        controller.abort("expired before");
        Ok(controller.signal())
    }
}

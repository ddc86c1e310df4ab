//! The server. With a service binding `NEXT`, it hands `fail` on to the server behind that one.

use std::time::Duration;

use rpc_runtime::{CallError, Context, Error, Result};
use worker::js_sys::Promise;
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::wasm_bindgen::JsValue;
use worker::wasm_bindgen_futures::JsFuture;
use worker::{Delay, DurableObject, Env, Request, Response, State, durable_object};

use crate::tagged::{self, Limit, Refusal};
use crate::troubles::{Trouble, TroubleTarget, TroublesClient};
use crate::{count, thrown, troubles};

const MOST: u32 = 99;

struct Failures {
    ctx: Context,
}

impl tagged::Tagged for Failures {
    async fn take(&self, count: u32) -> Result<u32, CallError<Refusal>> {
        match count {
            0 => Err(Refusal::Closed.into()),
            13 => Err(Refusal::Unknown("13".to_owned()))?,
            50 => Err(Error::new("50 takes too long"))?,
            100.. => Err(Refusal::TooMany(Limit {
                most: MOST.into(),
                wanted: count,
            })
            .into()),
            _ => Ok(count),
        }
    }

    async fn check(&self, count: u32) -> Result<(), CallError<String>> {
        if count > MOST {
            return Err(format!("{count} is too many").into());
        }
        Ok(())
    }

    async fn ping(&self, count: u32) -> Result<(), CallError<()>> {
        if count > MOST {
            return Err(().into());
        }
        Ok(())
    }
}

impl thrown::Thrown for Failures {
    async fn take_or_throw(&self, count: u32) -> Result<u32, CallError<Refusal>> {
        tagged::Tagged::take(self, count).await
    }

    async fn check_or_throw(&self, count: u32) -> Result<(), CallError<String>> {
        tagged::Tagged::check(self, count).await
    }

    async fn ping_or_throw(&self, count: u32) -> Result<(), CallError<()>> {
        tagged::Tagged::ping(self, count).await
    }
}

impl troubles::Troubles for Failures {
    async fn fail(&self, how: String) -> Result<u32> {
        count();
        if let Ok(next) = self.ctx.env()?.service("NEXT") {
            let next: TroublesClient = next.into();
            return next.fail(&how).await;
        }
        fail(&how).await
    }

    async fn calls(&self) -> Result<u32> {
        Ok(count())
    }

    async fn open(&self, how: String) -> Result<Trouble> {
        open(&how).await
    }

    async fn open_or_refuse(&self, how: String) -> Result<Trouble, CallError<String>> {
        open_or_refuse(&how).await
    }
}

tagged::export!(Failures);
thrown::export!(Failures);
troubles::export!(Failures);
troubles::export!(Failures as "Named");
troubles::export!(durable Troubled);

/// The same as a Durable Object.
#[durable_object]
pub(crate) struct Troubled {}

impl DurableObject for Troubled {
    fn new(_: State, _: Env) -> Self {
        Self {}
    }

    async fn fetch(&self, _: Request) -> worker::Result<Response> {
        Response::error("call a method", 404)
    }
}

impl troubles::Troubles for Troubled {
    async fn fail(&self, how: String) -> Result<u32> {
        fail(&how).await
    }

    async fn calls(&self) -> Result<u32> {
        Ok(count())
    }

    async fn open(&self, how: String) -> Result<Trouble> {
        open(&how).await
    }

    async fn open_or_refuse(&self, how: String) -> Result<Trouble, CallError<String>> {
        open_or_refuse(&how).await
    }
}

/// The same as a resource.
struct MyTrouble;

impl TroubleTarget for MyTrouble {
    async fn fail(&self, how: String) -> Result<u32> {
        fail(&how).await
    }

    async fn next(&self, how: String) -> Result<Trouble> {
        open(&how).await
    }
}

async fn open(how: &str) -> Result<Trouble> {
    fail(how).await?;
    Ok(Trouble::new(MyTrouble))
}

async fn open_or_refuse(how: &str) -> Result<Trouble, CallError<String>> {
    match how {
        "refuse" => Err("it is refused".into()),
        _ => Ok(open(how).await?),
    }
}

async fn fail(how: &str) -> Result<u32> {
    if let Some(how) = how.strip_prefix("late-") {
        let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
        return fail_at_once(how);
    }
    if how == "wait" {
        Delay::from(Duration::from_secs(20)).await;
    }
    if how == "hang" {
        // Nothing will ever wake it.
        return std::future::pending().await;
    }
    fail_at_once(how)
}

fn fail_at_once(how: &str) -> Result<u32> {
    match how {
        "error" => Err(Error::new("it failed")),
        "lines" => Err(Error::new("it\nfailed \u{1b}[31m\u{202e}")),
        "source" => Err(Error::from_error(&Outer(Inner))),
        "panic" => panic!("as asked"),
        // Traps that no panic goes before.
        "abort" => std::process::abort(),
        "memory" => {
            let mut all: Vec<Vec<u8>> = Vec::new();
            loop {
                all.push(Vec::with_capacity(1 << 30));
            }
        }
        // Until the engine's stack is full, or the one that Rust has in the memory.
        "calls" => Ok(deep::<1>(0)),
        "frames" => Ok(deep::<20_000>(0)),
        _ => Ok(7),
    }
}

/// Calls itself for ever, with `SIZE` bytes for each call.
#[inline(never)]
fn deep<const SIZE: usize>(depth: u32) -> u32 {
    if depth == u32::MAX {
        return 0;
    }
    let frame = std::hint::black_box([depth as u8; SIZE]);
    let deeper = std::hint::black_box(depth) + 1;
    deep::<SIZE>(deeper) + u32::from(frame[0])
}

/// An error with a cause.
#[derive(Debug)]
struct Outer(Inner);

#[derive(Debug)]
struct Inner;

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the outside")
    }
}

impl std::fmt::Display for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the inside")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl std::error::Error for Inner {}

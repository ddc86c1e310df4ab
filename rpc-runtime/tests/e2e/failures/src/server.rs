//! The server. With a service binding `NEXT`, it hands `fail` on to the server behind that one.

use std::time::Duration;

use rpc_runtime::{CallError, Context, Error, Result};
use worker::Delay;
use worker::js_sys::Promise;
use worker::wasm_bindgen::JsValue;
use worker::wasm_bindgen_futures::JsFuture;

use crate::tagged::{self, Limit, Refusal};
use crate::troubles::TroublesClient;
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
        match how.as_str() {
            "error" => Err(Error::new("it failed")),
            "source" => Err(Error::from_error(&Outer(Inner))),
            "panic" => panic!("at once"),
            "late-panic" => {
                let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
                panic!("later")
            }
            // Traps that no panic goes before.
            "abort" => std::process::abort(),
            "late-abort" => {
                let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
                std::process::abort()
            }
            "memory" => {
                let mut all: Vec<Vec<u8>> = Vec::new();
                loop {
                    all.push(Vec::with_capacity(1 << 30));
                }
            }
            "wait" => {
                Delay::from(Duration::from_secs(20)).await;
                Ok(20)
            }
            _ => Ok(7),
        }
    }

    async fn calls(&self) -> Result<u32> {
        Ok(count())
    }
}

tagged::export!(Failures);
thrown::export!(Failures);
troubles::export!(Failures);

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

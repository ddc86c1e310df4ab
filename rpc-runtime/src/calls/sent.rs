//! A call of a JavaScript object that was sent, whatever its types.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::calls::chain::Chain;
use crate::error::{Error, Result};
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::stub::Awaited;

/// A call that was sent.
pub(crate) struct SentCall {
    awaited: Awaited,
    reply: PromiseOutcome,
    /// The calls that this one is chained to.
    before: Option<Chain>,
    /// What was thrown, while the calls before are asked whether it is theirs.
    thrown: Option<(JsValue, LocalFuture<'static, Option<Error>>)>,
}

impl SentCall {
    pub(crate) fn new(promise: Promise, reply: PromiseOutcome, before: Option<Chain>) -> Self {
        Self {
            awaited: Awaited::new(promise),
            reply,
            before,
            thrown: None,
        }
    }

    /// Its reply, which others may want as well.
    pub(crate) fn awaited(&self) -> &Awaited {
        &self.awaited
    }

    /// The calls that it is chained to.
    pub(crate) fn before(&self) -> Option<&Chain> {
        self.before.as_ref()
    }

    /// What came back, or was thrown; an error, if one of the calls before has failed.
    #[inline(never)]
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Result<JsValue, JsValue>>> {
        loop {
            if let Some((thrown, earlier)) = &mut self.thrown {
                let outcome = match ready!(earlier.as_mut().poll(cx)) {
                    Some(error) => Err(error),
                    None => Ok(Err(thrown.clone())),
                };
                return Poll::Ready(outcome);
            }
            let outcome = ready!(Pin::new(&mut self.reply).poll(cx));
            self.awaited.arrived();
            match (outcome, self.before.clone()) {
                (Err(thrown), Some(before)) => self.thrown = Some((thrown, before.first_failure())),
                (outcome, _) => return Poll::Ready(Ok(outcome)),
            }
        }
    }
}

//! Which call of a chain failed.
//!
//! Calls on a handle that has not arrived are sent behind the call that returns it. If that one fails, the runtime has
//! all of them fail alike, and what they are told says nothing of whose failure it is. So a call that fails looks back:
//! the first call before it that failed, too, is the one to name. Nothing is asked of the other side for that, and a
//! chain that succeeds only keeps a reference to each call.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::stub::Awaited;

/// What is wrong with the outcome of a call that should have given a handle.
pub(crate) type Failure = Box<dyn Fn(Result<JsValue, JsValue>) -> Option<Error>>;

/// A call that others are chained to, and those before it.
#[derive(Clone)]
pub(crate) struct Chain(Rc<dyn Earlier>);

/// What a call asks of those before it. Behind a trait, so that who chains no calls has no code of it.
trait Earlier {
    fn first_failure(self: Rc<Self>) -> LocalFuture<'static, Option<Error>>;
}

struct Link {
    /// Its reply. As long as a call is chained to it, it is not given up: that would cancel both.
    reply: Awaited,
    failure: Failure,
    before: Option<Chain>,
}

impl Chain {
    /// The call with that reply, which was itself chained to `before`.
    pub(crate) fn new(reply: Awaited, failure: Failure, before: Option<Chain>) -> Self {
        Self(Rc::new(Link {
            reply,
            failure,
            before,
        }))
    }

    /// Why the first of these calls failed; none if all succeeded.
    pub(crate) fn first_failure(self) -> LocalFuture<'static, Option<Error>> {
        self.0.first_failure()
    }
}

impl Earlier for Link {
    fn first_failure(self: Rc<Self>) -> LocalFuture<'static, Option<Error>> {
        Box::pin(async move {
            if let Some(before) = &self.before
                && let Some(error) = before.clone().first_failure().await
            {
                return Some(error);
            }
            let outcome = PromiseOutcome::of(self.reply.promise()).await;
            (self.failure)(outcome)
        })
    }
}

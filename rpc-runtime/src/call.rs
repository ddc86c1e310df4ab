//! A call under way: the future that a client's method returns.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::Promise;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

#[cfg(not(target_arch = "wasm32"))]
use crate::callee::LocalFuture;
use crate::error::{CallError, Error, ErrorKind, Result};

/// A call under way, and the future of its outcome: `Result<T, F>`.
///
/// The call is sent when the client's method is called, not when this is first polled; dropping it lets go of
/// the reply. `F` is [`Error`], or [`CallError<E>`] for a method that declares an error `E`.
///
/// It is `Send`, so that a handler which has to be `Send` (axum's, for one) can hold it across an `.await`. A
/// Worker has one thread. On the host, poll it on the thread that made it: elsewhere it panics.
#[must_use = "the reply, and whether there was one, is only known after `.await`"]
pub struct Call<T, F = Error> {
    state: SendWrapper<State<T, F>>,
}

enum State<T, F> {
    /// Never sent: an argument could not be written.
    Failed(Option<Error>),
    Sent(Sent<T, F>),
    /// Served in this process; see `from_local` of a generated client.
    #[cfg(not(target_arch = "wasm32"))]
    Local(LocalFuture<'static, Result<T, F>>),
}

/// Reads what came back, or was thrown, for a method.
pub(crate) type Decode<T, F> = fn(&'static str, Result<JsValue, JsValue>) -> Result<T, F>;

struct Sent<T, F> {
    method: &'static str,
    reply: JsFuture,
    decode: Decode<T, F>,
}

impl<T, F> Call<T, F> {
    pub(crate) fn failed(error: Error) -> Self {
        Self {
            state: SendWrapper::new(State::Failed(Some(error))),
        }
    }

    pub(crate) fn sent(method: &'static str, promise: Promise, decode: Decode<T, F>) -> Self {
        let reply = JsFuture::from(promise);
        Self {
            state: SendWrapper::new(State::Sent(Sent {
                method,
                reply,
                decode,
            })),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn local(future: LocalFuture<'static, Result<T, F>>) -> Self {
        Self {
            state: SendWrapper::new(State::Local(future)),
        }
    }
}

// No part of a `Call` is pinned in place: what needs pinning is boxed.
impl<T, F> Unpin for Call<T, F> {}

impl<T, F: From<Error>> Future for Call<T, F> {
    type Output = Result<T, F>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self.state {
            State::Failed(error) => {
                let error = error.take().unwrap_or_else(|| {
                    Error::of(
                        ErrorKind::Unsupported,
                        "a call was polled after it was done",
                    )
                });
                Poll::Ready(Err(error.into()))
            }
            State::Sent(sent) => Pin::new(&mut sent.reply)
                .poll(cx)
                .map(|outcome| (sent.decode)(sent.method, outcome)),
            #[cfg(not(target_arch = "wasm32"))]
            State::Local(future) => future.as_mut().poll(cx),
        }
    }
}

impl<T, F> fmt::Debug for Call<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Call");
        if self.state.valid() {
            match &*self.state {
                State::Failed(error) => out.field("failed", error),
                State::Sent(sent) => out.field("method", &sent.method),
                #[cfg(not(target_arch = "wasm32"))]
                State::Local(_) => &mut out,
            };
        }
        out.finish_non_exhaustive()
    }
}

const _: () = {
    const fn is_send<T: Send>() {}
    is_send::<Call<JsValue, CallError<JsValue>>>();
};

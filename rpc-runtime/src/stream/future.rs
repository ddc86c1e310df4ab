//! `future<T>`.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::thread::SendWrapper;
use futures_util::FutureExt;
#[cfg(not(target_arch = "wasm32"))]
use futures_util::TryFutureExt;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::calls::options::Inherited;
use crate::error::{Error, ErrorKind, Result};
use crate::js::glue;
use crate::native::provenance::Provenance;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected, from_reply};
use crate::stream::carrier::Carrier;
use crate::stream::{MOVED, promised};

/// A value that comes later than the message that announces it: `future<T>` in a schema; `future` without a type is
/// one of `()`.
///
/// It is a [`Future`] of a `Result<T>`: the producer may fail, or be cut off, before it has a value. One from another
/// Worker is checked when it comes. A producer with an error of its own makes a `future<result<T, E>>`.
///
/// On the wire it is an `RpcTarget` with `get()`, which gives the value to the first who asks, and `cancel()`. A Rust
/// producer is polled only once somebody asks. Dropping a `FutureValue` that has not given its value cancels it, and
/// drops the producer.
///
/// It is `Send`, like [`Call`](crate::Call), and panics on another thread than its own.
///
/// ```
/// use rpc_runtime::FutureValue;
///
/// # pollster::block_on(async {
/// let total = FutureValue::from_future(async { Ok::<u32, rpc_runtime::Error>(1 + 2) });
/// assert_eq!(total.await?, 3);
/// # Ok::<(), rpc_runtime::Error>(())
/// # }).unwrap();
/// ```
#[must_use = "a future does nothing unless it is polled, or sent"]
pub struct FutureValue<T> {
    state: SendWrapper<RefCell<State<T>>>,
}

enum State<T> {
    Here(LocalBoxFuture<'static, Result<T>>),
    There(Remote),
    Over,
}

/// A value on the other side. Dropped before it has come, it is cancelled.
struct Remote {
    carrier: Option<Carrier>,
    call: Option<(Promise, JsFuture)>,
    provenance: Provenance,
    /// Of handles in the value.
    options: Inherited,
}

impl Remote {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<JsValue>> {
        let reply = match (&mut self.call, &self.carrier) {
            (Some((_, reply)), _) => reply,
            (None, Some(carrier)) => match carrier.call("get", &Array::new()) {
                Ok(promise) => {
                    let reply = JsFuture::from(promise.clone());
                    &mut self.call.insert((promise, reply)).1
                }
                Err(thrown) => return Poll::Ready(Err(self.provenance.thrown(thrown))),
            },
            (None, None) => return Poll::Ready(Err(over())),
        };
        let outcome = ready!(Pin::new(reply).poll(cx));
        self.call = None;
        self.carrier = None;
        Poll::Ready(outcome.map_err(|thrown| self.provenance.thrown(thrown)))
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        if let Some(carrier) = &self.carrier {
            carrier.cancel();
        }
        if let Some((promise, _)) = &self.call {
            glue::abandon(promise);
        }
    }
}

impl<T> FutureValue<T> {
    fn of(state: State<T>) -> Self {
        Self {
            state: SendWrapper::new(RefCell::new(state)),
        }
    }
}

impl<T: 'static> FutureValue<T> {
    /// From a Rust future, which is polled only when somebody waits for it.
    pub fn from_future<E: Into<Error>>(
        future: impl Future<Output = Result<T, E>> + 'static,
    ) -> Self {
        Self::of(State::Here(
            future.map(|value| value.map_err(E::into)).boxed_local(),
        ))
    }

    /// From a value that is there already.
    pub fn ready(value: T) -> Self {
        Self::from_future(std::future::ready(Ok::<T, Error>(value)))
    }
}

// No part of a `FutureValue` is pinned in place: what needs pinning is boxed.
impl<T> Unpin for FutureValue<T> {}

impl<T: Value> Future for FutureValue<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let state = self.state.get_mut();
        let value = match state {
            State::Here(value) => ready!(value.as_mut().poll(cx)),
            State::There(remote) => {
                let provenance = remote.provenance;
                ready!(remote.poll(cx)).and_then(|value| {
                    let read = || provenance.reading(|| from_reply(&value));
                    let value = remote.options.reading(read);
                    value.map_err(|error| provenance.invalid(error))
                })
            }
            State::Over => Err(over()),
        };
        *state = State::Over;
        Poll::Ready(value)
    }
}

fn over() -> Error {
    Error::of(ErrorKind::Unsupported, MOVED)
}

/// An `RpcTarget`. Writing it moves it into what is sent.
impl<T: Value + 'static> Value for FutureValue<T> {
    fn codec() -> Codec {
        Codec::js_of("a stub of a future")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if cfg!(not(target_arch = "wasm32")) {
            return Err(ValueError::new("a future has no form outside JavaScript"));
        }
        let carrier = match self.state.replace(State::Over) {
            State::Here(value) => promised::serve(value),
            State::There(mut remote) => match (&remote.call, remote.carrier.take()) {
                (None, Some(carrier)) => carrier.send(),
                (_, carrier) => {
                    remote.carrier = carrier;
                    promised::serve(Self::of(State::There(remote)).boxed_local())
                }
            },
            State::Over => return Err(ValueError::new(MOVED)),
        };
        to.js(carrier);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        let carrier = from.js();
        if !glue::is_target(&carrier) {
            return Err(expected("a stub of a future", &carrier));
        }
        Ok(Self::of(State::There(Remote {
            carrier: Some(Carrier::adopt(carrier)),
            call: None,
            provenance: Provenance::current(),
            options: Inherited::current(),
        })))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        let (state, visitor) = (self.state.get_mut(), visitor.clone());
        *state = match std::mem::replace(state, State::Over) {
            State::Here(value) => State::Here(
                value
                    .map_ok(move |mut value| {
                        value.visit_handles(&visitor);
                        value
                    })
                    .boxed_local(),
            ),
            other => other,
        };
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "a stub of a future".to_owned()
    }
}

impl<T> fmt::Debug for FutureValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FutureValue").finish_non_exhaustive()
    }
}

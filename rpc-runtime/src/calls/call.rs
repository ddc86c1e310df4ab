//! A call under way: the future that a client's method returns.

use std::any::Any;
use std::cell::{OnceCell, RefCell, RefMut};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::thread::SendWrapper;
use futures_util::FutureExt;
use futures_util::future::{Either, select};
use wasm_bindgen::JsValue;

use crate::calls::around::{Kept, Outgoing, Raw, timed};
use crate::calls::deadline::Deadline;
use crate::calls::interceptor::Reply;
use crate::calls::reply_format::ReplyReader;
use crate::error::{CallError, CallFailure, Error, ErrorKind, Result};
use crate::messages::MessageReply;
use crate::native::run::LocalFuture;

/// A call under way, and the future of its outcome: `Result<T, F>`.
///
/// The call is sent when the client's method is called, not when this is first polled; unless an
/// [interceptor](crate::Interceptor) of the client waits for something before. `F` is [`Error`], or [`CallError<E>`] for a
/// method that declares an error `E`.
///
/// # Cancellation
///
/// Dropping it cancels the call: nobody waits for the reply any more, and what a late one holds is disposed. Whether the
/// other side is told depends on who that is:
///
/// | the other side | is told |
/// |---|---|
/// | a server in the same process | always: what it does for the call is dropped |
/// | a server in Rust, of a client with [`CallOptions::cancel_callee`](crate::CallOptions::cancel_callee) | always: what it does for the call is dropped, and the [`Context`](crate::Context::cancelled) of an entrypoint's call says so |
/// | any other | no: what it does runs to its end. (With the experimental flag `rpc_dispose_cancels_call` of this Worker, workerd 2026-11-17 ends a method of an entrypoint in JavaScript where it waits, unless it has a `waitUntil`.) |
///
/// Where `T` is a resource's handle, its methods can be called at once, before the handle has arrived: the calls
/// travel behind each other and a whole chain costs one round trip.
///
/// ```ignore
/// let title = library.open("books").find(7).title().await?;
/// ```
///
/// It is `Send`, so that a handler which has to be `Send` (axum's, for one) can hold it across an `.await`. A
/// Worker has one thread. On the host, poll it on the thread that made it: elsewhere it panics.
#[must_use = "the reply, and whether there was one, is only known after `.await`"]
pub struct Call<T, F = Error> {
    inner: SendWrapper<Inner<T, F>>,
}

struct Inner<T, F> {
    state: RefCell<State<T, F>>,
    /// The handle that has not arrived, made when a call is chained.
    arriving: OnceCell<T>,
}

pub(crate) enum State<T, F> {
    /// Never sent: an argument could not be written.
    Failed(Error),
    Outgoing(Typed<T, F>),
    /// A future of this process has the outcome, of this method.
    Running(&'static str, LocalFuture<'static, Result<T, F>>),
    Done,
}

/// A call, and how its reply is read.
pub(crate) struct Typed<T, F> {
    pub(crate) method: &'static str,
    pub(crate) call: Outgoing,
    /// None of a call in this process, whose outcome is handed over as it is.
    pub(crate) reader: Option<ReplyReader<T, F>>,
    /// How to read the reply if it is a message.
    message: Option<MessageReply<T, F>>,
}

impl<T: 'static, F: CallFailure> Typed<T, F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, F>> {
        let Self {
            method,
            call,
            reader,
            message,
        } = self;
        let (message, reader) = (&*message, &*reader);
        let read = |outcome| match (message, reader) {
            (Some(message), Some(reader)) => message.decode(method, *reader, outcome),
            (None, Some(reader)) => reader.read(method, outcome),
            (_, None) => Err(other_type().into()),
        };
        let outcome = match call {
            Outgoing::Sent(sent) => match ready!(sent.poll(cx)) {
                Ok(outcome) => read(outcome),
                Err(error) => Err(error.into()),
            },
            Outgoing::Around(around) => {
                let mut kept = |raw| {
                    keep(match raw {
                        Raw::JavaScript(outcome) => read(outcome),
                        Raw::Here(outcome) => of_type(outcome),
                    })
                };
                match ready!(around.poll(cx, &mut kept)) {
                    Ok(kept) => of_type(kept),
                    Err(error) => Err(error.into()),
                }
            }
        };
        Poll::Ready(outcome)
    }
}

/// An outcome, and what is told of it to who does not know its type; or why the call itself failed.
fn keep<T: 'static, F: CallFailure>(outcome: Result<T, F>) -> Result<Kept> {
    let outcome = match outcome {
        Ok(value) => Ok(value),
        Err(failure) => match failure.of_call() {
            Ok(error) => return Err(error),
            Err(declared) => Err(declared),
        },
    };
    let is_declared = outcome.is_err();
    Ok((Box::new(outcome), Reply { is_declared }))
}

impl<T: 'static, F: CallFailure> State<T, F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, F>> {
        let outcome = match self {
            Self::Failed(_) | Self::Done => match std::mem::replace(self, Self::Done) {
                Self::Failed(error) => Err(error.into()),
                _ => Err(done().into()),
            },
            Self::Outgoing(call) => ready!(call.poll(cx)),
            Self::Running(_, future) => ready!(future.as_mut().poll(cx)),
        };
        *self = Self::Done;
        Poll::Ready(outcome)
    }
}

/// An outcome that was handed over as it is.
pub(crate) fn of_type<T: 'static, F: CallFailure>(outcome: Box<dyn Any>) -> Result<T, F> {
    let outcome = outcome.downcast::<Result<T, F>>();
    outcome.map_or_else(|_| Err(other_type().into()), |outcome| *outcome)
}

/// No generated code gives a method another type on its two sides.
#[cold]
pub(crate) fn other_type() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "what the server's method gave is of another type than the client reads",
    )
}

impl<T, F> Call<T, F> {
    pub(crate) fn new(state: State<T, F>) -> Self {
        let inner = Inner {
            state: RefCell::new(state),
            arriving: OnceCell::new(),
        };
        Self {
            inner: SendWrapper::new(inner),
        }
    }

    pub(crate) fn failed(error: Error) -> Self {
        Self::new(State::Failed(error))
    }

    /// A call of `method`. Of one of a JavaScript object, `reader` reads the reply, or `message`, if it is given.
    pub(crate) fn outgoing(
        method: &'static str,
        call: Result<Outgoing>,
        reader: Option<ReplyReader<T, F>>,
        message: Option<MessageReply<T, F>>,
    ) -> Self {
        Self::new(match call {
            Ok(call) => State::Outgoing(Typed {
                method,
                call,
                reader,
                message,
            }),
            Err(error) => State::Failed(error),
        })
    }

    /// A call whose outcome a future of this process gives.
    pub(crate) fn running(
        method: &'static str,
        future: LocalFuture<'static, Result<T, F>>,
    ) -> Self {
        Self::new(State::Running(method, future))
    }
}

impl<T: 'static, F: CallFailure> Call<T, F> {
    /// Has the call fail with [`ErrorKind::DeadlineExceeded`] and cancels it, if it takes longer than this from now on.
    /// Takes the place of the deadline that the client has.
    ///
    /// ```ignore
    /// let sum = calculator.add(1, 2).deadline(Duration::from_millis(50)).await?;
    /// ```
    pub fn deadline(self, time: Duration) -> Self {
        {
            let mut state = self.state();
            *state = match std::mem::replace(&mut *state, State::Done) {
                State::Outgoing(mut call) => {
                    call.call = timed(call.call, call.method, time);
                    State::Outgoing(call)
                }
                State::Running(method, call) => {
                    let call = select(call, Deadline::after(time, method));
                    let call = call.map(|first| match first {
                        Either::Left((outcome, _)) => outcome,
                        Either::Right((late, _)) => Err(late.error().into()),
                    });
                    State::Running(method, Box::pin(call))
                }
                state @ (State::Failed(_) | State::Done) => state,
            };
        }
        self
    }
}

impl<T, F> Call<T, F> {
    pub(crate) fn state(&self) -> RefMut<'_, State<T, F>> {
        self.inner.state.borrow_mut()
    }

    /// The handle that has not arrived: `make` makes it, once.
    pub(crate) fn arriving(&self, make: impl FnOnce() -> T) -> &T {
        self.inner.arriving.get_or_init(make)
    }
}

// No part of a `Call` is pinned in place: what needs pinning is boxed.
impl<T, F> Unpin for Call<T, F> {}

impl<T: 'static, F: CallFailure> Future for Call<T, F> {
    type Output = Result<T, F>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.state.get_mut().poll(cx)
    }
}

/// What only the outcome of a call can do.
pub(crate) fn not_arrived() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the handle has not arrived: await the call that returns it",
    )
}

pub(crate) fn done() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the call is done: what it gave went to whoever awaited it",
    )
}

impl<T, F> fmt::Debug for Call<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Call");
        if self.inner.valid() {
            match self.inner.state.try_borrow().as_deref() {
                Ok(State::Failed(error)) => out.field("failed", error),
                Ok(State::Outgoing(call)) => out.field("method", &call.method),
                Ok(State::Running(method, _)) => out.field("method", method),
                Ok(State::Done) | Err(_) => &mut out,
            };
        }
        out.finish_non_exhaustive()
    }
}

const _: () = {
    const fn is_send<T: Send>() {}
    is_send::<Call<JsValue, CallError<JsValue>>>();
};

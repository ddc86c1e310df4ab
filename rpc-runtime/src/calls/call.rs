//! A call under way: the future that a client's method returns.

use std::cell::{OnceCell, RefCell, RefMut};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::thread::SendWrapper;
use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::calls::chain::Chain;
use crate::calls::reply_format::ReplyReader;
use crate::error::{CallError, Error, ErrorKind, Result};
use crate::messages::MessageReply;
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::stub::Awaited;

/// A call under way, and the future of its outcome: `Result<T, F>`.
///
/// The call is sent when the client's method is called, not when this is first polled; dropping it lets go of
/// the reply. `F` is [`Error`], or [`CallError<E>`] for a method that declares an error `E`.
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
    Sent(Sent<T, F>),
    /// A future of this process has the outcome, of this method.
    Running(&'static str, LocalFuture<'static, Result<T, F>>),
    Done,
}

pub(crate) struct Sent<T, F> {
    pub(crate) method: &'static str,
    pub(crate) awaited: Awaited,
    reply: PromiseOutcome,
    pub(crate) reader: ReplyReader<T, F>,
    /// How to read the reply if it is a message.
    message: Option<MessageReply<T, F>>,
    /// The calls that this one is chained to.
    pub(crate) before: Option<Chain>,
    /// What was thrown, while the calls before are asked whether it is theirs.
    thrown: Option<(JsValue, LocalFuture<'static, Option<Error>>)>,
}

impl<T, F: From<Error>> Sent<T, F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, F>> {
        loop {
            if let Some((thrown, earlier)) = &mut self.thrown {
                let outcome = match ready!(earlier.as_mut().poll(cx)) {
                    Some(error) => Err(error.into()),
                    None => {
                        let thrown = thrown.clone();
                        self.decode(Err(thrown))
                    }
                };
                return Poll::Ready(outcome);
            }
            let outcome = ready!(Pin::new(&mut self.reply).poll(cx));
            self.awaited.arrived();
            match (outcome, self.before.clone()) {
                (Err(thrown), Some(before)) => self.thrown = Some((thrown, before.first_failure())),
                (outcome, _) => return Poll::Ready(self.decode(outcome)),
            }
        }
    }

    fn decode(&self, outcome: Result<JsValue, JsValue>) -> Result<T, F> {
        match &self.message {
            Some(message) => message.decode(self.method, self.reader, outcome),
            None => self.reader.read(self.method, outcome),
        }
    }
}

impl<T, F> Call<T, F> {
    fn new(state: State<T, F>) -> Self {
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

    /// The reply is what `message` reads, if it is given.
    pub(crate) fn sent(
        method: &'static str,
        promise: Promise,
        reply: PromiseOutcome,
        reader: ReplyReader<T, F>,
        message: Option<MessageReply<T, F>>,
    ) -> Self {
        Self::new(State::Sent(Sent {
            method,
            awaited: Awaited::new(promise),
            reply,
            reader,
            message,
            before: None,
            thrown: None,
        }))
    }

    /// The call is one on the handle that `calls` bring.
    pub(crate) fn chained(self, calls: Option<&Chain>) -> Self {
        if let State::Sent(sent) = &mut *self.inner.state.borrow_mut() {
            sent.before = calls.cloned();
        }
        self
    }

    /// A call whose outcome a future of this process gives.
    pub(crate) fn running(
        method: &'static str,
        future: LocalFuture<'static, Result<T, F>>,
    ) -> Self {
        Self::new(State::Running(method, future))
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

impl<T, F: From<Error>> Future for Call<T, F> {
    type Output = Result<T, F>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let state = self.inner.state.get_mut();
        let outcome = match state {
            State::Failed(_) | State::Done => match std::mem::replace(state, State::Done) {
                State::Failed(error) => Err(error.into()),
                _ => Err(done().into()),
            },
            State::Sent(sent) => ready!(sent.poll(cx)),
            State::Running(_, future) => ready!(future.as_mut().poll(cx)),
        };
        *state = State::Done;
        Poll::Ready(outcome)
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
                Ok(State::Sent(sent)) => out.field("method", &sent.method),
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

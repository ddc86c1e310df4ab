//! A call under way: the future that a client's method returns.

use std::cell::{OnceCell, RefCell, RefMut};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use crate::thread::SendWrapper;
use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::calls::around::{Beginning, Deadline, Layers, Step, deadline};
use crate::calls::chain::Chain;
use crate::calls::interceptor::{Reply, other_reply};
use crate::calls::options::{SharedOptions, inherited};
use crate::calls::reply_format::ReplyReader;
use crate::error::{CallError, CallFailure, Error, ErrorKind, Result};
use crate::messages::MessageReply;
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::stub::Awaited;

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
/// | a server in Rust, of a client with [`CallOptions::cancel_callee`](crate::CallOptions::cancel_callee) | always: what it does for the call is dropped, and its [`Context`](crate::Context::cancelled) says so |
/// | any other | never by default. Where this Worker has the compatibility flag `rpc_dispose_cancels_call` (workerd 2026-11-17), the runtime ends a method of an entrypoint in JavaScript where it waits, unless it has a `waitUntil`; a server in Rust has, and runs to its end, and so does a Durable Object |
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
    /// What is done around a call whose client has options.
    around: RefCell<Option<Box<AroundCall<T, F>>>>,
    deadline: Option<Deadline>,
}

/// What is done around a call, and how it is sent.
struct AroundCall<T, F> {
    method: &'static str,
    options: SharedOptions,
    layers: Box<dyn Layers>,
    send: Again<T, F>,
    /// What the last attempt gave, if that was no failure of the call itself.
    kept: Option<Result<T, F>>,
}

/// What sends a call, any number of times.
pub(crate) enum Again<T, F> {
    /// As a promise, whose outcome is read so.
    JavaScript {
        send: Box<dyn Fn() -> Promise>,
        reader: ReplyReader<T, F>,
        message: Option<MessageReply<T, F>>,
        before: Option<Chain>,
    },
    /// In this process.
    Here(Box<dyn Fn() -> LocalFuture<'static, Result<T, F>>>),
}

impl<T, F: CallFailure> Again<T, F> {
    fn send(&self, method: &'static str) -> State<T, F> {
        match self {
            Self::JavaScript {
                send,
                reader,
                message,
                before,
            } => {
                let promise = send();
                let reply = PromiseOutcome::of(&promise);
                let mut sent = Sent::new(method, promise, reply, *reader, message.clone());
                sent.before.clone_from(before);
                State::Sent(sent)
            }
            Self::Here(run) => State::Running(method, run()),
        }
    }
}

impl<T, F: CallFailure> AroundCall<T, F> {
    fn poll(&mut self, state: &mut State<T, F>, cx: &mut Context<'_>) -> Poll<Result<T, F>> {
        loop {
            match ready!(self.layers.poll(cx)) {
                Step::Send => *state = self.send.send(self.method),
                Step::Wait => {
                    let outcome = match &self.send {
                        Again::JavaScript { .. } => inherited(&self.options, || state.poll(cx)),
                        Again::Here(_) => state.poll(cx),
                    };
                    let (kept, told) = told(ready!(outcome));
                    self.kept = kept;
                    *state = State::Done;
                    self.layers.tell(told);
                }
                Step::Cancel => *state = State::Done,
                Step::End(Ok(())) => {
                    let kept = self.kept.take();
                    return Poll::Ready(kept.unwrap_or_else(|| Err(other_reply().into())));
                }
                Step::End(Err(error)) => return Poll::Ready(Err(error.into())),
            }
        }
    }
}

/// What a method gave, and what is told of it to who does not know its type.
pub(crate) fn told<T, F: CallFailure>(
    outcome: Result<T, F>,
) -> (Option<Result<T, F>>, Result<Reply>) {
    let reply = |is_declared| Ok(Reply { is_declared });
    match outcome.map_err(CallFailure::of_call) {
        Ok(value) => (Some(Ok(value)), reply(false)),
        Err(Err(declared)) => (Some(Err(declared)), reply(true)),
        Err(Ok(error)) => (None, Err(error)),
    }
}

pub(crate) enum State<T, F> {
    /// Never sent: an argument could not be written.
    Failed(Error),
    Sent(Sent<T, F>),
    /// A future of this process has the outcome, of this method.
    Running(&'static str, LocalFuture<'static, Result<T, F>>),
    /// What is done around it has not come to send it.
    Unsent,
    Done,
}

impl<T, F: CallFailure> State<T, F> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, F>> {
        let outcome = match self {
            Self::Failed(_) | Self::Unsent | Self::Done => {
                match std::mem::replace(self, Self::Done) {
                    Self::Failed(error) => Err(error.into()),
                    _ => Err(done().into()),
                }
            }
            Self::Sent(sent) => ready!(sent.poll(cx)),
            Self::Running(_, future) => ready!(future.as_mut().poll(cx)),
        };
        *self = Self::Done;
        Poll::Ready(outcome)
    }

    fn method(&self) -> Option<&'static str> {
        match self {
            Self::Sent(sent) => Some(sent.method),
            Self::Running(method, _) => Some(method),
            Self::Failed(_) | Self::Unsent | Self::Done => None,
        }
    }
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

impl<T, F: CallFailure> Sent<T, F> {
    fn new(
        method: &'static str,
        promise: Promise,
        reply: PromiseOutcome,
        reader: ReplyReader<T, F>,
        message: Option<MessageReply<T, F>>,
    ) -> Self {
        Self {
            method,
            awaited: Awaited::new(promise),
            reply,
            reader,
            message,
            before: None,
            thrown: None,
        }
    }

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
            around: RefCell::new(None),
            deadline: None,
        };
        Self {
            inner: SendWrapper::new(inner),
        }
    }

    pub(crate) fn failed(error: Error) -> Self {
        Self::new(State::Failed(error))
    }

    /// The call is one on the handle that `calls` bring.
    pub(crate) fn chained(self, calls: Option<&Chain>) -> Self {
        if let State::Sent(sent) = &mut *self.inner.state.borrow_mut() {
            sent.before = calls.cloned();
        }
        if let Some(around) = &mut *self.inner.around.borrow_mut()
            && let Again::JavaScript { before, .. } = &mut around.send
        {
            *before = calls.cloned();
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

impl<T, F: CallFailure> Call<T, F> {
    /// The reply is what `message` reads, if it is given.
    pub(crate) fn sent(
        method: &'static str,
        promise: Promise,
        reply: PromiseOutcome,
        reader: ReplyReader<T, F>,
        message: Option<MessageReply<T, F>>,
    ) -> Self {
        Self::new(State::Sent(Sent::new(
            method, promise, reply, reader, message,
        )))
    }

    /// A call that begins, of a client with options. It is sent now, if nothing has to be waited for.
    pub(crate) fn around(options: &SharedOptions, call: Beginning, send: Again<T, F>) -> Self {
        let method = call.name.schema;
        let mut layers = options.around(call);
        let state = match layers.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Step::Send) => send.send(method),
            Poll::Ready(Step::End(Err(error))) => return Self::failed(error),
            _ => State::Unsent,
        };
        let around = AroundCall {
            method,
            options: options.clone(),
            layers,
            send,
            kept: None,
        };
        let call = Self::new(state);
        call.inner.around.replace(Some(Box::new(around)));
        call
    }

    /// Has the call fail with [`ErrorKind::DeadlineExceeded`] and cancels it, if it takes longer than this from now on.
    /// Takes the place of the deadline that the client has.
    ///
    /// ```ignore
    /// let sum = calculator.add(1, 2).deadline(Duration::from_millis(50)).await?;
    /// ```
    pub fn deadline(mut self, time: Duration) -> Self {
        let method = self.method().unwrap_or_default();
        let deadline = deadline(method, time);
        let inner = &mut *self.inner;
        match inner.around.get_mut() {
            Some(around) => around.layers.set_deadline(deadline),
            None => inner.deadline = Some(deadline),
        }
        self
    }

    fn method(&self) -> Option<&'static str> {
        let around = self.inner.around.borrow();
        let of_around = || around.as_ref().map(|around| around.method);
        self.inner.state.borrow().method().or_else(of_around)
    }
}

impl<T, F> Call<T, F> {
    pub(crate) fn state(&self) -> RefMut<'_, State<T, F>> {
        self.inner.state.borrow_mut()
    }

    /// The options of the client whose call it is, and the call itself, if it is not sent.
    pub(crate) fn take_unsent(&self) -> Option<(&'static str, SharedOptions, Self)> {
        if !matches!(*self.state(), State::Unsent) {
            return None;
        }
        let around = self.inner.around.take()?;
        let (method, options) = (around.method, around.options.clone());
        let call = Self::new(State::Unsent);
        call.inner.around.replace(Some(around));
        Some((method, options, call))
    }

    /// The options of the client whose call it is.
    pub(crate) fn options(&self) -> Option<SharedOptions> {
        let around = self.inner.around.borrow();
        around.as_ref().map(|around| around.options.clone())
    }

    /// The handle that has not arrived: `make` makes it, once.
    pub(crate) fn arriving(&self, make: impl FnOnce() -> T) -> &T {
        self.inner.arriving.get_or_init(make)
    }
}

// No part of a `Call` is pinned in place: what needs pinning is boxed.
impl<T, F> Unpin for Call<T, F> {}

impl<T, F: CallFailure> Future for Call<T, F> {
    type Output = Result<T, F>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let inner = &mut *self.inner;
        let state = inner.state.get_mut();
        let polled = match inner.around.get_mut() {
            None => state.poll(cx),
            Some(around) => around.poll(state, cx),
        };
        match (polled, &mut inner.deadline) {
            (Poll::Pending, Some(deadline)) => {
                let error = ready!(deadline.as_mut().poll(cx));
                *inner.state.get_mut() = State::Done;
                inner.around.take();
                Poll::Ready(Err(error.into()))
            }
            (polled, _) => polled,
        }
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
                Ok(State::Unsent | State::Done) | Err(_) => &mut out,
            };
        }
        out.finish_non_exhaustive()
    }
}

const _: () = {
    const fn is_send<T: Send>() {}
    is_send::<Call<JsValue, CallError<JsValue>>>();
};

//! A call under way: the future that a client's method returns.

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use js_sys::Promise;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::calls::chain::Chain;
#[cfg(feature = "capnp")]
use crate::calls::message_wire::ReplyForm;
use crate::calls::reply_format::Form;
use crate::error::{CallError, Error, ErrorKind, Result};
use crate::handles::handle::{Handle, Resource};
use crate::js::glue;
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

enum State<T, F> {
    /// Never sent: an argument could not be written.
    Failed(Error),
    Sent(Sent<T, F>),
    /// Served in this process, by this method.
    Local(&'static str, LocalFuture<'static, Result<T, F>>),
    Done,
}

struct Sent<T, F> {
    method: &'static str,
    awaited: Awaited,
    reply: PromiseOutcome,
    form: Form<T, F>,
    /// How to read the reply if it is a message.
    #[cfg(feature = "capnp")]
    message: Option<ReplyForm<T, F>>,
    /// The calls that this one is chained to.
    before: Option<Chain>,
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
        #[cfg(feature = "capnp")]
        if let Some(message) = &self.message {
            return message.decode(self.method, self.form, outcome);
        }
        self.form.read(self.method, outcome)
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

    pub(crate) fn sent(method: &'static str, promise: Promise, form: Form<T, F>) -> Self {
        let reply = PromiseOutcome::of(&promise);
        Self::new(State::Sent(Sent {
            method,
            awaited: Awaited::new(promise),
            reply,
            form,
            #[cfg(feature = "capnp")]
            message: None,
            before: None,
            thrown: None,
        }))
    }

    /// A call that was sent as a message.
    #[cfg(feature = "capnp")]
    pub(crate) fn sent_as_message(
        method: &'static str,
        promise: Promise,
        form: Form<T, F>,
        message: ReplyForm<T, F>,
    ) -> Self {
        let call = Self::sent(method, promise, form);
        if let State::Sent(sent) = &mut *call.inner.state.borrow_mut() {
            sent.message = Some(message);
        }
        call
    }

    /// The call is one on the handle that `calls` bring.
    pub(crate) fn chained(self, calls: Option<&Chain>) -> Self {
        if let State::Sent(sent) = &mut *self.inner.state.borrow_mut() {
            sent.before = calls.cloned();
        }
        self
    }

    pub(crate) fn local(method: &'static str, future: LocalFuture<'static, Result<T, F>>) -> Self {
        Self::new(State::Local(method, future))
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
            State::Local(_, future) => ready!(future.as_mut().poll(cx)),
        };
        *state = State::Done;
        Poll::Ready(outcome)
    }
}

fn done() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the call is done: what it gave went to whoever awaited it",
    )
}

impl<T: Resource, F: From<Error> + Into<Error> + 'static> Sent<T, F> {
    /// This call, as others are chained to it.
    fn chain(&self) -> Chain {
        let (method, form) = (self.method, self.form);
        let failure = move |outcome| match form.read(method, outcome) {
            Ok(resource) => {
                // Whoever awaits the call has the stub.
                resource.handle().disown();
                None
            }
            Err(failure) => {
                let failure: Error = failure.into();
                Some(failure.in_method(method))
            }
        };
        let promise = self.awaited.promise().clone();
        Chain::new(promise, Box::new(failure), self.before.clone())
    }
}

/// The handle before it has arrived: calls on it are pipelined.
impl<T: Resource, F: From<Error> + Into<Error> + 'static> Deref for Call<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner
            .arriving
            .get_or_init(|| T::from_handle(self.handle()))
    }
}

impl<T: Resource, F: From<Error> + Into<Error> + 'static> Call<T, F> {
    fn handle(&self) -> Handle<T::Local> {
        let mut state = self.inner.state.borrow_mut();
        match &*state {
            State::Failed(error) => Handle::lost(error.again()),
            State::Sent(sent) => {
                let promise = sent.awaited.promise();
                let object = match sent.form.value_at {
                    Some(property) => glue::pending(promise, property),
                    None => promise.into(),
                };
                Handle::arriving(object, sent.awaited.clone(), sent.chain())
            }
            State::Done => Handle::lost(done()),
            State::Local(..) => {
                let State::Local(method, future) = std::mem::replace(&mut *state, State::Done)
                else {
                    return Handle::lost(done());
                };
                // The outcome goes to whoever awaits this call and to every call that is chained to it.
                let arrival = future
                    .map(move |outcome| match outcome {
                        Ok(resource) => Ok(Rc::new(resource)),
                        Err(failure) => {
                            let failure: Error = failure.into();
                            Err(Rc::new(failure.in_method(method)))
                        }
                    })
                    .shared();
                let awaited = arrival.clone().map(|outcome| match outcome {
                    Ok(resource) => Ok(T::from_handle(resource.handle().dup()?)),
                    Err(failure) => Err(failure.again().into()),
                });
                *state = State::Local(method, Box::pin(awaited));
                Handle::local_arriving(Rc::new(move || {
                    let arrival = arrival.clone();
                    Box::pin(async move {
                        match arrival.await {
                            Ok(resource) => resource.handle().dup(),
                            Err(failure) => Err(failure.again()),
                        }
                    })
                }))
            }
        }
    }
}

impl<T, F> fmt::Debug for Call<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Call");
        if self.inner.valid() {
            match self.inner.state.try_borrow().as_deref() {
                Ok(State::Failed(error)) => out.field("failed", error),
                Ok(State::Sent(sent)) => out.field("method", &sent.method),
                Ok(State::Local(method, _)) => out.field("method", method),
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

//! The serving side: from a call's raw arguments to a server's method and back.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Once};
use std::task::{Poll, Wake, Waker};

use futures_util::task::AtomicWaker;
use js_sys::{Array, JsString, Object};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::future_to_promise;

use crate::entrypoints::context::Context;
use crate::error::{CallError, Error, ErrorKind, Result};
use crate::js::glue;
#[cfg(feature = "capnp")]
use crate::message::call::Received;
#[cfg(feature = "capnp")]
use crate::message::{StructReader, StructSize, StructWriter};
#[cfg(feature = "capnp")]
use crate::calls::message_wire::{self, IncomingMessage};
use crate::calls::method::Method;
use crate::calls::reply::{Reply, encode_empty, encode_field, encode_throwing};
use crate::native::provenance::Provenance;
use crate::native::transfer;
#[cfg(feature = "capnp")]
use crate::value::ValueError;
use crate::value::{Value, describe, from_js, is_plain_object, own_property};

/// A service of a schema that an `S` can serve. Implemented by generated code, on a type of its own.
pub trait Serve<S> {
    /// JavaScript names a method by its index.
    const METHODS: &'static [Method];

    /// Reads the arguments, runs the method and writes its outcome.
    ///
    /// `server` is an `S` made for the call, or a hold on one that outlives it.
    fn serve(server: impl Borrow<S>, call: IncomingCall) -> impl Future<Output = Result<JsValue>>;
}

/// One call that came in: the method and its arguments.
#[derive(Debug)]
pub struct IncomingCall {
    method: Method,
    arguments: Array,
    next: u32,
    /// The one argument that has a key for each parameter, if they go by name; `undefined` if it has none.
    named: Option<JsValue>,
    /// What was called: an entrypoint, or a target of ours. Undefined for a Durable Object.
    origin: JsValue,
    /// The arguments, if they came as a message.
    #[cfg(feature = "capnp")]
    message: Option<Received>,
}

impl IncomingCall {
    /// The call of the method at `index` of `methods`.
    ///
    /// # Errors
    /// If there is no such method, or it takes messages and this is none.
    pub(crate) fn open(
        methods: &[Method],
        index: usize,
        arguments: Array,
        origin: JsValue,
    ) -> Result<Self> {
        let Some(&method) = methods.get(index) else {
            return Err(Error::of(ErrorKind::MissingMethod, "no such method"));
        };
        #[cfg(feature = "capnp")]
        if method.wire.starts_with(message_wire::PREFIX) {
            let message = IncomingMessage::open(methods, &arguments)?;
            return Ok(Self {
                method: message.method,
                arguments,
                next: 0,
                named: None,
                origin,
                message: Some(message.arguments),
            });
        }
        Ok(Self {
            method,
            arguments,
            next: 0,
            named: None,
            origin,
            #[cfg(feature = "capnp")]
            message: None,
        })
    }

    /// From here on, arguments are keys of the one argument that there is.
    ///
    /// # Errors
    /// If it is not an object.
    pub fn by_name(&mut self) -> Result<()> {
        let object = self.take();
        if !object.is_undefined() && !is_plain_object(&object) {
            let got = describe(&object);
            let why = format!("expected an object with the arguments, got {got}");
            return Err(Error::refusal(self.method.schema, why));
        }
        self.named = Some(object);
        Ok(())
    }

    /// The next argument by position.
    fn take(&mut self) -> JsValue {
        let value = self.arguments.get(self.next);
        self.next += 1;
        value
    }

    /// The method's wire name.
    pub fn method(&self) -> &'static str {
        self.method.wire
    }

    /// The next argument.
    ///
    /// # Errors
    /// If it is missing and not optional, or not of the schema's type.
    pub fn argument<T: Value>(&mut self, name: &'static str) -> Result<T> {
        let missing = self.named.is_some() || self.next >= self.arguments.length();
        let value = match &self.named {
            Some(object) => argument_of(object, name),
            None => self.take(),
        };
        if value.is_undefined() {
            if let Some(absent) = T::absent() {
                return Ok(absent);
            }
            if missing {
                return Err(Error::invalid_argument(self.method.schema, name, "missing"));
            }
        }
        self.read(name, value)
    }

    /// The argument `name`, of those that go by name; its type's default if it is absent.
    ///
    /// # Errors
    /// If it is not of the schema's type.
    pub fn argument_or_default<T: Value + Default>(&mut self, name: &'static str) -> Result<T> {
        self.argument_or(name, T::default)
    }

    /// The argument `name`, of those that go by name; `default` if it is absent.
    ///
    /// # Errors
    /// If it is not of the schema's type.
    pub fn argument_or<T: Value>(
        &mut self,
        name: &'static str,
        default: impl FnOnce() -> T,
    ) -> Result<T> {
        let value = match &self.named {
            Some(object) => argument_of(object, name),
            None => self.take(),
        };
        if value.is_undefined() {
            return Ok(default());
        }
        self.read(name, value)
    }

    /// The one argument, which is an object that holds all; without it, everything in it is absent.
    ///
    /// # Errors
    /// If it is not of the schema's type.
    pub fn whole<T: Value>(&mut self, name: &'static str) -> Result<T> {
        let value = self.take();
        if value.is_undefined() {
            return self.read(name, Object::new().into());
        }
        self.read(name, value)
    }

    fn read<T: Value>(&self, name: &'static str, value: JsValue) -> Result<T> {
        Provenance::argument(self.method.schema, name)
            .reading(|| from_js(value))
            .map_err(|error| Error::invalid_argument(self.method.schema, name, error))
    }

    /// Checks that there are no more arguments. Trailing `undefined` is none.
    ///
    /// # Errors
    /// If there are.
    pub fn end(&self) -> Result<()> {
        let sent = self.arguments.length();
        if (self.next..sent).all(|index| self.arguments.get(index).is_undefined()) {
            return Ok(());
        }
        let expected = self.next;
        let plural = if expected == 1 { "" } else { "s" };
        Err(Error::refusal(
            self.method.schema,
            format!("expected {expected} argument{plural}, got {sent}"),
        ))
    }

    /// Writes what the method gave.
    ///
    /// # Errors
    /// If the method failed, or its result has no form on the wire.
    pub fn reply(&self, outcome: impl Reply) -> Result<JsValue> {
        transfer::reply(&self.origin, || outcome.encode(self.method.schema))
    }

    /// [`reply`](Self::reply) for a method whose declared error is thrown.
    ///
    /// # Errors
    /// As for [`reply`](Self::reply), and the declared error.
    pub fn reply_throwing<T: Value, E: Value + Debug>(
        &self,
        outcome: Result<T, CallError<E>>,
    ) -> Result<JsValue> {
        transfer::reply(&self.origin, || {
            encode_throwing(self.method.schema, outcome)
        })
    }

    /// [`reply`](Self::reply) for a method whose value is the property `name` of what it returns.
    ///
    /// # Errors
    /// As for [`reply`](Self::reply).
    pub fn reply_field<T: Value>(&self, name: &'static str, outcome: Result<T>) -> Result<JsValue> {
        transfer::reply(&self.origin, || {
            encode_field(self.method.schema, name, outcome)
        })
    }

    /// [`reply`](Self::reply) for a method that returns an object without properties.
    ///
    /// # Errors
    /// If the method failed.
    pub fn reply_empty(&self, outcome: Result<()>) -> Result<JsValue> {
        encode_empty(outcome)
    }

    /// Whether the arguments came as a message, so that the result goes as one.
    #[cfg(feature = "capnp")]
    pub fn is_message(&self) -> bool {
        self.message.is_some()
    }

    /// Reads the arguments from the message in which they came.
    ///
    /// # Errors
    /// If the message is not one, or does not hold what the schema says.
    #[cfg(feature = "capnp")]
    pub fn arguments<T>(
        &self,
        read: impl FnOnce(&StructReader<'_>) -> Result<T, ValueError>,
    ) -> Result<T> {
        let arguments = Provenance::argument(self.method.schema, "message").reading(|| {
            let message = self.message.as_ref();
            let message =
                message.ok_or_else(|| ValueError::new("there is no message".to_owned()))?;
            read(&message.root()?)
        });
        arguments.map_err(|error| message_wire::refusal(self.method.schema, error))
    }

    /// Writes what the method gave as a message.
    ///
    /// # Errors
    /// As for [`reply`](Self::reply).
    #[cfg(feature = "capnp")]
    pub fn reply_with_message<T>(
        &self,
        outcome: Result<T>,
        size: StructSize,
        write: impl FnOnce(&mut StructWriter<'_>, &T) -> Result<(), ValueError>,
    ) -> Result<JsValue> {
        let value = outcome?;
        transfer::reply(&self.origin, || {
            message_wire::reply(self.method.schema, size, |to| write(to, &value))
        })
    }

    /// [`reply_with_message`](Self::reply_with_message) for a method that declares an error, which is part of the
    /// message.
    ///
    /// # Errors
    /// As for [`reply`](Self::reply).
    #[cfg(feature = "capnp")]
    pub fn reply_with_outcome<T, E>(
        &self,
        outcome: Result<T, CallError<E>>,
        size: StructSize,
        write: impl FnOnce(&mut StructWriter<'_>, Result<&T, &E>) -> Result<(), ValueError>,
    ) -> Result<JsValue> {
        let outcome = match outcome {
            Ok(value) => Ok(value),
            Err(CallError::Declared(error)) => Err(error),
            Err(CallError::Failed(error)) => return Err(error),
        };
        transfer::reply(&self.origin, || {
            message_wire::reply(self.method.schema, size, |to| write(to, outcome.as_ref()))
        })
    }

    /// The method is not one of [`Serve::METHODS`].
    ///
    /// # Errors
    /// Always.
    pub fn unknown_method(&self) -> Result<JsValue> {
        Err(Error::of(ErrorKind::MissingMethod, "no such method").in_method(self.method.schema))
    }
}

/// An argument of those that go by name; `undefined` if it is not there.
fn argument_of(object: &JsValue, name: &'static str) -> JsValue {
    if object.is_undefined() {
        return JsValue::UNDEFINED;
    }
    own_property(object, &JsString::from(name))
}

/// The function that JavaScript calls as `serve(this, index, arguments)`, for each call of the service `M`.
///
/// `new` makes the server for one call: the runtime makes an entrypoint for each call, too. Its error is the call's.
pub fn dispatcher<M, S>(new: fn(Context) -> Result<S>) -> JsValue
where
    M: Serve<S> + 'static,
    S: 'static,
{
    fail_on_panic();
    let dispatch = move |this: JsValue, index: u32, arguments: Array| {
        let origin = this.clone();
        serve::<M, S, S>(index, arguments, origin, || new(Context::new(this)))
    };
    let dispatch =
        Closure::<dyn Fn(JsValue, u32, Array) -> Result<JsValue, JsValue>>::new(dispatch);
    glue::serve_by(&dispatch.into_js_value(), M::METHODS, false)
}

/// The props of the caller's binding, of the type that `export!` declares for this entrypoint. They come from a
/// configuration, so whoever reads this Worker's log is told as well.
///
/// # Errors
/// If they do not have the shape of `T`.
pub fn declared_props<T: DeserializeOwned>(ctx: &Context, entrypoint: &str) -> Result<T> {
    ctx.props().map_err(|error| {
        let message = error.message();
        let what = message.strip_prefix("props: ").unwrap_or(message);
        let error = Error::of(
            error.kind(),
            format!("props of entrypoint {entrypoint}: {what}"),
        );
        glue::log(&error.to_string());
        error
    })
}

/// One call of the service `M`, with the server that `server` gives.
pub(crate) fn serve<M, S, H>(
    index: u32,
    arguments: Array,
    origin: JsValue,
    server: impl FnOnce() -> Result<H>,
) -> Result<JsValue, JsValue>
where
    M: Serve<S> + 'static,
    S: 'static,
    H: Borrow<S> + 'static,
{
    let call = IncomingCall::open(M::METHODS, index as usize, arguments, origin.clone())?;
    run(&origin, M::serve(server()?, call))
}

/// Runs a method: its outcome if it is there at once, else a promise of it.
///
/// A promise costs some 15 µs per call, which a method that never waits need not pay. So the future is polled
/// once here; only if it is not done does it go to the executor. Then the context of the call is kept until it is: `origin`
/// is what was called.
pub(crate) fn run(
    origin: &JsValue,
    call: impl Future<Output = Result<JsValue>> + 'static,
) -> Result<JsValue, JsValue> {
    let relay = Arc::new(Relay::default());
    let waker = Waker::from(Arc::clone(&relay));
    let mut call: Pin<Box<dyn Future<Output = Result<JsValue>>>> = Box::pin(call);
    let mut poll = move || {
        call.as_mut()
            .poll(&mut std::task::Context::from_waker(&waker))
    };
    match poll() {
        Poll::Ready(outcome) => outcome.map_err(JsValue::from),
        Poll::Pending => {
            fail_on_abort();
            let outcome = future_to_promise(poll_fn(move |cx| {
                relay.waker.register(cx.waker());
                poll().map(|outcome| outcome.map_err(JsValue::from))
            }));
            Ok(glue::settle(&outcome, origin).into())
        }
    }
}

/// Wakes whoever polls a call now. The call itself sees one waker all along: futures that keep the waker of
/// their first poll, as `worker::Delay` does, would never wake the executor otherwise.
#[derive(Default)]
struct Relay {
    waker: AtomicWaker,
}

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.waker.wake();
    }
}

/// Has a panic, or another trap, fail the calls that wait in this instance; the bundler's shim replaces it before the
/// next call.
///
/// What a panic says, and where it happened, goes to the log and not to a caller. The crate `worker` has a hook that
/// logs it; without that crate it is done here.
pub(crate) fn fail_on_panic() {
    fail_on_abort();
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let next = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            glue::fail_serving();
            #[cfg(not(feature = "worker"))]
            glue::log(&format!("Rust panic: {info}"));
            next(info);
        }));
    });
}

/// Traps that no panic goes before: out of memory, a stack that is full, `abort`. Set anew each time, since the crate
/// `worker` sets a handler of its own when the Worker starts, which may be later.
///
/// That one is not called: it has the next call replace the instance on its way in, and then run in the new one what was
/// a closure of the old. Here the bundler's shim replaces it before the call, as after a panic.
fn fail_on_abort() {
    wasm_bindgen::handler::set_on_abort(aborted);
}

/// Runs in an instance that has ended: it allocates nothing, and its first call of JavaScript is the last, which does not
/// return.
fn aborted() {
    glue::aborted();
}

//! The serving side: from a call's raw arguments to a server's method and back.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;

use js_sys::{Array, JsString, Object};
use wasm_bindgen::JsValue;

#[cfg(feature = "capnp")]
use crate::calls::message_wire::{self, IncomingMessage};
use crate::calls::method::Method;
use crate::calls::reply::{Reply, encode_empty, encode_field, encode_throwing};
use crate::error::{CallError, Error, ErrorKind, Result};
#[cfg(feature = "capnp")]
use crate::message::{StructReader, StructSize, StructWriter};
#[cfg(feature = "capnp")]
use crate::messages::bytes::Received;
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

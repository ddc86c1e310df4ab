//! How the reply of a method looks as an object.
//!
//! A format is a type, so that a client has only the code that reads replies, and a server the code that writes them.

use std::fmt;
use std::fmt::Debug;

use wasm_bindgen::JsValue;

use crate::calls::format::ReplyPart;
use crate::calls::reply::{self, Reply};
use crate::error::{CallError, Error, Result};
use crate::objects::Value;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;

/// The reply is the value itself; of a method that declares an error, it is tagged as value or error.
#[derive(Debug)]
pub struct Plain;

/// The reply is the value itself; a declared error is thrown.
#[derive(Debug)]
pub struct Throwing;

/// The reply is an object; one of its properties is the value.
#[derive(Debug)]
pub struct Field;

/// The reply is an object without properties that mean anything.
#[derive(Debug)]
pub struct Empty;

/// Replies that a client can read.
pub trait ReadReply<T, F> {
    /// The reader for a method.
    fn reader(part: &ReplyPart<T>) -> ReplyReader<T, F>;

    /// As [`Value::visit_handles`].
    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(outcome: &mut Result<T, F>, visitor: &Visitor);

    /// What errors say that was expected, where the reply is something else.
    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String;

    /// What a call ends with that ends with `error`.
    #[cfg(not(target_arch = "wasm32"))]
    fn failed(error: Error) -> Error {
        error
    }
}

/// Replies that a server can write.
pub trait WriteReply<T, F> {
    /// Writes what a method gave.
    ///
    /// # Errors
    /// What is thrown at the caller.
    fn write(method: &'static str, part: &ReplyPart<T>, outcome: Result<T, F>) -> Result<JsValue>;
}

/// Reads what came back, or was thrown, for the method of that name.
type Read<T, F> = fn(&ReplyPart<T>, &'static str, Result<JsValue, JsValue>) -> Result<T, F>;

/// Reads the reply of a method that gives `Result<T, F>`.
pub struct ReplyReader<T, F = Error> {
    read: Read<T, F>,
    part: ReplyPart<T>,
}

impl<T, F> ReplyReader<T, F> {
    /// Reads what came back, or was thrown, for a method.
    pub(crate) fn read(
        &self,
        method: &'static str,
        outcome: Result<JsValue, JsValue>,
    ) -> Result<T, F> {
        (self.read)(&self.part, method, outcome)
    }

    /// The property of the reply that holds the value, where the reply is not the value itself.
    pub(crate) fn value_at(&self) -> Option<&'static str> {
        self.part.key
    }
}

impl<T, F> Clone for ReplyReader<T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, F> Copy for ReplyReader<T, F> {}

impl<T, F> Debug for ReplyReader<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyReader")
            .field("value_at", &self.part.key)
            .finish_non_exhaustive()
    }
}

impl<T, F> ReadReply<T, F> for Plain
where
    Result<T, F>: Reply,
{
    fn reader(_: &ReplyPart<T>) -> ReplyReader<T, F> {
        ReplyReader {
            read: |_, method, outcome| Reply::decode(method, outcome),
            part: ReplyPart {
                key: <Result<T, F> as Reply>::VALUE_AT,
                default: None,
            },
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(outcome: &mut Result<T, F>, visitor: &Visitor) {
        outcome.visit_handles(visitor);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        <Result<T, F> as Reply>::expected()
    }
}

impl<T, F> WriteReply<T, F> for Plain
where
    Result<T, F>: Reply,
{
    fn write(method: &'static str, _: &ReplyPart<T>, outcome: Result<T, F>) -> Result<JsValue> {
        outcome.encode(method)
    }
}

impl<T: Value, E: Value> ReadReply<T, CallError<E>> for Throwing {
    fn reader(part: &ReplyPart<T>) -> ReplyReader<T, CallError<E>> {
        ReplyReader {
            read: |_, method, outcome| reply::decode_throwing(method, outcome),
            part: *part,
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(outcome: &mut Result<T, CallError<E>>, visitor: &Visitor) {
        outcome.visit_handles(visitor);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        T::expected()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn failed(error: Error) -> Error {
        reply::without_payload(error)
    }
}

impl<T: Value, E: Value + Debug> WriteReply<T, CallError<E>> for Throwing {
    fn write(
        method: &'static str,
        _: &ReplyPart<T>,
        outcome: Result<T, CallError<E>>,
    ) -> Result<JsValue> {
        reply::encode_throwing(method, outcome)
    }
}

impl<T: Value> ReadReply<T, Error> for Field {
    fn reader(part: &ReplyPart<T>) -> ReplyReader<T> {
        ReplyReader {
            read: |part, method, outcome| {
                let absent = || part.default.map(|default| default()).or_else(T::absent);
                reply::decode_field(method, part.key.unwrap_or_default(), outcome, absent)
            },
            part: *part,
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(outcome: &mut Result<T>, visitor: &Visitor) {
        outcome.visit_handles(visitor);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "an object".to_owned()
    }
}

impl<T: Value> WriteReply<T, Error> for Field {
    fn write(method: &'static str, part: &ReplyPart<T>, outcome: Result<T>) -> Result<JsValue> {
        reply::encode_field(method, part.key.unwrap_or_default(), outcome)
    }
}

impl ReadReply<(), Error> for Empty {
    fn reader(part: &ReplyPart<()>) -> ReplyReader<()> {
        ReplyReader {
            read: |_, method, outcome| reply::decode_empty(method, outcome),
            part: *part,
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(_: &mut Result<()>, _: &Visitor) {}

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "an object".to_owned()
    }
}

impl WriteReply<(), Error> for Empty {
    fn write(_: &'static str, _: &ReplyPart<()>, outcome: Result<()>) -> Result<JsValue> {
        reply::encode_empty(outcome)
    }
}

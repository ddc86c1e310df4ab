//! How the reply of a method looks, for the client that reads it.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{CallError, Error, Result};
use crate::reply::{self, Reply};
use crate::value::Value;

/// Reads what came back, or was thrown, for a method. Between the two stands the property of the reply that holds
/// the value.
pub(crate) type Decode<T, F> =
    fn(&'static str, Option<&'static str>, Result<JsValue, JsValue>) -> Result<T, F>;

/// How the reply of a method looks that gives `Result<T, F>`.
pub struct Form<T, F = Error> {
    pub(crate) decode: Decode<T, F>,
    /// The property of the reply that holds the value, where the reply is not the value itself.
    pub(crate) value_at: Option<&'static str>,
}

impl<T, F> Form<T, F>
where
    Result<T, F>: Reply,
{
    /// The reply is the value, or says which error it is instead.
    pub fn value() -> Self {
        Self {
            decode: |method, _, outcome| Reply::decode(method, outcome),
            value_at: <Result<T, F> as Reply>::VALUE_AT,
        }
    }
}

impl<T: Value, E: Value> Form<T, CallError<E>> {
    /// The reply is the value; a declared error is thrown.
    pub fn throwing() -> Self {
        Self {
            decode: |method, _, outcome| reply::decode_throwing(method, outcome),
            value_at: None,
        }
    }
}

impl<T: Value> Form<T> {
    /// The reply is an object whose property `name` is the value.
    pub fn field(name: &'static str) -> Self {
        Self {
            decode: |method, at, outcome| reply::decode_field(method, at, outcome, T::absent),
            value_at: Some(name),
        }
    }

    /// The same; without that property, the value is its type's default.
    pub fn field_or_default(name: &'static str) -> Self
    where
        T: Default,
    {
        Self {
            decode: |method, at, outcome| {
                reply::decode_field(method, at, outcome, || Some(T::default()))
            },
            value_at: Some(name),
        }
    }
}

impl Form<()> {
    /// The reply is an object without properties that mean anything.
    pub fn empty() -> Self {
        Self {
            decode: |method, _, outcome| reply::decode_empty(method, outcome),
            value_at: None,
        }
    }
}

impl<T, F> Clone for Form<T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, F> Copy for Form<T, F> {}

impl<T, F> fmt::Debug for Form<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("value_at", &self.value_at)
            .finish_non_exhaustive()
    }
}

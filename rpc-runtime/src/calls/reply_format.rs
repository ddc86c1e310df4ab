//! How the reply of a method looks, for the client that reads it.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::calls::reply::{self, Reply};
use crate::error::{CallError, Error, Result};
use crate::value::Value;

/// Reads what came back, or was thrown, for a method.
type Decode<T, F> = fn(&Form<T, F>, &'static str, Result<JsValue, JsValue>) -> Result<T, F>;

/// How the reply of a method looks that gives `Result<T, F>`.
pub struct Form<T, F = Error> {
    decode: Decode<T, F>,
    /// The property of the reply that holds the value, where the reply is not the value itself.
    pub(crate) value_at: Option<&'static str>,
    /// What a reply without that property stands for, if for anything.
    absent: fn() -> Option<T>,
}

impl<T, F> Form<T, F> {
    /// Reads what came back, or was thrown, for a method.
    pub(crate) fn read(
        &self,
        method: &'static str,
        outcome: Result<JsValue, JsValue>,
    ) -> Result<T, F> {
        (self.decode)(self, method, outcome)
    }
}

impl<T, F> Form<T, F>
where
    Result<T, F>: Reply,
{
    /// The reply is the value, or says which error it is instead.
    pub fn value() -> Self {
        Self {
            decode: |_, method, outcome| Reply::decode(method, outcome),
            value_at: <Result<T, F> as Reply>::VALUE_AT,
            absent: || None,
        }
    }
}

impl<T: Value, E: Value> Form<T, CallError<E>> {
    /// The reply is the value; a declared error is thrown.
    pub fn throwing() -> Self {
        Self {
            decode: |_, method, outcome| reply::decode_throwing(method, outcome),
            value_at: None,
            absent: || None,
        }
    }
}

impl<T: Value> Form<T> {
    /// The reply is an object whose property `name` is the value.
    pub fn field(name: &'static str) -> Self {
        Self::field_or(name, T::absent)
    }

    /// The same; without that property, the value is its type's default.
    pub fn field_or_default(name: &'static str) -> Self
    where
        T: Default,
    {
        Self::field_or(name, || Some(T::default()))
    }

    /// The same; without that property, the value is what `absent` gives: a default that the schema declares.
    pub fn field_or(name: &'static str, absent: fn() -> Option<T>) -> Self {
        Self {
            decode: |form, method, outcome| {
                reply::decode_field(method, form.value_at, outcome, form.absent)
            },
            value_at: Some(name),
            absent,
        }
    }
}

impl Form<()> {
    /// The reply is an object without properties that mean anything.
    pub fn empty() -> Self {
        Self {
            decode: |_, method, outcome| reply::decode_empty(method, outcome),
            value_at: None,
            absent: || None,
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

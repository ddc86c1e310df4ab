//! The outcome of a method, as its server sends it and its client reads it.

use wasm_bindgen::JsValue;

use crate::error::{CallError, Error, Result};
use crate::value::{Value, ValueError, from_js, to_js};

/// What a method's future gives, on both sides.
///
/// A method without a declared error gives `Result<T>`: `T` travels as the call's result, an [`Error`] is
/// thrown. One with a declared error (`result<T, E>` in the schema) gives `Result<T, CallError<E>>`: both `T`
/// and `E` travel as data, as `{tag: 'ok', val}` or `{tag: 'err', val}`, since a thrown error loses its own
/// properties on the way unless both sides have `enhanced_error_serialization`.
pub trait Reply: Sized {
    /// What is returned to the caller.
    ///
    /// # Errors
    /// What is thrown at the caller: the method failed, or its result has no form on the wire.
    fn encode(self, method: &'static str) -> Result<JsValue>;

    /// Reads what came back.
    ///
    /// # Errors
    /// If it does not have the type that the schema gives it.
    fn decode(value: JsValue) -> Result<Self, ValueError>;
}

impl<T: Value> Reply for Result<T, Error> {
    fn encode(self, method: &'static str) -> Result<JsValue> {
        to_js(&self?).map_err(|error| Error::invalid_reply(method, &error))
    }

    fn decode(value: JsValue) -> Result<Self, ValueError> {
        from_js(value).map(Ok)
    }
}

impl<T: Value, E: Value> Reply for Result<T, CallError<E>> {
    fn encode(self, method: &'static str) -> Result<JsValue> {
        let outcome = match self {
            Ok(value) => Ok(value),
            Err(CallError::Declared(error)) => Err(error),
            Err(CallError::Failed(error)) => return Err(error),
        };
        to_js(&outcome).map_err(|error| Error::invalid_reply(method, &error))
    }

    fn decode(value: JsValue) -> Result<Self, ValueError> {
        let outcome: Result<T, E> = from_js(value)?;
        Ok(outcome.map_err(CallError::Declared))
    }
}

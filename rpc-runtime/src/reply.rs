//! The outcome of a method, as its server sends it and its client reads it.

use std::fmt::Debug;

use wasm_bindgen::JsValue;

use crate::error::{CallError, Error, ErrorKind, Result};
use crate::glue;
use crate::stream::Provenance;
use crate::value::{Value, from_js, to_js};

/// What a method's future gives, on both sides.
///
/// A method without a declared error gives `Result<T>`: `T` travels as the call's result, an [`Error`] is
/// thrown. One with a declared error (`result<T, E>` in the schema) gives `Result<T, CallError<E>>`: both `T`
/// and `E` travel as data, as `{tag: 'ok', val}` or `{tag: 'err', val}`, since a thrown error loses its own
/// properties on the way unless both sides have `enhanced_error_serialization`.
pub trait Reply: Sized {
    /// The property of what is returned that holds `T`, where it is not `T` itself.
    const VALUE_AT: Option<&'static str>;

    /// What is returned to the caller.
    ///
    /// # Errors
    /// What is thrown at the caller: the method failed, or its result has no form on the wire.
    fn encode(self, method: &'static str) -> Result<JsValue>;

    /// Reads what came back: the result, or what was thrown.
    fn decode(method: &'static str, outcome: Result<JsValue, JsValue>) -> Self;
}

impl<T: Value> Reply for Result<T, Error> {
    const VALUE_AT: Option<&'static str> = None;

    fn encode(self, method: &'static str) -> Result<JsValue> {
        write(method, &self?)
    }

    fn decode(method: &'static str, outcome: Result<JsValue, JsValue>) -> Self {
        read(
            method,
            outcome.map_err(|thrown| Error::from_thrown(method, thrown))?,
        )
    }
}

impl<T: Value, E: Value> Reply for Result<T, CallError<E>> {
    const VALUE_AT: Option<&'static str> = Some("val");

    fn encode(self, method: &'static str) -> Result<JsValue> {
        let outcome = match self {
            Ok(value) => Ok(value),
            Err(CallError::Declared(error)) => Err(error),
            Err(CallError::Failed(error)) => return Err(error),
        };
        write::<Result<T, E>>(method, &outcome)
    }

    fn decode(method: &'static str, outcome: Result<JsValue, JsValue>) -> Self {
        let reply = outcome.map_err(|thrown| Error::from_thrown(method, thrown))?;
        read::<Result<T, E>>(method, reply)?.map_err(CallError::Declared)
    }
}

/// The property of a thrown `Error` that holds a declared error, as in jco's mapping.
const PAYLOAD: &str = "payload";

/// [`Reply::encode`] where the declared error is thrown instead.
pub(crate) fn encode_throwing<T: Value, E: Value + Debug>(
    method: &'static str,
    outcome: Result<T, CallError<E>>,
) -> Result<JsValue> {
    match outcome {
        Ok(value) => write(method, &value),
        Err(CallError::Failed(error)) => Err(error),
        Err(CallError::Declared(error)) => {
            let payload = write(method, &error)?;
            Err(Error::of(ErrorKind::Declared, format!("{error:?}"))
                .with_property(PAYLOAD, payload))
        }
    }
}

/// [`Reply::decode`] where the declared error is thrown instead.
pub(crate) fn decode_throwing<T: Value, E: Value>(
    method: &'static str,
    outcome: Result<JsValue, JsValue>,
) -> Result<T, CallError<E>> {
    let thrown = match outcome {
        Ok(reply) => return Ok(read(method, reply)?),
        Err(thrown) => Error::from_thrown(method, thrown),
    };
    match thrown.remote().and_then(|remote| remote.property(PAYLOAD)) {
        Some(payload) => match from_js(payload) {
            Ok(error) => Err(CallError::Declared(error)),
            Err(error) => Err(Error::invalid_reply(method, PAYLOAD, &error).into()),
        },
        None if thrown.kind() == ErrorKind::MissingMethod => Err(thrown.into()),
        None => Err(thrown
            .with_note(
                "no `payload` came with it; if it is the error that the schema declares, both Workers need \
                 compatibility date 2026-04-21 or the flag `enhanced_error_serialization`",
            )
            .into()),
    }
}

fn write<T: Value>(method: &'static str, value: &T) -> Result<JsValue> {
    to_js(value).map_err(|error| Error::invalid_reply(method, "result", &error))
}

fn read<T: Value>(method: &'static str, reply: JsValue) -> Result<T> {
    Provenance::result(method)
        .reading(|| from_js(reply.clone()))
        .map_err(|error| {
            // Whatever stubs it holds are ours, and nobody will use them.
            glue::dispose(&reply);
            Error::invalid_reply(method, "result", &error)
        })
}

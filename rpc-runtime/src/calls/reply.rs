//! The outcome of a method, as its server sends it and its client reads it.

use std::fmt::Debug;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::error::{CallError, Error, ErrorKind, Result};
use crate::js::glue;
use crate::native::provenance::Provenance;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::{
    Value, ValueError, describe, field_from_reply, from_js, from_reply, is_plain_object, to_js,
};

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

    /// As [`Value::visit_handles`].
    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor);

    /// As [`Value::expected`].
    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String;
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

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        if let Ok(value) = self {
            value.visit_handles(visitor);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        T::expected()
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

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        match self {
            Ok(value) => value.visit_handles(visitor),
            Err(CallError::Declared(error)) => error.visit_handles(visitor),
            Err(CallError::Failed(_)) => {}
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        <Result<T, E> as Value>::expected()
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
            Err(Error::declared(&error).with_property(PAYLOAD, payload))
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
            Err(error) => Err(Error::invalid_reply(method, PAYLOAD, error).into()),
        },
        None => Err(without_payload(thrown).into()),
    }
}

/// What was thrown where a declared error would be, and is none.
pub(crate) fn without_payload(thrown: Error) -> Error {
    // What happened is known, and that no error was declared.
    if thrown.kind() != ErrorKind::Remote {
        return thrown;
    }
    thrown.with_note(
        "no `payload` came with it; if it is the error that the schema declares, both Workers need \
         compatibility date 2026-04-21 or the flag `enhanced_error_serialization`",
    )
}

/// What is returned where the value is the property `name` of an object.
pub(crate) fn encode_field<T: Value>(
    method: &'static str,
    name: &'static str,
    outcome: Result<T>,
) -> Result<JsValue> {
    let value = outcome?;
    let object = Object::new();
    let written = if value.is_absent() && !T::OPTIONAL {
        JsValue::NULL
    } else {
        write(method, &value)?
    };
    if !written.is_undefined() {
        // A new object takes any key.
        let _ = Reflect::set(&object, &name.into(), &written);
    }
    Ok(object.into())
}

/// The reverse of [`encode_field`]; `absent` gives what a missing property stands for, if for anything.
pub(crate) fn decode_field<T: Value>(
    method: &'static str,
    name: &'static str,
    outcome: Result<JsValue, JsValue>,
    absent: impl FnOnce() -> Option<T>,
) -> Result<T> {
    let reply = outcome.map_err(|thrown| Error::from_thrown(method, thrown))?;
    read_by(method, || {
        field_from_reply(&reply, name)?
            .or_else(absent)
            .ok_or_else(|| ValueError::missing_field(name))
    })
}

/// What is returned where there is nothing to return: an object without properties.
pub(crate) fn encode_empty(outcome: Result<()>) -> Result<JsValue> {
    outcome.map(|()| Object::new().into())
}

/// The reverse of [`encode_empty`]; nothing at all will do, too.
pub(crate) fn decode_empty(method: &'static str, outcome: Result<JsValue, JsValue>) -> Result<()> {
    let reply = outcome.map_err(|thrown| Error::from_thrown(method, thrown))?;
    // Whatever a newer version returns has no use here.
    glue::dispose(&reply);
    if reply.is_undefined() || is_plain_object(&reply) {
        return Ok(());
    }
    let error = ValueError::new(format_args!("expected an object, got {}", describe(&reply)));
    Err(Error::invalid_reply(method, "result", error))
}

fn write<T: Value>(method: &'static str, value: &T) -> Result<JsValue> {
    to_js(value).map_err(|error| Error::invalid_reply(method, "result", error))
}

fn read<T: Value>(method: &'static str, reply: JsValue) -> Result<T> {
    read_by(method, || from_reply(&reply))
}

/// Reads a method's reply by `read`.
fn read_by<T>(method: &'static str, read: impl FnOnce() -> Result<T, ValueError>) -> Result<T> {
    let value = Provenance::result(method).reading(read);
    value.map_err(|error| Error::invalid_reply(method, "result", error))
}

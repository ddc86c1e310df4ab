//! A call that came as a message.

use js_sys::Array;
use wasm_bindgen::JsCast;

use crate::calls::format::MethodName;
use crate::error::known::NO_MESSAGES;
use crate::error::{Error, ErrorKind, Result};
use crate::message::StructReader;
use crate::messages::bytes::Received;
use crate::native::provenance::Provenance;
use crate::objects::{ValueError, describe};
use crate::text::quoted;

/// What the names of methods that take messages start with. No schema has a method of such a name.
const PREFIX: &str = "$capnp";

/// Reads a part of a call from its message.
pub(super) type Read<T> = fn(&StructReader<'_>) -> Result<T, ValueError>;

/// The message in a call of `called`, one of `methods`, and the method that it is for; none if `called` is a method that
/// is called with objects.
///
/// # Errors
/// If there is no method that takes this message, or it is no message.
pub(crate) fn received(
    called: MethodName,
    methods: &[MethodName],
    arguments: &Array,
) -> Result<Option<(MethodName, Received)>> {
    match called.wire.starts_with(PREFIX) {
        true => open(methods, arguments).map(Some),
        false => Ok(None),
    }
}

/// Reads what a method that takes messages was called with: the method, the message, and its cap table.
fn open(methods: &[MethodName], arguments: &Array) -> Result<(MethodName, Received)> {
    let wanted = arguments.get(0).as_string();
    let named = |method: &&MethodName| Some(method.wire) == wanted.as_deref();
    let Some(&method) = methods.iter().find(named) else {
        let wanted = wanted.map_or_else(|| describe(&arguments.get(0)), |name| quoted(&name));
        let message = format!("{NO_MESSAGES}{wanted}");
        return Err(Error::of(ErrorKind::MissingMethod, message));
    };
    let sent = arguments.length();
    if (3..sent).any(|index| !arguments.get(index).is_undefined()) {
        let why =
            format!("expected a method, a message and what is beside it, got {sent} arguments");
        return Err(Error::refusal(method.schema, why));
    }
    let caps = match arguments.get(2).dyn_into::<Array>() {
        Ok(caps) => Some(caps),
        Err(other) if other.is_undefined() => None,
        Err(other) => {
            let got = describe(&other);
            let why = format!("expected an Array of what is beside the message, got {got}");
            return Err(Error::invalid_argument(method.schema, "beside", why));
        }
    };
    let received = Received::open(&arguments.get(1), caps)
        .map_err(|error| Error::invalid_argument(method.schema, "message", error))?;
    Ok((method, received))
}

/// The parameters in a message.
///
/// # Errors
/// If it does not hold what the schema says.
pub(crate) fn read_params<P>(message: &Received, method: &'static str, read: Read<P>) -> Result<P> {
    Provenance::argument(method, "message")
        .reading(|| read(&message.root()?))
        .map_err(|error| refusal(method, error))
}

/// A call that came as a message is refused.
#[inline(never)]
fn refusal(method: &'static str, error: ValueError) -> Error {
    let (name, error) = error.split();
    Error::invalid_argument(method, name.unwrap_or("message"), error)
}

//! Calls whose arguments and result travel as one Cap'n Proto message each, between two Workers of ours.
//!
//! A service that takes messages has one method more on the wire, whose name starts with [`PREFIX`]. It is called as
//! `target.$capnpOrders("place", message, [handles])` and returns the message of the result, or `[message, …handles]`
//! if it holds any. A peer that has no such method has run nothing when it says so: the call is made again with
//! objects, and the peer is not asked a second time.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::calls::arguments::ArgumentError;
use crate::calls::format::{ArgumentStyle, MethodName};
use crate::calls::reply_format::ReplyReader;
use crate::error::{Error, ErrorKind, NO_MESSAGES, Result};
use crate::js::glue;
use crate::js::messages::{answer, forget_answer};
use crate::message::{StructReader, StructSize, StructWriter};
use crate::messages::bytes;
pub(crate) use crate::messages::bytes::Received;
use crate::native::provenance::Provenance;
use crate::objects::{Step, ValueError, describe, expected};
use crate::text::quoted;

/// What the names of methods that take messages start with. No schema has a method of such a name.
const PREFIX: &str = "$capnp";

/// How one call goes as a message.
#[derive(Debug)]
pub struct OutgoingMessage<A, T, F> {
    pub(crate) method: &'static str,
    pub(crate) size: StructSize,
    pub(crate) write: fn(&mut StructWriter<'_>, &A) -> Result<(), ValueError>,
    pub(crate) read: fn(&StructReader<'_>) -> Result<Result<T, F>, ValueError>,
    pub(crate) retry: Option<RetryAsObjects>,
}

/// Reads a part of a call from its message.
pub(crate) type Read<T> = fn(&StructReader<'_>) -> Result<T, ValueError>;

/// Writes the arguments that a message holds as objects.
pub(crate) type RetryAsObjects =
    fn(&StructReader<'_>, ArgumentStyle, &'static [&'static str]) -> Result<Array, ArgumentError>;

/// The parameters in a message.
///
/// # Errors
/// If it does not hold what the schema says.
pub(crate) fn read_params<P>(message: &Received, method: &'static str, read: Read<P>) -> Result<P> {
    Provenance::argument(method, "message")
        .reading(|| read(&message.root()?))
        .map_err(|error| refusal(method, error))
}

impl From<ValueError> for ArgumentError {
    fn from(error: ValueError) -> Self {
        let (name, error) = error.split();
        Self {
            name: name.unwrap_or("message"),
            why: error,
        }
    }
}

/// A call of a method that is called with objects only.
pub(crate) fn not_taken(method: &'static str) -> Error {
    refusal(method, ValueError::new("the method takes no messages"))
}

/// How to read the reply to a message.
pub(crate) struct MessageReply<T, F> {
    pub(crate) read: fn(&StructReader<'_>) -> Result<Result<T, F>, ValueError>,
    /// The message was only offered: the reply is an answer, which says whether it is a message itself.
    pub(crate) offered: bool,
    /// Who was called, by which method.
    pub(crate) peer: JsValue,
    pub(crate) by: &'static str,
}

impl<T, F: From<Error>> MessageReply<T, F> {
    /// Reads what came back, or was thrown.
    pub(crate) fn decode(
        &self,
        method: &'static str,
        objects: ReplyReader<T, F>,
        outcome: Result<JsValue, JsValue>,
    ) -> Result<T, F> {
        let reply = match outcome {
            Err(thrown) => {
                let error = Error::from_thrown(method, thrown);
                if error.kind() == ErrorKind::MissingMethod {
                    // A peer that took messages may be replaced by a version that does not.
                    forget_answer(&self.peer, self.by);
                }
                return Err(error.into());
            }
            Ok(reply) if !self.offered => reply,
            Ok(offer) => match answer(&offer) {
                (reply, true) => reply,
                (reply, false) => return objects.read(method, Ok(reply)),
            },
        };
        let value = Provenance::result(method).reading(|| {
            let received = open_reply(&reply)?;
            let value = (self.read)(&received.root()?);
            received.dispose_rest();
            value
        });
        value.unwrap_or_else(|error| {
            // Whatever stubs it holds are ours, and nobody will use them.
            glue::dispose(&reply);
            Err(invalid_reply(method, error).into())
        })
    }
}

/// A call that came as a message is refused.
#[inline(never)]
fn refusal(method: &'static str, error: ValueError) -> Error {
    let (name, error) = error.split();
    Error::invalid_argument(method, name.unwrap_or("message"), error)
}

/// A reply is the message of a struct. Its one field `result` is what a method gives, or all its fields together are.
#[inline(never)]
fn invalid_reply(method: &'static str, error: ValueError) -> Error {
    match error.split() {
        (Some(RESULT), error) => Error::invalid_reply(method, RESULT, &error),
        (Some(name), error) => Error::invalid_reply(method, RESULT, &error.at(Step::Field(name))),
        (None, error) => Error::invalid_reply(method, RESULT, &error),
    }
}

/// What errors call what a method gives.
const RESULT: &str = "result";

#[inline(never)]
fn open_reply(reply: &JsValue) -> Result<Received, ValueError> {
    let Some(parts) = reply.dyn_ref::<Array>() else {
        return open(reply, None);
    };
    open(&parts.get(0), Some(parts.slice(1, parts.length())))
}

fn open(message: &JsValue, caps: Option<Array>) -> Result<Received, ValueError> {
    match message.dyn_ref::<Uint8Array>() {
        Some(bytes) => Received::new(bytes, caps),
        None => Err(expected("a Cap'n Proto message in a Uint8Array", message)),
    }
}

/// A call that came as a message.
#[derive(Debug)]
pub(crate) struct IncomingMessage {
    /// One of the service's methods.
    pub(crate) method: MethodName,
    pub(crate) params: Received,
}

impl IncomingMessage {
    /// The message in a call of `called`; none if that is a method that is called with objects.
    ///
    /// # Errors
    /// If there is no such method, or this is no message.
    pub(crate) fn of(
        called: MethodName,
        methods: &[MethodName],
        arguments: &Array,
    ) -> Result<Option<Self>> {
        match called.wire.starts_with(PREFIX) {
            true => Self::open(methods, arguments).map(Some),
            false => Ok(None),
        }
    }

    /// Reads what a method that takes messages was called with: the method, the message, and its cap table.
    fn open(methods: &[MethodName], arguments: &Array) -> Result<Self> {
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
        let params = open(&arguments.get(1), caps)
            .map_err(|error| Error::invalid_argument(method.schema, "message", error))?;
        Ok(Self { method, params })
    }
}

/// What a method that was called with a message returns: the message of its result, with its handles.
pub(crate) fn write_reply<R>(
    method: &'static str,
    (data, pointers): (u16, u16),
    write: fn(&mut StructWriter<'_>, &R) -> Result<(), ValueError>,
    reply: &R,
) -> Result<JsValue> {
    let size = StructSize::new(data, pointers);
    let (message, caps) = bytes::write_message(size, |to| write(to, reply))
        .map_err(|error| invalid_reply(method, error))?;
    if caps.is_empty() {
        return Ok(message.into());
    }
    let parts = std::iter::once(message.into()).chain(caps);
    Ok(parts.collect::<Array>().into())
}

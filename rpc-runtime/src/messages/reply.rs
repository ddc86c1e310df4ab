//! What a call gives that went as a message: the message of its result, with its cap table.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::calls::reply_format::ReplyReader;
use crate::error::{Error, ErrorKind, Result};
use crate::js::glue;
use crate::message::{StructReader, StructSize, StructWriter};
use crate::messages::bytes::{Received, write_message};
use crate::messages::js::{answer, forget_answer};
use crate::native::provenance::Provenance;
use crate::objects::{Step, ValueError};

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

/// A reply is the message of a struct. Its one field `result` is what a method gives, or all its fields together are.
#[inline(never)]
fn invalid_reply(method: &'static str, error: ValueError) -> Error {
    match error.split() {
        (Some(RESULT), error) => Error::invalid_reply(method, RESULT, error),
        (Some(name), error) => Error::invalid_reply(method, RESULT, error.at(Step::Field(name))),
        (None, error) => Error::invalid_reply(method, RESULT, error),
    }
}

/// What errors call what a method gives.
const RESULT: &str = "result";

#[inline(never)]
fn open_reply(reply: &JsValue) -> Result<Received, ValueError> {
    let Some(parts) = reply.dyn_ref::<Array>() else {
        return Received::open(reply, None);
    };
    Received::open(&parts.get(0), Some(parts.slice(1, parts.length())))
}

/// What a method that was called with a message returns: the message of its result, with its handles.
pub(crate) fn write_reply<R>(
    method: &'static str,
    (data, pointers): (u16, u16),
    write: fn(&mut StructWriter<'_>, &R) -> Result<(), ValueError>,
    reply: &R,
) -> Result<JsValue> {
    let size = StructSize::new(data, pointers);
    let (message, caps) =
        write_message(size, |to| write(to, reply)).map_err(|error| invalid_reply(method, error))?;
    if caps.is_empty() {
        return Ok(message.into());
    }
    let parts = std::iter::once(message.into()).chain(caps);
    Ok(parts.collect::<Array>().into())
}

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
    pub(crate) from: Replier,
}

impl<T, F> Clone for MessageReply<T, F> {
    fn clone(&self) -> Self {
        Self {
            read: self.read,
            from: self.from.clone(),
        }
    }
}

/// Whose reply it is.
#[derive(Clone)]
pub(crate) struct Replier {
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
        let reply = match self.from.reply(method, outcome)? {
            (reply, true) => reply,
            (reply, false) => return objects.read(method, Ok(reply)),
        };
        let mut value = None;
        read_reply(method, &reply, &mut |from| {
            value = Some((self.read)(from)?);
            Ok(())
        })?;
        // It was read, or that was the error.
        value.unwrap_or_else(|| {
            Err(invalid_reply(method, ValueError::new("nothing was read")).into())
        })
    }
}

impl Replier {
    /// The reply, and whether it is a message.
    #[inline(never)]
    fn reply(
        &self,
        method: &'static str,
        outcome: Result<JsValue, JsValue>,
    ) -> Result<(JsValue, bool)> {
        match outcome {
            Err(thrown) => {
                let error = Error::from_thrown(method, thrown);
                if error.kind() == ErrorKind::MissingMethod {
                    // A peer that took messages may be replaced by a version that does not.
                    forget_answer(&self.peer, self.by);
                }
                Err(error)
            }
            Ok(reply) if !self.offered => Ok((reply, true)),
            Ok(offer) => Ok(answer(&offer)),
        }
    }
}

#[inline(never)]
fn read_reply(
    method: &'static str,
    reply: &JsValue,
    read: &mut dyn FnMut(&StructReader<'_>) -> Result<(), ValueError>,
) -> Result<()> {
    let outcome = Provenance::result(method).reading(|| {
        let received = open_reply(reply)?;
        let outcome = read(&received.root()?);
        received.dispose_rest();
        outcome
    });
    outcome.map_err(|error| {
        // Whatever stubs it holds are ours, and nobody will use them.
        glue::dispose(reply);
        invalid_reply(method, error)
    })
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
    write_parts(method, size, &mut |to| write(to, reply))
}

#[inline(never)]
fn write_parts(
    method: &'static str,
    size: StructSize,
    write: &mut dyn FnMut(&mut StructWriter<'_>) -> Result<(), ValueError>,
) -> Result<JsValue> {
    let (message, caps) =
        write_message(size, write).map_err(|error| invalid_reply(method, error))?;
    if caps.is_empty() {
        return Ok(message.into());
    }
    let parts = std::iter::once(message.into()).chain(caps);
    Ok(parts.collect::<Array>().into())
}

//! Calls whose arguments and result travel as one Cap'n Proto message each, between two Workers of ours.
//!
//! A service that takes messages has one method more on the wire, whose name starts with [`PREFIX`]. It is called as
//! `target.$capnpOrders("place", message, [handles])` and returns the message of the result, or `[message, …handles]`
//! if it holds any. A peer that has no such method has run nothing when it says so: the call is made again with
//! objects, and the peer is not asked a second time.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::calls::arguments::{self, ArgumentError, ArgumentWriter};
use crate::calls::call::Call;
use crate::calls::method::Method;
use crate::calls::reply_format::Form;
use crate::error::{Error, ErrorKind, NO_MESSAGES, RemoteError, Result};
use crate::js::glue;
use crate::js::numbered::Numbered;
use crate::message::{StructReader, StructSize, StructWriter};
use crate::messages::bytes::{self, Received};
use crate::native::provenance::Provenance;
use crate::native::transfer;
use crate::text::quoted;
use crate::value::{Step, ValueError, describe, expected};

/// What the names of methods that take messages start with. No schema has a method of such a name.
pub(crate) const PREFIX: &str = "$capnp";

/// Reads what a method gave from the message of its result.
pub type ReadReply<T, F> = fn(&StructReader<'_>) -> Result<Result<T, F>, ValueError>;

/// Writes the arguments that a message holds as objects.
pub type WriteAgain = fn(&StructReader<'_>, &mut ArgumentWriter) -> Result<(), ArgumentError>;

/// How one call travels as a message. Made by generated code.
#[derive(Debug)]
pub struct MessageCall<T, F> {
    /// The method that takes messages: `$capnpOrders`.
    pub method: &'static str,
    /// What comes back from a peer that takes no messages.
    pub form: Form<T, F>,
    /// Of the struct that holds the arguments.
    pub size: StructSize,
    /// Reads the result.
    pub read: ReadReply<T, F>,
    /// For a peer that takes no messages. None where an argument is a handle, which cannot be sent twice: such a call
    /// is a message only when the peer is known to take them.
    pub again: Option<WriteAgain>,
}

/// How to read the reply to a message.
pub(crate) struct ReplyForm<T, F> {
    read: ReadReply<T, F>,
    /// The message was only offered: the reply is an answer, which says whether it is a message itself.
    offered: bool,
    /// Who was called, by which method.
    peer: JsValue,
    by: &'static str,
}

impl<T, F: From<Error>> ReplyForm<T, F> {
    /// Reads what came back, or was thrown.
    pub(crate) fn decode(
        &self,
        method: &'static str,
        form: Form<T, F>,
        outcome: Result<JsValue, JsValue>,
    ) -> Result<T, F> {
        let reply = match outcome {
            Err(thrown) => {
                let error = Error::from_thrown(method, thrown);
                if error.kind() == ErrorKind::MissingMethod {
                    // A peer that took messages may be replaced by a version that does not.
                    glue::forget_answer(&self.peer, self.by);
                }
                return Err(error.into());
            }
            Ok(reply) if !self.offered => reply,
            Ok(answer) => match glue::answer(&answer) {
                (reply, true) => reply,
                (reply, false) => return form.read(method, Ok(reply)),
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

/// Calls `method` of `object`: with a message, unless the object takes none.
pub(crate) fn send<P, T, F>(
    object: &JsValue,
    method: Method,
    message: MessageCall<T, F>,
    params: &P,
    write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
    write_message: impl FnOnce(&mut StructWriter<'_>, &P) -> Result<(), ValueError>,
) -> Call<T, F> {
    let MessageCall {
        method: by,
        form,
        size,
        read,
        again,
    } = message;
    let offer = match (glue::takes_messages(object, by), again) {
        (Some(true), _) => None,
        (None, Some(again)) => Some(again),
        (Some(false), _) | (None, None) => {
            return arguments::send(object, method, |arguments| write(arguments, params), form);
        }
    };
    let sent = match bytes::write_message(size, |to| write_message(to, params)) {
        Err(error) => Call::failed(ArgumentError::from(error).in_method(method.schema)),
        // What another crate put in the place of a type is not known here, and travels beside.
        Ok((_, beside)) if offer.is_some() && !beside.is_empty() => {
            transfer::sent();
            return arguments::send(object, method, |arguments| write(arguments, params), form);
        }
        Ok((message, beside)) => {
            let promise = match offer {
                None => {
                    let beside = match beside.is_empty() {
                        true => JsValue::UNDEFINED,
                        false => beside.into_iter().collect::<Array>().into(),
                    };
                    glue::call_message(object, by, method.wire, &message, &beside)
                }
                Some(again) => {
                    let offered = Offered {
                        by,
                        method,
                        message: message.clone(),
                        again,
                    };
                    let number = offered.keep();
                    AGAIN
                        .with(|again| glue::offer(object, by, method.wire, &message, again, number))
                }
            };
            let reply = ReplyForm {
                read,
                offered: offer.is_some(),
                peer: object.clone(),
                by,
            };
            Call::sent_as_message(method.schema, promise, form, reply)
        }
    };
    transfer::sent();
    sent
}

thread_local! {
    /// Calls that were offered, and may have to be made again.
    static OFFERED: RefCell<Numbered<Offered>> = const { RefCell::new(Numbered::new()) };
    static AGAIN: JsValue =
        Closure::<dyn Fn(u32, JsValue) -> Result<JsValue, JsValue>>::new(again).into_js_value();
}

/// What it takes to make a call again.
struct Offered {
    /// What was called first.
    by: &'static str,
    method: Method,
    message: Uint8Array,
    again: WriteAgain,
}

impl Offered {
    /// Keeps it until JavaScript says whether the peer takes messages; returns the number to say it by.
    fn keep(self) -> u32 {
        OFFERED.with_borrow_mut(|offered| offered.add(self))
    }
}

/// Called by JavaScript, once for each call, with what was thrown: if the call has to be made again, as `[method,
/// arguments]`.
fn again(number: u32, thrown: JsValue) -> Result<JsValue, JsValue> {
    let offered = OFFERED.with_borrow_mut(|offered| offered.remove(number));
    let lacks = |offered: &Offered| {
        !thrown.is_undefined() && RemoteError::from_js(thrown).lacks(offered.by)
    };
    let Some(offered) = offered.filter(lacks) else {
        return Ok(JsValue::UNDEFINED);
    };
    let Offered {
        by: _,
        method,
        message,
        again,
    } = offered;
    let arguments =
        arguments_of(&message, again).map_err(|error| error.in_method(method.schema))?;
    Ok(Array::of2(&glue::name(method.wire), arguments.as_js()).into())
}

fn arguments_of(message: &Uint8Array, again: WriteAgain) -> Result<ArgumentWriter, ArgumentError> {
    let received = Received::new(message, None)?;
    let mut arguments = ArgumentWriter::new();
    again(&received.root()?, &mut arguments)?;
    Ok(arguments)
}

/// A call that came as a message is refused.
#[inline(never)]
pub(crate) fn refusal(method: &'static str, error: ValueError) -> Error {
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

fn open(message: &JsValue, beside: Option<Array>) -> Result<Received, ValueError> {
    match message.dyn_ref::<Uint8Array>() {
        Some(bytes) => Received::new(bytes, beside),
        None => Err(expected("a Cap'n Proto message in a Uint8Array", message)),
    }
}

/// A call that came in as a message.
#[derive(Debug)]
pub(crate) struct IncomingMessage {
    /// One of the service's methods.
    pub(crate) method: Method,
    pub(crate) arguments: Received,
}

impl IncomingMessage {
    /// Reads what a method that takes messages was called with: `(method, message, beside)`.
    ///
    /// # Errors
    /// If there is no such method, or this is no message.
    pub(crate) fn open(methods: &[Method], arguments: &Array) -> Result<Self> {
        let wanted = arguments.get(0).as_string();
        let named = |method: &&Method| Some(method.wire) == wanted.as_deref();
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
        let beside = match arguments.get(2).dyn_into::<Array>() {
            Ok(beside) => Some(beside),
            Err(other) if other.is_undefined() => None,
            Err(other) => {
                let got = describe(&other);
                let why = format!("expected an Array of what is beside the message, got {got}");
                return Err(Error::invalid_argument(method.schema, "beside", why));
            }
        };
        let arguments = open(&arguments.get(1), beside)
            .map_err(|error| Error::invalid_argument(method.schema, "message", error))?;
        Ok(Self { method, arguments })
    }
}

/// What a method that was called with a message returns: the message of its result, with its handles.
pub(crate) fn reply(
    method: &'static str,
    size: StructSize,
    write: impl FnOnce(&mut StructWriter<'_>) -> Result<(), ValueError>,
) -> Result<JsValue> {
    let (message, beside) =
        bytes::write_message(size, write).map_err(|error| invalid_reply(method, error))?;
    if beside.is_empty() {
        return Ok(message.into());
    }
    let parts = std::iter::once(message.into()).chain(beside);
    Ok(parts.collect::<Array>().into())
}

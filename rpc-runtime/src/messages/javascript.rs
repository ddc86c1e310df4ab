//! Calls of JavaScript objects that are messages: to whoever takes them, or is asked whether it does.

use std::cell::RefCell;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::calls::arguments::ArgumentError;
use crate::calls::around::{Outgoing, Sender};
use crate::calls::call::Call;
use crate::calls::chain::Chain;
use crate::calls::format::{ArgumentStyle, MethodName};
use crate::calls::params::{ParamFormat, Params};
use crate::calls::reply_format::ReplyReader;
use crate::calls::sending::Sending;
use crate::calls::sent::SentCall;
use crate::error::{RemoteError, Result};
use crate::js::glue::name;
use crate::js::numbered::Numbered;
use crate::message::{StructSize, StructWriter};
use crate::messages::bytes::{Received, write_message};
use crate::messages::js::{call_message, offer, takes_messages};
use crate::messages::outgoing::{OutgoingMessage, RetryAsObjects};
use crate::messages::reply::{MessageReply, Replier};
use crate::native::promise::PromiseOutcome;
use crate::native::transfer::{self, Lent};
use crate::objects::ValueError;

/// Calls a method of an object, which calls may bring, with a message. None if the object takes none, or cannot be asked: then nothing was sent.
pub(crate) fn send<A, P: Params, T, F>(
    object: (&JsValue, Option<&Chain>),
    sending: Sending<'_>,
    format: &ParamFormat<P>,
    message: OutgoingMessage<A, T, F>,
    arguments: &A,
    reader: ReplyReader<T, F>,
) -> Option<Call<T, F>> {
    let retry = message.retry;
    let asked = Asked {
        by: message.method,
        method: sending.name,
        retry: retry.map(|retry| (retry, format.style, format.names)),
    };
    let mut write = |to: &mut StructWriter<'_>| (message.write)(to, arguments);
    let (call, from) = asked.send(object, sending, message.size, &mut write)?;
    let reply = from.map(|from| MessageReply {
        read: message.read,
        from,
    });
    Some(Call::outgoing(
        sending.name.schema,
        call,
        Some(reader),
        reply,
    ))
}

/// A call that is to go as a message.
#[derive(Clone, Copy)]
struct Asked {
    by: &'static str,
    method: MethodName,
    /// How it is made with objects, if the peer takes no messages.
    retry: Option<(RetryAsObjects, ArgumentStyle, &'static [&'static str])>,
}

impl Asked {
    /// Sends the message, and says whose reply it is to be. None if the object takes none, or cannot be asked.
    #[inline(never)]
    fn send(
        self,
        (object, before): (&JsValue, Option<&Chain>),
        sending: Sending<'_>,
        size: StructSize,
        write: &mut dyn FnMut(&mut StructWriter<'_>) -> Result<(), ValueError>,
    ) -> Option<(Result<Outgoing>, Option<Replier>)> {
        let telling = sending.options.and_then(|options| options.telling());
        let called = match telling {
            Some(telling) => telling(object),
            None => object.clone(),
        };
        let prepared = self.prepare(&called, size, sending, write);
        let prepared = match prepared {
            Some(Ok(prepared)) => prepared,
            Some(Err(error)) => {
                transfer::sent();
                return Some((Err(error.in_method(self.method.schema)), None));
            }
            None => {
                transfer::sent();
                return None;
            }
        };
        let from = Replier {
            offered: prepared.is_offered(),
            peer: called.clone(),
            by: self.by,
        };
        let before = before.cloned();
        let call = match sending.options {
            None => {
                let promise = prepared.send(&called);
                transfer::sent();
                let reply = PromiseOutcome::of(&promise);
                Ok(Outgoing::Sent(SentCall::new(promise, reply, before)))
            }
            Some(options) => {
                let mut call = sending.begin(prepared.size(), None);
                call.is_idempotent &= before.is_none();
                let send = Sender::JavaScript {
                    send: prepared.into_sender(called),
                    before,
                };
                options.begin(options, call, send).map(Outgoing::Around)
            }
        };
        Some((call, Some(from)))
    }

    /// Writes the message. None if the object takes none, or cannot be asked.
    fn prepare(
        mut self,
        object: &JsValue,
        size: StructSize,
        sending: Sending<'_>,
        write: &mut dyn FnMut(&mut StructWriter<'_>) -> Result<(), ValueError>,
    ) -> Option<Result<Prepared, ArgumentError>> {
        match (takes_messages(object, self.by), self.retry) {
            (Some(true), _) => self.retry = None,
            (None, Some(_)) => {}
            (Some(false), _) | (None, None) => return None,
        }
        let copies = sending.begin_writing();
        let written = write_message(size, write);
        drop(copies);
        let (message, caps) = match written {
            Ok(written) => written,
            Err(error) => return Some(Err(error.into())),
        };
        // What another crate put in the place of a type is not known here, and goes into the cap table.
        if self.retry.is_some() && !caps.is_empty() {
            return None;
        }
        let caps = match caps.is_empty() {
            true => JsValue::UNDEFINED,
            false => caps.into_iter().collect::<Array>().into(),
        };
        Some(Ok(Prepared {
            call: self,
            message,
            caps,
        }))
    }
}

/// A call whose message is written.
struct Prepared {
    call: Asked,
    message: Uint8Array,
    caps: JsValue,
}

impl Prepared {
    /// Whether the peer may take no messages; then the reply is an answer.
    fn is_offered(&self) -> bool {
        self.call.retry.is_some()
    }

    /// The bytes of the message.
    fn size(&self) -> usize {
        self.message.length() as usize
    }

    /// What sends it, any number of times.
    #[inline(never)]
    fn into_sender(self, object: JsValue) -> Box<dyn Fn() -> Promise> {
        let lent = Lent::take();
        Box::new(move || {
            let _ = &lent;
            self.send(&object)
        })
    }

    #[inline(never)]
    fn send(&self, object: &JsValue) -> Promise {
        let Asked { by, method, retry } = self.call;
        match retry {
            None => call_message(object, by, method.wire, &self.message, &self.caps),
            Some((retry, style, names)) => {
                let offered = Offered {
                    by,
                    method,
                    style,
                    names,
                    message: self.message.clone(),
                    retry,
                };
                let number = offered.keep();
                let message = &self.message;
                RETRY.with(|retry| offer(object, by, method.wire, message, retry, number))
            }
        }
    }
}

thread_local! {
    /// Calls that were offered, and may have to be retried with objects.
    static OFFERED: RefCell<Numbered<Offered>> = const { RefCell::new(Numbered::new()) };
    static RETRY: JsValue =
        Closure::<dyn Fn(u32, JsValue) -> Result<JsValue, JsValue>>::new(retry).into_js_value();
}

/// What it takes to make a call with objects.
struct Offered {
    /// What was called first.
    by: &'static str,
    method: MethodName,
    style: ArgumentStyle,
    names: &'static [&'static str],
    message: Uint8Array,
    retry: RetryAsObjects,
}

impl Offered {
    /// Keeps it until JavaScript says whether the peer takes messages; returns the number to say it by.
    fn keep(self) -> u32 {
        OFFERED.with_borrow_mut(|offered| offered.add(self))
    }

    /// The arguments as objects.
    fn arguments(&self) -> Result<Array, ArgumentError> {
        let received = Received::new(&self.message, None)?;
        (self.retry)(&received.root()?, self.style, self.names)
    }
}

/// Called by JavaScript, once for each call, with what was thrown: if the call has to be made with objects, as `[method,
/// arguments]`.
fn retry(number: u32, thrown: JsValue) -> Result<JsValue, JsValue> {
    let offered = OFFERED.with_borrow_mut(|offered| offered.remove(number));
    let lacks = |offered: &Offered| {
        !thrown.is_undefined() && RemoteError::from_js(thrown).lacks(Some(offered.by))
    };
    let Some(offered) = offered.filter(lacks) else {
        return Ok(JsValue::UNDEFINED);
    };
    let method = offered.method;
    let arguments = offered
        .arguments()
        .map_err(|error| error.in_method(method.schema))?;
    Ok(Array::of2(&name(method.wire), &arguments).into())
}

/// How many calls were offered, and not answered.
pub(crate) fn offered() -> usize {
    OFFERED.with_borrow(Numbered::len)
}

//! Calls of JavaScript objects that are messages: to whoever takes them, or is asked whether it does.

use std::cell::RefCell;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::calls::arguments::ArgumentError;
use crate::calls::call::Call;
use crate::calls::format::{ArgumentStyle, MethodName};
use crate::calls::params::{ParamFormat, Params};
use crate::calls::reply_format::ReplyReader;
use crate::error::{RemoteError, Result};
use crate::js::glue::name;
use crate::js::numbered::Numbered;
use crate::message::{StructSize, StructWriter};
use crate::messages::bytes::{Received, write_message};
use crate::messages::js::{call_message, offer, takes_messages};
use crate::messages::outgoing::{OutgoingMessage, RetryAsObjects};
use crate::messages::reply::{MessageReply, Replier};
use crate::native::promise::PromiseOutcome;
use crate::native::transfer;
use crate::objects::ValueError;

/// Calls `method` of `object` with a message. None if the object takes none, or cannot be asked: then nothing was sent.
pub(crate) fn send<A, P: Params, T, F>(
    object: &JsValue,
    method: MethodName,
    format: &ParamFormat<P>,
    message: OutgoingMessage<A, T, F>,
    arguments: &A,
    reader: ReplyReader<T, F>,
) -> Option<Call<T, F>> {
    let sending = Sending {
        object,
        by: message.method,
        method,
        size: message.size,
        retry: message
            .retry
            .map(|retry| (retry, format.style, format.names)),
    };
    let (promise, offered) = match sending.send(&mut |to| (message.write)(to, arguments))? {
        Ok(sent) => sent,
        Err(error) => return Some(Call::failed(error)),
    };
    let reply = MessageReply {
        read: message.read,
        from: Replier {
            offered,
            peer: object.clone(),
            by: message.method,
        },
    };
    let outcome = PromiseOutcome::of(&promise);
    Some(Call::sent(
        method.schema,
        promise,
        outcome,
        reader,
        Some(reply),
    ))
}

/// A call, without its types.
struct Sending<'a> {
    object: &'a JsValue,
    by: &'static str,
    method: MethodName,
    size: StructSize,
    retry: Option<(RetryAsObjects, ArgumentStyle, &'static [&'static str])>,
}

impl Sending<'_> {
    /// The promise of the reply, and whether the call was only offered as a message. None if nothing was sent.
    #[inline(never)]
    fn send(
        &self,
        write: &mut dyn FnMut(&mut StructWriter<'_>) -> Result<(), ValueError>,
    ) -> Option<Result<(Promise, bool)>> {
        let &Self {
            object, by, method, ..
        } = self;
        let offered = match (takes_messages(object, by), self.retry) {
            (Some(true), _) => None,
            (None, Some(retry)) => Some(retry),
            (Some(false), _) | (None, None) => return None,
        };
        let written = write_message(self.size, write);
        transfer::sent_after(|| {
            let (message, caps) = match written {
                Ok(written) => written,
                Err(error) => {
                    let error = ArgumentError::from(error).in_method(method.schema);
                    return Some(Err(error));
                }
            };
            let promise = match offered {
                None => {
                    let caps = match caps.is_empty() {
                        true => JsValue::UNDEFINED,
                        false => caps.into_iter().collect::<Array>().into(),
                    };
                    call_message(object, by, method.wire, &message, &caps)
                }
                // What another crate put in the place of a type is not known here, and goes into the cap table.
                Some(_) if !caps.is_empty() => return None,
                Some((retry, style, names)) => {
                    let offered = Offered {
                        by,
                        method,
                        style,
                        names,
                        message: message.clone(),
                        retry,
                    };
                    let number = offered.keep();
                    RETRY.with(|retry| offer(object, by, method.wire, &message, retry, number))
                }
            };
            Some(Ok((promise, offered.is_some())))
        })
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

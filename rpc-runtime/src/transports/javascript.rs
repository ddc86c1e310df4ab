//! Calls of JavaScript objects: bindings, stubs of other Workers' objects, and promises of such stubs.

use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;

use super::Peer;
use super::in_process::{Arrival, elsewhere};
use crate::calls::arguments::ArgumentError;
use crate::calls::around::Beginning;
use crate::calls::call::{Again, Call, not_arrived};
use crate::calls::chain::Chain;
use crate::calls::encoding::Outgoing;
use crate::calls::format::MethodName;
use crate::calls::method::Method;
use crate::calls::options::SharedOptions;
use crate::calls::params::{Arguments, Params, write};
use crate::calls::reply_format::{ReadReply, ReplyReader};
use crate::error::{CallFailure, Result};
use crate::js::glue;
use crate::messages;
use crate::native::promise::PromiseOutcome;
use crate::native::run::LocalFuture;
use crate::native::stub::Stub;
use crate::native::transfer::{self, Lent};
use crate::objects::written_size;

/// What is called.
#[derive(Clone)]
pub(crate) enum Object {
    /// A stub, ours to dispose.
    Stub(Stub),
    /// A binding, whether it was the user's or came in a call; or whatever else the user made a client of, such as a stub
    /// that is the user's to dispose.
    Given(JsValue),
    /// A stub that has not arrived.
    Arriving {
        /// What takes calls already.
        object: JsValue,
        /// The calls that bring it.
        calls: Chain,
    },
    /// What a call brings that is not sent: those on it wait for it.
    Later {
        arrival: Arrival,
        /// Those of the call.
        options: SharedOptions,
    },
}

impl Object {
    /// The stub, or the promise of one; none if there is neither.
    fn as_js(&self) -> Option<&JsValue> {
        match self {
            Self::Stub(stub) => Some(stub.as_js()),
            Self::Given(object) | Self::Arriving { object, .. } => Some(object),
            Self::Later { .. } => None,
        }
    }

    /// The calls that bring it, if it has not arrived.
    fn calls(&self) -> Option<&Chain> {
        match self {
            Self::Arriving { calls, .. } => Some(calls),
            Self::Stub(_) | Self::Given(_) | Self::Later { .. } => None,
        }
    }

    pub(super) fn duplicate(&self) -> Result<Self> {
        match self {
            Self::Stub(stub) => stub.duplicate().map(|stub| Self::Stub(Stub::new(stub))),
            Self::Given(object) => Ok(Self::Given(object.clone())),
            Self::Arriving { .. } | Self::Later { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn give(&self) -> Result<JsValue> {
        match self {
            Self::Stub(stub) => stub.give(),
            Self::Given(object) => Ok(glue::sendable(object)),
            Self::Arriving { .. } | Self::Later { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn lend(&self) -> Result<JsValue> {
        match self {
            Self::Stub(stub) => stub.lend(),
            Self::Given(object) => Ok(glue::sendable(object)),
            Self::Arriving { .. } | Self::Later { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn disown(&self) {
        match self {
            Self::Stub(stub) => stub.disown(),
            Self::Given(_) | Self::Arriving { .. } | Self::Later { .. } => {}
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Stub(_) => "Stub",
            Self::Given(_) => "Given",
            Self::Arriving { .. } | Self::Later { .. } => "Arriving",
        }
    }

    /// Calls `method`, with a message if that is how it goes and the object takes one.
    pub(super) fn call<O, P, T, F, R, E, A>(
        &self,
        method: &Method<O, P, T, F, E, R>,
        arguments: &A,
        options: Option<&SharedOptions>,
    ) -> Call<T, F>
    where
        P: Params,
        F: CallFailure,
        R: ReadReply<T, F>,
        E: Outgoing<A, P, T, F>,
        A: Arguments<P>,
    {
        let outgoing = Sending {
            name: method.name,
            is_idempotent: method.repeat.is_some(),
            options,
        };
        let reader = R::reader(&method.reply);
        let format = &method.params;
        let write = || write(format.style, format.names, arguments);
        let told = self.as_js().map(|object| outgoing.told(object));
        let Some(object) = told.as_deref() else {
            let arguments = outgoing.written(write);
            return self.send_later(outgoing, arguments, reader);
        };
        let call = E::message().and_then(|message| {
            messages::send(object, outgoing, format, message, arguments, reader)
        });
        let call = call.unwrap_or_else(|| {
            let arguments = outgoing.written(write);
            send(object, outgoing, arguments, reader)
        });
        call.chained(self.calls())
    }

    /// A call of what is not there: its options are those of the call that brings it.
    fn send_later<T, F: CallFailure>(
        &self,
        outgoing: Sending<'_>,
        arguments: Result<Array, ArgumentError>,
        reader: ReplyReader<T, F>,
    ) -> Call<T, F> {
        let Self::Later { arrival, options } = self else {
            return Call::failed(not_arrived());
        };
        let (there, arrival) = (Rc::new(OnceCell::new()), arrival());
        let after: LocalFuture<'static, Result<()>> = Box::pin({
            let there = Rc::clone(&there);
            async move {
                let Peer::JavaScript(object) = arrival.await? else {
                    return Err(elsewhere());
                };
                // It comes once.
                let _ = there.set(object);
                Ok(())
            }
        });
        let options = outgoing.options.unwrap_or(options);
        let tells = options.telling();
        let name = outgoing.name;
        let call = move |arguments: &Array| {
            // It is there before the call is sent.
            let nothing = JsValue::UNDEFINED;
            let object = there.get().and_then(Self::as_js).unwrap_or(&nothing);
            match tells {
                Some(telling) => glue::call(&telling(object), name.wire, arguments),
                None => glue::call(object, name.wire, arguments),
            }
        };
        send_around(options, outgoing, Some(after), arguments, call, reader)
    }
}

/// A call that is to be sent.
#[derive(Clone, Copy)]
pub(crate) struct Sending<'a> {
    pub(crate) name: MethodName,
    pub(crate) is_idempotent: bool,
    pub(crate) options: Option<&'a SharedOptions>,
}

impl Sending<'_> {
    /// What is called in the place of `object`: where the other side is to be told if the call is cancelled, something that
    /// does so.
    fn told<'o>(&self, object: &'o JsValue) -> Told<'o> {
        match self.options {
            Some(options) => match options.telling() {
                Some(telling) => Told::Teller(telling(object)),
                None => Told::Object(object),
            },
            None => Told::Object(object),
        }
    }

    /// What `write` writes. With options, the call may be sent later, or again: then its stubs are copies of its own.
    pub(crate) fn written<W>(&self, write: impl FnOnce() -> W) -> W {
        match self.options {
            None => write(),
            Some(_) => transfer::copying(write),
        }
    }

    /// The call begins, with arguments of so many bytes.
    pub(crate) fn begin(
        &self,
        size: usize,
        after: Option<LocalFuture<'static, Result<()>>>,
    ) -> Beginning {
        Beginning {
            name: self.name,
            size: Some(size),
            is_idempotent: self.is_idempotent,
            after,
        }
    }
}

/// What is called.
enum Told<'o> {
    Object(&'o JsValue),
    /// What has it told if a call is cancelled.
    Teller(JsValue),
}

impl Deref for Told<'_> {
    type Target = JsValue;

    fn deref(&self) -> &JsValue {
        match self {
            Self::Object(object) => object,
            Self::Teller(teller) => teller,
        }
    }
}

/// Calls a method of `object` with arguments that were written as objects.
fn send<T, F: CallFailure>(
    object: &JsValue,
    outgoing: Sending<'_>,
    arguments: Result<Array, ArgumentError>,
    reader: ReplyReader<T, F>,
) -> Call<T, F> {
    let name = outgoing.name;
    if let Some(options) = outgoing.options {
        let object = object.clone();
        let call = move |arguments: &Array| glue::call(&object, name.wire, arguments);
        return send_around(options, outgoing, None, arguments, call, reader);
    }
    transfer::sent_after(|| match arguments {
        Ok(arguments) => {
            let (promise, reply) = PromiseOutcome::of_call(object, name.wire, &arguments);
            Call::sent(name.schema, promise, reply, reader, None)
        }
        Err(error) => Call::failed(error.in_method(name.schema)),
    })
}

/// The same, as the options have it.
fn send_around<T, F: CallFailure>(
    options: &SharedOptions,
    outgoing: Sending<'_>,
    after: Option<LocalFuture<'static, Result<()>>>,
    arguments: Result<Array, ArgumentError>,
    call: impl Fn(&Array) -> Promise + 'static,
    reader: ReplyReader<T, F>,
) -> Call<T, F> {
    let lent = Lent::take();
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => return Call::failed(error.in_method(outgoing.name.schema)),
    };
    let beginning = outgoing.begin(written_size(), after);
    let send = Box::new(move || {
        let _ = &lent;
        call(&arguments)
    });
    let again = Again::JavaScript {
        send,
        reader,
        message: None,
        before: None,
    };
    Call::around(options, beginning, again)
}

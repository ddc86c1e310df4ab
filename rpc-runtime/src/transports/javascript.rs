//! Calls of JavaScript objects: bindings, stubs of other Workers' objects, and promises of such stubs.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::arguments::ArgumentError;
use crate::calls::call::{Call, not_arrived};
use crate::calls::chain::Chain;
use crate::calls::encoding::Outgoing;
use crate::calls::format::MethodName;
use crate::calls::method::Method;
use crate::calls::params::{Arguments, Params, write};
use crate::calls::reply_format::{ReadReply, ReplyReader};
use crate::error::Result;
use crate::messages;
use crate::native::promise::PromiseOutcome;
use crate::native::stub::{Awaited, Stub};
use crate::native::transfer;

/// What is called.
#[derive(Clone)]
pub(crate) enum Object {
    /// A stub, ours to dispose.
    Stub(Stub),
    /// Whatever the user made a client of: a binding, or a stub that is the user's to dispose.
    Given(JsValue),
    /// A stub that has not arrived.
    Arriving {
        /// What takes calls already.
        object: JsValue,
        /// The reply that it is, or is in, for as long as anybody wants it.
        _reply: Awaited,
        /// The calls that bring it.
        calls: Chain,
    },
}

impl Object {
    /// The stub, or the promise of one.
    fn as_js(&self) -> &JsValue {
        match self {
            Self::Stub(stub) => stub.as_js(),
            Self::Given(object) | Self::Arriving { object, .. } => object,
        }
    }

    /// The calls that bring it, if it has not arrived.
    fn calls(&self) -> Option<&Chain> {
        match self {
            Self::Arriving { calls, .. } => Some(calls),
            Self::Stub(_) | Self::Given(_) => None,
        }
    }

    pub(super) fn duplicate(&self) -> Result<Self> {
        match self {
            Self::Stub(stub) => stub.duplicate().map(|stub| Self::Stub(Stub::new(stub))),
            Self::Given(object) => Ok(Self::Given(object.clone())),
            Self::Arriving { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn give(&self) -> Result<JsValue> {
        match self {
            Self::Stub(stub) => stub.give(),
            Self::Given(object) => Ok(object.clone()),
            Self::Arriving { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn lend(&self) -> Result<JsValue> {
        match self {
            Self::Stub(stub) => stub.lend(),
            Self::Given(object) => Ok(object.clone()),
            Self::Arriving { .. } => Err(not_arrived()),
        }
    }

    pub(super) fn disown(&self) {
        match self {
            Self::Stub(stub) => stub.disown(),
            Self::Given(_) | Self::Arriving { .. } => {}
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Stub(_) => "Stub",
            Self::Given(_) => "Given",
            Self::Arriving { .. } => "Arriving",
        }
    }

    /// Calls `method`, with a message if that is how it goes and the object takes one.
    pub(super) fn call<O, P, T, F, R, E, A>(
        &self,
        method: &Method<O, P, T, F, E, R>,
        arguments: &A,
    ) -> Call<T, F>
    where
        P: Params,
        R: ReadReply<T, F>,
        E: Outgoing<A, P, T, F>,
        A: Arguments<P>,
    {
        let (object, reader) = (self.as_js(), R::reader(&method.reply));
        let call = E::message().and_then(|message| {
            let format = &method.params;
            messages::send(object, method.name, format, message, arguments, reader)
        });
        let call = call.unwrap_or_else(|| {
            let format = &method.params;
            let arguments = write(format.style, format.names, arguments);
            send(object, method.name, arguments, reader)
        });
        call.chained(self.calls())
    }
}

/// Calls `method` of `object` with arguments that were written as objects.
fn send<T, F>(
    object: &JsValue,
    method: MethodName,
    arguments: Result<Array, ArgumentError>,
    reader: ReplyReader<T, F>,
) -> Call<T, F> {
    transfer::sent_after(|| match arguments {
        Ok(arguments) => {
            let (promise, reply) = PromiseOutcome::of_call(object, method.wire, &arguments);
            Call::sent(method.schema, promise, reply, reader, None)
        }
        Err(error) => Call::failed(error.in_method(method.schema)),
    })
}

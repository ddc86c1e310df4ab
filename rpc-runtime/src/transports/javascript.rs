//! Calls of JavaScript objects: bindings, stubs of other Workers' objects, and promises of such stubs.

use std::cell::OnceCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::Peer;
use super::in_process::{Arrival, elsewhere};
use crate::calls::arguments::ArgumentError;
use crate::calls::around::{Outgoing, Sender};
use crate::calls::call::{Call, not_arrived};
use crate::calls::chain::Chain;
use crate::calls::encoding;
use crate::calls::format::MethodName;
use crate::calls::method::Method;
use crate::calls::options::SharedOptions;
use crate::calls::params::{Arguments, Params, write};
use crate::calls::reply_format::ReadReply;
use crate::calls::sending::Sending;
use crate::calls::sent::SentCall;
use crate::error::Result;
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
        R: ReadReply<T, F>,
        E: encoding::Outgoing<A, P, T, F>,
        A: Arguments<P>,
    {
        let sending = Sending {
            name: method.name,
            is_idempotent: method.repeat.is_some(),
            options,
        };
        let (format, reader) = (&method.params, R::reader(&method.reply));
        if let (Some(message), Some(object)) = (E::message(), self.as_js())
            && let Some(call) = messages::send(
                (object, self.calls()),
                sending,
                format,
                message,
                arguments,
                reader,
            )
        {
            return call;
        }
        let copies = sending.begin_writing();
        let arguments = write(format.style, format.names, arguments);
        drop(copies);
        Call::outgoing(
            method.name.schema,
            self.send(sending, arguments),
            Some(reader),
            None,
        )
    }

    /// Calls a method with arguments that were written as objects.
    #[inline(never)]
    fn send(
        &self,
        sending: Sending<'_>,
        arguments: Result<Array, ArgumentError>,
    ) -> Result<Outgoing> {
        let name = sending.name;
        let options = match self {
            Self::Later { options, .. } => sending.options.or(Some(options)),
            Self::Stub(_) | Self::Given(_) | Self::Arriving { .. } => sending.options,
        };
        let sent = match (options, arguments) {
            (_, Err(error)) => Err(error.in_method(name.schema)),
            (None, Ok(arguments)) => Ok(Outgoing::Sent(self.send_now(name, &arguments))),
            (Some(options), Ok(arguments)) => self.begin(sending, options, arguments),
        };
        transfer::sent();
        sent
    }

    fn send_now(&self, name: MethodName, arguments: &Array) -> SentCall {
        let nothing = JsValue::UNDEFINED;
        let object = self.as_js().unwrap_or(&nothing);
        let (promise, reply) = PromiseOutcome::of_call(object, name.wire, arguments);
        SentCall::new(promise, reply, self.calls().cloned())
    }

    /// The same, as the options have it.
    #[cold]
    #[inline(never)]
    fn begin(
        &self,
        sending: Sending<'_>,
        options: &SharedOptions,
        arguments: Array,
    ) -> Result<Outgoing> {
        let (there, after) = match self {
            Self::Later { arrival, .. } => {
                let (there, after) = when_there(arrival());
                (there, Some(after))
            }
            object => (Rc::new(OnceCell::from(object.clone())), None),
        };
        let (telling, wire) = (options.telling(), sending.name.wire);
        let lent = Lent::take();
        let send = move || {
            // They are disposed with this.
            let _ = &lent;
            // What is called is there before the call is sent.
            let nothing = JsValue::UNDEFINED;
            let object = there.get().and_then(Self::as_js).unwrap_or(&nothing);
            match telling {
                Some(telling) => glue::call(&telling(object), wire, &arguments),
                None => glue::call(object, wire, &arguments),
            }
        };
        let mut call = sending.begin(written_size(), after);
        // Of a promise that is broken, nothing else ever comes.
        call.is_idempotent &= self.calls().is_none();
        let send = Sender::JavaScript {
            send: Box::new(send),
            before: self.calls().cloned(),
        };
        options.begin(options, call, send).map(Outgoing::Around)
    }
}

/// Where the object that arrives is put, and what waits for that.
fn when_there(
    arrival: LocalFuture<'static, Result<Peer>>,
) -> (Rc<OnceCell<Object>>, LocalFuture<'static, Result<()>>) {
    let there = Rc::new(OnceCell::new());
    let after = Box::pin({
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
    (there, after)
}

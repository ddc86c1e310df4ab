//! The serving side: from a call's raw arguments to a server's method and back.

use std::any::Any;
use std::borrow::Borrow;
use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::encoding::Incoming;
use crate::calls::format::MethodName;
use crate::calls::method::{Method, Owner};
use crate::calls::params::Params;
use crate::calls::reply_format::WriteReply;
use crate::calls::reply_type::ReplyType;
use crate::calls::served::Told;
use crate::error::{CallFailure, Error, ErrorKind, Result};
use crate::messages::{self, Received};
use crate::native::transfer::{self, CallLifetime};
use crate::objects::read_size;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;

/// The methods of a service or a resource of a schema. Implemented by generated code, on a type of its own.
pub trait Methods {
    /// JavaScript names a method by its index.
    const METHODS: &'static [MethodName];
}

/// Methods that an `S` can serve.
pub trait Serve<S>: Methods {
    /// Reads the arguments, runs the method and writes its outcome.
    ///
    /// `server` is an `S` made for the call, or a hold on one that outlives it.
    fn serve(server: impl Borrow<S>, call: IncomingCall) -> impl Future<Output = Result<JsValue>>;
}

/// One call that came in: the method and its arguments.
pub struct IncomingCall {
    method: MethodName,
    input: Input,
    /// What was called: an entrypoint, or a target of ours. Undefined for a Durable Object.
    origin: JsValue,
    /// Who is told how it goes.
    told: Option<Rc<dyn Told>>,
    lifetime: CallLifetime,
}

impl fmt::Debug for IncomingCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IncomingCall")
            .field("method", &self.method)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}

/// What a call brings.
#[derive(Debug)]
enum Input {
    Objects(Array),
    Message(Received),
    /// From this process, to which the outcome goes back: an [`Exchange`], of which a Worker without calls of its own
    /// methods has no code.
    InProcess(Rc<dyn Any>),
}

/// The parameters of a call within this process on their way there, and its outcome on the way back.
pub(crate) struct Exchange {
    params: Cell<Option<Box<dyn Any>>>,
    outcome: Cell<Option<Box<dyn Any>>>,
    #[cfg_attr(target_arch = "wasm32", expect(dead_code))]
    reply: ReplyType,
}

impl Exchange {
    /// The call of a method with these parameters, and an outcome of that type.
    pub(crate) fn with(params: Box<dyn Any>, reply: ReplyType) -> Rc<Self> {
        Rc::new(Self {
            params: Cell::new(Some(params)),
            outcome: Cell::new(None),
            reply,
        })
    }

    fn take_params(&self) -> Option<Box<dyn Any>> {
        self.params.take()
    }

    /// What the method gave, if it was run.
    pub(crate) fn take_outcome(&self) -> Option<Box<dyn Any>> {
        self.outcome.take()
    }

    /// Gives the handles in what the method gave the options of the call.
    pub(crate) fn inherit(&self) {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(options) = self.reply.options() {
            self.visit_handles(&Visitor::new(options));
        }
    }

    /// The type of the outcome.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn reply(&self) -> &ReplyType {
        &self.reply
    }

    /// Shows each handle in what the method gave.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn visit_handles(&self, visitor: &Visitor) {
        if let Some(mut outcome) = self.outcome.take() {
            self.reply.visit_handles(&mut *outcome, visitor);
            self.outcome.set(Some(outcome));
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchange")
    }
}

impl IncomingCall {
    /// The call of the method at `index` of `methods`.
    ///
    /// # Errors
    /// If there is no such method, or it takes messages and this is none.
    pub(crate) fn open(
        methods: &[MethodName],
        index: usize,
        arguments: Array,
        origin: JsValue,
    ) -> Result<Self> {
        let Some(&method) = methods.get(index) else {
            return Err(Error::missing_method());
        };
        let (method, input) = match messages::received(method, methods, &arguments)? {
            Some((method, message)) => (method, Input::Message(message)),
            None => (method, Input::Objects(arguments)),
        };
        Ok(Self {
            method,
            input,
            origin,
            told: None,
            lifetime: CallLifetime::default(),
        })
    }

    /// A call within this process.
    pub(crate) fn in_process(method: MethodName, exchange: Rc<Exchange>) -> Self {
        Self {
            method,
            input: Input::InProcess(exchange),
            origin: JsValue::UNDEFINED,
            told: None,
            lifetime: CallLifetime::default(),
        }
    }

    /// The names of the method.
    pub(crate) fn name(&self) -> MethodName {
        self.method
    }

    /// How many bytes the message has as which it came.
    pub(crate) fn message_size(&self) -> Option<usize> {
        match &self.input {
            Input::Message(message) => Some(message.size()),
            Input::Objects(_) | Input::InProcess(_) => None,
        }
    }

    /// Has it tell how it goes.
    pub(crate) fn telling(mut self, told: Rc<dyn Told>) -> Self {
        self.told = Some(told);
        self
    }

    /// Where the outcome goes, of a call within this process.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn exchange(&self) -> Option<Rc<Exchange>> {
        match &self.input {
            Input::InProcess(exchange) => Rc::clone(exchange).downcast().ok(),
            Input::Objects(_) | Input::Message(_) => None,
        }
    }

    /// The method's wire name.
    pub fn method(&self) -> &'static str {
        self.method.wire
    }

    /// The parameters, for the method that was called.
    ///
    /// # Errors
    /// If what was sent is not what the schema says.
    pub fn params<O: Owner, P: Params, T, F, R, E: Incoming<P, T, F>>(
        &self,
        method: &Method<O, P, T, F, E, R>,
    ) -> Result<P> {
        match &self.input {
            Input::Objects(arguments) => {
                let read = || method.params.read(self.method.schema, arguments);
                let params = self.lifetime.reading(read);
                if params.is_ok() {
                    self.tell_arguments();
                }
                params
            }
            Input::Message(message) => {
                let read = || E::read(message, self.method.schema);
                self.lifetime.reading(read)
            }
            Input::InProcess(exchange) if O::IN_PROCESS => {
                let params = exchange.downcast_ref().and_then(Exchange::take_params);
                let params = params.and_then(|params| params.downcast().ok());
                params.map(|params| *params).ok_or_else(|| self.misplaced())
            }
            // No client calls one so.
            Input::InProcess(_) => Err(self.missing()),
        }
    }

    /// Writes what the method gave.
    ///
    /// # Errors
    /// If the method failed, or its result has no form on the wire.
    pub fn reply<O: Owner, P, T, F, R, E>(
        &self,
        method: &Method<O, P, T, F, E, R>,
        outcome: Result<T, F>,
    ) -> Result<JsValue>
    where
        P: Params,
        T: 'static,
        F: CallFailure,
        R: WriteReply<T, F>,
        E: Incoming<P, T, F>,
    {
        let name = self.method.schema;
        self.tell_reply(outcome.as_ref().is_err_and(CallFailure::is_declared));
        match &self.input {
            Input::Objects(_) => transfer::reply(&self.origin, self.around_targets(), || {
                R::write(name, &method.reply, outcome)
            }),
            Input::Message(_) => transfer::reply(&self.origin, self.around_targets(), || {
                E::write(name, outcome)
            }),
            Input::InProcess(exchange) if O::IN_PROCESS => {
                let Some(exchange) = exchange.downcast_ref::<Exchange>() else {
                    return Err(self.misplaced());
                };
                exchange.outcome.set(Some(Box::new(outcome)));
                Ok(JsValue::UNDEFINED)
            }
            Input::InProcess(_) => Err(self.missing()),
        }
    }

    #[inline(never)]
    fn tell_arguments(&self) {
        if let Some(told) = &self.told {
            told.arguments(read_size());
        }
    }

    #[inline(never)]
    fn tell_reply(&self, is_declared: bool) {
        if let Some(told) = &self.told {
            told.reply(is_declared);
        }
    }

    /// What is done around calls of the targets that it gives.
    #[inline(never)]
    fn around_targets(&self) -> Option<Rc<dyn Any>> {
        self.told.as_ref().map(|told| told.of_reply())
    }

    /// The method is not one of [`Methods::METHODS`].
    ///
    /// # Errors
    /// Always.
    pub fn unknown_method(&self) -> Result<JsValue> {
        Err(self.missing())
    }

    #[cold]
    #[inline(never)]
    fn missing(&self) -> Error {
        Error::missing_method().in_method(self.method.schema)
    }

    /// A call within this process whose parameters are of other types: none that generated code makes.
    #[cold]
    fn misplaced(&self) -> Error {
        let why = "the method cannot be called like this in the process that serves it";
        Error::of(ErrorKind::Unsupported, why).in_method(self.method.schema)
    }
}

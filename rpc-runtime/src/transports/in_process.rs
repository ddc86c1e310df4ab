//! Calls of servers in the same process: of a resource that lives in this Worker, and of anything in tests on the host.
//!
//! They reach the server as any other call does, as an [`IncomingCall`], with values that are handed over as they are.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::Peer;
use crate::calls::around::{Beginning, Outgoing, Sender};
use crate::calls::call::{Call, done, not_arrived, of_type, other_type};
use crate::calls::format::MethodName;
use crate::calls::incoming::{Exchange, IncomingCall, Serve};
use crate::calls::method::Repeat;
use crate::calls::options::SharedOptions;
use crate::calls::reply_format::ReadReply;
use crate::calls::reply_type::ReplyType;
use crate::error::{CallFailure, Error, ErrorKind, Result};
use crate::native::run::LocalFuture;

/// What is called.
#[derive(Clone)]
pub(crate) enum Object {
    Here(Rc<dyn Served>),
    /// The result of a call that is not done.
    Arriving(Arrival),
}

/// Gives what is called once it is there, any number of times.
pub(crate) type Arrival = Rc<dyn Fn() -> LocalFuture<'static, Result<Peer>>>;

/// A server with all that it takes to call it.
pub(crate) trait Served {
    /// Serves one call.
    fn serve(&self, call: IncomingCall) -> LocalFuture<'static, Result<JsValue>>;

    /// The server itself, as a value of its own type.
    fn server(&self) -> Rc<dyn Any>;

    /// The same, where it is called through a namespace and that makes a difference.
    #[cfg(not(target_arch = "wasm32"))]
    fn of_namespace(&self) -> Option<Rc<dyn Served>> {
        None
    }
}

/// Puts something before a server.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Wrap = Rc<dyn Fn(Rc<dyn Served>) -> Rc<dyn Served>>;

/// An `S`, which serves as `M` says.
struct Server<M, S> {
    server: Rc<S>,
    methods: PhantomData<M>,
}

impl<M: Serve<S> + 'static, S: 'static> Served for Server<M, S> {
    fn serve(&self, call: IncomingCall) -> LocalFuture<'static, Result<JsValue>> {
        Box::pin(M::serve(Rc::clone(&self.server), call))
    }

    fn server(&self) -> Rc<dyn Any> {
        Rc::clone(&self.server) as Rc<dyn Any>
    }
}

impl Object {
    /// What calls `server` by the methods `M`.
    pub(crate) fn here<M: Serve<S> + 'static, S: 'static>(server: S) -> Self {
        Self::Here(Rc::new(Server::<M, S> {
            server: Rc::new(server),
            methods: PhantomData,
        }))
    }

    /// The server.
    ///
    /// # Errors
    /// If it has not arrived.
    pub(super) fn served(&self) -> Result<Rc<dyn Served>> {
        match self {
            Self::Here(served) => Ok(Rc::clone(served)),
            Self::Arriving(_) => Err(not_arrived()),
        }
    }

    /// The server, if it is a `T` and has arrived.
    pub(super) fn server<T: 'static>(&self) -> Option<Rc<T>> {
        self.served().ok()?.server().downcast().ok()
    }

    pub(super) fn duplicate(&self) -> Result<Self> {
        self.served().map(Self::Here)
    }

    /// The same server, called by way of what `wrap` makes of it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn by_way_of(&self, wrap: &Wrap) -> Self {
        match self {
            Self::Here(served) => Self::Here(wrap(Rc::clone(served))),
            Self::Arriving(arrival) => {
                let (arrival, wrap) = (Rc::clone(arrival), Rc::clone(wrap));
                Self::Arriving(Rc::new(move || {
                    let (arrival, wrap) = (arrival(), Rc::clone(&wrap));
                    Box::pin(async move { Ok(arrival.await?.by_way_of(&wrap)) })
                }))
            }
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Here(_) => "Local",
            Self::Arriving(_) => "Arriving",
        }
    }

    /// Calls `method`, once the server is there. `repeat` makes parameters for a further attempt.
    pub(super) fn call<P, T, F, R>(
        &self,
        method: MethodName,
        params: Result<P>,
        repeat: Option<Repeat>,
        options: Option<&SharedOptions>,
    ) -> Call<T, F>
    where
        P: 'static,
        T: 'static,
        F: CallFailure,
        R: ReadReply<T, F>,
    {
        let params = params.map(|params| Box::new(params) as Box<dyn Any>);
        let reply = ReplyType::of::<T, F, R>();
        if let Some(options) = options {
            let call = self.begin(method, params, repeat, reply, options);
            return Call::outgoing(method.schema, call, None, None);
        }
        let outcome = run(self.clone(), method, params, reply);
        let typed = async move { of_type(outcome.await?) };
        Call::running(method.schema, Box::pin(typed))
    }

    /// The same, as the options have it.
    #[inline(never)]
    fn begin(
        &self,
        method: MethodName,
        params: Result<Box<dyn Any>>,
        repeat: Option<Repeat>,
        reply: ReplyType,
        options: &SharedOptions,
    ) -> Result<Outgoing> {
        let params = RefCell::new(Some(params?));
        let reply = reply.inheriting(options);
        let object = self.clone();
        let send = move || -> LocalFuture<'static, Result<Box<dyn Any>>> {
            let params = match (repeat, &mut *params.borrow_mut()) {
                (Some(repeat), Some(params)) => repeat(&**params),
                (_, params) => params.take(),
            };
            let (object, params) = (object.clone(), params.ok_or_else(done));
            Box::pin(run(object, method, params, reply.clone()))
        };
        let call = Beginning {
            name: method,
            size: None,
            // Of what did not arrive, nothing else ever does.
            is_idempotent: repeat.is_some() && matches!(self, Self::Here(_)),
            after: None,
        };
        let send = Sender::Here(Box::new(send));
        options.begin(options, call, send).map(Outgoing::Around)
    }
}

/// One call, with values of any types.
async fn run(
    object: Object,
    method: MethodName,
    params: Result<Box<dyn Any>>,
    reply: ReplyType,
) -> Result<Box<dyn Any>> {
    let served = match object {
        Object::Here(served) => served,
        Object::Arriving(arrival) => {
            let Peer::InProcess(Object::Here(served)) = arrival().await? else {
                return Err(elsewhere());
            };
            served
        }
    };
    let exchange = Exchange::with(params?, reply);
    let call = IncomingCall::in_process(method, Rc::clone(&exchange));
    served.serve(call).await?;
    exchange.inherit();
    exchange.take_outcome().ok_or_else(other_type)
}

/// The arguments were made for a server that is here.
pub(super) fn elsewhere() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the handle that arrived is of a resource in another Worker: await the call that returns it, then call it",
    )
}

//! Handles of resources: what a generated handle type holds.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use js_sys::Array;
use send_wrapper::SendWrapper;
use serde::{Deserializer, Serializer};
use wasm_bindgen::JsValue;

use crate::calls::arguments::{ArgumentError, ArgumentWriter, send};
use crate::calls::call::Call;
use crate::calls::chain::Chain;
use crate::calls::incoming::IncomingCall;
#[cfg(feature = "capnp")]
use crate::calls::message_wire::{self, MessageCall};
use crate::calls::method::Method;
use crate::calls::reply::Reply;
use crate::calls::reply_format::Form;
use crate::error::{CallError, Error, ErrorKind, Result};
use crate::handles::callee::LocalCall;
use crate::js::glue;
#[cfg(feature = "capnp")]
use crate::message::{PointerWriter, StructWriter};
#[cfg(feature = "capnp")]
use crate::messages::cap_table;
use crate::native::rpc_target::{self, Behind};
use crate::native::run::LocalFuture;
use crate::native::run::run;
use crate::native::stub::{Awaited, Stub};
use crate::native::target::Target;
#[cfg(feature = "capnp")]
use crate::value::ValueError;
use crate::value::{Value, expected, raw_js};

/// A resource's handle type. Implemented by generated code.
pub trait Resource: Value + 'static {
    /// The object-safe form of the trait that implements the resource.
    type Local: ?Sized + 'static;

    /// The resource's name in full: `rpc:library/library/book`.
    const NAME: &'static str;

    /// JavaScript names a method by its index.
    const METHODS: &'static [Method];

    /// Makes the handle type.
    fn from_handle(handle: Handle<Self::Local>) -> Self;

    /// What the handle type holds.
    fn handle(&self) -> &Handle<Self::Local>;

    /// Reads the arguments of a call that came in, runs the method and writes its outcome.
    fn serve(
        resource: Rc<Self::Local>,
        call: IncomingCall,
    ) -> LocalFuture<'static, Result<JsValue>>;
}

/// A handle of a resource that implements `L`, here or on the other side.
///
/// Dropping it disposes the stub it holds, once. A clone shares what it holds: a stub is disposed with the last.
pub struct Handle<L: ?Sized> {
    kind: SendWrapper<Kind<L>>,
}

enum Kind<L: ?Sized> {
    /// A stub, ours to dispose.
    Stub(Stub),
    /// Whatever the user made a client of: a binding, or a stub that is the user's to dispose.
    Given(JsValue),
    /// A stub that has not arrived: what takes calls already, the reply that it is, or is in, and the calls that bring
    /// it.
    Arriving(JsValue, Awaited, Chain),
    /// Implemented in this Worker.
    Local(Local<L>),
    /// The result of a call of a local resource's method that is not done.
    LocalArriving(Arrival<L>),
    /// The result of a call that could not be sent, or was used up.
    Lost(Rc<Error>),
}

/// A resource that is implemented in this Worker.
struct Local<L: ?Sized> {
    resource: Rc<L>,
    /// The same as a value of its own type.
    own: Rc<dyn Any>,
}

impl<L: ?Sized> Clone for Local<L> {
    fn clone(&self) -> Self {
        Self {
            resource: Rc::clone(&self.resource),
            own: Rc::clone(&self.own),
        }
    }
}

/// Gives the handle once it is there, any number of times.
pub(crate) type Arrival<L> = Rc<dyn Fn() -> LocalFuture<'static, Result<Handle<L>>>>;

impl<L: ?Sized> Clone for Kind<L> {
    fn clone(&self) -> Self {
        match self {
            Self::Stub(stub) => Self::Stub(stub.clone()),
            Self::Given(object) => Self::Given(object.clone()),
            Self::Arriving(object, reply, calls) => {
                Self::Arriving(object.clone(), reply.clone(), calls.clone())
            }
            Self::Local(local) => Self::Local(local.clone()),
            Self::LocalArriving(arrival) => Self::LocalArriving(Rc::clone(arrival)),
            Self::Lost(why) => Self::Lost(Rc::clone(why)),
        }
    }
}

impl<L: ?Sized> Clone for Handle<L> {
    fn clone(&self) -> Self {
        Self::of(Kind::clone(&self.kind))
    }
}

impl<L: ?Sized> Handle<L> {
    fn of(kind: Kind<L>) -> Self {
        Self {
            kind: SendWrapper::new(kind),
        }
    }

    /// A handle of a stub.
    pub(crate) fn stub(object: JsValue) -> Self {
        Self::of(Kind::Stub(Stub::new(object)))
    }

    /// A handle of what is there to stay, and is not disposed.
    pub fn given(target: Target) -> Self {
        Self::of(Kind::Given(target.as_js().clone()))
    }

    /// A handle of a resource in this Worker, which is `own` as a value of its own type.
    pub fn local(resource: Rc<L>, own: Rc<dyn Any>) -> Self {
        Self::of(Kind::Local(Local { resource, own }))
    }

    /// A handle of what `reply` brings, the last of `calls`; `object` takes calls already.
    pub(crate) fn arriving(object: JsValue, reply: Awaited, calls: Chain) -> Self {
        Self::of(Kind::Arriving(object, reply, calls))
    }

    pub(crate) fn local_arriving(arrival: Arrival<L>) -> Self {
        Self::of(Kind::LocalArriving(arrival))
    }

    /// A handle that will not come.
    pub(crate) fn lost(why: Error) -> Self {
        Self::of(Kind::Lost(Rc::new(why)))
    }

    /// Leaves the stub that it holds to others, who dispose it.
    pub(crate) fn disown(&self) {
        if let Kind::Stub(stub) = &*self.kind {
            stub.disown();
        }
    }

    /// The stub, or the promise of one.
    pub fn as_js(&self) -> Option<&JsValue> {
        match &*self.kind {
            Kind::Stub(stub) => Some(stub.as_js()),
            Kind::Arriving(object, ..) | Kind::Given(object) => Some(object),
            Kind::Local(_) | Kind::LocalArriving(_) | Kind::Lost(_) => None,
        }
    }

    /// The value behind a handle of a resource in this Worker, if that is a `T`.
    pub fn own<T: 'static>(&self) -> Option<Rc<T>> {
        match &*self.kind {
            Kind::Local(local) => Rc::clone(&local.own).downcast().ok(),
            _ => None,
        }
    }

    /// Another handle of the same resource, disposed on its own.
    ///
    /// # Errors
    /// If the resource has not arrived, or the runtime refuses to duplicate its stub.
    pub fn dup(&self) -> Result<Self> {
        match &*self.kind {
            Kind::Stub(stub) => stub.duplicate().map(Self::stub),
            Kind::Given(_) | Kind::Local(_) => Ok(self.clone()),
            Kind::Arriving(..) | Kind::LocalArriving(_) => Err(not_arrived()),
            Kind::Lost(why) => Err(why.again()),
        }
    }

    /// The same handle, seen as one of something that the resource extends; `adapt` does so for one that is here.
    pub fn upcast<B: ?Sized + 'static>(self, adapt: fn(Rc<L>) -> Rc<B>) -> Handle<B>
    where
        L: 'static,
    {
        Handle::of(match self.kind.take() {
            Kind::Stub(stub) => Kind::Stub(stub),
            Kind::Given(object) => Kind::Given(object),
            Kind::Arriving(object, reply, calls) => Kind::Arriving(object, reply, calls),
            Kind::Local(Local { resource, own }) => Kind::Local(Local {
                resource: adapt(resource),
                own,
            }),
            Kind::LocalArriving(arrival) => Kind::LocalArriving(Rc::new(move || {
                let arriving = arrival();
                Box::pin(async move { Ok(arriving.await?.upcast(adapt)) })
            })),
            Kind::Lost(why) => Kind::Lost(why),
        })
    }

    /// Calls `method`: `write` gives the arguments for a stub, `local` makes the call of a resource that is here.
    pub fn call<P, T, F>(
        &self,
        method: impl Into<Method>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F>
    where
        L: 'static,
        T: 'static,
        F: From<Error> + 'static,
        Result<T, F>: Reply,
    {
        self.call_with(method, Form::value(), params, write, local)
    }

    /// [`call`](Self::call) of a method whose declared error is thrown.
    pub fn call_throwing<P, T: Value + 'static, E: Value + 'static>(
        &self,
        method: impl Into<Method>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, CallError<E>>>,
    ) -> Call<T, CallError<E>>
    where
        L: 'static,
    {
        self.call_with(method, Form::throwing(), params, write, local)
    }

    /// [`call`](Self::call) of a method whose reply has the given form.
    pub fn call_with<P, T, F>(
        &self,
        method: impl Into<Method>,
        form: Form<T, F>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F>
    where
        L: 'static,
        T: 'static,
        F: From<Error> + 'static,
    {
        let method = method.into();
        match self.as_js() {
            Some(object) => send(object, method, |arguments| write(arguments, &params), form)
                .chained(self.calls()),
            None => self.call_here(method.schema, local(params)),
        }
    }

    /// [`call_with`](Self::call_with), as a message for a target that takes them.
    #[cfg(feature = "capnp")]
    pub fn call_with_message<P, T, F>(
        &self,
        method: impl Into<Method>,
        message: MessageCall<T, F>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        write_message: impl FnOnce(&mut StructWriter<'_>, &P) -> Result<(), ValueError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F>
    where
        L: 'static,
        T: 'static,
        F: From<Error> + 'static,
    {
        let method = method.into();
        match self.as_js() {
            Some(object) => {
                message_wire::send(object, method, message, &params, write, write_message)
                    .chained(self.calls())
            }
            None => self.call_here(method.schema, local(params)),
        }
    }

    /// The calls that bring the handle, if it has not arrived.
    fn calls(&self) -> Option<&Chain> {
        match &*self.kind {
            Kind::Arriving(.., calls) => Some(calls),
            _ => None,
        }
    }

    /// A call of a resource that is in this Worker, or will be.
    fn call_here<T, F>(&self, method: &'static str, call: LocalCall<L, Result<T, F>>) -> Call<T, F>
    where
        L: 'static,
        T: 'static,
        F: From<Error> + 'static,
    {
        match &*self.kind {
            Kind::Local(local) => Call::local(method, call(Rc::clone(&local.resource))),
            Kind::LocalArriving(arrival) => {
                let arrival = arrival();
                let called = async move {
                    let handle = arrival.await?;
                    match &*handle.kind {
                        Kind::Local(local) => call(Rc::clone(&local.resource)).await,
                        _ => Err(elsewhere().into()),
                    }
                };
                Call::local(method, Box::pin(called))
            }
            Kind::Lost(why) => Call::failed(why.again()),
            Kind::Stub(_) | Kind::Given(_) | Kind::Arriving(..) => Call::failed(not_arrived()),
        }
    }
}

impl<L: ?Sized> fmt::Debug for Handle<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.kind.valid() {
            return f.write_str("(of another thread)");
        }
        f.write_str(match &*self.kind {
            Kind::Stub(_) => "Stub",
            Kind::Given(_) => "Given",
            Kind::Arriving(..) | Kind::LocalArriving(_) => "Arriving",
            Kind::Local(_) => "Local",
            Kind::Lost(_) => "Lost",
        })
    }
}

fn not_arrived() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the handle has not arrived: await the call that returns it",
    )
}

/// The arguments were made for a resource that is here.
fn elsewhere() -> Error {
    Error::of(
        ErrorKind::Unsupported,
        "the handle that arrived is of a resource in another Worker: await the call that returns it, then call it",
    )
}

/// Writes a handle: the stub it holds, or an `RpcTarget` for a resource that lives here.
///
/// # Errors
/// If it has not arrived.
pub fn write_handle<R: Resource, S: Serializer>(
    resource: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::Error as _;
    let object = match &*resource.handle().kind {
        Kind::Stub(stub) => stub.give().map_err(S::Error::custom)?,
        Kind::Given(object) => object.clone(),
        Kind::Local(local) => target_of::<R>(Rc::clone(&local.resource)),
        Kind::Arriving(..) | Kind::LocalArriving(_) => return Err(S::Error::custom(not_arrived())),
        Kind::Lost(why) => return Err(S::Error::custom(why)),
    };
    serde_wasm_bindgen::preserve::serialize(&object, serializer)
}

/// Writes a handle that stays the caller's: what is sent is a copy, which is disposed once it is sent.
pub(crate) fn lend<R: Resource>(resource: &R) -> Result<JsValue, Error> {
    match &*resource.handle().kind {
        Kind::Stub(stub) => stub.lend(),
        Kind::Given(object) => Ok(object.clone()),
        Kind::Local(local) => Ok(target_of::<R>(Rc::clone(&local.resource))),
        Kind::Arriving(..) | Kind::LocalArriving(_) => Err(not_arrived()),
        Kind::Lost(why) => Err(why.again()),
    }
}

/// Puts a handle that stays the caller's beside a message, and its index into it: what goes there is a copy, as by
/// [`lend`].
///
/// # Errors
/// If the handle has not arrived, or nothing can travel beside this message.
#[cfg(feature = "capnp")]
pub fn lend_capability<R: Resource>(to: PointerWriter<'_>, resource: &R) -> Result<(), ValueError> {
    cap_table::put(to, || lend(resource).map_err(ValueError::new))
}

/// Reads a handle: a stub, or an `RpcTarget` of this Worker's own.
///
/// # Errors
/// If the value is neither.
pub fn read_handle<'de, R: Resource, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let object = raw_js(deserializer)?;
    if !glue::is_target(&object) {
        return Err(expected(&format!("a stub of `{}`", R::NAME), &object));
    }
    Ok(R::from_handle(Handle::stub(object)))
}

/// The `RpcTarget` of a resource that lives here. The resource is dropped when its last stub is disposed.
fn target_of<R: Resource>(resource: Rc<R::Local>) -> JsValue {
    let methods = R::METHODS.iter().map(|method| method.wire);
    rpc_target::make(R::NAME, methods, Rc::new(Served::<R>(resource)))
}

/// A resource as other Workers see it.
struct Served<R: Resource>(Rc<R::Local>);

impl<R: Resource> Behind for Served<R> {
    fn call(&self, this: JsValue, index: usize, arguments: Array) -> Result<JsValue, JsValue> {
        let call = IncomingCall::open(R::METHODS, index, arguments, this.clone())?;
        run(&this, R::serve(Rc::clone(&self.0), call))
    }
}

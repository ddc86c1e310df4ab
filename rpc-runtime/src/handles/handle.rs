//! Handles: what generated clients hold, and generated handles of resources.

use std::fmt;
use std::rc::Rc;

use crate::thread::SendWrapper;
use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::call::Call;
use crate::calls::chain::Chain;
use crate::calls::encoding::Outgoing;
use crate::calls::everywhere;
use crate::calls::format::{MethodName, wire_names};
use crate::calls::incoming::{IncomingCall, Serve};
use crate::calls::method::{Method, Owner};
use crate::calls::options::{CallOptions, SharedOptions, of_handle, shared};
use crate::calls::params::{Argument, Arguments, Params};
use crate::calls::reply_format::ReadReply;
use crate::calls::served::AroundTargets;
use crate::error::{CallFailure, Error, Result};
use crate::js::glue;
use crate::native::rpc_target::{self, Behind};
use crate::native::run::run;
use crate::native::stub::Stub;
use crate::native::target::Target;
use crate::native::transfer;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::{Reader, Value, ValueError, Writer, expected};
use crate::transports::in_process::{self, Arrival, Served};
use crate::transports::{Peer, javascript};

/// A resource's handle type. Implemented by generated code.
pub trait Resource: Callable + Value {
    /// The resource's name in full: `rpc:library/library/book`.
    const NAME: &'static str;

    /// JavaScript names a method by its index.
    const METHODS: &'static [MethodName];
}

/// Whose methods can be called: every generated client, and every handle of a resource. Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no client and no handle",
    note = "generated ones are: `CalculatorClient` for the interface `calculator`, `Book` for the resource `book`"
)]
pub trait Callable: Sized + 'static {
    /// A client or handle of what this calls.
    #[doc(hidden)]
    fn from_handle(handle: Handle) -> Self;

    /// What it holds.
    #[doc(hidden)]
    fn handle(&self) -> &Handle;

    /// Another client or handle of the same object, which has to have its methods: nobody asks before they are called.
    ///
    /// So what a client of an interface calls is handed on where a schema has a resource with the same methods
    /// (`let observer: Observer = notifications.cast_to()`), and the other way round.
    fn cast_to<C: Callable>(self) -> C {
        C::from_handle(self.handle().clone())
    }
}

/// What is called, wherever it is.
///
/// Dropping it disposes the stub it holds, once. A clone shares what it holds: a stub is disposed with the last.
#[derive(Clone)]
pub struct Handle {
    peer: SendWrapper<Peer>,
    /// What is done around its calls.
    options: SendWrapper<Option<SharedOptions>>,
}

impl Handle {
    /// A handle of what any transport calls.
    pub(crate) fn of(peer: Peer) -> Self {
        Self {
            peer: SendWrapper::new(peer),
            options: SendWrapper::new(None),
        }
    }

    /// The same, with those options if there are any.
    pub(crate) fn with_options(self, options: Option<SharedOptions>) -> Self {
        Self {
            options: SendWrapper::new(options),
            ..self
        }
    }

    /// The same, with more options.
    pub fn with(self, more: CallOptions) -> Self {
        let options = match &*self.options {
            Some(options) => options.and(more),
            None => shared(more),
        };
        self.with_options(Some(options))
    }

    /// A handle of a stub.
    pub(crate) fn stub(object: JsValue) -> Self {
        let stub = javascript::Object::Stub(Stub::new(object));
        Self::of(Peer::JavaScript(stub))
    }

    /// A handle of what is there to stay, and is not disposed.
    pub fn given(target: Target) -> Self {
        let given = javascript::Object::Given(target.as_js().clone());
        Self::of(Peer::JavaScript(given))
    }

    /// A handle of a server in this process, which serves the methods `M`.
    pub fn local<M: Serve<S> + 'static, S: 'static>(_: M, server: S) -> Self {
        Self::of(Peer::InProcess(in_process::Object::here::<M, S>(server)))
    }

    /// A handle of a server in this process.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(crate) fn serving(served: Rc<dyn Served>) -> Self {
        Self::of(Peer::InProcess(in_process::Object::Here(served)))
    }

    /// A handle of what the last of `calls` brings; `object` takes calls already.
    pub(crate) fn arriving(object: JsValue, calls: Chain) -> Self {
        let arriving = javascript::Object::Arriving { object, calls };
        Self::of(Peer::JavaScript(arriving))
    }

    /// A handle of what a call brings that is not sent.
    pub(crate) fn arriving_later(arrival: Arrival, options: SharedOptions) -> Self {
        let later = javascript::Object::Later { arrival, options };
        Self::of(Peer::JavaScript(later))
    }

    /// The same, in this process.
    pub(crate) fn arriving_here(arrival: Arrival) -> Self {
        Self::of(Peer::InProcess(in_process::Object::Arriving(arrival)))
    }

    /// A handle that will not come.
    pub(crate) fn lost(why: Error) -> Self {
        Self::of(Peer::Lost(Rc::new(why)))
    }

    /// A handle of the same server in this process, called by way of what `wrap` makes of it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn by_way_of(&self, wrap: &in_process::Wrap) -> Self {
        Self::of(self.peer.by_way_of(wrap)).with_options((*self.options).clone())
    }

    /// A handle of the same server, called through a namespace.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn of_namespace(&self) -> Self {
        let wrap: in_process::Wrap = Rc::new(|served| served.of_namespace().unwrap_or(served));
        self.by_way_of(&wrap)
    }

    /// Does what is to be done to a handle that a call in this process has returned.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn visit(&mut self, visitor: &Visitor) {
        if let Some(options) = visitor.task::<SharedOptions>() {
            self.options = SendWrapper::new(Some(Rc::clone(options)));
        }
        if let Some(wrap) = visitor.task::<in_process::Wrap>() {
            // What the server does around its own calls does not come with it.
            *self = self.by_way_of(wrap).with_options(None);
        }
    }

    pub(crate) fn into_peer(self) -> Peer {
        self.peer.take()
    }

    /// Leaves the stub that it holds to others, who dispose it.
    pub(crate) fn disown(&self) {
        self.peer.disown();
    }

    /// The value behind a handle of a server in this process, if that is a `T`.
    pub fn own<T: 'static>(&self) -> Option<Rc<T>> {
        self.peer.server()
    }

    /// Another handle of the same resource, disposed on its own.
    ///
    /// # Errors
    /// If the resource has not arrived, or the runtime refuses to duplicate its stub.
    pub fn dup(&self) -> Result<Self> {
        let copy = Self::of(self.peer.duplicate()?);
        Ok(copy.with_options((*self.options).clone()))
    }

    /// Calls `method` with `arguments`.
    pub fn call<O, P, T, F, R, E, A>(
        &self,
        method: &Method<O, P, T, F, E, R>,
        arguments: A,
    ) -> Call<T, F>
    where
        O: Owner,
        P: Params,
        T: 'static,
        F: CallFailure,
        R: ReadReply<T, F>,
        E: Outgoing<A, P, T, F>,
        A: Arguments<P>,
    {
        match self.options.as_ref() {
            None if everywhere::is_any() => {
                let options = shared(CallOptions::new());
                self.peer.call(method, arguments, Some(&options))
            }
            options => self.peer.call(method, arguments, options),
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.peer.valid() {
            true => self.peer.kind(),
            false => "(of another thread)",
        })
    }
}

/// Writes a handle: the stub it holds, or an `RpcTarget` for a resource that lives here.
///
/// # Errors
/// If it has not arrived.
pub fn write_handle<R: Resource>(resource: &R, to: &mut Writer) -> Result<(), ValueError> {
    let object = resource.handle().peer.give(target_of::<R>);
    to.js(object.map_err(ValueError::new)?);
    Ok(())
}

/// Writes a handle that stays the caller's: what is sent is a copy, which is disposed once it is sent.
pub(crate) fn lend<R: Resource>(resource: &R) -> Result<JsValue> {
    resource.handle().peer.lend(target_of::<R>)
}

/// A handle that stays the caller's, as an argument.
#[derive(Clone, Copy, Debug)]
pub struct Lent<'a, R>(pub &'a R);

impl<R: Resource> Argument<R> for Lent<'_, R> {
    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        to.js(lend(self.0).map_err(ValueError::new)?);
        Ok(())
    }

    fn into_param(self) -> Result<R> {
        self.0.handle().dup().map(R::from_handle)
    }
}

/// Reads a handle: a stub, an `RpcTarget` of this Worker's own, or what a binding is elsewhere.
///
/// # Errors
/// If the value is none of these.
pub fn read_handle<R: Resource>(from: &mut Reader) -> Result<R, ValueError> {
    let object = from.part();
    let handle = if glue::is_target(&object) {
        from.keep(&object);
        Handle::stub(object)
    } else if glue::is_binding(&object) {
        // It is nobody's to dispose, and works on when the reply is disposed that it is in.
        Handle::given(object.into())
    } else {
        return Err(expected(&format!("a stub of `{}`", R::NAME), &object));
    };
    Ok(R::from_handle(handle.with_options(of_handle())))
}

/// The `RpcTarget` of a resource that lives here. The resource is dropped when its last stub is disposed.
fn target_of<R: Resource>(served: Rc<dyn Served>) -> JsValue {
    make_target(R::NAME, R::METHODS, served)
}

#[inline(never)]
fn make_target(
    name: &'static str,
    methods: &'static [MethodName],
    served: Rc<dyn Served>,
) -> JsValue {
    let around = transfer::around().and_then(|around| around.downcast::<AroundTargets>().ok());
    let behind = Rc::new(Exported {
        methods,
        served,
        around,
    });
    rpc_target::make(name, wire_names(methods), behind)
}

/// A resource as other Workers see it.
struct Exported {
    methods: &'static [MethodName],
    served: Rc<dyn Served>,
    /// What is done around its calls.
    around: Option<Rc<AroundTargets>>,
}

impl Behind for Exported {
    fn call(&self, this: JsValue, index: usize, arguments: Array) -> Result<JsValue, JsValue> {
        let call = IncomingCall::open(self.methods, index, arguments, this.clone())?;
        let work = match &self.around {
            None => self.served.serve(call),
            Some(around) => {
                let served = Rc::clone(&self.served);
                Rc::clone(&around.0).around(call, Box::new(move |call| Ok(served.serve(call))))
            }
        };
        run(&this, work)
    }
}

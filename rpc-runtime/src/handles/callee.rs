//! Whom a client calls: a [`Target`], or on the host a server in the same process.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use send_wrapper::SendWrapper;

use crate::calls::arguments::{ArgumentError, ArgumentWriter, send};
use crate::calls::call::Call;
#[cfg(feature = "capnp")]
use crate::calls::message_wire::{self, MessageCall};
use crate::calls::method::Method;
use crate::calls::reply::Reply;
use crate::calls::reply_format::Form;
use crate::error::{CallError, Error, Result};
#[cfg(feature = "capnp")]
use crate::message::StructWriter;
use crate::native::run::LocalFuture;
use crate::native::target::Target;
use crate::value::Value;
#[cfg(feature = "capnp")]
use crate::value::ValueError;

/// A call of a method in the same process, with its arguments: what is missing is whom it is for.
pub type LocalCall<L, T> = Box<dyn FnOnce(Rc<L>) -> LocalFuture<'static, T>>;

/// Whom a generated client calls: a [`Target`], or on the host an `L`, the object-safe form of the service's
/// trait. In a Worker the second does not exist.
pub struct Callee<L: ?Sized> {
    kind: SendWrapper<Kind<L>>,
}

enum Kind<L: ?Sized> {
    Target(Target, PhantomData<L>),
    #[cfg(not(target_arch = "wasm32"))]
    Local(Rc<L>),
}

impl<L: ?Sized> Callee<L> {
    /// Calls go to `target`.
    pub fn target(target: Target) -> Self {
        Self {
            kind: SendWrapper::new(Kind::Target(target, PhantomData)),
        }
    }

    /// Calls go to `server`.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn local(server: Rc<L>) -> Self {
        Self {
            kind: SendWrapper::new(Kind::Local(server)),
        }
    }

    /// The target, unless calls stay in this process.
    pub fn as_target(&self) -> Option<&Target> {
        match &*self.kind {
            Kind::Target(target, _) => Some(target),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::Local(_) => None,
        }
    }

    /// Calls `method`: `write` gives the arguments for a target, `local` makes the call of a server that is here.
    pub fn call<P, T, F: From<Error>>(
        &self,
        method: impl Into<Method>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F>
    where
        Result<T, F>: Reply,
    {
        self.call_with(method, Form::value(), params, write, local)
    }

    /// [`call`](Self::call) of a method whose declared error is thrown.
    pub fn call_throwing<P, T: Value, E: Value>(
        &self,
        method: impl Into<Method>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, CallError<E>>>,
    ) -> Call<T, CallError<E>> {
        self.call_with(method, Form::throwing(), params, write, local)
    }

    /// [`call`](Self::call) of a method whose reply has the given form.
    #[cfg_attr(target_arch = "wasm32", allow(unused_variables))]
    pub fn call_with<P, T, F>(
        &self,
        method: impl Into<Method>,
        form: Form<T, F>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F> {
        match &*self.kind {
            Kind::Target(target, _) => {
                let write = |arguments: &mut _| write(arguments, &params);
                send(target.as_js(), method.into(), write, form)
            }
            #[cfg(not(target_arch = "wasm32"))]
            Kind::Local(server) => {
                Call::local(method.into().schema, local(params)(Rc::clone(server)))
            }
        }
    }

    /// [`call_with`](Self::call_with), as a message for a target that takes them.
    #[cfg(feature = "capnp")]
    #[cfg_attr(target_arch = "wasm32", allow(unused_variables))]
    pub fn call_with_message<P, T, F: From<Error>>(
        &self,
        method: impl Into<Method>,
        message: MessageCall<T, F>,
        params: P,
        write: impl FnOnce(&mut ArgumentWriter, &P) -> Result<(), ArgumentError>,
        write_message: impl FnOnce(&mut StructWriter<'_>, &P) -> Result<(), ValueError>,
        local: impl FnOnce(P) -> LocalCall<L, Result<T, F>>,
    ) -> Call<T, F> {
        match &*self.kind {
            Kind::Target(target, _) => message_wire::send(
                target.as_js(),
                method.into(),
                message,
                &params,
                write,
                write_message,
            ),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::Local(server) => {
                Call::local(method.into().schema, local(params)(Rc::clone(server)))
            }
        }
    }
}

impl<L: ?Sized> Clone for Callee<L> {
    fn clone(&self) -> Self {
        match &*self.kind {
            Kind::Target(target, _) => Self::target(target.clone()),
            #[cfg(not(target_arch = "wasm32"))]
            Kind::Local(server) => Self::local(Rc::clone(server)),
        }
    }
}

impl<L: ?Sized> fmt::Debug for Callee<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_target() {
            Some(target) => target.fmt(f),
            None => f.write_str("Local"),
        }
    }
}

//! Where calls go: one file or folder for each way, behind one enum.
//!
//! To add a transport: a variant of [`Peer`] with the object that calls go to, and the answers of that object to the
//! functions below; no other file asks which one it is. Its calls are
//! [`Call::running`](crate::calls::call::Call::running), with a future that has the outcome, or a state of their own in
//! `calls/call.rs`; what it sends is in the [`Method`] and its encoding.

pub(crate) mod in_process;
pub(crate) mod javascript;

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::calls::call::{Call, not_arrived};
use crate::calls::encoding::Outgoing;
use crate::calls::method::{Method, Owner};
use crate::calls::options::SharedOptions;
use crate::calls::params::{Arguments, Params};
use crate::calls::reply_format::ReadReply;
use crate::error::{CallFailure, Error, Result};

/// What a client or a handle calls.
#[derive(Clone)]
pub(crate) enum Peer {
    /// An object of JavaScript: a binding, a stub, or the promise of one.
    JavaScript(javascript::Object),
    /// A server in this process, or the promise of one.
    InProcess(in_process::Object),
    /// The result of a call that could not be sent, or was used up.
    Lost(Rc<Error>),
}

impl Peer {
    /// Calls `method` with `arguments`.
    pub(crate) fn call<O, P, T, F, R, E, A>(
        &self,
        method: &Method<O, P, T, F, E, R>,
        arguments: A,
        options: Option<&SharedOptions>,
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
        match self {
            Self::JavaScript(object) => object.call(method, &arguments, options),
            Self::InProcess(object) if O::IN_PROCESS => {
                let params = arguments.into_params();
                object.call::<P, T, F, R>(method.name, params, method.repeat, options)
            }
            Self::InProcess(_) => Call::failed(not_arrived()),
            Self::Lost(why) => Call::failed(why.duplicate()),
        }
    }

    /// Another hold on the same object, with an end of its own.
    ///
    /// # Errors
    /// If it has not arrived, or the runtime refuses.
    pub(crate) fn duplicate(&self) -> Result<Self> {
        match self {
            Self::JavaScript(object) => object.duplicate().map(Self::JavaScript),
            Self::InProcess(object) => object.duplicate().map(Self::InProcess),
            Self::Lost(why) => Err(why.duplicate()),
        }
    }

    /// What is sent as a value; it is the receiver's to dispose. `target` makes an `RpcTarget` of a server.
    ///
    /// # Errors
    /// If it has not arrived.
    pub(crate) fn give(
        &self,
        target: impl FnOnce(Rc<dyn in_process::Served>) -> JsValue,
    ) -> Result<JsValue> {
        match self {
            Self::JavaScript(object) => object.give(),
            Self::InProcess(object) => object.served().map(target),
            Self::Lost(why) => Err(why.duplicate()),
        }
    }

    /// The same, while this stays ours.
    ///
    /// # Errors
    /// If it has not arrived.
    pub(crate) fn lend(
        &self,
        target: impl FnOnce(Rc<dyn in_process::Served>) -> JsValue,
    ) -> Result<JsValue> {
        match self {
            Self::JavaScript(object) => object.lend(),
            Self::InProcess(object) => object.served().map(target),
            Self::Lost(why) => Err(why.duplicate()),
        }
    }

    /// Leaves the stub that it is, if it is one, to others, who dispose it.
    pub(crate) fn disown(&self) {
        match self {
            Self::JavaScript(object) => object.disown(),
            Self::InProcess(_) | Self::Lost(_) => {}
        }
    }

    /// The server behind it, if that is in this process and a `T`.
    pub(crate) fn server<T: 'static>(&self) -> Option<Rc<T>> {
        match self {
            Self::InProcess(object) => object.server(),
            Self::JavaScript(_) | Self::Lost(_) => None,
        }
    }

    /// The same server in this process, called by way of what `wrap` makes of it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn by_way_of(&self, wrap: &in_process::Wrap) -> Self {
        match self {
            Self::InProcess(object) => Self::InProcess(object.by_way_of(wrap)),
            Self::JavaScript(_) | Self::Lost(_) => self.clone(),
        }
    }

    /// What it is, for debugging.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::JavaScript(object) => object.kind(),
            Self::InProcess(object) => object.kind(),
            Self::Lost(_) => "Lost",
        }
    }
}

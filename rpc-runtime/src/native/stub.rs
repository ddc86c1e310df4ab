//! What is counted of the other side's objects, so that whoever lets go last says so.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::js::glue;
use crate::native::transfer::{self, Lifetime};

/// A stub, which is disposed with its last clone, unless it was handed over.
#[derive(Clone)]
pub(crate) struct Stub(Rc<Inner>);

struct Inner {
    object: JsValue,
    ours: Cell<bool>,
    /// Of the call that brought it as an argument.
    lifetime: Option<Lifetime>,
}

impl Stub {
    /// Takes over a stub.
    pub(crate) fn new(object: JsValue) -> Self {
        let (ours, lifetime) = (Cell::new(true), transfer::lifetime());
        Self(Rc::new(Inner {
            object,
            ours,
            lifetime,
        }))
    }

    pub(crate) fn as_js(&self) -> &JsValue {
        &self.0.object
    }

    /// # Errors
    /// If the call is over that brought it as an argument.
    fn alive(&self) -> Result<()> {
        match &self.0.lifetime {
            Some(lifetime) if lifetime.is_over() => Err(Error::stub_disposed("dup")),
            _ => Ok(()),
        }
    }

    /// Another stub of the same object, which is disposed on its own.
    ///
    /// # Errors
    /// If it has ended, or the runtime refuses.
    pub(crate) fn duplicate(&self) -> Result<JsValue> {
        self.alive()?;
        glue::duplicate(self.as_js()).map_err(|thrown| Error::from_thrown("dup", thrown))
    }

    /// Leaves the stub to others, who dispose it.
    pub(crate) fn disown(&self) {
        self.0.ours.set(false);
    }

    /// What goes into what is sent. While there are clones, and where it may be sent later, that is a stub of its own: the
    /// runtime has what is in a reply, and before compatibility date 2026-01-20 what is an argument.
    ///
    /// # Errors
    /// If it has ended, or the runtime refuses to duplicate it.
    pub(crate) fn give(&self) -> Result<JsValue> {
        self.alive()?;
        if Rc::strong_count(&self.0) > 1 || transfer::copies() {
            let copy = self.duplicate()?;
            if !transfer::give(&copy) {
                transfer::dispose_when_sent(copy.clone());
            }
            return Ok(copy);
        }
        if transfer::give(self.as_js()) {
            self.0.ours.set(false);
        }
        Ok(self.as_js().clone())
    }

    /// What is sent while this stays ours: a copy, which is disposed once it is sent.
    ///
    /// # Errors
    /// If it has ended, or the runtime refuses to duplicate it.
    pub(crate) fn lend(&self) -> Result<JsValue> {
        let copy = self.duplicate()?;
        transfer::dispose_when_sent(copy.clone());
        Ok(copy)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.ours.get() {
            glue::dispose(&self.object);
        }
    }
}

/// The promise of a reply. If it has not come when the last clone is dropped, nobody wants it.
#[derive(Clone)]
pub(crate) struct Awaited(Rc<Reply>);

struct Reply {
    promise: Promise,
    arrived: Cell<bool>,
}

impl Awaited {
    pub(crate) fn new(promise: Promise) -> Self {
        let arrived = Cell::new(false);
        Self(Rc::new(Reply { promise, arrived }))
    }

    pub(crate) fn promise(&self) -> &Promise {
        &self.0.promise
    }

    /// The reply is there; what is in it is disposed by whoever has read it.
    pub(crate) fn arrived(&self) {
        self.0.arrived.set(true);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if !self.arrived.get() {
            glue::abandon(&self.promise);
        }
    }
}

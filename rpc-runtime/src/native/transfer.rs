//! Who disposes the stubs that a message holds.
//!
//! What a method returns is the runtime's from then on. What a call is given is not: since compatibility date
//! 2026-01-20 the caller keeps its stubs; before, they were used up, and disposing them again does nothing.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::js::glue;

thread_local! {
    static REPLY: RefCell<Option<Reply>> = const { RefCell::new(None) };
    static SENT: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
    static COPIES: Cell<bool> = const { Cell::new(false) };
    /// While arguments are read: whose, if there was a stub among them.
    static ARGUMENTS: RefCell<Option<Option<Lifetime>>> = const { RefCell::new(None) };
}

/// How long a call lasts: as long as the stubs among its arguments, which the runtime disposes then. It is remembered here,
/// since the runtime does not say so of a stub before it is called, and some of its versions fail where one is duplicated.
#[derive(Clone)]
pub(crate) struct Lifetime(Rc<Cell<bool>>);

impl Lifetime {
    pub(crate) fn is_over(&self) -> bool {
        self.0.get()
    }
}

/// A call's lifetime, which is over when this is dropped. It is nothing until there is a stub.
#[derive(Default)]
pub(crate) struct CallLifetime(Cell<Option<Lifetime>>);

impl CallLifetime {
    /// Runs `read`, which reads the call's arguments.
    pub(crate) fn reading<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.begin();
        let arguments = read();
        self.end(before);
        arguments
    }

    #[inline(never)]
    fn begin(&self) -> Option<Option<Lifetime>> {
        ARGUMENTS.replace(Some(self.0.take()))
    }

    #[inline(never)]
    fn end(&self, before: Option<Option<Lifetime>>) {
        self.0.set(ARGUMENTS.replace(before).flatten());
    }
}

impl Drop for CallLifetime {
    fn drop(&mut self) {
        if let Some(Lifetime(is_over)) = self.0.take() {
            is_over.set(true);
        }
    }
}

/// Of the call whose arguments are being read, if any are.
pub(crate) fn lifetime() -> Option<Lifetime> {
    ARGUMENTS.with_borrow_mut(|arguments| {
        let lifetime = arguments.as_mut()?;
        Some(
            lifetime
                .get_or_insert_with(|| Lifetime(Rc::default()))
                .clone(),
        )
    })
}

/// A reply while it is written.
struct Reply {
    /// What was called.
    origin: JsValue,
    /// The stubs and targets in it, which are the runtime's once it is returned.
    given: Vec<JsValue>,
    /// What is done around calls of its targets.
    around: Option<Rc<dyn Any>>,
}

/// Runs `write`, which writes what a method of `origin` returns; `around` is done around calls of the targets in that.
///
/// # Errors
/// As `write` has them. Then nothing is returned, and what was given is disposed.
pub(crate) fn reply<T, E>(
    origin: &JsValue,
    around: Option<Rc<dyn Any>>,
    write: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let before = begin_reply(origin, around);
    let written = write();
    end_reply(before, written.is_err());
    written
}

#[inline(never)]
fn begin_reply(origin: &JsValue, around: Option<Rc<dyn Any>>) -> Option<Reply> {
    REPLY.replace(Some(Reply {
        origin: origin.clone(),
        given: Vec::new(),
        around,
    }))
}

#[inline(never)]
fn end_reply(before: Option<Reply>, failed: bool) {
    let reply = REPLY.replace(before);
    if failed {
        let given = reply.map(|reply| reply.given).unwrap_or_default();
        given.iter().for_each(glue::dispose);
    }
}

/// Whether what is being written is what a method returns. If so, `part` of it is the runtime's from then on.
pub(crate) fn give(part: &JsValue) -> bool {
    REPLY.with_borrow_mut(|reply| match reply {
        Some(reply) => {
            reply.given.push(part.clone());
            true
        }
        None => false,
    })
}

/// What was called, if what is being written is what it returns; else `undefined`.
pub(crate) fn origin() -> JsValue {
    REPLY.with_borrow(|reply| match reply {
        Some(reply) => reply.origin.clone(),
        None => JsValue::UNDEFINED,
    })
}

/// What is done around calls of a target that is being written.
pub(crate) fn around() -> Option<Rc<dyn Any>> {
    REPLY.with_borrow(|reply| reply.as_ref().and_then(|reply| reply.around.clone()))
}

/// Has `stub` disposed as soon as the call is sent for which it was made.
pub(crate) fn dispose_when_sent(stub: JsValue) {
    SENT.with_borrow_mut(|sent| sent.push(stub));
}

/// Until it is dropped, the arguments are written of a call that may be sent later, or again: when whoever wrote them has let
/// go of the stubs among them.
pub(crate) struct Copies(bool);

impl Copies {
    #[inline(never)]
    pub(crate) fn begin(copies: bool) -> Self {
        Self(COPIES.replace(copies))
    }
}

impl Drop for Copies {
    #[inline(never)]
    fn drop(&mut self) {
        COPIES.set(self.0);
    }
}

/// Whether what is being written needs stubs of its own.
pub(crate) fn copies() -> bool {
    COPIES.get()
}

/// The stubs that were made for a call, which are disposed when it is over.
pub(crate) struct Lent(Vec<JsValue>);

impl Lent {
    /// Those of the call whose arguments were written last.
    pub(crate) fn take() -> Self {
        Self(SENT.take())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.iter().for_each(glue::dispose);
    }
}

/// The call is sent whose arguments were written, or will not be.
pub(crate) fn sent() {
    for stub in SENT.take() {
        glue::dispose(&stub);
    }
}

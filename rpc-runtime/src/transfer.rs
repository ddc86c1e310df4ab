//! Who disposes the stubs that a message holds.
//!
//! What a method returns is the runtime's from then on. What a call is given is not: since compatibility date
//! 2026-01-20 the caller keeps its stubs; before, they were used up, and disposing them again does nothing.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use crate::glue;

thread_local! {
    /// What was called, while its reply is written.
    static REPLY: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static SENT: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

/// Runs `write`, which writes what a method of `origin` returns.
pub(crate) fn reply<T>(origin: &JsValue, write: impl FnOnce() -> T) -> T {
    let before = REPLY.replace(Some(origin.clone()));
    let written = write();
    REPLY.set(before);
    written
}

/// Whether what is being written is what a method returns.
pub(crate) fn is_reply() -> bool {
    REPLY.with_borrow(Option::is_some)
}

/// What was called, if what is being written is what it returns; else `undefined`.
pub(crate) fn origin() -> JsValue {
    REPLY.with_borrow(|origin| origin.clone().unwrap_or(JsValue::UNDEFINED))
}

/// Has `stub` disposed as soon as the call is sent for which it was made.
pub(crate) fn dispose_when_sent(stub: JsValue) {
    SENT.with_borrow_mut(|sent| sent.push(stub));
}

/// The call is sent, or will not be.
pub(crate) fn sent() {
    for stub in SENT.take() {
        glue::dispose(&stub);
    }
}

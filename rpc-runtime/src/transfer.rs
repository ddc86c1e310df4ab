//! Who disposes the stubs that a message holds.
//!
//! What a method returns is the runtime's from then on. What a call is given is not: since compatibility date
//! 2026-01-20 the caller keeps its stubs; before, they were used up, and disposing them again does nothing.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;

use crate::glue;

thread_local! {
    static REPLY: Cell<bool> = const { Cell::new(false) };
    static SENT: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

/// Runs `write`, which writes what a method returns.
pub(crate) fn reply<T>(write: impl FnOnce() -> T) -> T {
    let before = REPLY.replace(true);
    let written = write();
    REPLY.set(before);
    written
}

/// Whether what is being written is what a method returns.
pub(crate) fn is_reply() -> bool {
    REPLY.get()
}

/// Has `stub` disposed as soon as the call is sent for which it was made.
pub(crate) fn dispose_when_sent(stub: JsValue) {
    SENT.with_borrow_mut(|sent| sent.push(stub));
}

/// The call is sent, or will not be.
pub(crate) fn sent() {
    for stub in SENT.take() {
        // A disposer that throws has nobody to tell.
        let _ = glue::dispose(&stub);
    }
}

//! What is kept of one value while it is read: how much memory it may still take, and which parts were taken as they are.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;

use crate::value::error::ValueError;

/// What a value may be read into, in bytes: all the memory that a Worker has
/// (<https://developers.cloudflare.com/workers/platform/limits/#memory>).
///
/// The runtime carries an object once, however often a message refers to it, and here each reference is a value of its
/// own. So a message of a kilobyte can stand for more than any machine holds.
const MOST: usize = 128 << 20;

/// What an element or a field is charged at least: looking at it takes time, too.
const LEAST: usize = 8;

/// One value while it is read.
pub(crate) struct Reading {
    left: Cell<usize>,
    taken: RefCell<Vec<JsValue>>,
}

impl Reading {
    pub(crate) fn new() -> Self {
        Self {
            left: Cell::new(MOST),
            taken: RefCell::default(),
        }
    }

    /// Makes room for text or bytes.
    ///
    /// # Errors
    /// If there is none left.
    pub(crate) fn charge(&self, bytes: usize) -> Result<(), ValueError> {
        match self.left.get().checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(ValueError::new(format_args!(
                "takes more than {} MiB of memory",
                MOST >> 20
            ))),
        }
    }

    /// Makes room for an element that is a `T`.
    ///
    /// # Errors
    /// If there is none left.
    pub(crate) fn charge_for<T>(&self) -> Result<(), ValueError> {
        self.charge(size_of::<T>().max(LEAST))
    }

    /// Makes room for the fields of one record, most of which may be in an element already.
    ///
    /// # Errors
    /// If there is none left.
    pub(crate) fn charge_fields(&self, count: usize) -> Result<(), ValueError> {
        self.charge(LEAST.saturating_mul(count))
    }

    /// Notes what became part of the Rust value as it is: a stub, a stream.
    pub(crate) fn take(&self, part: JsValue) {
        self.taken.borrow_mut().push(part);
    }

    /// What was taken.
    pub(crate) fn into_taken(self) -> Vec<JsValue> {
        self.taken.into_inner()
    }
}

//! What is kept of one value while it is read: how much memory it may still take, and which parts were taken as they are.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;

use crate::limits;
use crate::objects::error::ValueError;
use crate::objects::js;

/// What an element or a field is charged at least: looking at it takes time, too.
const LEAST: usize = 8;

/// One value while it is read.
pub(crate) struct Reading<'a> {
    value: &'a JsValue,
    /// What it may be read into, in bytes, as far as that is known.
    allowed: Cell<usize>,
    left: Cell<usize>,
    taken: RefCell<Vec<JsValue>>,
}

impl<'a> Reading<'a> {
    /// The reading of `value`, or of a part of it.
    pub(crate) fn new(value: &'a JsValue) -> Self {
        let allowed = limits::free();
        Self {
            value,
            allowed: Cell::new(allowed),
            left: Cell::new(allowed),
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
            None => self.charge_beyond(bytes),
        }
    }

    /// Makes room where nothing is left of what every value may take. Only here is it asked how much arrived: looking
    /// for objects that are referred to more than once would cost every call. And only whether it is enough for twice as
    /// much as is needed now, which costs little beside reading that much.
    #[cold]
    fn charge_beyond(&self, bytes: usize) -> Result<(), ValueError> {
        let used = self.allowed.get() - self.left.get();
        let needed = used.saturating_add(bytes);
        let enough = limits::enough_for(needed.saturating_mul(2));
        let arrived = js::weigh(self.value, enough as f64) as usize;
        let allowed = limits::of_value(arrived);
        let Some(left) = allowed.checked_sub(needed) else {
            return Err(ValueError::new(format_args!(
                "takes more than {} MiB of memory, the limit for what arrived; {}",
                allowed >> 20,
                limits::HINT
            )));
        };
        self.allowed.set(allowed);
        self.left.set(left);
        Ok(())
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

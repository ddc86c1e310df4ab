//! The table of what travels beside a message: handles and streams, which have no bytes.
//!
//! A capability pointer holds an entry's index.

use std::cell::RefCell;
use std::fmt;

use js_sys::Array;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::js::glue;
use crate::message::place::wrong;
use crate::value::ValueError;

/// A table that came with a message.
pub(crate) struct Arrived(SendWrapper<Table>);

struct Table {
    entries: Array,
    /// Which entries have been read: each is one value, with one owner.
    taken: RefCell<Vec<bool>>,
}

impl Arrived {
    /// A table with at most `most` entries.
    pub(crate) fn new(entries: Array, most: usize) -> Result<Self, ValueError> {
        let count = entries.length() as usize;
        // An array may say any length without having that many elements.
        if count > most {
            return Err(wrong(
                "more values came beside the message than it can name",
            ));
        }
        Ok(Self(SendWrapper::new(Table {
            entries,
            taken: RefCell::new(vec![false; count]),
        })))
    }

    /// The entry, once.
    pub(crate) fn take(&self, index: u32) -> Result<JsValue, ValueError> {
        match self.0.taken.borrow_mut().get_mut(index as usize) {
            Some(taken) if !*taken => *taken = true,
            Some(_) => {
                return Err(ValueError::new(format_args!(
                    "value {index} beside the message is used twice"
                )));
            }
            None => {
                return Err(ValueError::new(format_args!(
                    "points to value {index} beside the message, and there are {}",
                    self.0.entries.length()
                )));
            }
        }
        Ok(self.0.entries.get(index))
    }

    /// Lets go of the entries that nobody has read.
    pub(crate) fn dispose_rest(&self) {
        for (index, taken) in (0..).zip(self.0.taken.borrow_mut().iter_mut()) {
            if !std::mem::replace(taken, true) {
                glue::dispose(&self.0.entries.get(index));
            }
        }
    }
}

impl fmt::Debug for Arrived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Arrived")
    }
}

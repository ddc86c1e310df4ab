//! The cap table, of what has no bytes in a message: handles, streams, values of the platform.
//!
//! A capability pointer holds an entry's index.

use std::cell::RefCell;
use std::fmt;

use crate::thread::SendWrapper;
use js_sys::Array;
use rpc_message::{CapTable, PointerReader, PointerWriter};
use wasm_bindgen::JsValue;

use crate::js::glue;
use crate::objects::{Value, ValueError, from_js, to_js};

/// Reads the handle, stream or value of the platform that a capability pointer stands for.
///
/// # Errors
/// If the pointer is null or leads to something else, if no cap table came, or what came is not what was
/// expected.
pub fn read_capability<T: Value>(from: PointerReader<'_>) -> Result<T, ValueError> {
    take(from).and_then(|value| from_js(value).map_err(|error| from.locate(error)))
}

#[inline(never)]
fn take(from: PointerReader<'_>) -> Result<JsValue, ValueError> {
    let index = from.capability()?;
    let table = from.cap_table::<Arrived>()?;
    table.take(index).map_err(|error| from.locate(error))
}

/// Puts a handle, a stream or a value of the platform into the cap table, and its index into the message.
///
/// # Errors
/// If this message has no cap table, or the value cannot be sent: [`to_bytes`] makes bytes and nothing else.
///
/// [`to_bytes`]: crate::message::to_bytes
pub fn write_capability<T: Value>(to: PointerWriter<'_>, value: &T) -> Result<(), ValueError> {
    put(to, || to_js(value))
}

/// Puts a value into the cap table, if there is one.
pub(crate) fn put(
    mut to: PointerWriter<'_>,
    value: impl FnOnce() -> Result<JsValue, ValueError>,
) -> Result<(), ValueError> {
    to.cap_table::<Outgoing>()?;
    let value = value().map_err(|error| to.locate(error))?;
    let index = to.cap_table::<Outgoing>()?.add(value);
    to.capability(index);
    Ok(())
}

/// The table of a message that is being written.
pub(crate) struct Outgoing(SendWrapper<Vec<JsValue>>);

impl Outgoing {
    pub(crate) fn table() -> CapTable {
        Box::new(Self(SendWrapper::new(Vec::new())))
    }

    fn add(&mut self, value: JsValue) -> u32 {
        let index = self.0.len() as u32;
        self.0.push(value);
        index
    }

    /// The entries, in order.
    pub(crate) fn take(&mut self) -> Vec<JsValue> {
        std::mem::take(&mut *self.0)
    }
}

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
            return Err(ValueError::new(
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

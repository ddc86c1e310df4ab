//! Messages as a call sends and receives them: bytes in JavaScript, and a table beside them.

use std::borrow::Cow;
use std::fmt;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

use crate::message::arena::Arena;
use crate::message::beside::Arrived;
use crate::message::builder::Builder;
use crate::message::whole::root;
use crate::message::{StructReader, StructSize, StructWriter};
use crate::value::ValueError;

/// Writes a message whose root is a struct of this size: its bytes, in a buffer of exactly their size, and what
/// goes beside it, in order.
///
/// # Errors
/// Those of `write`, and those of every message.
pub(crate) fn write_message(
    size: StructSize,
    write: impl FnOnce(&mut StructWriter<'_>) -> Result<(), ValueError>,
) -> Result<(Uint8Array, Vec<JsValue>), ValueError> {
    let mut message = Builder::write(size, Some(Vec::new()), write)?;
    let beside = message.beside.take().unwrap_or_default();
    Ok((Uint8Array::from(message.bytes.as_slice()), beside))
}

/// A message that came with a call.
pub(crate) struct Received(Arena<'static>);

impl Received {
    /// Copies the message. `beside` is the table that came beside it, if one did.
    ///
    /// # Errors
    /// If the bytes are no message, or the table has more entries than the message can name.
    pub(crate) fn new(bytes: &Uint8Array, beside: Option<Array>) -> Result<Self, ValueError> {
        let bytes = bytes.to_vec();
        let beside = match beside {
            // Each entry is named by one pointer, of 8 bytes.
            Some(entries) => Some(Arrived::new(entries, bytes.len() / 8)?),
            None => None,
        };
        Arena::new(Cow::Owned(bytes), beside).map(Self)
    }

    /// The root, which is read once: entries of the table are given away.
    ///
    /// # Errors
    /// If it is no struct.
    pub(crate) fn root(&self) -> Result<StructReader<'_>, ValueError> {
        root(&self.0).struct_reader()
    }

    /// Disposes what came beside the message and was not read: a newer peer may send handles that an older schema
    /// does not know.
    pub(crate) fn dispose_rest(&self) {
        if let Some(beside) = &self.0.beside {
            beside.dispose_rest();
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({} bytes)", self.0.bytes().len())
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

//! Messages in JavaScript and in Rust: bytes, and the table of what their capability pointers stand for.

use std::fmt;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::limits::{self, FACTOR, HINT};
use crate::messages::cap_table::{Arrived, Outgoing};
use crate::objects::{ValueError, expected};
use rpc_message::{Limits, MessageStruct, StructReader, StructSize, StructWriter};

/// What a message may be read into.
fn limits() -> Limits {
    Limits::DEFAULT
        .with_bytes(limits::free())
        .with_per_byte(FACTOR)
        .with_hint(HINT)
}

/// Writes a message: a segment table and one segment.
///
/// # Errors
/// If the value has no form as bytes: it holds a handle, or is nested deeper than the
/// [limit](crate::message#limits).
pub fn to_bytes<T: MessageStruct>(value: &T) -> Result<Vec<u8>, ValueError> {
    let write = |to: &mut StructWriter<'_>| value.write(to);
    rpc_message::OutgoingMessage::write(T::SIZE, limits(), None, write)?.to_vec()
}

/// Reads a message, of any number of segments.
///
/// # Errors
/// If the bytes are no message, the message is not one of a `T`, or it is past the
/// [limits](crate::message#limits). Says where.
pub fn from_bytes<T: MessageStruct>(bytes: &[u8]) -> Result<T, ValueError> {
    rpc_message::from_bytes_with(bytes, limits())
}

/// A message kept as it arrived, to be read in place.
///
/// ```
/// # use rpc_runtime::ValueError;
/// # use rpc_runtime::message::{self, Message, MessageStruct, StructReader, StructSize, StructWriter};
/// # struct Log(Vec<String>);
/// # impl MessageStruct for Log {
/// #     const SIZE: StructSize = StructSize::new(0, 1);
/// #     fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
/// #         to.pointer("lines", 0).pointers_with(self.0.iter(), |to, line| to.text(line))
/// #     }
/// #     fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
/// #         Ok(Self(from.pointer("lines", 0).pointers_with(|line| line.text())?))
/// #     }
/// # }
/// # let bytes = message::to_bytes(&Log(vec!["started".to_owned(), "stopped".to_owned()]))?;
/// // struct Log { lines @0 :List(Text); }
/// let message = Message::new(bytes)?;
/// let lines = message.root()?.pointer("lines", 0).pointer_list()?;
/// let last: Option<&str> = match lines.iter().last() {
///     Some(line) => Some(line.text_ref()?),
///     None => None,
/// };
/// assert_eq!(last, Some("stopped"));
/// # Ok::<(), ValueError>(())
/// ```
pub struct Message(rpc_message::Message<'static>);

impl Message {
    /// Takes a message, in stream framing, of any number of segments. Its content is looked at when it is read.
    ///
    /// # Errors
    /// If the bytes are not as long as their segment table says.
    pub fn new(bytes: Vec<u8>) -> Result<Self, ValueError> {
        rpc_message::Message::with_limits(bytes, limits()).map(Self)
    }

    /// The root, to read in place. What may be made of the message by reading is counted from here on.
    ///
    /// # Errors
    /// If the root is no struct.
    pub fn root(&self) -> Result<StructReader<'_>, ValueError> {
        self.limited().root()
    }

    /// The whole message, as an owned value.
    ///
    /// # Errors
    /// If the message is not one of a `T`, or it is past the [limits](crate::message#limits). Says where.
    pub fn read<T: MessageStruct>(&self) -> Result<T, ValueError> {
        self.limited().read()
    }

    /// What the Worker allows now, which may be more than when the message came.
    fn limited(&self) -> &rpc_message::Message<'static> {
        self.0.limit(limits());
        &self.0
    }

    /// The bytes as they arrived.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The bytes as they arrived.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Writes a message whose root is a struct of this size: its bytes, in a buffer of exactly their size, and what its
/// capability pointers stand for, in order.
///
/// # Errors
/// Those of `write`, and those of every message.
#[inline(never)]
pub(crate) fn write_message(
    size: StructSize,
    write: &mut dyn FnMut(&mut StructWriter<'_>) -> Result<(), ValueError>,
) -> Result<(Uint8Array, Vec<JsValue>), ValueError> {
    let table = Some(Outgoing::table());
    let mut message = rpc_message::OutgoingMessage::write(size, limits(), table, write)?;
    let table = message.cap_table().map_or_else(Vec::new, Outgoing::take);
    Ok((Uint8Array::from(message.as_bytes()), table))
}

/// A message that came with a call.
pub struct Received(rpc_message::Message<'static>);

impl Received {
    /// The message that `value` is, if it is one.
    ///
    /// # Errors
    /// As [`Self::new`], and if it is something else.
    pub(super) fn open(value: &JsValue, table: Option<Array>) -> Result<Self, ValueError> {
        match value.dyn_ref::<Uint8Array>() {
            Some(bytes) => Self::new(bytes, table),
            None => Err(expected("a Cap'n Proto message in a Uint8Array", value)),
        }
    }

    /// Copies the message. `table` is what its capability pointers stand for, if it came with any.
    ///
    /// # Errors
    /// If the bytes are no message, or the table has more entries than the message can name.
    pub(crate) fn new(bytes: &Uint8Array, table: Option<Array>) -> Result<Self, ValueError> {
        let (bytes, limits) = (bytes.to_vec(), limits());
        let message = match table {
            // Each entry is named by one pointer, of 8 bytes.
            Some(entries) => {
                let table = Arrived::new(entries, bytes.len() / 8)?;
                rpc_message::Message::with_caps(bytes, limits, Box::new(table))?
            }
            None => rpc_message::Message::with_limits(bytes, limits)?,
        };
        Ok(Self(message))
    }

    /// The root, which is read once: entries of the table are given away.
    ///
    /// # Errors
    /// If it is no struct.
    pub(crate) fn root(&self) -> Result<StructReader<'_>, ValueError> {
        self.0.root()
    }

    /// How many bytes it is.
    pub(crate) fn size(&self) -> usize {
        self.0.as_bytes().len()
    }

    /// Disposes what came with the message and was not read: a newer peer may send handles that an older schema does
    /// not know.
    pub(crate) fn dispose_rest(&self) {
        if let Some(table) = self.0.cap_table::<Arrived>() {
            table.dispose_rest();
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({} bytes)", self.0.as_bytes().len())
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;

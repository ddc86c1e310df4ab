//! Whole messages.

use std::borrow::Cow;
use std::fmt;

use crate::message::arena::Arena;
use crate::message::builder::Builder;
use crate::message::place::Place;
use crate::message::pointer::{PointerReader, word_at};
use crate::message::{DEPTH, MessageStruct, StructReader};
use crate::value::ValueError;

/// Writes a message: a segment table and one segment.
///
/// # Errors
/// If the value has no form as bytes: it holds a handle, or is nested deeper than the
/// [limit](crate::message#limits).
pub fn to_bytes<T: MessageStruct>(value: &T) -> Result<Vec<u8>, ValueError> {
    Builder::write(T::SIZE, None, |to| value.write(to))?.copy()
}

/// Reads a message, of any number of segments.
///
/// # Errors
/// If the bytes are no message, the message is not one of a `T`, or it is past the
/// [limits](crate::message#limits). Says where.
pub fn from_bytes<T: MessageStruct>(bytes: &[u8]) -> Result<T, ValueError> {
    let arena = Arena::new(Cow::Borrowed(bytes), None)?;
    root(&arena).structure()
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
pub struct Message(Arena<'static>);

impl Message {
    /// Takes a message, in stream framing, of any number of segments. Its content is looked at when it is read.
    ///
    /// # Errors
    /// If the bytes are not as long as their segment table says.
    pub fn new(bytes: Vec<u8>) -> Result<Self, ValueError> {
        Arena::new(Cow::Owned(bytes), None).map(Self)
    }

    /// The root, to read in place. What may be made of the message by reading is counted from here on.
    ///
    /// # Errors
    /// If the root is no struct.
    pub fn root(&self) -> Result<StructReader<'_>, ValueError> {
        self.0.refill();
        root(&self.0).struct_reader()
    }

    /// The whole message, as an owned value.
    ///
    /// # Errors
    /// If the message is not one of a `T`, or it is past the [limits](crate::message#limits). Says where.
    pub fn read<T: MessageStruct>(&self) -> Result<T, ValueError> {
        self.0.refill();
        root(&self.0).structure()
    }

    /// The bytes as they arrived.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The bytes as they arrived.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} bytes)", self.as_bytes().len())
    }
}

/// The pointer to the root, which is the first word.
pub(crate) fn root<'a>(arena: &'a Arena<'a>) -> PointerReader<'a> {
    let segment = arena.first();
    PointerReader {
        arena,
        segment,
        at: 0,
        word: word_at(segment, 0).unwrap_or(0),
        place: Place::Root,
        depth: DEPTH,
    }
}

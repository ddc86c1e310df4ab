//! Whole messages.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use crate::arena::{Arena, CapTable};
use crate::builder::Builder;
use crate::convert::MessageStruct;
use crate::error::ValueError;
use crate::limits::Limits;
use crate::reader::{PointerReader, StructReader};
use crate::size::StructSize;
use crate::writer::{StructWriter, write_root};

/// Writes a message: a segment table and one segment.
///
/// # Errors
/// If the value has no form as bytes: it holds a handle, or is nested more than 128 levels deep.
pub fn to_bytes<T: MessageStruct>(value: &T) -> Result<Vec<u8>, ValueError> {
    let write = |to: &mut StructWriter<'_>| value.write(to);
    OutgoingMessage::write(T::SIZE, Limits::DEFAULT, None, write)?.to_vec()
}

/// Reads a message, of any number of segments.
///
/// # Errors
/// If the bytes are no message, the message is not one of a `T`, or it is past [`Limits::DEFAULT`]. Says where.
pub fn from_bytes<T: MessageStruct>(bytes: &[u8]) -> Result<T, ValueError> {
    from_bytes_with(bytes, Limits::DEFAULT)
}

/// [`from_bytes`] with other limits.
///
/// # Errors
/// As for [`from_bytes`].
pub fn from_bytes_with<T: MessageStruct>(bytes: &[u8], limits: Limits) -> Result<T, ValueError> {
    Message::borrowed(bytes, limits)?.read()
}

/// A message kept as it arrived, to be read in place.
///
/// ```
/// # use rpc_message::{Message, MessageStruct, StructReader, StructSize, StructWriter, ValueError};
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
/// # let bytes = rpc_message::to_bytes(&Log(vec!["started".to_owned(), "stopped".to_owned()]))?;
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
pub struct Message<'b>(Arena<'b>);

impl Message<'static> {
    /// Takes a message, in stream framing, of any number of segments. Its content is looked at when it is read.
    ///
    /// # Errors
    /// If the bytes are not as long as their segment table says.
    pub fn new(bytes: Vec<u8>) -> Result<Self, ValueError> {
        Self::with_limits(bytes, Limits::DEFAULT)
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn with_limits(bytes: Vec<u8>, limits: Limits) -> Result<Self, ValueError> {
        Arena::new(Cow::Owned(bytes), limits, None).map(Self)
    }

    /// The same, with what its capability pointers stand for.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn with_caps(bytes: Vec<u8>, limits: Limits, caps: CapTable) -> Result<Self, ValueError> {
        Arena::new(Cow::Owned(bytes), limits, Some(caps)).map(Self)
    }
}

impl<'b> Message<'b> {
    /// A message that is kept elsewhere.
    ///
    /// # Errors
    /// As for [`new`](Message::new).
    pub fn borrowed(bytes: &'b [u8], limits: Limits) -> Result<Self, ValueError> {
        Arena::new(Cow::Borrowed(bytes), limits, None).map(Self)
    }

    /// From here on, these limits apply.
    pub fn limit(&self, limits: Limits) {
        self.0.limit(limits);
    }

    /// The root, to read in place. What may be made of the message by reading is counted from here on.
    ///
    /// # Errors
    /// If the root is no struct.
    pub fn root(&self) -> Result<StructReader<'_>, ValueError> {
        self.root_pointer().struct_reader()
    }

    /// The pointer to the root, which may be one to anything. What may be made of the message by reading is counted from
    /// here on.
    pub fn root_pointer(&self) -> PointerReader<'_> {
        self.0.refill();
        PointerReader::root(&self.0)
    }

    /// The whole message, as an owned value.
    ///
    /// # Errors
    /// If the message is not one of a `T`, or it is past the [`Limits`]. Says where.
    pub fn read<T: MessageStruct>(&self) -> Result<T, ValueError> {
        self.root_pointer().structure()
    }

    /// What its capability pointers stand for, if that is a table of this type.
    pub fn cap_table<T: Any>(&self) -> Option<&T> {
        self.0.cap_table()
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

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} bytes)", self.as_bytes().len())
    }
}

/// A message that was written, in a buffer that the next one uses again.
pub struct OutgoingMessage(Builder);

impl OutgoingMessage {
    /// Writes a message whose root is a struct of this size. `caps` is where its capabilities go; without, there may be
    /// none. `limits` are for messages that are read to be copied into this one.
    ///
    /// # Errors
    /// Those of `write`, and if a field was written outside of its struct.
    pub fn write(
        size: StructSize,
        limits: Limits,
        caps: Option<CapTable>,
        write: impl FnOnce(&mut StructWriter<'_>) -> Result<(), ValueError>,
    ) -> Result<Self, ValueError> {
        let mut builder = Builder::new(limits, caps);
        write_root(&mut builder).structure_with(size, write)?;
        builder.finish()?;
        Ok(Self(builder))
    }

    /// The message.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The message, in bytes of its own.
    ///
    /// # Errors
    /// If there is no memory for them.
    pub fn to_vec(&self) -> Result<Vec<u8>, ValueError> {
        self.0.copy()
    }

    /// What its capability pointers stand for, if that is a table of this type.
    pub fn cap_table<T: Any>(&mut self) -> Option<&mut T> {
        self.0.cap_table()
    }
}

impl fmt::Debug for OutgoingMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutgoingMessage({} bytes)", self.as_bytes().len())
    }
}

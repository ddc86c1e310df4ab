//! Cap'n Proto messages: values as one block of bytes.
//!
//! Generated types implement [`MessageStruct`]; [`to_bytes`] and [`from_bytes`] convert whole messages, in the
//! standard stream framing that `capnp decode` and every other implementation reads. [`Message`] keeps a message as
//! it arrived, to be read in place.
//!
//! ```
//! use rpc_runtime::ValueError;
//! use rpc_runtime::message::{self, MessageStruct, StructReader, StructSize, StructWriter};
//!
//! /// struct Point { x @0 :Int32; y @1 :Int32; label @2 :Text; }
//! #[derive(Debug, PartialEq)]
//! struct Point { x: i32, y: i32, label: String }
//!
//! impl MessageStruct for Point {
//!     const SIZE: StructSize = StructSize::new(1, 1);
//!
//!     fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
//!         to.data(0, self.x);
//!         to.data(1, self.y);
//!         to.pointer("label", 0).text(&self.label)
//!     }
//!
//!     fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
//!         Ok(Self { x: from.data(0), y: from.data(1), label: from.pointer("label", 0).text()? })
//!     }
//! }
//!
//! let point = Point { x: 1, y: -2, label: "home".to_owned() };
//! let bytes = message::to_bytes(&point)?;
//! assert_eq!(message::from_bytes::<Point>(&bytes)?, point);
//! # Ok::<(), ValueError>(())
//! ```
//!
//! # Limits
//!
//! Messages come from others. Whatever the bytes are, reading gives a value or an error: there is no `unsafe` in this
//! module, and nothing that panics on what it reads. Beyond that:
//!
//! - Structs and lists nest at most 128 levels deep, each list and each struct behind a pointer being a level.
//!   Writing keeps to the same limit.
//! - What a message is read into takes at most 8 MiB, and 16 bytes more for each byte of the message. This is the
//!   memory of Rust structs, lists, text and bytes together, counted each time something is read: a list may say
//!   that it has a billion elements of no size, and many pointers may lead to one object. Lists of `Void` count a
//!   byte for each element, structs a word at least. What is read in place counts by its size in the message. [`Message::root`] starts to
//!   count anew.
//! - At most 512 segments, and no bytes after the last.
//!
//! # Why not the crate `capnp`
//!
//! Its generated code holds handles as objects with reference counts, grows a message by segments, and asks through
//! trait objects for every pointer. Here a handle is a number beside the message, a message is written in one segment
//! that is copied to JavaScript once, and the limit above is in bytes of what is made, which only who makes it knows.
//! The tests check one against the other. For capnpc's own types, give [`Message::as_bytes`] to that crate.

mod arena;
mod beside;
mod builder;
pub(crate) mod call;
mod copy;
pub(crate) mod generated;
mod items;
mod list;
mod place;
mod pointer;
mod scalar;
mod structure;
mod whole;
mod writer;

use crate::value::ValueError;

pub use items::Items;
pub use list::{PointerList, ScalarList, StructList};
pub use pointer::PointerReader;
pub use scalar::Scalar;
pub use structure::StructReader;
pub use whole::{Message, from_bytes, to_bytes};
pub use writer::{PointerWriter, StructWriter};

/// How deep structs and lists may nest.
const DEPTH: u8 = 128;

/// The size of a struct in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StructSize {
    /// Words of 8 bytes.
    data: u16,
    pointers: u16,
}

impl StructSize {
    /// A struct with a data section of `data` words, of 8 bytes each, and a pointer section of `pointers` pointers.
    pub const fn new(data: u16, pointers: u16) -> Self {
        Self { data, pointers }
    }

    /// In words.
    fn total(self) -> usize {
        usize::from(self.data) + usize::from(self.pointers)
    }
}

/// A struct of its own: it can be behind a pointer, in a list, or the root of a message.
///
/// Generated code implements it for records, variants and Cap'n Proto structs.
pub trait MessageStruct: Sized {
    /// The size of both sections.
    const SIZE: StructSize;

    /// Writes every field into a struct of that size, in which everything is zero.
    ///
    /// # Errors
    /// If a part has no form in a message, such as a handle that has not arrived.
    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError>;

    /// Reads every field, from a struct that may be smaller or larger: what is missing is the default.
    ///
    /// # Errors
    /// Says what is wrong, and where.
    fn read(from: &StructReader<'_>) -> Result<Self, ValueError>;
}

impl<T: MessageStruct> MessageStruct for Box<T> {
    const SIZE: StructSize = T::SIZE;

    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        T::write(self, to)
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        T::read(from).map(Self::new)
    }
}

/// A group or a union: it lies in the struct that holds it, and offsets are that struct's.
pub trait MessageGroup: Sized {
    /// Writes every field.
    ///
    /// # Errors
    /// Like [`MessageStruct::write`].
    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError>;

    /// Reads every field.
    ///
    /// # Errors
    /// Like [`MessageStruct::read`].
    fn read(from: &StructReader<'_>) -> Result<Self, ValueError>;
}

/// An enum, which is a number of 16 bits in a message.
pub trait Enumerant: Sized {
    /// The case's number.
    fn number(&self) -> u16;

    /// The case with this number.
    ///
    /// # Errors
    /// If there is none, and the type has no place for unknown ones.
    fn from_number(number: u16) -> Result<Self, ValueError>;
}

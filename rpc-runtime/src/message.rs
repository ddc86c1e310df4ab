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
//! Messages come from others. Whatever the bytes are, reading gives a value or an error: there is no `unsafe` in what
//! reads them, and nothing that panics on what it reads. Beyond that:
//!
//! - Structs and lists nest at most 128 levels deep, each list and each struct behind a pointer being a level.
//!   Writing keeps to the same limit.
//! - What a message is read into takes at most 8 MiB, and 16 bytes more for each byte of the message. This is the
//!   memory of Rust structs, lists, text and bytes together, counted each time something is read: a list may say
//!   that it has a billion elements of no size, and many pointers may lead to one object. Lists of `Void` count a
//!   byte for each element, structs a word at least. What is read in place counts by its size in the message.
//!   [`Message::root`] starts to count anew. [`limits::read_up_to`](crate::limits::read_up_to) puts another number in
//!   the place of the 8 MiB.
//! - At most 512 segments, and no bytes after the last.
//!
//! # Why not the crate `capnp`
//!
//! Its generated code holds handles as objects with reference counts, grows a message by segments, and asks through
//! trait objects for every pointer. Here a handle is an index into the cap table, a message is written in one segment
//! that is copied to JavaScript once, and the limit above is in bytes of what is made, which only who makes it knows.
//! The tests check one against the other. For capnpc's own types, give [`Message::as_bytes`] to that crate.

pub use rpc_message::{
    Enumerant, Items, MessageGroup, MessageStruct, PointerList, PointerReader, PointerWriter,
    Scalar, ScalarList, StructList, StructReader, StructSize, StructWriter,
};

pub use crate::messages::bytes::{Message, from_bytes, to_bytes};
pub use crate::messages::cap_table::{read_capability, write_capability};

/// What reading a message gives.
pub type Result<T, E = crate::ValueError> = std::result::Result<T, E>;

//! Cap'n Proto messages, read and written in safe Rust: values as one block of bytes.
//!
//! Types implement [`MessageStruct`], by hand or by generated code; [`to_bytes`] and [`from_bytes`] convert whole
//! messages, in the standard stream framing that `capnp decode` and every other implementation reads. [`Message`] keeps
//! a message as it arrived, to be read in place.
//!
//! ```
//! use rpc_message::{MessageStruct, StructReader, StructSize, StructWriter, ValueError};
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
//! let bytes = rpc_message::to_bytes(&point)?;
//! assert_eq!(rpc_message::from_bytes::<Point>(&bytes)?, point);
//! # Ok::<(), ValueError>(())
//! ```
//!
//! # Limits
//!
//! Messages come from others. Whatever the bytes are, reading gives a value or an error: there is no `unsafe` in this
//! crate, and nothing that panics on what it reads. Beyond that there are [`Limits`], which whoever opens a message can
//! set, and at most 512 segments, and no bytes after the last.
//!
//! # Capabilities
//!
//! A capability has no bytes: a message has its index in a table, which is kept by whoever opens or writes the message
//! ([`CapTable`]). This crate reads and writes indices, and knows nothing of what they stand for.
//!
//! # Modules
//!
//! Each uses those before it: `error`, `limits`, `scalar`, `size`, `slot` (which part of a value a pointer is),
//! `framing` (the segment table), `arena` (the bytes of one message and what is left of its limit), `pointer` (where a
//! pointer leads), `reader` (structs, pointers and lists, in place), `list` (typed lists), `owned` (text, bytes, lists), `builder` (the bytes of a
//! message in the making), `writer`, `convert` (the traits, and what reads and writes by them), `message`, `copy` (what a
//! pointer of any type holds), `items` and `generated` (what generated code uses).

#![forbid(unsafe_code)]

mod arena;
mod builder;
mod convert;
mod copy;
mod error;
mod framing;
mod items;
mod limits;
mod list;
mod message;
mod owned;
mod pointer;
mod reader;
mod scalar;
#[cfg(feature = "serde")]
mod serde_error;
mod size;
mod slot;
mod writer;

#[doc(hidden)]
pub mod generated;
pub mod text;

pub use arena::CapTable;
pub use convert::{Enumerant, MessageGroup, MessageStruct};
pub use copy::AnyPointer;
pub use error::{Step, ValueError, ValueErrorKind};
pub use items::Items;
pub use limits::Limits;
pub use list::{PointerList, ScalarList, StructList};
pub use message::{Message, OutgoingMessage, from_bytes, from_bytes_with, to_bytes};
pub use reader::{PointerReader, StructReader};
pub use scalar::Scalar;
pub use size::StructSize;
pub use writer::{PointerWriter, StructWriter};

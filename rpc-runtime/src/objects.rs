//! Values as objects of JavaScript: the encoding that every peer takes.
//!
//! A type has a codec in JavaScript (`codec.js`, and the kinds beside it), and two functions here. To send a value, it is written into one
//! buffer, of which the codec makes objects; one that arrived is looked at by the codec, which writes what is of the type
//! into a buffer, or says where it is not, and is read from there. So a value crosses between wasm and JavaScript once,
//! however many parts it has. What is JavaScript's own (handles, streams, dates) goes beside the buffer.
//!
//! Reading is strict, for a peer has no schema: a list is an array without holes, a record a plain object's own properties.
//!
//! Not here: calls, stubs and streams, which are values only in that they implement the trait.

mod codec;
mod collections;
mod convert;
mod data;
mod describe;
mod error;
mod js;
mod number;
mod option;
mod problem;
mod reader;
mod scalar;
mod tree;
mod tuple;
mod value;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod visitor;
mod writer;

pub(crate) mod enumeration;
pub(crate) mod flags;
pub(crate) mod record;
pub(crate) mod union;
pub(crate) mod variant;

pub use codec::Codec;
#[allow(unreachable_pub)] // In a trait of generated code.
pub use codec::Parameter;
pub(crate) use convert::{describe, field_from_reply, from_reply};
#[doc(hidden)]
pub use convert::{expected, from_js, list_to_js, str_to_js, to_js};
pub use data::Data;
pub(crate) use error::Step;
pub use error::ValueError;
pub(crate) use js::is_plain_object;
pub(crate) use number::write_bytes;
pub(crate) use option::write_option;
pub(crate) use reader::read_size;
pub use reader::{Reader, misread};
pub use rpc_message::AnyPointer;
pub use scalar::null;
pub(crate) use tree::Tree;
pub use value::Value;
pub use writer::Writer;
pub(crate) use writer::written_size;

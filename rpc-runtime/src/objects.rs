//! Values as objects of JavaScript: the encoding that every peer takes.
//!
//! A type has a codec in JavaScript (`objects.js`), and two functions here. To send a value, it is written into one
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
mod writer;

pub(crate) mod enumeration;
pub(crate) mod flags;
pub(crate) mod record;
pub(crate) mod union;
pub(crate) mod variant;

use crate::error::CallError;

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
pub use reader::{Reader, misread};
pub use rpc_message::AnyPointer;
pub use scalar::null;
pub(crate) use tree::Tree;
pub use writer::Writer;

/// A value that crosses the wire.
///
/// Implemented for the Rust types of every WIT type, and by generated code for the types that a schema declares.
/// By hand it is mostly done in terms of another value:
///
/// ```
/// use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};
///
/// /// A share of a whole, `f64` on the wire.
/// struct Percentage(f64);
///
/// impl Value for Percentage {
///     fn codec() -> Codec {
///         Codec::of::<f64>()
///     }
///
///     fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
///         self.0.write(to)
///     }
///
///     fn read(from: &mut Reader) -> Result<Self, ValueError> {
///         let share = f64::read(from)?;
///         if !(0.0..=100.0).contains(&share) {
///             return Err(ValueError::new(format_args!("expected 0 to 100, got {share}")));
///         }
///         Ok(Self(share))
///     }
/// }
/// ```
///
/// A type that serde knows is any value of JavaScript ([`Codec::js`]), written by [`Writer::serde`] and read by
/// [`Reader::serde`].
pub trait Value: Sized {
    /// How values look in JavaScript. Called once, by [`Codec::of`].
    fn codec() -> Codec;

    /// Writes the value, for the codec to make it.
    ///
    /// # Errors
    /// If it has no form on the wire.
    fn write(&self, to: &mut Writer) -> Result<(), ValueError>;

    /// Reads a value that the codec took, and so has checked.
    ///
    /// # Errors
    /// What the codec cannot see is wrong with it. What holds the value adds the path to that.
    fn read(from: &mut Reader) -> Result<Self, ValueError>;

    /// How a list of this type looks. Numbers have a form of their own for it.
    #[doc(hidden)]
    fn list_codec() -> Codec {
        collections::list_codec::<Self>()
    }

    /// Writes a list of this type.
    #[doc(hidden)]
    fn write_list(items: &[Self], to: &mut Writer) -> Result<(), ValueError> {
        collections::write_list(items, to)
    }

    /// Reads a list of this type.
    #[doc(hidden)]
    fn read_list(from: &mut Reader) -> Result<Vec<Self>, ValueError> {
        collections::read_list(from)
    }

    /// What a missing field or argument stands for, if it may be missing.
    #[doc(hidden)]
    fn absent() -> Option<Self> {
        None
    }

    /// Whether this value is written by leaving its field out.
    #[doc(hidden)]
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether `undefined` stands for a value of this type already, so that an option of it needs a tag.
    #[doc(hidden)]
    const OPTIONAL: bool = false;

    /// Whether a map with keys of this type may also arrive as a plain object.
    #[doc(hidden)]
    const IS_STRING: bool = false;
}

/// Whatever a schema can declare as an error. It is written for every [`Value`], and not emitted for each declared
/// error: the crate that has a type does not know whose error it is, and no other crate could.
impl<E: Value> From<E> for CallError<E> {
    fn from(error: E) -> Self {
        Self::Declared(error)
    }
}

//! Values as objects of JavaScript: the encoding that every peer takes.
//!
//! [`Value`] has the shape of serde's two traits, and works with every serde serializer and deserializer, but is
//! neither of them: how a value looks to a JavaScript peer (tagged variants, camelCase keys, bigints, typed
//! arrays) is nothing that a user's JSON should inherit.
//!
//! What is written for JavaScript goes through `serde_wasm_bindgen::Serializer`. What is read comes through a
//! deserializer of our own (`de`), because a peer has no schema and serde-wasm-bindgen takes in far more than
//! the schema allows: strings and sets as lists, arrays with holes, inherited properties as fields.
//!
//! Not here: calls, stubs and streams, which are values only in that they implement the trait.

mod access;
mod collections;
mod convert;
mod data;
mod de;
mod describe;
mod error;
mod js;
mod keys;
mod number;
mod option;
mod place;
mod reading;
mod scalar;
mod tuple;

pub(crate) mod enumeration;
pub(crate) mod flags;
pub(crate) mod open_enum;
pub(crate) mod record;
pub(crate) mod structure;
pub(crate) mod union;
pub(crate) mod variant;

use serde::{Deserializer, Serializer};

use crate::error::CallError;

pub(crate) use convert::{describe, field_from_reply, from_reply, own_property, serde_from_js};
#[doc(hidden)]
pub use convert::{expected, from_js, list_to_js, raw_js, str_to_js, to_js};
pub use data::Data;
pub(crate) use data::buffer_to_js;
pub(crate) use error::Step;
pub use error::ValueError;
pub(crate) use js::is_plain_object;
pub use rpc_message::AnyPointer;

/// A value that crosses the wire.
///
/// Implemented for the Rust types of every WIT type, and by generated code for the types that a schema declares.
/// By hand it is mostly done in terms of another value:
///
/// ```
/// use rpc_runtime::Value;
/// use serde::{Deserializer, Serializer, de::Error};
///
/// /// A share of a whole, `f64` on the wire.
/// struct Percentage(f64);
///
/// impl Value for Percentage {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         Value::serialize(&self.0, serializer)
///     }
///
///     fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
///         let share = f64::deserialize(deserializer)?;
///         if !(0.0..=100.0).contains(&share) {
///             return Err(D::Error::custom(format_args!("expected 0 to 100, got {share}")));
///         }
///         Ok(Self(share))
///     }
/// }
/// ```
pub trait Value: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// What the serializer reports.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value, checked against what the wire accepts for the type.
    ///
    /// Fields are asked for in declared order; a deserializer that brings them in another order (ours does not)
    /// gives an error.
    ///
    /// # Errors
    /// Says what was expected and what was found; the deserializer adds the path to it.
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes a list of this type. Numbers have a form of their own for it.
    #[doc(hidden)]
    fn serialize_list<S: Serializer>(items: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        collections::serialize_list(items, serializer)
    }

    /// Reads a list of this type.
    #[doc(hidden)]
    fn deserialize_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Self>, D::Error> {
        collections::deserialize_list(deserializer)
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

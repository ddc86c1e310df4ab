//! What crosses the wire: the trait of every such type.

use crate::error::CallError;
use crate::objects::codec::{Codec, Parameter};
use crate::objects::reader::Reader;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::writer::Writer;
use crate::objects::{Step, ValueError, collections, js};

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

    /// Shows a test on the host, where a value is handed over as it is, each handle in it.
    #[cfg(not(target_arch = "wasm32"))]
    #[doc(hidden)]
    fn visit_handles(&mut self, _: &Visitor) {}

    /// What errors say that was expected, where something else arrived; nothing, where anything may.
    #[cfg(not(target_arch = "wasm32"))]
    #[doc(hidden)]
    fn expected() -> String {
        String::new()
    }

    /// The same, for a list of this type.
    #[cfg(not(target_arch = "wasm32"))]
    #[doc(hidden)]
    fn expected_list() -> String {
        "array".to_owned()
    }
}

/// Whatever a schema can declare as an error. It is written for every [`Value`], and not emitted for each declared
/// error: the crate that has a type does not know whose error it is, and no other crate could.
impl<E: Value> From<E> for CallError<E> {
    fn from(error: E) -> Self {
        Self::Declared(error)
    }
}

impl Codec {
    /// That of `T`.
    #[inline]
    pub fn of<T: Value>() -> Self {
        // Two types with one function are alike.
        let make: fn() -> Self = T::codec;
        Self::known_by((make as usize, 0, 0, 0), make)
    }
}

impl Writer {
    /// The case `number` of a variant, with its payload.
    ///
    /// # Errors
    /// As the payload has them.
    #[doc(hidden)]
    pub fn case<T: Value>(&mut self, number: u32, payload: &T) -> Result<(), ValueError> {
        self.u32(number);
        payload.write(self)
    }
}

impl Reader {
    /// Reads what is at this field.
    ///
    /// # Errors
    /// As reading it has them, with the field as a step.
    #[doc(hidden)]
    #[inline]
    pub fn field<T: Value>(&mut self, name: &'static str) -> Result<T, ValueError> {
        T::read(self).map_err(|error| error.at(Step::Field(name)))
    }
}

impl Parameter {
    /// One of type `T`, which may be missing if it has a default, or if its type says what it is then.
    pub(crate) fn of<T: Value>(has_default: bool) -> Self {
        let is_absent = T::absent().is_some();
        let codec = match has_default {
            true => Codec(js::or_default(Codec::of::<T>().0)),
            // The value of a type that has only one is there all the same.
            false if is_absent && !T::OPTIONAL => Codec(js::null()),
            false => Codec::of::<T>(),
        };
        Self {
            codec,
            is_required: !has_default && !is_absent,
        }
    }
}

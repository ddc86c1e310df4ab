//! Numbers, and lists of them, which are typed arrays.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserializer, Serializer};

use crate::objects::{Value, collections};

/// A number type whose lists are a typed array of their own, read as the bytes under it.
trait ListNumber: Value {
    /// The class of the typed array.
    const ARRAY: &'static str;

    fn from_bytes(bytes: &[u8]) -> Vec<Self>;
}

/// Reads a number.
struct NumberVisitor<T>(PhantomData<T>);

/// Reads a list of numbers.
struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: ListNumber> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or array", T::ARRAY)
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Self::Value, E> {
        Ok(T::from_bytes(&bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        collections::collect(items)
    }

    /// From a deserializer that knows nothing of typed arrays.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

macro_rules! integers {
    ($($type:ident $wit:literal;)*) => {
        $(impl Visitor<'_> for NumberVisitor<$type> {
            type Value = $type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($wit)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<$type, E> {
                let invalid = |_| E::invalid_value(Unexpected::Unsigned(value), &self);
                value.try_into().map_err(invalid)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<$type, E> {
                let invalid = |_| E::invalid_value(Unexpected::Signed(value), &self);
                value.try_into().map_err(invalid)
            }
        })*
    };
}

macro_rules! floats {
    ($($type:ident)*) => {
        $(impl Visitor<'_> for NumberVisitor<$type> {
            type Value = $type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($type))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<$type, E> {
                Ok(value as $type)
            }

            // How other formats write a float without a fraction.
            fn visit_u64<E: Error>(self, value: u64) -> Result<$type, E> {
                Ok(value as $type)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<$type, E> {
                Ok(value as $type)
            }
        })*
    };
}

macro_rules! typed_arrays {
    ($($type:ident $array:ident $serialize:ident $deserialize:ident;)*) => {
        $(impl Value for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.$serialize(*self)
            }

            fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.$deserialize(NumberVisitor::<Self>(PhantomData))
            }

            /// A copy: a view would send all of the wasm memory under it.
            #[cfg(target_arch = "wasm32")]
            fn serialize_list<S: Serializer>(
                items: &[Self],
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serde_wasm_bindgen::preserve::serialize(&js_sys::$array::from(items), serializer)
            }

            fn deserialize_list<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Vec<Self>, D::Error> {
                let list = concat!("$rpc:typed ", stringify!($array));
                deserializer.deserialize_newtype_struct(list, ListVisitor::<Self>(PhantomData))
            }
        }

        impl ListNumber for $type {
            const ARRAY: &'static str = stringify!($array);

            fn from_bytes(bytes: &[u8]) -> Vec<Self> {
                // wasm and every engine that runs it in practice are little-endian.
                let (chunks, _) = bytes.as_chunks();
                chunks.iter().copied().map($type::from_le_bytes).collect()
            }
        })*
    };
}

integers! {
    u8 "u8";
    u16 "u16";
    u32 "u32";
    u64 "u64";
    i8 "s8";
    i16 "s16";
    i32 "s32";
    i64 "s64";
}

floats! { f32 f64 }

typed_arrays! {
    u16 Uint16Array serialize_u16 deserialize_u16;
    u32 Uint32Array serialize_u32 deserialize_u32;
    u64 BigUint64Array serialize_u64 deserialize_u64;
    i8 Int8Array serialize_i8 deserialize_i8;
    i16 Int16Array serialize_i16 deserialize_i16;
    i32 Int32Array serialize_i32 deserialize_i32;
    i64 BigInt64Array serialize_i64 deserialize_i64;
    f32 Float32Array serialize_f32 deserialize_f32;
    f64 Float64Array serialize_f64 deserialize_f64;
}

/// Lists of bytes are what serde calls bytes.
impl Value for u8 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u8(NumberVisitor::<Self>(PhantomData))
    }

    fn serialize_list<S: Serializer>(items: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(items)
    }

    fn deserialize_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Self>, D::Error> {
        struct BytesVisitor;

        impl<'de> Visitor<'de> for BytesVisitor {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("Uint8Array")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }

            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Vec<u8>, A::Error> {
                collections::collect(items)
            }
        }

        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

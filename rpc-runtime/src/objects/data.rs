//! Bytes that are sent as an `ArrayBuffer`: Cap'n Proto's `Data` and `AnyPointer`.

use std::fmt;
use std::ops::{Deref, DerefMut};

use js_sys::Uint8Array;
use rpc_message::AnyPointer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::objects::{Value, collections, de};

/// Cap'n Proto's `Data`: bytes.
///
/// It is a `Vec<u8>` but for how it travels: as an `ArrayBuffer`, where a `Vec<u8>`, WIT's `list<u8>`, is a
/// `Uint8Array`. Any buffer or view is taken in.
///
/// ```
/// use rpc_runtime::Data;
///
/// let mut data = Data::from(b"bytes");
/// data.push(b'!');
/// assert_eq!(data.as_slice(), b"bytes!");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Data(pub Vec<u8>);

impl Deref for Data {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Data {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Data {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<Data> for Vec<u8> {
    fn from(data: Data) -> Self {
        data.0
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Data {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Value for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_buffer(&self.0, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(de::BUFFER, BufferVisitor)
    }
}

impl Value for AnyPointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_buffer(self.as_message(), serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Data(bytes) = Value::deserialize(deserializer)?;
        Ok(Self::from_message(bytes))
    }
}

/// A copy: a view would send all of the wasm memory under it.
pub(crate) fn buffer_to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).buffer().into()
}

#[cfg(target_arch = "wasm32")]
fn serialize_buffer<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serde_wasm_bindgen::preserve::serialize(&buffer_to_js(bytes), serializer)
}

#[cfg(not(target_arch = "wasm32"))]
fn serialize_buffer<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

struct BufferVisitor;

impl<'de> Visitor<'de> for BufferVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ArrayBuffer or view")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Data, E> {
        Ok(bytes.into())
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Data, E> {
        Ok(Data(bytes))
    }

    /// From a format without bytes.
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Data, A::Error> {
        collections::collect(items).map(Data)
    }

    /// From a deserializer that knows nothing of buffers.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_byte_buf(self)
    }
}

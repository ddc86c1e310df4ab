//! Bytes that are sent as an `ArrayBuffer`: Cap'n Proto's `Data` and `AnyPointer`.

use std::ops::{Deref, DerefMut};

use rpc_message::AnyPointer;
use serde::{Deserialize, Serialize};

use crate::objects::codec::Codec;
use crate::objects::number::write_bytes;
use crate::objects::reader::Reader;
use crate::objects::writer::Writer;
use crate::objects::{Value, ValueError, js};

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
    fn codec() -> Codec {
        Codec(js::buffer())
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        write_bytes(&self.0, to);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        u8::read_list(from).map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "ArrayBuffer or view".to_owned()
    }
}

impl Value for AnyPointer {
    fn codec() -> Codec {
        Codec::of::<Data>()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        write_bytes(self.as_message(), to);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        u8::read_list(from).map(Self::from_message)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "ArrayBuffer or view".to_owned()
    }
}

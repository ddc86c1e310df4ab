//! Numbers, and lists of them, which are typed arrays.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;

use crate::objects::codec::Codec;
use crate::objects::reader::Reader;
use crate::objects::writer::{ELSEWHERE, Writer};
use crate::objects::{Value, ValueError, js};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// Numbers, by the type that they are in the buffer, and their lists.
macro_rules! numbers {
    ($(
        $type:ident as $stored:ident, $codec:ident($name:literal $(, $limit:expr)*), $array:ident: $array_codec:expr;
    )*) => {
        $(impl Value for $type {
            fn codec() -> Codec {
                Codec(js::$codec($name $(, $limit)*))
            }

            #[inline]
            fn write(&self, to: &mut Writer) -> Result<()> {
                to.number($stored::from(*self).to_le_bytes());
                Ok(())
            }

            // The codec has seen that it is in range.
            #[inline]
            fn read(from: &mut Reader) -> Result<Self> {
                from.number().map(|bytes| $stored::from_le_bytes(bytes) as $type)
            }

            fn list_codec() -> Codec {
                Codec($array_codec)
            }

            fn write_list(items: &[Self], to: &mut Writer) -> Result<()> {
                // A copy: a view would send all of the wasm memory under it.
                let short = to.array(size_of_val(items), || js_sys::$array::from(items).into());
                if let Some(bytes) = short {
                    bytes.extend(items.iter().copied().flat_map($type::to_le_bytes));
                }
                Ok(())
            }

            fn read_list(from: &mut Reader) -> Result<Vec<Self>> {
                match from.u32()? {
                    ELSEWHERE => Ok(from.part().unchecked_into::<js_sys::$array>().to_vec()),
                    length => {
                        // wasm and every engine that runs it in practice are little-endian.
                        let (numbers, _) = from.bytes(length as usize)?.as_chunks();
                        Ok(numbers.iter().copied().map($type::from_le_bytes).collect())
                    }
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> String {
                $name.to_owned()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected_list() -> String {
                match $name {
                    "u8" => "Uint8Array".to_owned(),
                    _ => concat!(stringify!($array), " or array").to_owned(),
                }
            }
        })*
    };
}

numbers! {
    u8 as u32, integer("u8", 0.0, u8::MAX.into()), Uint8Array: js::byte_array(of::<u8>());
    u16 as u32, integer("u16", 0.0, u16::MAX.into()), Uint16Array: js::typed_array(of::<u16>(), "Uint16Array");
    u32 as u32, integer("u32", 0.0, u32::MAX.into()), Uint32Array: js::typed_array(of::<u32>(), "Uint32Array");
    u64 as u64, bigint("u64", false), BigUint64Array: js::typed_array(of::<u64>(), "BigUint64Array");
    i8 as i32, integer("s8", i8::MIN.into(), i8::MAX.into()), Int8Array: js::typed_array(of::<i8>(), "Int8Array");
    i16 as i32, integer("s16", i16::MIN.into(), i16::MAX.into()), Int16Array: js::typed_array(of::<i16>(), "Int16Array");
    i32 as i32, integer("s32", i32::MIN.into(), i32::MAX.into()), Int32Array: js::typed_array(of::<i32>(), "Int32Array");
    i64 as i64, bigint("s64", true), BigInt64Array: js::typed_array(of::<i64>(), "BigInt64Array");
    f32 as f64, float("f32"), Float32Array: js::typed_array(of::<f32>(), "Float32Array");
    f64 as f64, float("f64"), Float64Array: js::typed_array(of::<f64>(), "Float64Array");
}

fn of<T: Value>() -> u32 {
    Codec::of::<T>().0
}

/// Writes bytes as they are of a list of them, or of a buffer.
pub(crate) fn write_bytes(bytes: &[u8], to: &mut Writer) {
    if let Some(short) = to.array(bytes.len(), || Uint8Array::from(bytes).into()) {
        short.extend_from_slice(bytes);
    }
}

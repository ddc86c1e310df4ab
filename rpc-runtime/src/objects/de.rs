//! A strict deserializer over JavaScript values.
//!
//! It owns structure: a list is an Array without holes, a record a plain object's own properties, a map a Map.
//! Errors gather the path on their way out, so a value that is right costs nothing for it. The values of fields
//! and elements are looked at once: whether something is missing is asked only when it was not what was expected.

use js_sys::{Array, Uint8Array};
use serde::de::value::StringDeserializer;
use serde::de::{Expected, IntoDeserializer, Visitor};
use wasm_bindgen::JsValue;
use wasm_bindgen::convert::TryFromJsValue;

use crate::objects::access::{Elements, Entries, Fields};
use crate::objects::describe::describe;
use crate::objects::error::{ValueError, of_serde_wasm_bindgen};
use crate::objects::js;
use crate::objects::keys::names;
use crate::objects::place::{Place, SAFE_INTEGER};
use crate::objects::reading::Reading;
use crate::text;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// How deep lists, records and so on may nest.
const DEPTH: u8 = 128;

// What serde has no word for is asked for as a newtype struct of one of these names. Every other deserializer
// sees a newtype struct that it need not know, and hands the visitor its content.

/// A Map, but not a plain object: calls `visit_map`.
pub(crate) const MAP: &str = "$rpc:Map";
/// Anything, or `undefined` where a field may be missing: calls `visit_newtype_struct` or `visit_unit`.
pub(crate) const ABSENT: &str = "$rpc:absent";
/// Anything, `undefined` included, or a key that is not there: calls `visit_newtype_struct` or `visit_unit`.
pub(crate) const NO_KEY: &str = "$rpc:no key";
/// An `ArrayBuffer` or a view: calls `visit_byte_buf`.
pub(crate) const BUFFER: &str = "$rpc:buffer";
/// A name, or a number of 16 bits: calls `visit_string` or `visit_u16`.
pub(crate) const NAME_OR_NUMBER: &str = "$rpc:name or number";
/// An object of flags: like a struct, but that a key which is none of the fields must not be true.
pub(crate) const FLAGS: &str = "$rpc:flags";
/// With the name of a typed array: that typed array or an Array. Calls `visit_byte_buf` or `visit_seq`.
const TYPED_ARRAY: &str = "$rpc:typed ";

/// Reads one JavaScript value.
#[derive(Clone, Copy)]
pub(crate) struct ValueDeserializer<'a> {
    place: Place<'a>,
    /// How much deeper it may go.
    depth: u8,
    reading: &'a Reading<'a>,
}

impl<'a> ValueDeserializer<'a> {
    pub(crate) fn new(value: &'a JsValue, reading: &'a Reading<'a>) -> Self {
        Self::nested(Place::Here(value), DEPTH, reading)
    }

    pub(crate) fn nested(place: Place<'a>, depth: u8, reading: &'a Reading<'a>) -> Self {
        Self {
            place,
            depth,
            reading,
        }
    }

    /// The depth for what is inside this value.
    fn enter(&self) -> Result<u8> {
        self.depth
            .checked_sub(1)
            .ok_or_else(|| ValueError::new(format_args!("nested more than {DEPTH} levels deep")))
    }

    #[cold]
    fn mismatch(&self, expected: &dyn Expected) -> ValueError {
        let got = if self.place.is_hole() {
            "a hole".to_owned()
        } else {
            describe(&self.place.get())
        };
        ValueError::new(format_args!("expected {expected}, got {got}"))
    }

    fn copy(&self, bytes: &Uint8Array) -> Result<Vec<u8>> {
        self.reading.charge(bytes.length() as usize)?;
        Ok(bytes.to_vec())
    }

    fn visit_elements<'de, V: Visitor<'de>>(self, value: &JsValue, visitor: V) -> Result<V::Value> {
        match js::array_length(value) {
            Some(length) => {
                visitor.visit_seq(Elements::new(value, length, self.enter()?, self.reading))
            }
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn visit_entries<'de, V: Visitor<'de>>(
        self,
        entries: Option<Array>,
        visitor: V,
    ) -> Result<V::Value> {
        match entries {
            Some(entries) => visitor.visit_map(Entries::new(entries, self.enter()?, self.reading)),
            None => Err(self.mismatch(&visitor)),
        }
    }
}

macro_rules! deserialize_integers {
    ($($method:ident $visit:ident $type:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.place.integer($type::MIN.into(), $type::MAX.into()) {
                Some(number) => visitor.$visit(number as $type),
                None => Err(self.mismatch(&visitor)),
            }
        })*
    };
}

impl<'de> serde::Deserializer<'de> for ValueDeserializer<'_> {
    type Error = ValueError;

    deserialize_integers! {
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.unsigned() {
            Some(integer) => visitor.visit_u64(integer),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.signed() {
            Some(integer) => visitor.visit_i64(integer),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.number() {
            Some(number) => visitor.visit_f32(number as f32),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.number() {
            Some(number) => visitor.visit_f64(number),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.boolean() {
            Some(boolean) => visitor.visit_bool(boolean),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.char() {
            Some(char) => visitor.visit_char(char),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.place.text() {
            Some(text) => {
                self.reading.charge(text.len())?;
                visitor.visit_string(text)
            }
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.place.get();
        match js::bytes(&value) {
            Some(bytes) => visitor.visit_byte_buf(self.copy(&bytes)?),
            // What is wrong with an array is said when its elements are read one by one.
            None => self.visit_elements(&value, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.place.is_nullish() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.place.is_nullish() {
            visitor.visit_unit()
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        if let Some(class) = name.strip_prefix(TYPED_ARRAY) {
            let value = self.place.get();
            return match js::number_bytes(&value, class) {
                Some(bytes) => visitor.visit_byte_buf(self.copy(&bytes)?),
                None => self.visit_elements(&value, visitor),
            };
        }
        match name {
            MAP => self.visit_entries(js::map_entries(&self.place.get()), visitor),
            ABSENT if self.place.may_be_missing() && self.place.is_undefined() => {
                visitor.visit_unit()
            }
            NO_KEY if self.place.is_no_key() => visitor.visit_unit(),
            BUFFER => match js::buffer_bytes(&self.place.get()) {
                Some(bytes) => visitor.visit_byte_buf(self.copy(&bytes)?),
                None => Err(self.mismatch(&visitor)),
            },
            NAME_OR_NUMBER => {
                if let Some(name) = self.place.text() {
                    return visitor.visit_string(name);
                }
                match self.place.integer(0.0, u16::MAX.into()) {
                    Some(number) => visitor.visit_u16(number as u16),
                    None => Err(self.mismatch(&visitor)),
                }
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.visit_elements(&self.place.get(), visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        let value = self.place.get();
        match js::array_length(&value) {
            Some(length) if length as usize != len => {
                Err(ValueError::wrong_length(len, length as usize))
            }
            _ => self.visit_elements(&value, visitor),
        }
    }

    /// Only `serde_wasm_bindgen::preserve` asks for these: it takes the JavaScript value itself.
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        let value = self.place.get();
        self.reading.take(value.clone());
        let preserve = serde_wasm_bindgen::Deserializer::from(value);
        preserve
            .deserialize_tuple_struct(name, len, visitor)
            .map_err(of_serde_wasm_bindgen)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let entries = match self.place.plain_object() {
            Some(object) => js::object_entries(&object),
            None => js::map_entries(&self.place.get()),
        };
        self.visit_entries(entries, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.place.plain_object() {
            Some(object) => {
                self.reading.charge_fields(fields.len())?;
                if name == FLAGS
                    && let Some(flag) = js::unknown_flag(&object, &names(fields))
                {
                    return Err(ValueError::new(text::unknown(
                        "flag",
                        &flag,
                        fields.iter().copied(),
                    )));
                }
                visitor.visit_map(Fields::new(&object, fields, self.enter()?, self.reading))
            }
            None => Err(self.mismatch(&visitor)),
        }
    }

    /// Cases without a payload, for types that bring serde's own implementation.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.place.text() {
            Some(case) => {
                let case: StringDeserializer<ValueError> = case.into_deserializer();
                visitor.visit_enum(case)
            }
            None => Err(self.mismatch(&visitor)),
        }
    }

    /// For types that bring serde's own implementation: none of ours asks for just anything.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.place.get();
        if self.place.is_nullish() {
            visitor.visit_unit()
        } else if let Some(boolean) = value.as_bool() {
            visitor.visit_bool(boolean)
        } else if let Some(integer) = self.place.integer(-SAFE_INTEGER, SAFE_INTEGER) {
            visitor.visit_i64(integer as i64)
        } else if let Some(number) = value.as_f64() {
            visitor.visit_f64(number)
        } else if let Some(integer) = i64::try_from_js_value_ref(&value) {
            visitor.visit_i64(integer)
        } else if value.is_bigint() {
            self.deserialize_u64(visitor)
        } else if value.is_string() {
            self.deserialize_string(visitor)
        } else if js::array_length(&value).is_some() {
            self.deserialize_seq(visitor)
        } else if let Some(bytes) = js::bytes(&value) {
            visitor.visit_byte_buf(self.copy(&bytes)?)
        } else {
            self.deserialize_map(visitor)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }
}

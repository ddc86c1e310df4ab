//! Data that serde reads: what a Worker is configured with (props, and variables that are no text), and values of types
//! that have serde's traits.
//!
//! It is read into a tree first, wherever it comes from. So what serde makes of the tree, and what it says of what is
//! wrong, is the same in a Worker and in a test.

use js_sys::{Array, JsString};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use wasm_bindgen::{JsCast, JsValue};

use crate::limits;
use crate::objects::describe::describe;
use crate::objects::{Step, ValueError, js};
use crate::text::{quoted, wrong_length};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// Data of JSON's kinds, and what else JavaScript may have there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer that only fits here.
    Large(u64),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
    /// No data: a function, a stub, a date. It is an error only where it is asked for.
    Other(String),
}

/// The largest integer up to which every one is a number of its own in JavaScript.
const SAFE_INTEGER: f64 = js_sys::Number::MAX_SAFE_INTEGER;

impl Tree {
    /// What a value of JavaScript has of data; what is none is said where it is asked for.
    pub(crate) fn from_js(value: &JsValue) -> Self {
        Self::within(value, &mut Room::of(value))
    }

    /// One of several values, which share the room for what arrived.
    pub(crate) fn within(value: &JsValue, room: &mut Room<'_>) -> Self {
        read(value, DEPTH, room).unwrap_or_else(Self::Other)
    }

    /// What a configuration file makes of `value`: JSON, whose numbers are JavaScript's.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn from_serde(value: &(impl serde::Serialize + ?Sized)) -> Self {
        match serde_json::to_value(value) {
            Ok(json) => Self::from_json(json),
            Err(error) => Self::Other(error.to_string()),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn from_json(json: serde_json::Value) -> Self {
        use serde_json::Value;
        match json {
            Value::Null => Self::Null,
            Value::Bool(bool) => Self::Bool(bool),
            Value::Number(number) => Self::from_number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from_json).collect()),
            Value::Object(entries) => {
                let entries = entries.into_iter();
                let entries = entries.map(|(key, value)| (key, Self::from_json(value)));
                Self::Object(entries.collect())
            }
        }
    }

    fn from_number(number: f64) -> Self {
        if number.fract() == 0.0 && number.abs() <= SAFE_INTEGER {
            Self::Integer(number as i64)
        } else {
            Self::Number(number)
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Other("null"),
            Self::Bool(bool) => Unexpected::Bool(*bool),
            Self::Integer(integer) => Unexpected::Signed(*integer),
            Self::Large(integer) => Unexpected::Unsigned(*integer),
            Self::Number(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::Bytes(bytes) => Unexpected::Bytes(bytes),
            Self::List(_) => Unexpected::Other("array"),
            Self::Object(_) => Unexpected::Other("object"),
            Self::Other(what) => Unexpected::Other(what),
        }
    }

    fn mismatch(&self, expected: &dyn Expected) -> ValueError {
        match self {
            Self::Other(why) => ValueError::new(why),
            _ => ValueError::invalid_type(self.unexpected(), expected),
        }
    }
}

/// How deep lists and objects may nest.
const DEPTH: u8 = 128;

/// How much memory may be made of a value: see [`limits`].
pub(crate) struct Room<'a> {
    whole: &'a JsValue,
    allowed: usize,
    used: usize,
}

impl<'a> Room<'a> {
    fn of(whole: &'a JsValue) -> Self {
        Self::after(whole, (limits::free(), 0))
    }

    /// For what comes after others that left this of it.
    pub(crate) fn after(whole: &'a JsValue, (allowed, used): (usize, usize)) -> Self {
        Self {
            whole,
            allowed,
            used,
        }
    }

    /// How much is allowed, and used.
    pub(crate) fn left(&self) -> (usize, usize) {
        (self.allowed, self.used)
    }

    /// # Errors
    /// What is said of the value as a whole.
    fn take(&mut self, bytes: usize) -> Result<(), String> {
        self.used = self.used.saturating_add(bytes);
        if self.used > self.allowed {
            let enough = limits::enough_for(self.used.saturating_mul(2));
            let arrived = js::weigh(self.whole, enough as f64) as usize;
            self.allowed = limits::of_value(arrived);
        }
        match self.used > self.allowed {
            true => Err(format!(
                "takes more than {} MiB of memory, the limit for what arrived; {}",
                self.allowed >> 20,
                limits::HINT
            )),
            false => Ok(()),
        }
    }
}

/// Code of an object of this Worker, a getter for one, threw.
fn threw() -> Tree {
    Tree::Other("expected data, got an exception".to_owned())
}

/// # Errors
/// If there is no room: what is said of the value as a whole.
fn read(value: &JsValue, depth: u8, room: &mut Room<'_>) -> Result<Tree, String> {
    room.take(size_of::<(String, Tree)>())?;
    Ok(match js::kind(value) {
        1 => Tree::Null,
        2 => Tree::Bool(value.is_truthy()),
        3 => Tree::Integer(js::signed(value)),
        4 => Tree::from_number(value.as_f64().unwrap_or_default()),
        5 => Tree::Large(js::unsigned(value)),
        6 => {
            let text = value.as_string().unwrap_or_default();
            room.take(text.len())?;
            Tree::Text(text)
        }
        7 | 9 | 10 if depth == 0 => Tree::Other(format!("nested more than {DEPTH} levels deep")),
        7 => {
            let items = value.unchecked_ref::<Array>();
            let mut list = Vec::new();
            for index in 0..items.length() {
                let item = js::element(items, index);
                list.push(match item {
                    Some(item) if item.length() == 1 => read(&item.get(0), depth - 1, room)?,
                    Some(_) => Tree::Other("expected data, got a hole".to_owned()),
                    None => threw(),
                });
            }
            Tree::List(list)
        }
        8 => {
            let bytes = js::bytes(value);
            room.take(bytes.length() as usize)?;
            Tree::Bytes(bytes.to_vec())
        }
        9 | 10 => {
            let Some(entries) = js::entries(value) else {
                return Ok(threw());
            };
            let mut object = Vec::new();
            for entry in entries.iter() {
                let entry: Array = entry.unchecked_into();
                let key = entry.get(0);
                let name = key.dyn_ref::<JsString>().filter(|key| js::is_sound(key));
                let Some(name) = name.map(String::from) else {
                    return Ok(Tree::Other(format!(
                        "expected string as a key, got {}",
                        describe(&key)
                    )));
                };
                room.take(name.len())?;
                object.push((name, read(&entry.get(1), depth - 1, room)?));
            }
            Tree::Object(object)
        }
        _ => Tree::Other(format!("expected data, got {}", describe(value))),
    })
}

impl<'de> Deserializer<'de> for &Tree {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(bool) => visitor.visit_bool(*bool),
            Tree::Integer(integer) => visitor.visit_i64(*integer),
            Tree::Large(integer) => visitor.visit_u64(*integer),
            Tree::Number(number) => visitor.visit_f64(*number),
            Tree::Text(text) => visitor.visit_str(text),
            Tree::Bytes(bytes) => visitor.visit_bytes(bytes),
            Tree::List(items) => visitor.visit_seq(Items::of(items)),
            Tree::Object(entries) => visitor.visit_map(Fields::of(entries, &[])),
            Tree::Other(_) => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Tree::List(items) => visitor.visit_seq(Items::of(items)),
            Tree::Bytes(bytes) => {
                let integers = bytes.iter().map(|byte| Tree::Integer((*byte).into()));
                visitor.visit_seq(Items::of(&integers.collect::<Vec<_>>()))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        let got = match self {
            Tree::List(items) => items.len(),
            Tree::Bytes(bytes) => bytes.len(),
            _ => return Err(self.mismatch(&visitor)),
        };
        if got != len {
            return Err(ValueError::new(wrong_length(len, got)));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self {
            Tree::Object(entries) => visitor.visit_map(Fields::of(entries, fields)),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    /// A case without content is its name; one with content an object of one key.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self {
            Tree::Text(case) => visitor.visit_enum(Case {
                case,
                content: &Tree::Null,
            }),
            Tree::Object(entries) if let [(case, content)] = entries.as_slice() => {
                let visited = visitor.visit_enum(Case { case, content });
                visited.map_err(|error| error.at(Step::Key(quoted(case))))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        identifier
    }
}

/// The elements of a list.
struct Items<'a> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Tree>>,
}

impl<'a> Items<'a> {
    fn of(items: &'a [Tree]) -> Self {
        Self {
            items: items.iter().enumerate(),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some((index, item)) = self.items.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(item).map(Some);
        read.map_err(|error| error.at(Step::Index(index as u32)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of an object.
struct Fields<'a> {
    entries: std::slice::Iter<'a, (String, Tree)>,
    /// Those that the type has, if it has any.
    known: &'static [&'static str],
    value: Option<&'a (String, Tree)>,
}

impl<'a> Fields<'a> {
    fn of(entries: &'a [(String, Tree)], known: &'static [&'static str]) -> Self {
        Self {
            entries: entries.iter(),
            known,
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.value = self.entries.next();
        let Some((key, _)) = self.value else {
            return Ok(None);
        };
        let key: StrDeserializer<'_, ValueError> = key.as_str().into_deserializer();
        let read = seed.deserialize(key).map(Some);
        read.map_err(|error| error.at(Step::MapKey))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((key, value)) = self.value.take() else {
            return Err(ValueError::new("a value was asked for before its key"));
        };
        seed.deserialize(value).map_err(|error| {
            let known = self.known.iter().find(|known| **known == key.as_str());
            error.at(match known {
                Some(field) => Step::Field(field),
                None => Step::Key(quoted(key)),
            })
        })
    }
}

/// A case of an enum.
struct Case<'a> {
    case: &'a str,
    content: &'a Tree,
}

impl<'de, 'a> EnumAccess<'de> for Case<'a> {
    type Error = ValueError;
    type Variant = &'a Tree;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, &'a Tree)> {
        let case: StrDeserializer<'_, ValueError> = self.case.into_deserializer();
        Ok((seed.deserialize(case)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for &Tree {
    type Error = ValueError;

    fn unit_variant(self) -> Result<()> {
        <()>::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_struct("", fields, visitor)
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod js_tests {
    use js_sys::{Date, Function, Map, Object, Reflect, Uint8Array};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn object(entries: &[(&str, JsValue)]) -> Tree {
        let object = Object::new();
        for (key, value) in entries {
            Reflect::set(&object, &JsValue::from_str(key), value).unwrap();
        }
        Tree::from_js(&object)
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Caller {
        name: String,
        level: Option<u64>,
        #[serde(default)]
        bytes: Vec<u8>,
    }

    #[wasm_bindgen_test]
    fn what_no_json_has_is_read_where_there_is_a_type_for_it() {
        let setting = object(&[
            ("name", "Ada".into()),
            ("level", JsValue::from(u64::MAX)),
            ("bytes", Uint8Array::from(&[1, 2][..]).into()),
        ]);
        let expected = Caller {
            name: "Ada".to_owned(),
            level: Some(u64::MAX),
            bytes: vec![1, 2],
        };
        assert_eq!(Caller::deserialize(&setting).unwrap(), expected);

        let map = Map::new();
        map.set(&"name".into(), &"Ada".into());
        map.set(&"level".into(), &JsValue::UNDEFINED);
        let expected = Caller {
            level: None,
            bytes: Vec::new(),
            ..expected
        };
        assert_eq!(Caller::deserialize(&Tree::from_js(&map)).unwrap(), expected);
    }

    #[wasm_bindgen_test]
    fn what_is_no_data_is_wrong_where_it_is_asked_for() {
        let others = [
            ("Date", Date::new_0().into()),
            ("function", Function::new_no_args("").into()),
            ("symbol", js_sys::Symbol::iterator().into()),
        ];
        for (what, other) in others {
            let (name, other): (JsValue, JsValue) = ("Ada".into(), other);
            let setting = object(&[("name", name.clone()), ("more", other.clone())]);
            assert_eq!(Caller::deserialize(&setting).unwrap().name, "Ada");

            let list = js_sys::Array::of2(&1.into(), &other);
            let setting = object(&[("name", name), ("bytes", list.into())]);
            let error = Caller::deserialize(&setting).unwrap_err().to_string();
            assert_eq!(error, format!("bytes[1]: expected data, got {what}"));
            let error = Caller::deserialize(&Tree::from_js(&other)).unwrap_err();
            assert_eq!(error.to_string(), format!("expected data, got {what}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    const JSON: &str =
        r#"{ "a": [null, true, -1, 1.5, 2.0, "text", 9007199254740993], "b": { "c": {} } }"#;

    #[cfg(target_arch = "wasm32")]
    fn setting() -> Tree {
        Tree::from_js(&js_sys::JSON::parse(JSON).unwrap())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn setting() -> Tree {
        Tree::from_serde(&serde_json::from_str::<serde_json::Value>(JSON).unwrap())
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn json_is_the_same_in_a_test_and_in_javascript() {
        let list = vec![
            Tree::Null,
            Tree::Bool(true),
            Tree::Integer(-1),
            Tree::Number(1.5),
            Tree::Integer(2),
            Tree::Text("text".to_owned()),
            Tree::Number(9_007_199_254_740_992.0),
        ];
        let inner = Tree::Object(vec![("c".to_owned(), Tree::Object(Vec::new()))]);
        let expected = vec![("a".to_owned(), Tree::List(list)), ("b".to_owned(), inner)];
        assert_eq!(setting(), Tree::Object(expected));
    }
}

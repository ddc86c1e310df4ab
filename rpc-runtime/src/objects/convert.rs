//! Between Rust and JavaScript values.

use js_sys::JsString;
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::{Serializer, preserve};
use wasm_bindgen::JsValue;

use crate::js::glue;
use crate::objects::de::ValueDeserializer;
use crate::objects::error::of_serde_wasm_bindgen;
use crate::objects::reading::Reading;
use crate::objects::{Step, Value, ValueError, describe as description, js};

/// u64 and s64 as bigints, maps as Map, missing values as `undefined`, bytes as `Uint8Array`.
const SERIALIZER: Serializer = Serializer::new().serialize_large_number_types_as_bigints(true);

/// A value as JavaScript sees it.
///
/// # Errors
/// If a type's own implementation reports one; those for the types of a schema do not.
pub fn to_js<T: Value>(value: &T) -> Result<JsValue, ValueError> {
    value.serialize(&SERIALIZER).map_err(of_serde_wasm_bindgen)
}

/// A list, without a `Vec` of its own.
///
/// # Errors
/// Like [`to_js`].
pub fn list_to_js<T: Value>(items: &[T]) -> Result<JsValue, ValueError> {
    T::serialize_list(items, &SERIALIZER).map_err(of_serde_wasm_bindgen)
}

/// Text, without a `String` of its own.
pub fn str_to_js(text: &str) -> JsValue {
    JsValue::from_str(text)
}

/// A value that came from JavaScript, checked.
///
/// # Errors
/// If the wire does not accept it for the type; says what is wrong and where.
pub fn from_js<T: Value>(value: JsValue) -> Result<T, ValueError> {
    T::deserialize(ValueDeserializer::new(&value, &Reading::new(&value)))
}

/// What came from JavaScript, for a type that serde reads: no value of a schema.
///
/// # Errors
/// What the type reports.
pub(crate) fn serde_from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, ValueError> {
    T::deserialize(ValueDeserializer::new(value, &Reading::new(value)))
}

/// [`from_js`] for what a call came back with: disposes the stubs in it that are no part of the value, since nobody
/// else would.
///
/// # Errors
/// Like [`from_js`].
pub(crate) fn from_reply<T: Value>(reply: &JsValue) -> Result<T, ValueError> {
    reading_reply(reply, |reading| {
        T::deserialize(ValueDeserializer::new(reply, reading))
    })
}

/// The property `name` of what a call came back with; none if it is `undefined` or not there.
///
/// # Errors
/// If it is not an object, or the wire does not accept the property for the type.
pub(crate) fn field_from_reply<T: Value>(
    reply: &JsValue,
    name: &'static str,
) -> Result<Option<T>, ValueError> {
    reading_reply(reply, |reading| {
        if !js::is_plain_object(reply) {
            return Err(expected("an object", reply));
        }
        let value = own_property(reply, &JsString::from(name));
        if value.is_undefined() {
            return Ok(None);
        }
        let value = T::deserialize(ValueDeserializer::new(&value, reading));
        value.map(Some).map_err(|error| error.at(Step::Field(name)))
    })
}

fn reading_reply<T>(
    reply: &JsValue,
    read: impl FnOnce(&Reading<'_>) -> Result<T, ValueError>,
) -> Result<T, ValueError> {
    let reading = Reading::new(reply);
    let value = read(&reading);
    match value {
        Ok(_) => glue::dispose_rest(reply, reading.into_taken()),
        Err(_) => glue::dispose(reply),
    }
    value
}

/// A property that is an object's own; `undefined` if there is none.
pub(crate) fn own_property(object: &JsValue, name: &JsString) -> JsValue {
    if js::has(object, name) {
        js::get(object, name)
    } else {
        JsValue::UNDEFINED
    }
}

/// The JavaScript value itself, for types that are one: streams, handles.
///
/// # Errors
/// If the deserializer does not read JavaScript values.
pub fn raw_js<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JsValue, D::Error> {
    preserve::deserialize(deserializer)
}

/// The error for a JavaScript value that is not what was expected.
pub fn expected<E: serde::de::Error>(what: &str, got: &JsValue) -> E {
    E::custom(format_args!("expected {what}, got {}", describe(got)))
}

/// What kind of value it is, as error messages say it: `string "12"`, `array of 3`, `Date`.
pub(crate) fn describe(value: &JsValue) -> String {
    description::describe(value)
}

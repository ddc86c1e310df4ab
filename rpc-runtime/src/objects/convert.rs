//! Between Rust and JavaScript values.

use js_sys::JsString;
use wasm_bindgen::JsValue;

use crate::js::glue;
use crate::objects::codec::Codec;
use crate::objects::reader::Reader;
use crate::objects::writer::Writer;
use crate::objects::{Step, Value, ValueError, describe as description, js};

/// A value as JavaScript sees it.
///
/// # Errors
/// If a type's own implementation reports one; of those for the types of a schema, handles and streams may.
pub fn to_js<T: Value>(value: &T) -> Result<JsValue, ValueError> {
    Writer::make(Codec::of::<T>(), |to| value.write(to))
}

/// A list, without a `Vec` of its own.
///
/// # Errors
/// Like [`to_js`].
pub fn list_to_js<T: Value>(items: &[T]) -> Result<JsValue, ValueError> {
    Writer::make(Codec::of::<Vec<T>>(), |to| T::write_list(items, to))
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
    T::read(&mut Reader::of(Codec::of::<T>(), &value)?)
}

/// [`from_js`] for what a call came back with: disposes the stubs in it that are no part of the value, since nobody
/// else would.
///
/// # Errors
/// Like [`from_js`].
pub(crate) fn from_reply<T: Value>(reply: &JsValue) -> Result<T, ValueError> {
    reading_reply(reply, reply)
}

/// The property `name` of what a call came back with; none if it is `undefined` or not there.
///
/// # Errors
/// If it is not an object, or the wire does not accept the property for the type.
pub(crate) fn field_from_reply<T: Value>(
    reply: &JsValue,
    name: &'static str,
) -> Result<Option<T>, ValueError> {
    if !js::is_plain_object(reply) {
        glue::dispose(reply);
        return Err(expected("an object", reply));
    }
    let value = own_property(reply, &JsString::from(name));
    if value.is_undefined() {
        glue::dispose(reply);
        return Ok(None);
    }
    let value = reading_reply(reply, &value);
    value.map(Some).map_err(|error| error.at(Step::Field(name)))
}

/// Reads `value`, which is `reply` or in it.
fn reading_reply<T: Value>(reply: &JsValue, value: &JsValue) -> Result<T, ValueError> {
    let mut kept = Vec::new();
    let value = Reader::of(Codec::of::<T>(), value).and_then(|mut reader| {
        let value = T::read(&mut reader);
        if value.is_ok() {
            kept = reader.into_kept();
        }
        value
    });
    match kept.is_empty() {
        true => glue::dispose(reply),
        false => glue::dispose_rest(reply, kept),
    }
    value
}

/// A property that is an object's own; `undefined` if there is none.
pub(crate) fn own_property(object: &JsValue, name: &JsString) -> JsValue {
    js::own(object, name)
}

/// The error for a JavaScript value that is not what was expected.
#[cold]
#[inline(never)]
pub fn expected(what: &str, got: &JsValue) -> ValueError {
    ValueError::new(format_args!("expected {what}, got {}", describe(got)))
}

/// What kind of value it is, as error messages say it: `string "12"`, `array of 3`, `Date`.
pub(crate) fn describe(value: &JsValue) -> String {
    description::describe(value)
}

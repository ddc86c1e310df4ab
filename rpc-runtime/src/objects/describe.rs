//! What was found, for error messages.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use crate::objects::js;
use crate::text::{self, quoted};

/// What kind of value it is, with as much of it as helps: `string "12"`, `array of 3`, `Date`.
pub(crate) fn describe(value: &JsValue) -> String {
    if value.is_undefined() {
        "undefined".to_owned()
    } else if value.is_null() {
        "null".to_owned()
    } else if let Some(boolean) = value.as_bool() {
        format!("boolean {boolean}")
    } else if let Some(number) = value.as_f64() {
        format!("number {}", js::number_text(number))
    } else if let Some(string) = value.dyn_ref::<JsString>() {
        describe_string(string)
    } else if value.is_bigint() {
        describe_bigint(value)
    } else if js::is_threw(value) {
        "an exception".to_owned()
    } else if value.is_symbol() {
        "symbol".to_owned()
    } else if value.is_function() {
        "function".to_owned()
    } else {
        describe_object(value)
    }
}

/// A key of a map, as a path shows it: `"books"`, `7`.
pub(crate) fn describe_key(key: &JsValue) -> String {
    let text = describe(key);
    match text.split_once(' ') {
        Some((_kind, key)) => key.to_owned(),
        None => text,
    }
}

fn describe_string(string: &JsString) -> String {
    // Not the whole string: it may be as long as a message can be.
    let start = String::from(&string.slice(0, 2 * text::NAME as u32 + 2));
    let is_sound = js::well_formed(string).is_some();
    let flaw = if is_sound {
        ""
    } else {
        " with a lone surrogate"
    };
    format!("string {}{flaw}", quoted(&start))
}

fn describe_bigint(value: &JsValue) -> String {
    match i128::try_from(value.clone()) {
        Ok(bigint) => format!("bigint {bigint}n"),
        Err(_) => "bigint beyond 128 bits".to_owned(),
    }
}

fn describe_object(object: &JsValue) -> String {
    if let Some(length) = js::array_length(object) {
        format!("array of {length}")
    } else if let Some(name) = js::typed_array_name(object) {
        format!("{name} of {}", js::typed_array_length(object))
    } else if js::is_plain_object(object) {
        "object".to_owned()
    } else {
        match js::class_name(object) {
            Some(name) if !name.is_empty() => text::shown(&name, text::NAME),
            _ => "object".to_owned(),
        }
    }
}

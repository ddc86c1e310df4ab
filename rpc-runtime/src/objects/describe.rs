//! What was found, for error messages.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use crate::objects::js;
use crate::text::{self, quoted};

/// What kind of value it is, with as much of it as helps: `string "12"`, `array of 3`, `Date`.
pub(crate) fn describe(value: &JsValue) -> String {
    if let Some(description) = js::description(value) {
        return description;
    }
    match value.dyn_ref::<JsString>() {
        Some(string) => describe_string(string),
        None => {
            let class = js::class_name(value).unwrap_or_default();
            text::shown(&class, text::NAME)
        }
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
    let is_sound = js::is_sound(string);
    let flaw = if is_sound {
        ""
    } else {
        " with a lone surrogate"
    };
    format!("string {}{flaw}", quoted(&start))
}

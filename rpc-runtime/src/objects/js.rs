//! The JavaScript operations that reading needs.
//!
//! Most look at one place, a property of an object or an element of an array, so that a value that is right
//! takes one call. None throws. What is read can have code of its own (a getter, a Proxy): not when it comes from
//! another Worker, but it may come from a caller in this one. An exception is caught in JavaScript, because where
//! wasm-bindgen catches one it takes several times as long when there is none, and leaks the slot of what should
//! have been returned when there is one.

use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/objects.js")]
extern "C" {
    /// A property; if reading it threw, a symbol, which no type takes.
    #[wasm_bindgen(js_namespace = objects)]
    pub(crate) fn get(object: &JsValue, key: &JsString) -> JsValue;
    #[wasm_bindgen(js_namespace = objects, js_name = get)]
    pub(crate) fn get_index(array: &JsValue, index: u32) -> JsValue;

    /// A number, or NaN for what is none.
    #[wasm_bindgen(js_namespace = objects, js_name = getNumber)]
    pub(crate) fn number(object: &JsValue, key: &JsString) -> f64;
    #[wasm_bindgen(js_namespace = objects, js_name = getNumber)]
    pub(crate) fn number_index(array: &JsValue, index: u32) -> f64;

    /// 1 for true, 0 for false, 2 for what is neither.
    #[wasm_bindgen(js_namespace = objects, js_name = getBool)]
    pub(crate) fn bool(object: &JsValue, key: &JsString) -> u32;
    #[wasm_bindgen(js_namespace = objects, js_name = getBool)]
    pub(crate) fn bool_index(array: &JsValue, index: u32) -> u32;

    /// A string without lone surrogates.
    #[wasm_bindgen(js_namespace = objects, js_name = getText)]
    pub(crate) fn text(object: &JsValue, key: &JsString) -> Option<String>;
    #[wasm_bindgen(js_namespace = objects, js_name = getText)]
    pub(crate) fn text_index(array: &JsValue, index: u32) -> Option<String>;

    /// The text of a string without lone surrogates.
    #[wasm_bindgen(js_namespace = objects, js_name = wellFormed)]
    pub(crate) fn well_formed(value: &JsValue) -> Option<String>;

    /// A bigint or safe integer of 64 bits, or 0 for what is none.
    #[wasm_bindgen(js_namespace = objects, js_name = getUnsigned)]
    pub(crate) fn unsigned(object: &JsValue, key: &JsString) -> u64;
    #[wasm_bindgen(js_namespace = objects, js_name = getUnsigned)]
    pub(crate) fn unsigned_index(array: &JsValue, index: u32) -> u64;
    #[wasm_bindgen(js_namespace = objects, js_name = getSigned)]
    pub(crate) fn signed(object: &JsValue, key: &JsString) -> i64;
    #[wasm_bindgen(js_namespace = objects, js_name = getSigned)]
    pub(crate) fn signed_index(array: &JsValue, index: u32) -> i64;

    /// Whether it is `undefined` or `null`.
    #[wasm_bindgen(js_namespace = objects, js_name = isNullish)]
    pub(crate) fn is_nullish(object: &JsValue, key: &JsString) -> bool;
    #[wasm_bindgen(js_namespace = objects, js_name = isNullish)]
    pub(crate) fn is_nullish_index(array: &JsValue, index: u32) -> bool;

    #[wasm_bindgen(js_namespace = objects, js_name = isUndefined)]
    pub(crate) fn is_undefined(object: &JsValue, key: &JsString) -> bool;
    #[wasm_bindgen(js_namespace = objects, js_name = isUndefined)]
    pub(crate) fn is_undefined_index(array: &JsValue, index: u32) -> bool;

    /// A plain object, or `undefined`.
    #[wasm_bindgen(js_namespace = objects, js_name = getPlainObject)]
    pub(crate) fn plain_object(object: &JsValue, key: &JsString) -> JsValue;
    #[wasm_bindgen(js_namespace = objects, js_name = getPlainObject)]
    pub(crate) fn plain_object_index(array: &JsValue, index: u32) -> JsValue;

    /// Whether it is an object without a class: made by a literal, or without a prototype.
    #[wasm_bindgen(js_namespace = objects, js_name = isPlainObject)]
    pub(crate) fn is_plain_object(value: &JsValue) -> bool;

    /// Whether an object has a property of its own.
    #[wasm_bindgen(js_namespace = objects, js_name = hasOwn)]
    pub(crate) fn has(object: &JsValue, key: &JsString) -> bool;
    #[wasm_bindgen(js_namespace = objects, js_name = hasOwn)]
    pub(crate) fn has_index(array: &JsValue, index: u32) -> bool;

    /// The name of a property of its own that is true, and none of these.
    #[wasm_bindgen(js_namespace = objects, js_name = unknownFlag)]
    pub(crate) fn unknown_flag(object: &JsValue, known: &Array) -> Option<String>;

    #[wasm_bindgen(js_namespace = objects, js_name = arrayLength)]
    fn claimed_length(value: &JsValue) -> f64;

    /// The own `[key, value]` pairs of a plain object, in an array of our own.
    #[wasm_bindgen(js_namespace = objects, js_name = entries)]
    pub(crate) fn object_entries(object: &JsValue) -> Option<Array>;

    /// The `[key, value]` pairs of a Map, in an array of our own.
    #[wasm_bindgen(js_namespace = objects, js_name = mapEntries)]
    pub(crate) fn map_entries(value: &JsValue) -> Option<Array>;

    /// The bytes of the typed array `name`, if it is one, or an array of only what such a one can hold.
    #[wasm_bindgen(js_namespace = objects, js_name = numberBytes)]
    pub(crate) fn number_bytes(value: &JsValue, name: &str) -> Option<Uint8Array>;

    /// The bytes of an `ArrayBuffer`, under a view, or of an array of them.
    #[wasm_bindgen(js_namespace = objects, js_name = bytes)]
    pub(crate) fn bytes(value: &JsValue) -> Option<Uint8Array>;

    /// About how many bytes arrived for a value, or that they are at least `enough`.
    #[wasm_bindgen(js_namespace = objects, js_name = weigh)]
    pub(crate) fn weigh(value: &JsValue, enough: f64) -> f64;

    /// What kind of value it is; none for a string, and for an object of a class.
    #[wasm_bindgen(js_namespace = objects, js_name = description)]
    pub(crate) fn description(value: &JsValue) -> Option<String>;

    /// The name of the class that made an object.
    #[wasm_bindgen(js_namespace = objects, js_name = className)]
    pub(crate) fn class_name(object: &JsValue) -> Option<String>;
}

/// The length that an array claims.
pub(crate) fn array_length(value: &JsValue) -> Option<u32> {
    let length = claimed_length(value);
    (length >= 0.0).then_some(length as u32)
}

/// The bytes of an `ArrayBuffer`, or under a view.
pub(crate) fn buffer_bytes(value: &JsValue) -> Option<Uint8Array> {
    match array_length(value) {
        Some(_) => None,
        None => bytes(value),
    }
}

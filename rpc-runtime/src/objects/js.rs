//! The JavaScript half, by its kinds of codecs.
//!
//! Each kind is an object of its own in these files: what no type of a Worker has is in neither half of its bundle.

use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/objects/codec.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn attach(memory: &JsValue);
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn later() -> u32;
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn resolve(later: u32, to: u32);
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn part(value: &JsValue);
    /// The value that a codec makes of what is in memory at these addresses.
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn make(
        codec: u32,
        start: *const u8,
        text: *const u8,
        text_length: usize,
    ) -> JsValue;
    /// How many bytes a codec wrote of a value, and 2³² more if parts stay JavaScript's; or -1.
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn take(codec: u32, value: &JsValue, free: f64) -> f64;
    /// Copies what was written.
    #[wasm_bindgen(js_namespace = codec)]
    pub(crate) fn copy(to: *mut u8, length: usize);
    /// The same, and gives the parts that stay JavaScript's.
    #[wasm_bindgen(js_namespace = codec, js_name = copyTaken)]
    pub(crate) fn copy_taken(to: *mut u8, length: usize) -> Array;
    #[wasm_bindgen(js_namespace = codec, js_name = problemKind)]
    pub(crate) fn problem_kind() -> u32;
    #[wasm_bindgen(js_namespace = codec, js_name = problemText)]
    pub(crate) fn problem_text(after: bool) -> String;
    #[wasm_bindgen(js_namespace = codec, js_name = problemValue)]
    pub(crate) fn problem_value() -> Option<Array>;
    #[wasm_bindgen(js_namespace = codec, js_name = problemSteps)]
    pub(crate) fn problem_steps() -> Array;
}

#[wasm_bindgen(module = "/src/objects/scalars.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = booleans, js_name = codec)]
    pub(crate) fn boolean() -> u32;
    #[wasm_bindgen(js_namespace = integers, js_name = codec)]
    pub(crate) fn integer(name: &str, least: f64, most: f64) -> u32;
    #[wasm_bindgen(js_namespace = floats, js_name = codec)]
    pub(crate) fn float(name: &str) -> u32;
    #[wasm_bindgen(js_namespace = bigints, js_name = codec)]
    pub(crate) fn bigint(name: &str, is_signed: bool) -> u32;
    #[wasm_bindgen(js_namespace = characters, js_name = codec)]
    pub(crate) fn character() -> u32;
    #[wasm_bindgen(js_namespace = texts, js_name = codec)]
    pub(crate) fn text() -> u32;
    #[wasm_bindgen(js_namespace = values, js_name = codec)]
    pub(crate) fn value(expected: Option<&str>) -> u32;
    #[wasm_bindgen(js_namespace = units, js_name = codec)]
    pub(crate) fn unit() -> u32;
    #[wasm_bindgen(js_namespace = units, js_name = nullCodec)]
    pub(crate) fn null() -> u32;
}

#[wasm_bindgen(module = "/src/objects/lists.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = lists, js_name = codec)]
    pub(crate) fn list(of: u32, size: usize) -> u32;
    #[wasm_bindgen(js_namespace = tuples, js_name = codec)]
    pub(crate) fn tuple(of: &[u32]) -> u32;
    #[wasm_bindgen(js_namespace = maps, js_name = codec)]
    pub(crate) fn map(key: u32, of: u32, cost: usize, is_text: bool) -> u32;
    #[wasm_bindgen(js_namespace = arrays, js_name = codec)]
    pub(crate) fn typed_array(of: u32, class: &str) -> u32;
    #[wasm_bindgen(js_namespace = byteArrays, js_name = codec)]
    pub(crate) fn byte_array(of: u32) -> u32;
    #[wasm_bindgen(js_namespace = buffers, js_name = codec)]
    pub(crate) fn buffer() -> u32;
}

#[wasm_bindgen(module = "/src/objects/records.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = records, js_name = codec)]
    pub(crate) fn record(
        expected: &str,
        names: u32,
        shape: &JsValue,
        of: &[u32],
        union: Option<u32>,
    ) -> u32;
    #[wasm_bindgen(js_namespace = enums, js_name = codec)]
    pub(crate) fn enumeration(names: Array, is_open: bool) -> u32;
    #[wasm_bindgen(js_namespace = variants, js_name = codec)]
    pub(crate) fn variant(expected: &str, names: u32, cases: Array, of: &[i32]) -> u32;
    #[wasm_bindgen(js_namespace = flags, js_name = codec)]
    pub(crate) fn flags(numbers: u32, names: Array) -> u32;
    #[wasm_bindgen(js_namespace = unions, js_name = codec)]
    pub(crate) fn union(
        expected: Option<&str>,
        names: u32,
        members: Array,
        of: &[u32],
        voids: Array,
        has_default: bool,
    ) -> u32;
}

#[wasm_bindgen(module = "/src/objects/optional.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = options, js_name = codec)]
    pub(crate) fn option(of: u32) -> u32;
    #[wasm_bindgen(js_namespace = taggedOptions, js_name = codec)]
    pub(crate) fn tagged_option(variant: u32) -> u32;
    #[wasm_bindgen(js_namespace = defaults, js_name = codec)]
    pub(crate) fn or_default(of: u32) -> u32;
    #[wasm_bindgen(js_namespace = parameters, js_name = codec)]
    pub(crate) fn parameters(names: u32, of: &[u32], required: Array) -> u32;
    #[wasm_bindgen(js_namespace = namedParameters, js_name = codec)]
    pub(crate) fn named_parameters(names: u32, of: &[u32], required: Array, keys: Array) -> u32;
    #[wasm_bindgen(js_namespace = wholeParameter, js_name = codec)]
    pub(crate) fn whole_parameter(names: u32, of: u32) -> u32;
}

#[wasm_bindgen(module = "/src/objects/look.js")]
extern "C" {
    /// What serde reads a value as: 1 nothing, 2 bool, 3 integer, 4 number, 5 an integer beyond those, 6 text, 7 list, 8 bytes,
    /// 9 map, 10 object, or 0 for what is no data.
    #[wasm_bindgen(js_namespace = looks)]
    pub(crate) fn kind(value: &JsValue) -> u32;
    #[wasm_bindgen(js_namespace = looks, js_name = integer)]
    pub(crate) fn signed(value: &JsValue) -> i64;
    #[wasm_bindgen(js_namespace = looks, js_name = integer)]
    pub(crate) fn unsigned(value: &JsValue) -> u64;
    /// The `[key, value]` pairs of a map or an object; nothing if looking throws.
    #[wasm_bindgen(js_namespace = looks)]
    pub(crate) fn entries(value: &JsValue) -> Option<Array>;
    /// The element in an array of one; in none if there is none; nothing if looking throws.
    #[wasm_bindgen(js_namespace = looks)]
    pub(crate) fn element(array: &Array, index: u32) -> Option<Array>;
    #[wasm_bindgen(js_namespace = looks, js_name = buffer)]
    pub(crate) fn bytes(value: &JsValue) -> Uint8Array;
    /// About how many bytes arrived for a value, or that they are at least `enough`.
    #[wasm_bindgen(js_namespace = looks)]
    pub(crate) fn weigh(value: &JsValue, enough: f64) -> f64;
    /// What kind of value it is; none for a string, and for an object of a class.
    #[wasm_bindgen(js_namespace = descriptions, js_name = of)]
    pub(crate) fn description(value: &JsValue) -> Option<String>;
    /// Whether a string has no lone surrogates.
    #[wasm_bindgen(js_namespace = descriptions, js_name = isSound)]
    pub(crate) fn is_sound(string: &JsString) -> bool;
    /// The name of the class that made an object.
    #[wasm_bindgen(js_namespace = descriptions, js_name = className)]
    pub(crate) fn class_name(object: &JsValue) -> Option<String>;
    #[wasm_bindgen(js_namespace = objects, js_name = isPlain)]
    pub(crate) fn is_plain_object(value: &JsValue) -> bool;
    /// A property of an object's own, or `undefined`.
    #[wasm_bindgen(js_namespace = objects, js_name = own)]
    pub(crate) fn own(object: &JsValue, key: &JsString) -> JsValue;
}

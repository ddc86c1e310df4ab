//! The JavaScript operations that reading needs.
//!
//! Whatever can run code of the value's own (a getter, a trap of a Proxy) can throw, and is bound as fallible.
//! A value that comes from another Worker has neither, but one that a test or a local caller hands in may.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Any value, for reading its properties.
    type Properties;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn named(this: &Properties, name: &JsString) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn indexed(this: &Properties, index: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, getter, catch)]
    fn length(this: &Properties) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    fn prototype_of(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = hasOwn)]
    fn has_own(value: &JsValue, name: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = entries)]
    fn entries(value: &JsValue) -> Result<Array, JsValue>;

    /// An iterator over what is in a Map; throws if it is no Map, whatever its prototype says.
    #[wasm_bindgen(catch, js_namespace = ["Map", "prototype", "entries"], js_name = call)]
    fn map_iterator(map: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn collect(iterator: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(
        target: &JsValue,
        name: &JsValue,
        receiver: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> bool;

    #[wasm_bindgen(method, structural, js_name = isWellFormed)]
    fn is_well_formed(this: &Properties) -> bool;

    #[wasm_bindgen(js_name = String)]
    fn to_text(primitive: &JsValue) -> String;

    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    #[wasm_bindgen(constructor, catch)]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = Object, js_name = prototype)]
    static OBJECT_PROTOTYPE: JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = Uint8Array, js_name = prototype)]
    static TYPED_ARRAY_PROTOTYPE: JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = DataView, js_name = prototype)]
    static DATA_VIEW_PROTOTYPE: JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = ArrayBuffer, js_name = prototype)]
    static ARRAY_BUFFER_PROTOTYPE: JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = Symbol, js_name = toStringTag)]
    static TO_STRING_TAG: JsValue;
}

/// The name of a field as JavaScript has it.
pub(crate) struct Key {
    pub(crate) name: JsString,
    /// Whether every plain object inherits a property of this name (`constructor`, `toString`).
    pub(crate) is_inherited: bool,
}

/// The keys for the fields of a type, made once.
pub(crate) fn keys(fields: &'static [&'static str]) -> &'static [Key] {
    thread_local! {
        // By address: the same list comes with every value of a type. Kept for good, like what it mirrors.
        static KEYS: RefCell<HashMap<(usize, usize), &'static [Key]>> = RefCell::default();
    }
    let address = (fields.as_ptr().addr(), fields.len());
    if let Some(keys) = KEYS.with_borrow(|known| known.get(&address).copied()) {
        return keys;
    }
    let keys: &'static [Key] = fields
        .iter()
        .copied()
        .map(Key::new)
        .collect::<Vec<_>>()
        .leak();
    KEYS.with_borrow_mut(|known| known.insert(address, keys));
    keys
}

impl Key {
    fn new(name: &'static str) -> Self {
        let name = JsString::from(name);
        let is_inherited = OBJECT_PROTOTYPE.with(|prototype| name.js_in(prototype));
        Self { name, is_inherited }
    }
}

/// A property of an object or an element of an array, or [`threw`].
pub(crate) fn get(object: &JsValue, key: &JsString) -> JsValue {
    let object: &Properties = object.unchecked_ref();
    object.named(key).unwrap_or_else(|_| threw())
}

/// An element of an array, `undefined` where it has a hole, or [`threw`].
pub(crate) fn get_index(array: &JsValue, index: u32) -> JsValue {
    let array: &Properties = array.unchecked_ref();
    array.indexed(index).unwrap_or_else(|_| threw())
}

/// What stands for a value that could not be read: a symbol, which no type takes.
pub(crate) fn threw() -> JsValue {
    js_sys::Symbol::for_("rpc-runtime: reading threw").into()
}

/// Whether an object has a property of its own.
pub(crate) fn has(object: &JsValue, key: &JsValue) -> bool {
    has_own(object, key).unwrap_or(false)
}

/// The claimed length, if `value` is an Array.
pub(crate) fn array_length(value: &JsValue) -> Option<u32> {
    is_array(value).unwrap_or(false).then(|| length(value))?
}

/// The `length` of an array or a typed array.
pub(crate) fn length(value: &JsValue) -> Option<u32> {
    let length = value
        .unchecked_ref::<Properties>()
        .length()
        .ok()?
        .as_f64()?;
    Some(length as u32)
}

/// Whether `value` is an object without a class: made by a literal, or without a prototype.
pub(crate) fn is_plain_object(value: &JsValue) -> bool {
    prototype_of(value).is_ok_and(|prototype| {
        OBJECT_PROTOTYPE.with(|plain| prototype == *plain) || prototype.is_null()
    })
}

/// The own `[key, value]` pairs of a plain object, in an array of our own.
pub(crate) fn object_entries(object: &JsValue) -> Option<Array> {
    entries(object).ok()
}

/// The `[key, value]` pairs, in an array of our own, if `value` is a Map.
pub(crate) fn map_entries(value: &JsValue) -> Option<Array> {
    collect(&map_iterator(value).ok()?).ok()
}

/// Which typed array `value` really is.
pub(crate) fn typed_array_name(value: &JsValue) -> Option<String> {
    let name = TYPED_ARRAY_PROTOTYPE
        .with(|prototype| TO_STRING_TAG.with(|tag| reflect_get(prototype, tag, value)));
    name.ok()?.as_string()
}

/// A copy of the bytes under a typed array; none if it is detached.
pub(crate) fn typed_array_bytes(array: &JsValue) -> Option<Vec<u8>> {
    TYPED_ARRAY_PROTOTYPE.with(|prototype| view_bytes(prototype, array))
}

/// A copy of the bytes of an `ArrayBuffer`, or under a `DataView`.
pub(crate) fn buffer_bytes(value: &JsValue) -> Option<Vec<u8>> {
    if is_view(value) {
        return DATA_VIEW_PROTOTYPE.with(|prototype| view_bytes(prototype, value));
    }
    let length = ARRAY_BUFFER_PROTOTYPE
        .with(|prototype| reflect_get(prototype, &"byteLength".into(), value))
        .ok()?;
    copy(value, &JsValue::from(0), &length)
}

fn view_bytes(prototype: &JsValue, view: &JsValue) -> Option<Vec<u8>> {
    let part = |name: &str| reflect_get(prototype, &name.into(), view).ok();
    copy(&part("buffer")?, &part("byteOffset")?, &part("byteLength")?)
}

fn copy(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Option<Vec<u8>> {
    // Through an array of our own: nothing that was tacked onto the value can lie about its length.
    let bytes = Bytes::new(buffer, offset, length).ok()?;
    Some(bytes.unchecked_ref::<Uint8Array>().to_vec())
}

/// Whether a string is free of lone surrogates, which have no place in UTF-8.
pub(crate) fn is_well_formed(string: &JsValue) -> bool {
    string.unchecked_ref::<Properties>().is_well_formed()
}

/// The text of a number, as JavaScript writes it.
pub(crate) fn number_text(number: f64) -> String {
    to_text(&JsValue::from(number))
}

/// The name of the class that made an object.
pub(crate) fn class_name(object: &JsValue) -> Option<String> {
    let prototype = prototype_of(object).ok()?;
    let constructor = reflect_get(&prototype, &"constructor".into(), &prototype).ok()?;
    let name = reflect_get(&constructor, &"name".into(), &constructor).ok()?;
    name.as_string()
}

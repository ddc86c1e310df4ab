//! The JavaScript side: literals, checks, and the relation between what was sent and what was read.

use std::fmt::Debug;

use js_sys::{Function, Reflect};
use rpc_runtime::Value;
use rpc_runtime::private::{from_js, to_js};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = structuredClone, catch)]
    pub fn structured_clone(value: &JsValue) -> Result<JsValue, JsValue>;
}

/// The value of a JavaScript expression.
pub fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("\"use strict\"; ({expression})"))
        .unwrap_or_else(|error| panic!("{expression}: {error:?}"))
}

/// A JavaScript function of one or two parameters.
pub fn function(source: &str) -> Function {
    js(source).unchecked_into()
}

/// Checks what a value is sent as: `check` is a JavaScript function that throws, or says what is wrong.
#[track_caller]
pub fn sends<T: Value + Debug>(value: T, check: &str) {
    let sent = to_js(&value).unwrap();
    let verdict = function(check).call1(&JsValue::NULL, &sent).unwrap();
    assert!(verdict == true, "{value:?} is not sent as {check}");
}

/// Checks that `expression` is read as `value`.
#[track_caller]
pub fn accepts<T: Value + Debug + PartialEq>(expression: &str, value: T) {
    match from_js::<T>(js(expression)) {
        Ok(read) => assert_eq!(read, value, "from {expression}"),
        Err(error) => panic!("{expression}: {error}"),
    }
}

/// Checks that `expression` is refused, and why.
#[track_caller]
pub fn rejects<T: Value + Debug>(expression: &str, message: &str) {
    match from_js::<T>(js(expression)) {
        Ok(read) => panic!("{expression} was read as {read:?}"),
        Err(error) => assert_eq!(error.to_string(), message, "from {expression}"),
    }
}

/// A property, whatever the value is.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// `(sent, read) => boolean`: whether `read`, which is a value read from `sent` and written again, is what
/// `sent` means to some type. Where the wire accepts several forms, they count as the same.
pub const MEANS: &str = r#"
function means(sent, read) {
    const nullish = (value) => value === undefined || value === null;
    const bytes = (value) =>
        Array.isArray(value) ? Uint8Array.from(value)
        : value instanceof ArrayBuffer ? new Uint8Array(value)
        : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        : undefined;
    const same = (a, b) => a.length === b.length && b.every((item, index) => means(a[index], item));
    switch (typeof read) {
        case "undefined": return nullish(sent);
        case "boolean":
        case "string": return sent === read;
        case "number":
            return typeof sent === "number" && (Object.is(sent, read) || Object.is(Math.fround(sent), read)
                || sent === read);
        case "bigint":
            return typeof sent === "bigint" ? sent === read
                : Number.isSafeInteger(sent) && BigInt(sent) === read;
    }
    if (read instanceof Uint8Array) {
        const copy = bytes(sent);
        if (Array.isArray(sent) && !sent.every((item) => Number.isInteger(item) && item >= 0 && item < 256)) {
            return false;
        }
        return copy !== undefined && same([...copy], [...read]);
    }
    if (ArrayBuffer.isView(read)) {
        return (Array.isArray(sent) || sent.constructor === read.constructor) && same([...sent], [...read]);
    }
    if (Array.isArray(read)) {
        return Array.isArray(sent) && same(sent, read)
            && Array.from(sent.keys()).every((index) => Object.hasOwn(sent, index));
    }
    if (read instanceof Map) {
        const entries = sent instanceof Map ? [...sent] : Object.entries(sent);
        const find = (key) => entries.find(([other]) => means(other, key));
        return entries.length === read.size
            && [...read].every(([key, value]) => find(key) !== undefined && means(find(key)[1], value));
    }
    const keys = Object.keys(read);
    if (keys.length > 0 && keys.every((key) => typeof read[key] === "boolean")
        && (nullish(sent) || keys.some((key) => !Object.hasOwn(sent, key) || sent[key] === undefined))) {
        return keys.every((key) => (sent?.[key] === true && Object.hasOwn(sent, key)) === read[key]);
    }
    if (read.tag === "none" && sent === undefined) return true;
    if (sent === null || typeof sent !== "object" || Array.isArray(sent)) return false;
    const own = (key) => (Object.hasOwn(sent, key) ? sent[key] : undefined);
    return keys.every((key) => means(own(key), read[key]))
        && (typeof read.tag !== "string" || Object.hasOwn(read, "val") || nullish(own("val")));
}
"#;

//! The comparison with the wire, by JavaScript.

use std::fmt::Debug;

use js_sys::{Function, JSON};
use proptest::prelude::*;
use rpc_runtime::Value;
use rpc_runtime::private::{from_js, to_js};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::strategies;
use crate::with_any;

/// `(sent, parsed) => boolean`: whether what JSON gave is what the wire has, but for what JSON cannot say: `undefined`
/// is null where it cannot be left out, bytes and typed arrays are arrays, a bigint is the nearest number, a `Map` is an
/// object, and an f32 is written in the fewest digits that name it.
const SAME: &str = r#"
(sent, parsed) => {
  const is = (a, b) => {
    if (typeof a === "bigint") return Number(a) === b;
    if (typeof a === "number") return Object.is(a, b) || Object.is(a, Math.fround(b));
    if (a === undefined || a === null) return b === null;
    if (typeof a !== "object") return a === b;
    if (a instanceof ArrayBuffer) a = new Uint8Array(a);
    if (ArrayBuffer.isView(a)) a = Array.from(a);
    if (Array.isArray(a))
      return Array.isArray(b) && a.length === b.length && a.every((item, i) => is(item, b[i]));
    const entries = a instanceof Map ? [...a] : Object.entries(a);
    const keys = Object.keys(b);
    return !Array.isArray(b) && keys.length === entries.length &&
      entries.every(([key, value]) => Object.hasOwn(b, key) && is(value, b[key]));
  };
  return is(sent, parsed);
}"#;

/// `(value) => boolean`: whether it has nothing that a method could not take from JSON: no map but of strings, and no
/// number that JavaScript rounds.
const FITS_JSON: &str = r#"
(value) => {
  const fits = (value) => {
    if (typeof value === "bigint") return Number.isSafeInteger(Number(value));
    if (typeof value !== "object" || value === null) return true;
    if (!(value instanceof Map)) return Object.values(value).every(fits);
    return [...value].every(([key, value]) => typeof key === "string" && fits(value));
  };
  return fits(value);
}"#;

/// `(text) => value`: what it has for Cap'n Proto's `Data` and `AnyPointer`, of which a method takes buffers alone.
const WITH_BUFFERS: &str = r#"
(text) => JSON.parse(text, (key, value) =>
  key === "data" || key === "anything" ? Uint8Array.from(value) : value)"#;

fn function(source: &str) -> Function {
    js_sys::eval(source).unwrap().unchecked_into()
}

fn as_on_the_wire<T: Value + Serialize + PartialEq + Debug>(values: impl Strategy<Value = T>) {
    let (same, fits) = (function(SAME), function(FITS_JSON));
    let with_buffers = function(WITH_BUFFERS);
    with_any(values, |value| {
        let text = serde_json::to_string(&value).unwrap();
        let parsed = JSON::parse(&text).unwrap();
        let sent = to_js(&value).unwrap();
        let is_same = same.call2(&JsValue::NULL, &sent, &parsed).unwrap();
        prop_assert!(is_same == true, "{} is not what is sent", text);

        if fits.call1(&JsValue::NULL, &sent).unwrap() == true {
            let text_js = JsValue::from_str(&text);
            match from_js::<T>(with_buffers.call1(&JsValue::NULL, &text_js).unwrap()) {
                Ok(taken) => prop_assert_eq!(taken, value, "from {}", text),
                Err(error) => prop_assert!(false, "{text}: {error}"),
            }
        }
        Ok(())
    });
}

#[test]
fn orders_are_as_on_the_wire() {
    as_on_the_wire(strategies::order());
}

#[test]
fn calendars_are_as_on_the_wire() {
    as_on_the_wire(strategies::calendar());
}

#[test]
fn people_are_as_on_the_wire() {
    as_on_the_wire(strategies::person());
}

#[test]
fn wares_are_as_on_the_wire() {
    as_on_the_wire(strategies::wares());
}

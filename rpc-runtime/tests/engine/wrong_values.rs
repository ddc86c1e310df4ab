//! What errors say where a value is of another type altogether: what `rpc_runtime::testing` says on the host.

#[allow(missing_docs, unreachable_pub)]
mod wit {
    include!("../../../wit-codegen/tests/golden/values.rs");
}

use rpc_runtime::{Value, private};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::capnp;
use crate::support::wrong_values::wrong_values;

#[track_caller]
fn check<T: Value>(expected: &str) {
    let is_number = [
        "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64",
    ];
    let (value, got) = match expected {
        "name or number of a case" => (JsValue::FALSE, "boolean false"),
        _ if is_number.contains(&expected) => (JsValue::from("wrong"), "string \"wrong\""),
        _ => (JsValue::from(0), "number 0"),
    };
    let Err(error) = private::from_js::<T>(value) else {
        panic!("{expected}: {got} was taken");
    };
    assert_eq!(error.to_string(), format!("expected {expected}, got {got}"));
}

#[wasm_bindgen_test]
fn each_type_says_what_it_expects() {
    wrong_values!(check, wit, capnp);
}

//! Any value, to JavaScript and back, is what it was; and so it is after the copy that a call makes of it.

use std::fmt::Debug;

use crate::support::js::{MEANS, function, structured_clone};
use crate::support::strategies;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rpc_runtime::Value;
use rpc_runtime::private::{from_js, to_js};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Values of the larger types take their time in an unoptimised build.
const CASES: u32 = 300;

fn check<T: Value + Debug>(values: impl Strategy<Value = T>) {
    let means = function(MEANS);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(&values, |value| {
        let sent = to_js(&value).unwrap();
        let copy = structured_clone(&sent).unwrap();
        for js in [sent, copy] {
            let verdict = means.call2(&JsValue::NULL, &js, &js).unwrap();
            prop_assert!(verdict == true, "the relation that the mutation tests use");
            // As text, which tells apart zeros and equates NaNs.
            let read = from_js::<T>(js).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(format!("{:?}", read), format!("{:?}", value));
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn numbers() {
    check(strategies::numbers());
}

#[test]
fn lists() {
    check(strategies::lists());
}

#[test]
fn orders() {
    check(strategies::any_order());
}

#[test]
fn fields_that_are_called_like_inherited_ones() {
    check(strategies::inherited());
}

#[test]
fn trees() {
    check(strategies::tree());
}

#[test]
fn everything() {
    check(strategies::everything());
}

#[test]
fn lists_of_everything_optional() {
    let nested = proptest::option::of(proptest::option::of(strategies::payment()));
    check(proptest::collection::vec(nested, 0..8));
}

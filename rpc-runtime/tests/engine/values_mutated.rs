//! What a hostile peer sends is refused, or read as what it is: never a panic, never another value.

use std::fmt::Debug;

use crate::support::js::{MEANS, function};
use crate::support::mutation::MUTATE;
use crate::support::strategies;
use js_sys::{Object, Reflect};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rpc_runtime::Value;
use rpc_runtime::private::{from_js, to_js};
use wasm_bindgen::{JsValue, externref_heap_live_count};
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Reads `cases` mutated values.
fn check<T: Value + Debug>(values: impl Strategy<Value = T>, cases: u32) {
    let mutate = function(MUTATE);
    let means = function(MEANS);
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut right, mut wrong) = (0, 0);
    let live = externref_heap_live_count();
    for seed in 0..cases {
        let value = values.new_tree(&mut runner).unwrap().current();
        let holder = Object::new();
        let root = JsValue::from("root");
        Reflect::set(&holder, &root, &to_js(&value).unwrap()).unwrap();
        let count = JsValue::from(1 + seed % 3);
        let exotic = mutate
            .call3(&JsValue::NULL, &holder, &seed.into(), &count)
            .unwrap();
        let sent = Reflect::get(&holder, &root).unwrap();
        match from_js::<T>(sent.clone()) {
            Err(error) => {
                wrong += 1;
                let text = error.to_string();
                assert!(
                    text.len() < 1000 && text.ends_with(error.message()),
                    "{text}"
                );
            }
            Ok(read) => {
                right += 1;
                let again = to_js(&read).unwrap();
                if exotic != true {
                    let verdict = means.call2(&JsValue::NULL, &sent, &again).unwrap();
                    assert!(
                        verdict == true,
                        "seed {seed}: {value:?} was read as {read:?}"
                    );
                }
            }
        }
    }
    // A few are kept for good: the names of fields and cases.
    let leaked = externref_heap_live_count().saturating_sub(live);
    assert!(leaked < 100, "{leaked} JavaScript values leaked");
    assert!(
        right > cases / 50 && wrong > cases / 10,
        "{right} right, {wrong} wrong"
    );
}

#[test]
fn numbers() {
    check(strategies::numbers(), 1500);
}

#[test]
fn lists() {
    check(strategies::lists(), 1500);
}

#[test]
fn orders() {
    check(strategies::any_order(), 1500);
}

#[test]
fn fields_that_are_called_like_inherited_ones() {
    check(strategies::inherited(), 1500);
}

#[test]
fn trees() {
    check(strategies::tree(), 1500);
}

#[test]
fn variants() {
    check(proptest::collection::vec(strategies::payment(), 1..4), 1500);
}

#[test]
fn maps() {
    let key = proptest::prelude::any::<u64>();
    let value = proptest::option::of(strategies::text());
    check(proptest::collection::btree_map(key, value, 0..4), 1500);
    let value = proptest::collection::vec(proptest::num::u8::ANY, 0..3);
    check(
        proptest::collection::btree_map(strategies::text(), value, 0..4),
        1500,
    );
}

#[test]
fn everything() {
    check(strategies::everything(), 1500);
}

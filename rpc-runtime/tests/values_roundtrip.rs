//! x
#![cfg(target_arch = "wasm32")]
use proptest::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
#[wasm_bindgen_test]
fn t() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    runner
        .run(&any::<(u64, Vec<String>)>(), |(v, _)| {
            prop_assert!(v != 3);
            Ok(())
        })
        .unwrap();
}

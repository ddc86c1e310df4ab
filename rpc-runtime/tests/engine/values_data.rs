//! The object wire in a JavaScript engine, as in `values.rs`: what stays JavaScript's, and what serde reads of it.

use crate::support::js::{accepts, js, rejects};
use crate::support::{record, shape};
use rpc_runtime::platform::Date;
use rpc_runtime::private::{self, from_js};
use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Any data.
#[derive(Debug, PartialEq, Clone)]
pub(crate) struct Json(pub(crate) serde_json::Value);

impl Value for Json {
    fn codec() -> Codec {
        Codec::js()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        to.serde(&self.0)
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        from.serde().map(Self)
    }
}

#[test]
fn types_with_serdes_own_implementation() {
    accepts(
        "({ a: [null, true, -1, 1.5, 'x', 2n ** 64n - 1n], b: new Map([['c', {}]]) })",
        Json(serde_json::json!({ "a": [null, true, -1, 1.5, "x", u64::MAX], "b": { "c": {} } })),
    );
    rejects::<Json>("[new Date]", "[0]: expected data, got Date");
    rejects::<Json>("[() => 1]", "[0]: expected data, got function");
}

#[test]
fn holes_of_what_javascript_keeps() {
    let found = [
        from_js::<Vec<Json>>(js("[,1]")).map(|it| format!("read {it:?}")),
        from_js::<Vec<Date>>(js("[,1]")).map(|it| format!("read {it:?}")),
        from_js::<(Json,)>(js("[,]")).map(|it| format!("read {it:?}")),
        from_js::<Json>(js("[,1]")).map(|it| format!("read {it:?}")),
    ]
    .map(|it| it.unwrap_or_else(|error| error.to_string()));
    assert_eq!(
        found,
        [
            "[0]: expected data, got a hole",
            "[0]: expected Date, got a hole",
            "[0]: expected data, got a hole",
            "[0]: expected data, got a hole"
        ]
    );
}

#[derive(Debug, PartialEq, Clone)]
struct Kept {
    at: Date,
    json: Json,
}
record!(Kept { at "at", json "json" });

#[test]
fn what_javascript_keeps_may_not_be_missing() {
    rejects::<Kept>("({ json: 1 })", "missing field \"at\"");
    rejects::<Kept>("({ json: 1, at: null })", "at: expected Date, got null");
    rejects::<Kept>("({ at: 5 })", "at: expected Date, got number 5");
}

#[test]
fn data_that_is_referred_to_often_is_limited() {
    let many = "Array(60).fill(Array(100_000).fill(7))";
    for sent in [many.to_owned(), format!("structuredClone({many})")] {
        let message = match from_js::<Vec<Json>>(js(&sent)) {
            Ok(read) => format!("read {}", read.len()),
            Err(error) => error.to_string(),
        };
        assert!(message.contains("MiB of memory"), "{message}");
    }
    let whole = js("structuredClone(Array.from(Array(60), (_, i) => Array(10_000).fill(i)))");
    assert_eq!(from_js::<Vec<Json>>(whole).unwrap().len(), 60);
}

#[test]
fn lone_surrogates_as_keys_of_data() {
    let found = from_js::<Json>(js("({ '\\ud800': 1, '\\ud801': 2 })"));
    assert!(found.is_err(), "{found:?}");
}

#[test]
fn lone_surrogates_as_keys_of_data_in_a_map() {
    let found = from_js::<Json>(js("new Map([['\\ud800', 1]])"));
    assert!(found.is_err(), "{found:?}");
}

/// An object of this Worker may have code of its own.
#[test]
fn data_that_throws_is_none() {
    rejects::<Json>(
        "[1, { get a() { throw 1 } }]",
        "[1]: expected data, got an exception",
    );
    let array = "Object.defineProperty([1], 1, { get() { throw 1 }, enumerable: true })";
    rejects::<Json>(array, "[1]: expected data, got an exception");
    rejects::<Json>(
        "new Proxy({}, { ownKeys() { throw 1 } })",
        "expected data, got an exception",
    );
}

//! The object wire in a JavaScript engine, as in `values.rs`: lists, tuples and maps.

use std::collections::BTreeMap;

use crate::support::js::{accepts, rejects, sends};
use rpc_runtime::private::list_to_js;
use rpc_runtime::{Tuple13, Tuple16};
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn bytes() {
    sends(
        vec![1u8, 2, 255],
        "v => v.constructor === Uint8Array && v.buffer.byteLength === 3 && v.join() === '1,2,255'",
    );
    sends(
        Vec::<u8>::new(),
        "v => v.constructor === Uint8Array && v.buffer.byteLength === 0",
    );
    sends(
        vec![7u8; 1 << 20],
        "v => v.constructor === Uint8Array && v.buffer.byteLength === 2 ** 20",
    );
    accepts("Uint8Array.of(1, 2)", vec![1u8, 2]);
    accepts("Uint8Array.of(1, 2, 3).subarray(1)", vec![2u8, 3]);
    accepts("Uint8Array.of(1, 2).buffer", vec![1u8, 2]);
    accepts("new ArrayBuffer(0)", Vec::<u8>::new());
    accepts(
        "new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 1)",
        vec![2u8],
    );
    accepts("Uint16Array.of(0x0201, 0x0403)", vec![1u8, 2, 3, 4]);
    accepts("Float64Array.of(0)", vec![0u8; 8]);
    accepts("Uint8ClampedArray.of(9)", vec![9u8]);
    accepts("Buffer.from('ab')", b"ab".to_vec());
    accepts("[0, 255]", vec![0u8, 255]);
    accepts("[]", Vec::<u8>::new());
    rejects::<Vec<u8>>("[0, 256]", "[1]: expected u8, got number 256");
    rejects::<Vec<u8>>("[0.5]", "[0]: expected u8, got number 0.5");
    rejects::<Vec<u8>>("[, 1]", "[0]: expected u8, got a hole");
    rejects::<Vec<u8>>("'ab'", "expected Uint8Array, got string \"ab\"");
    rejects::<Vec<u8>>("({ length: 1, 0: 1 })", "expected Uint8Array, got object");
    rejects::<Vec<u8>>("new Set([1])", "expected Uint8Array, got Set");
    rejects::<Vec<u8>>("null", "expected Uint8Array, got null");
    rejects::<Vec<u8>>(
        "new SharedArrayBuffer(1)",
        "expected Uint8Array, got SharedArrayBuffer",
    );
}

#[test]
fn number_lists_are_typed_arrays() {
    sends(
        vec![1u16],
        "v => v.constructor === Uint16Array && v.buffer.byteLength === 2 && v[0] === 1",
    );
    sends(
        vec![1u32],
        "v => v.constructor === Uint32Array && v.buffer.byteLength === 4 && v[0] === 1",
    );
    sends(
        vec![u64::MAX],
        "v => v.constructor === BigUint64Array && v.buffer.byteLength === 8 && v[0] === 2n ** 64n - 1n",
    );
    sends(
        vec![-1i8],
        "v => v.constructor === Int8Array && v.buffer.byteLength === 1 && v[0] === -1",
    );
    sends(
        vec![-1i16],
        "v => v.constructor === Int16Array && v.buffer.byteLength === 2 && v[0] === -1",
    );
    sends(
        vec![-1i32],
        "v => v.constructor === Int32Array && v.buffer.byteLength === 4 && v[0] === -1",
    );
    sends(
        vec![-1i64],
        "v => v.constructor === BigInt64Array && v.buffer.byteLength === 8 && v[0] === -1n",
    );
    sends(
        vec![0.1f32],
        "v => v.constructor === Float32Array && v.buffer.byteLength === 4 && v[0] === Math.fround(0.1)",
    );
    sends(
        vec![0.1f64],
        "v => v.constructor === Float64Array && v.buffer.byteLength === 8 && v[0] === 0.1",
    );
    sends(
        Vec::<f64>::new(),
        "v => v.constructor === Float64Array && v.buffer.byteLength === 0",
    );
    sends(
        vec![0.5f64; 100_000],
        "v => v.constructor === Float64Array && v.buffer.byteLength === 800000 && v.every(x => x === 0.5)",
    );
    accepts("Uint16Array.of(1, 65535)", vec![1u16, 65535]);
    accepts("Uint32Array.of(2 ** 32 - 1)", vec![u32::MAX]);
    accepts("BigUint64Array.of(2n ** 64n - 1n)", vec![u64::MAX]);
    accepts("Int8Array.of(-128)", vec![i8::MIN]);
    accepts("Int16Array.of(-32768)", vec![i16::MIN]);
    accepts("Int32Array.of(-(2 ** 31))", vec![i32::MIN]);
    accepts("BigInt64Array.of(-(2n ** 63n))", vec![i64::MIN]);
    accepts("Float32Array.of(0.1)", vec![0.1f32]);
    accepts("Float64Array.of(0.1, 2).subarray(1)", vec![2.0f64]);
    accepts("[1, 65535]", vec![1u16, 65535]);
    accepts("[1n, 2, 2n ** 64n - 1n]", vec![1u64, 2, u64::MAX]);
    accepts("[0.1]", vec![0.1f32]);
    accepts("[]", Vec::<f64>::new());
    accepts(
        "Array.from({ length: 100000 }, (_, i) => i)",
        (0..100_000).map(f64::from).collect::<Vec<_>>(),
    );
    rejects::<Vec<f64>>(
        "Float32Array.of(1)",
        "expected Float64Array or array, got Float32Array of 1",
    );
    rejects::<Vec<u16>>(
        "Int16Array.of(1)",
        "expected Uint16Array or array, got Int16Array of 1",
    );
    rejects::<Vec<i64>>(
        "BigUint64Array.of(1n)",
        "expected BigInt64Array or array, got BigUint64Array of 1",
    );
    rejects::<Vec<f64>>(
        "new ArrayBuffer(8)",
        "expected Float64Array or array, got ArrayBuffer",
    );
    rejects::<Vec<f64>>("[1, '2']", "[1]: expected f64, got string \"2\"");
    rejects::<Vec<f64>>("[1, , 2]", "[1]: expected f64, got a hole");
    rejects::<Vec<f64>>("new Set([1])", "expected Float64Array or array, got Set");
    rejects::<Vec<f64>>("undefined", "expected Float64Array or array, got undefined");
    rejects::<Vec<i8>>("[128]", "[0]: expected s8, got number 128");
}

#[test]
fn other_lists_are_arrays() {
    sends(
        vec![true],
        "v => Array.isArray(v) && v.length === 1 && v[0] === true",
    );
    sends(vec!['a'], "v => Array.isArray(v) && v[0] === 'a'");
    sends(
        vec!["a".to_owned()],
        "v => Array.isArray(v) && v[0] === 'a'",
    );
    sends(
        vec![vec![1u8]],
        "v => Array.isArray(v) && v[0].constructor === Uint8Array",
    );
    sends(
        vec![Some(1u8), None],
        "v => v.length === 2 && v[0] === 1 && 1 in v && v[1] === undefined",
    );
    accepts("['a', 'b']", vec!["a".to_owned(), "b".to_owned()]);
    accepts("[[], [1]]", vec![vec![], vec![1.0f64]]);
    accepts("[1, undefined, null]", vec![Some(1u8), None, None]);
    accepts("new (class extends Array {})()", Vec::<bool>::new());
    accepts("new Proxy([true], {})", vec![true]);
    rejects::<Vec<String>>("'ab'", "expected array, got string \"ab\"");
    rejects::<Vec<bool>>("[true, , true]", "[1]: expected bool, got a hole");
    rejects::<Vec<Option<u8>>>("[, 1]", "[0]: expected u8, got a hole");
    rejects::<Vec<Option<u8>>>("new Array(2 ** 32 - 1)", "[0]: expected u8, got a hole");
    rejects::<Vec<()>>(
        "new Array(2 ** 32 - 1)",
        "[0]: expected nothing, got a hole",
    );
    rejects::<Vec<String>>("new Set(['a'])", "expected array, got Set");
    rejects::<Vec<String>>("new Map([['a', 'b']])", "expected array, got Map");
    rejects::<Vec<String>>("({ length: 1, 0: 'a' })", "expected array, got object");
    rejects::<Vec<String>>(
        "(function* () { yield 'a' })()",
        "expected array, got object",
    );
    rejects::<Vec<bool>>("Uint8Array.of(1)", "expected array, got Uint8Array of 1");
    rejects::<Vec<Vec<bool>>>(
        "[[true], [false, 0]]",
        "[1][1]: expected bool, got number 0",
    );
    let sent = list_to_js(&["a".to_owned()]).unwrap();
    assert!(js_sys::Array::is_array(&sent));
}

#[test]
fn lists_of_a_fixed_length() {
    sends(
        [1u8, 2],
        "v => v.constructor === Uint8Array && v.length === 2",
    );
    sends(
        [0.5f64; 3],
        "v => v.constructor === Float64Array && v.buffer.byteLength === 24",
    );
    sends([true], "v => Array.isArray(v) && v.length === 1");
    accepts("[1, 2]", [1u8, 2]);
    accepts("Float64Array.of(1, 2, 3)", [1.0f64, 2.0, 3.0]);
    accepts("['a', 'b']", ["a".to_owned(), "b".to_owned()]);
    rejects::<[u8; 3]>("[1, 2]", "expected 3 elements, got 2");
    rejects::<[u8; 1]>("Uint8Array.of(1, 2)", "expected 1 element, got 2");
    rejects::<[f64; 2]>("[1, 'x']", "[1]: expected f64, got string \"x\"");
}

#[test]
fn tuples() {
    sends(
        (1u8,),
        "v => Array.isArray(v) && v.length === 1 && v[0] === 1",
    );
    sends(
        (1u8, None::<u8>, "a".to_owned()),
        "v => v.length === 3 && 1 in v && v[1] === undefined && v[2] === 'a'",
    );
    accepts("[1, 'a']", (1u8, "a".to_owned()));
    accepts("[1, undefined]", (1u8, None::<u8>));
    accepts(
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
        (
            1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8, 9u8, 10u8, 11u8, 12u8,
        ),
    );
    accepts(
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 'm']",
        Tuple13(
            1u8,
            2u8,
            3u8,
            4u8,
            5u8,
            6u8,
            7u8,
            8u8,
            9u8,
            10u8,
            11u8,
            12u8,
            "m".to_owned(),
        ),
    );
    sends(
        Tuple16::from((
            0u8, 1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8, 9u8, 10u8, 11u8, 12u8, 13u8, 14u8,
            None::<u8>,
        )),
        "v => Array.isArray(v) && v.length === 16 && v[14] === 14 && 15 in v && v[15] === undefined",
    );
    type Bytes = Tuple16<u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8>;
    rejects::<Bytes>("Array(15).fill(1)", "expected 16 elements, got 15");
    rejects::<Bytes>(
        "[...Array(15).fill(1), '1']",
        "[15]: expected u8, got string \"1\"",
    );
    rejects::<(u8, u8, u8)>("[1, 2]", "expected 3 elements, got 2");
    rejects::<(u8, Option<u8>)>("[1]", "expected 2 elements, got 1");
    rejects::<(u8,)>("[1, 2]", "expected 1 element, got 2");
    rejects::<(u8, Option<u8>)>("[1, ,]", "[1]: expected u8, got a hole");
    rejects::<(u8, u8)>(
        "Uint8Array.of(1, 2)",
        "expected array of 2, got Uint8Array of 2",
    );
    rejects::<(String, String)>("'ab'", "expected array of 2, got string \"ab\"");
    rejects::<(u8, u8)>("[1, '2']", "[1]: expected u8, got string \"2\"");
}

#[test]
fn maps() {
    let numbers: BTreeMap<String, u8> = [("a".to_owned(), 1), ("b".to_owned(), 2)].into();
    sends(
        numbers.clone(),
        "v => v instanceof Map && v.size === 2 && v.get('a') === 1 && v.get('b') === 2",
    );
    sends(
        BTreeMap::from([(1u64, None::<u8>)]),
        "v => v instanceof Map && v.size === 1 && v.has(1n)",
    );
    sends(
        BTreeMap::from([(true, 'x')]),
        "v => v instanceof Map && v.get(true) === 'x'",
    );
    accepts("new Map([['b', 2], ['a', 1]])", numbers.clone());
    accepts("({ b: 2, a: 1 })", numbers.clone());
    accepts(
        "Object.assign(Object.create(null), { a: 1, b: 2 })",
        numbers,
    );
    accepts(
        "JSON.parse('{\"__proto__\": 1}')",
        BTreeMap::from([("__proto__".to_owned(), 1u8)]),
    );
    accepts("({})", BTreeMap::<String, u8>::new());
    accepts(
        "new Map([[1, 2], [3n, 4]])",
        BTreeMap::from([(1u64, 2u8), (3, 4)]),
    );
    accepts(
        "({ a: undefined })",
        BTreeMap::from([("a".to_owned(), None::<u8>)]),
    );
    rejects::<BTreeMap<u8, u8>>("({ 1: 2 })", "expected Map, got object");
    rejects::<BTreeMap<u8, u8>>("({})", "expected Map, got object");
    rejects::<BTreeMap<char, u8>>("({ a: 2 })", "expected Map, got object");
    rejects::<BTreeMap<String, u8>>("[['a', 1]]", "expected Map or object, got array of 1");
    rejects::<BTreeMap<String, u8>>("new Set()", "expected Map or object, got Set");
    rejects::<BTreeMap<String, u8>>(
        "Object.create(Map.prototype)",
        "expected Map or object, got Map",
    );
    rejects::<BTreeMap<String, u8>>("null", "expected Map or object, got null");
    rejects::<BTreeMap<String, u8>>(
        "new Map([['a', 'x']])",
        "[\"a\"]: expected u8, got string \"x\"",
    );
    rejects::<BTreeMap<String, Vec<u8>>>(
        "({ 'a b': [1, 300] })",
        "[\"a b\"][1]: expected u8, got number 300",
    );
    rejects::<BTreeMap<u8, bool>>("new Map([[7, 1]])", "[7]: expected bool, got number 1");
    rejects::<BTreeMap<u64, bool>>("new Map([[7n, 1]])", "[7n]: expected bool, got number 1");
    rejects::<BTreeMap<u8, u8>>("new Map([[300, 1]])", "<key>: expected u8, got number 300");
    rejects::<BTreeMap<String, u8>>("new Map([[1, 1]])", "<key>: expected string, got number 1");
    rejects::<BTreeMap<u64, u8>>("new Map([[1, 1], [1n, 2]])", "two keys are the same number");
}

/// A class of the same Worker can say anything of its arrays.
#[test]
fn an_array_is_as_long_as_it_is() {
    for length in [3, 300] {
        accepts(
            &format!(
                "new (class extends Float64Array {{ get length() {{ return 1e9 }} get byteLength() {{ return 1e9 }} }})({length})"
            ),
            vec![0.0; length],
        );
        accepts(
            &format!("new (class extends Uint8Array {{ get length() {{ return 0 }} }})({length})"),
            vec![0u8; length],
        );
    }
}

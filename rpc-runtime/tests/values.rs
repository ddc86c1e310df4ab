//! The object wire in a JavaScript engine: for every type, what it is sent as, all that is accepted for it, and
//! what is said about the rest.
#![cfg(target_arch = "wasm32")]

mod support;

use std::collections::BTreeMap;

use rpc_runtime::private::{from_js, list_to_js, str_to_js, to_js};
use support::js::{accepts, js, rejects, sends};
use support::{Card, Color, Inherited, Order, Payment, Permissions, Tree, order};
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn bool() {
    sends(true, "v => v === true");
    sends(false, "v => v === false");
    accepts("true", true);
    rejects::<bool>("1", "expected bool, got number 1");
    rejects::<bool>("'true'", "expected bool, got string \"true\"");
    rejects::<bool>("null", "expected bool, got null");
    rejects::<bool>("undefined", "expected bool, got undefined");
    rejects::<bool>("new Boolean(true)", "expected bool, got Boolean");
}

#[test]
fn small_integers() {
    sends(255u8, "v => v === 255");
    sends(u16::MAX, "v => v === 65535");
    sends(u32::MAX, "v => v === 4294967295");
    sends(i8::MIN, "v => v === -128");
    sends(i16::MIN, "v => v === -32768");
    sends(i32::MIN, "v => v === -2147483648");
    accepts("0", 0u8);
    accepts("-0", 0u8);
    accepts("-0", 0i32);
    accepts("255", 255u8);
    accepts("65535", u16::MAX);
    accepts("2 ** 32 - 1", u32::MAX);
    accepts("-128", i8::MIN);
    accepts("-32768", i16::MIN);
    accepts("-(2 ** 31)", i32::MIN);
    rejects::<u8>("300", "expected u8, got number 300");
    rejects::<u8>("256", "expected u8, got number 256");
    rejects::<u8>("-1", "expected u8, got number -1");
    rejects::<u16>("65536", "expected u16, got number 65536");
    rejects::<u32>("2 ** 32", "expected u32, got number 4294967296");
    rejects::<u32>("1.5", "expected u32, got number 1.5");
    rejects::<u32>("NaN", "expected u32, got number NaN");
    rejects::<u32>("-Infinity", "expected u32, got number -Infinity");
    rejects::<u32>("1e300", "expected u32, got number 1e+300");
    rejects::<u32>("12n", "expected u32, got bigint 12n");
    rejects::<u32>("'12'", "expected u32, got string \"12\"");
    rejects::<u32>("true", "expected u32, got boolean true");
    rejects::<u32>("new Number(1)", "expected u32, got Number");
    rejects::<u32>("({ valueOf: () => 1 })", "expected u32, got object");
    rejects::<i8>("128", "expected s8, got number 128");
    rejects::<i16>("-32769", "expected s16, got number -32769");
    rejects::<i32>("2 ** 31", "expected s32, got number 2147483648");
}

#[test]
fn large_integers() {
    sends(u64::MAX, "v => v === 2n ** 64n - 1n");
    sends(0u64, "v => v === 0n");
    sends(i64::MIN, "v => v === -(2n ** 63n)");
    accepts("2n ** 64n - 1n", u64::MAX);
    accepts("2n ** 63n", 1u64 << 63);
    accepts("0n", 0u64);
    accepts("7", 7u64);
    accepts("-0", 0u64);
    accepts("2 ** 53 - 1", (1u64 << 53) - 1);
    accepts("-(2n ** 63n)", i64::MIN);
    accepts("2n ** 63n - 1n", i64::MAX);
    accepts("1 - 2 ** 53", 1 - (1i64 << 53));
    rejects::<u64>("-1n", "expected u64, got bigint -1n");
    rejects::<u64>(
        "2n ** 64n",
        "expected u64, got bigint 18446744073709551616n",
    );
    rejects::<u64>(
        "2n ** 64n + 5n",
        "expected u64, got bigint 18446744073709551621n",
    );
    rejects::<u64>("2n ** 200n", "expected u64, got bigint beyond 128 bits");
    rejects::<u64>("2 ** 53", "expected u64, got number 9007199254740992");
    rejects::<u64>("-1", "expected u64, got number -1");
    rejects::<u64>("0.5", "expected u64, got number 0.5");
    rejects::<u64>("'1'", "expected u64, got string \"1\"");
    rejects::<i64>("2n ** 63n", "expected s64, got bigint 9223372036854775808n");
    rejects::<i64>(
        "-(2n ** 63n) - 1n",
        "expected s64, got bigint -9223372036854775809n",
    );
    rejects::<i64>("-(2 ** 53)", "expected s64, got number -9007199254740992");
    rejects::<i64>("NaN", "expected s64, got number NaN");
}

#[test]
fn floats() {
    sends(1.5f64, "v => v === 1.5");
    sends(f64::NAN, "v => Number.isNaN(v)");
    sends(-0.0f64, "v => Object.is(v, -0)");
    sends(0.1f32, "v => v === Math.fround(0.1)");
    accepts("0.1", 0.1f64);
    accepts("Infinity", f64::INFINITY);
    accepts("0.1", 0.1f32);
    accepts("1e300", f32::INFINITY);
    accepts("16777217", 16_777_216f32);
    assert!(from_js::<f64>(js("NaN")).unwrap().is_nan());
    assert!(from_js::<f64>(js("-0")).unwrap().is_sign_negative());
    assert!(from_js::<f32>(js("NaN")).unwrap().is_nan());
    rejects::<f64>("'12'", "expected f64, got string \"12\"");
    rejects::<f64>("1n", "expected f64, got bigint 1n");
    rejects::<f64>("null", "expected f64, got null");
    rejects::<f64>("[]", "expected f64, got array of 0");
    rejects::<f64>("new Date(0)", "expected f64, got Date");
    rejects::<f32>("undefined", "expected f32, got undefined");
}

#[test]
fn char() {
    sends('a', "v => v === 'a'");
    sends('😀', "v => v === '😀'");
    sends('\0', "v => v === '\\0'");
    accepts("'é'", 'é');
    accepts("'\\u{1F600}'", '😀');
    accepts("'\\u{FFFD}'", '\u{FFFD}');
    rejects::<char>("''", "expected char, got string \"\"");
    rejects::<char>("'ab'", "expected char, got string \"ab\"");
    rejects::<char>("'😀a'", "expected char, got string \"😀a\"");
    rejects::<char>("'e\\u0301'", "expected char, got string \"e\u{301}\"");
    rejects::<char>(
        "'\\ud83d'",
        "expected char, got string \"\u{FFFD}\" with a lone surrogate",
    );
    rejects::<char>("97", "expected char, got number 97");
}

#[test]
fn string() {
    sends("Zoë 😀\0".to_owned(), "v => v === 'Zoë 😀\\0'");
    accepts("''", String::new());
    accepts("'\\u{FFFD}'", "\u{FFFD}".to_owned());
    accepts("'a'.repeat(100000)", "a".repeat(100_000));
    rejects::<String>(
        "'a\\ud800b'",
        "expected string, got string \"a\u{FFFD}b\" with a lone surrogate",
    );
    rejects::<String>(
        "'\\udc00\\ud800'",
        "expected string, got string \"\u{FFFD}\u{FFFD}\" with a lone surrogate",
    );
    rejects::<String>("new String('a')", "expected string, got String");
    rejects::<String>("['a']", "expected string, got array of 1");
    rejects::<String>("Symbol('a')", "expected string, got symbol");
    rejects::<String>("() => 1", "expected string, got function");
    rejects::<String>("class A {}", "expected string, got function");
    assert!(str_to_js("ë") == js("'ë'"));
}

#[test]
fn errors_repeat_little() {
    let clipped = format!("expected bool, got string \"{}…\"", "a".repeat(40));
    rejects::<bool>("'a'.repeat(1e6)", &clipped);
    let clipped = format!("expected bool, got string \"{}…\"", "😀".repeat(40));
    rejects::<bool>("'😀'.repeat(41)", &clipped);
    let whole = format!("expected bool, got string \"{}\"", "😀".repeat(40));
    rejects::<bool>("'😀'.repeat(40)", &whole);
    rejects::<bool>("'\"\\n\\u0000'", "expected bool, got string \"\\\"\\n\\0\"");
    let unknown = format!(
        "unknown case \"{}…\" (known: red, dark-green)",
        "x".repeat(40)
    );
    rejects::<Color>("'x'.repeat(1000)", &unknown);
}

#[test]
fn what_was_found_is_named() {
    for (expression, name) in [
        ("new Map", "Map"),
        ("new Set", "Set"),
        ("new Date", "Date"),
        ("/x/", "RegExp"),
        ("new TypeError('x')", "TypeError"),
        ("new Uint8Array(5)", "Uint8Array of 5"),
        ("new BigInt64Array(2)", "BigInt64Array of 2"),
        ("new ArrayBuffer(2)", "ArrayBuffer"),
        ("new DataView(new ArrayBuffer(2))", "DataView"),
        ("new Array(7)", "array of 7"),
        ("Promise.resolve()", "Promise"),
        ("new (class Thing {})", "Thing"),
        ("new (class extends Array {})", "array of 0"),
        ("{}", "object"),
        ("Object.create(null)", "object"),
        ("Object.create({})", "Object"),
        ("new ReadableStream", "ReadableStream"),
        ("new Request('http://a')", "Request"),
        ("Object.create({ get constructor() { throw 1 } })", "object"),
        ("new Proxy({}, { getPrototypeOf() { throw 1 } })", "object"),
    ] {
        rejects::<u8>(expression, &format!("expected u8, got {name}"));
    }
}

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

#[test]
fn options() {
    sends(None::<u8>, "v => v === undefined");
    sends(Some(3u8), "v => v === 3");
    accepts("undefined", None::<u8>);
    accepts("null", None::<u8>);
    accepts("3", Some(3u8));
    accepts("''", Some(String::new()));
    rejects::<Option<u8>>("'3'", "expected u8, got string \"3\"");
    rejects::<Option<u8>>("({ tag: 'none' })", "expected u8, got object");
}

#[test]
fn nested_options() {
    const KEYS: &str = "Object.keys(v).join()";
    sends(
        None::<Option<u8>>,
        &format!("v => {KEYS} === 'tag' && v.tag === 'none'"),
    );
    sends(
        Some(None::<u8>),
        &format!("v => {KEYS} === 'tag' && v.tag === 'some'"),
    );
    sends(
        Some(Some(3u8)),
        &format!("v => {KEYS} === 'tag,val' && v.tag === 'some' && v.val === 3"),
    );
    sends(
        Some(Some(None::<u8>)),
        "v => v.tag === 'some' && v.val.tag === 'some' && !('val' in v.val)",
    );
    accepts("({ tag: 'none' })", None::<Option<u8>>);
    accepts("({ tag: 'none', val: undefined })", None::<Option<u8>>);
    accepts("({ tag: 'some' })", Some(None::<u8>));
    accepts("({ val: null, tag: 'some' })", Some(None::<u8>));
    accepts("({ val: 3, tag: 'some' })", Some(Some(3u8)));
    accepts(
        "({ tag: 'some', val: { tag: 'some', val: 3 } })",
        Some(Some(Some(3u8))),
    );
    accepts(
        "({ tag: 'some', val: { tag: 'none' } })",
        Some(None::<Option<u8>>),
    );
    accepts("undefined", None::<Option<u8>>);
    rejects::<Option<Option<u8>>>("null", "expected option object, got null");
    rejects::<Option<Option<u8>>>("3", "expected option object, got number 3");
    rejects::<Option<Option<u8>>>("({ tag: 'ok' })", "unknown case \"ok\" (known: none, some)");
    rejects::<Option<Option<u8>>>(
        "({ tag: 'some', val: 'x' })",
        "val: expected u8, got string \"x\"",
    );
    rejects::<Option<Option<u8>>>(
        "({ tag: 'none', val: 1 })",
        "val: expected nothing, got number 1",
    );
    rejects::<Vec<Option<Option<u8>>>>("[undefined]", "[0]: expected option object, got undefined");
    rejects::<Vec<Option<Option<u8>>>>("[,]", "[0]: expected option object, got a hole");
}

#[test]
fn results() {
    type Outcome = Result<u8, String>;

    sends(
        Outcome::Ok(3),
        "v => Object.keys(v).join() === 'tag,val' && v.tag === 'ok' && v.val === 3",
    );
    sends(
        Outcome::Err("no".to_owned()),
        "v => v.tag === 'err' && v.val === 'no'",
    );
    sends(
        Ok::<(), ()>(()),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'ok'",
    );
    sends(
        Err::<u8, ()>(()),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'err'",
    );
    sends(
        Ok::<Option<u8>, ()>(None),
        "v => Object.keys(v).join() === 'tag'",
    );
    accepts("({ val: 3, tag: 'ok' })", Outcome::Ok(3));
    accepts(
        "({ tag: 'err', val: 'no', more: 1 })",
        Outcome::Err("no".to_owned()),
    );
    accepts("({ tag: 'ok', val: undefined })", Ok::<(), ()>(()));
    accepts("({ tag: 'ok', val: null })", Ok::<(), ()>(()));
    accepts("({ tag: 'ok' })", Ok::<Option<u8>, ()>(None));
    rejects::<Outcome>("({ tag: 'ok' })", "missing field \"val\"");
    rejects::<Outcome>("({ val: 3 })", "missing field \"tag\"");
    rejects::<Outcome>(
        "({ tag: 'error' })",
        "unknown case \"error\" (known: ok, err)",
    );
    rejects::<Outcome>("({ tag: 1 })", "tag: expected string, got number 1");
    rejects::<Outcome>(
        "({ tag: 'ok', val: 300 })",
        "val: expected u8, got number 300",
    );
    rejects::<Outcome>("3", "expected result object, got number 3");
    rejects::<Result<(), ()>>(
        "({ tag: 'ok', val: 0 })",
        "val: expected nothing, got number 0",
    );
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
fn nothing() {
    sends((), "v => v === undefined");
    accepts("undefined", ());
    accepts("null", ());
    rejects::<()>("0", "expected nothing, got number 0");
    rejects::<()>("({})", "expected nothing, got object");
}

#[test]
fn records() {
    sends(
        order(),
        "v => JSON.stringify({ ...v, id: String(v.id) }) === JSON.stringify({
            id: String(2n ** 60n),
            customerName: 'Zoë',
            items: [
                { sku: 'a-1', count: 2, price: 1.5, color: 'red' },
                { sku: 'b-2', count: 1, price: 12, color: 'dark-green' },
            ],
            payment: { tag: 'card', val: { number: '4111', expiry: [12, 2030] } },
            permissions: { read: true, writeAll: false, constructor: true },
        }) && Object.getPrototypeOf(v) === Object.prototype && !('note' in v)",
    );
    let item = "{ sku: 's', count: 1, price: 2, color: 'red' }";
    let with = |items: &str, more: &str| {
        format!(
            "({{ permissions: undefined, items: [{items}], customerName: 'c', id: 1,
                payment: {{ tag: 'cash' }}, {more} }})"
        )
    };
    let read = from_js::<Order>(js(&with(item, "newer: 1, note: null"))).unwrap();
    assert_eq!((read.id, read.items.len(), read.note), (1, 1, None));
    accepts::<Card>(
        "Object.assign(Object.create(null), { number: '1' })",
        card("1"),
    );
    accepts::<Card>("({ number: '1', expiry: undefined })", card("1"));
    accepts::<Card>("Object.freeze({ number: '1' })", card("1"));
    accepts::<Card>("({ get number() { return '1' } })", card("1"));

    let fails = |items: &str, message: &str| rejects::<Order>(&with(items, ""), message);
    fails("{ ...1 }", "items[0]: missing field \"sku\"");
    fails(
        &format!("{item}, {item}, {item}, {{ sku: 's', count: 1, price: '12' }}"),
        "items[3].price: expected f64, got string \"12\"",
    );
    fails(
        &format!("{item}, null"),
        "items[1]: expected Item object, got null",
    );
    fails(
        "{ sku: 's', count: 1, price: 1, color: 'blue' }",
        "items[0].color: unknown case \"blue\" (known: red, dark-green)",
    );
    rejects::<Order>("({})", "missing field \"id\"");
    rejects::<Order>("undefined", "expected Order object, got undefined");
    rejects::<Order>("[]", "expected Order object, got array of 0");
    rejects::<Order>("'order'", "expected Order object, got string \"order\"");
    rejects::<Card>(
        "new Map([['number', '1']])",
        "expected Card object, got Map",
    );
    rejects::<Card>(
        "new (class Card { number = '1' })",
        "expected Card object, got Card",
    );
    rejects::<Card>(
        "Object.assign(() => 1, { number: '1' })",
        "expected Card object, got function",
    );
    rejects::<Card>(
        "({ __proto__: { number: '1' } })",
        "expected Card object, got Object",
    );
    rejects::<Card>("({ number: null })", "number: expected string, got null");
    rejects::<Card>(
        "({ number: '1', expiry: [1] })",
        "expiry: expected 2 elements, got 1",
    );
}

fn card(number: &str) -> Card {
    Card {
        number: number.to_owned(),
        expiry: None,
    }
}

#[test]
fn inherited_properties_are_no_fields() {
    let value = |constructor: Option<&str>, value_of| Inherited {
        constructor: constructor.map(str::to_owned),
        to_string: 1,
        value_of,
    };
    accepts("({ toString: 1 })", value(None, None));
    accepts(
        "({ toString: 1, constructor: 'c' })",
        value(Some("c"), None),
    );
    accepts(
        "({ toString: 1, constructor: undefined, valueOf: undefined })",
        value(None, None),
    );
    accepts(
        "({ toString: 1, valueOf: { tag: 'some', val: true } })",
        value(None, Some(Some(true))),
    );
    accepts(
        "Object.assign(Object.create(null), { toString: 1 })",
        value(None, None),
    );
    rejects::<Inherited>("({})", "missing field \"toString\"");
    rejects::<Inherited>(
        "({ toString: 1, valueOf: null })",
        "valueOf: expected option object, got null",
    );
    sends(
        value(None, Some(None)),
        "v => Object.keys(v).join() === 'toString,valueOf' && v.toString === 1",
    );
    accepts("({ read: true })", Permissions::READ);
}

#[test]
fn variants() {
    sends(
        Payment::Cash,
        "v => Object.keys(v).join() === 'tag' && v.tag === 'cash'",
    );
    sends(
        Payment::Card(card("1")),
        "v => Object.keys(v).join() === 'tag,val' && v.tag === 'card' && v.val.number === '1'",
    );
    sends(
        Payment::GiftCard(None),
        "v => Object.keys(v).join() === 'tag' && v.tag === 'gift-card'",
    );
    sends(
        Payment::Split((0.5, 1.0)),
        "v => v.tag === 'split' && v.val.join() === '0.5,1'",
    );
    accepts("({ tag: 'cash' })", Payment::Cash);
    accepts("({ tag: 'cash', val: undefined })", Payment::Cash);
    accepts("({ tag: 'cash', val: null })", Payment::Cash);
    accepts(
        "({ val: { number: '1' }, tag: 'card' })",
        Payment::Card(card("1")),
    );
    accepts("({ tag: 'gift-card' })", Payment::GiftCard(None));
    accepts(
        "({ tag: 'gift-card', val: 'g' })",
        Payment::GiftCard(Some("g".to_owned())),
    );
    rejects::<Payment>(
        "({ tag: 'cheque' })",
        "unknown case \"cheque\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'Cash' })",
        "unknown case \"Cash\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'toString' })",
        "unknown case \"toString\" (known: card, cash, gift-card, split)",
    );
    rejects::<Payment>(
        "({ tag: 'cash', val: 0 })",
        "val: expected nothing, got number 0",
    );
    rejects::<Payment>("({ tag: 'card' })", "missing field \"val\"");
    rejects::<Payment>(
        "({ tag: 'card', val: {} })",
        "val: missing field \"number\"",
    );
    rejects::<Payment>(
        "({ tag: 'split', val: [1, '2'] })",
        "val[1]: expected f64, got string \"2\"",
    );
    rejects::<Payment>("({ card: {} })", "missing field \"tag\"");
    rejects::<Payment>("({ tag: null })", "tag: expected string, got null");
    rejects::<Payment>("'cash'", "expected Payment object, got string \"cash\"");
    rejects::<Vec<Payment>>(
        "[{ tag: 'cash' }, ['cash']]",
        "[1]: expected Payment object, got array of 1",
    );
}

#[test]
fn enums() {
    sends(Color::Red, "v => v === 'red'");
    sends(Color::DarkGreen, "v => v === 'dark-green'");
    sends(vec![Color::Red], "v => Array.isArray(v) && v[0] === 'red'");
    accepts("'dark-green'", Color::DarkGreen);
    rejects::<Color>(
        "'darkGreen'",
        "unknown case \"darkGreen\" (known: red, dark-green)",
    );
    rejects::<Color>("0", "expected one of \"red\", \"dark-green\", got number 0");
    rejects::<Color>(
        "({ tag: 'red' })",
        "expected one of \"red\", \"dark-green\", got object",
    );
    rejects::<Color>(
        "'red\\ud800'",
        "expected one of \"red\", \"dark-green\", got string \"red\u{FFFD}\" with a lone surrogate",
    );
}

#[test]
fn flags() {
    sends(
        Permissions::WRITE_ALL,
        "v => Object.keys(v).join() === 'read,writeAll,constructor'
            && v.read === false && v.writeAll === true && v.constructor === false",
    );
    accepts(
        "({ read: true, writeAll: true, constructor: true })",
        Permissions::all(),
    );
    accepts(
        "({ writeAll: true, read: undefined })",
        Permissions::WRITE_ALL,
    );
    accepts("({ admin: 1 })", Permissions::empty());
    accepts("({})", Permissions::empty());
    accepts("undefined", Permissions::empty());
    accepts("null", Permissions::empty());
    rejects::<Permissions>("({ read: 1 })", "read: expected bool, got number 1");
    rejects::<Permissions>("({ writeAll: null })", "writeAll: expected bool, got null");
    rejects::<Permissions>("['read']", "expected object of flags, got array of 1");
    rejects::<Permissions>("3", "expected object of flags, got number 3");
    rejects::<Permissions>("'read'", "expected object of flags, got string \"read\"");
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| {
        format!(
            "Array.from({{ length: {levels} }}).reduce(c => ({{ children: [c] }}), {{ children: [] }})"
        )
    };
    assert!(from_js::<Tree>(js(&nested(63))).is_ok());
    let error = from_js::<Tree>(js(&nested(64))).unwrap_err();
    assert_eq!(error.message(), "nested more than 128 levels deep");
    assert!(error.path().starts_with("children[0].children[0]"));
    let cycle = "(() => { const t = { children: [] }; t.children.push(t); return t })()";
    assert_eq!(
        from_js::<Tree>(js(cycle)).unwrap_err().message(),
        "nested more than 128 levels deep"
    );
    let cycle = "(() => { const t = { children: [] }; t.next = t; return t })()";
    assert_eq!(
        from_js::<Tree>(js(cycle)).unwrap_err().message(),
        "nested more than 128 levels deep"
    );
}

#[test]
fn a_value_in_javascript_is_kept() {
    use rpc_runtime::Value;
    use rpc_runtime::private::{expected, raw_js};
    use serde::{Deserializer, Serializer};
    use wasm_bindgen::{JsCast, JsValue};

    #[derive(Debug)]
    struct Instant(js_sys::Date);

    impl Value for Instant {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde_wasm_bindgen::preserve::serialize(&self.0, serializer)
        }

        fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let value: JsValue = raw_js(deserializer)?;
            value
                .dyn_into()
                .map(Self)
                .map_err(|value| expected("Date", &value))
        }
    }

    let date = js("[new Date(5)]");
    let read = from_js::<Vec<Instant>>(date.clone()).unwrap();
    let kept: &JsValue = read[0].0.as_ref();
    assert!(*kept == js_sys::Array::from(&date).get(0));
    assert!(js_sys::Array::from(&to_js(&read).unwrap()).get(0) == *kept);
    rejects::<Vec<Instant>>("[5]", "[0]: expected Date, got number 5");
    rejects::<Option<Instant>>("'5'", "expected Date, got string \"5\"");
}

#[test]
fn types_with_serdes_own_implementation() {
    use rpc_runtime::Value;
    use serde::de::Deserialize;
    use serde::{Deserializer, Serialize, Serializer};

    #[derive(Debug, PartialEq)]
    struct Json(serde_json::Value);

    impl Value for Json {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Serialize::serialize(&self.0, serializer)
        }

        fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Deserialize::deserialize(deserializer).map(Self)
        }
    }

    accepts(
        "({ a: [null, true, -1, 1.5, 'x', 2n ** 64n - 1n], b: new Map([['c', {}]]) })",
        Json(serde_json::json!({ "a": [null, true, -1, 1.5, "x", u64::MAX], "b": { "c": {} } })),
    );
    rejects::<Json>("[new Date]", "[0]: expected any valid JSON value, got Date");
    rejects::<Json>(
        "[() => 1]",
        "[0]: expected any valid JSON value, got function",
    );
}

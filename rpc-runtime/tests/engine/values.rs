//! The object wire in a JavaScript engine: for every simple type, what it is sent as, all that is accepted for
//! it, and what is said about the rest.

use crate::support::Color;
use crate::support::js::{accepts, js, rejects, sends};
use rpc_runtime::private::{from_js, str_to_js, to_js};
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
fn nothing() {
    sends((), "v => v === undefined");
    accepts("undefined", ());
    accepts("null", ());
    rejects::<()>("0", "expected nothing, got number 0");
    rejects::<()>("({})", "expected nothing, got object");
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
fn a_value_in_javascript_is_kept() {
    use rpc_runtime::private::expected;
    use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};
    use wasm_bindgen::{JsCast, JsValue};

    #[derive(Debug)]
    struct Instant(js_sys::Date);

    impl Value for Instant {
        fn codec() -> Codec {
            Codec::js()
        }

        fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
            to.js(&self.0);
            Ok(())
        }

        fn read(from: &mut Reader) -> Result<Self, ValueError> {
            from.js()
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

//! The object wire in a JavaScript engine, as in `values.rs`: what is at a border of how values cross. Where text and arrays
//! begin to go by themselves, where types hold one another, what is missing, very many of something, what fails half-way.

use std::collections::BTreeMap;

use crate::support::js::{accepts, function, js, rejects, sends};
use crate::support::{record, shape};
use crate::values_data::Json;
use js_sys::Array;
use rpc_runtime::platform::Date;
use rpc_runtime::private::{self, JsValue, from_js, to_js};
use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Debug, PartialEq, Clone)]
struct Rec {
    items: Vec<Option<Option<Box<Rec>>>>,
    pair: Option<(Option<Option<Box<Rec>>>,)>,
    map: BTreeMap<String, Option<Option<Box<Rec>>>>,
}
record!(Rec { items "items", pair "pair", map "map" });

#[test]
fn recursive_tagged_options_in_lists_are_never_missing() {
    type Entry = Option<Option<Box<Rec>>>;
    let with = |items: &str, more: &str| {
        format!("({{ tag: 'some', val: {{ items: {items}, map: {{}}, {more} }} }})")
    };
    let found: Vec<String> = [
        with("[undefined]", ""),
        with("[,]", ""),
        with("[]", "pair: [undefined]"),
        with("[]", "map: { a: undefined }"),
    ]
    .iter()
    .map(|value| match from_js::<Entry>(js(value)) {
        Ok(read) => format!("read {read:?}"),
        Err(error) => error.to_string(),
    })
    .collect();
    assert_eq!(
        found,
        [
            "val.items[0]: expected option object, got undefined",
            "val.items[0]: expected option object, got a hole",
            "val.pair[0]: expected option object, got undefined",
            "val.map[\"a\"]: expected option object, got undefined",
        ]
    );
}

#[test]
fn more_than_two_million_parts() {
    for length in [1 << 21, (1 << 21) + 1] {
        let dates = format!("Array({length}).fill(new Date(5))");
        match from_js::<Vec<Option<Date>>>(js(&dates)) {
            Ok(dates) => assert_eq!(dates.len(), length),
            Err(error) => panic!("{length}: {error}"),
        }
    }
}

#[test]
fn texts_at_the_borders() {
    let pieces = ["a", "é", "€", "😀", "\0", "\u{feff}", "\u{7f}", "\u{80}"];
    let lengths = [
        0, 1, 7, 8, 9, 10, 11, 15, 16, 17, 31, 32, 33, 34, 255, 256, 257, 340, 341, 342, 343, 511,
        512, 513, 1022, 1023, 1024, 1025, 1026, 4096,
    ];
    for piece in pieces {
        for length in lengths {
            let whole = piece.repeat(length);
            let texts = [
                whole.clone(),
                "a".repeat(length) + piece,
                piece.to_owned() + &"a".repeat(length),
                "a".repeat(length.saturating_sub(1)) + piece,
            ];
            let list: Vec<String> = texts.to_vec();
            let map: BTreeMap<String, String> =
                texts.iter().map(|it| (it.clone(), it.clone())).collect();
            assert!(from_js::<Vec<String>>(to_js(&list).unwrap()).unwrap() == list);
            assert!(from_js::<BTreeMap<String, String>>(to_js(&map).unwrap()).unwrap() == map);
            let sent = Array::from(&to_js(&list).unwrap());
            for (index, text) in texts.iter().enumerate() {
                assert!(sent.get(index as u32) == JsValue::from_str(text));
                assert_eq!(from_js::<String>(JsValue::from_str(text)).unwrap(), *text);
            }
        }
    }
    for length in [0, 1, 30, 31, 32, 33, 1022, 1023, 1024, 1025] {
        for flaw in ["'\\ud800'", "'\\udc00'", "'\\udc00\\ud800'"] {
            for text in [
                format!("'a'.repeat({length}) + {flaw}"),
                format!("{flaw} + 'a'.repeat({length})"),
                format!("{flaw} + '€'.repeat({length})"),
            ] {
                assert!(from_js::<String>(js(&text)).is_err(), "{text}");
                assert!(from_js::<Option<Vec<String>>>(js(&format!("['a', {text}]"))).is_err());
            }
        }
    }
}

fn borders<T: Value + PartialEq + std::fmt::Debug + Copy>(items: &[T]) {
    for length in [
        0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000,
    ] {
        let list: Vec<T> = items.iter().copied().cycle().take(length).collect();
        let both = (list.clone(), "text".to_owned(), list.clone());
        let sent = to_js(&both).unwrap();
        let same = function(
            "v => v[0].constructor === v[2].constructor && v[0].buffer !== v[2].buffer && v[0].byteOffset === 0 && v[0].buffer.byteLength === v[0].byteLength",
        );
        assert!(same.call1(&JsValue::NULL, &sent).unwrap() == true);
        let read = from_js::<(Vec<T>, String, Vec<T>)>(sent.clone()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{both:?}"));
        let plain = function("v => [Array.from(v[0]), v[1], v[2].subarray(0)]");
        let plain = plain.call1(&JsValue::NULL, &sent).unwrap();
        let read = from_js::<(Vec<T>, String, Vec<T>)>(plain).unwrap();
        assert_eq!(format!("{read:?}"), format!("{both:?}"));
    }
}

#[test]
fn typed_arrays_at_the_borders() {
    borders::<u8>(&[0, 1, 255]);
    borders::<i8>(&[0, -128, 127]);
    borders::<u16>(&[0, 1, u16::MAX]);
    borders::<i16>(&[i16::MIN, 1, i16::MAX]);
    borders::<u32>(&[0, 1, u32::MAX]);
    borders::<i32>(&[i32::MIN, -1, i32::MAX]);
    borders::<u64>(&[0, 1 << 53, u64::MAX]);
    borders::<i64>(&[i64::MIN, -1, i64::MAX]);
    borders::<f32>(&[-0.0, f32::NAN, f32::MIN_POSITIVE, 0.1]);
    borders::<f64>(&[-0.0, f64::NAN, f64::INFINITY, 5e-324]);
}

#[test]
fn large_integers() {
    accepts("9007199254740991", (1u64 << 53) - 1);
    accepts("-9007199254740991", 1 - (1i64 << 53));
    accepts("-0", 0u64);
    accepts("2n ** 64n - 1n", u64::MAX);
    accepts("-(2n ** 63n)", i64::MIN);
    for wrong in [
        "2 ** 53",
        "-1",
        "-1n",
        "2n ** 64n",
        "0.5",
        "NaN",
        "'1'",
        "Object(1n)",
    ] {
        assert!(from_js::<u64>(js(wrong)).is_err(), "{wrong}");
    }
    for wrong in ["2 ** 53", "-(2 ** 53)", "2n ** 63n", "-(2n ** 63n) - 1n"] {
        assert!(from_js::<i64>(js(wrong)).is_err(), "{wrong}");
    }
    rejects::<BTreeMap<u64, u8>>("new Map([[1, 1], [1n, 2]])", "two keys are the same number");
    accepts("0.1", 0.1f32);
    sends(0.1f32, "v => v === Math.fround(0.1)");
    sends(-0.0f32, "v => Object.is(v, -0)");
}

#[test]
fn keys_that_objects_have() {
    let map: BTreeMap<String, u8> = ["__proto__", "constructor", "toString", ""]
        .into_iter()
        .map(|key| (key.to_owned(), 1))
        .collect();
    sends(
        map.clone(),
        "v => v instanceof Map && v.size === 4 && v.get('__proto__') === 1",
    );
    accepts(
        "Object.defineProperty({ constructor: 1, toString: 1, '': 1 }, '__proto__', { value: 1, enumerable: true })",
        map,
    );
}

#[derive(Debug, PartialEq, Clone)]
struct A {
    bs: Vec<B>,
    a: Option<Box<A>>,
}
#[derive(Debug, PartialEq, Clone)]
struct B {
    a: Option<Box<A>>,
    map: BTreeMap<String, B>,
    either: Option<Box<Result<A, B>>>,
    pair: Option<Box<(A, B)>>,
}
record!(A { bs "bs", a "a" });
record!(B { a "a", map "map", either "either", pair "pair" });

#[test]
fn types_that_hold_one_another() {
    let a = || A {
        bs: Vec::new(),
        a: None,
    };
    let b = || B {
        a: None,
        map: BTreeMap::new(),
        either: None,
        pair: None,
    };
    let inner = B {
        a: Some(Box::new(A {
            bs: vec![b(), b()],
            a: Some(Box::new(a())),
        })),
        map: BTreeMap::from([(
            "x".to_owned(),
            B {
                either: Some(Box::new(Err(b()))),
                ..b()
            },
        )]),
        either: Some(Box::new(Ok(A {
            bs: vec![b()],
            a: None,
        }))),
        pair: Some(Box::new((a(), b()))),
    };
    // From within, before the whole.
    let either: Result<A, B> = Err(inner.clone());
    assert_eq!(
        from_js::<Result<A, B>>(to_js(&either).unwrap()).unwrap(),
        either
    );
    assert_eq!(from_js::<B>(to_js(&inner).unwrap()).unwrap(), inner);
    let whole = A {
        bs: vec![inner.clone(), inner],
        a: Some(Box::new(a())),
    };
    assert_eq!(from_js::<A>(to_js(&whole).unwrap()).unwrap(), whole);
    rejects::<A>(
        "({ bs: [{ map: new Map([['k', { map: {}, pair: [{ bs: [{}] }, 1] }]]) }] })",
        "bs[0].map[\"k\"].pair[0].bs[0]: missing field \"map\"",
    );
}

#[test]
fn units_and_options_anywhere() {
    sends(
        vec![(), ()],
        "v => v.length === 2 && v[0] === null && 1 in v",
    );
    accepts("[null, undefined]", vec![(), ()]);
    rejects::<Vec<()>>("[,]", "[0]: expected nothing, got a hole");
    accepts("[undefined, null]", vec![None::<u8>, None]);
    rejects::<Vec<Option<u8>>>("[,]", "[0]: expected u8, got a hole");
    type Nested = Option<Option<u8>>;
    let all: [Nested; 3] = [None, Some(None), Some(Some(1))];
    for one in all {
        let list = vec![one; 2];
        assert_eq!(from_js::<Vec<Nested>>(to_js(&list).unwrap()).unwrap(), list);
        assert_eq!(from_js::<Nested>(to_js(&one).unwrap()).unwrap(), one);
        let tuple = (one, 1u8, one);
        assert_eq!(
            from_js::<(Nested, u8, Nested)>(to_js(&tuple).unwrap()).unwrap(),
            tuple
        );
        let map = BTreeMap::from([("a".to_owned(), one)]);
        assert_eq!(
            from_js::<BTreeMap<String, Nested>>(to_js(&map).unwrap()).unwrap(),
            map
        );
        let result: Result<Nested, Nested> = Err(one);
        assert_eq!(
            from_js::<Result<Nested, Nested>>(to_js(&result).unwrap()).unwrap(),
            result
        );
    }
    accepts("undefined", None::<Option<u8>>);
    rejects::<Vec<Nested>>("[undefined]", "[0]: expected option object, got undefined");
    rejects::<(Nested,)>("[undefined]", "[0]: expected option object, got undefined");
    rejects::<BTreeMap<String, Nested>>(
        "({ a: undefined })",
        "[\"a\"]: expected option object, got undefined",
    );
    accepts("({ tag: 'ok' })", Ok::<(), ()>(()));
    sends(Ok::<(), u8>(()), "v => Object.keys(v).join() === 'tag'");
}

/// Writes this much, and fails.
#[derive(Debug)]
struct Fails;

impl Value for Fails {
    fn codec() -> Codec {
        Codec::js()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        to.js(js("new Date(1)"));
        Err(ValueError::new("no"))
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        from.js();
        Err(ValueError::new("no"))
    }
}

#[test]
fn what_fails_leaves_nothing() {
    let long = "x".repeat(2000);
    for _ in 0..3 {
        let value = (vec![1u8; 300], "text".to_owned(), long.clone(), Fails);
        assert_eq!(to_js(&value).unwrap_err().to_string(), "no");
        let right = (
            long.clone(),
            vec!["a".to_owned()],
            Json(serde_json::json!(1)),
        );
        let sent = to_js(&right).unwrap();
        assert_eq!(from_js::<(String, Vec<String>, Json)>(sent).unwrap(), right);
        for wrong in [
            "['a', 'b', { get a() { throw 1 } }]",
            "new Proxy([], { get() { throw 1 } })",
            "['x'.repeat(2000), 5, 1]",
            "[new Proxy({}, { getPrototypeOf() { throw 1 } }), [], 1]",
        ] {
            drop(from_js::<(String, Vec<String>, A)>(js(wrong)).unwrap_err());
        }
        rejects::<(String, Fails)>("['x'.repeat(2000), 5]", "[1]: no");
    }
}

#[test]
fn depth_is_counted_anew() {
    let tree =
        |depth: usize| format!("Array({depth}).fill().reduce(a => ({{ bs: [], a }}), undefined)");
    for _ in 0..3 {
        drop(from_js::<A>(js(&tree(127))).unwrap());
        assert!(from_js::<A>(js(&tree(129))).is_err());
    }
}

private::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Many32: u32 {
        const A = 1;
        const B = 2;
    }
}

impl private::Flags for Many32 {
    const FLAGS: &'static [(&'static str, Self)] = &[
        ("a", Self::A),
        ("b", Self::B),
        ("c", Self::B),
        ("d", Self::B),
        ("e", Self::B),
        ("f", Self::B),
        ("g", Self::B),
        ("h", Self::B),
        ("i", Self::B),
        ("j", Self::B),
        ("k", Self::B),
        ("l", Self::B),
        ("m", Self::B),
        ("n", Self::B),
        ("o", Self::B),
        ("p", Self::B),
        ("q", Self::B),
        ("r", Self::B),
        ("s", Self::B),
        ("t", Self::B),
        ("u", Self::B),
        ("v", Self::B),
        ("w", Self::B),
        ("x", Self::B),
        ("y", Self::B),
        ("z", Self::B),
    ];
}

impl Value for Many32 {
    fn codec() -> Codec {
        private::flags_codec::<Self>()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        private::write_flags(self, to);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        private::read_flags(from)
    }
}

#[test]
fn flags_take_of_the_limit_what_they_take() {
    let found = from_js::<Vec<Many32>>(js("Array(1_000_000).fill({ a: true })"));
    let found = found.map(|it| it.len());
    assert!(found.is_err(), "{found:?}");
}

//! What a hostile peer sends where a Cap'n Proto schema is spoken: never a panic, and what is read is what a second
//! reader, written in JavaScript from the wire's description alone, makes of it.

use std::fmt::Debug;

use crate::support::capnp::person::{Address, Employment, Which};
use crate::support::capnp::shape::{Call, Which as ShapeWhich};
use crate::support::capnp::{Color, Lists, Person, Point, Shape};
use crate::support::js::{function, structured_clone};
use crate::support::mutation::MUTATE;
use crate::support::strategies::text;
use js_sys::{Object, Reflect};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rpc_runtime::private::{from_js, to_js};
use rpc_runtime::{AnyPointer, Data, Value};
use wasm_bindgen::{JsValue, externref_heap_live_count};
use wasm_bindgen_test::wasm_bindgen_test as test;

/// `(type, value) => text`: a canonical form of what `value` means to a type of the schema; undefined if it means
/// nothing.
const READ: &str = r#"
(type, value) => {
    const no = () => { throw new TypeError(); };
    const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
    const plain = (v) => {
        if (typeof v !== "object" || v === null) no();
        const prototype = Object.getPrototypeOf(v);
        return prototype === Object.prototype || prototype === null ? v : no();
    };
    const int = (min, max) => (v) => (Number.isInteger(v) && v >= min && v <= max ? v + 0 : no());
    const long = (min, max) => (v) => {
        if (Number.isSafeInteger(v)) v = BigInt(v);
        return typeof v === "bigint" && v >= min && v <= max ? String(v) : no();
    };
    const float = (v) => (typeof v === "number" ? (Object.is(v, -0) ? "-0" : String(v)) : no());
    const float32 = (v) => (typeof v === "number" ? float(Math.fround(v)) : no());
    const bool = (v) => (typeof v === "boolean" ? v : no());
    const text = (v) => (typeof v === "string" && v.isWellFormed() ? v : no());
    const nothing = (v) => (v === undefined || v === null ? null : no());
    const isBuffer = (v) => Object.prototype.toString.call(v) === "[object ArrayBuffer]";
    const bytes = (v) =>
        ArrayBuffer.isView(v) ? [...new Uint8Array(v.buffer, v.byteOffset, v.byteLength)]
        : isBuffer(v) ? [...new Uint8Array(v)] : no();
    const name = (known) => (v) => (known.includes(v) ? known.indexOf(v) : int(0, 65535)(v));
    const list = (item) => (v) => {
        if (!Array.isArray(v) || v.length > 100000) no();
        return Array.from({ length: v.length }, (_, i) => (Object.hasOwn(v, i) ? item(v[i]) : no()));
    };
    const typed = (Class, item) => (v) => (v?.constructor === Class && ArrayBuffer.isView(v) ? [...v].map(item) : list(item)(v));
    const uint8s = (v) => (Array.isArray(v) ? list(int(0, 255))(v) : bytes(v));
    const maybe = (type) => (v) => (v === undefined || v === null ? null : type(v));
    const union = (members) => (v) => {
        const active = Object.keys(members).filter((key) => own(v, key) !== undefined);
        const voids = Object.keys(members).filter((key) => members[key] === nothing && Object.hasOwn(v, key));
        const values = active.map((key) => members[key](v[key]));
        if (active.length > 1) no();
        if (active.length === 1) return [active[0], values[0]];
        if (voids.length > 1) no();
        if (voids.length === 1) return [voids[0], null];
        return null;
    };
    const struct = (fields, members = {}, first = undefined) => (v) => {
        plain(v);
        const out = {};
        for (const [key, [type, missing]] of Object.entries(fields)) {
            const field = own(v, key);
            out[key] = field === undefined ? (typeof missing === "function" ? missing() : missing) : type(field);
        }
        return [out, union(members)(v) ?? first];
    };
    const color = name(["red", "darkGreen"]);
    const point = struct({ x: [int(-(2 ** 31), 2 ** 31 - 1), -1], y: [int(-(2 ** 31), 2 ** 31 - 1), 0], color: [color, 0] });
    const call = struct({ function: [text, ""], depth: [int(0, 255), 3] });
    const shape = struct({}, { circle: float, none: nothing, also: nothing, call }, ["circle", "0"]);
    const address = struct({ street: [text, ""], number: [int(-32768, 32767), 1] });
    const employment = struct({}, { unemployed: nothing, employer: text, color }, ["unemployed", null]);
    const person = (v) => struct({
        id: [int(0, 2 ** 32 - 1), 7], name: [text, ""], picture: [bytes, []], any: [bytes, []], nothing: [nothing, null],
        friends: [list(person), []], parent: [maybe(person), null], address: [address, () => address({})],
        employment: [employment, () => employment({})], await: [bool, false], constructor: [text, ""],
    }, { circle: float, none: nothing, shape }, ["circle", "0"])(v);
    const lists = struct({
        voids: [list(nothing), []], bools: [list(bool), []], int8s: [typed(Int8Array, int(-128, 127)), []],
        int16s: [typed(Int16Array, int(-32768, 32767)), []],
        int32s: [typed(Int32Array, int(-(2 ** 31), 2 ** 31 - 1)), []],
        int64s: [typed(BigInt64Array, long(-(2n ** 63n), 2n ** 63n - 1n)), []], uint8s: [uint8s, []],
        uint16s: [typed(Uint16Array, int(0, 65535)), []], uint32s: [typed(Uint32Array, int(0, 2 ** 32 - 1)), []],
        uint64s: [typed(BigUint64Array, long(0n, 2n ** 64n - 1n)), []], float32s: [typed(Float32Array, float32), []],
        float64s: [typed(Float64Array, float), []], texts: [list(text), []], datas: [list(bytes), []],
        colors: [list(color), []], points: [list(point), []], matrix: [list(typed(Float64Array, float)), []],
        voidLists: [list(list(nothing)), []], dataCube: [list(list(list(bytes))), []], unions: [list(shape), []],
    });
    try {
        return JSON.stringify({ person, lists }[type](value));
    } catch {
        return undefined;
    }
}
"#;

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![3 => (0..3u16).prop_map(Color::from), 1 => any::<u16>().prop_map(Color::from)]
}

fn data() -> impl Strategy<Value = Data> {
    vec(any::<u8>(), 0..6).prop_map(Data)
}

fn shape() -> impl Strategy<Value = Shape> {
    let which = prop_oneof![
        proptest::num::f64::ANY.prop_map(ShapeWhich::Circle),
        Just(ShapeWhich::None),
        Just(ShapeWhich::Also),
        (text(), any::<u8>())
            .prop_map(|(function, depth)| ShapeWhich::Call(Call { function, depth })),
    ];
    which.prop_map(|which| Shape { which })
}

fn person() -> impl Strategy<Value = Person> {
    let leaf = Just(Person::default()).boxed();
    leaf.prop_recursive(3, 12, 3, |inner| {
        let names = (any::<u32>(), text(), text(), any::<bool>());
        let bytes = (data(), vec(any::<u8>(), 0..9));
        let people = (
            vec(inner.clone(), 0..3),
            option::of(inner.prop_map(Box::new)),
        );
        let address =
            (text(), any::<i16>()).prop_map(|(street, number)| Address { street, number });
        let employment = prop_oneof![
            Just(Employment::Unemployed),
            text().prop_map(Employment::Employer),
            color().prop_map(Employment::Color),
        ];
        let which = prop_oneof![
            proptest::num::f64::ANY.prop_map(Which::Circle),
            Just(Which::None),
            shape().prop_map(Which::Shape),
        ];
        (names, bytes, people, address, employment, which).prop_map(
            |(names, bytes, people, address, employment, which)| Person {
                id: names.0,
                name: names.1,
                constructor: names.2,
                r#await: names.3,
                picture: bytes.0,
                any: AnyPointer::from_message(bytes.1),
                nothing: (),
                friends: people.0,
                parent: people.1,
                address,
                employment,
                which,
            },
        )
    })
}

fn lists() -> impl Strategy<Value = Lists> {
    let point =
        (any::<i32>(), any::<i32>(), color()).prop_map(|(x, y, color)| Point { x, y, color });
    let signed = (
        vec(any::<i8>(), 0..4),
        vec(any::<i16>(), 0..4),
        vec(any::<i32>(), 0..4),
        vec(any::<i64>(), 0..4),
    );
    let unsigned = (
        vec(any::<u8>(), 0..4),
        vec(any::<u16>(), 0..4),
        vec(any::<u32>(), 0..4),
        vec(any::<u64>(), 0..4),
    );
    let floats = (
        vec(proptest::num::f32::ANY, 0..4),
        vec(proptest::num::f64::ANY, 0..4),
        vec(vec(proptest::num::f64::ANY, 0..3), 0..3),
    );
    let plain = (
        vec(any::<()>(), 0..4),
        vec(any::<bool>(), 0..4),
        vec(text(), 0..4),
        vec(data(), 0..4),
    );
    let nested = (
        vec(color(), 0..4),
        vec(point, 0..4),
        vec(vec(any::<()>(), 0..3), 0..3),
        vec(vec(vec(data(), 0..3), 0..3), 0..3),
        vec(shape(), 0..4),
    );
    (signed, unsigned, floats, plain, nested).prop_map(
        |(signed, unsigned, floats, plain, nested)| Lists {
            int8s: signed.0,
            int16s: signed.1,
            int32s: signed.2,
            int64s: signed.3,
            uint8s: unsigned.0,
            uint16s: unsigned.1,
            uint32s: unsigned.2,
            uint64s: unsigned.3,
            float32s: floats.0,
            float64s: floats.1,
            matrix: floats.2,
            voids: plain.0,
            bools: plain.1,
            texts: plain.2,
            datas: plain.3,
            colors: nested.0,
            points: nested.1,
            void_lists: nested.2,
            data_cube: nested.3,
            unions: nested.4,
        },
    )
}

/// Any value, to JavaScript and back, is what it was; and so it is after the copy that a call makes of it.
fn round_trip<T: Value + Debug>(name: &str, values: impl Strategy<Value = T>) {
    let read = function(READ);
    let config = Config {
        cases: 200,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(&values, |value| {
        let sent = to_js(&value).unwrap();
        let copy = structured_clone(&sent).unwrap();
        for js in [sent, copy] {
            let other = read.call2(&JsValue::NULL, &name.into(), &js).unwrap();
            prop_assert!(!other.is_undefined(), "the other reader refuses it");
            let back = from_js::<T>(js).map_err(|error| TestCaseError::fail(error.to_string()))?;
            // As text, which tells apart zeros and equates NaNs.
            prop_assert_eq!(format!("{:?}", back), format!("{:?}", value));
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Reads `cases` mutated values.
fn mutated<T: Value + Debug>(name: &str, values: impl Strategy<Value = T>, cases: u32) {
    let (mutate, read) = (function(MUTATE), function(READ));
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
        let ours = from_js::<T>(sent.clone());
        match &ours {
            Ok(_) => right += 1,
            Err(_) => wrong += 1,
        }
        if exotic == true {
            continue;
        }
        let means = |js: &JsValue| {
            let meaning = read.call2(&JsValue::NULL, &name.into(), js).unwrap();
            meaning.as_string()
        };
        match (ours, means(&sent)) {
            (Ok(value), Some(theirs)) => {
                let again = means(&to_js(&value).unwrap());
                assert_eq!(again, Some(theirs), "seed {seed}: read as {value:?}");
            }
            (Err(_), None) => {}
            (Ok(value), None) => panic!("seed {seed}: read as {value:?}, and should not be"),
            // We refuse what nests without end, and the other reader runs out of stack.
            (Err(error), Some(theirs)) => panic!("seed {seed}: {error}, but it is {theirs:?}"),
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
fn people_make_the_round_trip() {
    round_trip("person", person());
}

#[test]
fn lists_make_the_round_trip() {
    round_trip("lists", lists());
}

#[test]
fn mutated_people() {
    mutated("person", person(), 2000);
}

#[test]
fn mutated_lists() {
    mutated("lists", lists(), 2000);
}

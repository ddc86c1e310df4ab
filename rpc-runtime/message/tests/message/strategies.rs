//! Values of every type, at random.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::num;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rpc_message::{AnyPointer, to_bytes};

use crate::types::*;

const CASES: u32 = if cfg!(target_arch = "wasm32") {
    50
} else {
    300
};

/// Runs `check` on values of a strategy, always the same.
pub fn for_each<T: Debug>(values: impl Strategy<Value = T>, check: impl Fn(T)) {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(&values, |value| {
        check(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// A number, often at a bound.
macro_rules! number {
    ($type:ident) => {
        prop_oneof![
            any::<$type>(),
            Just($type::MIN),
            Just($type::MAX),
            Just(0 as $type),
            Just(1 as $type)
        ]
    };
}

macro_rules! list {
    ($type:ident) => {
        vec(number!($type), 0..20)
    };
}

fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..20).prop_map(String::from_iter)
}

fn data() -> impl Strategy<Value = Data> {
    vec(any::<u8>(), 0..20).prop_map(Data)
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![
        Just(Color::Red),
        Just(Color::DarkGreen),
        Just(Color::Blue),
        (3..=u16::MAX).prop_map(Color::Unknown)
    ]
}

pub fn numbers() -> impl Strategy<Value = Numbers> {
    let signed = (number!(i8), number!(i16), number!(i32), number!(i64));
    let unsigned = (number!(u8), number!(u16), number!(u32), number!(u64));
    let others = (any::<bool>(), num::f32::ANY, num::f64::ANY, color());
    (signed, unsigned, others).prop_map(|(signed, unsigned, others)| Numbers {
        bool: others.0,
        int8: signed.0,
        int16: signed.1,
        int32: signed.2,
        int64: signed.3,
        uint8: unsigned.0,
        uint16: unsigned.1,
        uint32: unsigned.2,
        uint64: unsigned.3,
        float32: others.1,
        float64: others.2,
        color: others.3,
        nothing: (),
    })
}

pub fn defaults() -> impl Strategy<Value = Defaults> {
    let integers = (number!(i8), number!(i32), number!(u16), number!(u64));
    let others = (any::<bool>(), num::f32::ANY, num::f64::ANY, color());
    (integers, others).prop_map(|(integers, others)| Defaults {
        bool: others.0,
        int8: integers.0,
        int32: integers.1,
        uint16: integers.2,
        uint64: integers.3,
        float32: others.1,
        float64: others.2,
        color: others.3,
    })
}

pub fn lists() -> impl Strategy<Value = Lists> {
    let signed = (list!(i8), list!(i16), list!(i32), list!(i64));
    let unsigned = (list!(u8), list!(u16), list!(u32), list!(u64));
    let floats = (vec(num::f32::ANY, 0..9), vec(num::f64::ANY, 0..9));
    let plain = (0..70_usize, vec(any::<bool>(), 0..70), vec(color(), 0..9));
    let pointers = (vec(text(), 0..9), vec(data(), 0..9));
    let structs = (vec(numbers(), 0..5), vec(shape(), 0..5), 0..9_usize);
    let matrix = vec(vec(list!(u16), 0..4), 0..4);
    (signed, unsigned, floats, plain, pointers, structs, matrix).prop_map(
        |(signed, unsigned, floats, plain, pointers, structs, matrix)| Lists {
            voids: vec![(); plain.0],
            bools: plain.1,
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
            colors: plain.2,
            texts: pointers.0,
            datas: pointers.1,
            numbers: structs.0,
            shapes: structs.1,
            matrix,
            empties: vec![Empty {}; structs.2],
        },
    )
}

pub fn shape() -> impl Strategy<Value = Shape> {
    let kind = prop_oneof![
        Just(Kind::Point),
        num::f64::ANY.prop_map(Kind::Radius),
        list!(i32).prop_map(Kind::Corners),
        (number!(i16), text()).prop_map(|(left, label)| Kind::Rectangle { left, label }),
        (4..=u16::MAX).prop_map(Kind::Unknown),
    ];
    let fill = prop_oneof![
        Just(Fill::None),
        color().prop_map(Fill::Color),
        data().prop_map(Fill::Picture),
        (3..=u16::MAX).prop_map(Fill::Unknown),
    ];
    (text(), num::f64::ANY, text(), kind, fill).prop_map(|(name, width, unit, kind, fill)| Shape {
        name,
        size: Size { width, unit },
        kind,
        fill,
    })
}

pub fn node() -> impl Strategy<Value = Node> {
    let leaf = any::<u32>().prop_map(|value| Node {
        value,
        next: None,
        children: Vec::new(),
    });
    leaf.prop_recursive(6, 40, 4, |node| {
        (any::<u32>(), option::of(node.clone()), vec(node, 0..4)).prop_map(
            |(value, next, children)| Node {
                value,
                next: next.map(Box::new),
                children,
            },
        )
    })
}

/// A message with a node in it, or none.
fn any_pointer() -> impl Strategy<Value = AnyPointer> {
    option::of(node()).prop_map(|node| match node {
        Some(node) => AnyPointer::from_message(to_bytes(&node).unwrap()),
        None => AnyPointer::default(),
    })
}

pub fn everything() -> impl Strategy<Value = Everything> {
    // Boxed: a strategy is as large as all of its parts, and the stack of wasm32 is small.
    let structs = (
        numbers().boxed(),
        defaults().boxed(),
        lists().boxed(),
        shape().boxed(),
        node().boxed(),
    );
    (structs, text(), data(), any_pointer()).prop_map(|(structs, text, data, any)| Everything {
        numbers: structs.0,
        defaults: structs.1,
        lists: structs.2,
        text,
        data,
        shape: structs.3,
        node: structs.4,
        any,
    })
}

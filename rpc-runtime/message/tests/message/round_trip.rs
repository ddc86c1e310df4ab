//! Any value is read as what was written.

use std::fmt::Debug;

use proptest::prelude::*;
use rpc_message::{Message, MessageStruct, from_bytes, to_bytes};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::strategies::{self, for_each};
use crate::types::*;
use crate::words::{message, structure};

fn check<T: MessageStruct + Debug>(values: impl Strategy<Value = T>) {
    for_each(values, |value| {
        // As text, which tells apart zeros and equates NaNs.
        let shown = format!("{value:?}");
        let bytes = to_bytes(&value).unwrap();
        assert_eq!(format!("{:?}", from_bytes::<T>(&bytes).unwrap()), shown);
        let message = Message::new(bytes.clone()).unwrap();
        assert_eq!(format!("{:?}", message.read::<T>().unwrap()), shown);
        assert_eq!(message.into_bytes(), bytes);
        // The same bytes at any other address.
        let shifted = [&[0; 3], &*bytes].concat();
        let read = from_bytes::<T>(&shifted[3..]).unwrap();
        assert_eq!(format!("{read:?}"), shown);
    });
}

#[test]
fn numbers() {
    check(strategies::numbers());
}

#[test]
fn defaults() {
    check(strategies::defaults());
}

#[test]
fn lists() {
    check(strategies::lists());
}

#[test]
fn shapes() {
    check(strategies::shape());
}

#[test]
fn nodes() {
    check(strategies::node());
}

#[test]
fn everything() {
    check(strategies::everything());
}

#[test]
fn an_empty_struct_is_not_null() {
    let bytes = to_bytes(&Empty {}).unwrap();
    assert_eq!(bytes, message(&[&[0xffff_fffc]]));
    from_bytes::<Empty>(&bytes).unwrap();
}

#[test]
fn what_is_missing_is_the_default() {
    let expected = Defaults {
        bool: true,
        int8: -1,
        int32: -123_456,
        uint16: 65_535,
        uint64: 0x0123_4567_89ab_cdef,
        float32: 1.5,
        float64: f64::NEG_INFINITY,
        color: Color::Blue,
    };
    // A null root, a struct that an older schema wrote, one with zeros in all places.
    for bytes in [
        message(&[&[0]]),
        message(&[&[structure(0, 1, 0), 0]]),
        message(&[&[structure(0, 4, 0), 0, 0, 0, 0]]),
    ] {
        assert_eq!(from_bytes::<Defaults>(&bytes).unwrap(), expected);
    }
    // What is the default is written as zeros.
    let bytes = to_bytes(&expected).unwrap();
    assert_eq!(bytes, message(&[&[structure(0, 4, 0), 0, 0, 0, 0]]));
}

#[test]
fn a_newer_peer_may_send_more() {
    let fields = [7, 8, 0, 0];
    let bytes = message(&[&[&[structure(0, 2, 2)], &fields[..]].concat()]);
    let node = from_bytes::<Node>(&bytes).unwrap();
    assert_eq!(node.value, 7);
}

#[test]
fn large_messages() {
    let megabytes: Vec<u64> = (0..4 << 20).collect();
    let lists = Lists {
        uint64s: megabytes,
        bools: vec![true; 5_000_000],
        voids: vec![(); 5_000_000],
        ..from_bytes(&message(&[&[0]])).unwrap()
    };
    let bytes = to_bytes(&lists).unwrap();
    assert!(bytes.len() > 32 << 20);
    assert!(from_bytes::<Lists>(&bytes).unwrap() == lists);
}

#[test]
fn many_structs() {
    let node = |value| Node {
        value,
        next: None,
        children: Vec::new(),
    };
    let list = Node {
        children: (0..200_000).map(node).collect(),
        ..node(0)
    };
    let bytes = to_bytes(&list).unwrap();
    assert!(from_bytes::<Node>(&bytes).unwrap() == list);
}

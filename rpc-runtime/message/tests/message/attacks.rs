//! Messages that were made to do harm, one test for each way.

use rpc_message::{
    Limits, Message, MessageStruct, Step, ValueErrorKind, from_bytes, from_bytes_with, to_bytes,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::types::*;
use crate::words::{capability, double_far, far, list, message, structure, tag};

#[track_caller]
fn refused<T: MessageStruct>(bytes: &[u8], expected: &str) {
    match from_bytes::<T>(bytes) {
        Ok(_) => panic!("it was read"),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

const TOO_MUCH: &str = "describes far more than fits into a message of this size";

/// A message whose root has 19 pointers, of which this is one.
fn lists(index: usize, pointer: impl Fn(i32) -> u64, content: &[u64]) -> Vec<u8> {
    let mut words = vec![0; 20];
    words[0] = structure(0, 0, 19);
    words[1 + index] = pointer(18 - index as i32);
    words.extend_from_slice(content);
    message(&[&words])
}

#[test]
fn framing() {
    refused::<Node>(&[], "the message ends within its segment table");
    refused::<Node>(&[0, 0, 0], "the message ends within its segment table");
    refused::<Node>(&[0; 4], "the message ends within its segment table");
    refused::<Node>(&[0; 8], "the message is empty: it has no root");
    refused::<Node>(
        &message(&[&[], &[0]]),
        "the message is empty: it has no root",
    );
    refused::<Node>(
        &[0xff; 16],
        "the message has 4294967296 segments, and may have 512",
    );
    let mut long = message(&[&[0]]);
    long[4] = 2;
    refused::<Node>(&long, "the message ends within segment 0");
    long[4..8].fill(0xff);
    refused::<Node>(&long, "the message ends within segment 0");
    let mut followed = message(&[&[0]]);
    followed.push(0);
    refused::<Node>(
        &followed,
        "the message is followed by 1 bytes that are not part of it",
    );
    let segments: Vec<&[u64]> = vec![&[0]; 512];
    from_bytes::<Node>(&message(&segments)).unwrap();
    let segments: Vec<&[u64]> = vec![&[0]; 513];
    refused::<Node>(
        &message(&segments),
        "the message has 513 segments, and may have 512",
    );
}

#[test]
fn pointers_outside_of_the_message() {
    let outside = "points outside the message";
    for offset in [0, 1, -1, -2, i32::MAX >> 2, i32::MIN >> 2] {
        refused::<Node>(&message(&[&[structure(offset, 1, 2)]]), outside);
    }
    refused::<Node>(&message(&[&[structure(0, 1, 2), 0, 0]]), outside);
    refused::<Node>(&message(&[&[structure(0, 0xffff, 0xffff), 0]]), outside);
    // Text, which has a way of its own, and where 32 bits are not enough.
    for offset in [
        i32::MAX >> 2,
        i32::MIN >> 2,
        1 << 28,
        -1 << 28,
        (1 << 28) - 1,
        (1 << 29) - 1,
    ] {
        let bytes = lists(13, |offset| list(offset, 6, 1), &[list(offset, 2, 1), 0]);
        refused::<Lists>(&bytes, &format!("texts[0]: {outside}"));
    }
    for code in 0..8 {
        let path = [
            "voids", "bools", "uint8s", "uint16s", "uint32s", "uint64s", "texts", "numbers",
        ];
        let index = [0, 1, 6, 7, 8, 9, 13, 15][code as usize];
        if code > 0 {
            let bytes = lists(index, |offset| list(offset, code, 0x1fff_ffff), &[0, 0]);
            let expected = format!("{}: {outside}", path[code as usize]);
            refused::<Lists>(&bytes, &expected);
        }
        let bytes = lists(index, |offset| list(offset + 9, code, 1), &[0, 0]);
        refused::<Lists>(&bytes, &format!("{}: {outside}", path[code as usize]));
    }
}

#[test]
fn lists_of_nothing() {
    // 16 bytes of list, half a billion elements.
    let bytes = lists(0, |offset| list(offset, 0, 0x1fff_ffff), &[]);
    refused::<Lists>(&bytes, &format!("voids: {TOO_MUCH}"));
    // As lists of structs, which are larger in Rust, and of something that has no size.
    let bytes = lists(15, |offset| list(offset, 0, 0x1fff_ffff), &[]);
    refused::<Lists>(&bytes, &format!("numbers: {TOO_MUCH}"));
    let bytes = lists(15, |offset| list(offset, 7, 0), &[tag(0x1fff_ffff, 0, 0)]);
    refused::<Lists>(&bytes, &format!("numbers: {TOO_MUCH}"));
    let bytes = lists(18, |offset| list(offset, 7, 0), &[tag(0x1fff_ffff, 0, 0)]);
    refused::<Lists>(&bytes, &format!("empties: {TOO_MUCH}"));
    let bytes = lists(13, |offset| list(offset, 7, 0), &[tag(0x1fff_ffff, 0, 0)]);
    refused::<Lists>(&bytes, &format!("texts: {TOO_MUCH}"));
    // What is within the limit is read.
    let bytes = lists(0, |offset| list(offset, 0, 1 << 22), &[]);
    assert_eq!(from_bytes::<Lists>(&bytes).unwrap().voids.len(), 1 << 22);
}

#[test]
fn small_structs_that_are_large_in_rust() {
    // A byte each in the message.
    let words = vec![0; 300_000 / 8];
    let bytes = lists(16, |offset| list(offset, 2, 300_000), &words);
    assert!(size_of::<Shape>() * 300_000 > bytes.len() * 16 + (8 << 20));
    refused::<Lists>(&bytes, &format!("shapes: {TOO_MUCH}"));
}

#[test]
fn many_pointers_to_one_object() {
    // 1000 elements, each of which is one text of 64 KiB.
    let mut content: Vec<u64> = (0..1000).map(|index| list(999 - index, 2, 65536)).collect();
    content.extend([0x2020_2020_2020_2020; 8191]);
    content.push(0x20_2020_2020_2020);
    let bytes = lists(13, |offset| list(offset, 6, 1000), &content);
    let error = from_bytes::<Lists>(&bytes).unwrap_err();
    assert!(error.path().starts_with("texts["), "{error}");
    assert_eq!(error.message(), TOO_MUCH);
}

#[test]
fn cycles() {
    let deep = "nested more than 128 levels deep";
    // The pointer is in the struct that it leads to.
    let bytes = message(&[&[structure(0, 1, 2), 0, structure(-2, 1, 2), 0]]);
    let error = from_bytes::<Node>(&bytes).unwrap_err();
    assert_eq!(error.message(), deep);
    assert!(error.path().starts_with("next.next."), "{error}");
    // A list of itself.
    let content = [tag(1, 1, 2), 0, 0, list(-4, 7, 3)];
    let words = [&[structure(0, 1, 2), 0, 0, list(0, 7, 3)], &content[..]].concat();
    let error = from_bytes::<Node>(&message(&[&words])).unwrap_err();
    assert_eq!(error.message(), deep);
    // Two ways in each of 128 levels.
    let twice = [tag(2, 0, 2), 0, list(-3, 7, 4), 0, list(-5, 7, 4)];
    let words = [&[structure(0, 1, 2), 0, 0, list(0, 7, 4)], &twice[..]].concat();
    let error = from_bytes::<Node>(&message(&[&words])).unwrap_err();
    assert_eq!(error.message(), deep);
    // Each way leads to something before it gets deep.
    let list_of_ten = |offset| list(offset, 7, 30);
    let mut words = vec![structure(0, 1, 2)];
    for level in 0..100 {
        let list = if level < 99 { list(0, 7, 30) } else { 0 };
        words.extend([0, 0, list]);
        if level < 99 {
            words.push(tag(10, 1, 2));
            // All but the last element lead to where the last one does.
            let to = |offset| if level < 98 { list_of_ten(offset) } else { 0 };
            for element in 0..9 {
                words.extend([0, 0, to(3 * (9 - element))]);
            }
        }
    }
    let error = from_bytes::<Node>(&message(&[&words])).unwrap_err();
    assert_eq!(error.message(), TOO_MUCH);
}

#[test]
fn depth() {
    let nested = |levels: u32| {
        let mut node = Node {
            value: levels,
            next: None,
            children: Vec::new(),
        };
        for value in (1..levels).rev() {
            node = Node {
                value,
                next: Some(Box::new(node)),
                children: Vec::new(),
            };
        }
        node
    };
    // The lists of children in the innermost node are one level more.
    let node = nested(127);
    let bytes = to_bytes(&node).unwrap();
    assert_eq!(from_bytes::<Node>(&bytes).unwrap(), node);
    let error = to_bytes(&nested(128)).unwrap_err();
    assert_eq!(error.message(), "nested more than 128 levels deep");
}

#[test]
fn far_pointers() {
    let fields = [7, 0, 0];
    let node = |bytes: &[u8]| from_bytes::<Node>(bytes).unwrap().value;
    let near = [&[structure(0, 1, 2)], &fields[..]].concat();
    assert_eq!(node(&message(&[&[far(1, 0)], &near])), 7);
    assert_eq!(
        node(&message(&[&[far(1, 1)], &[&[0], &near[..]].concat()])),
        7
    );
    let pad = [far(2, 0), structure(0, 1, 2)];
    assert_eq!(node(&message(&[&[double_far(1, 0)], &pad, &fields])), 7);
    // Into its own segment.
    assert_eq!(node(&message(&[&[&[far(0, 1)], &near[..]].concat()])), 7);

    let outside = "points outside the message";
    let bad = |segments: &[&[u64]], expected| refused::<Node>(&message(segments), expected);
    bad(&[&[far(1, 0)]], "points to segment 1, and there are 1");
    bad(
        &[&[far(u32::MAX, 0)]],
        "points to segment 4294967295, and there are 1",
    );
    bad(&[&[far(1, 4)], &near], outside);
    bad(&[&[far(1, 0x1fff_ffff)], &near], outside);
    bad(&[&[double_far(1, 0x1fff_ffff)], &near], outside);
    bad(&[&[far(1, 0)], &[]], outside);
    bad(
        &[&[far(1, 0)], &[far(0, 0)]],
        "a far pointer leads to another one",
    );
    bad(&[&[far(0, 0)]], "a far pointer leads to another one");
    bad(&[&[double_far(1, 0)], &[far(2, 0)], &fields], outside);
    bad(
        &[&[double_far(1, 0)], &[double_far(1, 0), structure(0, 1, 2)]],
        "a double far pointer leads to no far pointer",
    );
    bad(
        &[&[double_far(1, 0)], &near],
        "a double far pointer leads to no far pointer",
    );
    bad(
        &[&[double_far(1, 0)], &[far(7, 0), structure(0, 1, 2)]],
        "points to segment 7, and there are 2",
    );
    bad(
        &[&[double_far(1, 0)], &[far(0, 9), structure(0, 1, 2)]],
        outside,
    );
    bad(
        &[&[double_far(1, 0)], &[far(0, 0), far(0, 0)]],
        "a double far pointer leads to neither a struct nor a list",
    );
}

#[test]
fn something_else_than_expected() {
    let root = |pointer| message(&[&[pointer, 0]]);
    refused::<Node>(&root(list(0, 2, 1)), "expected a struct, got a list");
    refused::<Node>(&root(capability(0)), "expected a struct, got a handle");
    refused::<Node>(&root(7), "a pointer of a kind that does not exist");

    let field = |index: usize, pointer: u64| {
        let mut words = vec![0; 10];
        words[0] = structure(0, 0, 8);
        words[1 + index] = pointer;
        message(&[&words])
    };
    let bad = |index, pointer, expected| refused::<Everything>(&field(index, pointer), expected);
    bad(3, structure(5, 0, 0), "text: expected text, got a struct");
    bad(3, capability(0), "text: expected text, got a handle");
    bad(
        3,
        list(5, 3, 1),
        "text: expected text, got a list of something else",
    );
    bad(3, list(5, 2, 0), "text: text does not end with a zero byte");
    bad(
        4,
        list(4, 5, 1),
        "data: expected bytes, got a list of something else",
    );
    bad(
        7,
        capability(0),
        "any: a handle cannot be turned into bytes",
    );
    let other_size = "a list of elements of another size";
    let word = |index, code: u8| lists(index, |offset| list(offset, code, 1), &[0]);
    refused::<Lists>(&word(9, 4), &format!("uint64s: {other_size}"));
    refused::<Lists>(&word(1, 2), &format!("bools: {other_size}"));
    refused::<Lists>(&word(6, 1), &format!("uint8s: {other_size}"));
    refused::<Lists>(&word(6, 0), &format!("uint8s: {other_size}"));
    refused::<Lists>(&word(13, 5), &format!("texts: {other_size}"));
    refused::<Lists>(
        &word(15, 1),
        "numbers: expected a list of structs, got a list of booleans",
    );
    let structs = |index: usize, words: u32, content: &[u64]| {
        lists(index, |offset| list(offset, 7, words), content)
    };
    refused::<Lists>(
        &structs(9, 1, &[tag(1, 0, 1), 0]),
        &format!("uint64s: {other_size}"),
    );
    refused::<Lists>(
        &structs(13, 1, &[tag(1, 1, 0), 0]),
        &format!("texts: {other_size}"),
    );
    refused::<Lists>(
        &structs(15, 1, &[tag(2, 1, 0), 0, 0]),
        "numbers: a list of structs is longer than it says",
    );
    refused::<Lists>(
        &structs(15, 1, &[list(0, 2, 0), 0]),
        "numbers: a list of structs whose elements are none",
    );
    refused::<Lists>(
        &structs(15, u32::MAX >> 3, &[tag(0x3fff_ffff, 0xffff, 0xffff), 0]),
        "numbers: a list of structs is longer than it says",
    );
}

#[test]
fn text_that_is_none() {
    let text = |bytes: u64| lists(13, |offset| list(offset, 6, 1), &[list(0, 2, 4), bytes]);
    assert_eq!(
        from_bytes::<Lists>(&text(0x63_6261)).unwrap().texts,
        ["abc"]
    );
    refused::<Lists>(
        &text(0x6463_6261),
        "texts[0]: text does not end with a zero byte",
    );
    refused::<Lists>(&text(0xff_6261), "texts[0]: text is not UTF-8");
}

#[test]
fn lists_of_another_kind_that_a_schema_may_have_had() {
    // A list of numbers that became one of structs, and the reverse.
    let bytes = lists(15, |offset| list(offset, 5, 2), &[1 << 32, 2 << 32]);
    let numbers = from_bytes::<Lists>(&bytes).unwrap().numbers;
    assert_eq!(
        numbers
            .iter()
            .map(|number| number.int32)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(numbers[1].int64, 0, "outside of the element");
    let bytes = lists(8, |offset| list(offset, 7, 4), &[tag(2, 1, 1), 1, 0, 2, 0]);
    assert_eq!(from_bytes::<Lists>(&bytes).unwrap().uint32s, [1, 2]);
    let bytes = lists(7, |offset| list(offset, 4, 3), &[0x10_0000_0002, 3]);
    assert_eq!(from_bytes::<Lists>(&bytes).unwrap().uint16s, [2, 16, 3]);
    let content = [tag(1, 1, 1), 0, list(0, 2, 2), 0x41];
    let bytes = lists(13, |offset| list(offset, 7, 2), &content);
    assert_eq!(from_bytes::<Lists>(&bytes).unwrap().texts, ["A"]);
    let bytes = lists(18, |offset| list(offset, 6, 2), &[0, 0]);
    assert_eq!(from_bytes::<Lists>(&bytes).unwrap().empties.len(), 2);
}

#[test]
fn reading_in_place_is_limited_and_counted_anew() {
    let bytes = lists(0, |offset| list(offset, 0, 5 << 17), &[]);
    let message = Message::new(bytes).unwrap();
    for _ in 0..3 {
        let root = message.root().unwrap();
        let voids = root.pointer("voids", 0);
        assert_eq!(voids.struct_list().unwrap().len(), 5 << 17);
        let error = voids.struct_list().unwrap_err();
        assert_eq!(error.to_string(), format!("voids: {TOO_MUCH}"));
    }
}

#[test]
fn a_struct_that_is_declared_too_small() {
    struct Wrong;

    impl MessageStruct for Wrong {
        const SIZE: rpc_message::StructSize = rpc_message::StructSize::new(1, 1);

        fn write(
            &self,
            to: &mut rpc_message::StructWriter<'_>,
        ) -> Result<(), rpc_message::ValueError> {
            to.data(1, 7u64);
            to.pointer("text", 1).text("text")
        }

        fn read(_: &rpc_message::StructReader<'_>) -> Result<Self, rpc_message::ValueError> {
            Ok(Self)
        }
    }

    let error = to_bytes(&Wrong).unwrap_err().to_string();
    assert!(error.contains("declared too small"), "{error}");
}

#[test]
fn limits_can_be_set_and_errors_say_how() {
    let bytes = lists(0, |offset| list(offset, 0, 1000), &[]);
    let limits = Limits::DEFAULT
        .with_bytes(1000)
        .with_per_byte(1)
        .with_hint("`more` allows more");
    let error = from_bytes_with::<Lists>(&bytes, limits)
        .map(drop)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("voids: {TOO_MUCH}; `more` allows more")
    );
    assert_eq!(error.kind(), ValueErrorKind::TooLarge);
    assert_eq!(error.steps().collect::<Vec<_>>(), [&Step::Field("voids")]);

    let bytes = to_bytes(&Node {
        value: 1,
        next: Some(Box::new(Node {
            value: 2,
            next: None,
            children: Vec::new(),
        })),
        children: Vec::new(),
    })
    .unwrap();
    let limits = Limits::DEFAULT.with_depth(1);
    let error = from_bytes_with::<Node>(&bytes, limits).unwrap_err();
    assert_eq!(error.to_string(), "next: nested more than 1 levels deep");
    assert_eq!(error.kind(), ValueErrorKind::TooDeep);
}

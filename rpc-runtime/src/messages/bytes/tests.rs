//! The cap table of a message, on wasm32: the values of JavaScript are real.

use js_sys::{Array, Reflect, Uint8Array};
use rpc_message::{MessageStruct, StructReader, StructSize, StructWriter};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{Received, to_bytes, write_message};
use crate::messages::cap_table::{read_capability, write_capability};
use crate::objects::{Codec, Reader, Value, ValueError, Writer};
use words::{capability, list, message, structure};

#[path = "../../../message/tests/message/words.rs"]
#[allow(dead_code, unreachable_pub)]
mod words;

/// Two values that go into the cap table, and a list of them.
#[derive(Debug, PartialEq)]
struct Holder {
    first: String,
    second: Option<u64>,
    more: Vec<String>,
}

impl MessageStruct for Holder {
    const SIZE: StructSize = StructSize::new(0, 3);

    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        write_capability(to.pointer("first", 0), &self.first)?;
        if let Some(second) = &self.second {
            write_capability(to.pointer("second", 1), second)?;
        }
        to.pointer("more", 2)
            .pointers_with(self.more.iter(), write_capability)
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        let second = from.pointer("second", 1);
        Ok(Self {
            first: read_capability(from.pointer("first", 0))?,
            second: match second.is_null() {
                true => None,
                false => Some(read_capability(second)?),
            },
            more: from.pointer("more", 2).pointers_with(read_capability)?,
        })
    }
}

fn holder() -> Holder {
    Holder {
        first: "a".to_owned(),
        second: Some(u64::MAX),
        more: vec!["b".to_owned(), "c".to_owned()],
    }
}

fn receive(bytes: &[u8], caps: Option<Array>) -> Result<Holder, ValueError> {
    let message = Received::new(&Uint8Array::from(bytes), caps)?;
    let root = message.root()?;
    Holder::read(&root)
}

#[track_caller]
fn refused(bytes: &[u8], caps: Option<Array>, expected: &str) {
    assert_eq!(receive(bytes, caps).unwrap_err().to_string(), expected);
}

/// A message whose root has these three pointers, followed by a list of two.
fn pointers(pointers: [u64; 3], items: [u64; 2]) -> Vec<u8> {
    let [first, second, more] = pointers;
    let root = structure(0, 0, 3);
    message(&[&[root, first, second, more, items[0], items[1]]])
}

#[test]
fn values_keep_their_order_and_the_bytes_their_size() {
    let (bytes, caps) = write_message(Holder::SIZE, &mut |to| holder().write(to)).unwrap();
    assert_eq!(bytes.byte_offset(), 0);
    assert_eq!(bytes.buffer().byte_length(), bytes.length());
    assert_eq!(caps.len(), 4);
    let expected = pointers(
        [capability(0), capability(1), list(0, 6, 2)],
        [capability(2), capability(3)],
    );
    assert_eq!(bytes.to_vec(), expected);
    let table: Array = caps.into_iter().collect();
    assert_eq!(receive(&expected, Some(table)).unwrap(), holder());
}

#[test]
fn bytes_alone_hold_no_handles() {
    let error = to_bytes(&holder()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "first: a handle cannot be turned into bytes"
    );
    let bytes = pointers([capability(0), 0, 0], [0, 0]);
    refused(
        &bytes,
        None,
        "first: a handle, and nothing came beside the message",
    );
}

#[test]
fn tables_that_do_not_fit() {
    let table = |values: &[&str]| Some(values.iter().copied().map(JsValue::from).collect());
    let bytes = pointers([capability(1), 0, 0], [0, 0]);
    refused(
        &bytes,
        table(&["a"]),
        "first: points to value 1 beside the message, and there are 1",
    );
    let bytes = pointers([capability(u32::MAX), 0, 0], [0, 0]);
    refused(
        &bytes,
        table(&[]),
        "first: points to value 4294967295 beside the message, and there are 0",
    );
    let bytes = pointers(
        [capability(0), 0, list(0, 6, 2)],
        [capability(1), capability(0)],
    );
    refused(
        &bytes,
        table(&["a", "b"]),
        "more[1]: value 0 beside the message is used twice",
    );
    let bytes = pointers([capability(0), capability(1), 0], [0, 0]);
    refused(
        &bytes,
        table(&["a", "b"]),
        "second: expected u64, got string \"b\"",
    );
    refused(
        &pointers([0; 3], [0; 2]),
        table(&[]),
        "first: expected a handle, got nothing",
    );
    refused(
        &pointers([structure(3, 0, 0), 0, 0], [0; 2]),
        table(&[]),
        "first: expected a handle, got a struct",
    );
}

/// An array's length is what it says, however little memory it takes.
#[test]
fn a_table_that_says_it_is_huge() {
    let bytes = pointers([capability(0), 0, 0], [0, 0]);
    refused(
        &bytes,
        Some(Array::new_with_length(u32::MAX)),
        "more values came beside the message than it can name",
    );
}

#[test]
fn nothing_of_a_failed_message_is_left_to_the_next() {
    let failed = write_message(Holder::SIZE, &mut |to| {
        holder().write(to)?;
        write_capability(to.pointer("deep", 0), &Failing)
    });
    assert_eq!(failed.unwrap_err().to_string(), "deep: no");
    values_keep_their_order_and_the_bytes_their_size();
}

/// A value that has no form.
struct Failing;

impl Value for Failing {
    fn codec() -> Codec {
        Codec::js()
    }

    fn write(&self, _: &mut Writer) -> Result<(), ValueError> {
        Err(ValueError::new("no"))
    }

    fn read(_: &mut Reader) -> Result<Self, ValueError> {
        Ok(Self)
    }
}

/// What nobody read is let go of, what was read is not.
#[test]
fn the_rest_of_a_table_is_disposed() {
    let disposable = || {
        js_sys::eval(
            "({ disposed: 0, [Symbol.dispose ?? Symbol.for('dispose')]() { this.disposed++; } })",
        )
        .unwrap()
    };
    let disposed = |value: &JsValue| Reflect::get(value, &"disposed".into()).unwrap();
    let (read, rest) = (JsValue::from("a"), disposable());
    let table = Array::of2(&read, &rest);
    let bytes = Uint8Array::from(&*pointers([capability(0), 0, 0], [0, 0]));
    let message = Received::new(&bytes, Some(table)).unwrap();
    let root = message.root().unwrap();
    assert_eq!(Holder::read(&root).unwrap().first, "a");
    message.dispose_rest();
    message.dispose_rest();
    assert_eq!(disposed(&rest), 1, "once");
}

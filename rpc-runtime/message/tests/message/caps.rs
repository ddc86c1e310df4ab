//! Capabilities: indices into a table of whoever has the message.

use rpc_message::{
    CapTable, Limits, Message, MessageStruct, OutgoingMessage, PointerReader, PointerWriter,
    StructReader, StructSize, StructWriter, ValueError, ValueErrorKind, from_bytes, to_bytes,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::words::{capability, list, message, structure};

/// A table of names.
type Names = Vec<String>;

/// A name that goes into the table, and a list of them.
#[derive(Debug, PartialEq)]
struct Named {
    first: String,
    more: Vec<String>,
}

fn write(mut to: PointerWriter<'_>, name: &str) -> Result<(), ValueError> {
    let names = to.cap_table::<Names>()?;
    names.push(name.to_owned());
    let index = names.len() as u32 - 1;
    to.capability(index);
    Ok(())
}

fn read(from: PointerReader<'_>) -> Result<String, ValueError> {
    let index = from.capability()?;
    let name = from.cap_table::<Names>()?.get(index as usize);
    name.cloned()
        .ok_or_else(|| from.locate(ValueError::new("not in the table")))
}

impl MessageStruct for Named {
    const SIZE: StructSize = StructSize::new(0, 2);

    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        write(to.pointer("first", 0), &self.first)?;
        to.pointer("more", 1)
            .pointers_with(self.more.iter(), |to, name| write(to, name))
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        Ok(Self {
            first: read(from.pointer("first", 0))?,
            more: from.pointer("more", 1).pointers_with(read)?,
        })
    }
}

fn named() -> Named {
    Named {
        first: "a".to_owned(),
        more: vec!["b".to_owned(), "c".to_owned()],
    }
}

fn of_pointers(first: u64, items: [u64; 2]) -> Vec<u8> {
    message(&[&[structure(0, 0, 2), first, list(0, 6, 2), items[0], items[1]]])
}

fn with(bytes: Vec<u8>, names: Names) -> Result<Named, ValueError> {
    let caps: CapTable = Box::new(names);
    Message::with_caps(bytes, Limits::DEFAULT, caps)?.read()
}

#[test]
fn what_they_stand_for_is_in_the_table() {
    let caps: CapTable = Box::<Names>::default();
    let write = |to: &mut StructWriter<'_>| named().write(to);
    let mut sent = OutgoingMessage::write(Named::SIZE, Limits::DEFAULT, Some(caps), write).unwrap();
    let names = std::mem::take(sent.cap_table::<Names>().unwrap());
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(
        sent.as_bytes(),
        of_pointers(capability(0), [capability(1), capability(2)])
    );
    assert_eq!(with(sent.to_vec().unwrap(), names).unwrap(), named());
}

#[test]
fn without_a_table_there_are_none() {
    let error = to_bytes(&named()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "first: a handle cannot be turned into bytes"
    );
    assert_eq!(error.kind(), ValueErrorKind::Unwritable);
    let error = from_bytes::<Named>(&of_pointers(capability(0), [0, 0])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "first: a handle, and nothing came beside the message"
    );
    // Nor with one of another type.
    let caps: CapTable = Box::new(0_u8);
    let other = Message::with_caps(of_pointers(capability(0), [0, 0]), Limits::DEFAULT, caps);
    assert!(other.unwrap().read::<Named>().is_err());
}

#[test]
fn what_is_no_capability_is_refused() {
    let refused = |bytes, expected: &str| {
        let error = with(bytes, vec!["a".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    refused(
        of_pointers(0, [0, 0]),
        "first: expected a handle, got nothing",
    );
    refused(
        of_pointers(structure(2, 0, 0), [0, 0]),
        "first: expected a handle, got a struct",
    );
    refused(
        of_pointers(capability(0), [capability(0), capability(1)]),
        "more[1]: not in the table",
    );
}

//! Parameters and results as messages: the closures that generated clients and servers use.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;

use rpc_runtime::ValueError;
use rpc_runtime::message::{
    Message, MessageStruct, StructReader, StructSize, StructWriter, to_bytes,
};

#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::all)] // as in generated modules
mod messages { include!("calls/messages.rs"); }
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::all)] // as in generated modules
mod newer { include!("calls/newer.rs"); }
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::all)] // as in generated modules
mod older { include!("calls/older.rs"); }

/// A message whose root points to a struct that a function writes.
struct Written<F>(StructSize, Cell<Option<F>>);

impl<F> MessageStruct for Written<F>
where
    F: FnOnce(&mut StructWriter<'_>) -> Result<(), ValueError>,
{
    const SIZE: StructSize = StructSize::new(0, 1);

    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        let write = self.1.take().expect("it is written once");
        to.pointer("root", 0).structure_with(self.0, write)
    }

    fn read(_: &StructReader<'_>) -> Result<Self, ValueError> {
        unreachable!("it is only written")
    }
}

fn write<P>(
    size: StructSize,
    value: P,
    write: impl FnOnce(&mut StructWriter<'_>, P) -> Result<(), ValueError>,
) -> Result<Vec<u8>, ValueError> {
    let write = |to: &mut StructWriter<'_>| write(to, value);
    to_bytes(&Written(size, Cell::new(Some(write))))
}

fn read<T>(
    bytes: &[u8],
    read: impl FnOnce(&StructReader<'_>) -> Result<T, ValueError>,
) -> Result<T, ValueError> {
    let message = Message::new(bytes.to_vec())?;
    message
        .root()?
        .pointer("root", 0)
        .structure_with(|from| read(from))
}

#[test]
fn parameters_come_as_they_were_passed() {
    use messages::calls::*;
    let point = Point { x: 1.0, y: 2.0 };
    let points = [point, point];
    let bytes = describe_write_params(&(
        &Shape::Weight(7),
        &points,
        "name",
        Some(point),
        Some("note"),
        Some(&points[..1]),
        Some(None),
        Market::SouthWest,
        Permissions::WRITE,
        b"bytes",
    ))
    .unwrap();
    let (shape, all, name, at, note, more, deep, kind, rights, data) =
        describe_read_params(&bytes).unwrap();
    assert_eq!(
        (shape, all, name.as_str(), at),
        (Shape::Weight(7), points.to_vec(), "name", Some(point))
    );
    assert_eq!(
        (note.as_deref(), more, deep),
        (Some("note"), Some(vec![point]), Some(None))
    );
    assert_eq!(
        (kind, rights, data.as_slice()),
        (Market::SouthWest, Permissions::WRITE, &b"bytes"[..])
    );
    nothing_read_params(&nothing_write_params(&()).unwrap()).unwrap();
}

#[test]
fn parameters_may_be_called_like_what_the_code_uses() {
    use messages::names::*;
    let order = Order {
        new: 1,
        from: "f".to_owned(),
        to: 2,
        value: None,
        item: vec!["i".to_owned()],
        which: true,
        number: 3,
        a: 4,
    };
    let to = ["t".to_owned()];
    let bytes = mix_write_params(&(5, &to, Some(6), &order, 7)).unwrap();
    assert_eq!(
        mix_read_params(&bytes).unwrap(),
        (5, to.to_vec(), Some(6), order, 7)
    );
}

#[test]
fn results_and_declared_errors_come_back() {
    use messages::calls::*;
    assert_eq!(add_read_result(&add_write_result(&9).unwrap()).unwrap(), 9);
    let refused = Shape::Named(("n".to_owned(), 1));
    for result in [Ok(8), Err(refused)] {
        let bytes = place_write_result(result.as_ref()).unwrap();
        assert_eq!(place_read_result(&bytes).unwrap(), result);
    }
    for result in [Ok(()), Err(())] {
        let bytes = ping_write_result(result.as_ref()).unwrap();
        assert_eq!(ping_read_result(&bytes).unwrap(), result);
    }
    let letters = vec!['a', 'ß'];
    assert_eq!(
        letters_read_result(&letters_write_result(&letters).unwrap()).unwrap(),
        letters
    );
    assert_eq!(
        best_read_result(&best_write_result(&None).unwrap()).unwrap(),
        None
    );
}

#[test]
fn parameters_that_were_appended_are_skipped_or_zero() {
    use newer::evolving as new;
    use older::evolving as old;
    let bytes = new::send_write_params(&(1, "n", true, None)).unwrap();
    assert_eq!(old::send_read_params(&bytes).unwrap(), (1, "n".to_owned()));
    let bytes = old::send_write_params(&(1, "n")).unwrap();
    assert_eq!(
        new::send_read_params(&bytes).unwrap(),
        (1, "n".to_owned(), false, None)
    );
}

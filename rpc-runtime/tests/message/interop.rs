//! What Cap'n Proto's own implementation makes of our messages, and we of its: through pycapnp, with the schema that the
//! types were made from.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rpc_runtime::AnyPointer;
use rpc_runtime::message::{from_bytes, to_bytes};
use serde_json::{Value, json};

use crate::strategies::{self, for_each};
use crate::types::*;

/// A value as `interop.py` describes it.
trait Describe {
    fn describe(&self) -> Value;
}

macro_rules! describe {
    ($($type:ty: $self:ident $description:expr;)*) => {
        $(impl Describe for $type {
            fn describe(&self) -> Value {
                let $self = self;
                $description
            }
        })*
    };
}

describe! {
    (): _it Value::Null;
    bool: it json!(it);
    i8: it it.to_string().into();
    i16: it it.to_string().into();
    i32: it it.to_string().into();
    i64: it it.to_string().into();
    u8: it it.to_string().into();
    u16: it it.to_string().into();
    u32: it it.to_string().into();
    u64: it it.to_string().into();
    f32: it if it.is_nan() { json!("nan") } else { format!("{:08x}", it.to_bits()).into() };
    f64: it if it.is_nan() { json!("nan") } else { format!("{:016x}", it.to_bits()).into() };
    String: it it.as_str().into();
    Data: it it.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
    Color: it match it {
        Color::Red => "red".into(),
        Color::DarkGreen => "darkGreen".into(),
        Color::Blue => "blue".into(),
        Color::Unknown(number) => number.to_string().into(),
    };
    Empty: _it json!({});
    Size: it json!({ "width": it.width.describe(), "unit": it.unit.describe() });
    Fill: it match it {
        Fill::None => json!({ "none": null }),
        Fill::Color(color) => json!({ "color": color.describe() }),
        Fill::Picture(picture) => json!({ "picture": picture.describe() }),
        Fill::Unknown(number) => json!({ "unknown": number }),
    };
    Shape: it {
        let (member, value) = match &it.kind {
            Kind::Point => ("point", Value::Null),
            Kind::Radius(radius) => ("radius", radius.describe()),
            Kind::Corners(corners) => ("corners", corners.describe()),
            Kind::Rectangle { left, label } => (
                "rectangle",
                json!({ "left": left.describe(), "label": label.describe() }),
            ),
            Kind::Unknown(number) => ("unknown", json!(number)),
        };
        json!({
            "name": it.name.describe(),
            "size": it.size.describe(),
            "fill": it.fill.describe(),
            member: value,
        })
    };
    AnyPointer: it match it.is_null() {
        true => Value::Null,
        false => from_bytes::<Node>(it.as_message()).unwrap().describe(),
    };
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(&self) -> Value {
        self.iter().map(Describe::describe).collect()
    }
}

impl<T: Describe> Describe for Option<Box<T>> {
    fn describe(&self) -> Value {
        self.as_deref().map_or(Value::Null, Describe::describe)
    }
}

macro_rules! describe_struct {
    ($($name:ident { $($field:ident)* })*) => {
        $(impl Describe for $name {
            fn describe(&self) -> Value {
                json!({ $(stringify!($field): self.$field.describe()),* })
            }
        })*
    };
}

describe_struct! {
    Numbers { bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 color nothing }
    Defaults { bool int8 int32 uint16 uint64 float32 float64 color }
    Lists {
        voids bools int8s int16s int32s int64s uint8s uint16s uint32s uint64s float32s float64s colors texts datas
        numbers shapes matrix empties
    }
    Node { value next children }
    Everything { numbers defaults lists text data shape node any }
}

/// Values of every kind, without union members that the schema does not have: others cannot make these.
fn everything() -> Vec<Everything> {
    fn known(shape: &mut Shape) {
        if let Kind::Unknown(_) = shape.kind {
            shape.kind = Kind::Point;
        }
        if let Fill::Unknown(_) = shape.fill {
            shape.fill = Fill::None;
        }
    }

    let values = RefCell::new(Vec::new());
    for_each(strategies::everything(), |mut value| {
        known(&mut value.shape);
        value.lists.shapes.iter_mut().for_each(known);
        // pycapnp takes a number for an enum, but not in a list.
        let is_known = |color: &Color| !matches!(color, Color::Unknown(_));
        value.lists.colors.retain(is_known);
        values.borrow_mut().push(value);
    });
    values.into_inner()
}

/// The same value, read and written by generated conversions.
fn by_generated(bytes: &[u8]) -> Vec<u8> {
    use crate::everything::everything::Everything;

    to_bytes(&from_bytes::<Everything>(bytes).unwrap()).unwrap()
}

fn segments(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) + usize::from(bytes[1]) * 256 + 1
}

#[test]
#[ignore = "needs pycapnp: `cargo xtask test interop`"]
fn pycapnp_reads_what_we_write_and_the_reverse() {
    let python = std::env::var_os("WORKERS_RPC_PYTHON").expect("a Python that finds pycapnp");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("interop");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let values = everything();
    let file = |index: usize, extension: &str| folder.join(format!("{index}.{extension}"));
    for (index, value) in values.iter().enumerate() {
        let bytes = to_bytes(value).unwrap();
        fs::write(file(index, "generated.bin"), by_generated(&bytes)).unwrap();
        fs::write(file(index, "bin"), bytes).unwrap();
        fs::write(file(index, "json"), value.describe().to_string()).unwrap();
    }

    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/message");
    let output = Command::new(python)
        .arg(here.join("interop.py"))
        .arg(here.join("everything.capnp"))
        .arg(&folder)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}{stderr}");
    assert_eq!(stdout.trim(), format!("{} messages", values.len()));

    let mut most = 0;
    for (index, value) in values.iter().enumerate() {
        for form in ["one.bin", "many.bin"] {
            let bytes = fs::read(file(index, form)).unwrap();
            most = most.max(segments(&bytes));
            for bytes in [by_generated(&bytes), bytes] {
                let read = from_bytes::<Everything>(&bytes)
                    .unwrap_or_else(|error| panic!("{index}.{form}: {error}"));
                assert_eq!(read.describe(), value.describe(), "{index}.{form}");
            }
        }
    }
    assert!(most > 20, "there was no message of many segments");
}

/// The types here are written by hand so that the tests say what the generator must do.
#[test]
fn generated_conversions_agree() {
    for value in everything() {
        let bytes = by_generated(&to_bytes(&value).unwrap());
        let read = from_bytes::<Everything>(&bytes).unwrap();
        assert_eq!(read.describe(), value.describe());
    }
}

//! What the value tests share: a schema's types, written as the generator would, and ways to compare.

// Each test binary uses a part of it.
#![allow(dead_code, missing_docs, unreachable_pub)]

/// What is generated from a Cap'n Proto schema.
pub mod capnp {
    include!("../../../capnp-bridge/tests/golden/values.rs");
    #[allow(unused_imports)]
    pub use values::*;
}
#[cfg(target_arch = "wasm32")]
pub mod js;
#[cfg(target_arch = "wasm32")]
pub mod mutation;
#[cfg(target_arch = "wasm32")]
pub mod strategies;
pub mod wrong_values;

use std::collections::BTreeMap;

use rpc_runtime::{Codec, Reader, Value, ValueError, Writer, private};

/// The trait impl of a record, in terms of its fields and their wire names. What is generated has a shape of its own text;
/// this one works for any names.
macro_rules! record {
    ($name:ident { $($field:ident $wire:literal),* $(,)? }) => {
        impl Value for $name {
            fn codec() -> Codec {
                private::record_codec(
                    stringify!($name),
                    &[$($wire),*],
                    &shape(&[$($wire),*]),
                    &[$(private::field_of(|it: &Self| &it.$field)),*],
                    None,
                )
            }

            fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
                $(self.$field.write(to)?;)*
                Ok(())
            }

            fn read(from: &mut Reader) -> Result<Self, ValueError> {
                Ok(Self { $($field: from.field($wire)?),* })
            }
        }
    };
}

#[allow(unused_imports)]
pub(crate) use record;

/// How an object with these keys is made and read.
pub fn shape(keys: &[&str]) -> wasm_bindgen::JsValue {
    let keys: js_sys::Array = keys
        .iter()
        .copied()
        .map(wasm_bindgen::JsValue::from)
        .collect();
    let shape = js_sys::Function::new_with_args(
        "keys",
        "return [
            (...fields) => () => {
                const object = {};
                fields.forEach((field, index) => {
                    const value = field();
                    if (value !== undefined) object[keys[index]] = value;
                });
                return object;
            },
            (isPlain, failed, own, ...fields) => (object) => isPlain(object)
                && fields.every((field, index) => field(own(object, keys[index])) || failed(index)),
        ]",
    );
    shape.call1(&wasm_bindgen::JsValue::NULL, &keys).unwrap()
}

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: u64,
    pub customer_name: String,
    pub items: Vec<Item>,
    pub note: Option<String>,
    pub payment: Payment,
    pub permissions: Permissions,
}

record!(Order {
    id "id",
    customer_name "customerName",
    items "items",
    note "note",
    payment "payment",
    permissions "permissions",
});

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub sku: String,
    pub count: u32,
    pub price: f64,
    pub color: Color,
}

record!(Item { sku "sku", count "count", price "price", color "color" });

/// Fields that are called like what every object inherits.
#[derive(Clone, Debug, PartialEq)]
pub struct Inherited {
    pub constructor: Option<String>,
    pub to_string: u8,
    pub value_of: Option<Option<bool>>,
}

record!(Inherited { constructor "constructor", to_string "toString", value_of "valueOf" });

/// Of which nearly everything is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse {
    pub first: Option<String>,
    pub second: Option<String>,
    pub third: Option<String>,
    pub fourth: Option<String>,
    pub fifth: Option<String>,
    pub sixth: Option<String>,
    pub seventh: Option<String>,
    pub eighth: Option<String>,
    pub ninth: Option<String>,
    pub tenth: Option<String>,
    pub eleventh: Option<String>,
    pub twelfth: Option<String>,
}

record!(Sparse {
    first "first",
    second "second",
    third "third",
    fourth "fourth",
    fifth "fifth",
    sixth "sixth",
    seventh "seventh",
    eighth "eighth",
    ninth "ninth",
    tenth "tenth",
    eleventh "eleventh",
    twelfth "twelfth",
});

/// WIT has no recursive types; a hand-written one may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub children: Vec<Tree>,
    pub next: Option<Box<Tree>>,
}

record!(Tree { children "children", next "next" });

/// One field for each kind of number, list and nesting.
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    pub numbers: Numbers,
    pub lists: Lists,
    pub flag: bool,
    pub letter: char,
    pub text: String,
    pub pair: (u8, String),
    pub single: (Option<bool>,),
    pub color: Color,
    pub permissions: Permissions,
    pub payments: Vec<Payment>,
    pub maybe: Option<Option<Option<u8>>>,
    pub maybe_list: Option<Vec<Option<String>>>,
    pub outcome: Result<Option<u32>, Payment>,
    pub signal: Result<(), ()>,
    pub by_name: BTreeMap<String, Vec<u8>>,
    pub by_number: BTreeMap<u64, Option<Option<i8>>>,
    pub by_letter: BTreeMap<char, BTreeMap<bool, i64>>,
    pub boxed: Option<Box<Inherited>>,
}

record!(Everything {
    numbers "numbers",
    lists "lists",
    flag "flag",
    letter "letter",
    text "text",
    pair "pair",
    single "single",
    color "color",
    permissions "permissions",
    payments "payments",
    maybe "maybe",
    maybe_list "maybeList",
    outcome "outcome",
    signal "signal",
    by_name "byName",
    by_number "byNumber",
    by_letter "byLetter",
    boxed "boxed",
});

#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    pub u8: u8,
    pub u16: u16,
    pub u32: u32,
    pub u64: u64,
    pub s8: i8,
    pub s16: i16,
    pub s32: i32,
    pub s64: i64,
    pub f32: f32,
    pub f64: f64,
}

record!(Numbers {
    u8 "u8",
    u16 "u16",
    u32 "u32",
    u64 "u64",
    s8 "s8",
    s16 "s16",
    s32 "s32",
    s64 "s64",
    f32 "f32",
    f64 "f64",
});

#[derive(Clone, Debug, PartialEq)]
pub struct Lists {
    pub u8: Vec<u8>,
    pub u16: Vec<u16>,
    pub u32: Vec<u32>,
    pub u64: Vec<u64>,
    pub s8: Vec<i8>,
    pub s16: Vec<i16>,
    pub s32: Vec<i32>,
    pub s64: Vec<i64>,
    pub f32: Vec<f32>,
    pub f64: Vec<f64>,
    pub bool: Vec<bool>,
    pub char: Vec<char>,
    pub string: Vec<String>,
    pub bytes: Vec<Vec<u8>>,
    pub fixed: [f64; 3],
    pub fixed_text: [String; 2],
}

record!(Lists {
    u8 "u8",
    u16 "u16",
    u32 "u32",
    u64 "u64",
    s8 "s8",
    s16 "s16",
    s32 "s32",
    s64 "s64",
    f32 "f32",
    f64 "f64",
    bool "bool",
    char "char",
    string "string",
    bytes "bytes",
    fixed "fixed",
    fixed_text "fixedText",
});

#[derive(Clone, Debug, PartialEq)]
pub enum Payment {
    Card(Card),
    Cash,
    GiftCard(Option<String>),
    Split((f64, f64)),
}

private::variant! {
    Payment as "Payment" {
        0 Card(value): "card",
        1 Cash: "cash",
        2 GiftCard(value): "gift-card",
        3 Split(value): "split",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub number: String,
    pub expiry: Option<(u8, u16)>,
}

record!(Card { number "number", expiry "expiry" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Red,
    DarkGreen,
}

private::enumeration! {
    Color {
        0 Red: "red",
        1 DarkGreen: "dark-green",
    }
}

rpc_runtime::private::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Permissions: u32 {
        const READ = 1;
        const WRITE_ALL = 2;
        const CONSTRUCTOR = 4;
    }
}

private::flags! {
    Permissions {
        READ: "read",
        WRITE_ALL: "writeAll",
        CONSTRUCTOR: "constructor",
    }
}

pub fn order() -> Order {
    Order {
        id: 1 << 60,
        customer_name: "Zoë".to_owned(),
        items: vec![
            Item {
                sku: "a-1".to_owned(),
                count: 2,
                price: 1.5,
                color: Color::Red,
            },
            Item {
                sku: "b-2".to_owned(),
                count: 1,
                price: 12.0,
                color: Color::DarkGreen,
            },
        ],
        note: None,
        payment: Payment::Card(Card {
            number: "4111".to_owned(),
            expiry: Some((12, 2030)),
        }),
        permissions: Permissions::READ | Permissions::CONSTRUCTOR,
    }
}

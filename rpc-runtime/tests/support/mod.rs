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

use std::collections::BTreeMap;

use rpc_runtime::Value;
use rpc_runtime::private::{self, FieldReader, Payload};
use serde::de::{Deserializer, MapAccess};
use serde::ser::Serializer;

/// The trait impl of a record, in terms of its fields and their wire names.
macro_rules! record {
    ($name:ident { $($field:ident $wire:literal),* $(,)? }) => {
        impl Value for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let count = <Self as private::Record>::FIELDS.len();
                let mut record = private::RecordWriter::new(serializer, stringify!($name), count)?;
                $(record.field($wire, &self.$field)?;)*
                record.end()
            }

            fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                private::read_record(deserializer, stringify!($name))
            }
        }

        impl private::Record for $name {
            const FIELDS: &'static [&'static str] = &[$($wire),*];

            fn read<'de, A: MapAccess<'de>>(fields: &mut FieldReader<A>) -> Result<Self, A::Error> {
                Ok(Self { $($field: fields.read($wire)?),* })
            }
        }
    };
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

impl Value for Payment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Card(value) => private::write_case(serializer, "Payment", "card", value),
            Self::Cash => private::write_empty_case(serializer, "Payment", "cash"),
            Self::GiftCard(value) => private::write_case(serializer, "Payment", "gift-card", value),
            Self::Split(value) => private::write_case(serializer, "Payment", "split", value),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        private::read_variant(deserializer, "Payment")
    }
}

impl private::Variant for Payment {
    const CASES: &'static [&'static str] = &["card", "cash", "gift-card", "split"];

    fn read<'de, A: MapAccess<'de>>(case: &str, payload: Payload<'_, A>) -> Result<Self, A::Error> {
        match case {
            "card" => payload.value().map(Self::Card),
            "cash" => payload.empty(Self::Cash),
            "gift-card" => payload.value().map(Self::GiftCard),
            "split" => payload.value().map(Self::Split),
            other => Err(private::unknown_case::<Self, _>(other)),
        }
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

impl Value for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        private::write_enum(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        private::read_enum(deserializer)
    }
}

impl private::Enum for Color {
    const CASES: &'static [(&'static str, Self)] =
        &[("red", Self::Red), ("dark-green", Self::DarkGreen)];
}

rpc_runtime::private::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Permissions: u32 {
        const READ = 1;
        const WRITE_ALL = 2;
        const CONSTRUCTOR = 4;
    }
}

impl Value for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        private::write_flags(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        private::read_flags(deserializer)
    }
}

impl private::Flags for Permissions {
    const FLAGS: &'static [(&'static str, Self)] = &[
        ("read", Self::READ),
        ("writeAll", Self::WRITE_ALL),
        ("constructor", Self::CONSTRUCTOR),
    ];
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

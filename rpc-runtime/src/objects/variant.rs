//! How generated code has variants in JavaScript: `{tag, val}`.

use crate::objects::codec::{Codec, array_of, number_of};
use crate::objects::{Value, js};

/// A variant, by its cases.
pub trait Variant: Sized {
    /// The tags of the cases.
    const CASES: &'static [&'static str];
}

/// The codec of the variant `name`: its cases, and what those that have a payload have.
pub fn codec(name: &str, cases: &'static [&'static str], payloads: &[Option<Codec>]) -> Codec {
    let payloads: Vec<i32> = payloads
        .iter()
        .map(|payload| payload.map_or(-1, |Codec(number)| number as i32))
        .collect();
    Codec(js::variant(
        &(name.to_owned() + " object"),
        number_of(&["tag", "val"]),
        array_of(cases.iter().copied()),
        &payloads,
    ))
}

/// The codec of what a case is made of.
pub fn payload_of<T: Value, V>(_: fn(T) -> V) -> Option<Codec> {
    Some(Codec::of::<T>())
}

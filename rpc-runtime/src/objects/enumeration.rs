//! How generated code has enums in JavaScript: a string; for a case of Cap'n Proto's that a newer schema adds, its number.

use crate::objects::codec::{Codec, array_of};
use crate::objects::js;

/// An enum, by its cases.
pub trait Enum: Copy + 'static {
    /// Every case and its name on the wire.
    const CASES: &'static [(&'static str, Self)];
}

/// The codec of an enum.
pub fn enum_codec<T: Enum>() -> Codec {
    let names = T::CASES.iter().map(|(name, _)| *name);
    Codec(js::enumeration(array_of(names), false))
}

/// What is expected of an enum.
#[cfg(not(target_arch = "wasm32"))]
pub fn expected_case(cases: &[&str]) -> String {
    let cases: Vec<String> = cases.iter().map(|case| format!("\"{case}\"")).collect();
    format!("one of {}", cases.join(", "))
}

/// The same, of one that has a place for what a newer schema has.
pub fn open_enum_codec(cases: &'static [&'static str]) -> Codec {
    Codec(js::enumeration(array_of(cases.iter().copied()), true))
}

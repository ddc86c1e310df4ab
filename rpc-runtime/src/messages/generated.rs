//! What generated conversions have in common.

pub use rpc_message::generated::{
    array, char_of, char_of_number, chars_of_numbers, map, numbers_of_chars,
};
use rpc_message::{ValueError, generated};

use crate::objects::enumeration::Enum;
use crate::objects::variant::Variant;

/// The case of an enum with this number.
///
/// # Errors
/// If there is none.
pub fn enum_of_number<T: Enum>(number: u16) -> Result<T, ValueError> {
    match T::CASES.get(usize::from(number)) {
        Some((_, case)) => Ok(*case),
        None => Err(generated::unknown_number(
            number,
            T::CASES.iter().map(|(name, _)| *name),
        )),
    }
}

/// The case of a variant with this number, which has none.
///
/// # Errors
/// Always.
#[cold]
pub fn no_case_number<V: Variant, T>(number: u16) -> Result<T, ValueError> {
    Err(unknown_number(number, V::CASES))
}

/// The error for a case that the schema does not have.
#[cold]
pub fn unknown_number(number: u16, known: &[&str]) -> ValueError {
    generated::unknown_number(number, known.iter().copied())
}

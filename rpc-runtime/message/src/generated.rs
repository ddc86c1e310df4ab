//! What generated conversions have in common: WIT's types that Cap'n Proto does not have.

use std::collections::BTreeMap;

use crate::error::{Step, ValueError};
use crate::reader::StructReader;
use crate::slot::Slot;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// Unions that stand for WIT's options and results.
impl StructReader<'_> {
    /// Whether the union `none`, `some` with its discriminant at `offset` is the second. An empty `name` is no field.
    ///
    /// # Errors
    /// If it is neither.
    #[doc(hidden)]
    pub fn is_some(&self, name: &'static str, offset: u32) -> Result<bool> {
        self.is_second(name, offset, &["none", "some"])
    }

    /// Whether the union `ok`, `err` with its discriminant at `offset` is the first. An empty `name` is no field.
    ///
    /// # Errors
    /// If it is neither.
    #[doc(hidden)]
    pub fn is_ok(&self, name: &'static str, offset: u32) -> Result<bool> {
        self.is_second(name, offset, &["ok", "err"])
            .map(|second| !second)
    }

    fn is_second(&self, name: &'static str, offset: u32, known: &[&str; 2]) -> Result<bool> {
        match self.data::<u16>(offset) {
            0 => Ok(false),
            1 => Ok(true),
            number => Err(Slot::Field(name).locate(unknown_number(number, known.iter().copied()))),
        }
    }
}

/// A list of a fixed length.
///
/// # Errors
/// If there are more elements, or fewer.
pub fn array<T, const N: usize>(items: Vec<T>) -> Result<[T; N]> {
    items
        .try_into()
        .map_err(|items: Vec<T>| ValueError::wrong_length(N, items.len()))
}

/// A map, of its entries.
///
/// # Errors
/// If a key is there twice.
pub fn map<K: Ord, V>(entries: Vec<(K, V)>) -> Result<BTreeMap<K, V>> {
    let count = entries.len();
    let map: BTreeMap<K, V> = entries.into_iter().collect();
    if map.len() == count {
        Ok(map)
    } else {
        Err(ValueError::new("a key of the map is there twice"))
    }
}

/// A character, of its number.
///
/// # Errors
/// If it is no Unicode scalar value.
pub fn char_of(number: u32) -> Result<char> {
    char::from_u32(number).ok_or_else(|| {
        ValueError::new(format_args!(
            "expected a Unicode scalar value, got {number:#x}"
        ))
    })
}

/// The character in a field.
///
/// # Errors
/// As for [`char_of`].
pub fn char_of_number(field: &'static str, number: u32) -> Result<char> {
    char_of(number).map_err(|error| Slot::Field(field).locate(error))
}

/// A list of characters, of their numbers.
///
/// # Errors
/// As for [`char_of`].
pub fn chars_of_numbers(numbers: Vec<u32>) -> Result<Vec<char>> {
    let chars = numbers.into_iter().enumerate().map(|(index, number)| {
        char_of(number).map_err(|error| error.at(Step::Index(index as u32)))
    });
    chars.collect()
}

/// A list of characters, as it lies in messages.
pub fn numbers_of_chars(chars: &[char]) -> Vec<u32> {
    chars.iter().copied().map(u32::from).collect()
}

/// The error for a case that the schema does not have.
#[cold]
pub fn unknown_number<'n>(number: u16, known: impl Iterator<Item = &'n str>) -> ValueError {
    let known: Vec<&str> = known.collect();
    ValueError::new(format_args!(
        "unknown case number {number} (known: {})",
        known.join(", ")
    ))
}

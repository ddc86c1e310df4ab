//! What generated conversions have in common: WIT's types that Cap'n Proto does not have.

use std::collections::BTreeMap;

use crate::error::{Step, ValueError};
use crate::items::Items;
use crate::reader::{PointerReader, StructReader};
use crate::scalar::Scalar;
use crate::slot::Slot;
use crate::writer::PointerWriter;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// What null stands for, and lists of what WIT has.
impl<'a> PointerReader<'a> {
    /// Reads what it points to, if it is not null.
    ///
    /// # Errors
    /// Those of `read`.
    #[doc(hidden)]
    #[inline]
    pub fn optional<T>(self, read: impl FnOnce(Self) -> Result<T>) -> Result<Option<T>> {
        match self.is_null() {
            true => Ok(None),
            false => read(self).map(Some),
        }
    }

    /// The list it points to, which is of a fixed length.
    ///
    /// # Errors
    /// Those of `read`, and if there are more elements, or fewer.
    #[doc(hidden)]
    pub fn array<T, const N: usize>(
        self,
        read: impl FnOnce(Self) -> Result<Vec<T>>,
    ) -> Result<[T; N]> {
        self.checked(read, array)
    }

    /// The map whose entries it points to, each read by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), those of the function, and if a key is there twice.
    #[doc(hidden)]
    pub fn map_with<K: Ord, V>(
        self,
        read: impl FnMut(&StructReader<'a>) -> Result<(K, V)>,
    ) -> Result<BTreeMap<K, V>> {
        self.checked(|from| from.structs_with(read), map)
    }

    /// The list of characters it points to.
    ///
    /// # Errors
    /// [As above](Self#errors), and if one is no Unicode scalar value.
    #[doc(hidden)]
    pub fn chars(self) -> Result<Vec<char>> {
        self.checked(|from| from.scalars(), chars_of_numbers)
    }

    /// The list of text it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn texts(self) -> Result<Vec<String>> {
        self.pointers_with(PointerReader::text)
    }

    /// The list of text it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn text_items(self) -> Result<Items<'a, &'a str>> {
        self.pointer_items(PointerReader::text_ref)
    }

    /// A generated reader of the struct it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn reader<R: From<StructReader<'a>>>(self) -> Result<R> {
        self.struct_reader().map(R::from)
    }

    /// Generated readers of the list of structs it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn readers<R: From<StructReader<'a>>>(self) -> Result<Items<'a, R>> {
        self.struct_items(|from| Ok(R::from(*from)))
    }
}

impl PointerWriter<'_> {
    /// Writes a list of characters.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn chars(self, chars: &[char]) -> Result<()> {
        let numbers: Vec<u32> = chars.iter().copied().map(u32::from).collect();
        self.scalars(&numbers)
    }

    /// Writes a list of text.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn texts(self, texts: &[String]) -> Result<()> {
        self.pointers_with(texts.iter(), |to, text| to.text(text))
    }
}

/// Unions that stand for WIT's options and results.
impl<'a> StructReader<'a> {
    /// [`data`](Self::data), where what may fail is asked for.
    ///
    /// # Errors
    /// None.
    #[doc(hidden)]
    #[inline]
    pub fn scalar<T: Scalar>(&self, offset: u32) -> Result<T> {
        Ok(self.data(offset))
    }

    /// Nothing, where what may fail is asked for.
    ///
    /// # Errors
    /// None.
    #[doc(hidden)]
    #[inline]
    pub fn void(&self) -> Result<()> {
        Ok(())
    }

    /// The union `none`, `some` with its discriminant at `offset`. An empty `name` is no field.
    ///
    /// # Errors
    /// If it is neither, and those of `some`.
    #[doc(hidden)]
    #[inline]
    pub fn option<T>(
        &self,
        name: &'static str,
        offset: u32,
        some: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<Option<T>> {
        match self.is_second(name, offset, &["none", "some"])? {
            true => some(self).map(Some),
            false => Ok(None),
        }
    }

    /// The union `ok`, `err` with its discriminant at `offset`. An empty `name` is no field.
    ///
    /// # Errors
    /// If it is neither, and those of the one that it is.
    #[doc(hidden)]
    #[inline]
    pub fn result<T, E>(
        &self,
        name: &'static str,
        offset: u32,
        ok: impl FnOnce(&Self) -> Result<T>,
        err: impl FnOnce(&Self) -> Result<E>,
    ) -> Result<Result<T, E>> {
        match self.is_second(name, offset, &["ok", "err"])? {
            true => err(self).map(Err),
            false => ok(self).map(Ok),
        }
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
fn array<T, const N: usize>(items: Vec<T>) -> Result<[T; N]> {
    items
        .try_into()
        .map_err(|items: Vec<T>| ValueError::wrong_length(N, items.len()))
}

/// A map, of its entries.
fn map<K: Ord, V>(entries: Vec<(K, V)>) -> Result<BTreeMap<K, V>> {
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
fn chars_of_numbers(numbers: Vec<u32>) -> Result<Vec<char>> {
    let chars = numbers.into_iter().enumerate().map(|(index, number)| {
        char_of(number).map_err(|error| error.at(Step::Index(index as u32)))
    });
    chars.collect()
}

/// The error for a case that the schema does not have.
#[cold]
pub fn unknown_number<'n>(number: u16, known: impl Iterator<Item = &'n str>) -> ValueError {
    let mut list = String::new();
    for name in known {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    ValueError::new(format_args!("unknown case number {number} (known: {list})"))
}

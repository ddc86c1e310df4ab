//! Reading what a pointer leads to as owned values: text, bytes, lists.

use crate::arena::Arena;
use crate::error::{ValueError, no_memory};
use crate::pointer::{LIST, start_of};
use crate::reader::{PointerReader, StructReader, not_utf8};
use crate::scalar::Scalar;
use crate::size::{FEW, WORD};

type Result<T, E = ValueError> = std::result::Result<T, E>;

impl<'a> PointerReader<'a> {
    /// The text it points to.
    ///
    /// # Errors
    /// [As above](Self#errors), and if it is no UTF-8 or does not end with the zero byte that the format asks for.
    #[inline]
    pub fn text(self) -> Result<String> {
        match near_text(self.arena, self.segment, self.at, self.word) {
            Some(text) => Ok(text),
            None => self.any_text(),
        }
    }

    #[inline(never)]
    fn any_text(self) -> Result<String> {
        self.text_bytes()
            .and_then(copy)
            .and_then(|text| String::from_utf8(text).map_err(|_| not_utf8()))
            .map_err(|error| self.slot.locate(error))
    }

    /// The bytes it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn data(self) -> Result<Vec<u8>> {
        copy(self.data_ref()?).map_err(|error| self.slot.locate(error))
    }

    /// The struct it points to, read by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    #[inline]
    pub fn structure_with<T>(self, read: impl FnOnce(&StructReader<'a>) -> Result<T>) -> Result<T> {
        match self.enter(size_of::<T>()) {
            Ok(from) => read(&from).map_err(|error| self.slot.locate(error)),
            Err(error) => Err(self.slot.locate(error)),
        }
    }

    /// The list of structs it points to, each read by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    pub fn structs_with<T>(
        self,
        mut read: impl FnMut(&StructReader<'a>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let list = self.structs_of(size_of::<T>())?;
        let mut items = self.room(list.len())?;
        for (index, from) in list.iter().enumerate() {
            match read(&from) {
                Ok(item) => items.push(item),
                Err(error) => return Err(self.element(error, index)),
            }
        }
        Ok(items)
    }

    /// The list of booleans or numbers it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn scalars<T: Scalar>(self) -> Result<Vec<T>> {
        let list = self.scalars_of::<T>(size_of::<T>())?;
        let mut items = self.room(list.len())?;
        list.extend(&mut items);
        Ok(items)
    }

    /// The list of nothings it points to: its length is all there is.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn voids(self) -> Result<Vec<()>> {
        let length = self.void_count().map_err(|error| self.slot.locate(error))?;
        Ok(vec![(); length])
    }

    /// The list of pointers it points to, each read by a function: a list of lists, text, bytes or handles.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    pub fn pointers_with<T>(
        self,
        mut read: impl FnMut(PointerReader<'a>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let list = self.pointers_of(size_of::<T>())?;
        let mut items = self.room(list.len())?;
        for pointer in list.iter() {
            match read(pointer) {
                Ok(item) => items.push(item),
                Err(error) => return Err(self.slot.locate(error)),
            }
        }
        Ok(items)
    }

    pub(crate) fn room<T>(&self, count: usize) -> Result<Vec<T>> {
        let mut items = Vec::new();
        match items.try_reserve_exact(count) {
            Ok(()) => Ok(items),
            Err(_) => Err(self.slot.locate(no_memory())),
        }
    }

    fn void_count(&self) -> Result<usize> {
        let list = self.list()?;
        self.count(&list, 0)?;
        Ok(list.count as usize)
    }
}

/// How long a text may be to be copied without asking whether there is memory for it.
const SHORT: usize = 1 << 12;

/// A short text in the same segment, as most texts are. None for any other, and for what is none.
#[inline(never)]
fn near_text(arena: &Arena<'_>, segment: &[u8], at: usize, word: u64) -> Option<String> {
    let count = (word >> 35) as usize;
    if word & 3 != LIST || (word >> 32) & 7 != 2 || count > SHORT {
        return None;
    }
    let start = start_of(at, word)?;
    let (0, text) = segment
        .get(start..start.checked_add(count)?)?
        .split_last()?
    else {
        return None;
    };
    if text.len() > FEW {
        let text = std::str::from_utf8(text).ok()?;
        arena.charge(1, count.max(WORD)).ok()?;
        return Some(text.to_owned());
    }
    // A list takes whole words, and so does a segment.
    let (words, _) = segment
        .get(start..start + count.next_multiple_of(WORD))?
        .as_chunks::<WORD>();
    let mut copy = Vec::with_capacity(words.len() * WORD);
    for word in words {
        copy.extend_from_slice(word);
    }
    copy.truncate(text.len());
    let text = String::from_utf8(copy).ok()?;
    arena.charge(1, count.max(WORD)).ok()?;
    Some(text)
}

fn copy(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| no_memory())?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

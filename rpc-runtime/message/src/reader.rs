//! Following pointers.
//!
//! The format is <https://capnproto.org/encoding.html>; offsets here are in bytes.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::message::arena::Arena;
use crate::message::copy::read_any;
use crate::message::list::{List, PointerList, ScalarList, StructList};
use crate::message::place::{Place, expected, no_memory, outside, too_deep, wrong};
use crate::message::scalar::Scalar;
use crate::message::structure::{Pointers, StructReader};
use crate::message::{Enumerant, MessageStruct};
use crate::value::{AnyPointer, Step, Value, ValueError, from_js};

type Result<T, E = ValueError> = std::result::Result<T, E>;

const STRUCT: u64 = 0;
const LIST: u64 = 1;
const FAR: u64 = 2;
const WORD: usize = 8;

/// The word that starts at byte `at`.
#[inline]
pub(crate) fn word_at(segment: &[u8], at: usize) -> Option<u64> {
    let bytes = segment.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// A pointer in a message: a field of a struct, an element of a list, or the root.
///
/// Each method reads what it points to as one type. A null pointer reads as that type's own default: empty, or a
/// struct whose every field is the default.
///
/// # Errors
/// The methods' errors start with the path of the field. A pointer to something else, outside of the message or
/// past the [limits](crate::message#limits) is an error, and so is what is wrong with the value itself.
#[derive(Clone, Copy)]
pub struct PointerReader<'a> {
    pub(crate) arena: &'a Arena<'a>,
    pub(crate) segment: &'a [u8],
    /// Where in the segment the pointer is.
    pub(crate) at: usize,
    pub(crate) word: u64,
    pub(crate) place: Place,
    /// How much deeper it may go.
    pub(crate) depth: u8,
}

/// What a pointer leads to, far pointers followed.
pub(crate) enum Target<'a> {
    Null,
    Struct(Object<'a>),
    List(Object<'a>),
    Capability(u32),
}

/// Where something is, and the pointer that says how large it is.
pub(crate) struct Object<'a> {
    pub(crate) segment: &'a [u8],
    pub(crate) start: usize,
    pub(crate) word: u64,
}

impl Object<'_> {
    /// Of which of the eight kinds a list is.
    pub(crate) fn list_code(&self) -> u8 {
        (self.word >> 32) as u8 & 7
    }
}

impl Target<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Struct(_) => "a struct",
            Self::List(_) => "a list",
            Self::Capability(_) => "a handle",
        }
    }

    #[cold]
    fn mismatch(&self, what: &str) -> ValueError {
        expected(what, self.kind())
    }
}

impl<'a> PointerReader<'a> {
    /// Whether nothing is there.
    pub fn is_null(&self) -> bool {
        self.word == 0
    }

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
            .map_err(|error| self.place.of(error))
    }

    /// The bytes it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn data(self) -> Result<Vec<u8>> {
        copy(self.data_ref()?).map_err(|error| self.place.of(error))
    }

    /// The struct it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn structure<T: MessageStruct>(self) -> Result<T> {
        self.structure_with(|from| T::read(from))
    }

    /// The struct it points to, read by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    #[inline]
    pub fn structure_with<T>(self, read: impl FnOnce(&StructReader<'a>) -> Result<T>) -> Result<T> {
        match self.enter(size_of::<T>()) {
            Ok(from) => read(&from).map_err(|error| self.place.of(error)),
            Err(error) => Err(self.place.of(error)),
        }
    }

    /// The list of structs it points to.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn structs<T: MessageStruct>(self) -> Result<Vec<T>> {
        self.structs_with(|from| T::read(from))
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

    /// The list of enums it points to.
    ///
    /// # Errors
    /// [As above](Self#errors), and if an enum has no case with the number that is there.
    pub fn enumerants<E: Enumerant>(self) -> Result<Vec<E>> {
        let list = self.scalars_of::<u16>(size_of::<E>())?;
        let mut items = self.room(list.len())?;
        for (index, number) in list.iter().enumerate() {
            match E::from_number(number) {
                Ok(item) => items.push(item),
                Err(error) => return Err(self.element(error, index)),
            }
        }
        Ok(items)
    }

    /// The list of nothings it points to: its length is all there is.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn voids(self) -> Result<Vec<()>> {
        let length = self.void_count().map_err(|error| self.place.of(error))?;
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
                Err(error) => return Err(self.place.of(error)),
            }
        }
        Ok(items)
    }

    /// The handle, stream or value of the platform that came beside the message.
    ///
    /// # Errors
    /// If the pointer is null or leads to something else, if nothing came beside the message, or what came is not
    /// what was expected.
    pub fn beside<T: Value>(self) -> Result<T> {
        self.entry()
            .and_then(from_js)
            .map_err(|error| self.place.of(error))
    }

    /// What it points to, whatever it is, copied into a message of its own.
    ///
    /// # Errors
    /// [As above](Self#errors), and if a handle is in it.
    pub fn any(self) -> Result<AnyPointer> {
        read_any(self).map_err(|error| self.place.of(error))
    }

    /// The text it points to, in place.
    ///
    /// # Errors
    /// Like [`text`](Self::text).
    pub fn text_ref(self) -> Result<&'a str> {
        self.text_bytes()
            .and_then(|bytes| std::str::from_utf8(bytes).map_err(|_| not_utf8()))
            .map_err(|error| self.place.of(error))
    }

    /// The bytes it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn data_ref(self) -> Result<&'a [u8]> {
        self.byte_list("bytes")
            .map(Option::unwrap_or_default)
            .map_err(|error| self.place.of(error))
    }

    /// The struct it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn struct_reader(self) -> Result<StructReader<'a>> {
        self.enter(0).map_err(|error| self.place.of(error))
    }

    /// The list of structs it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn struct_list(self) -> Result<StructList<'a>> {
        self.structs_of(0)
    }

    /// The list of booleans or numbers it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn scalar_list<T: Scalar>(self) -> Result<ScalarList<'a, T>> {
        self.scalars_of(0)
    }

    /// The list of pointers it points to, in place: a list of lists, text, bytes or handles.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn pointer_list(self) -> Result<PointerList<'a>> {
        self.pointers_of(0)
    }

    #[cold]
    fn element(&self, error: ValueError, index: usize) -> ValueError {
        self.place.of(error.at(Step::Index(index as u32)))
    }

    fn room<T>(&self, count: usize) -> Result<Vec<T>> {
        let mut items = Vec::new();
        match items.try_reserve_exact(count) {
            Ok(()) => Ok(items),
            Err(_) => Err(self.place.of(no_memory())),
        }
    }

    // From here on errors have no path yet, and nothing is generic.

    pub(crate) fn target(&self) -> Result<Target<'a>> {
        match self.word {
            0 => Ok(Target::Null),
            far if far & 3 == FAR => self.far(),
            near => near_target(self.segment, self.at, near),
        }
    }

    /// Follows a far pointer: to a pointer in another segment, or to a pair of words that stands for one.
    #[inline(never)]
    fn far(&self) -> Result<Target<'a>> {
        let at = |far: u64| (far as u32 >> 3) as usize * WORD;
        let segment = self.arena.segment((self.word >> 32) as u32)?;
        let pad = at(self.word);
        let landing = word_at(segment, pad).ok_or_else(outside)?;
        if self.word & 4 == 0 {
            return near_target(segment, pad, landing);
        }
        if landing & 7 != FAR {
            return Err(wrong("a double far pointer leads to no far pointer"));
        }
        let tag = word_at(segment, pad + WORD).ok_or_else(outside)?;
        let segment = self.arena.segment((landing >> 32) as u32)?;
        let start = at(landing);
        if start > segment.len() {
            return Err(outside());
        }
        let object = Object {
            segment,
            start,
            word: tag,
        };
        match tag & 3 {
            STRUCT => Ok(Target::Struct(object)),
            LIST => Ok(Target::List(object)),
            _ => Err(wrong(
                "a double far pointer leads to neither a struct nor a list",
            )),
        }
    }

    /// The struct, counted as the larger of `size` and what it takes in the message.
    #[inline(never)]
    pub(crate) fn enter(&self, size: usize) -> Result<StructReader<'a>> {
        let depth = self.depth.checked_sub(1).ok_or_else(too_deep)?;
        let object = match self.target()? {
            Target::Struct(object) => object,
            Target::Null => {
                self.arena.charge(1, size.max(WORD))?;
                return Ok(StructReader::empty(self.arena, depth));
            }
            other => return Err(other.mismatch("a struct")),
        };
        let Object {
            segment,
            start,
            word,
        } = object;
        let data = (word >> 32) as u16 as usize * WORD;
        let count = (word >> 48) as u32;
        let total = data + count as usize * WORD;
        let bytes = segment
            .get(start..)
            .and_then(|rest| rest.get(..total))
            .ok_or_else(outside)?;
        self.arena.charge(1, size.max(total).max(WORD))?;
        Ok(StructReader {
            arena: self.arena,
            data: &bytes[..data],
            pointers: Pointers {
                segment,
                start: start + data,
                count,
            },
            depth,
        })
    }

    fn list_object(&self, what: &str) -> Result<Option<Object<'a>>> {
        match self.target()? {
            Target::List(object) => Ok(Some(object)),
            Target::Null => Ok(None),
            other => Err(other.mismatch(what)),
        }
    }

    /// Text and bytes are the one kind of list that has one form.
    #[inline(never)]
    fn byte_list(&self, what: &str) -> Result<Option<&'a [u8]>> {
        let Some(object) = self.list_object(what)? else {
            return Ok(None);
        };
        if object.list_code() != 2 {
            return Err(expected(what, "a list of something else"));
        }
        let count = (object.word >> 35) as usize;
        let bytes = object
            .segment
            .get(object.start..)
            .and_then(|rest| rest.get(..count))
            .ok_or_else(outside)?;
        self.arena.charge(1, count.max(WORD))?;
        Ok(Some(bytes))
    }

    fn text_bytes(&self) -> Result<&'a [u8]> {
        match self.byte_list("text")? {
            None => Ok(&[]),
            Some([text @ .., 0]) => Ok(text),
            Some(_) => Err(wrong("text does not end with a zero byte")),
        }
    }

    /// The list, whatever it is of; an empty one for null.
    #[inline(never)]
    pub(crate) fn list(&self) -> Result<List<'a>> {
        let depth = self.depth.checked_sub(1).ok_or_else(too_deep)?;
        match self.list_object("a list")? {
            Some(object) => List::new(self.arena, object, depth),
            None => Ok(List::empty(self.arena, depth)),
        }
    }

    /// Counts each element as the larger of `size` and what it takes in the message.
    pub(crate) fn count(&self, list: &List<'a>, size: usize) -> Result<()> {
        self.arena
            .charge(list.count as usize, size.max(list.step).max(1))?;
        self.arena.charge(1, WORD)
    }

    fn structs_of(&self, size: usize) -> Result<StructList<'a>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size.max(WORD))?;
                list.of_structs()
            })
            .map_err(|error| self.place.of(error))
    }

    fn scalars_of<T: Scalar>(&self, size: usize) -> Result<ScalarList<'a, T>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size)?;
                list.of_scalars()
            })
            .map_err(|error| self.place.of(error))
    }

    fn pointers_of(&self, size: usize) -> Result<PointerList<'a>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size.max(WORD))?;
                list.of_pointers()
            })
            .map_err(|error| self.place.of(error))
    }

    fn void_count(&self) -> Result<usize> {
        let list = self.list()?;
        self.count(&list, 0)?;
        Ok(list.count as usize)
    }

    fn entry(&self) -> Result<JsValue> {
        let index = match self.target()? {
            Target::Capability(index) => index,
            other => return Err(other.mismatch("a handle")),
        };
        match &self.arena.beside {
            Some(table) => table.take(index),
            None => Err(wrong("a handle, and nothing came beside the message")),
        }
    }
}

impl fmt::Debug for PointerReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PointerReader")
            .field("place", &self.place)
            .field("is_null", &self.is_null())
            .finish_non_exhaustive()
    }
}

/// Where something in the same segment starts. 64 bits, since an offset alone can take all of 32.
#[inline]
fn start_of(at: usize, word: u64) -> Option<usize> {
    // In words, from the end of the pointer.
    let offset = i64::from(word as i32 >> 2) + 1;
    usize::try_from(at as i64 + offset * WORD as i64).ok()
}

/// Follows a pointer to something in the same segment.
fn near_target(segment: &[u8], at: usize, word: u64) -> Result<Target<'_>> {
    let kind = word & 3;
    match kind {
        STRUCT | LIST => {}
        FAR => return Err(wrong("a far pointer leads to another one")),
        _ if word as u32 == 3 => return Ok(Target::Capability((word >> 32) as u32)),
        _ => return Err(wrong("a pointer of a kind that does not exist")),
    }
    let start = start_of(at, word).ok_or_else(outside)?;
    if start > segment.len() {
        return Err(outside());
    }
    let object = Object {
        segment,
        start,
        word,
    };
    Ok(if kind == STRUCT {
        Target::Struct(object)
    } else {
        Target::List(object)
    })
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
    let text = std::str::from_utf8(text).ok()?;
    arena.charge(1, count.max(WORD)).ok()?;
    Some(text.to_owned())
}

fn copy(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| no_memory())?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

#[cold]
fn not_utf8() -> ValueError {
    wrong("text is not UTF-8")
}

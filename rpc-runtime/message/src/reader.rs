//! Structs, pointers and lists in a message, read in place.
//!
//! What these three have in common is here, since each leads to the others; lists of one type are in `list`, owned
//! values in `owned` and `convert`.

use std::any::Any;
use std::fmt;

use crate::arena::Arena;
use crate::error::{Step, ValueError, expected, outside, too_deep, wrong};
use crate::pointer::{self, Object, Pointee, word_at};
use crate::scalar::Scalar;
use crate::size::{StructSize, WORD};
use crate::slot::Slot;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// A pointer in a message: a field of a struct, an element of a list, or the root.
///
/// Each method reads what it points to as one type. A null pointer reads as that type's own default: empty, or a
/// struct whose every field is the default.
///
/// # Errors
/// The methods' errors start with the path of the field. A pointer to something else, outside of the message or
/// past the [limits](crate::Limits) is an error, and so is what is wrong with the value itself.
#[derive(Clone, Copy)]
pub struct PointerReader<'a> {
    pub(crate) arena: &'a Arena<'a>,
    pub(crate) segment: &'a [u8],
    /// Where in the segment the pointer is.
    pub(crate) at: usize,
    pub(crate) word: u64,
    pub(crate) slot: Slot,
    /// How much deeper it may go.
    pub(crate) depth: u8,
}

/// A struct in a message, read in place.
///
/// Fields are named by where they lie, as in the schema's layout. What lies outside of the struct, because an older
/// schema wrote it, is the default.
#[derive(Clone, Copy)]
pub struct StructReader<'a> {
    pub(crate) arena: &'a Arena<'a>,
    pub(crate) data: &'a [u8],
    pub(crate) pointers: Pointers<'a>,
    /// How much deeper what it points to may go.
    pub(crate) depth: u8,
}

/// The pointers of a struct or of a list.
#[derive(Clone, Copy)]
pub(crate) struct Pointers<'a> {
    pub(crate) segment: &'a [u8],
    /// In bytes.
    pub(crate) start: usize,
    pub(crate) count: u32,
}

/// A list of any kind. An element has a data section and pointers, as a struct has; a number is an element with
/// nothing else in it.
#[derive(Clone, Copy)]
pub(crate) struct List<'a> {
    arena: &'a Arena<'a>,
    pub(crate) segment: &'a [u8],
    /// Where the first element is, in bytes.
    pub(crate) start: usize,
    pub(crate) count: u32,
    /// From one element to the next, in bytes; 0 for bits.
    pub(crate) step: usize,
    /// Size of an element's data section, in bytes.
    pub(crate) data: usize,
    /// How many pointers an element has.
    pub(crate) pointers: u32,
    /// Whether each element is a bit.
    pub(crate) bits: bool,
    /// How much deeper what the elements point to may go.
    depth: u8,
}

impl<'a> PointerReader<'a> {
    /// The pointer to the root of a message, which is its first word.
    pub(crate) fn root(arena: &'a Arena<'a>) -> Self {
        let segment = arena.first();
        Self {
            arena,
            segment,
            at: 0,
            word: word_at(segment, 0).unwrap_or(0),
            slot: Slot::Root,
            depth: arena.depth(),
        }
    }

    /// Whether nothing is there.
    #[inline]
    pub fn is_null(&self) -> bool {
        self.word == 0
    }

    /// The text it points to, in place.
    ///
    /// # Errors
    /// Like [`text`](Self::text).
    pub fn text_ref(self) -> Result<&'a str> {
        self.text_bytes()
            .and_then(|bytes| std::str::from_utf8(bytes).map_err(|_| not_utf8()))
            .map_err(|error| self.slot.locate(error))
    }

    /// The bytes it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn data_ref(self) -> Result<&'a [u8]> {
        self.byte_list("bytes")
            .map(Option::unwrap_or_default)
            .map_err(|error| self.slot.locate(error))
    }

    /// The struct it points to, in place.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn struct_reader(self) -> Result<StructReader<'a>> {
        self.enter(0).map_err(|error| self.slot.locate(error))
    }

    /// The index of the capability it points to, in the table that is kept with the message.
    ///
    /// # Errors
    /// If the pointer is null or leads to something else.
    pub fn capability(self) -> Result<u32> {
        match self.pointee() {
            Ok(Pointee::Capability(index)) => Ok(index),
            Ok(other) => Err(self.slot.locate(other.mismatch("a handle"))),
            Err(error) => Err(self.slot.locate(error)),
        }
    }

    /// What capability pointers stand for in this message: the table that is kept with it.
    ///
    /// # Errors
    /// If there is none of this type.
    pub fn cap_table<T: Any>(&self) -> Result<&'a T> {
        self.arena
            .cap_table()
            .ok_or_else(|| self.locate(wrong("a handle, and nothing came beside the message")))
    }

    /// An error about what it points to, seen from the value that holds the pointer.
    #[cold]
    pub fn locate(&self, error: ValueError) -> ValueError {
        self.slot.locate(error)
    }

    /// Reads what it points to as one type, and makes another of it, whose errors have the same path.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of `check`.
    pub fn checked<T, U>(
        self,
        read: impl FnOnce(Self) -> Result<T>,
        check: impl FnOnce(T) -> Result<U>,
    ) -> Result<U> {
        check(read(self)?).map_err(|error| self.slot.locate(error))
    }

    #[cold]
    pub(crate) fn element(&self, error: ValueError, index: usize) -> ValueError {
        self.slot.locate(error.at(Step::Index(index as u32)))
    }

    // From here on errors have no path yet, and nothing is generic.

    pub(crate) fn pointee(&self) -> Result<Pointee<'a>> {
        pointer::follow(self.arena, self.segment, self.at, self.word)
    }

    /// The struct, counted as the larger of `size` and what it takes in the message.
    #[inline(never)]
    pub(crate) fn enter(&self, size: usize) -> Result<StructReader<'a>> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| self.too_deep())?;
        let object = match self.pointee()? {
            Pointee::Struct(object) => object,
            Pointee::Null => {
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
        match self.pointee()? {
            Pointee::List(object) => Ok(Some(object)),
            Pointee::Null => Ok(None),
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

    pub(crate) fn text_bytes(&self) -> Result<&'a [u8]> {
        match self.byte_list("text")? {
            None => Ok(&[]),
            Some([text @ .., 0]) => Ok(text),
            Some(_) => Err(wrong("text does not end with a zero byte")),
        }
    }

    /// The list, whatever it is of; an empty one for null.
    #[inline(never)]
    pub(crate) fn list(&self) -> Result<List<'a>> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| self.too_deep())?;
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

    #[cold]
    fn too_deep(&self) -> ValueError {
        too_deep(self.arena.depth())
    }
}

impl<'a> StructReader<'a> {
    /// A struct without any field: everything in it is the default.
    pub(crate) fn empty(arena: &'a Arena<'a>, depth: u8) -> Self {
        let pointers = Pointers {
            segment: &[],
            start: 0,
            count: 0,
        };
        Self {
            arena,
            data: &[],
            pointers,
            depth,
        }
    }

    /// The boolean or number at `offset`, in units of its own size: bits for `bool`, 4 bytes for `f32`.
    #[inline]
    pub fn data<T: Scalar>(&self, offset: u32) -> T {
        T::get(self.data, offset as usize)
    }

    /// [`data`](Self::data) of a field whose default is not zero.
    #[inline]
    pub fn data_or<T: Scalar>(&self, offset: u32, default: T) -> T {
        self.data::<T>(offset).xor(default)
    }

    /// Pointer number `index`. `name` is the field's, for errors.
    #[inline]
    pub fn pointer(&self, name: &'static str, index: u32) -> PointerReader<'a> {
        self.pointer_at(Slot::Field(name), index)
    }

    #[inline]
    pub(crate) fn pointer_at(&self, slot: Slot, index: u32) -> PointerReader<'a> {
        let Pointers {
            segment,
            start,
            count,
        } = self.pointers;
        // What is not there is null.
        let (at, word) = if index < count {
            let at = start + index as usize * 8;
            (at, word_at(segment, at).unwrap_or(0))
        } else {
            (0, 0)
        };
        PointerReader {
            arena: self.arena,
            segment,
            at,
            word,
            slot,
            depth: self.depth,
        }
    }
}

impl<'a> List<'a> {
    pub(crate) fn empty(arena: &'a Arena<'a>, depth: u8) -> Self {
        Self {
            arena,
            segment: &[],
            start: 0,
            count: 0,
            step: 0,
            data: 0,
            pointers: 0,
            bits: false,
            depth,
        }
    }

    /// Checks that every element lies in the segment.
    pub(crate) fn new(
        arena: &'a Arena<'a>,
        object: Object<'a>,
        depth: u8,
    ) -> Result<Self, ValueError> {
        let Object {
            segment,
            start,
            word,
        } = object;
        let count = (word >> 35) as u32;
        let mut list = Self {
            segment,
            start,
            count,
            ..Self::empty(arena, depth)
        };
        match object.list_code() {
            0 => {}
            1 => list.bits = true,
            2 => list.data = 1,
            3 => list.data = 2,
            4 => list.data = 4,
            5 => list.data = 8,
            6 => list.pointers = 1,
            // Structs: the count is of words, after one more that says how many elements of what size.
            _ => {
                let tag = word_at(segment, start).ok_or_else(outside)?;
                if tag & 3 != 0 {
                    return Err(wrong("a list of structs whose elements are none"));
                }
                list.start = start + WORD;
                list.count = tag as u32 >> 2;
                list.data = (tag >> 32) as u16 as usize * WORD;
                list.pointers = (tag >> 48) as u32;
                list.step = list.data + list.pointers as usize * WORD;
                let words = u64::from(list.count) * (list.step / WORD) as u64;
                if words > u64::from(count) {
                    return Err(wrong("a list of structs is longer than it says"));
                }
                return list.within(u64::from(count) * WORD as u64);
            }
        }
        list.step = list.data + list.pointers as usize * WORD;
        let size = if list.bits {
            u64::from(count.div_ceil(8))
        } else {
            u64::from(count) * list.step as u64
        };
        list.within(size)
    }

    fn within(self, size: u64) -> Result<Self, ValueError> {
        if size > (self.segment.len() - self.start) as u64 {
            return Err(outside());
        }
        Ok(self)
    }

    /// The size of an element that is a struct, whose numbers came from 16 bits.
    pub(crate) fn size(&self) -> StructSize {
        StructSize::new((self.data / WORD) as u16, self.pointers as u16)
    }

    /// The size of an element, in bits.
    pub(crate) fn bits(&self) -> usize {
        if self.bits { 1 } else { self.step * 8 }
    }

    /// The elements as they are.
    pub(crate) fn raw(&self) -> &'a [u8] {
        let count = self.count as usize;
        let size = if self.bits {
            count.div_ceil(8)
        } else {
            count * self.step
        };
        let rest = self.segment.get(self.start..).unwrap_or_default();
        rest.get(..size).unwrap_or_default()
    }

    /// Where element `index` starts, which exists.
    fn element(&self, index: u32) -> usize {
        self.start + index as usize * self.step
    }

    pub(crate) fn structure(&self, index: u32) -> StructReader<'a> {
        let start = self.element(index);
        let data = start + self.data;
        StructReader {
            arena: self.arena,
            data: self.segment.get(start..data).unwrap_or_default(),
            pointers: Pointers {
                segment: self.segment,
                start: data,
                count: self.pointers,
            },
            depth: self.depth,
        }
    }
}

impl fmt::Debug for PointerReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PointerReader")
            .field("slot", &self.slot)
            .field("is_null", &self.is_null())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StructReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StructReader")
            .field("data", &self.data)
            .field("pointers", &self.pointers.count)
            .finish_non_exhaustive()
    }
}

#[cold]
pub(crate) fn not_utf8() -> ValueError {
    wrong("text is not UTF-8")
}

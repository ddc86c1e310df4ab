//! Lists in a message, read in place.

use std::fmt;
use std::marker::PhantomData;

use crate::message::StructSize;
use crate::message::arena::Arena;
use crate::message::place::{Place, expected, outside, wrong};
use crate::message::pointer::{Object, PointerReader, word_at};
use crate::message::scalar::Scalar;
use crate::message::structure::{Pointers, StructReader};
use crate::value::ValueError;

const WORD: usize = 8;

/// A list of any kind. An element has a data section and pointers, as a struct has; a number is an element with
/// nothing else in it.
#[derive(Clone, Copy)]
pub(crate) struct List<'a> {
    arena: &'a Arena<'a>,
    segment: &'a [u8],
    /// Where the first element is, in bytes.
    start: usize,
    pub(crate) count: u32,
    /// From one element to the next, in bytes; 0 for bits.
    pub(crate) step: usize,
    /// Size of an element's data section, in bytes.
    data: usize,
    /// How many pointers an element has.
    pointers: u32,
    /// Whether each element is a bit.
    bits: bool,
    /// How much deeper what the elements point to may go.
    depth: u8,
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

    pub(crate) fn of_structs(self) -> Result<StructList<'a>, ValueError> {
        if self.bits {
            return Err(expected("a list of structs", "a list of booleans"));
        }
        Ok(StructList(self))
    }

    pub(crate) fn of_scalars<T: Scalar>(self) -> Result<ScalarList<'a, T>, ValueError> {
        let fits = if T::BITS == 1 {
            self.bits
        } else {
            // A list of structs whose first field is such a number is one, too.
            self.data * 8 >= T::BITS
        };
        // An empty list that was never written is of no kind.
        if !fits && !self.segment.is_empty() {
            return Err(wrong("a list of elements of another size"));
        }
        Ok(ScalarList {
            list: self,
            elements: PhantomData,
        })
    }

    pub(crate) fn of_pointers(self) -> Result<PointerList<'a>, ValueError> {
        if self.pointers == 0 && !self.segment.is_empty() {
            return Err(wrong("a list of elements of another size"));
        }
        Ok(PointerList(self))
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

    fn structure(&self, index: u32) -> StructReader<'a> {
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

/// A list of structs, read in place.
#[derive(Clone, Copy)]
pub struct StructList<'a>(List<'a>);

impl<'a> StructList<'a> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.0.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.count == 0
    }

    /// The element at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<StructReader<'a>> {
        (index < self.len()).then(|| self.0.structure(index as u32))
    }

    /// The elements in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StructReader<'a>> + use<'a> {
        let list = self.0;
        (0..list.count).map(move |index| list.structure(index))
    }
}

/// A list of booleans or numbers, read in place.
#[derive(Clone, Copy)]
pub struct ScalarList<'a, T> {
    list: List<'a>,
    elements: PhantomData<T>,
}

impl<'a, T: Scalar> ScalarList<'a, T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.list.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.count == 0
    }

    /// The element at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<T> {
        (index < self.len()).then(|| self.element(index as u32))
    }

    /// The elements in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> + use<'a, T> {
        let list = *self;
        (0..list.list.count).map(move |index| list.element(index))
    }

    fn element(&self, index: u32) -> T {
        let bytes = self.list.segment.get(self.list.start..).unwrap_or_default();
        if self.list.bits {
            T::get(bytes, index as usize)
        } else {
            let start = index as usize * self.list.step;
            T::get(bytes.get(start..).unwrap_or_default(), 0)
        }
    }

    /// Adds every element to `items`: at once, where nothing else lies between them.
    pub(crate) fn extend(&self, items: &mut Vec<T>) {
        if self.list.bits || self.list.step * 8 == T::BITS {
            let bytes = self.list.segment.get(self.list.start..).unwrap_or_default();
            T::extend(bytes, self.len(), items);
        } else {
            items.extend(self.iter());
        }
    }
}

/// A list of pointers, read in place: of lists, text, bytes or handles.
#[derive(Clone, Copy)]
pub struct PointerList<'a>(List<'a>);

impl<'a> PointerList<'a> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.0.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.count == 0
    }

    /// The element at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<PointerReader<'a>> {
        (index < self.len()).then(|| self.element(index as u32))
    }

    /// The elements in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = PointerReader<'a>> + use<'a> {
        let list = *self;
        (0..list.0.count).map(move |index| list.element(index))
    }

    fn element(&self, index: u32) -> PointerReader<'a> {
        self.0.structure(index).pointer_at(Place::Index(index), 0)
    }
}

impl fmt::Debug for StructList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Scalar + fmt::Debug> fmt::Debug for ScalarList<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for PointerList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

//! Lists of one type in a message, read in place.

use std::fmt;
use std::marker::PhantomData;

use crate::error::{ValueError, expected, wrong};
use crate::reader::{List, PointerReader, StructReader};
use crate::scalar::Scalar;
use crate::size::WORD;
use crate::slot::Slot;

type Result<T, E = ValueError> = std::result::Result<T, E>;

impl<'a> List<'a> {
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
        self.0.structure(index).pointer_at(Slot::Index(index), 0)
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

impl<'a> PointerReader<'a> {
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

    /// Counts each element as the larger of `size` and what it takes in the message, as the next two do.
    pub(crate) fn structs_of(&self, size: usize) -> Result<StructList<'a>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size.max(WORD))?;
                list.of_structs()
            })
            .map_err(|error| self.slot.locate(error))
    }

    pub(crate) fn scalars_of<T: Scalar>(&self, size: usize) -> Result<ScalarList<'a, T>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size)?;
                list.of_scalars()
            })
            .map_err(|error| self.slot.locate(error))
    }

    pub(crate) fn pointers_of(&self, size: usize) -> Result<PointerList<'a>> {
        self.list()
            .and_then(|list| {
                self.count(&list, size.max(WORD))?;
                list.of_pointers()
            })
            .map_err(|error| self.slot.locate(error))
    }
}

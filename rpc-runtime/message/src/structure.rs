//! Reading a struct.

use std::fmt;

use crate::message::arena::Arena;
use crate::message::place::Place;
use crate::message::pointer::{PointerReader, word_at};
use crate::message::scalar::Scalar;
use crate::message::{Enumerant, MessageGroup};
use crate::value::{Step, ValueError};

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

    /// The enum at `offset`, in units of 16 bits. `name` is the field's, for errors.
    ///
    /// # Errors
    /// If the enum has no case with the number that is there.
    #[inline]
    pub fn enumerant<E: Enumerant>(
        &self,
        name: &'static str,
        offset: u32,
        default: u16,
    ) -> Result<E, ValueError> {
        E::from_number(self.data_or(offset, default)).map_err(|error| error.at(Step::Field(name)))
    }

    /// Pointer number `index`. `name` is the field's, for errors.
    #[inline]
    pub fn pointer(&self, name: &'static str, index: u32) -> PointerReader<'a> {
        self.pointer_at(Place::Field(name), index)
    }

    pub(crate) fn pointer_at(&self, place: Place, index: u32) -> PointerReader<'a> {
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
            place,
            depth: self.depth,
        }
    }

    /// A group or union that lies in this struct. `name` is the field's, for errors.
    ///
    /// # Errors
    /// Those of its own.
    #[inline]
    pub fn group<G: MessageGroup>(&self, name: &'static str) -> Result<G, ValueError> {
        G::read(self).map_err(|error| error.at(Step::Field(name)))
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

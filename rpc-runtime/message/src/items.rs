//! Lists whose elements are read when they are asked for.

use std::fmt;

use crate::error::{Step, ValueError};
use crate::list::{PointerList, ScalarList, StructList};
use crate::reader::{PointerReader, StructReader};

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// A list in a message, read in place: generated readers give it for every list but those of numbers and booleans,
/// which are a [`ScalarList`].
///
/// Reading an element can fail, since what it points to is looked at only then.
#[derive(Clone, Copy)]
pub struct Items<'a, T>(Source<'a, T>);

/// What the elements lie in, and how one is read.
enum Source<'a, T> {
    Structs(StructList<'a>, fn(&StructReader<'a>) -> Result<T>),
    Pointers(PointerList<'a>, fn(PointerReader<'a>) -> Result<T>),
    Enums(ScalarList<'a, u16>, fn(u16) -> Result<T>),
    Chars(ScalarList<'a, u32>, fn(u32) -> Result<T>),
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<'a, T> Items<'a, T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        match self.0 {
            Source::Structs(list, _) => list.len(),
            Source::Pointers(list, _) => list.len(),
            Source::Enums(list, _) => list.len(),
            Source::Chars(list, _) => list.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`, if there is one.
    ///
    /// # Errors
    /// If it is not what the schema says.
    pub fn get(&self, index: usize) -> Option<Result<T>> {
        let item = match self.0 {
            Source::Structs(list, read) => read(&list.get(index)?),
            // It knows its index.
            Source::Pointers(list, read) => return Some(read(list.get(index)?)),
            Source::Enums(list, read) => read(list.get(index)?),
            Source::Chars(list, read) => read(list.get(index)?),
        };
        Some(item.map_err(|error| error.at(Step::Index(index as u32))))
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<T>> + use<'a, T> {
        let items = Self(self.0);
        (0..self.len()).filter_map(move |index| items.get(index))
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", self.len())
    }
}

/// How generated readers make them.
impl<'a> PointerReader<'a> {
    /// A list of structs.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn struct_items<T>(self, read: fn(&StructReader<'a>) -> Result<T>) -> Result<Items<'a, T>> {
        Ok(Items(Source::Structs(self.struct_list()?, read)))
    }

    /// A list of pointers.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn pointer_items<T>(
        self,
        read: fn(PointerReader<'a>) -> Result<T>,
    ) -> Result<Items<'a, T>> {
        Ok(Items(Source::Pointers(self.pointer_list()?, read)))
    }

    /// A list of enums.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn enum_items<T>(self, read: fn(u16) -> Result<T>) -> Result<Items<'a, T>> {
        Ok(Items(Source::Enums(self.scalar_list()?, read)))
    }

    /// A list of characters.
    ///
    /// # Errors
    /// [As above](Self#errors).
    #[doc(hidden)]
    pub fn char_items<T>(self, read: fn(u32) -> Result<T>) -> Result<Items<'a, T>> {
        Ok(Items(Source::Chars(self.scalar_list()?, read)))
    }
}

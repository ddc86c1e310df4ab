//! Writing structs and what they point to.

use std::any::Any;
use std::fmt;

use crate::builder::{Builder, ROOT};
use crate::error::{Step, ValueError, ValueErrorKind, too_deep, unwritable};
use crate::limits::DEPTH;
use crate::pointer::{CAPABILITY, EMPTY_STRUCT};
use crate::scalar::Scalar;
use crate::size::{StructSize, WORD};
use crate::slot::Slot;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// A struct in a message that is being written. Everything in it is zero at first, which is every field's default.
pub struct StructWriter<'b> {
    pub(crate) builder: &'b mut Builder,
    /// Where the data section starts, in bytes; the pointers follow it.
    start: usize,
    pub(crate) size: StructSize,
    /// How much deeper what it points to may go.
    depth: u8,
}

impl StructWriter<'_> {
    /// Writes a boolean or a number at `offset`, in units of its own size: bits for `bool`, 4 bytes for `f32`.
    ///
    /// Outside of the struct nothing is written, and the message as a whole is an error.
    #[inline]
    pub fn data<T: Scalar>(&mut self, offset: u32, value: T) {
        if !value.put(self.section(), offset as usize) {
            self.builder.outside = true;
        }
    }

    /// The data section.
    #[inline]
    pub(crate) fn section(&mut self) -> &mut [u8] {
        let end = self.start + usize::from(self.size.data) * WORD;
        let section = self.builder.bytes.get_mut(self.start..end);
        section.unwrap_or_default()
    }

    /// [`data`](Self::data) of a field whose default is not zero.
    #[inline]
    pub fn data_or<T: Scalar>(&mut self, offset: u32, value: T, default: T) {
        self.data(offset, value.xor(default));
    }

    /// Pointer number `index`, to be written. `name` is the field's, for errors.
    #[inline]
    pub fn pointer(&mut self, name: &'static str, index: u32) -> PointerWriter<'_> {
        self.pointer_at(Slot::Field(name), index)
    }

    pub(crate) fn pointer_at(&mut self, slot: Slot, index: u32) -> PointerWriter<'_> {
        let at = if index < u32::from(self.size.pointers) {
            self.start + (usize::from(self.size.data) + index as usize) * WORD
        } else {
            self.builder.outside = true;
            // Where nothing can be written.
            usize::MAX - WORD
        };
        PointerWriter {
            builder: self.builder,
            at,
            slot,
            depth: self.depth,
        }
    }
}

/// A pointer in a message that is being written. It is null at first, which stands for the field's default.
///
/// # Errors
/// The methods' errors start with the path of the field. A value that is nested too deep or too large for a message
/// is an error.
pub struct PointerWriter<'b> {
    pub(crate) builder: &'b mut Builder,
    /// Where the pointer is, in bytes.
    pub(crate) at: usize,
    pub(crate) slot: Slot,
    /// How much deeper it may go.
    pub(crate) depth: u8,
}

impl PointerWriter<'_> {
    /// Writes text.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn text(self, text: &str) -> Result<()> {
        self.bytes(text.as_bytes(), 1)
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn data(self, bytes: &[u8]) -> Result<()> {
        self.bytes(bytes, 0)
    }

    /// Writes a struct of this size by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    #[inline]
    pub fn structure_with(
        mut self,
        size: StructSize,
        write: impl FnOnce(&mut StructWriter<'_>) -> Result<()>,
    ) -> Result<()> {
        let slot = self.slot;
        self.start_struct(size)
            .and_then(|mut to| {
                // Said again, where it is a constant.
                to.size = size;
                write(&mut to)
            })
            .map_err(|error| slot.locate(error))
    }

    /// Writes a list of structs of this size, each by a function.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    pub fn structs_with<I>(
        mut self,
        size: StructSize,
        items: impl ExactSizeIterator<Item = I>,
        mut write: impl FnMut(&mut StructWriter<'_>, I) -> Result<()>,
    ) -> Result<()> {
        let slot = self.slot;
        let count = items.len();
        let mut to = self
            .start_structs(size, count)
            .map_err(|error| slot.locate(error))?;
        to.size = size;
        for (index, item) in items.take(count).enumerate() {
            if let Err(error) = write(&mut to, item) {
                return Err(slot.locate(error.at(Step::Index(index as u32))));
            }
            to.start += size.total() * WORD;
        }
        Ok(())
    }

    /// Writes a list of booleans or numbers.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn scalars<T: Scalar>(mut self, items: &[T]) -> Result<()> {
        let list = self.start_list(T::CODE, T::BITS, items.len())?;
        T::put_all(items, list);
        Ok(())
    }

    /// Writes a list of `count` nothings.
    ///
    /// # Errors
    /// [As above](Self#errors).
    pub fn voids(mut self, count: usize) -> Result<()> {
        self.start_list(0, 0, count).map(drop)
    }

    /// Writes a list of pointers, each by a function: a list of lists, text, bytes or handles.
    ///
    /// # Errors
    /// [As above](Self#errors), and those of the function.
    pub fn pointers_with<I>(
        mut self,
        items: impl ExactSizeIterator<Item = I>,
        mut write: impl FnMut(PointerWriter<'_>, I) -> Result<()>,
    ) -> Result<()> {
        let slot = self.slot;
        let count = items.len();
        let mut list = self
            .start_pointers(count)
            .map_err(|error| slot.locate(error))?;
        for (index, item) in (0..).zip(items.take(count)) {
            write(list.pointer_at(Slot::Index(index), index), item)
                .map_err(|error| slot.locate(error))?;
        }
        Ok(())
    }

    /// What the capability pointers of this message stand for: where what is to have an index goes.
    ///
    /// # Errors
    /// If the message can have no capabilities, or its table is not of this type.
    pub fn cap_table<T: Any>(&mut self) -> Result<&mut T> {
        let slot = self.slot;
        let table = self.builder.cap_table();
        table.ok_or_else(|| slot.locate(no_handles()))
    }

    /// Writes a capability, by its index in the table.
    pub fn capability(self, index: u32) {
        let word = u64::from(index) << 32 | CAPABILITY;
        self.builder.put(self.at, word);
    }

    /// An error about what it is to point to, seen from the value that holds the pointer.
    #[cold]
    pub fn locate(&self, error: ValueError) -> ValueError {
        self.slot.locate(error)
    }

    /// A list of elements without pointers, given as their bytes.
    pub(crate) fn raw_list(
        mut self,
        code: u8,
        bits: usize,
        count: usize,
        items: &[u8],
    ) -> Result<()> {
        let list = self.start_list(code, bits, count)?;
        for (to, byte) in list.iter_mut().zip(items) {
            *to = *byte;
        }
        // A list of bits may end within a byte, and other bits of that byte be set where it was.
        let rest = bits * count % 8;
        if rest != 0
            && let Some(last) = list.get_mut(bits * count / 8)
        {
            *last &= (1 << rest) - 1;
        }
        Ok(())
    }

    /// A list of bytes, with that many zeros at its end.
    #[inline(never)]
    fn bytes(self, bytes: &[u8], end: usize) -> Result<()> {
        let start = self
            .builder
            .append(bytes, end)
            .map_err(|error| self.slot.locate(error))?;
        self.point(start, 1, 2 | ((bytes.len() + end) as u64) << 3);
        Ok(())
    }

    /// Points to what starts at byte `start`; `upper` is the upper half of the pointer.
    fn point(self, start: usize, kind: u64, upper: u64) {
        // The offset is in words, from the end of the pointer. What is written comes after what points to it.
        let offset = (start.wrapping_sub(self.at) / WORD) as u64 - 1;
        self.builder.put(self.at, upper << 32 | offset << 2 | kind);
    }

    #[inline(never)]
    fn start_struct(&mut self, size: StructSize) -> Result<StructWriter<'_>> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| too_deep(DEPTH))?;
        let start = self.builder.allocate(size.total())?;
        let upper = u64::from(size.data) | u64::from(size.pointers) << 16;
        if size.total() == 0 {
            // A struct that takes no place is before its pointer, so that the pointer is not null.
            self.builder.put(self.at, EMPTY_STRUCT);
        } else {
            self.reborrow().point(start, 0, upper);
        }
        Ok(StructWriter {
            builder: self.builder,
            start,
            size,
            depth,
        })
    }

    /// The first element; the others follow it.
    #[inline(never)]
    fn start_structs(&mut self, size: StructSize, count: usize) -> Result<StructWriter<'_>> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| too_deep(DEPTH))?;
        if count >= 1 << 29 {
            return Err(too_long());
        }
        let words = count.checked_mul(size.total()).ok_or_else(too_long)?;
        let tag = self
            .builder
            .allocate(words.checked_add(1).ok_or_else(too_long)?)?;
        let upper = u64::from(size.data) | u64::from(size.pointers) << 16;
        self.builder.put(tag, upper << 32 | (count as u64) << 2);
        self.reborrow().point(tag, 1, 7 | (words as u64) << 3);
        Ok(StructWriter {
            builder: self.builder,
            start: tag + WORD,
            size,
            depth,
        })
    }

    /// The list as a struct that has only pointers.
    #[inline(never)]
    fn start_pointers(&mut self, count: usize) -> Result<Pointers<'_>> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| too_deep(DEPTH))?;
        let start = self.allocate_list(6, 64, count)?;
        Ok(Pointers {
            builder: self.builder,
            start,
            depth,
        })
    }

    /// Where the elements go.
    pub(crate) fn start_list(&mut self, code: u8, bits: usize, count: usize) -> Result<&mut [u8]> {
        let start = match self.allocate_list(code, bits, count) {
            Ok(start) => start,
            Err(error) => return Err(self.slot.locate(error)),
        };
        Ok(self.builder.bytes.get_mut(start..).unwrap_or_default())
    }

    #[inline(never)]
    fn allocate_list(&mut self, code: u8, bits: usize, count: usize) -> Result<usize> {
        if count >= 1 << 29 {
            return Err(too_long());
        }
        let words = (count as u64 * bits as u64).div_ceil(64);
        let start = self.builder.allocate(words as usize)?;
        self.reborrow()
            .point(start, 1, u64::from(code) | (count as u64) << 3);
        Ok(start)
    }

    fn reborrow(&mut self) -> PointerWriter<'_> {
        PointerWriter {
            builder: self.builder,
            ..*self
        }
    }
}

/// A list of pointers that is being written.
struct Pointers<'b> {
    builder: &'b mut Builder,
    start: usize,
    depth: u8,
}

impl Pointers<'_> {
    fn pointer_at(&mut self, slot: Slot, index: u32) -> PointerWriter<'_> {
        PointerWriter {
            builder: self.builder,
            at: self.start + index as usize * WORD,
            slot,
            depth: self.depth,
        }
    }
}

impl fmt::Debug for StructWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StructWriter")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PointerWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PointerWriter")
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}

/// The pointer to the root of a message.
pub(crate) fn write_root(builder: &mut Builder) -> PointerWriter<'_> {
    PointerWriter {
        builder,
        at: ROOT,
        slot: Slot::Root,
        depth: DEPTH,
    }
}

#[cold]
pub(crate) fn no_handles() -> ValueError {
    unwritable("a handle cannot be turned into bytes")
}

#[cold]
fn too_long() -> ValueError {
    ValueError::of(
        ValueErrorKind::TooLarge,
        "a list has more than 2^29 elements",
    )
}

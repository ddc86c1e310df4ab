//! What readers share: the message's bytes, the limit of what may be made of them, and the table of capabilities.

use std::any::Any;
use std::borrow::Cow;
use std::cell::Cell;

use crate::error::{ValueError, ValueErrorKind};
use crate::framing::{self, Segment};
use crate::limits::Limits;

/// What the capability pointers of one message stand for, by index: a table of any type, which whoever opens or writes
/// the message keeps with it. [`PointerReader::cap_table`] and [`PointerWriter::cap_table`] give it back.
///
/// [`PointerReader::cap_table`]: crate::PointerReader::cap_table
/// [`PointerWriter::cap_table`]: crate::PointerWriter::cap_table
pub type CapTable = Box<dyn Any + Send>;

/// The bytes of a message, in stream framing.
pub(crate) struct Arena<'b> {
    bytes: Cow<'b, [u8]>,
    first: Segment,
    /// Most messages have one segment.
    others: Vec<Segment>,
    limits: Cell<Limits>,
    /// How many bytes more may be made of this message.
    budget: Cell<usize>,
    caps: Option<CapTable>,
}

impl<'b> Arena<'b> {
    /// Takes the framing apart.
    pub(crate) fn new(
        bytes: Cow<'b, [u8]>,
        limits: Limits,
        caps: Option<CapTable>,
    ) -> Result<Arena<'b>, ValueError> {
        let (first, others) = framing::segments(&bytes)?;
        let arena = Arena {
            bytes,
            first,
            others,
            limits: Cell::new(limits),
            budget: Cell::new(0),
            caps,
        };
        arena.refill();
        Ok(arena)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_owned()
    }

    pub(crate) fn depth(&self) -> u8 {
        self.limits.get().depth
    }

    /// From here on, these limits apply.
    pub(crate) fn limit(&self, limits: Limits) {
        self.limits.set(limits);
        self.refill();
    }

    pub(crate) fn cap_table<T: Any>(&self) -> Option<&T> {
        self.caps.as_deref()?.downcast_ref()
    }

    /// Starts to count anew what is made of the message.
    pub(crate) fn refill(&self) {
        self.budget
            .set(self.limits.get().of_message(self.bytes.len()));
    }

    pub(crate) fn first(&self) -> &[u8] {
        &self.bytes[self.first.start..self.first.end]
    }

    pub(crate) fn segment(&self, number: u32) -> Result<&[u8], ValueError> {
        let Some(others) = (number as usize).checked_sub(1) else {
            return Ok(self.first());
        };
        match self.others.get(others) {
            Some(segment) => Ok(&self.bytes[segment.start..segment.end]),
            None => Err(ValueError::new(format_args!(
                "points to segment {number}, and there are {}",
                self.others.len() + 1
            ))),
        }
    }

    /// Counts `count` times `size` bytes that are about to be made.
    pub(crate) fn charge(&self, count: usize, size: usize) -> Result<(), ValueError> {
        let left = count
            .checked_mul(size)
            .and_then(|bytes| self.budget.get().checked_sub(bytes));
        match left {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => Err(self.too_large()),
        }
    }

    #[cold]
    fn too_large(&self) -> ValueError {
        let hint = self.limits.get().hint;
        let separator = if hint.is_empty() { "" } else { "; " };
        ValueError::of(
            ValueErrorKind::TooLarge,
            format_args!(
                "describes far more than fits into a message of this size{separator}{hint}"
            ),
        )
    }
}

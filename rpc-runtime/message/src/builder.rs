//! The bytes of a message that is being written.
//!
//! There is one segment, which grows: what is read of it is copied out once, when it is done.

use std::any::Any;
use std::cell::Cell;

use crate::arena::CapTable;
use crate::error::{ValueError, ValueErrorKind, no_memory, wrong};
use crate::framing;
use crate::limits::Limits;
use crate::size::{FEW, WORD};

/// The segment table of a message with one segment is a word; the root pointer follows.
pub(crate) const ROOT: usize = WORD;
/// How many words a pointer reaches.
const MAX_WORDS: usize = 1 << 29;
/// How many bytes are kept for the next message.
const KEPT: usize = 1 << 20;

thread_local! {
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A message in the making.
pub(crate) struct Builder {
    pub(crate) bytes: Vec<u8>,
    /// What capability pointers stand for, if there may be any.
    pub(crate) caps: Option<CapTable>,
    /// For messages that are read to be copied into this one.
    pub(crate) limits: Limits,
    /// Whether something was written outside of the struct that it belongs to.
    pub(crate) outside: bool,
}

impl Builder {
    pub(crate) fn new(limits: Limits, caps: Option<CapTable>) -> Self {
        let mut bytes = SCRATCH.take();
        bytes.clear();
        bytes.resize(ROOT + WORD, 0);
        Self {
            bytes,
            caps,
            limits,
            outside: false,
        }
    }

    pub(crate) fn cap_table<T: Any>(&mut self) -> Option<&mut T> {
        self.caps.as_deref_mut()?.downcast_mut()
    }

    /// Fills in the segment table.
    pub(crate) fn finish(&mut self) -> Result<(), ValueError> {
        if self.outside {
            return Err(wrong(
                "a field was written outside of its struct, whose size is declared too small",
            ));
        }
        let words = (self.bytes.len() - ROOT) / WORD;
        self.put(0, framing::table_of_one(words));
        Ok(())
    }

    /// The message, which is done, in bytes of its own.
    pub(crate) fn copy(&self) -> Result<Vec<u8>, ValueError> {
        let mut copy = Vec::new();
        copy.try_reserve_exact(self.bytes.len())
            .map_err(|_| no_memory())?;
        copy.extend_from_slice(&self.bytes);
        Ok(copy)
    }

    /// Makes room for `words` words, which are zero, and says where.
    #[inline]
    pub(crate) fn allocate(&mut self, words: usize) -> Result<usize, ValueError> {
        let start = self.bytes.len();
        if words > MAX_WORDS - start / WORD {
            return Err(too_large());
        }
        let size = words * WORD;
        self.bytes.try_reserve(size).map_err(|_| no_memory())?;
        if size <= FEW {
            for _ in 0..words {
                self.bytes.extend_from_slice(&[0; WORD]);
            }
        } else {
            self.bytes.resize(start + size, 0);
        }
        Ok(start)
    }

    /// Adds a list of bytes, with `end` zeros after it at least, up to a whole word.
    pub(crate) fn append(&mut self, bytes: &[u8], end: usize) -> Result<usize, ValueError> {
        let start = self.bytes.len();
        if bytes.len() / WORD >= MAX_WORDS - start / WORD {
            return Err(too_large());
        }
        let size = (bytes.len() + end).next_multiple_of(WORD);
        self.bytes.try_reserve(size).map_err(|_| no_memory())?;
        if bytes.len() <= FEW {
            let (words, rest) = bytes.as_chunks::<WORD>();
            for word in words {
                self.bytes.extend_from_slice(word);
            }
            if words.len() * WORD < size {
                let shifted = |last: u64, byte: &u8| last << 8 | u64::from(*byte);
                let last = rest.iter().rev().fold(0, shifted);
                self.bytes.extend_from_slice(&last.to_le_bytes());
            }
            return Ok(start);
        }
        self.bytes.extend_from_slice(bytes);
        // Less than two words.
        let zeros = [0; 2 * WORD];
        self.bytes
            .extend_from_slice(zeros.get(..size - bytes.len()).unwrap_or_default());
        Ok(start)
    }

    /// Writes the word at byte `at`, which was allocated.
    #[inline]
    pub(crate) fn put(&mut self, at: usize, word: u64) {
        if let Some(bytes) = self.bytes.get_mut(at..at + WORD) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        if self.bytes.capacity() <= KEPT {
            SCRATCH.set(std::mem::take(&mut self.bytes));
        }
    }
}

#[cold]
fn too_large() -> ValueError {
    ValueError::of(ValueErrorKind::TooLarge, "the message is larger than 4 GiB")
}

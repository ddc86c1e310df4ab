//! What readers share: the message's bytes, the limit of what may be made of them, and what came beside them.

use std::borrow::Cow;
use std::cell::Cell;

use crate::limits;
use crate::message::beside::Arrived;
use crate::message::place::wrong;
use crate::value::ValueError;

/// As other implementations have it.
const MAX_SEGMENTS: usize = 512;

const WORD: usize = 8;

/// The bytes of a message, in stream framing.
pub(crate) struct Arena<'b> {
    bytes: Cow<'b, [u8]>,
    first: Segment,
    /// Most messages have one segment.
    others: Vec<Segment>,
    /// How many bytes more may be made of this message.
    budget: Cell<usize>,
    pub(crate) beside: Option<Arrived>,
}

/// Where a segment is, in bytes.
#[derive(Clone, Copy)]
struct Segment {
    start: usize,
    end: usize,
}

impl<'b> Arena<'b> {
    /// Takes the framing apart.
    pub(crate) fn new(
        bytes: Cow<'b, [u8]>,
        beside: Option<Arrived>,
    ) -> Result<Arena<'b>, ValueError> {
        let (first, others) = segments(&bytes)?;
        let arena = Arena {
            bytes,
            first,
            others,
            budget: Cell::new(0),
            beside,
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

    /// Starts to count anew what is made of the message.
    pub(crate) fn refill(&self) {
        self.budget.set(limits::of_message(self.bytes.len()));
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
            None => Err(ValueError::new(format_args!(
                "describes far more than fits into a message of this size; {}",
                limits::HINT
            ))),
        }
    }
}

/// The segment table: one less than the number of segments, the size of each in words, and up to a whole word.
fn segments(bytes: &[u8]) -> Result<(Segment, Vec<Segment>), ValueError> {
    let number = |index: usize| -> Result<usize, ValueError> {
        match bytes.get(index * 4..).and_then(<[u8]>::first_chunk) {
            Some(number) => Ok(u32::from_le_bytes(*number) as usize),
            None => Err(wrong("the message ends within its segment table")),
        }
    };
    let others = number(0)?;
    if others >= MAX_SEGMENTS {
        return Err(ValueError::new(format_args!(
            "the message has {} segments, and may have {MAX_SEGMENTS}",
            others as u64 + 1
        )));
    }
    // Its own number, one for each segment, and one that makes it a whole word.
    let mut end = (others + 3) / 2 * WORD;
    let mut segment = |index: usize| -> Result<Segment, ValueError> {
        let start = end;
        let size = number(index + 1)?.checked_mul(WORD);
        match size.and_then(|size| start.checked_add(size)) {
            Some(found) if found <= bytes.len() => end = found,
            _ => {
                return Err(ValueError::new(format_args!(
                    "the message ends within segment {index}"
                )));
            }
        }
        Ok(Segment { start, end })
    };
    let first = segment(0)?;
    let others = (1..=others).map(segment).collect::<Result<_, _>>()?;
    if end != bytes.len() {
        return Err(ValueError::new(format_args!(
            "the message is followed by {} bytes that are not part of it",
            bytes.len() - end
        )));
    }
    if first.end - first.start < WORD {
        return Err(wrong("the message is empty: it has no root"));
    }
    Ok((first, others))
}

//! The segment table: how many segments a message has, and how long each is.

use crate::error::{ValueError, wrong};
use crate::size::WORD;

/// As other implementations have it.
const MAX_SEGMENTS: usize = 512;

/// Where a segment is, in bytes.
#[derive(Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Reads the table: one less than the number of segments, the size of each in words, and up to a whole word. Gives the
/// first segment and the others.
///
/// # Errors
/// If the bytes are not as long as the table says, or there is no root.
pub(crate) fn segments(bytes: &[u8]) -> Result<(Segment, Vec<Segment>), ValueError> {
    let others = number(bytes, 0)?;
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
        let size = number(bytes, index + 1)?.checked_mul(WORD);
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
    let mut rest = Vec::with_capacity(others);
    for index in 1..=others {
        rest.push(segment(index)?);
    }
    if end != bytes.len() {
        return Err(ValueError::new(format_args!(
            "the message is followed by {} bytes that are not part of it",
            bytes.len() - end
        )));
    }
    if first.end - first.start < WORD {
        return Err(wrong("the message is empty: it has no root"));
    }
    Ok((first, rest))
}

/// A number of the table.
#[inline(never)]
fn number(bytes: &[u8], index: usize) -> Result<usize, ValueError> {
    match bytes.get(index * 4..).and_then(<[u8]>::first_chunk) {
        Some(number) => Ok(u32::from_le_bytes(*number) as usize),
        None => Err(wrong("the message ends within its segment table")),
    }
}

/// The table of a message of one segment, which is a word.
pub(crate) fn table_of_one(words: usize) -> u64 {
    (words as u64) << 32
}

//! Where a pointer leads.
//!
//! The format is <https://capnproto.org/encoding.html>; offsets here are in bytes.

use crate::arena::Arena;
use crate::error::{ValueError, expected, outside, wrong};
use crate::size::WORD;

pub(crate) const STRUCT: u64 = 0;
pub(crate) const LIST: u64 = 1;
pub(crate) const FAR: u64 = 2;

/// The lower half of a pointer to a capability, whose index is the upper half.
pub(crate) const CAPABILITY: u64 = 3;

/// A pointer to a struct that takes no place: it is before its pointer, so that the pointer is not null.
pub(crate) const EMPTY_STRUCT: u64 = 0xffff_fffc;

/// The word that starts at byte `at`.
#[inline]
pub(crate) fn word_at(segment: &[u8], at: usize) -> Option<u64> {
    let bytes = segment.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// What a pointer leads to, far pointers followed.
pub(crate) enum Pointee<'a> {
    Null,
    Struct(Object<'a>),
    List(Object<'a>),
    Capability(u32),
}

/// Where something is, and the pointer that says how large it is.
pub(crate) struct Object<'a> {
    pub(crate) segment: &'a [u8],
    pub(crate) start: usize,
    pub(crate) word: u64,
}

impl Object<'_> {
    /// Of which of the eight kinds a list is.
    #[inline]
    pub(crate) fn list_code(&self) -> u8 {
        (self.word >> 32) as u8 & 7
    }
}

impl Pointee<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Struct(_) => "a struct",
            Self::List(_) => "a list",
            Self::Capability(_) => "a handle",
        }
    }

    #[cold]
    pub(crate) fn mismatch(&self, what: &str) -> ValueError {
        expected(what, self.kind())
    }
}

/// What the pointer `word` leads to, which stands at byte `at` of `segment`.
#[inline]
pub(crate) fn follow<'a>(
    arena: &'a Arena<'a>,
    segment: &'a [u8],
    at: usize,
    word: u64,
) -> Result<Pointee<'a>, ValueError> {
    match word {
        0 => Ok(Pointee::Null),
        far if far & 3 == FAR => follow_far(arena, far),
        near => follow_near(segment, at, near),
    }
}

/// Follows a far pointer: to a pointer in another segment, or to a pair of words that stands for one.
#[inline(never)]
fn follow_far<'a>(arena: &'a Arena<'a>, word: u64) -> Result<Pointee<'a>, ValueError> {
    let at = |far: u64| (far as u32 >> 3) as usize * WORD;
    let segment = arena.segment((word >> 32) as u32)?;
    let pad = at(word);
    let landing = word_at(segment, pad).ok_or_else(outside)?;
    if word & 4 == 0 {
        return follow_near(segment, pad, landing);
    }
    if landing & 7 != FAR {
        return Err(wrong("a double far pointer leads to no far pointer"));
    }
    let tag = word_at(segment, pad + WORD).ok_or_else(outside)?;
    let segment = arena.segment((landing >> 32) as u32)?;
    let start = at(landing);
    if start > segment.len() {
        return Err(outside());
    }
    let object = Object {
        segment,
        start,
        word: tag,
    };
    match tag & 3 {
        STRUCT => Ok(Pointee::Struct(object)),
        LIST => Ok(Pointee::List(object)),
        _ => Err(wrong(
            "a double far pointer leads to neither a struct nor a list",
        )),
    }
}

/// Follows a pointer to something in the same segment.
fn follow_near(segment: &[u8], at: usize, word: u64) -> Result<Pointee<'_>, ValueError> {
    let kind = word & 3;
    match kind {
        STRUCT | LIST => {}
        FAR => return Err(wrong("a far pointer leads to another one")),
        _ if word as u32 == CAPABILITY as u32 => {
            return Ok(Pointee::Capability((word >> 32) as u32));
        }
        _ => return Err(wrong("a pointer of a kind that does not exist")),
    }
    let start = start_of(at, word).ok_or_else(outside)?;
    if start > segment.len() {
        return Err(outside());
    }
    let object = Object {
        segment,
        start,
        word,
    };
    Ok(if kind == STRUCT {
        Pointee::Struct(object)
    } else {
        Pointee::List(object)
    })
}

/// Where something in the same segment starts. 64 bits, since an offset alone can take all of 32.
#[inline]
pub(crate) fn start_of(at: usize, word: u64) -> Option<usize> {
    // In words, from the end of the pointer.
    let offset = i64::from(word as i32 >> 2) + 1;
    usize::try_from(at as i64 + offset * WORD as i64).ok()
}

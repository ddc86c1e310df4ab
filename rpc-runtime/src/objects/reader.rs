//! What JavaScript has written of a value.

use std::cell::Cell;
use std::fmt;

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::limits;
use crate::objects::codec::Codec;
use crate::objects::tree::{Room, Tree};
use crate::objects::{ValueError, js, problem};

thread_local! {
    static SIZE: Cell<usize> = const { Cell::new(0) };
}

/// How many bytes of numbers and text the value had that was read last.
pub(crate) fn read_size() -> usize {
    SIZE.get()
}

/// What is read of one value. It has what its codec took, which is checked: what is not of the type does not come here.
pub struct Reader {
    bytes: Vec<u8>,
    at: usize,
    parts: Option<Array>,
    next: u32,
    /// What was given away as it is.
    kept: Vec<JsValue>,
    /// How much memory data may take, and has taken.
    room: (usize, usize),
}

impl Reader {
    /// Has `codec` take `value`.
    ///
    /// # Errors
    /// If it is not what the codec takes; says what is wrong and where.
    #[inline(never)]
    pub(crate) fn of(codec: Codec, value: &JsValue) -> Result<Self, ValueError> {
        let taken = js::take(codec.0, value, limits::free() as f64);
        if taken < 0.0 {
            return Err(problem::found());
        }
        let taken = taken as u64;
        let length = taken as u32 as usize;
        SIZE.set(length);
        let mut bytes = vec![0; length];
        let parts = match taken >> 32 {
            0 => {
                js::copy(bytes.as_mut_ptr(), length);
                None
            }
            _ => Some(js::copy_taken(bytes.as_mut_ptr(), length)),
        };
        Ok(Self {
            bytes,
            at: 0,
            parts,
            next: 0,
            kept: Vec::new(),
            room: (limits::free(), 0),
        })
    }

    #[inline]
    pub(crate) fn number<const N: usize>(&mut self) -> Result<[u8; N], ValueError> {
        match self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) {
            Some(number) => {
                self.at += N;
                Ok(*number)
            }
            None => Err(misread()),
        }
    }

    /// The number of a case, or a length.
    ///
    /// # Errors
    /// If there is nothing left.
    #[doc(hidden)]
    #[inline]
    pub fn u32(&mut self) -> Result<u32, ValueError> {
        self.number().map(u32::from_le_bytes)
    }

    /// Whether what may be missing is there.
    ///
    /// # Errors
    /// If there is nothing left.
    #[doc(hidden)]
    #[inline]
    pub fn is_there(&mut self) -> Result<bool, ValueError> {
        self.number::<1>().map(|[byte]| byte == 1)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&[u8], ValueError> {
        let bytes = self
            .bytes
            .get(self.at..)
            .and_then(|rest| rest.get(..length));
        self.at = self.at.saturating_add(length);
        bytes.ok_or_else(misread)
    }

    /// Whether there is more than bytes.
    pub(crate) fn has_parts(&self) -> bool {
        self.parts.is_some()
    }

    /// What goes by itself, and is not kept as it is.
    pub(crate) fn part(&mut self) -> JsValue {
        let index = self.next;
        self.next += 1;
        match &self.parts {
            Some(parts) => parts.get(index),
            None => JsValue::UNDEFINED,
        }
    }

    /// A value of JavaScript as it is, of [`Codec::js`].
    pub fn js(&mut self) -> JsValue {
        let value = self.part();
        self.keep(&value);
        value
    }

    /// Gives away a [`part`](Self::part) as it is: who has it lets go of it.
    pub(crate) fn keep(&mut self, part: &JsValue) {
        self.kept.push(part.clone());
    }

    /// What serde reads of a value of JavaScript, of [`Codec::js`].
    ///
    /// # Errors
    /// What the type reports, and if the value is no data.
    pub fn serde<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, ValueError> {
        let value = self.part();
        // All of them arrived at once.
        let whole = self.parts.as_ref().map_or(&value, |parts| parts.as_ref());
        let mut room = Room::after(whole, self.room);
        let tree = Tree::within(&value, &mut room);
        self.room = room.left();
        T::deserialize(&tree)
    }

    /// What was given away as it is.
    pub(crate) fn into_kept(self) -> Vec<JsValue> {
        self.kept
    }
}

/// What is read is not what was written: only by a mistake of ours.
#[cold]
#[inline(never)]
#[doc(hidden)]
pub fn misread() -> ValueError {
    ValueError::new("was read as another type than it was written as")
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({} of {} bytes)", self.at, self.bytes.len())
    }
}

//! What is written of a value, for JavaScript to make it.

use std::cell::Cell;
use std::fmt;

use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::objects::codec::Codec;
use crate::objects::{ValueError, js};
use rpc_message::ValueErrorKind;

/// How many bytes of numbers and text the value had that was written last.
pub(crate) fn written_size() -> usize {
    SIZE.get()
}

/// Longer text goes by itself: text beside it keeps its own form in JavaScript, and less is copied.
const LONG_TEXT: usize = 1024;

/// Instead of a length: what has it is by itself.
pub(crate) const ELSEWHERE: u32 = u32::MAX;

/// What is kept for the next value, at most.
const KEPT: usize = 1 << 16;

/// Where a value is written: numbers into one buffer, text beside it, and what is JavaScript's own.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
    text: String,
    parts: Vec<JsValue>,
    depth: u16,
}

/// How deep lists, maps and boxes may nest, through which alone a type can hold itself: JavaScript's stack bears it.
const DEPTH: u16 = 500;

/// How serde writes: u64 and s64 as bigints, maps as Map, missing values as `undefined`, bytes as `Uint8Array`.
const SERIALIZER: Serializer = Serializer::new().serialize_large_number_types_as_bigints(true);

thread_local! {
    static UNUSED: Cell<Option<Writer>> = const { Cell::new(None) };
    static SIZE: Cell<usize> = const { Cell::new(0) };
}

impl Writer {
    /// Makes the JavaScript value of what `write` writes for `codec`.
    ///
    /// # Errors
    /// As `write`.
    pub(crate) fn make<E>(
        codec: Codec,
        write: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<JsValue, E> {
        let mut writer = Self::begin();
        let written = write(&mut writer);
        let value = written.map(|()| writer.finish(codec));
        writer.clear();
        value
    }

    #[inline(never)]
    fn begin() -> Self {
        UNUSED.take().unwrap_or_default()
    }

    #[inline(never)]
    fn finish(&self, codec: Codec) -> JsValue {
        SIZE.set(self.bytes.len() + self.text.len());
        for part in &self.parts {
            js::part(part);
        }
        js::make(
            codec.0,
            self.bytes.as_ptr(),
            self.text.as_ptr(),
            self.text.len(),
        )
    }

    /// Leaves the room to the next value.
    #[inline(never)]
    fn clear(mut self) {
        if self.bytes.capacity().max(self.text.capacity()) <= KEPT {
            self.bytes.clear();
            self.text.clear();
            self.parts.clear();
            self.depth = 0;
            UNUSED.set(Some(self));
        }
    }

    /// Writes what is one level deeper.
    ///
    /// # Errors
    /// As `write`, and if it is too deep.
    pub(crate) fn nested(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        if self.depth == DEPTH {
            return Err(too_deep());
        }
        self.depth += 1;
        write(self)?;
        self.depth -= 1;
        Ok(())
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.bytes.push(value.into());
    }

    pub(crate) fn number<const N: usize>(&mut self, bytes: [u8; N]) {
        self.bytes.extend_from_slice(&bytes);
    }

    /// The number of a case, or a length.
    #[doc(hidden)]
    pub fn u32(&mut self, value: u32) {
        self.number(value.to_le_bytes());
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        if text.len() > LONG_TEXT {
            self.u32(ELSEWHERE);
            return self.parts.push(JsValue::from_str(text));
        }
        // JavaScript counts in units of UTF-16.
        let units = match text.is_ascii() {
            true => text.len(),
            false => text.encode_utf16().count(),
        };
        self.u32(units as u32);
        self.text.push_str(text);
    }

    /// Writes the elements of an array beside the rest: `large` makes one that goes by itself.
    pub(crate) fn array(
        &mut self,
        length: usize,
        large: impl FnOnce() -> JsValue,
    ) -> Option<&mut Vec<u8>> {
        if length > SHORT_ARRAY {
            self.u32(ELSEWHERE);
            self.parts.push(large());
            return None;
        }
        self.u32(length as u32);
        Some(&mut self.bytes)
    }

    /// Writes a value of JavaScript, for [`Codec::js`].
    pub fn js(&mut self, value: impl Into<JsValue>) {
        self.parts.push(value.into());
    }

    /// Writes what serde writes, for [`Codec::js`].
    ///
    /// # Errors
    /// What serde reports.
    pub fn serde<T: serde::Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let value = value.serialize(&SERIALIZER);
        self.js(value.map_err(super::error::of_serde_wasm_bindgen)?);
        Ok(())
    }
}

/// The bytes of an array that goes with the rest, at most.
const SHORT_ARRAY: usize = 256;

#[cold]
fn too_deep() -> ValueError {
    let why = format_args!("nested more than {DEPTH} levels deep");
    ValueError::of(ValueErrorKind::TooDeep, why)
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes)", self.bytes.len())
    }
}

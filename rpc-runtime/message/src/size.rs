//! How large a struct is.

/// Bytes of a word.
pub(crate) const WORD: usize = 8;

/// Up to how many bytes are copied or cleared word by word. In wasm, anything else is an instruction that the engine makes
/// a call of, which takes as long as some dozen bytes.
pub(crate) const FEW: usize = 8 * WORD;

/// The size of a struct in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StructSize {
    /// Words of 8 bytes.
    pub(crate) data: u16,
    pub(crate) pointers: u16,
}

impl StructSize {
    /// A struct with a data section of `data` words, of 8 bytes each, and a pointer section of `pointers` pointers.
    pub const fn new(data: u16, pointers: u16) -> Self {
        Self { data, pointers }
    }

    /// In words.
    #[inline]
    pub(crate) fn total(self) -> usize {
        usize::from(self.data) + usize::from(self.pointers)
    }
}

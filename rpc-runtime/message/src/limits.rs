//! How much may be made of a message.

/// What a message may be read into.
///
/// A few bytes can stand for very much: a list may say that it has a billion elements of no size, and many pointers may
/// lead to one object, each of which is a value of its own in Rust. So what is made of a message is counted each time
/// something is read: the memory of Rust structs, lists, text and bytes together. Lists of `Void` count a byte for each
/// element, structs a word at least, and what is read in place counts by its size in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes that may be made of any message.
    pub bytes: usize,
    /// Bytes that may be made beyond that for each byte of the message.
    pub per_byte: usize,
    /// How deep structs and lists may nest, each list and each struct behind a pointer being a level.
    pub depth: u8,
    /// What the error says about a message that is past the limit: how to raise it. Empty for nothing.
    pub hint: &'static str,
}

impl Limits {
    /// 8 MiB, and 16 bytes more for each byte of the message; 128 levels.
    pub const DEFAULT: Self = Self {
        bytes: 8 << 20,
        per_byte: 16,
        depth: DEPTH,
        hint: "",
    };

    /// Sets [`bytes`](Self::bytes).
    pub const fn with_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Sets [`per_byte`](Self::per_byte).
    pub const fn with_per_byte(mut self, bytes: usize) -> Self {
        self.per_byte = bytes;
        self
    }

    /// Sets [`depth`](Self::depth).
    pub const fn with_depth(mut self, levels: u8) -> Self {
        self.depth = levels;
        self
    }

    /// Sets [`hint`](Self::hint).
    pub const fn with_hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// For a message of that many bytes.
    pub(crate) fn of_message(&self, bytes: usize) -> usize {
        bytes
            .saturating_mul(self.per_byte)
            .saturating_add(self.bytes)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How deep structs and lists nest at most when they are written, and unless said otherwise, when they are read.
pub(crate) const DEPTH: u8 = 128;

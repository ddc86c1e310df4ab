//! Reading a value that lies in one segment, in canonical form, by offsets: what it is, only its type tells.
//!
//! The segment was written by the library from what it had checked; nothing here relies on that.

/// A pointer in a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pointer<'w> {
    words: &'w [u8],
    /// Where the pointer stands, in bytes.
    at: usize,
}

/// A struct, or nothing: then everything in it is zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Struct<'w> {
    words: &'w [u8],
    data: &'w [u8],
    /// Where its pointers start, in bytes, and how many there are.
    pointers: (usize, usize),
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'w> {
    words: &'w [u8],
    start: usize,
    length: usize,
    element: Element,
}

#[derive(Clone, Copy, Debug)]
enum Element {
    Bits(usize),
    Pointer,
    /// Bytes of data, and how many pointers.
    Struct(usize, usize),
}

/// What the segment's first word points to.
pub(crate) fn root(words: &[u8]) -> Pointer<'_> {
    Pointer { words, at: 0 }
}

impl<'w> Pointer<'w> {
    pub(crate) fn is_null(&self) -> bool {
        self.word() == 0
    }

    fn word(&self) -> u64 {
        little_endian(self.words.get(self.at..).unwrap_or_default(), 8)
    }

    /// Where it leads to, in bytes, if it is of this kind.
    fn target(&self, kind: u64) -> Option<usize> {
        let word = self.word();
        if word & 3 != kind {
            return None;
        }
        // 30 bits with a sign, in words from the end of the pointer.
        let offset = i64::from((word as u32).cast_signed() >> 2);
        let at = i64::try_from(self.at).ok()?;
        usize::try_from(at + 8 + offset * 8).ok()
    }

    pub(crate) fn as_struct(&self) -> Option<Struct<'w>> {
        if self.is_null() {
            return Some(Struct {
                words: self.words,
                data: &[],
                pointers: (0, 0),
            });
        }
        let word = self.word();
        let data = usize::from((word >> 32) as u16) * 8;
        let pointers = usize::from((word >> 48) as u16);
        Struct::at(self.words, self.target(0)?, data, pointers)
    }

    pub(crate) fn as_list(&self) -> Option<List<'w>> {
        let mut list = List {
            words: self.words,
            start: 0,
            length: 0,
            element: Element::Bits(0),
        };
        if self.is_null() {
            return Some(list);
        }
        let word = self.word();
        list.start = self.target(1)?;
        list.length = usize::try_from(word >> 35).ok()?;
        list.element = match (word >> 32) & 7 {
            0 => Element::Bits(0),
            1 => Element::Bits(1),
            2 => Element::Bits(8),
            3 => Element::Bits(16),
            4 => Element::Bits(32),
            5 => Element::Bits(64),
            6 => Element::Pointer,
            _ => {
                // In front of structs there is a word like a pointer to one, with their number as its offset.
                let tag = little_endian(self.words.get(list.start..)?, 8);
                list.start += 8;
                list.length = usize::try_from((tag as u32) >> 2).ok()?;
                Element::Struct(
                    usize::from((tag >> 32) as u16) * 8,
                    usize::from((tag >> 48) as u16),
                )
            }
        };
        Some(list)
    }

    pub(crate) fn as_bytes(&self) -> Option<&'w [u8]> {
        let list = self.as_list()?;
        match list.element {
            _ if list.length == 0 => Some(&[]),
            Element::Bits(8) => self.words.get(list.start..list.start + list.length),
            _ => None,
        }
    }

    /// Without the zero byte at its end.
    pub(crate) fn as_text(&self) -> Option<String> {
        let bytes = self.as_bytes()?;
        let bytes = bytes.strip_suffix(&[0]).unwrap_or(bytes);
        String::from_utf8(bytes.to_vec()).ok()
    }
}

impl<'w> Struct<'w> {
    fn at(words: &'w [u8], start: usize, data: usize, pointers: usize) -> Option<Struct<'w>> {
        let pointers_start = start.checked_add(data)?;
        Some(Struct {
            words,
            data: words.get(start..pointers_start)?,
            pointers: (pointers_start, pointers),
        })
    }

    /// `bits` bits at an offset in units of that size; zero beyond the end.
    pub(crate) fn bits(&self, offset: u32, bits: u64) -> u64 {
        let at = u64::from(offset) * bits;
        let from = usize::try_from(at / 8).unwrap_or(usize::MAX);
        let bytes = self.data.get(from..).unwrap_or_default();
        some_bits(bytes, (at % 8) as u32, bits)
    }

    pub(crate) fn pointer(&self, index: u32) -> Pointer<'w> {
        let (start, count) = self.pointers;
        match usize::try_from(index) {
            Ok(index) if index < count => Pointer {
                words: self.words,
                at: start + index * 8,
            },
            _ => root(&[]),
        }
    }
}

impl<'w> List<'w> {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// An element that is `bits` bits.
    pub(crate) fn bits(&self, index: usize, bits: u64) -> Option<u64> {
        let (at, size) = match self.element {
            Element::Bits(size) => (index * size, size),
            Element::Struct(data, pointers) => (index * (data + pointers * 8) * 8, data * 8),
            Element::Pointer => return None,
        };
        if bits > size as u64 {
            return None;
        }
        let bytes = self.words.get(self.start + at / 8..)?;
        Some(some_bits(bytes, (at % 8) as u32, bits))
    }

    pub(crate) fn pointer(&self, index: usize) -> Option<Pointer<'w>> {
        let at = match self.element {
            Element::Pointer => index * 8,
            Element::Struct(data, pointers) if pointers > 0 => index * (data + pointers * 8) + data,
            _ => return None,
        };
        Some(Pointer {
            words: self.words,
            at: self.start + at,
        })
    }

    pub(crate) fn structure(&self, index: usize) -> Option<Struct<'w>> {
        match self.element {
            Element::Struct(data, pointers) => {
                let at = self.start + index * (data + pointers * 8);
                Struct::at(self.words, at, data, pointers)
            }
            Element::Pointer => Struct::at(self.words, self.start + index * 8, 0, 1),
            // A list of bits is no list of structs.
            Element::Bits(1) => None,
            Element::Bits(size) => {
                Struct::at(self.words, self.start + index * (size / 8), size / 8, 0)
            }
        }
    }
}

fn some_bits(bytes: &[u8], shift: u32, bits: u64) -> u64 {
    let value = little_endian(bytes, bits.div_ceil(8)) >> shift;
    match bits {
        64 => value,
        bits => value & ((1 << bits) - 1),
    }
}

fn little_endian(bytes: &[u8], count: u64) -> u64 {
    let bytes = bytes.iter().take(usize::try_from(count).unwrap_or(8));
    bytes
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

impl Pointer<'_> {
    /// A message of its own, as it stands on the wire: one segment, whose root is what this points to.
    pub(crate) fn to_message(self) -> Vec<u8> {
        self.copy().unwrap_or_else(|| framed(&[0; 8]))
    }

    fn copy(&self) -> Option<Vec<u8>> {
        let word = self.word();
        let target = match word & 3 {
            _ if self.is_null() => return None,
            kind => self.target(kind)?,
        };
        // The same segment with another root; the library leaves away what that does not lead to.
        let offset = i32::try_from(target / 8).ok()? - 1;
        let root = word & !0xffff_fffc | u64::from(offset.cast_unsigned() << 2);
        let mut segment = root.to_le_bytes().to_vec();
        segment.extend(self.words.get(8..)?);
        let segments = [segment.as_slice()];
        let segments = capnp::message::SegmentArray::new(&segments);
        let message = capnp::message::Reader::new(segments, Default::default());
        let canonical = message.canonicalize().ok()?;
        Some(framed(capnp::Word::words_to_bytes(&canonical)))
    }
}

/// One segment with the table in front of it.
fn framed(segment: &[u8]) -> Vec<u8> {
    let words = u32::try_from(segment.len() / 8).unwrap_or(u32::MAX);
    let mut message = vec![0; 4];
    message.extend(words.to_le_bytes());
    message.extend(segment);
    message
}

#[cfg(test)]
mod tests {
    use capnp::message::{Builder, HeapAllocator};

    use super::*;

    /// `struct { 8 bytes; pointers: text, list of structs with a text each }`
    fn segment() -> Vec<u8> {
        let words = [
            0x0002_0001_0000_0000, // the root: one word, two pointers
            0x1122_3344_5566_7788,
            0x0000_0022_0000_0005, // "abc"
            0x0000_0017_0000_0005, // two words of structs
            0x0000_0000_0063_6261,
            0x0001_0000_0000_0008, // two elements of one pointer
            0x0000_001a_0000_0005, // "de"
            0,
            0x0000_0000_0000_6564,
        ];
        words
            .iter()
            .flat_map(|word: &u64| word.to_le_bytes())
            .collect()
    }

    #[test]
    fn values_are_read_by_offset() {
        let segment = segment();
        let it = root(&segment).as_struct().unwrap();
        assert_eq!(
            (it.bits(0, 8), it.bits(1, 16), it.bits(3, 1)),
            (0x88, 0x5566, 1)
        );
        assert_eq!((it.bits(0, 64), it.bits(1, 64)), (0x1122_3344_5566_7788, 0));
        assert_eq!(it.pointer(0).as_text().as_deref(), Some("abc"));
        assert!(it.pointer(2).is_null());
        let list = it.pointer(1).as_list().unwrap();
        let texts = (0..list.len()).map(|index| {
            let element = list.structure(index).unwrap();
            element.pointer(0).as_text().unwrap()
        });
        assert_eq!(texts.collect::<Vec<_>>(), ["de", ""]);
    }

    #[test]
    fn a_part_becomes_a_message_of_its_own() {
        let segment = segment();
        let it = root(&segment).as_struct().unwrap();
        let message = it.pointer(0).to_message();
        let mut expected = Builder::new(HeapAllocator::new());
        expected.set_root::<capnp::text::Owned>("abc").unwrap();
        assert_eq!(message, capnp::serialize::write_message_to_words(&expected));
        assert_eq!(
            it.pointer(7).to_message(),
            [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        );
    }

    #[test]
    fn any_bytes_can_be_read() {
        let good = segment();
        for at in 0..good.len() {
            for value in [0, 1, 3, 0x7f, 0xfe, 0xff] {
                let mut bytes = good.clone();
                bytes[at] = value;
                for length in [bytes.len(), at] {
                    read(root(&bytes[..length]), 0);
                }
            }
        }
    }

    fn read(pointer: Pointer<'_>, depth: usize) {
        pointer.as_text();
        pointer.to_message();
        if depth > 3 {
            return;
        }
        if let Some(it) = pointer.as_struct() {
            it.bits(3, 32);
            (0..3).for_each(|index| read(it.pointer(index), depth + 1));
        }
        if let Some(list) = pointer.as_list() {
            for index in 0..list.len().min(3) {
                list.bits(index, 16);
                list.pointer(index)
                    .into_iter()
                    .for_each(|it| read(it, depth + 1));
                list.structure(index)
                    .into_iter()
                    .for_each(|it| read(it.pointer(0), depth + 1));
            }
        }
    }
}

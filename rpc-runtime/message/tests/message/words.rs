//! Messages put together by hand, word by word.

/// A pointer to a struct `offset` words after the pointer's end.
pub fn structure(offset: i32, data: u16, pointers: u16) -> u64 {
    u64::from(offset as u32) << 2 & 0xffff_ffff | u64::from(data) << 32 | u64::from(pointers) << 48
}

/// A pointer to a list. For a list of structs `count` is in words.
pub fn list(offset: i32, code: u8, count: u32) -> u64 {
    u64::from(offset as u32) << 2 & 0xffff_ffff | 1 | u64::from(code) << 32 | u64::from(count) << 35
}

/// The word before the elements of a list of structs.
pub fn tag(count: u32, data: u16, pointers: u16) -> u64 {
    structure(count as i32, data, pointers)
}

pub fn far(segment: u32, position: u32) -> u64 {
    2 | u64::from(position) << 3 | u64::from(segment) << 32
}

pub fn double_far(segment: u32, position: u32) -> u64 {
    far(segment, position) | 4
}

pub fn capability(index: u32) -> u64 {
    3 | u64::from(index) << 32
}

/// The message of these segments, framed.
pub fn message(segments: &[&[u64]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(&(segments.len() as u32 - 1).to_le_bytes());
    for segment in segments {
        bytes.extend_from_slice(&(segment.len() as u32).to_le_bytes());
    }
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    for word in segments.iter().flat_map(|segment| segment.iter()) {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    bytes
}

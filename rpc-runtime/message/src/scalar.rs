//! Booleans and numbers: what lies in a data section or in a list of its own.

/// A boolean or a number: `bool`, `u8` to `u64`, `i8` to `i64`, `f32`, `f64`.
pub trait Scalar: sealed::Scalar {}

pub(crate) mod sealed {
    /// What each of them can do.
    pub trait Scalar: Copy + Default {
        /// The code for a list's element size.
        const CODE: u8;
        /// Size of an element, in bits.
        const BITS: usize;

        /// The value at `offset`, in units of the type's size; the default where the section is shorter.
        fn get(data: &[u8], offset: usize) -> Self;

        /// Writes the value at `offset`; false if the section is shorter.
        fn put(self, data: &mut [u8], offset: usize) -> bool;

        /// The bits of one in which it differs from the other.
        fn xor(self, other: Self) -> Self;

        /// The elements of a list, that many as there is place for.
        fn put_all(items: &[Self], list: &mut [u8]);

        /// Every element of a list that has only these elements.
        fn extend(list: &[u8], count: usize, items: &mut Vec<Self>);
    }
}

pub(crate) use sealed::Scalar as Sealed;

macro_rules! scalars {
    ($($type:ident $code:literal $xor:expr;)*) => {
        $(
            impl Scalar for $type {}

            impl Sealed for $type {
                const CODE: u8 = $code;
                const BITS: usize = size_of::<$type>() * 8;

                #[inline]
                fn get(data: &[u8], offset: usize) -> Self {
                    match data.get(offset.saturating_mul(size_of::<$type>())..).and_then(<[u8]>::first_chunk) {
                        Some(bytes) => Self::from_le_bytes(*bytes),
                        None => Self::default(),
                    }
                }

                #[inline]
                fn put(self, data: &mut [u8], offset: usize) -> bool {
                    let place = data
                        .get_mut(offset.saturating_mul(size_of::<$type>())..)
                        .and_then(<[u8]>::first_chunk_mut);
                    match place {
                        Some(bytes) => {
                            *bytes = self.to_le_bytes();
                            true
                        }
                        None => false,
                    }
                }

                #[inline]
                fn xor(self, other: Self) -> Self {
                    let xor: fn(Self, Self) -> Self = $xor;
                    xor(self, other)
                }

                fn put_all(items: &[Self], list: &mut [u8]) {
                    let (places, _) = list.as_chunks_mut();
                    for (place, item) in places.iter_mut().zip(items) {
                        *place = item.to_le_bytes();
                    }
                }

                fn extend(list: &[u8], count: usize, items: &mut Vec<Self>) {
                    let (elements, _) = list.as_chunks();
                    items.extend(elements.iter().take(count).map(|bytes| Self::from_le_bytes(*bytes)));
                }
            }
        )*
    };
}

scalars! {
    u8 2 |a, b| a ^ b;
    u16 3 |a, b| a ^ b;
    u32 4 |a, b| a ^ b;
    u64 5 |a, b| a ^ b;
    i8 2 |a, b| a ^ b;
    i16 3 |a, b| a ^ b;
    i32 4 |a, b| a ^ b;
    i64 5 |a, b| a ^ b;
    f32 4 |a, b| Self::from_bits(a.to_bits() ^ b.to_bits());
    f64 5 |a, b| Self::from_bits(a.to_bits() ^ b.to_bits());
}

impl Scalar for bool {}

impl Sealed for bool {
    const CODE: u8 = 1;
    const BITS: usize = 1;

    #[inline]
    fn get(data: &[u8], offset: usize) -> Self {
        data.get(offset / 8)
            .is_some_and(|byte| byte & (1 << (offset % 8)) != 0)
    }

    #[inline]
    fn put(self, data: &mut [u8], offset: usize) -> bool {
        let Some(byte) = data.get_mut(offset / 8) else {
            return false;
        };
        let bit = 1 << (offset % 8);
        *byte = if self { *byte | bit } else { *byte & !bit };
        true
    }

    #[inline]
    fn xor(self, other: Self) -> Self {
        self != other
    }

    fn put_all(items: &[Self], list: &mut [u8]) {
        for (byte, bits) in list.iter_mut().zip(items.chunks(8)) {
            *byte = bits
                .iter()
                .rev()
                .fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        }
    }

    fn extend(list: &[u8], count: usize, items: &mut Vec<Self>) {
        let bits = list
            .iter()
            .flat_map(|byte| (0..8).map(move |bit| byte & (1 << bit) != 0));
        items.extend(bits.take(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lie_in_units_of_their_size() {
        let mut data = [0; 8];
        assert!(0x1234_u16.put(&mut data, 3));
        assert_eq!(data, [0, 0, 0, 0, 0, 0, 0x34, 0x12]);
        assert_eq!(u16::get(&data, 3), 0x1234);
        assert!(!1_u16.put(&mut data, 4), "outside");
        assert_eq!(u16::get(&data, 4), 0, "outside");
        assert_eq!(u64::get(&data, usize::MAX / 8), 0, "far outside");
    }

    #[test]
    fn booleans_lie_in_bits() {
        let mut data = [0; 2];
        assert!(true.put(&mut data, 9));
        assert_eq!(data, [0, 2]);
        assert!(bool::get(&data, 9) && !bool::get(&data, 8));
        assert!(false.put(&mut data, 9));
        assert_eq!(data, [0, 0]);
        assert!(!true.put(&mut data, 16), "outside");
    }

    #[test]
    fn a_list_of_booleans_is_packed() {
        let items: Vec<bool> = (0..11).map(|index| index % 3 == 0).collect();
        let mut list = [0; 8];
        bool::put_all(&items, &mut list);
        assert_eq!(list, [0b0100_1001, 0b0000_0010, 0, 0, 0, 0, 0, 0]);
        let mut read = Vec::new();
        bool::extend(&list, 11, &mut read);
        assert_eq!(read, items);
    }

    #[test]
    fn xor_of_floats_keeps_every_bit() {
        let odd = f64::from_bits(0x7ff0_0000_0000_0001);
        assert_eq!(odd.xor(1.5).xor(1.5).to_bits(), odd.to_bits());
        assert_eq!(1.5f32.xor(1.5).to_bits(), 0);
    }
}

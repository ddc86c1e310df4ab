//! Messages that were cut short or had some of their bits changed.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use rpc_message::{from_bytes, to_bytes};

use crate::strategies::{self, for_each};
use crate::types::Everything;
use crate::walk::walk;
use crate::words::structure;

/// Numbers that look random, always the same: the generator xorshift64*.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }

    /// Changes some of the bytes: single bits, whole numbers at their bounds, words moved to other places.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            if bytes.is_empty() {
                return;
            }
            let at = self.below(bytes.len());
            let word = at / 8 * 8;
            match self.below(8) {
                0 | 1 => bytes[at] ^= 1 << self.below(8),
                2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][self.below(5)],
                3 | 4 => {
                    let from = self.below(bytes.len()) / 8 * 8;
                    if from.max(word) + 8 <= bytes.len() {
                        bytes.copy_within(from..from + 8, word);
                    }
                }
                5 => bytes[word..]
                    .iter_mut()
                    .take(4)
                    .for_each(|byte| *byte = 0xff),
                6 => bytes[word..]
                    .iter_mut()
                    .skip(4)
                    .take(4)
                    .for_each(|byte| *byte = 0xff),
                _ => {
                    let keep = self.below(bytes.len() + 1);
                    if self.below(8) == 0 {
                        bytes.truncate(keep);
                    }
                }
            }
        }
    }
}

#[test]
fn mutated_messages() {
    let rounds = if cfg!(target_arch = "wasm32") { 1 } else { 20 };
    for_each(strategies::everything(), |value| {
        let bytes = to_bytes(&value).unwrap();
        let mut random = Random(bytes.len() as u64 + 1);
        for _ in 0..rounds {
            let mut bytes = bytes.clone();
            random.mutate(&mut bytes);
            walk(&bytes);
        }
    });
}

#[test]
fn every_bit_of_small_messages() {
    for_each(strategies::node(), |value| {
        let bytes = to_bytes(&value).unwrap();
        if bytes.len() > 48 {
            return;
        }
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            walk(&bytes);
        }
    });
}

#[test]
fn truncated_messages() {
    for_each(strategies::shape(), |value| {
        let bytes = to_bytes(&value).unwrap();
        for length in 0..bytes.len() {
            let error = from_bytes::<Everything>(&bytes[..length]).unwrap_err();
            assert!(error.to_string().contains("ends within"), "{error}");
        }
    });
}

#[test]
fn random_messages() {
    let mut random = Random(1);
    for _ in 0..if cfg!(target_arch = "wasm32") {
        1_000
    } else {
        20_000
    } {
        // Framed, or nearly all would be refused for that.
        let mut bytes: Vec<u8> = (0..8 * (2 + random.below(30)))
            .map(|_| random.below(256) as u8 & [0xff, 3, 0][random.below(3)])
            .collect();
        bytes[..4].fill(0);
        let words = bytes.len() as u32 / 8 - 1;
        bytes[4..8].copy_from_slice(&words.to_le_bytes());
        // And with a root.
        let pointers = random.below(20) as u16;
        let root = structure(0, random.below(4) as u16, pointers.min(words as u16 / 2));
        bytes[8..16].copy_from_slice(&root.to_le_bytes());
        walk(&bytes);
    }
}

//! Random values of every type, from a seed.

use std::collections::BTreeMap;

use rpc_runtime::platform::Date;

use crate::soak::{Color, Everything, Line, Point, Rights, Shape};

/// A generator of numbers (xorshift64*): two with one seed give the same.
#[derive(Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        rng.next();
        rng
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 8 ^ self.0 << 32
    }

    /// From 0 on, less than `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (self.next() >> 16) as u32 % end.max(1)
    }

    /// Once in so many times.
    pub(crate) fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// How large something may be: as `large` now and then.
    pub(crate) fn size(&mut self, small: u32, large: u32) -> u32 {
        if self.one_in(30) { large } else { small }
    }

    pub(crate) fn many<T>(&mut self, most: u32, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = self.below(most + 1);
        (0..length).map(|_| make(self)).collect()
    }

    pub(crate) fn option<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(2) {
            Some(make(self))
        } else {
            None
        }
    }

    pub(crate) fn bool(&mut self) -> bool {
        self.one_in(2)
    }

    pub(crate) fn char(&mut self) -> char {
        const ALPHABET: [char; 12] = [
            'a', 'b', 'z', ' ', '\0', '"', 'é', 'ß', '中', '\u{2028}', '\u{fffd}', '🦀',
        ];
        ALPHABET[self.below(ALPHABET.len() as u32) as usize]
    }

    pub(crate) fn text(&mut self, most: u32) -> String {
        let length = self.below(most + 1);
        (0..length).map(|_| self.char()).collect()
    }

    /// Any number, but those that are not equal to themselves.
    pub(crate) fn f64(&mut self) -> f64 {
        match self.below(8) {
            0 => 0.0,
            1 => f64::INFINITY,
            2 => -f64::MIN_POSITIVE,
            3 => f64::from(self.below(1000)),
            _ => (self.next() as i64 as f64) / 1e9,
        }
    }

    fn point(&mut self) -> Point {
        Point {
            x: self.f64(),
            y: self.f64(),
        }
    }

    fn shape(&mut self) -> Shape {
        match self.below(4) {
            0 => Shape::Dot,
            1 => Shape::Circle(self.f64()),
            2 => Shape::Polygon(self.many(4, Self::point)),
            _ => Shape::Labelled(self.option(|rng| rng.text(8))),
        }
    }

    pub(crate) fn line(&mut self) -> Line {
        Line {
            id: self.next(),
            name: self.text(20),
            amount: self.next() as u32,
            price: self.f64(),
            note: self.option(|rng| rng.text(30)),
        }
    }

    pub(crate) fn everything(&mut self) -> Everything {
        Everything {
            truth: self.bool(),
            a: self.next() as u8,
            b: self.next() as u16,
            c: self.next() as u32,
            d: self.next(),
            e: self.next() as i8,
            f: self.next() as i16,
            g: self.next() as i32,
            h: self.next() as i64,
            i: self.f64() as f32,
            j: self.f64(),
            letter: self.char(),
            text: self.text(100),
            bytes: self.many(200, |rng| rng.next() as u8),
            shorts: self.many(20, |rng| rng.next() as u16),
            wide: self.many(20, |rng| rng.next() as i64),
            floats: self.many(20, Self::f64),
            truths: self.many(10, Self::bool),
            texts: self.many(5, |rng| rng.text(20)),
            lines: self.many(5, Self::line),
            digest: std::array::from_fn(|_| self.next() as u8),
            corners: std::array::from_fn(|_| self.point()),
            ages: self.map(|rng| (rng.text(5), rng.next() as u8)),
            names: self.map(|rng| (rng.next(), rng.text(5))),
            age: self.option(|rng| rng.next() as u8),
            middle_name: self.option(|rng| rng.option(|rng| rng.text(5))),
            outcome: match self.bool() {
                true => Ok(self.next() as u32),
                false => Err(self.text(10)),
            },
            done: match self.bool() {
                true => Ok(()),
                false => Err(()),
            },
            pair: (self.next() as u32, self.text(10), self.option(Self::bool)),
            shapes: self.many(4, Self::shape),
            color: match self.below(3) {
                0 => Color::Red,
                1 => Color::DarkGreen,
                _ => Color::Blue,
            },
            rights: Rights::from_bits_truncate(self.next() as u32),
            grid: self.many(4, |rng| rng.many(8, Self::f64)),
        }
    }

    pub(crate) fn date(&mut self) -> Date {
        Date::from_millis(self.next() as i64 % 8_640_000_000_000_000).unwrap_or_default()
    }

    fn map<K: Ord, V>(&mut self, entry: impl FnMut(&mut Self) -> (K, V)) -> BTreeMap<K, V> {
        self.many(5, entry).into_iter().collect()
    }
}

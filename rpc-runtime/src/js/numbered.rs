//! What JavaScript knows by a number: where there is no `FinalizationRegistry`, which is so before compatibility date
//! 2025-05-05, nothing lets go of a closure of Rust's; so there is one for all that is done alike, and it takes a number.

use std::collections::BTreeMap;

/// Values by a number that is not given again while there is one by it.
#[derive(Debug)]
pub(crate) struct Numbered<T> {
    by_number: BTreeMap<u32, T>,
    last: u32,
}

impl<T> Numbered<T> {
    pub(crate) const fn new() -> Self {
        Self {
            by_number: BTreeMap::new(),
            last: 0,
        }
    }

    /// Keeps it until it is removed; returns its number.
    pub(crate) fn add(&mut self, value: T) -> u32 {
        let mut number = self.last.wrapping_add(1);
        while self.by_number.contains_key(&number) {
            number = number.wrapping_add(1);
        }
        self.by_number.insert(number, value);
        self.last = number;
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.by_number.get(&number)
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.by_number.get_mut(&number)
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        self.by_number.remove(&number)
    }
}

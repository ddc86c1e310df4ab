//! What JavaScript knows by a number: where there is no `FinalizationRegistry`, which is so before compatibility date
//! 2025-05-05, nothing lets go of a closure of Rust's; so there is one for all that is done alike, and it takes a number.

/// Values by a number that is given again only after all others were: JavaScript may say one late.
///
/// A number's place is what remains of it, divided by how many places there are. Numbers are given in turn, but for those
/// whose place is taken; so no two meet in one, in a longer list neither.
#[derive(Debug)]
pub(crate) struct Numbered<T> {
    /// As many as a power of two.
    places: Vec<Option<(u32, T)>>,
    taken: usize,
    last: u32,
}

/// How many places there are at first.
const PLACES: usize = 16;

impl<T> Numbered<T> {
    pub(crate) const fn new() -> Self {
        Self {
            places: Vec::new(),
            taken: 0,
            last: 0,
        }
    }

    fn place(&self, number: u32) -> usize {
        number as usize & self.places.len().wrapping_sub(1)
    }

    /// Keeps it until it is removed; returns its number.
    pub(crate) fn add(&mut self, value: T) -> u32 {
        if self.taken * 2 >= self.places.len() {
            self.resize((self.places.len() * 2).max(PLACES));
        }
        loop {
            self.last = self.last.wrapping_add(1);
            let (number, place) = (self.last, self.place(self.last));
            if let Some(free @ None) = self.places.get_mut(place) {
                *free = Some((number, value));
                self.taken += 1;
                return number;
            }
        }
    }

    #[cold]
    fn resize(&mut self, places: usize) {
        let before = std::mem::take(&mut self.places);
        self.places.resize_with(places, || None);
        for entry in before.into_iter().flatten() {
            let place = self.place(entry.0);
            self.places[place] = Some(entry);
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.taken
    }

    fn at(&mut self, number: u32) -> Option<&mut Option<(u32, T)>> {
        let place = self.place(number);
        let entry = self.places.get_mut(place)?;
        matches!(entry, Some((there, _)) if *there == number).then_some(entry)
    }

    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.at(number)?.as_mut().map(|(_, value)| value)
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let (_, value) = self.at(number)?.take()?;
        self.taken -= 1;
        // What many calls at once took is given back after the last.
        if self.taken == 0 && self.places.len() > 64 * PLACES {
            self.places = Vec::new();
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Numbered;

    #[test]
    fn a_number_finds_its_value_alone() {
        let mut all = Numbered::new();
        let numbers: Vec<u32> = (0..1000).map(|value| all.add(value)).collect();
        for (value, number) in numbers.iter().enumerate() {
            assert_eq!(all.get_mut(*number), Some(&mut value.clone()));
        }
        for (value, number) in numbers
            .iter()
            .enumerate()
            .filter(|(value, _)| value % 3 != 0)
        {
            assert_eq!(all.remove(*number), Some(value));
            assert_eq!(all.remove(*number), None);
        }
        let more: Vec<u32> = (1000..3000).map(|value| all.add(value)).collect();
        assert!(more.iter().all(|number| !numbers.contains(number)));
        assert_eq!(all.get_mut(numbers[999]), Some(&mut 999));
        assert_eq!(all.remove(more[1999]), Some(2999));
    }

    #[test]
    fn a_number_is_not_given_again() {
        let mut all = Numbered::new();
        let kept = all.add(0);
        let first = all.add(1);
        all.remove(first);
        for value in 0..10_000 {
            let number = all.add(value);
            assert!(number != first && number != kept);
            assert_eq!(all.get_mut(first), None);
            all.remove(number);
        }
        assert_eq!(all.get_mut(kept), Some(&mut 0));
    }
}

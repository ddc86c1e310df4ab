//! Numbers that look like chance, and are the same each time.

/// `SplitMix64`, of Steele, Lea and Flood: <https://doi.org/10.1145/2714064.2660195>.
#[derive(Default)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0, and less than 1.
    pub(super) fn fraction(&mut self) -> f64 {
        // As many bits as an f64 has.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn numbers_are_those_of_the_algorithm() {
        // From its authors' own program.
        let mut random = Random::of(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn fractions_are_spread_evenly() {
        let mut random = Random::of(7);
        let small = (0..10_000).filter(|_| random.fraction() < 0.25).count();
        assert!((2_400..2_600).contains(&small), "{small}");
    }
}

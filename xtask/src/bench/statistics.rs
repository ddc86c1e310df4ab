//! What is said of several measurements of the same thing.

/// The middle of `values` and the quartiles around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
}

impl Spread {
    /// Of nothing, there is none.
    pub(crate) fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            low: quantile(&sorted, 0.25)?,
            median: quantile(&sorted, 0.5)?,
            high: quantile(&sorted, 0.75)?,
        })
    }

    /// How far half of the values are from the median at most, in parts of it.
    pub(crate) fn relative(self) -> f64 {
        (self.high - self.low) / 2.0 / self.median
    }
}

/// The value below which the part `at` of `sorted` is, between two of them if it has to be.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // Nobody measures so often.
fn quantile(sorted: &[f64], at: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = at * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    let part = place - place.floor();
    Some(sorted[below] + (sorted[above] - sorted[below]) * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_between_values_where_they_have_to_be() {
        let spread = |low, median, high| Some(Spread { low, median, high });
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[3.0]), spread(3.0, 3.0, 3.0));
        assert_eq!(
            Spread::of(&[5.0, 1.0, 4.0, 2.0, 3.0]),
            spread(2.0, 3.0, 4.0)
        );
        assert_eq!(Spread::of(&[4.0, 1.0, 3.0, 2.0]), spread(1.75, 2.5, 3.25));
    }

    #[test]
    fn an_outlier_moves_neither_median_nor_spread_far() {
        let spread = Spread::of(&[10.0, 10.0, 11.0, 9.0, 1000.0]);
        assert_eq!(spread.map(|spread| spread.median), Some(10.0));
        assert_eq!(spread.map(Spread::relative), Some(0.05));
    }
}

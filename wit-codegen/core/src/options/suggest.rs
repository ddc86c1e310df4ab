//! Names that someone may have meant.

/// Up to three of `known` that look like `wanted` and not much less so than the closest, which comes first.
pub fn closest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let allowed = wanted.chars().count() / 5 + 1;
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (distance(wanted, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort_unstable();
    near.dedup();
    let best = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| *distance <= best + 1);
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How many characters must be inserted, removed or replaced to get from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, in_a) in a.chars().enumerate() {
        let mut last = i + 1;
        let mut diagonal = i;
        for (cell, in_b) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(in_a != *in_b);
            diagonal = *cell;
            last = replaced.min(diagonal + 1).min(last + 1);
            *cell = last;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("añb", "ab", 1),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(
            closest("calculatr", ["calculator", "store", "calculators"]),
            ["calculator", "calculators"]
        );
        assert!(closest("x", ["calculator"]).is_empty());
        assert!(closest("foo:wasi", ["foo:root"]).is_empty());
    }
}

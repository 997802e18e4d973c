//! Medians and spreads: what is quoted of several rounds.

/// What several rounds gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread<T> {
    /// The middle one.
    pub median: T,
    /// The smallest.
    pub least: T,
    /// The largest.
    pub most: T,
}

/// The median and both ends; none of nothing. Of an even number it takes the upper middle, so that
/// every figure is one that was measured.
#[must_use]
pub fn spread<T: PartialOrd + Copy>(values: impl IntoIterator<Item = T>) -> Option<Spread<T>> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let median = *values.get(values.len() / 2)?;
    Some(Spread { median, least: *values.first()?, most: *values.last()? })
}

/// The median alone.
#[must_use]
pub fn median<T: PartialOrd + Copy>(values: impl IntoIterator<Item = T>) -> Option<T> {
    Some(spread(values)?.median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_both_ends_are_told() {
        let cases: [(&[u64], Option<[u64; 3]>); 5] = [
            (&[], None),
            (&[7], Some([7, 7, 7])),
            (&[9, 1], Some([9, 1, 9])),
            (&[5, 1, 3], Some([3, 1, 5])),
            (&[4, 4, 100, 2, 3], Some([4, 2, 100])),
        ];
        for (values, expected) in cases {
            let told = spread(values.iter().copied()).map(|one| [one.median, one.least, one.most]);
            assert_eq!(told, expected, "{values:?}");
        }
    }
}

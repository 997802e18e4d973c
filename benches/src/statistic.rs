//! Medians and spreads: what is quoted of several rounds.

/// What several rounds gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
}

/// The median and both ends; none of nothing.
#[must_use]
pub fn spread(values: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(Spread { median: f64::midpoint(lower, upper), least: *values.first()?, most: *values.last()? })
}

/// The median alone.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    Some(spread(values)?.median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_both_ends_are_told() {
        let cases: [(&[f64], Option<[f64; 3]>); 5] = [
            (&[], None),
            (&[7.0], Some([7.0, 7.0, 7.0])),
            (&[9.0, 1.0], Some([5.0, 1.0, 9.0])),
            (&[5.0, 1.0, 3.0], Some([3.0, 1.0, 5.0])),
            (&[4.0, 5.0, 100.0, 2.0], Some([4.5, 2.0, 100.0])),
        ];
        for (values, expected) in cases {
            let told = spread(values.iter().copied()).map(|one| [one.median, one.least, one.most]);
            assert_eq!(told, expected, "{values:?}");
        }
    }
}

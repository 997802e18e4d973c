//! Near misses: which known name a misspelt one probably stands for (FIL-07).

/// Longest name that is compared; the work is quadratic in it.
const LENGTH_MAX: usize = 48;

/// The known name nearest to `found`, if it is near enough to be a slip.
pub(crate) fn nearest(found: &str, known: impl Iterator<Item = &'static str>) -> Option<String> {
    if found.is_empty() || found.len() > LENGTH_MAX {
        return None;
    }
    let upper = found.to_ascii_uppercase();
    let allowed = if upper.len() <= 3 { 1 } else { 2 };
    known
        .map(|name| (distance(upper.as_bytes(), name.as_bytes()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| format!("did you mean {name}?"))
}

/// How many bytes must be inserted, deleted or replaced to make one from the other (Levenshtein).
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let (first, further) = row.split_at_mut(1);
        first.fill(left);
        for (y, cell) in b.iter().zip(further) {
            let above = *cell;
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIL-07: a hint for near misses only.
    #[test]
    fn fil_07_hints() {
        let known = ["COUNT", "END", "KEYTYPE", "START"];
        for (found, expected) in [
            ("count", Some("COUNT")),
            ("CUONT", Some("COUNT")),
            ("COUNTS", Some("COUNT")),
            ("KEY_TYPE", Some("KEYTYPE")),
            ("STAT", Some("START")),
            ("EN", Some("END")),
            ("XYZ", None),
            ("COLOUR", None),
            ("", None),
        ] {
            let expected = expected.map(|name| format!("did you mean {name}?"));
            assert_eq!(nearest(found, known.into_iter()), expected, "{found}");
        }
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [("", "", 0), ("", "ab", 2), ("ab", "", 2), ("kitten", "sitting", 3)] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }
}

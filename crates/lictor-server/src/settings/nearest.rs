//! What somebody who wrote an unknown name probably meant.

/// The known name that is nearest to a text, if it is near enough to be meant: at most a third of
/// its characters differ.
pub(crate) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |name: &'a str| (edits(text, name), name);
    let (edits, name) = known.map(distance).min()?;
    (edits * 3 <= name.chars().count()).then_some(name)
}

/// How many characters must be inserted, removed or replaced to make one text the other
/// (Levenshtein distance, by the rows of its matrix).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut above_left = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let replaced = above_left + usize::from(from != *to);
            above_left = *cell;
            left = replaced.min(above_left + 1).min(left + 1);
            *cell = left;
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
    fn edits_are_counted() {
        for (a, b, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("listen", "lsiten", 2)]
        {
            assert_eq!(edits(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["listen", "licenses", "session_timeout"];
        for (text, expected) in [
            ("lisen", Some("listen")),
            ("license", Some("licenses")),
            ("session-timeout", Some("session_timeout")),
            ("color", None),
            ("", None),
        ] {
            assert_eq!(nearest(text, known.into_iter()), expected, "{text}");
        }
    }
}

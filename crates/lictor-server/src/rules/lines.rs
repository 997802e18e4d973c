//! From offsets of a text to lines and characters.

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Line, from 1, of the byte at an offset.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// Line and character, both from 1, of the byte at an offset. Takes as long as the line is.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..at).map_or(0, |before| before.chars().count());
        (line, before + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_in_characters() {
        let lines = Lines::new("ab\n\näöx\n");
        for (at, expected) in
            [(0, (1, 1)), (1, (1, 2)), (3, (2, 1)), (4, (3, 1)), (8, (3, 3)), (10, (4, 1)), (99, (4, 1))]
        {
            assert_eq!(lines.place(at), expected, "{at}");
        }
    }
}

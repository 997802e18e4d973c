//! The words of a line.

/// Words separated by blanks; a comma behind one is dropped.
pub(crate) struct Words<'a>(std::iter::Peekable<Box<dyn Iterator<Item = &'a str> + 'a>>);

impl<'a> Words<'a> {
    pub(crate) fn new(line: &'a str) -> Self {
        let words: Box<dyn Iterator<Item = &'a str> + 'a> =
            Box::new(line.split_whitespace().map(|word| word.trim_end_matches(',')));
        Self(words.peekable())
    }

    pub(crate) fn peek(&mut self) -> Option<&'a str> {
        self.0.peek().copied()
    }

    /// The next word, which must be there.
    pub(crate) fn next(&mut self) -> &'a str {
        self.0.next().expect("one more word")
    }

    pub(crate) fn by_ref(&mut self) -> impl Iterator<Item = &'a str> {
        self.0.by_ref()
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.next().parse().expect("a number")
    }

    /// `x3`, or 0 for `all`.
    pub(crate) fn count(&mut self) -> u32 {
        match self.next() {
            "all" => 0,
            count => count.strip_prefix('x').expect("a count as x3").parse().unwrap(),
        }
    }
}

/// `8h`.
pub(crate) fn hours(word: &str) -> u16 {
    word.strip_suffix('h').expect("hours as 8h").parse().unwrap()
}

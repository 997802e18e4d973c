//! What a house rule has to say about a place in the tree.

use std::fmt;

/// One breach of one house rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File, from the top of the repository.
    pub path: String,
    /// Line, counted from 1; 0 means the file as a whole.
    pub line: usize,
    /// The rule's short name: the file in `xtask/src/tidy/` that holds it.
    pub rule: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

impl Finding {
    /// A finding about a whole file.
    pub(crate) fn file(rule: &'static str, path: &str, text: impl Into<String>) -> Self {
        Self::line(rule, path, 0, text)
    }

    /// A finding about one line.
    pub(crate) fn line(rule: &'static str, path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, rule, text } = self;
        match line {
            0 => write!(f, "{path}: {text} [{rule}]"),
            line => write!(f, "{path}:{line}: {text} [{rule}]"),
        }
    }
}

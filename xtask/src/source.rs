//! A Rust file, read well enough for house rules: where code, comments and strings are, where its
//! functions begin and end, and which lines are tests.

mod function;
mod mask;

use std::ops::RangeInclusive;

pub(crate) use function::Function;

/// One Rust file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path from the top of the repository.
    pub(crate) path: String,
    /// The file as written.
    pub(crate) text: String,
    /// The same, with comments and literals blanked: as many bytes, the same lines.
    pub(crate) code: String,
    /// Every function with a body.
    pub(crate) functions: Vec<Function>,
    /// Lines of items under `#[cfg(test)]`.
    pub(crate) tests: Vec<RangeInclusive<usize>>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = mask::mask(text);
        let functions = function::functions(&code);
        let tests = function::test_items(&code);
        Self { path: path.to_owned(), text: text.to_owned(), code, functions, tests }
    }

    /// Whether the whole file is tests or a bench.
    pub(crate) fn is_test_file(&self) -> bool {
        let path = &self.path;
        path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/benches/")
    }

    /// Whether a line is part of a test.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.is_test_file() || self.tests.iter().any(|lines| lines.contains(&line))
    }

    /// How many lines are inline tests.
    pub(crate) fn test_lines(&self) -> usize {
        self.tests.iter().map(|lines| lines.end() + 1 - lines.start()).sum()
    }

    /// How many lines there are besides inline tests.
    pub(crate) fn code_lines(&self) -> usize {
        self.text.lines().count() - self.test_lines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
//! Doc.
fn long(a: [u8; 2]) -> u8 {
    if a[0] == b'{' { 1 } else { 2 } // }
}

#[cfg(test)]
mod tests {
    #[test]
    fn it() { assert_eq!(\"}\", r#\"}\"#); }
}
";

    #[test]
    fn functions_and_tests_are_found_with_their_lines() {
        let source = Source::new("crates/x/src/y.rs", TEXT);
        let functions: Vec<_> = source.functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(functions, [("long", 2, 3), ("it", 9, 1)]);
        assert_eq!(source.tests, [6..=10]);
        assert_eq!((source.code_lines(), source.test_lines()), (5, 5));
        assert!(source.is_test_line(9) && !source.is_test_line(5));
    }

    #[test]
    fn a_file_of_tests_is_known_by_its_place() {
        let of = |path: &str| Source::new(path, "").is_test_file();
        assert!(of("crates/x/tests/it/main.rs") && of("crates/x/src/y/tests.rs"));
        assert!(!of("crates/x/src/tests_of_time.rs"));
    }
}

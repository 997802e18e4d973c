//! What is wrong in a file, and where (FIL-07).

use std::fmt;

use lictor_types::Reason;

/// A place in a file: line and column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl Location {
    /// Where every file begins.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One error of a file. Its display is one line, without the file's name and without the hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is: the beginning of the element, or the exact place if the XML itself is broken.
    pub location: Location,
    /// The feature it is in, as far as its name could be read.
    pub feature: Option<String>,
    /// The setting it is about.
    pub setting: Option<String>,
    /// The stable code.
    pub reason: Reason,
    /// The rule that is broken, as `UPG-07` or `setting reference`.
    pub rule: &'static str,
    /// What is wrong and what was expected: a fragment in lower case without a full stop.
    pub text: String,
    /// What probably was meant.
    pub hint: Option<String>,
}

impl Problem {
    pub(crate) fn new(
        location: Location,
        reason: Reason,
        rule: &'static str,
        text: impl Into<String>,
    ) -> Self {
        Self { location, feature: None, setting: None, reason, rule, text: text.into(), hint: None }
    }

    pub(crate) fn of_setting(self, name: &str) -> Self {
        Self { setting: Some(name.chars().take(64).collect()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.location)?;
        if let Some(feature) = &self.feature {
            write!(f, "feature {feature}: ")?;
        }
        if let Some(setting) = &self.setting {
            write!(f, "{setting}: ")?;
        }
        write!(f, "{} ({})", self.text, self.rule)
    }
}

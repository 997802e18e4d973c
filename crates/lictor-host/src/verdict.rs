//! What was found out about a machine, and from what.

/// Longest text that is shown as evidence, in bytes.
const SEEN_BYTES_MAX: usize = 120;

/// The answer of a [`Verdict`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Yes, and what it is, in lower case: `kvm`, `docker`, `aws`.
    Yes(String),
    /// No.
    No,
    /// It cannot be told. In the rules this is as good as no (SHR-03).
    Unknown,
}

/// An answer and the evidence it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub answer: Answer,
    /// What was seen, each as `where: what`; for [`Answer::Unknown`] also what could not be seen.
    pub evidence: Vec<String>,
}

/// It cannot be told, and nothing was seen.
impl Default for Verdict {
    fn default() -> Self {
        Self::unknown(Vec::new())
    }
}

impl Verdict {
    /// Yes, this kind.
    pub(crate) fn yes(kind: &str, evidence: Vec<String>) -> Self {
        Self { answer: Answer::Yes(kind.to_owned()), evidence }
    }

    /// No.
    pub(crate) fn no(evidence: Vec<String>) -> Self {
        Self { answer: Answer::No, evidence }
    }

    /// It cannot be told.
    pub(crate) fn unknown(evidence: Vec<String>) -> Self {
        Self { answer: Answer::Unknown, evidence }
    }

    /// Whether the answer is yes: "cannot tell" is not (SHR-03).
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self.answer, Answer::Yes(_))
    }

    /// The kind, if the answer is yes.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        match &self.answer {
            Answer::Yes(kind) => Some(kind),
            Answer::No | Answer::Unknown => None,
        }
    }
}

/// A place and what was seen there, as one short line of evidence.
pub(crate) fn seen(place: &str, what: &str) -> String {
    let end = what.floor_char_boundary(SEEN_BYTES_MAX);
    let text: String = what.get(..end).unwrap_or(what).split(char::is_control).collect();
    format!("{place}: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_one_short_line() {
        assert_eq!(seen("/a/b", "x\ny\u{1b}"), "/a/b: xy");
        assert_eq!(seen("/a", &"ä".repeat(100)), format!("/a: {}", "ä".repeat(60)));
    }
}

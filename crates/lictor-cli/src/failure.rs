//! Why a run of `lictor` did not do what was asked, and its exit code.

use std::path::Path;

use lictor_types::{ExitClass, Status};
use serde::Serialize;

/// What decides the exit code (interfaces: exit codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// The class of a status.
    Status(Status),
    /// The call itself is wrong: 2.
    Usage,
    /// A log is not as it was written: 5.
    LogDamaged,
    /// A file of access rules cannot be read or has mistakes: 5.
    BadRules,
    /// Deciding again did not give what the log says: 1.
    NotReproduced,
    /// A command of the user's cannot be started: 126 or 127, as shells have it.
    NotStarted(u8),
}

impl Code {
    fn exit(self) -> u8 {
        match self {
            Self::Status(status) => status.exit_class().code(),
            Self::Usage => 2,
            Self::LogDamaged | Self::BadRules => ExitClass::File.code(),
            Self::NotReproduced => ExitClass::Internal.code(),
            Self::NotStarted(code) => code,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Status(status) => status.name(),
            Self::Usage => "usage",
            Self::LogDamaged => "log_damaged",
            Self::BadRules => "bad_rules",
            Self::NotReproduced => "not_reproduced",
            Self::NotStarted(_) => "command_not_started",
        }
    }
}

/// One of several things that are wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// `FILE:LINE:COLUMN: …`
    pub(crate) text: String,
    /// What probably was meant.
    pub(crate) hint: Option<String>,
}

/// Why a run failed. The text is a fragment in lower case; the hint says what to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    code: Code,
    text: Option<String>,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// What is wrong in the files, all of it.
    pub(crate) problems: Vec<Problem>,
    document: Option<String>,
    document_written: bool,
}

impl Failure {
    fn new(code: Code, text: Option<String>) -> Self {
        Self { code, text, hint: None, problems: Vec::new(), document: None, document_written: false }
    }

    /// A status and what happened.
    pub(crate) fn status(status: Status, text: impl Into<String>) -> Self {
        Self::new(Code::Status(status), Some(text.into()))
    }

    /// The call is wrong.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::new(Code::Usage, Some(text.into()))
    }

    /// Something that should not happen.
    pub(crate) fn internal(text: impl Into<String>) -> Self {
        Self::status(Status::Internal, text)
    }

    /// A file of the user's cannot be read or written.
    pub(crate) fn file(text: impl Into<String>) -> Self {
        Self::status(Status::BadLicenseFile, text)
    }

    /// A command of the user's cannot be started.
    pub(crate) fn not_started(code: u8, text: impl Into<String>) -> Self {
        Self::new(Code::NotStarted(code), Some(text.into()))
    }

    /// A log is not as it was written (TRU-05).
    pub(crate) fn log_damaged(text: impl Into<String>) -> Self {
        Self::new(Code::LogDamaged, Some(text.into()))
    }

    /// A file of access rules cannot be read or has mistakes (RUL-02).
    pub(crate) fn bad_rules(text: impl Into<String>) -> Self {
        Self::new(Code::BadRules, Some(text.into()))
    }

    /// The same commands did not give the same records again.
    pub(crate) fn not_reproduced(text: impl Into<String>) -> Self {
        Self::new(Code::NotReproduced, Some(text.into()))
    }

    /// The document that says it stands on standard output already.
    #[must_use]
    pub(crate) fn after_document(self) -> Self {
        Self { document_written: true, ..self }
    }

    /// With what to do about it.
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// With places in files.
    #[must_use]
    pub(crate) fn problems(self, problems: Vec<Problem>) -> Self {
        Self { problems, ..self }
    }

    /// About this file: its name stands before every place in it.
    #[must_use]
    pub(crate) fn of(mut self, path: &Path) -> Self {
        for problem in &mut self.problems {
            problem.text = format!("{}:{}", path.display(), problem.text);
        }
        self.text = self.text.map(|text| format!("{}: {text}", path.display()));
        self
    }

    /// With the document that says it.
    #[must_use]
    pub(crate) fn with_document(self, document: &impl Serialize) -> Self {
        Self { document: serde_json::to_string(document).ok(), ..self }
    }

    /// What happened, without the status.
    pub(crate) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        self.code.exit()
    }

    /// The sentence about the whole run.
    pub(crate) fn line(&self) -> Option<String> {
        let text = self.text.as_ref()?;
        Some(match self.code {
            Code::Usage | Code::NotStarted(_) => text.clone(),
            Code::Status(_) | Code::LogDamaged | Code::BadRules | Code::NotReproduced => {
                format!("{}: {text}", self.code.name())
            }
        })
    }

    /// The failure as a document, unless one was written already.
    pub(crate) fn document(&self) -> Option<String> {
        if self.document_written {
            return None;
        }
        let whole = Whole {
            status: self.code.name(),
            text: self.text.as_deref(),
            hint: self.hint.as_deref(),
            problems: self.problems.iter().map(|problem| problem.text.as_str()).collect(),
        };
        self.document.clone().or_else(|| serde_json::to_string(&whole).ok())
    }
}

/// A failure that has no document of its own.
#[derive(Debug, Serialize)]
struct Whole<'a> {
    status: &'static str,
    text: Option<&'a str>,
    hint: Option<&'a str>,
    problems: Vec<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Interfaces: exit codes, and the status name in text and document.
    #[test]
    fn exit_codes_and_names() {
        for (failure, code, line) in [
            (Failure::usage("bad call"), 2, "bad call"),
            (Failure::internal("odd"), 1, "internal: odd"),
            (Failure::status(Status::NotEnoughSeats, "f1 is full"), 3, "not_enough_seats: f1 is full"),
            (Failure::status(Status::ServerBusy, "later"), 4, "server_busy: later"),
            (Failure::file("no such file"), 5, "bad_license_file: no such file"),
            (Failure::log_damaged("1 problem"), 5, "log_damaged: 1 problem"),
            (Failure::bad_rules("1 mistake"), 5, "bad_rules: 1 mistake"),
            (Failure::not_reproduced("record 7"), 1, "not_reproduced: record 7"),
            (Failure::status(Status::NotAuthorized, "no token"), 6, "not_authorized: no token"),
        ] {
            assert_eq!((failure.exit_code(), failure.line().as_deref()), (code, Some(line)));
        }
        for status in Status::ALL.into_iter().filter(|status| !status.is_success()) {
            let expected = match status.name() {
                "internal" => 1,
                "server_unreachable" | "server_not_genuine" | "server_busy" | "not_leader"
                | "protocol_error" => 4,
                "bad_signature" | "untrusted_vendor" | "bad_license_file" | "token_loop" => 5,
                "not_authorized" => 6,
                _ => 3,
            };
            assert_eq!(Failure::status(status, "").exit_code(), expected, "{status}");
        }
        assert_eq!(Failure::log_damaged("1 problem").after_document().document(), None);
        let document = Failure::usage("bad call").hint("look").document().unwrap();
        assert_eq!(document, r#"{"status":"usage","text":"bad call","hint":"look","problems":[]}"#);
    }
}

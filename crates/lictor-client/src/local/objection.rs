//! What speaks against a license: a status, and the same in words.

use lictor_license::Problem;
use lictor_types::{Reason, Status};

/// A status and its text. Of a license the text is what follows its name, as `ended with
/// 2026-12-31`.
pub(super) type Objection = (Status, String);

/// Where in which file something stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) file: &'a str,
    pub(super) line: u32,
}

impl Spot<'_> {
    /// What is wrong here.
    pub(super) fn objection(self, status: Status, text: &str) -> Objection {
        (status, format!("{}:{}: {text}", self.file, self.line))
    }

    /// Every error with its place (FIL-07).
    pub(super) fn problems(self, problems: &[Problem]) -> Objection {
        let reason = problems.first().map_or(Reason::BadFeature, |problem| problem.reason);
        let line = |problem: &Problem| match &problem.hint {
            Some(hint) => format!("{}:{problem} (hint: {hint})", self.file),
            None => format!("{}:{problem}", self.file),
        };
        let lines: Vec<String> = problems.iter().map(line).collect();
        (status_of(reason), lines.join("; "))
    }
}

/// KEY-05: the status of a license that was refused for this reason.
pub(super) fn status_of(reason: Reason) -> Status {
    if matches!(reason, Reason::BadSignature | Reason::Unsigned) {
        Status::BadSignature
    } else if matches!(reason, Reason::UntrustedVendor | Reason::RevokedKey | Reason::OutsideCertificate) {
        Status::UntrustedVendor
    } else {
        Status::BadLicenseFile
    }
}

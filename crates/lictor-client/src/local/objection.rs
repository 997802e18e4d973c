//! What speaks against a license, and which of several objections tells the most.

use lictor_license::Problem;
use lictor_types::{Reason, Status};

/// A status and the same in words: a fragment about the license, in lower case.
pub(super) type Objection = (Status, String);

/// OUT-07, with what is special to files: that another license is bad tells more than that there is
/// none, and less than what a genuine one answers.
pub(super) fn telling(status: Status) -> (u8, u8) {
    let bad = [Status::BadSignature, Status::UntrustedVendor, Status::BadLicenseFile];
    if status == Status::FeatureNotFound {
        (0, 0)
    } else if bad.contains(&status) {
        (1, 0)
    } else {
        (2, status.depth())
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

/// Every error with its place (FIL-07).
pub(super) fn of_problems(problems: &[Problem]) -> Objection {
    let reason = problems.first().map_or(Reason::BadFeature, |problem| problem.reason);
    let texts: Vec<String> = problems
        .iter()
        .map(|problem| match &problem.hint {
            Some(hint) => format!("{problem} (hint: {hint})"),
            None => problem.to_string(),
        })
        .collect();
    (status_of(reason), texts.join("; "))
}

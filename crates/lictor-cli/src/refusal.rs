//! What the client library answers instead of success, as a failure of the run.

use lictor_client::{Error, FeatureDenial, Options};
use lictor_types::Status;

use crate::document::{self, Answers};
use crate::failure::{Failure, Problem};

/// A failed call: the most telling sentence, every source that was tried, and the numbers.
pub(crate) fn failure(error: &Error) -> Failure {
    let failure = Failure::status(error.status(), text(error)).problems(attempts(error));
    let failure = match hint(error) {
        Some(hint) => failure.hint(hint),
        None => failure,
    };
    match error.denials() {
        [] => failure,
        [refused] => failure.with_document(&document(refused)),
        several => failure.with_document(&documents(several)),
    }
}

/// What to do, in the words of the command line.
fn hint(error: &Error) -> Option<String> {
    let known_servers = || Options::new().known_servers_file();
    if error.is_not_genuine()
        && let Some(file) = known_servers()
    {
        let file = file.display();
        return Some(format!(
            "if the server's key was replaced on purpose, remove the server's line from {file}"
        ));
    }
    if error.status() == Status::UntrustedVendor {
        return Some("add the vendor's .pub file to LICTOR_VENDOR_KEY".to_string());
    }
    error.hint().map(ToString::to_string)
}

/// What happened; and where, if it is about the one source that was asked.
fn text(error: &Error) -> String {
    match error.attempts() {
        [only] if !error.is_denied() && error.status() != Status::FeatureNotFound => {
            format!("{}: {error}", only.source)
        }
        _ => error.to_string(),
    }
}

/// Each source's answer, if there was more than one.
fn attempts(error: &Error) -> Vec<Problem> {
    let several = error.attempts().iter().filter(|_| error.attempts().len() > 1);
    several
        .map(|attempt| Problem {
            text: format!("{}: {}: {}", attempt.source, attempt.status, attempt.text),
            hint: None,
        })
        .collect()
}

/// One refusal (interfaces: `lictor checkout --json`).
fn document(refused: &FeatureDenial) -> document::Answer<'_> {
    document::denial(&refused.feature, &refused.denial)
}

/// Several features, of which at least one was refused.
fn documents(several: &[FeatureDenial]) -> Answers<'_> {
    let mut statuses = several.iter().map(|refused| refused.denial.status);
    let status = statuses.find(|status| !status.is_success()).unwrap_or(Status::Internal);
    Answers { status: status.name(), features: several.iter().map(document).collect() }
}

//! What the client library answers instead of success, as a failure of the run.

use lictor_client::{Error, FeatureDenial};
use serde_json::{Value, json};

use crate::document;
use crate::failure::{Failure, Problem};

/// A failed call: the most telling sentence, every source that was tried, and the numbers.
pub(crate) fn failure(error: &Error) -> Failure {
    let failure = Failure::status(error.status(), text(error)).problems(attempts(error));
    let failure = match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    };
    match denials(error.denials()) {
        Some(document) => failure.with_document(document),
        None => failure,
    }
}

/// What happened, with what could help; and where, if it is about the one source that was asked.
fn text(error: &Error) -> String {
    if let Some(relief) = error.denial().and_then(|denial| denial.relief.as_ref()) {
        return format!("{error}; {}", document::relief_sentence(relief));
    }
    match error.attempts() {
        [only] if !error.is_denied() => format!("{}: {error}", only.source),
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

/// One refusal as it is, several as a list (interfaces: `lictor checkout --json`).
fn denials(denials: &[FeatureDenial]) -> Option<Value> {
    let document = |refused: &FeatureDenial| document::denial(&refused.feature, &refused.denial);
    match denials {
        [] => None,
        [refused] => Some(document(refused)),
        several => {
            let status =
                several.iter().map(|refused| refused.denial.status).find(|status| !status.is_success());
            let features: Vec<Value> = several.iter().map(document).collect();
            Some(json!({ "status": status.map(|status| status.name()), "features": features }))
        }
    }
}

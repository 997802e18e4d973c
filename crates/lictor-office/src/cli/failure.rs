//! Why a run of `lictor-office` did not do what was asked, and its exit code.

use lictor_entitle::Code;
use serde_json::{Value as Json, json};

/// Classes of failures, by which scripts decide (office.md 5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Anything else: a fault of the program, of the disk, of the network's other end.
    Internal,
    /// The call is wrong.
    Usage,
    /// What is named is not there.
    NotFound,
    /// The rules forbid it, or somebody else was faster.
    Conflict,
    /// The back office, its issuer or its signer does not answer.
    Upstream,
    /// No token, or one without the right.
    Forbidden,
}

impl Class {
    /// The exit code.
    pub(crate) fn exit(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Conflict => 4,
            Self::Upstream => 5,
            Self::Forbidden => 6,
        }
    }

    /// The class of an HTTP status.
    pub(crate) fn of(status: u16) -> Self {
        match status {
            404 => Self::NotFound,
            409 | 412 | 422 => Self::Conflict,
            502..=504 => Self::Upstream,
            401 | 403 => Self::Forbidden,
            _ => Self::Internal,
        }
    }
}

/// Why a run failed. The text is a fragment in lower case; hints say what to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    class: Class,
    code: Option<String>,
    text: String,
    hints: Vec<String>,
    document: Option<Json>,
}

impl Failure {
    /// A failure of a class.
    pub(crate) fn new(class: Class, text: impl Into<String>) -> Self {
        Self { class, code: None, text: text.into(), hints: Vec::new(), document: None }
    }

    /// The call is wrong.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::new(Class::Usage, text)
    }

    /// Something that should not happen, or that the system does not let us do.
    pub(crate) fn internal(text: impl Into<String>) -> Self {
        Self::new(Class::Internal, text)
    }

    /// What the back office answered instead of success.
    pub(crate) fn answer(status: u16, document: Json) -> Self {
        let error = document.pointer("/errors/0").cloned().unwrap_or_default();
        let text = error["detail"].as_str().or_else(|| error["title"].as_str());
        let text =
            text.map_or_else(|| format!("the back office answered with HTTP status {status}"), str::to_owned);
        let field = error.pointer("/source/pointer").and_then(Json::as_str);
        let numbers = error["meta"].as_object().into_iter().flatten().map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{} {value}", name.replace('_', " "))
        });
        let facts: Vec<String> =
            field.map(|field| format!("field {field}")).into_iter().chain(numbers).collect();
        let text = if facts.is_empty() { text } else { format!("{text} ({})", facts.join(", ")) };
        let mut failure = Self::new(Class::of(status), text);
        failure.code = error["code"].as_str().map(str::to_owned);
        failure.hints.extend(failure.code.as_deref().and_then(advice).map(str::to_owned));
        failure.document = Some(document);
        failure
    }

    /// An operation that ended without success, as its document says.
    pub(crate) fn operation(operation: &Json) -> Self {
        let code = operation["error_code"].as_str();
        let status = code.and_then(Code::parse).map_or(409, Code::http);
        let kind = operation["kind"].as_str().unwrap_or("operation");
        let state = operation["state"].as_str().unwrap_or("Failed");
        let why = operation["error"].as_str().map(|error| format!(": {error}")).unwrap_or_default();
        let mut failure = Self::new(Class::of(status), format!("{kind} is {state}{why}"));
        failure.code = code.map(str::to_owned);
        failure.hints.extend(code.and_then(advice).map(str::to_owned));
        failure.document = Some(operation.clone());
        failure
    }

    /// With one more line on what to do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The class.
    pub(crate) fn class(&self) -> Class {
        self.class
    }

    /// The lines on what to do.
    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The stable code of the back office, if it said one.
    pub(crate) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The sentence, with the code before it; field and numbers stand behind it.
    pub(crate) fn line(&self) -> String {
        match &self.code {
            Some(code) => format!("{code}: {}", self.text),
            None => self.text.clone(),
        }
    }

    /// The failure as a document: what the back office said, or the same form.
    pub(crate) fn document(&self) -> Json {
        self.document.clone().unwrap_or_else(|| {
            json!({ "errors": [{ "code": self.code, "detail": self.text, "meta": { "hints": self.hints } }] })
        })
    }
}

/// What to do about a code, where that does not depend on the case.
const ADVICE: &[(Code, &str)] = &[
    (
        Code::Unauthenticated,
        "--token-file names a file with a token; DIR/admin.token is that of the first start",
    ),
    (Code::PluginOffline, "`license request-text` prints what to send, `license upload` takes the answer"),
    (Code::ActivationRequired, "`license activate` comes before `license retrieve`"),
    (Code::KeyNotIssued, "`license issue` comes first"),
    (Code::FileNotRetrieved, "`license retrieve` comes first"),
    (Code::NotAssigned, "`license assign` comes first"),
    (Code::OperationInProgress, "`operation show` tells how far it is; --wait waits"),
    (Code::SyncAlreadyRunning, "`sync-run list` tells how far it is"),
    (Code::InsufficientCount, "ask for no more than is available; `count` tells how many"),
    (Code::TargetRequired, "--target names one of them"),
    (Code::IdempotencyMismatch, "another request needs another --idempotency-key"),
    (Code::PreconditionFailed, "show it again, then repeat with the new version"),
    (Code::SyncFailed, "the issuer does not answer; `plugin show` tells since when"),
    (Code::IssuerUnreachable, "it is tried again by itself; `operation list` says when"),
    (Code::IssuerTimeout, "it is tried again by itself; `operation list` says when"),
    (Code::CredentialsRejected, "put the issuer's token into DIR/secrets, then `plugin resume`"),
    (Code::SignerUnavailable, "`doctor` says what is wrong with the signer"),
    (
        Code::SignerRefused,
        "the signer's policy.toml sets the limits; `signer pending` lists what can be approved",
    ),
    (Code::RateLimited, "wait a moment"),
];

fn advice(code: &str) -> Option<&'static str> {
    ADVICE.iter().find(|(has, _)| has.as_str() == code).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_tells_the_class() {
        for (status, exit) in [
            (401, 6),
            (403, 6),
            (404, 3),
            (405, 1),
            (409, 4),
            (412, 4),
            (413, 1),
            (422, 4),
            (429, 1),
            (500, 1),
            (502, 5),
            (503, 5),
            (504, 5),
        ] {
            assert_eq!(Class::of(status).exit(), exit, "{status}");
        }
        assert_eq!(Failure::usage("x").class().exit(), 2);
        let failed =
            json!({"kind": "issue", "state": "Failed", "error_code": "ISSUER_UNREACHABLE", "error": "gone"});
        let failure = Failure::operation(&failed);
        assert_eq!(
            (failure.class().exit(), failure.line().as_str()),
            (5, "ISSUER_UNREACHABLE: issue is Failed: gone")
        );
    }

    #[test]
    fn an_error_shows_code_field_and_numbers() {
        let failure = Failure::answer(
            409,
            json!({"errors": [{
                "code": "INSUFFICIENT_COUNT", "detail": "fewer seats are available",
                "meta": {"available": 4, "requested": 5}, "source": {"pointer": "/count"},
            }]}),
        );
        let line = "INSUFFICIENT_COUNT: fewer seats are available (field /count, available 4, requested 5)";
        assert_eq!(failure.line(), line);
        assert_eq!(failure.hints(), ["ask for no more than is available; `count` tells how many"]);
    }
}

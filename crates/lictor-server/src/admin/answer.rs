//! Answers of the port: documents, and refusals in one form.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lictor_types::Status;
use serde::Serialize;

use super::keeper::Caller;
use super::role::Role;
use crate::intake::inspect::Finding;

/// What every answer says to browsers: keep nothing, guess nothing, load nothing.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ),
];

/// Why a request was not done.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    code: StatusCode,
    status: Status,
    text: String,
    hint: Option<&'static str>,
    problems: Vec<Finding>,
    retry_after_seconds: Option<u64>,
}

#[derive(Serialize)]
struct Document<'a> {
    status: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    problems: &'a [Finding],
}

impl Refusal {
    pub(super) fn new(code: StatusCode, status: Status, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { code, status, text, hint: None, problems: Vec::new(), retry_after_seconds: None }
    }

    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// With everything that is wrong in a file.
    pub(super) fn problems(self, problems: Vec<Finding>) -> Self {
        Self { problems, ..self }
    }

    /// The request itself is wrong.
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Status::ProtocolError, text)
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Status::NotAuthorized, "an administrator's token is needed")
            .hint("send it as `Authorization: Bearer TOKEN`; the first one stands in admin.token of the state directory")
    }

    pub(super) fn unknown_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Status::NotAuthorized, "this is no token of this server")
            .hint("the first one stands in admin.token of the state directory; `lictord token list` names the others")
    }

    pub(super) fn forbidden(caller: &Caller, needed: Role) -> Self {
        let text = format!("the token `{}` has the role {}, this needs {needed}", caller.name, caller.role);
        Self::new(StatusCode::FORBIDDEN, Status::NotAuthorized, text)
            .hint("`lictord token add NAME --role ROLE` makes a token of another role")
    }

    pub(super) fn too_many_attempts(wait_ms: u64) -> Self {
        let seconds = wait_ms.div_ceil(1000);
        let text = format!("too many wrong tokens came from this address: wait {seconds} s");
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, Status::NotAuthorized, text).hint(
            "until then no token from this address is looked at; each further wrong one doubles the time",
        );
        Self { retry_after_seconds: Some(seconds), ..refusal }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Status::ProtocolError, "there is nothing at this path")
            .hint("/openapi.json lists what there is")
    }

    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Status::Internal, "a fault of the server")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, text, hint, problems, .. } = &self;
        let document = Document { status: status.name(), text, hint: *hint, problems };
        let mut response = (self.code, Json(document)).into_response();
        let headers = response.headers_mut();
        if self.code == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

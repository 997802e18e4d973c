//! Answers of the port: documents, and refusals in one form.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lictor_types::Status;
use serde::Serialize;

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
}

#[derive(Serialize)]
struct Document<'a> {
    status: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(code: StatusCode, status: Status, text: impl Into<String>) -> Self {
        Self { code, status, text: text.into(), hint: None }
    }

    pub(super) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Status::NotAuthorized, "the administrators' token is needed")
            .hint("send it as `Authorization: Bearer TOKEN`; it stands in admin.token of the state directory")
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
        let document = Document { status: self.status.name(), text: &self.text, hint: self.hint };
        let mut response = (self.code, Json(document)).into_response();
        if self.code == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

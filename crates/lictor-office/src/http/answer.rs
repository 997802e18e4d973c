//! What a handler answers, and how it becomes HTTP.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::stream::Parts;
use crate::store::Record;
use crate::store::list::Page;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// What it says.
    pub content: Content,
    /// Address of what was made.
    pub location: Option<String>,
    /// Version of the record, for `ETag`.
    pub etag: Option<i64>,
    /// The operation that goes on, for `Prefer: wait`.
    pub operation: Option<String>,
    /// Seconds to wait for it where the caller says nothing of that; none does not wait.
    pub patience: Option<u64>,
    /// More headers.
    pub headers: Vec<(HeaderName, String)>,
    /// What a repetition of the request gets instead, when the answer holds a secret.
    pub repeated: Option<Json>,
}

/// What an answer says.
#[derive(Debug, Clone)]
pub enum Content {
    /// A document.
    Json(Json),
    /// Nothing.
    Empty,
    /// Bytes of a type, to be saved under a name if there is one.
    Raw {
        /// Media type.
        media: &'static str,
        /// Name of the file.
        name: Option<String>,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A document of any length, sent as it is made.
    Stream {
        /// Media type.
        media: &'static str,
        /// Name of the file.
        name: String,
        /// Where the parts come from.
        parts: Parts,
    },
}

impl Answer {
    /// 200 with a document.
    pub fn ok(document: impl Serialize) -> Self {
        Self::of(200, Content::Json(json!(document)))
    }

    /// 200 with a record and its version.
    pub fn record<R: Record>(record: &R) -> Self {
        Self { etag: Some(record.meta().version), ..Self::of(200, Content::Json(record.public())) }
    }

    /// 201 with a record that was made.
    pub fn created<R: Record>(record: &R) -> Self {
        let location = format!("/v1/{}/{}", R::TABLE.name.replace('_', "-"), record.meta().id);
        Self { status: 201, location: Some(location), ..Self::record(record) }
    }

    /// 202 with the operation that goes on.
    #[must_use]
    pub fn accepted(operation: &crate::model::Operation) -> Self {
        let id = operation.meta.id.clone();
        Self {
            location: Some(format!("/v1/operations/{id}")),
            operation: Some(id),
            ..Self::of(202, Content::Json(json!(operation)))
        }
    }

    /// 200 with a page of records.
    pub fn page<R: Record>(page: &Page<R>) -> Self {
        let records: Vec<Json> = page.records.iter().map(Record::public).collect();
        let mut meta = serde_json::Map::new();
        if let Some(total) = page.total {
            meta.insert("total".to_owned(), json!(total));
        }
        Self::ok(json!({ "data": records, "next": page.next, "meta": meta }))
    }

    /// 204.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of(204, Content::Empty)
    }

    /// Bytes to be saved as a file.
    #[must_use]
    pub fn file(media: &'static str, name: &str, bytes: Vec<u8>) -> Self {
        Self::of(200, Content::Raw { media, name: Some(name.to_owned()), bytes })
    }

    /// An answer of a status and a content.
    #[must_use]
    pub fn of(status: u16, content: Content) -> Self {
        Self {
            status,
            content,
            location: None,
            etag: None,
            operation: None,
            patience: None,
            headers: Vec::new(),
            repeated: None,
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// A refusal as a document (office.md 5.3).
    #[must_use]
    pub fn refused(refusal: &Refusal) -> Self {
        let mut error = json!({
            "status": refusal.code.http().to_string(),
            "code": refusal.code.as_str(),
            "title": refusal.code.title(),
            "detail": refusal.message(),
            "meta": refusal.meta,
        });
        if let (Some(place), Some(error)) = (&refusal.pointer, error.as_object_mut()) {
            error.insert("source".to_owned(), source(place));
        }
        let mut answer = Self::of(refusal.code.http(), Content::Json(json!({ "errors": [error] })));
        if let Some(seconds) = retry_after(refusal) {
            answer.headers.push((header::RETRY_AFTER, seconds.to_string()));
        }
        if refusal.code == Code::Unauthenticated {
            answer.headers.push((header::WWW_AUTHENTICATE, "Bearer".to_owned()));
        }
        answer
    }

    /// The answer as HTTP.
    #[must_use]
    pub fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        if let Some(location) = &self.location {
            set(header::LOCATION, location);
        }
        if let Some(version) = self.etag {
            set(header::ETAG, &format!("\"{version}\""));
        }
        for (name, value) in &self.headers {
            set(name.clone(), value);
        }
        let body = match self.content {
            Content::Json(document) => {
                set(header::CONTENT_TYPE, "application/json");
                Body::from(document.to_string())
            }
            Content::Empty => Body::empty(),
            Content::Raw { media, name, bytes } => {
                set(header::CONTENT_TYPE, media);
                if let Some(name) = name {
                    set(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
                }
                Body::from(bytes)
            }
            Content::Stream { media, name, parts } => {
                set(header::CONTENT_TYPE, media);
                set(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
                parts.into_body()
            }
        };
        *response.body_mut() = body;
        response
    }
}

/// Headers that a refusal may speak of.
const HEADERS: &[&str] = &["Idempotency-Key", "If-Match", "X-Reason"];

/// Where the fault is: a field of the body as a JSON pointer, a header, or a parameter after `?`.
fn source(place: &str) -> Json {
    match place {
        _ if place.is_empty() || place.starts_with('/') => json!({ "pointer": place }),
        _ if HEADERS.contains(&place) => json!({ "header": place }),
        _ => json!({ "parameter": place }),
    }
}

fn retry_after(refusal: &Refusal) -> Option<i64> {
    match refusal.meta.get("retry_after") {
        Some(lictor_entitle::Meta::Number(seconds)) => Some(*seconds),
        Some(lictor_entitle::Meta::Text(_) | lictor_entitle::Meta::List(_)) | None => None,
    }
}

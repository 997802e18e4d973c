//! What viewers ask: health, metrics, documents, the console.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::answer::Refusal;
use super::routes::Context;
use super::{AdminBackend, page};
use crate::report;

/// The description of this interface for programs.
pub(super) const OPENAPI: &str = include_str!("openapi.json");

pub(super) async fn readiness(State(context): State<Context>) -> Response {
    match context.backend.readiness() {
        Ok(()) => "ready\n".into_response(),
        Err(text) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {text}\n")).into_response(),
    }
}

pub(super) async fn metrics(State(context): State<Context>) -> Result<Response, Refusal> {
    let text = context.work(crate::metrics::text).await?;
    Ok(([(header::CONTENT_TYPE, crate::metrics::CONTENT_TYPE)], text).into_response())
}

pub(super) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

pub(super) async fn console(State(context): State<Context>) -> Result<Html<String>, Refusal> {
    let page = |backend: &dyn AdminBackend| {
        page::console(
            &backend.facts(),
            &report::licenses_document(backend),
            &report::sessions_document(backend),
        )
    };
    context.work(page).await.map(Html)
}

pub(super) async fn licenses(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::licenses_document(backend)).into_response()).await
}

pub(super) async fn status(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::status_document(backend, &backend.facts())).into_response()).await
}

pub(super) async fn sessions(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::sessions_document(backend)).into_response()).await
}

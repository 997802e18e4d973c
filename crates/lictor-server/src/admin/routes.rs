//! What can be asked of the port.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use lictor_types::{SessionId, Status};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::answer::{HEADERS, Refusal};
use super::{AdminBackend, Token, page};
use crate::{metrics, report};

/// The description of this interface for programs.
pub(super) const OPENAPI: &str = include_str!("openapi.json");
/// Largest body of a request.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Reports made at a time; more wait.
const WORK_MAX: usize = 2;
/// Longest reason for the log, in characters.
const REASON_CHARS_MAX: usize = 200;
/// Who gives orders, for the log: there is one token.
const ACTOR: &str = "admin";

#[derive(Clone)]
struct Context {
    backend: Arc<dyn AdminBackend>,
    token: Token,
    work: Arc<Semaphore>,
}

/// Everything the port answers.
pub(super) fn router(backend: Arc<dyn AdminBackend>, token: Token) -> Router {
    let context = Context { backend, token, work: Arc::new(Semaphore::new(WORK_MAX)) };
    let metrics = Router::new().route("/metrics", get(metrics_text));
    let closed = Router::new()
        .route("/", get(console))
        .route("/openapi.json", get(openapi))
        .route("/v1/licenses", get(licenses))
        .route("/v1/status", get(status))
        .route("/v1/sessions", get(sessions))
        .route("/v1/sessions/{id}/release", post(release))
        .route("/v1/reload", post(reload))
        .route("/v1/clock/reset", post(reset_clock));
    let (open, closed) = if context.backend.metrics_open() {
        (metrics, closed)
    } else {
        (Router::new(), closed.merge(metrics))
    };
    let guard = from_fn_with_state(context.clone(), authorize);
    open.route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readiness))
        .merge(closed.route_layer(guard))
        .fallback(async || Refusal::not_found())
        .method_not_allowed_fallback(async || {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Status::ProtocolError, "not with this method")
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(dress))
        .with_state(context)
}

async fn authorize(
    State(context): State<Context>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = presented.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim())
    });
    if token.is_some_and(|token| context.token.is(token)) {
        return next.run(request).await;
    }
    if request.uri().path() == "/" {
        return (StatusCode::UNAUTHORIZED, Html(page::HOW_TO_ENTER)).into_response();
    }
    Refusal::unauthorized().into_response()
}

async fn dress(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().extend(HEADERS);
    response
}

impl Context {
    /// Work that takes its time or waits, away from the thread that accepts connections.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn AdminBackend) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let _turn = self.work.acquire().await.map_err(|_| Refusal::internal())?;
        let backend = Arc::clone(&self.backend);
        tokio::task::spawn_blocking(move || work(&*backend)).await.map_err(|_| Refusal::internal())
    }
}

async fn readiness(State(context): State<Context>) -> Response {
    match context.backend.readiness() {
        Ok(()) => "ready\n".into_response(),
        Err(text) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {text}\n")).into_response(),
    }
}

async fn metrics_text(State(context): State<Context>) -> Result<Response, Refusal> {
    let text = context.work(metrics::text).await?;
    Ok(([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response())
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

async fn console(State(context): State<Context>) -> Result<Html<String>, Refusal> {
    let page = |backend: &dyn AdminBackend| {
        page::console(
            &backend.facts(),
            &report::licenses_document(backend),
            &report::sessions_document(backend),
        )
    };
    context.work(page).await.map(Html)
}

async fn licenses(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::licenses_document(backend)).into_response()).await
}

async fn status(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::status_document(backend, &backend.facts())).into_response()).await
}

async fn sessions(State(context): State<Context>) -> Result<Response, Refusal> {
    context.work(|backend| Json(report::sessions_document(backend)).into_response()).await
}

/// Body of an order that is audited; it may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    reason: String,
}

impl Order {
    /// The reason given, as it may stand in the log.
    fn reason(body: &str) -> Result<String, Refusal> {
        let order: Self = match body {
            "" => Self::default(),
            body => serde_json::from_str(body).map_err(|error| bad(format!("body: {error}")))?,
        };
        let shown: String = order.reason.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect();
        Ok(shown.trim().to_owned())
    }
}

fn bad(text: String) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, Status::ProtocolError, text)
}

#[derive(Serialize)]
struct Released {
    status: &'static str,
    session: String,
}

async fn release(
    State(context): State<Context>,
    Path(id): Path<String>,
    body: String,
) -> Result<Json<Released>, Refusal> {
    let session = SessionId::parse(&id).ok_or_else(|| bad("expected a session as s12.1".to_owned()))?;
    let reason = Order::reason(&body)?;
    if context.work(move |backend| backend.release(session, ACTOR, &reason)).await? {
        return Ok(Json(Released { status: "ok", session: session.to_string() }));
    }
    Err(Refusal::new(StatusCode::NOT_FOUND, Status::SessionLost, format!("there is no session {session}")))
}

/// TIM-05.
async fn reset_clock(
    State(context): State<Context>,
    body: String,
) -> Result<Json<report::ClockDocument>, Refusal> {
    let reason = Order::reason(&body)?;
    if reason.is_empty() {
        let text = "a reason is needed, for the log";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, Status::ProtocolError, text));
    }
    if let Some(lowered) = context.work(move |backend| backend.reset_clock(ACTOR, &reason)).await? {
        return Ok(Json(lowered.into()));
    }
    let text = "the floor of wall time is not above the server's clock and the newest ISSUED served";
    Err(Refusal::new(StatusCode::CONFLICT, Status::ClockRollback, text)
        .hint("`clock_suspect` of /v1/licenses says whether the clock is taken to be set back"))
}

#[derive(Serialize)]
struct Reloaded {
    status: &'static str,
    licenses: usize,
    rejected: usize,
}

async fn reload(State(context): State<Context>) -> Result<Json<Reloaded>, Refusal> {
    let reloaded = context.work(|backend| {
        backend.reload()?;
        let mut counts = (0, 0);
        backend.view(&mut |sight| counts = (sight.loaded.catalog.len(), sight.loaded.rejected.len()));
        Ok(Reloaded { status: "ok", licenses: counts.0 + counts.1, rejected: counts.1 })
    });
    let failed = |text: String| Refusal::new(StatusCode::CONFLICT, Status::BadLicenseFile, text);
    reloaded.await?.map(Json).map_err(failed)
}

//! What operators and administrators order. Every order is told who gave it and why.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use lictor_types::{SessionId, Status};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use super::keeper::Caller;
use super::routes::Context;
use crate::report;

/// Longest reason for the log, in characters.
const REASON_CHARS_MAX: usize = 200;

/// Body of an order that is audited; it may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    reason: String,
}

/// A reason as it may stand in the log.
pub(super) fn reason(given: &str) -> String {
    let shown: String = given.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect();
    shown.trim().to_owned()
}

/// A body as it should be; an empty one is as good as `{}`.
fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Refusal> {
    let body = if body.is_empty() { "{}" } else { body };
    serde_json::from_str(body).map_err(|error| Refusal::bad(format!("body: {error}")))
}

#[derive(Serialize)]
pub(super) struct Released {
    status: &'static str,
    session: String,
}

pub(super) async fn release(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: String,
) -> Result<Json<Released>, Refusal> {
    let session = SessionId::parse(&id).ok_or_else(|| Refusal::bad("expected a session as s12.1"))?;
    let reason = reason(&read::<Order>(&body)?.reason);
    if context.work(move |backend| backend.release(session, &caller.name, &reason)).await? {
        return Ok(Json(Released { status: "ok", session: session.to_string() }));
    }
    Err(Refusal::new(StatusCode::NOT_FOUND, Status::SessionLost, format!("there is no session {session}")))
}

/// TIM-05.
pub(super) async fn reset_clock(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Result<Json<report::ClockDocument>, Refusal> {
    let reason = reason(&read::<Order>(&body)?.reason);
    if reason.is_empty() {
        let text = "a reason is needed, for the log";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, Status::ProtocolError, text));
    }
    if let Some(lowered) = context.work(move |backend| backend.reset_clock(&caller.name, &reason)).await? {
        return Ok(Json(lowered.into()));
    }
    let text = "the floor of wall time is not above the server's clock and the newest ISSUED served";
    Err(Refusal::new(StatusCode::CONFLICT, Status::ClockRollback, text)
        .hint("`clock_suspect` of /v1/licenses says whether the clock is taken to be set back"))
}

#[derive(Serialize)]
pub(super) struct Reloaded {
    status: &'static str,
    licenses: usize,
    rejected: usize,
}

pub(super) async fn reload(State(context): State<Context>) -> Result<Json<Reloaded>, Refusal> {
    let reloaded = context.work(|backend| {
        backend.reload()?;
        let mut counts = (0, 0);
        backend.view(&mut |sight| counts = (sight.loaded.catalog.len(), sight.loaded.rejected.len()));
        Ok(Reloaded { status: "ok", licenses: counts.0 + counts.1, rejected: counts.1 })
    });
    let failed = |text: String| Refusal::new(StatusCode::CONFLICT, Status::BadLicenseFile, text);
    reloaded.await?.map(Json).map_err(failed)
}

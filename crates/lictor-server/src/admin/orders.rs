//! What operators and administrators order. Every order is told who gave it and why.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use lictor_engine::{Command, Outcome};
use lictor_types::{FeatureName, SessionId, Status, VendorName};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use super::keeper::Caller;
use super::routes::Context;
use crate::report;

/// Longest reason for the log, in characters.
const REASON_CHARS_MAX: usize = 200;
/// Longest quarantine: a year.
const QUARANTINE_SECONDS_MAX: u64 = 366 * 24 * 3600;

/// A reason as it may stand in the log.
pub(super) fn reason(given: &str) -> String {
    let shown: String = given.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect();
    shown.trim().to_owned()
}

/// A reason that may not be left out.
pub(super) fn needed_reason(given: &str) -> Result<String, Refusal> {
    let reason = reason(given);
    if !reason.is_empty() {
        return Ok(reason);
    }
    let text = "a reason is needed, for the log";
    Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, Status::ProtocolError, text))
}

/// A body as it should be; an empty one is as good as `{}`.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Refusal> {
    let body = if body.is_empty() { "{}" } else { body };
    serde_json::from_str(body).map_err(|error| Refusal::bad(format!("body: {error}")))
}

/// A feature as `[VENDOR/]FEATURE`.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) vendor: Option<VendorName>,
    pub(super) feature: FeatureName,
}

impl Named {
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let (vendor, feature) =
            text.split_once('/').map_or((None, text), |(vendor, feature)| (Some(vendor), feature));
        let bad = |error: String| Refusal::bad(format!("feature: {error}"));
        let vendor = vendor.map(VendorName::parse).transpose().map_err(|error| bad(error.to_string()))?;
        let feature = FeatureName::parse(feature).map_err(|error| bad(error.to_string()))?;
        Ok(Self { vendor, feature })
    }
}

/// How many seats an order freed, or why it was not carried out. `missing` says what there is not.
pub(super) fn freed(outcome: Option<Outcome>, missing: impl FnOnce() -> String) -> Result<u32, Refusal> {
    match outcome {
        Some(Outcome::Freed(seats)) => Ok(seats),
        Some(Outcome::TooSoon { until_ms }) => {
            let until = report::instant(until_ms).unwrap_or_default();
            let text =
                format!("named seats of this pool were released not long ago: not before {until} (NAM-01)");
            Err(Refusal::new(StatusCode::CONFLICT, Status::LimitReached, text)
                .hint("`named_release_hours` of the policy in the access rules sets the time between"))
        }
        Some(Outcome::Refused(status)) => Err(undone(status, missing())),
        Some(Outcome::Reserved { .. }) | None => Err(Refusal::internal()),
    }
}

/// Why an order was not carried out, in words.
pub(super) fn undone(status: Status, text: String) -> Refusal {
    let missing =
        [Status::FeatureNotFound, Status::NotBorrowed, Status::NotHeld, Status::ReservationNotFound];
    let code = if missing.contains(&status) {
        StatusCode::NOT_FOUND
    } else if status == Status::ProtocolError {
        StatusCode::BAD_REQUEST
    } else if status == Status::Internal {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::CONFLICT
    };
    Refusal::new(code, status, text)
}

/// Body of a release; it may be left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    quarantine_seconds: u64,
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
    let release: Release = read(&body)?;
    let reason = reason(&release.reason);
    if release.quarantine_seconds > QUARANTINE_SECONDS_MAX {
        return Err(Refusal::bad(format!("quarantine_seconds: expected at most {QUARANTINE_SECONDS_MAX}")));
    }
    let quarantine_ms = release.quarantine_seconds * 1000;
    let work = context.work(move |backend| backend.release(session, quarantine_ms, &caller.name, &reason));
    if work.await? {
        return Ok(Json(Released { status: "ok", session: session.to_string() }));
    }
    Err(Refusal::new(StatusCode::NOT_FOUND, Status::SessionLost, format!("there is no session {session}")))
}

/// Body of an order that needs a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    #[serde(default)]
    pub(super) reason: String,
}

/// TIM-05.
pub(super) async fn reset_clock(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Result<Json<report::ClockDocument>, Refusal> {
    let reason = needed_reason(&read::<Order>(&body)?.reason)?;
    if let Some(lowered) = context.work(move |backend| backend.reset_clock(&caller.name, &reason)).await? {
        return Ok(Json(lowered.into()));
    }
    let text = "the clock is not taken to be set back, or no further than licenses served were issued: \
                there is nothing to reset";
    Err(Refusal::new(StatusCode::CONFLICT, Status::ClockRollback, text)
        .hint("`clock_suspect` of /v1/licenses says whether the clock is taken to be set back"))
}

#[derive(Serialize)]
pub(super) struct Reloaded {
    status: &'static str,
    licenses: usize,
    rejected: usize,
}

pub(super) async fn reload(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Reloaded>, Refusal> {
    let reloaded = context.work(move |backend| {
        backend.order(Command::Note { what: "reload", actor: &caller.name, reason: "" });
        backend.reload()?;
        let mut counts = (0, 0);
        backend.view(&mut |sight| counts = (sight.loaded.catalog.len(), sight.loaded.rejected.len()));
        Ok(Reloaded { status: "ok", licenses: counts.0 + counts.1, rejected: counts.1 })
    });
    let failed = |text: String| Refusal::new(StatusCode::CONFLICT, Status::BadLicenseFile, text);
    reloaded.await?.map(Json).map_err(failed)
}

//! Seats set aside under a token until a time (RES-01).

use axum::extract::State;
use axum::{Extension, Json};
use jiff::Timestamp;
use lictor_engine::{Command, Outcome, ReservationView, ReserveOrder};
use lictor_types::Status;
use lictor_types::limits::RESERVATION_TOKEN_BYTES_MAX;
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use super::keeper::Caller;
use super::orders::{Named, freed, read, reason, undone};
use super::routes::Context;
use crate::report::{self, Sight};

/// Every reservation.
#[derive(Serialize)]
pub(super) struct ReservationsDocument {
    reservations: Vec<ReservationDocument>,
}

#[derive(Serialize)]
struct ReservationDocument {
    reservation: String,
    vendor: String,
    feature: String,
    token: String,
    count: u32,
    used: u64,
    until: Option<String>,
}

fn document(sight: Sight<'_>, view: ReservationView<'_>) -> Option<ReservationDocument> {
    let pool = sight.ledger.pool(view.pool)?;
    Some(ReservationDocument {
        reservation: view.reservation.to_string(),
        vendor: pool.vendor.to_string(),
        feature: pool.name.to_string(),
        token: view.token.to_owned(),
        count: view.count,
        used: view.used,
        until: report::instant(view.until_ms),
    })
}

pub(super) async fn list(State(context): State<Context>) -> Result<Json<ReservationsDocument>, Refusal> {
    let look =
        |sight: Sight<'_>| sight.ledger.reservations().filter_map(|view| document(sight, view)).collect();
    context.look(look).await.map(|reservations| Json(ReservationsDocument { reservations }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reserve {
    feature: String,
    count: u32,
    token: String,
    /// How long from now.
    seconds: Option<u64>,
    /// An instant, as RFC 3339.
    until: Option<String>,
    #[serde(default)]
    reason: String,
}

impl Reserve {
    fn until_ms(&self, now_ms: u64) -> Result<u64, Refusal> {
        match (self.seconds, &self.until) {
            (Some(seconds), None) => Ok(now_ms.saturating_add(seconds.saturating_mul(1000))),
            (None, Some(until)) => {
                let instant: Option<Timestamp> = until.parse().ok();
                let ms = instant.and_then(|instant| u64::try_from(instant.as_millisecond()).ok());
                ms.ok_or_else(|| Refusal::bad("until: expected an instant as 2026-12-31T18:00:00Z"))
            }
            (Some(_), Some(_)) | (None, None) => Err(Refusal::bad("expected either `seconds` or `until`")),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Reserved {
    status: &'static str,
    #[serde(flatten)]
    reservation: ReservationDocument,
}

pub(super) async fn make(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Result<Json<Reserved>, Refusal> {
    let order: Reserve = read(&body)?;
    let Named { vendor, feature } = Named::read(&order.feature)?;
    check_token(&order.token)?;
    if order.count == 0 {
        return Err(Refusal::bad("count: expected at least 1"));
    }
    let reason = reason(&order.reason);
    let work = context.work(move |backend| {
        let now_ms = backend.wall_ms();
        let until_ms = order.until_ms(now_ms)?;
        if until_ms <= now_ms {
            return Err(Refusal::bad("the end is not in the future"));
        }
        let outcome = backend.order(Command::Reserve(ReserveOrder {
            vendor: vendor.as_ref(),
            feature: feature.as_str(),
            token: &order.token,
            count: order.count,
            until_ms,
            actor: &caller.name,
            reason: &reason,
        }));
        let reservation = match outcome {
            Some(Outcome::Reserved { reservation, .. }) => reservation,
            Some(Outcome::Refused(status)) => return Err(refused(status, feature.as_str(), order.count)),
            Some(Outcome::Freed(_) | Outcome::TooSoon { .. }) | None => return Err(Refusal::internal()),
        };
        let mut found = None;
        backend.view(&mut |sight| {
            let view = sight.ledger.reservations().find(|view| view.reservation == reservation);
            found = view.and_then(|view| document(sight, view));
        });
        found.map(|reservation| Reserved { status: "ok", reservation }).ok_or_else(Refusal::internal)
    });
    work.await?.map(Json)
}

fn refused(status: Status, feature: &str, count: u32) -> Refusal {
    let text = if status == Status::FeatureNotFound {
        format!("there is no feature {feature} with seats of its own; of a token, reserve what it depends on")
    } else if status == Status::NotEnoughSeats {
        format!("no pool of {feature} has {count} free seats now")
    } else if status == Status::ServerBusy {
        "there are too many reservations".to_owned()
    } else {
        format!("{feature} cannot be reserved: {}", status.name())
    };
    undone(status, text)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TakeBack {
    token: String,
    feature: Option<String>,
    #[serde(default)]
    reason: String,
}

#[derive(Serialize)]
pub(super) struct Returned {
    status: &'static str,
    freed: u32,
}

pub(super) async fn take_back(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Result<Json<Returned>, Refusal> {
    let TakeBack { token, feature, reason: given } = read(&body)?;
    check_token(&token)?;
    let named = feature.as_deref().map(Named::read).transpose()?;
    let reason = reason(&given);
    let outcome = context.work(move |backend| {
        let feature = named.as_ref().map(|named| (named.vendor.as_ref(), named.feature.as_str()));
        backend.order(Command::Unreserve { token: &token, feature, actor: &caller.name, reason: &reason })
    });
    let freed = freed(outcome.await?, || "no reservation has this token".to_owned())?;
    Ok(Json(Returned { status: "ok", freed }))
}

fn check_token(token: &str) -> Result<(), Refusal> {
    let good = (1..=RESERVATION_TOKEN_BYTES_MAX).contains(&token.len()) && !token.contains(char::is_control);
    let bad = || Refusal::bad(format!("token: expected 1 to {RESERVATION_TOKEN_BYTES_MAX} bytes"));
    if good { Ok(()) } else { Err(bad()) }
}

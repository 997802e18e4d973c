//! Seats that belong to named users and hosts (NAM-01).

use axum::extract::State;
use axum::{Extension, Json};
use lictor_engine::{BindingView, Command, NamedKind, NamedOrder};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use super::keeper::Caller;
use super::orders::{Named, freed, needed_reason, read};
use super::routes::Context;
use crate::report::{self, Sight};

/// Every named user and host.
#[derive(Serialize)]
pub(super) struct NamedDocument {
    named: Vec<BindingDocument>,
}

#[derive(Serialize)]
struct BindingDocument {
    vendor: String,
    feature: String,
    serial: Option<String>,
    kind: &'static str,
    name: String,
    seats: u32,
    since: Option<String>,
}

pub(super) async fn list(State(context): State<Context>) -> Result<Json<NamedDocument>, Refusal> {
    let look = |sight: Sight<'_>| {
        let row = |binding: BindingView<'_>| {
            let pool = sight.ledger.pool(binding.pool)?;
            Some(BindingDocument {
                vendor: pool.vendor.to_string(),
                feature: pool.name.to_string(),
                serial: pool.serial.map(ToString::to_string),
                kind: binding.kind.name(),
                name: binding.name.to_owned(),
                seats: binding.seats,
                since: report::instant(binding.since_ms),
            })
        };
        sight.ledger.bindings().filter_map(row).collect()
    };
    context.look(look).await.map(|named| Json(NamedDocument { named }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    feature: String,
    kind: String,
    name: String,
    #[serde(default)]
    reason: String,
}

#[derive(Serialize)]
pub(super) struct Released {
    status: &'static str,
    freed: u32,
}

pub(super) async fn release(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    body: String,
) -> Result<Json<Released>, Refusal> {
    let Release { feature, kind, name, reason } = read(&body)?;
    let Named { vendor, feature } = Named::read(&feature)?;
    let kind = NamedKind::ALL.into_iter().find(|known| known.name() == kind);
    let kind = kind.ok_or_else(|| Refusal::bad("kind: expected user or host"))?;
    let reason = needed_reason(&reason)?;
    let missing = format!("no {} `{name}` has a seat of {feature}", kind.name());
    let outcome = context.work(move |backend| {
        backend.order(Command::ReleaseNamed(NamedOrder {
            vendor: vendor.as_ref(),
            feature: feature.as_str(),
            kind,
            name: &name,
            actor: &caller.name,
            reason: &reason,
        }))
    });
    let freed = freed(outcome.await?, || missing)?;
    Ok(Json(Released { status: "ok", freed }))
}

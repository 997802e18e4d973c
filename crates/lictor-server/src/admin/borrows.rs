//! Borrows: who took seats away, and taking them back (BOR-03).

use axum::extract::{Path, State};
use axum::{Extension, Json};
use lictor_engine::Command;
use lictor_types::BorrowId;
use serde::Serialize;

use super::answer::Refusal;
use super::keeper::Caller;
use super::orders::{Order, freed, needed_reason, read};
use super::routes::Context;
use crate::report::{self, Sight};

/// Every borrow.
#[derive(Serialize)]
pub(super) struct BorrowsDocument {
    borrows: Vec<BorrowDocument>,
}

#[derive(Serialize)]
struct BorrowDocument {
    borrow: String,
    vendor: String,
    feature: String,
    count: u32,
    user: String,
    host: String,
    hours: u16,
    from: Option<String>,
    until: Option<String>,
}

pub(super) async fn list(State(context): State<Context>) -> Result<Json<BorrowsDocument>, Refusal> {
    let look = |sight: Sight<'_>| {
        let row = |borrow: lictor_engine::BorrowView<'_>| {
            let pool = sight.ledger.pool(borrow.pool)?;
            Some(BorrowDocument {
                borrow: borrow.borrow.to_string(),
                vendor: pool.vendor.to_string(),
                feature: pool.name.to_string(),
                count: borrow.count,
                user: borrow.identity.user,
                host: borrow.identity.host,
                hours: borrow.hours,
                from: report::instant(borrow.from_ms),
                until: report::instant(borrow.until_ms),
            })
        };
        sight.ledger.borrows().filter_map(row).collect()
    };
    context.look(look).await.map(|borrows| Json(BorrowsDocument { borrows }))
}

#[derive(Serialize)]
pub(super) struct Revoked {
    status: &'static str,
    borrow: String,
    freed: u32,
}

pub(super) async fn revoke(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: String,
) -> Result<Json<Revoked>, Refusal> {
    let borrow = BorrowId::parse(&id).ok_or_else(|| Refusal::bad("expected a borrow as b12.1"))?;
    let reason = needed_reason(&read::<Order>(&body)?.reason)?;
    let outcome = context.work(move |backend| {
        backend.order(Command::RevokeBorrow { borrow, actor: &caller.name, reason: &reason })
    });
    let freed = freed(outcome.await?, || format!("there is no borrow {borrow}"))?;
    Ok(Json(Revoked { status: "ok", borrow: borrow.to_string(), freed }))
}

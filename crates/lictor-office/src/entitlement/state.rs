//! The states of entitlements and line items, and what follows them (office.md 2.3).

use lictor_entitle::fulfillment::FulfillmentStatus;
use lictor_entitle::line_item::{LineState, closes_parent};
use lictor_entitle::{Code, Refusal};

use super::facts::{effective, hold_account, ledger};
use super::line::check_open;
use crate::catalogue::visible;
use crate::event;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Entitlement, Fulfillment, LineItem, Product, ProductState};
use crate::office::Office;
use crate::store::Tx;

/// Puts a line item into another state.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` with `status` and `allowed`, `PRODUCT_NOT_DEPLOYED`; `LINE_ITEM_INACTIVE` for a
/// line that would be in force without its entitlement.
pub async fn put_line(tx: &mut Tx, before: LineItem, state: LineState) -> Result<LineItem, Fault> {
    before.state.check_next(state)?;
    if state == LineState::Deployed || state == LineState::OnHold {
        let entitlement: Entitlement = tx.get(&before.entitlement_id).await?;
        check_open(entitlement.state)?;
    }
    force_line(tx, before, state).await
}

/// The same without asking whether a person may: the entitlement takes the line along, or a rule does.
///
/// # Errors
///
/// `PRODUCT_NOT_DEPLOYED`.
pub async fn force_line(tx: &mut Tx, before: LineItem, state: LineState) -> Result<LineItem, Fault> {
    if state == LineState::Deployed {
        check_product(tx, &before).await?;
    }
    force_line_from(tx, before, state, None).await
}

/// The same with the state to which the line goes back, if its entitlement takes it along.
async fn force_line_from(
    tx: &mut Tx,
    before: LineItem,
    state: LineState,
    state_before: Option<LineState>,
) -> Result<LineItem, Fault> {
    let mut after = LineItem { state, state_before, ..before.clone() };
    tx.update(&mut after).await?;
    tx.trace(action("line_item", state), Some(&before), Some(&after), None);
    if state == LineState::Deployed {
        event::emit(tx, "line_item.deployed", Some(&before), &after).await?;
    }
    settle_parent(tx, &after).await?;
    if before.state == LineState::Inactive || state == LineState::Inactive {
        show(tx, &after).await?;
    }
    Ok(after)
}

async fn check_product(tx: &mut Tx, item: &LineItem) -> Result<(), Fault> {
    let product: Option<Product> = tx.look("id", item.product_id.as_str()).await?;
    let product = product.ok_or_else(|| Fault::internal("a line item without its product"))?;
    match product.state {
        ProductState::Deployed => Ok(()),
        ProductState::Draft | ProductState::Inactive | ProductState::Obsolete | ProductState::Test => {
            let refusal = Refusal::new(Code::ProductNotDeployed).with("state", product.state.as_str());
            Err(refusal.with("product_id", product.meta.id).into())
        }
    }
}

/// Closes the line that a line follows for activations, or opens it again, as the lines that follow it
/// now say (3.2). Called whenever one of them changes or is forgotten.
pub(super) async fn settle_parent(tx: &mut Tx, child: &LineItem) -> Result<(), Fault> {
    let Some(parent) = &child.parent_line_item_id else { return Ok(()) };
    let before: LineItem = tx.get(parent).await?;
    let children = tx.all::<LineItem>("parent_line_item_id", parent.as_str()).await?;
    let closes =
        |child: &LineItem| closes_parent(child.state, &ledger(child), child.allow_activations_on_parent);
    let closed = children.iter().any(closes);
    if before.closed == closed || before.state == LineState::Obsolete {
        return Ok(());
    }
    let mut after = LineItem { closed, ..before.clone() };
    tx.update(&mut after).await?;
    let action = if closed { "line_item.closed" } else { "line_item.opened" };
    tx.trace(action, Some(&before), Some(&after), None);
    Ok(())
}

/// Lets the fulfillments of a line show what it is: inactive while it or its entitlement is, else what
/// they are (F13).
async fn show(tx: &mut Tx, item: &LineItem) -> Result<(), Fault> {
    let entitlement: Option<Entitlement> = tx.look("id", item.entitlement_id.as_str()).await?;
    let state = entitlement.map_or(item.state, |of| effective(item.state, of.state));
    let values = vec![item.meta.id.as_str().into()];
    for mut live in
        tx.select::<Fulfillment>("line_item_id = $1 AND status <> 'Obsolete' ORDER BY id", values).await?
    {
        let status = match state {
            LineState::Inactive => FulfillmentStatus::Inactive,
            LineState::Draft
            | LineState::Deployed
            | LineState::OnHold
            | LineState::Obsolete
            | LineState::Test => live.own_status(),
        };
        if live.status != status {
            live.status = status;
            tx.update(&mut live).await?;
        }
    }
    Ok(())
}

/// Puts an entitlement into another state, and its lines with it.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` with `status` and `allowed`, `PRODUCT_NOT_DEPLOYED`.
pub async fn put_entitlement(
    tx: &mut Tx,
    before: Entitlement,
    state: LineState,
) -> Result<Entitlement, Fault> {
    before.state.check_next_of_entitlement(state)?;
    force_entitlement(tx, before, state).await
}

/// The same without asking whether a person may.
///
/// # Errors
///
/// `PRODUCT_NOT_DEPLOYED`.
pub async fn force_entitlement(
    tx: &mut Tx,
    before: Entitlement,
    state: LineState,
) -> Result<Entitlement, Fault> {
    let mut after = Entitlement { state, ..before.clone() };
    tx.update(&mut after).await?;
    tx.trace(action("entitlement", state), Some(&before), Some(&after), None);
    for line in tx.all::<LineItem>("entitlement_id", before.meta.id.as_str()).await? {
        // A line before it may have changed this one.
        let line: LineItem = tx.get(&line.meta.id).await?;
        take_along(tx, line, before.state, state).await?;
    }
    Ok(after)
}

/// Takes a line along when its entitlement goes from one state to another.
async fn take_along(tx: &mut Tx, line: LineItem, from: LineState, to: LineState) -> Result<(), Fault> {
    let next = match to {
        LineState::Deployed => line.state.resume(line.state_before, from),
        LineState::Draft
        | LineState::Inactive
        | LineState::OnHold
        | LineState::Obsolete
        | LineState::Test => line.state.follow(to),
    };
    if next == line.state {
        // It stays what it is; what its fulfillments show may change with the entitlement.
        return show(tx, &line).await;
    }
    if next == LineState::Deployed {
        check_product(tx, &line).await?;
    }
    let kept = (next == LineState::Inactive).then_some(line.state);
    force_line_from(tx, line, next, kept).await?;
    Ok(())
}

fn action(kind: &str, state: LineState) -> &'static str {
    match (kind, state) {
        ("entitlement", LineState::Deployed) => "entitlement.deployed",
        ("entitlement", LineState::Inactive) => "entitlement.deactivated",
        ("entitlement", LineState::Obsolete) => "entitlement.obsoleted",
        ("entitlement", LineState::Draft | LineState::OnHold | LineState::Test) => "entitlement.changed",
        (_, LineState::Deployed) => "line_item.deployed",
        (_, LineState::Inactive) => "line_item.deactivated",
        (_, LineState::Obsolete) => "line_item.obsoleted",
        (_, LineState::OnHold) => "line_item.held",
        (_, LineState::Draft) => "line_item.drafted",
        (_, LineState::Test) => "line_item.changed",
    }
}

async fn step_line(tx: &mut Tx, call: &Call, state: LineState) -> Result<Answer, Fault> {
    let seen: LineItem = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let item: LineItem = tx.get(&seen.meta.id).await?;
    call.matches(&item)?;
    Ok(Answer::record(&put_line(tx, item, state).await?))
}

pub(super) async fn deploy_line(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_line(tx, call, LineState::Deployed).await
}

pub(super) async fn deactivate_line(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_line(tx, call, LineState::Inactive).await
}

pub(super) async fn hold_line(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_line(tx, call, LineState::OnHold).await
}

pub(super) async fn draft_line(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_line(tx, call, LineState::Draft).await
}

pub(super) async fn obsolete_line(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_line(tx, call, LineState::Obsolete).await
}

async fn step_entitlement(tx: &mut Tx, call: &Call, state: LineState) -> Result<Answer, Fault> {
    let seen: Entitlement = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let entitlement: Entitlement = tx.get(&seen.meta.id).await?;
    call.matches(&entitlement)?;
    Ok(Answer::record(&put_entitlement(tx, entitlement, state).await?))
}

pub(super) async fn deploy_entitlement(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_entitlement(tx, call, LineState::Deployed).await
}

pub(super) async fn deactivate_entitlement(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_entitlement(tx, call, LineState::Inactive).await
}

pub(super) async fn obsolete_entitlement(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    step_entitlement(tx, call, LineState::Obsolete).await
}

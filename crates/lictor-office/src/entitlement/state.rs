//! The states of entitlements and line items, and what follows them (office.md 2.3).

use lictor_entitle::fulfillment::FulfillmentStatus;
use lictor_entitle::line_item::LineState;
use lictor_entitle::{Code, Refusal};

use super::facts::hold_account;
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
/// `ILLEGAL_TRANSITION` with `status` and `allowed`, `PRODUCT_NOT_DEPLOYED`.
pub async fn put_line(tx: &mut Tx, before: LineItem, state: LineState) -> Result<LineItem, Fault> {
    before.state.check_next(state)?;
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
        close_parent(tx, &before).await?;
    }
    let mut after = LineItem { state, ..before.clone() };
    tx.update(&mut after).await?;
    tx.trace(action("line_item", state), Some(&before), Some(&after), None);
    if state == LineState::Deployed {
        event::emit(tx, "line_item.deployed", Some(&before), &after).await?;
    }
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

/// From the day on which a line is in force, the line that it follows takes no new activations, unless
/// it was ordered otherwise (3.2).
async fn close_parent(tx: &mut Tx, child: &LineItem) -> Result<(), Fault> {
    let Some(parent) = &child.parent_line_item_id else { return Ok(()) };
    if child.allow_activations_on_parent {
        return Ok(());
    }
    let before: LineItem = tx.get(parent).await?;
    if before.closed {
        return Ok(());
    }
    let mut after = LineItem { closed: true, ..before.clone() };
    tx.update(&mut after).await?;
    tx.trace("line_item.closed", Some(&before), Some(&after), None);
    Ok(())
}

/// Lets the fulfillments of a line show what it is: inactive while it is, else what they are (F13).
async fn show(tx: &mut Tx, item: &LineItem) -> Result<(), Fault> {
    let values = vec![item.meta.id.as_str().into()];
    for mut live in
        tx.select::<Fulfillment>("line_item_id = $1 AND status <> 'Obsolete' ORDER BY id", values).await?
    {
        let status = match item.state {
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
    before.state.check_next(state)?;
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
        let next = match (state, line.state) {
            // What waits for the entitlement goes into force with it.
            (LineState::Deployed, LineState::Draft | LineState::Inactive) => LineState::Deployed,
            (_, own) => own.follow(state),
        };
        if next != line.state {
            force_line(tx, line, next).await?;
        }
    }
    Ok(after)
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

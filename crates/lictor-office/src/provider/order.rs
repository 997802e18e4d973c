//! How far an order is: it follows the licenses that it made or changes.

use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::subscription::Assignment;

use crate::event;
use crate::fault::Fault;
use crate::model::{License, Order, OrderKind, OrderState};
use crate::store::Tx;

/// Takes new licenses in: the order is carried out once all are where it wants them.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn takes(tx: &mut Tx, order_id: &str, licenses: &[License]) -> Result<(), Fault> {
    let mut order: Order = tx.get(order_id).await?;
    for license in licenses {
        if !order.license_ids.contains(&license.meta.id) {
            order.license_ids.push(license.meta.id.clone());
        }
        order.open.insert(license.meta.id.clone());
    }
    tx.update(&mut order).await
}

/// The issuer had what the order asks for: nothing was sold (3.10).
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn costs_nothing(tx: &mut Tx, order_id: &str, license_id: &str) -> Result<(), Fault> {
    let mut order: Order = tx.get(order_id).await?;
    let before = order.clone();
    for line in order.lines.iter_mut().filter(|line| line.target_id.as_deref() == Some(license_id)) {
        line.price_cents = 0;
    }
    if order.lines == before.lines {
        return Ok(());
    }
    tx.update(&mut order).await?;
    tx.trace("order.reconciled", Some(&before), Some(&order), Some("3.10"));
    Ok(())
}

/// A step of a license began.
///
/// # Errors
///
/// What the database says.
pub async fn goes_on(tx: &mut Tx, license: &License) -> Result<(), Fault> {
    let Some(mut order) = running(tx, license).await? else { return Ok(()) };
    let waited = order.waiting.remove(&license.meta.id);
    let before = order.state;
    order.state = if order.waiting.is_empty() { OrderState::Provisioning } else { OrderState::LongRunning };
    order.error = None;
    order.error_code = None;
    if waited || before != order.state { tx.update(&mut order).await } else { Ok(()) }
}

/// A license rests: it is where its order wants it, or it waits for somebody.
///
/// # Errors
///
/// What the database says.
pub async fn rests(tx: &mut Tx, license: &mut License) -> Result<(), Fault> {
    // At most two: an upgrade, and the sale that had not ended when it began.
    for _ in 0..2 {
        let Some(mut order) = running(tx, license).await? else { return Ok(()) };
        if license.operation_id.is_some() {
            return Ok(());
        }
        if !is_served(license, order.kind) {
            order.waiting.insert(license.meta.id.clone());
            if order.state != OrderState::Failed {
                order.state = OrderState::LongRunning;
            }
            return tx.update(&mut order).await;
        }
        let (ended, kind) = (order.meta.id.clone(), order.kind);
        served(tx, license, order).await?;
        if kind != OrderKind::Sales {
            catch_up(tx, license).await?;
        }
        license.running_order_id = license.order_id.clone().filter(|sale| *sale != ended);
        tx.update(license).await?;
    }
    Ok(())
}

/// An earlier change whose file never came is served by the file of a later one.
async fn catch_up(tx: &mut Tx, license: &License) -> Result<(), Fault> {
    let waiting = "state = 'LongRunning' AND kind IN ('upgrade', 'renewal') ORDER BY id";
    let orders: Vec<Order> = tx.scan(waiting, Vec::new()).await?;
    for order in orders.iter().filter(|order| order.open.contains(&license.meta.id)) {
        let order: Order = tx.get(&order.meta.id).await?;
        served(tx, license, order).await?;
    }
    Ok(())
}

async fn served(tx: &mut Tx, license: &License, mut order: Order) -> Result<(), Fault> {
    let before = order.clone();
    order.open.remove(&license.meta.id);
    order.waiting.remove(&license.meta.id);
    if !order.open.is_empty() {
        return tx.update(&mut order).await;
    }
    order.state = OrderState::Completed;
    order.error = None;
    order.error_code = None;
    tx.update(&mut order).await?;
    tx.trace("order.completed", Some(&before), Some(&order), None);
    event::emit(tx, "order.completed", Some(&before), &order).await
}

/// A sale is served by a license that works or lies in stock; a change by one that works again if it did,
/// with the file of its new revision.
fn is_served(license: &License, kind: OrderKind) -> bool {
    if kind != OrderKind::Sales && license.file_revision != license.current_revision {
        return false;
    }
    match license.status {
        LicenseStatus::Installed => true,
        LicenseStatus::Retrieved | LicenseStatus::Uploaded => {
            let changed = match kind {
                OrderKind::Sales => false,
                OrderKind::Upgrade | OrderKind::Renewal => license.installed_revision.is_none(),
            };
            license.assignment == Assignment::None || changed
        }
        LicenseStatus::Pending
        | LicenseStatus::Issued
        | LicenseStatus::Activated
        | LicenseStatus::Retrieving
        | LicenseStatus::Installing
        | LicenseStatus::Expired
        | LicenseStatus::Terminated => false,
    }
}

/// A step of a license failed for good: its order fails. A sale can still be mended by hand; a change is
/// over.
///
/// # Errors
///
/// What the database says.
pub async fn failed(tx: &mut Tx, license: &mut License, why: &Refusal) -> Result<(), Fault> {
    let Some(mut order) = running(tx, license).await? else { return Ok(()) };
    let before = order.clone();
    order.state = OrderState::Failed;
    order.error = Some(why.message().to_owned());
    order.error_code = Some(why.code.as_str().to_owned());
    match order.kind {
        OrderKind::Sales if !license.status.is_over() => {
            order.waiting.insert(license.meta.id.clone());
        }
        OrderKind::Sales | OrderKind::Upgrade | OrderKind::Renewal => {
            order.open.remove(&license.meta.id);
            order.waiting.remove(&license.meta.id);
            let ended = order.meta.id.clone();
            license.running_order_id = license.order_id.clone().filter(|sale| *sale != ended);
            tx.update(license).await?;
        }
    }
    tx.update(&mut order).await?;
    tx.trace("order.failed", Some(&before), Some(&order), None);
    event::emit(tx, "order.failed", Some(&before), &order).await
}

/// Somebody gave a step of a license up: its sale waits for somebody; a change is not made.
///
/// # Errors
///
/// What the database says.
pub async fn given_up(tx: &mut Tx, license: &mut License) -> Result<(), Fault> {
    let Some(order) = running(tx, license).await? else { return Ok(()) };
    match order.kind {
        OrderKind::Sales => rests(tx, license).await,
        OrderKind::Upgrade | OrderKind::Renewal => {
            leaves(tx, license).await?;
            tx.update(license).await
        }
    }
}

/// A request is removed, or a change of a license is not made: the order does not wait for it any more. A
/// license goes back to its sale.
///
/// # Errors
///
/// What the database says.
pub async fn leaves(tx: &mut Tx, license: &mut License) -> Result<(), Fault> {
    let Some(mut order) = running(tx, license).await? else { return Ok(()) };
    let before = order.clone();
    order.open.remove(&license.meta.id);
    order.waiting.remove(&license.meta.id);
    order.license_ids.retain(|id| *id != license.meta.id);
    license.running_order_id = license.order_id.clone().filter(|sale| *sale != order.meta.id);
    if !order.open.is_empty() {
        return tx.update(&mut order).await;
    }
    let empty = order.license_ids.is_empty();
    order.state = if empty { OrderState::Cancelled } else { OrderState::Completed };
    tx.update(&mut order).await?;
    if empty {
        tx.trace("order.cancelled", Some(&before), Some(&order), None);
        return Ok(());
    }
    tx.trace("order.completed", Some(&before), Some(&order), None);
    event::emit(tx, "order.completed", Some(&before), &order).await
}

async fn running(tx: &mut Tx, license: &License) -> Result<Option<Order>, Fault> {
    let Some(id) = &license.running_order_id else { return Ok(None) };
    let order = tx.find::<Order>("id", id.as_str()).await?;
    // A sale that has ended does not begin again because its license is upgraded later.
    Ok(order.filter(|order| order.open.contains(&license.meta.id)))
}

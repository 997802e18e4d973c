//! A line item with what stands around it, locked in order and put into the form that rules take.
//!
//! Everything that changes seats locks the account first, then line items with parents before children,
//! then fulfillments by id. So two requests for one account follow each other, and never wait in a circle.

use lictor_entitle::count::Ledger;
use lictor_entitle::line_item::{Line, LineState};
use lictor_entitle::policy::{self, Limit};
use lictor_entitle::term::{self, Duration, DurationUnit, Expiration, LineTerm};

use crate::fault::Fault;
use crate::model::{Account, Entitlement, Expiry, LineItem, ModelTemplate, Policies, Policy, StartPolicy};
use crate::store::Tx;

/// A locked line item.
#[derive(Debug, Clone)]
pub struct HeldLine {
    /// Its record.
    pub item: LineItem,
    /// Its entitlement.
    pub entitlement: Entitlement,
    /// Its license model.
    pub template: ModelTemplate,
    /// The same for the rules.
    pub line: Line,
}

/// Locks an account: nobody else changes seats of it until the end of the transaction.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn hold_account(tx: &mut Tx, id: &str) -> Result<Account, Fault> {
    tx.get(id).await
}

/// Locks a line item. Its account, and its parent if that will change too, must be locked before.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn hold(tx: &mut Tx, id: &str) -> Result<HeldLine, Fault> {
    let item: LineItem = tx.get(id).await?;
    surround(tx, item).await
}

/// The lines that follow a line, locked, oldest first.
///
/// # Errors
///
/// What the database says.
pub async fn hold_children(tx: &mut Tx, parent: &str) -> Result<Vec<HeldLine>, Fault> {
    let mut held = Vec::new();
    for item in tx.all::<LineItem>("parent_line_item_id", parent).await? {
        held.push(surround(tx, item).await?);
    }
    Ok(held)
}

/// The same for a record that was read.
///
/// # Errors
///
/// `INTERNAL` when what it refers to is missing.
pub async fn surround(tx: &mut Tx, item: LineItem) -> Result<HeldLine, Fault> {
    let missing = |what: &str| Fault::internal(format!("a line item without its {what}"));
    let entitlement = tx.look::<Entitlement>("id", item.entitlement_id.as_str()).await?;
    let entitlement = entitlement.ok_or_else(|| missing("entitlement"))?;
    let template = tx.look::<ModelTemplate>("id", item.license_model_id.as_str()).await?;
    let template = template.ok_or_else(|| missing("license model"))?;
    let line = Line {
        id: item.meta.id.clone(),
        state: effective(item.state, entitlement.state),
        closed: item.closed,
        product: item.product_id.clone(),
        model: template.model,
        technology: template.technology,
        parent: item.parent_line_item_id.clone(),
        seats: ledger(&item),
        term: term(&item),
    };
    Ok(HeldLine { item, entitlement, template, line })
}

impl HeldLine {
    /// The policies in force: the line's own, else those of its model.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        self.item.policies.as_ref().unwrap_or(&self.template.policies)
    }
}

/// What a line is in force as: never more than its entitlement is.
#[must_use]
pub fn effective(line: LineState, entitlement: LineState) -> LineState {
    match (line.follow(entitlement), entitlement) {
        // Its fulfillments are out of force with the entitlement, like all others.
        (LineState::Obsolete, LineState::Inactive) => entitlement,
        (LineState::Deployed, LineState::Draft | LineState::OnHold) => entitlement,
        (state, _) => state,
    }
}

/// The seats of a line.
#[must_use]
pub fn ledger(item: &LineItem) -> Ledger {
    Ledger {
        kind: item.kind,
        quantity: item.quantity,
        converted: item.converted,
        out: item.out,
        active: item.active,
    }
}

/// What a line says about the terms of its fulfillments.
#[must_use]
pub fn term(item: &LineItem) -> LineTerm {
    let after = |count, unit| Expiration::After(Duration { count, unit });
    LineTerm {
        policy: match item.start {
            StartPolicy::Fixed => term::StartPolicy::Fixed,
            StartPolicy::EachActivation => term::StartPolicy::EachActivation,
            StartPolicy::FirstActivation => term::StartPolicy::FirstActivation,
        },
        start: item.start_date,
        expiration: match item.expiry {
            Expiry::Permanent => Expiration::Permanent,
            Expiry::Date(day) => Expiration::On(day),
            Expiry::Months(count) => after(count, DurationUnit::Months),
            Expiry::Days(count) => after(count, DurationUnit::Days),
        },
    }
}

/// Policies as the rules take them.
#[must_use]
pub fn policies(own: &Policies) -> policy::Policies {
    let limit = |policy: Policy| Limit { allowed_count: policy.allowed_count, per_term: policy.per_term };
    policy::Policies {
        returns: limit(own.returns),
        repairs: limit(own.repairs),
        rehosts: limit(own.rehosts),
        emergency_allowed: own.emergency_allowed,
        stop_gap_allowed: own.stop_gap_allowed,
        max_emergency_days: own.max_emergency_days,
        overdraft_allowed: own.overdraft_allowed,
    }
}

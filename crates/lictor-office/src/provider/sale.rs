//! Orders over HTTP: written, placed, paid, cancelled.

use std::collections::BTreeSet;

use lictor_entitle::code::Code;
use lictor_entitle::license::Action;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::right::Right;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::{collection, lock};
use crate::model::{License, LicenseChange, LicenseRequest, Order, OrderKind, OrderLine, OrderState};
use crate::office::Office;
use crate::provider::chain::Go;
use crate::provider::request::{self, Manner, NUMBER_MAX};
use crate::provider::{action, upgrade};
use crate::store::{Meta, Tx};

/// Most lines of an order.
const LINES_MAX: usize = 1000;
/// Fields that only the system sets.
const READ_ONLY: &[&str] =
    &["id", "number", "state", "license_ids", "open", "waiting", "error", "error_code"];

/// Body of `POST /v1/orders`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// Sale, upgrade or renewal.
    pub kind: OrderKind,
    /// Id or code of the account.
    #[serde(default)]
    pub account_id: Option<String>,
    /// What is ordered.
    pub lines: Vec<NewLine>,
    /// Name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// One line of a new order: of a sale `request` (new licenses) or `target_id` with `subscription_id` (one
/// from stock); of an upgrade `target_id` with `change`; of a renewal `target_id`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// What is sold, for people; none for the name of the class or the number of the license.
    #[serde(default)]
    pub text: Option<String>,
    /// How many; only new licenses can be more than one.
    #[serde(default = "one")]
    pub quantity: u32,
    /// Price of one, in hundredths of the currency; may be 0.
    #[serde(default)]
    pub price_cents: i64,
    /// Three letters of the currency.
    #[serde(default)]
    pub currency: String,
    /// Id or number of the license.
    #[serde(default)]
    pub target_id: Option<String>,
    /// Of a license from stock: the subscription that gets it.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// New licenses.
    #[serde(default)]
    pub request: Option<LicenseRequest>,
    /// What the license shall become.
    #[serde(default)]
    pub change: Option<LicenseChange>,
    /// Of a renewal: whether it may come before the update date.
    #[serde(default)]
    pub forced: bool,
}

fn one() -> u32 {
    1
}

/// `POST /v1/orders`: a draft.
///
/// # Errors
///
/// `INVALID_FIELD`, `READ_ONLY`.
pub async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let body: NewOrder = call.body()?;
    if body.lines.is_empty() || body.lines.len() > LINES_MAX {
        return Err(request::invalid("/lines", format!("1 to {LINES_MAX} lines")));
    }
    let account = request::account(tx, body.account_id.as_deref()).await?;
    let mut lines = Vec::with_capacity(body.lines.len());
    for (place, line) in body.lines.into_iter().enumerate() {
        lines.push(written(tx, call, body.kind, line, &format!("/lines/{place}")).await?);
    }
    let mut order = Order {
        meta: Meta { external_ref: body.external_ref, ..Meta::default() },
        number: tx.next_number("orders").await?,
        kind: body.kind,
        account_id: account.map(|account| account.meta.id),
        lines,
        state: OrderState::Draft,
        license_ids: Vec::new(),
        error: None,
        error_code: None,
        open: BTreeSet::new(),
        waiting: BTreeSet::new(),
    };
    tx.insert(&mut order).await?;
    tx.trace::<Order>("order.created", None, Some(&order), None);
    Ok(Answer::created(&order))
}

async fn written(
    tx: &mut Tx,
    call: &Call,
    kind: OrderKind,
    line: NewLine,
    at: &str,
) -> Result<OrderLine, Fault> {
    let wrong = |text: &str| Err(request::invalid(at, text.to_owned()));
    upgrade::check_price(line.price_cents, line.change.as_ref(), at)?;
    let target = match &line.target_id {
        Some(name) => {
            let license: License = tx.named(name).await?;
            lock::admit(tx, call, &license, name).await?;
            Some(license)
        }
        None => None,
    };
    let text = match (kind, &line.request, &target, &line.change) {
        (OrderKind::Sales, Some(wanted), None, None) => {
            if !(1..=NUMBER_MAX).contains(&line.quantity) {
                return wrong("a quantity from 1 to 1000");
            }
            request::offer(tx, wanted.plugin_id.as_deref(), &wanted.class_id).await?.class.name
        }
        (OrderKind::Sales, None, Some(license), None) if line.subscription_id.is_some() => label(license),
        (OrderKind::Upgrade, None, Some(license), Some(_))
        | (OrderKind::Renewal, None, Some(license), None) => label(license),
        (OrderKind::Sales, _, _, _) => {
            return wrong("a sale takes a request, or a target with a subscription");
        }
        (OrderKind::Upgrade, _, _, _) => return wrong("an upgrade takes a target and a change"),
        (OrderKind::Renewal, _, _, _) => return wrong("a renewal takes a target"),
    };
    if line.request.is_none() && line.quantity != 1 {
        return wrong("a license is one");
    }
    Ok(OrderLine {
        text: line.text.unwrap_or(text),
        quantity: line.quantity,
        price_cents: line.price_cents,
        currency: line.currency,
        target_id: target.map(|license| license.meta.id),
        subscription_id: line.subscription_id,
        request: line.request,
        change: line.change,
        forced: line.forced,
    })
}

fn label(license: &License) -> String {
    format!("License {} ({})", license.number, license.class_name)
}

/// `POST /v1/orders/{id}/place`.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub async fn place(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut order: Order = collection::named(tx, call, "id").await?;
    call.matches(&order)?;
    becomes(tx, &mut order, &[OrderState::Draft], OrderState::Placed, "order.placed").await?;
    Ok(Answer::record(&order))
}

/// `POST /v1/orders/{id}/pay`: what was ordered is made, and goes on by itself where the plug-in is online.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`, or why a line cannot be carried out; then nothing is.
pub async fn pay(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut order: Order = collection::named(tx, call, "id").await?;
    call.matches(&order)?;
    // What an order carries out is what its own routes would do (5.2).
    match order.kind {
        OrderKind::Sales => {}
        OrderKind::Upgrade | OrderKind::Renewal => call.needs(Right::Upgrade)?,
    }
    let from = [OrderState::Draft, OrderState::Placed];
    becomes(tx, &mut order, &from, OrderState::Paid, "order.paid").await?;
    order.state = OrderState::Provisioning;
    tx.update(&mut order).await?;
    let today = office.clock().today();
    for line in order.lines.clone() {
        carry_out(tx, call, &order, &line, today).await?;
    }
    let order: Order = tx.get(&order.meta.id).await?;
    Ok(Answer::record(&order))
}

async fn carry_out(
    tx: &mut Tx,
    call: &Call,
    order: &Order,
    line: &OrderLine,
    today: CivilDate,
) -> Result<(), Fault> {
    if let Some(wanted) = &line.request {
        let wanted = LicenseRequest {
            account_id: wanted.account_id.clone().or_else(|| order.account_id.clone()),
            ..wanted.clone()
        };
        let manner = Manner {
            number: line.quantity,
            automatic: true,
            order_id: Some(order.meta.id.clone()),
            ..Manner::default()
        };
        request::create(tx, &wanted, &manner, today).await?;
        return Ok(());
    }
    let target = line.target_id.as_deref().unwrap_or_default();
    let mut license: License = tx.get(target).await?;
    lock::admit(tx, call, &license, target).await?;
    super::order::takes(tx, &order.meta.id, std::slice::from_ref(&license)).await?;
    match order.kind {
        OrderKind::Sales => {
            let sold = request::subscription(tx, line.subscription_id.as_deref()).await?;
            license.running_order_id = Some(order.meta.id.clone());
            license.automatic = true;
            match sold {
                Some(subscription) => action::sell(tx, &mut license, &subscription, today).await,
                None => Ok(()),
            }
        }
        OrderKind::Upgrade => {
            let change = line.change.clone().unwrap_or_default();
            upgrade::begin(tx, &mut license, &change, &order.meta.id, today).await.map(|_| ())
        }
        OrderKind::Renewal => {
            license.running_order_id = Some(order.meta.id.clone());
            let go = Go { input: json!({ "force": line.forced, "order_id": order.meta.id }), key: None };
            let action = Action::Renew { forced: line.forced };
            action::begin(tx, &mut license, action, &go, today).await.map(|_| ())
        }
    }
}

/// `POST /v1/orders/{id}/cancel`: requests without a key are removed (L18).
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`; `KEY_ISSUED` with `meta.license_ids` if a key was made for it.
pub async fn cancel(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let mut order: Order = collection::named(tx, call, "id").await?;
    call.matches(&order)?;
    match order.state {
        OrderState::Draft | OrderState::Placed => {}
        OrderState::Paid | OrderState::Provisioning | OrderState::LongRunning | OrderState::Failed
            if order.kind == OrderKind::Sales =>
        {
            take_back(office, tx, &order).await?;
            order = tx.get(&order.meta.id).await?;
            if order.state == OrderState::Cancelled {
                return Ok(Answer::record(&order));
            }
            order.state = OrderState::LongRunning;
        }
        OrderState::Paid
        | OrderState::Provisioning
        | OrderState::LongRunning
        | OrderState::Failed
        | OrderState::Completed
        | OrderState::Cancelled => return Err(illegal(&order)),
    }
    let from = [OrderState::Draft, OrderState::Placed, OrderState::LongRunning];
    becomes(tx, &mut order, &from, OrderState::Cancelled, "order.cancelled").await?;
    Ok(Answer::record(&order))
}

async fn take_back(office: &Office, tx: &mut Tx, order: &Order) -> Result<(), Fault> {
    let mut issued = Vec::new();
    let mut requests = Vec::new();
    for id in &order.license_ids {
        let license: License = tx.get(id).await?;
        if license.key_number.is_some() { issued.push(id.clone()) } else { requests.push(license) }
    }
    if !issued.is_empty() {
        let text = "keys were issued for this order: terminate or unassign its licenses";
        return Err(Refusal::because(Code::KeyIssued, text).with("license_ids", issued).into());
    }
    for license in requests {
        action::remove(tx, license, office.clock().today()).await?;
    }
    Ok(())
}

async fn becomes(
    tx: &mut Tx,
    order: &mut Order,
    from: &[OrderState],
    to: OrderState,
    name: &str,
) -> Result<(), Fault> {
    if !from.contains(&order.state) {
        return Err(illegal(order));
    }
    let before = order.clone();
    order.state = to;
    tx.update(order).await?;
    tx.trace(name, Some(&before), Some(&*order), None);
    Ok(())
}

fn illegal(order: &Order) -> Fault {
    Refusal::because(Code::IllegalTransition, format!("the order is {}", order.state))
        .with("status", order.state.as_str())
        .into()
}

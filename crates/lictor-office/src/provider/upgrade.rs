//! Upgrade License: an order of its own, and the change that it asks of the issuer (office.md 3.10).

use lictor_entitle::license::Action;
use lictor_entitle::sync::SyncStatus;
use lictor_entitle::upgrade::UpgradeRequest;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{License, LicenseChange, Operation, Order, OrderKind, OrderLine, OrderState, Settings};
use crate::office::Office;
use crate::provider::chain::Go;
use crate::provider::{action, facts, request};
use crate::store::{Meta, Tx};

/// Body of `upgrade`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Upgrade {
    /// What the license shall become.
    #[serde(flatten)]
    pub change: LicenseChange,
    /// Price, in hundredths of the currency; may be 0.
    #[serde(default)]
    pub price_cents: i64,
    /// Three letters of the currency.
    #[serde(default)]
    pub currency: String,
}

/// `POST /v1/licenses/{id}/upgrade`: an order is made and paid, and the change asked of the issuer.
///
/// # Errors
///
/// The refusal of 2.1.2; `DOWNGRADE_NOT_ALLOWED`, `SUS_EXPIRED`, `INVALID_FIELD`.
pub async fn upgrade(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body = body(call)?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let today = office.clock().today();
    action::decide(tx, &license, Action::Upgrade, today).await?;
    check(tx, &license, &body.change, today).await?;
    let line = OrderLine {
        text: format!("Upgrade of license {}", license.number),
        quantity: 1,
        price_cents: body.price_cents,
        currency: body.currency,
        target_id: Some(license.meta.id.clone()),
        subscription_id: None,
        request: None,
        change: Some(body.change.clone()),
        forced: false,
    };
    let mut made = Order {
        meta: Meta::default(),
        number: tx.next_number("orders").await?,
        kind: OrderKind::Upgrade,
        account_id: license.account_id.clone(),
        lines: vec![line],
        state: OrderState::Provisioning,
        license_ids: vec![license.meta.id.clone()],
        error: None,
        error_code: None,
        open: [license.meta.id.clone()].into(),
        waiting: std::collections::BTreeSet::new(),
    };
    tx.insert(&mut made).await?;
    tx.trace::<Order>("order.paid", None, Some(&made), None);
    let started = begin(tx, &mut license, &body.change, &made.meta.id, today).await?;
    Ok(Answer::accepted(&started))
}

/// The flattened body, read so that unknown fields are still found.
fn body(call: &Call) -> Result<Upgrade, Fault> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Price {
        #[serde(default)]
        price_cents: i64,
        #[serde(default)]
        currency: String,
    }
    let mut change = call.clone();
    let mut price = serde_json::Map::new();
    if let Some(fields) = change.body.as_object_mut() {
        for name in ["price_cents", "currency"] {
            if let Some(value) = fields.remove(name) {
                price.insert(name.to_owned(), value);
            }
        }
    }
    let price: Price = Call { body: price.into(), ..Call::default() }.body()?;
    Ok(Upgrade { change: change.body()?, price_cents: price.price_cents, currency: price.currency })
}

/// Begins the upgrade of a license for an order.
///
/// # Errors
///
/// The refusal of 2.1.2; `DOWNGRADE_NOT_ALLOWED`, `SUS_EXPIRED`, `INVALID_FIELD`.
pub async fn begin(
    tx: &mut Tx,
    license: &mut License,
    change: &LicenseChange,
    order_id: &str,
    today: CivilDate,
) -> Result<Operation, Fault> {
    check(tx, license, change, today).await?;
    license.running_order_id = Some(order_id.to_owned());
    let go = Go { input: json!({ "change": change, "order_id": order_id }), key: None };
    action::begin(tx, license, Action::Upgrade, &go, today).await
}

/// What can be said of an upgrade before the issuer was asked. Whoever differs from the issuer is judged by
/// what the issuer has: then only the job can tell.
async fn check(
    tx: &mut Tx,
    license: &License,
    change: &LicenseChange,
    today: CivilDate,
) -> Result<(), Fault> {
    if change.reconcile == change.names_something() {
        let text = "either \"reconcile\": true or what shall change".to_owned();
        return Err(request::invalid("", text));
    }
    let Some(known) = &license.known_config else { return Ok(()) };
    let facts::Known { class, .. } = facts::of(tx, license).await?;
    if let Some(class) = class.as_ref().filter(|_| change.class.is_none() && change.class_version.is_none()) {
        for code in change.capacity.keys() {
            if !class.capacity_options.iter().any(|option| option.code == *code) {
                let text = "the class has no such capacity".to_owned();
                return Err(request::invalid(&format!("/capacity/{code}"), text));
            }
        }
    }
    if change.reconcile || license.sync_status == SyncStatus::NotInSync {
        return Ok(());
    }
    let requested = change.applied_to(known);
    let settings = Settings::load(tx).await?;
    let plan = UpgradeRequest {
        current: known,
        requested: &requested,
        downgrade_allowed: class.is_none_or(|class| class.allows_downgrade),
        sus_until: license.sus_until,
        sus_gate: settings.sus_gate,
    };
    plan.plan(today)?;
    Ok(())
}

//! Upgrade License: an order of its own, and the change that it asks of the issuer (office.md 3.10).

use lictor_entitle::license::Action;
use lictor_entitle::refusal::Refusal;
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

/// Longest wait for the issuer's word on a change that seems to be forbidden, in seconds.
const JUDGED_WITHIN: u64 = 5;

/// `POST /v1/licenses/{id}/upgrade`: an order is made and paid, and the change asked of the issuer.
///
/// # Errors
///
/// The refusal of 2.1.2, `INVALID_FIELD`; `DOWNGRADE_NOT_ALLOWED` and `SUS_EXPIRED` once the issuer was asked
/// what it has.
pub async fn upgrade(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body = body(call)?;
    let mut license = collection::named::<License>(tx, call, "id").await?;
    call.matches(&license)?;
    let today = office.clock().today();
    action::decide(tx, &license, Action::Upgrade, today).await?;
    check_price(body.price_cents, Some(&body.change), "")?;
    check(tx, &license, &body.change).await?;
    let doubt = seems_forbidden(tx, &license, &body.change, today).await?;
    if let Some(refusal) = &doubt
        && call.flag("verify")
        && license.sync_status == SyncStatus::InSync
    {
        // Trying asks no issuer: what both sides agreed on last is all there is to judge by.
        return Err(refusal.clone().into());
    }
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
    let patience = doubt.map(|_| JUDGED_WITHIN);
    Ok(Answer { patience, ..Answer::accepted(&started) })
}

/// That a price is one: not below zero, and zero where the issuer has the change already (3.10).
///
/// # Errors
///
/// `INVALID_FIELD` at `/price_cents` below `at`.
pub fn check_price(cents: i64, change: Option<&LicenseChange>, at: &str) -> Result<(), Fault> {
    let wrong = |text: &str| Err(request::invalid(&format!("{at}/price_cents"), text.to_owned()));
    match cents {
        0 => Ok(()),
        ..0 => wrong("a price is 0 or more"),
        1.. if change.is_some_and(|change| change.reconcile) => {
            wrong("what the issuer has already costs nothing")
        }
        1.. => Ok(()),
    }
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
/// The refusal of 2.1.2, `INVALID_FIELD`.
pub async fn begin(
    tx: &mut Tx,
    license: &mut License,
    change: &LicenseChange,
    order_id: &str,
    today: CivilDate,
) -> Result<Operation, Fault> {
    check(tx, license, change).await?;
    license.running_order_id = Some(order_id.to_owned());
    let go = Go { input: json!({ "change": change, "order_id": order_id }), key: None };
    action::begin(tx, license, Action::Upgrade, &go, today).await
}

/// What can be said of an upgrade before the issuer was asked. Whether it is a change at all, and so whether
/// it may be made, depends on what the issuer has by now: that the job judges.
async fn check(tx: &mut Tx, license: &License, change: &LicenseChange) -> Result<(), Fault> {
    if change.reconcile == change.names_something() {
        let text = "either \"reconcile\": true or what shall change".to_owned();
        return Err(request::invalid("", text));
    }
    if license.known_config.is_none() {
        return Ok(());
    }
    let facts::Known { class, .. } = facts::of(tx, license).await?;
    if let Some(class) = class.as_ref().filter(|_| change.class.is_none() && change.class_version.is_none()) {
        for code in change.capacity.keys() {
            if !class.capacity_options.iter().any(|option| option.code == *code) {
                let text = "the class has no such capacity".to_owned();
                return Err(request::invalid(&format!("/capacity/{code}"), text));
            }
        }
    }
    Ok(())
}

/// Why the change is forbidden by what is believed of the key, if it is. Then its issuer's word is waited
/// for, so that whoever asks hears of it at once.
async fn seems_forbidden(
    tx: &mut Tx,
    license: &License,
    change: &LicenseChange,
    today: CivilDate,
) -> Result<Option<Refusal>, Fault> {
    let Some(known) = license.known_config.as_ref().filter(|_| !change.reconcile) else { return Ok(None) };
    let facts::Known { class, .. } = facts::of(tx, license).await?;
    let requested = change.applied_to(known);
    let settings = Settings::load(tx).await?;
    let plan = UpgradeRequest {
        current: known,
        requested: &requested,
        downgrade_allowed: class.is_none_or(|class| class.allows_downgrade),
        sus_until: license.sus_until,
        sus_gate: settings.sus_gate,
    };
    Ok(plan.plan(today).err())
}

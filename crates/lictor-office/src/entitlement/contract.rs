//! Making and changing entitlements.

use std::collections::BTreeMap;

use lictor_entitle::Refusal;
use lictor_entitle::line_item::LineState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::facts::hold_account;
use super::line::{self, LineInput};
use super::state::force_entitlement;
use crate::catalogue::account::{check_active, check_address};
use crate::catalogue::{check_code, check_unique, check_unused, referred, visible};
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::merge::merged;
use crate::model::{Account, Entitlement, LineItem};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// What makes an entitlement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementInput {
    /// Unique name for people; numbered when absent.
    #[serde(default)]
    pub entitlement_id: Option<String>,
    /// Id or code of the account.
    pub account_id: String,
    /// Id of the order.
    #[serde(default)]
    pub order_id: Option<String>,
    /// Whom to send files to, an address of mail.
    #[serde(default)]
    pub ship_to: Option<String>,
    /// Whether the customer may activate it without help.
    #[serde(default)]
    pub allow_portal_login: bool,
    /// Its line items.
    #[serde(default)]
    pub line_items: Vec<LineInput>,
    /// Whether it is put into force at once, with its lines.
    #[serde(default)]
    pub deploy: bool,
    /// Whether it is for trials of the vendor only; for good.
    #[serde(default)]
    pub test: bool,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The entitlement's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// What may be changed of an entitlement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementChange {
    /// Id of the order.
    #[serde(default)]
    pub order_id: Option<String>,
    /// Whom to send files to, an address of mail.
    #[serde(default)]
    pub ship_to: Option<String>,
    /// Whether the customer may activate it without help.
    #[serde(default)]
    pub allow_portal_login: bool,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The entitlement's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// An entitlement that was made, with its lines.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EntitlementMade {
    /// The entitlement.
    #[serde(flatten)]
    pub entitlement: Entitlement,
    /// Its line items.
    pub line_items: Vec<LineItem>,
}

/// Makes an entitlement and its lines.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`, `ACCOUNT_LOCKED`, `INVALID_COUNT`, `PRODUCT_NOT_DEPLOYED`.
pub async fn make(tx: &mut Tx, input: EntitlementInput) -> Result<EntitlementMade, Fault> {
    let seen: Account = referred(tx, &input.account_id, "account_id").await?;
    let account = hold_account(tx, &seen.meta.id).await?;
    check_active(&account)?;
    let entitlement_id = match input.entitlement_id {
        Some(id) => {
            check_code(&id, "entitlement_id")?;
            check_unique::<Entitlement>(tx, "entitlement_id", &id, "").await?;
            id
        }
        None => number(tx).await?,
    };
    if let Some(address) = &input.ship_to {
        check_address(address, "/ship_to")?;
    }
    let mut entitlement = Entitlement {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..Meta::default() },
        entitlement_id,
        account_id: account.meta.id,
        state: if input.test { LineState::Test } else { LineState::Draft },
        order_id: input.order_id,
        ship_to: input.ship_to,
        allow_portal_login: input.allow_portal_login,
    };
    tx.insert(&mut entitlement).await?;
    tx.trace("entitlement.created", None, Some(&entitlement), None);
    for (place, line) in input.line_items.into_iter().enumerate() {
        let line = LineInput { test: line.test || input.test, ..line };
        line::make(tx, &entitlement, line).await.map_err(|fault| inside(fault, place))?;
    }
    if input.deploy && !input.test {
        entitlement = force_entitlement(tx, entitlement, LineState::Deployed).await?;
    }
    let line_items = tx.all("entitlement_id", entitlement.meta.id.as_str()).await?;
    Ok(EntitlementMade { entitlement, line_items })
}

/// A free name of the form `ENT-00000001`.
pub(super) async fn number(tx: &mut Tx) -> Result<String, Fault> {
    loop {
        let id = format!("ENT-{:08}", tx.next_number("entitlements").await?);
        if tx.look::<Entitlement>("entitlement_id", id.as_str()).await?.is_none() {
            return Ok(id);
        }
    }
}

/// A fault of one line, pointing into the list of lines.
fn inside(fault: Fault, place: usize) -> Fault {
    match fault {
        Fault::Refused(refusal) => {
            let refusal: Refusal = *refusal;
            let pointer = refusal.pointer.clone().unwrap_or_default();
            refusal.at(format!("/line_items/{place}{pointer}")).into()
        }
        Fault::Again | Fault::Database(_) | Fault::Internal(_) => fault,
    }
}

pub(super) async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let input: EntitlementInput = call.body()?;
    line::may_deploy(call, input.deploy || input.line_items.iter().any(|line| line.auto_deploy))?;
    if call.account_lock.is_some() {
        let account: Account = referred(tx, &input.account_id, "account_id").await?;
        call.account(Some(&account.meta.id))?;
    }
    let made = make(tx, input).await?;
    let mut answer = Answer::created(&made.entitlement);
    if let Content::Json(Json::Object(fields)) = &mut answer.content {
        fields.insert("line_items".to_owned(), serde_json::json!(made.line_items));
    }
    Ok(answer)
}

pub(super) async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: Entitlement = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let before: Entitlement = tx.get(&seen.meta.id).await?;
    call.matches(&before)?;
    let now = before.clone();
    let input = EntitlementChange {
        order_id: now.order_id,
        ship_to: now.ship_to,
        allow_portal_login: now.allow_portal_login,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let input: EntitlementChange = merged(call, &input, &["entitlement_id", "account_id", "state"])?;
    if let Some(address) = &input.ship_to {
        check_address(address, "/ship_to")?;
    }
    let mut after = Entitlement {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..before.meta.clone() },
        order_id: input.order_id,
        ship_to: input.ship_to,
        allow_portal_login: input.allow_portal_login,
        ..before.clone()
    };
    tx.update(&mut after).await?;
    tx.trace("entitlement.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

pub(super) async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let seen: Entitlement = visible(tx, call, "id").await?;
    hold_account(tx, &seen.account_id).await?;
    let entitlement: Entitlement = tx.get(&seen.meta.id).await?;
    call.matches(&entitlement)?;
    check_unused(tx, &entitlement.meta.id, &[("line_items", "entitlement_id")]).await?;
    tx.delete::<Entitlement>(&entitlement.meta.id).await?;
    tx.trace("entitlement.removed", Some(&entitlement), None, None);
    Ok(Answer::nothing())
}

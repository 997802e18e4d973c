//! Accounts: customers and resellers.

use std::collections::BTreeMap;

use lictor_entitle::right::Right;
use lictor_entitle::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{check_code, check_name, check_unique, check_unused, referred};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::merge::merged;
use crate::http::route::{Route, schema};
use crate::http::{collection, lock};
use crate::model::{Account, AccountStatus, Contact};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// Routes of accounts.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/accounts", "Lists accounts.", handler!(collection::list::<Account>))
        .lists(schema::<Account>),
    Route::post("/v1/accounts", Right::EntitlementEdit, "Makes an account.", handler!(create))
        .takes(schema::<AccountInput>)
        .gives(schema::<Account>),
    Route::get("/v1/accounts/{id}", "Shows an account.", handler!(collection::get::<Account>))
        .gives(schema::<Account>),
    Route::patch("/v1/accounts/{id}", Right::EntitlementEdit, "Changes an account.", handler!(change))
        .takes(schema::<AccountInput>)
        .gives(schema::<Account>),
    Route::delete(
        "/v1/accounts/{id}",
        Right::EntitlementEdit,
        "Forgets an account that nothing refers to.",
        handler!(remove),
    ),
];

/// What makes an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountInput {
    /// Name for people.
    pub name: String,
    /// Short name, unique, 1 to 64 letters, digits or `- _ . : @`; never changes.
    pub code: String,
    /// People to write to.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Id or code of the account above it.
    #[serde(default)]
    pub parent_account: Option<String>,
    /// Whether it sells to others.
    #[serde(default)]
    pub reseller: bool,
    /// Active, or locked: then nothing new is issued for it.
    #[serde(default = "active")]
    pub status: AccountStatus,
    /// Notes of the caller's own, by name.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// The account's name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

fn active() -> AccountStatus {
    AccountStatus::Active
}

/// Makes an account.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`.
pub async fn make(tx: &mut Tx, input: AccountInput) -> Result<Account, Fault> {
    check_code(&input.code, "code")?;
    check_unique::<Account>(tx, "code", &input.code, "").await?;
    let mut account = fill(tx, Meta::default(), input).await?;
    tx.insert(&mut account).await?;
    tx.trace("account.created", None, Some(&account), None);
    Ok(account)
}

async fn fill(tx: &mut Tx, meta: Meta, input: AccountInput) -> Result<Account, Fault> {
    check_name(&input.name, "name")?;
    for (place, contact) in input.contacts.iter().enumerate() {
        check_address(&contact.email, &format!("/contacts/{place}/email"))?;
    }
    let parent = match &input.parent_account {
        Some(name) => Some(above(tx, name, &meta.id).await?),
        None => None,
    };
    Ok(Account {
        meta: Meta { metadata: input.metadata, external_ref: input.external_ref, ..meta },
        name: input.name,
        code: input.code,
        contacts: input.contacts,
        parent_account: parent,
        reseller: input.reseller,
        status: input.status,
    })
}

/// The id of the account above, which must not stand below this one.
async fn above(tx: &mut Tx, name: &str, own: &str) -> Result<String, Fault> {
    let parent: Account = referred(tx, name, "parent_account").await?;
    let id = parent.meta.id.clone();
    let mut next = Some(parent);
    while let Some(account) = next {
        if account.meta.id == own {
            let why = "the accounts would stand in a circle";
            return Err(Refusal::because(Code::InvalidField, why).at("/parent_account").into());
        }
        next = match &account.parent_account {
            Some(id) => tx.look("id", id.as_str()).await?,
            None => None,
        };
    }
    Ok(id)
}

/// That a text can be an address of mail: it will stand in a header.
pub(crate) fn check_address(text: &str, pointer: &str) -> Result<(), Fault> {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';');
    let good = text.len() <= 254 && text.chars().all(plain);
    match text.split_once('@') {
        Some((name, domain)) if good && !name.is_empty() && !domain.is_empty() => Ok(()),
        Some(_) | None => {
            Err(Refusal::because(Code::InvalidField, "expected an address of mail").at(pointer).into())
        }
    }
}

/// That something new may be issued for an account.
///
/// # Errors
///
/// `ACCOUNT_LOCKED`.
pub(crate) fn check_active(account: &Account) -> Result<(), Refusal> {
    match account.status {
        AccountStatus::Active => Ok(()),
        AccountStatus::Locked => {
            Err(Refusal::new(Code::AccountLocked).with("account_id", account.meta.id.as_str()))
        }
    }
}

async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::created(&make(tx, call.body()?).await?))
}

async fn change(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Account = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    lock::keeps(call, &["status", "reseller", "parent_account"])?;
    let now = before.clone();
    let input = AccountInput {
        name: now.name,
        code: now.code,
        contacts: now.contacts,
        parent_account: now.parent_account,
        reseller: now.reseller,
        status: now.status,
        metadata: now.meta.metadata,
        external_ref: now.meta.external_ref,
    };
    let input = merged(call, &input, &["code"])?;
    let mut after = fill(tx, before.meta.clone(), input).await?;
    tx.update(&mut after).await?;
    tx.trace("account.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

async fn remove(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let account: Account = collection::named(tx, call, "id").await?;
    call.matches(&account)?;
    if call.account_lock.is_some() {
        return Err(Refusal::because(Code::Forbidden, "the token is locked to this account").into());
    }
    let by = ["entitlements", "subscriptions", "orders", "licenses", "hosts", "fulfillments"];
    let by: Vec<_> =
        by.iter().map(|table| (*table, "account_id")).chain([("accounts", "parent_account")]).collect();
    check_unused(tx, &account.meta.id, &by).await?;
    tx.delete::<Account>(&account.meta.id).await?;
    tx.trace("account.removed", Some(&account), None, None);
    Ok(Answer::nothing())
}

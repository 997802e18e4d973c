//! Tokens: made once and shown once, stored as a hash, narrowed by role, scopes and locks.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::right::{self, Right};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::fault::Fault;
use crate::first_start::{hash_of, new_token};
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::{caller, collection};
use crate::model::{Account, Product, Role, Token};
use crate::office::Office;
use crate::store::{Meta, Record, Tx};
use crate::time::Time;

/// Longest name, in bytes.
const NAME_MAX: usize = 64;

/// A new token.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// Name, unique; letters, digits, `.`, `-`, `_` and `@`.
    pub name: String,
    /// Name of its role.
    pub role: String,
    /// Rights that narrow those of the role; empty means all of the role.
    #[serde(default)]
    pub scopes: BTreeSet<Right>,
    /// Id or name of the only account it may see to.
    #[serde(default)]
    pub account_lock: Option<String>,
    /// Id of the only product it may see to.
    #[serde(default)]
    pub product_lock: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub expires_at: Option<Time>,
    /// At the issuer: the agreement that it acts for. Such a token calls the issuer's protocol only.
    #[serde(default)]
    pub login: Option<String>,
    /// Notes of the caller's own.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// Its name in another system.
    #[serde(default)]
    pub external_ref: Option<String>,
}

/// A token that was made, with the token itself, which is shown this once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MadeToken {
    /// The record.
    #[serde(flatten)]
    pub record: Token,
    /// What goes after `Bearer`. A repetition of the request does not show it again.
    pub token: String,
}

/// Makes a token.
///
/// # Errors
///
/// `INVALID_FIELD`, `DUPLICATE`, `NOT_FOUND` for locks; `FORBIDDEN` for rights that the caller does not
/// have.
pub async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: NewToken = call.body()?;
    check_name(&body.name)?;
    if tx.find::<Token>("name", body.name.as_str()).await?.is_some() {
        return Err(Refusal::new(Code::Duplicate).at("/name").into());
    }
    let invalid = |text: &str, at: &str| Fault::from(Refusal::because(Code::InvalidField, text).at(at));
    let role: Option<Role> = tx.find("name", body.role.as_str()).await?;
    let role = role.ok_or_else(|| invalid("there is no such role", "/role"))?;
    if body.expires_at.is_some_and(|end| end <= tx.now()) {
        return Err(invalid("this is in the past", "/expires_at"));
    }
    if body.login.as_deref().is_some_and(|login| login.is_empty() || login.len() > NAME_MAX) {
        return Err(invalid("from 1 to 64 bytes", "/login"));
    }
    let rights = right::closure(&role.rights.iter().copied().collect());
    let scopes = right::closure(&body.scopes);
    if !scopes.is_subset(&rights) {
        let beyond: Vec<String> = scopes.difference(&rights).map(|right| right.as_str().to_owned()).collect();
        let refusal = Refusal::because(Code::InvalidField, "scopes beyond the role").at("/scopes");
        return Err(refusal.with("beyond", beyond).into());
    }
    within(call, if scopes.is_empty() { &rights } else { &scopes })?;
    let account_lock = match &body.account_lock {
        Some(name) => Some(tx.named::<Account>(name).await?.meta.id),
        None => None,
    };
    let product_lock = match &body.product_lock {
        Some(name) => Some(tx.named::<Product>(name).await?.meta.id),
        None => None,
    };
    let secret = new_token().map_err(|error| Fault::internal(error.to_string()))?;
    let mut token = Token {
        meta: Meta { metadata: body.metadata, external_ref: body.external_ref, ..Meta::default() },
        name: body.name,
        hash: hash_of(&secret),
        role: role.name,
        scopes: scopes.into_iter().collect(),
        product_lock,
        account_lock,
        expires_at: body.expires_at,
        last_used_at: None,
        revoked: false,
        login: body.login,
    };
    tx.insert(&mut token).await?;
    tx.trace("token.created", None, Some(&token), None);
    Ok(shown(&token, &secret))
}

/// The answer that shows a token; what is kept for a repetition does not.
fn shown(token: &Token, secret: &str) -> Answer {
    let public = token.public();
    let mut document = public.clone();
    document["token"] = json!(secret);
    Answer { content: Content::Json(document), repeated: Some(public), ..Answer::created(token) }
}

/// Takes a token back. Its record stays, for the audit log; its name is not free again.
///
/// # Errors
///
/// `NOT_FOUND`, `PRECONDITION_FAILED`; `ILLEGAL_TRANSITION` for the last one that
/// manages tokens.
pub async fn revoke(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let before: Token = collection::named(tx, call, "id").await?;
    call.matches(&before)?;
    // Who may make tokens of these rights may take them back.
    unlocked(call)?;
    if !before.revoked {
        let mut after = Token { revoked: true, ..before.clone() };
        let managed = manages(tx, &before).await?;
        tx.update(&mut after).await?;
        if managed {
            administered(tx).await?;
        }
        tx.trace("token.revoked", Some(&before), Some(&after), None);
    }
    Ok(Answer::nothing())
}

/// That somebody is left who manages tokens, without a lock and for as long as they like: otherwise nobody
/// could ever make one again.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION`.
pub(super) async fn administered(tx: &mut Tx) -> Result<(), Fault> {
    for token in tx.scan::<Token>("1 = 1 ORDER BY id", Vec::new()).await? {
        if manages(tx, &token).await? {
            return Ok(());
        }
    }
    let text = "this is the last one that manages tokens; make another one first, without lock and end";
    Err(Refusal::because(Code::IllegalTransition, text).into())
}

async fn manages(tx: &mut Tx, token: &Token) -> Result<bool, Fault> {
    let locked = token.account_lock.is_some() || token.product_lock.is_some() || token.login.is_some();
    if token.revoked || locked || token.expires_at.is_some() {
        return Ok(false);
    }
    Ok(caller::admit(tx, token.clone()).await?.rights.contains(&Right::TokenAdmin))
}

/// That nobody gives more than they have.
pub(super) fn within(call: &Call, rights: &BTreeSet<Right>) -> Result<(), Fault> {
    unlocked(call)?;
    let beyond: Vec<String> =
        rights.difference(&call.rights).map(|right| right.as_str().to_owned()).collect();
    if beyond.is_empty() {
        return Ok(());
    }
    let text = format!("nobody gives rights that they do not have: {}", beyond.join(", "));
    Err(Refusal::because(Code::Forbidden, text).with("beyond", beyond).into())
}

fn unlocked(call: &Call) -> Result<(), Fault> {
    if call.account_lock.is_none() && call.product_lock.is_none() {
        return Ok(());
    }
    let text = "a token that is locked to an account or a product manages no tokens and roles";
    Err(Refusal::because(Code::Forbidden, text).into())
}

pub(super) fn check_name(name: &str) -> Result<(), Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if !name.is_empty() && name.len() <= NAME_MAX && name.chars().all(plain) {
        return Ok(());
    }
    let text = "from 1 to 64 letters, digits, '.', '-', '_' and '@'";
    Err(Refusal::because(Code::InvalidField, text).at("/name").into())
}

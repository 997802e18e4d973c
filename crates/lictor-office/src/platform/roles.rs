//! Roles: named sets of rights, saved only with all the rights that they imply (office.md 5.2).

use std::collections::BTreeSet;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::right::{self, Right};
use schemars::JsonSchema;
use serde::Deserialize;

use super::tokens::{administered, check_name, within};
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{Role, Token};
use crate::office::Office;
use crate::store::{Meta, Tx};

/// A new role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Name, unique.
    pub name: String,
    /// Its rights, with all that they imply.
    pub rights: BTreeSet<Right>,
}

/// What changes of a role.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// Its rights, with all that they imply.
    pub rights: BTreeSet<Right>,
}

/// Makes a role.
///
/// # Errors
///
/// `INVALID_FIELD` with `meta.missing` for rights that imply others; `DUPLICATE`; `FORBIDDEN` for rights
/// that the caller does not have.
pub async fn create(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: NewRole = call.body()?;
    check_name(&body.name)?;
    right::check(&body.rights)?;
    within(call, &body.rights)?;
    if tx.find::<Role>("name", body.name.as_str()).await?.is_some() {
        return Err(Refusal::new(Code::Duplicate).at("/name").into());
    }
    let rights = body.rights.into_iter().collect();
    let mut role = Role { meta: Meta::default(), name: body.name, rights, built_in: false };
    tx.insert(&mut role).await?;
    tx.trace("role.created", None, Some(&role), None);
    Ok(Answer::created(&role))
}

/// Changes a role's rights.
///
/// # Errors
///
/// As [`create`], and `READ_ONLY` for a role that came with the program; `ILLEGAL_TRANSITION` when nobody would be left
/// who manages tokens.
pub async fn patch(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(&["id", "name", "built_in", "version", "created_at", "updated_at"])?;
    let body: RoleChange = call.body()?;
    let before: Role = collection::named(tx, call, "id").await?;
    own(&before)?;
    call.matches(&before)?;
    right::check(&body.rights)?;
    within(call, &body.rights)?;
    let mut after = Role { rights: body.rights.into_iter().collect(), ..before.clone() };
    tx.update(&mut after).await?;
    if before.rights.contains(&Right::TokenAdmin) {
        administered(tx).await?;
    }
    tx.trace("role.changed", Some(&before), Some(&after), None);
    Ok(Answer::record(&after))
}

/// Forgets a role that no token has.
///
/// # Errors
///
/// `READ_ONLY` for one that came with the program, `ILLEGAL_TRANSITION` with `meta.tokens` for one in use.
pub async fn delete(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let role: Role = collection::named(tx, call, "id").await?;
    own(&role)?;
    call.matches(&role)?;
    let tokens = tx.all::<Token>("role", role.name.as_str()).await?;
    let names: Vec<String> =
        tokens.into_iter().filter(|token| !token.revoked).map(|token| token.name).collect();
    if !names.is_empty() {
        let text = format!("the role {:?} is in use", role.name);
        return Err(Refusal::because(Code::IllegalTransition, text).with("tokens", names).into());
    }
    tx.delete::<Role>(&role.meta.id).await?;
    tx.trace("role.deleted", Some(&role), None, None);
    Ok(Answer::nothing())
}

fn own(role: &Role) -> Result<(), Fault> {
    if role.built_in {
        let text = format!("the role {:?} came with the program and stays as it is", role.name);
        return Err(Refusal::because(Code::ReadOnly, text).into());
    }
    Ok(())
}

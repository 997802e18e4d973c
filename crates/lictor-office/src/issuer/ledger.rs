//! The issuer's book: how a key is found, and what its owner sees of it.

use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_number::KeyRef;
use lictor_types::CivilDate;

use super::protocol::{AttachedKey, KeyInfo};
use super::stop::Stop;
use crate::fault::Fault;
use crate::model::Key;
use crate::store::Tx;

/// A key that somebody named, and the revision that was meant.
#[derive(Debug, Clone)]
pub struct Named {
    /// The key as it stands.
    pub key: Key,
    /// The revision that the name says; none for the current one.
    pub revision: Option<u32>,
}

/// The key of a number, with or without a revision. `login` may only see its own; none sees all.
///
/// # Errors
///
/// 410 for a number of another form, 220 for an unknown key or a revision that does not exist yet, 202 for
/// a key of somebody else.
pub async fn find(tx: &mut Tx, login: Option<&str>, key_number: &str) -> Result<Named, Stop> {
    let name = KeyRef::parse(key_number)
        .map_err(|error| Stop::because(IssuerCode::BadKeyFormat, error.to_string()))?;
    let digits = format!("{:08}", name.number());
    let key = tx.find::<Key>("number", digits).await?.filter(|key| key.prefix == name.prefix());
    let key = key.ok_or(IssuerCode::KeyNotFound)?;
    if login.is_some_and(|login| login != key.owner) {
        return Err(IssuerCode::ObjectDenied.into());
    }
    let revision = name.revision.map(u32::from);
    if revision.is_some_and(|revision| revision > key.revision) {
        return Err(Stop::because(IssuerCode::KeyNotFound, format!("revision {} is current", key.revision)));
    }
    Ok(Named { key, revision })
}

/// Additional keys that are attached to it, oldest first.
///
/// # Errors
///
/// What the database says.
pub async fn attached(tx: &mut Tx, key: &Key) -> Result<Vec<Key>, Stop> {
    Ok(tx.all::<Key>("parent_key", key.name()).await?)
}

/// Names the additional keys in what the owner sees.
///
/// # Errors
///
/// What the database says.
pub async fn name_attached(tx: &mut Tx, info: &mut KeyInfo, today: CivilDate) -> Result<(), Fault> {
    if info.config.additional_keys.is_empty() {
        return Ok(());
    }
    let name = info.key_number.rsplit_once('.').map_or("", |(name, _)| name);
    let attached = |key: Key| AttachedKey {
        key_number: key.key_number(),
        class: key.config.class.clone(),
        status: key.status_on(today),
        not_activated: key.not_activated,
    };
    let keys: Vec<Key> = tx.scan("parent_key = $1 ORDER BY id", vec![name.into()]).await?;
    info.attached_keys = keys.into_iter().map(attached).collect();
    Ok(())
}

/// What its owner sees of a revision of a key; `revision` none for the current one.
#[must_use]
pub fn info(key: &Key, revision: Option<u32>, today: CivilDate) -> KeyInfo {
    let revision = revision.unwrap_or(key.revision);
    let then = key.upgrades.iter().rev().find(|record| record.revision <= revision);
    let config = match then {
        Some(record) if revision < key.revision => record.config.clone(),
        Some(_) | None => key.config.clone(),
    };
    KeyInfo {
        key_number: format!("{}.{revision:04}", key.name()),
        config,
        bill_type: key.bill_type,
        status: key.status_on(today),
        owner: key.owner.clone(),
        start: key.start,
        update_date: key.update_date,
        expiration_date: key.expiration_date,
        sus_until: key.sus_until,
        problem: key.problem,
        not_activated: key.not_activated,
        not_exportable: key.not_exportable,
        licensee: key.licensee.clone(),
        server_host_ids: key.server_host_ids.clone(),
        node_host_ids: key.node_host_ids.clone(),
        parent_key: key.parent_key.clone(),
        attached_keys: Vec::new(),
        nickname: key.nickname.clone(),
        auto_renew: key.auto_renew,
        activation_code: key.activation_code.clone().filter(|_| key.not_activated),
        superseded_by_revision: (revision < key.revision).then_some(key.revision),
    }
}

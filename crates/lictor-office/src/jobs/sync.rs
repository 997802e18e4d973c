//! The comparison of one license with its issuer (3.9).

use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode};
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::key_status::KeyStatus;
use lictor_entitle::license::{Event, apply};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::sync::{
    KeyRecord, Mismatch, MismatchCode, SyncStatus, compare, compare_terminated, denied,
};
use lictor_types::CivilDate;
use serde_json::json;

use super::held;
use super::key;
use super::work::{Done, target};
use crate::event;
use crate::fault::Fault;
use crate::issuer::protocol::{Answer, KeyInfo, KeyRequest};
use crate::issuer::service::Ask;
use crate::issuing;
use crate::model::{License, Operation, Plugin};
use crate::office::Office;
use crate::provider::{change, facts};
use crate::store::Tx;

/// What is said when an upgrade left a difference.
const AGAIN: &str = "the issuer has applied only part of the upgrade: synchronize again by hand";

/// Asks the issuer what it has.
pub(super) async fn ask(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let (license, plugin) = target(office, operation).await?;
    Ok(Done::Answered(info(office, &license, &plugin).await?))
}

/// What the issuer has of a license.
pub(super) async fn info(
    office: &Office,
    license: &License,
    plugin: &Plugin,
) -> Result<Result<Box<Answer>, CallFailure>, Fault> {
    let request = Ask::Info(KeyRequest { key_number: key::number(license)? });
    Ok(issuing::ask(office, plugin, &request).await.map(Box::new))
}

/// Writes what came of the comparison, for an operation of its own.
pub(super) async fn outcome(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    answer: &Result<Box<Answer>, CallFailure>,
    today: CivilDate,
) -> Result<(), Fault> {
    let after_upgrade = operation.input["after"] == "upgrade";
    match compared(tx, license, answer, after_upgrade, today).await? {
        Ok(mismatches) => {
            let result = json!({
                "sync_status": license.sync_status,
                "mismatches": mismatches,
                "message": license.sync_message,
            });
            held::succeed(tx, operation, result).await
        }
        Err(refusal) => held::fail(tx, operation, &refusal).await,
    }
}

/// Compares, and writes it. `SYNC_FAILED` if the issuer could not be asked; then the sync status stays.
pub(super) async fn compared(
    tx: &mut Tx,
    license: &mut License,
    answer: &Result<Box<Answer>, CallFailure>,
    after_upgrade: bool,
    today: CivilDate,
) -> Result<Result<Vec<Mismatch>, Refusal>, Fault> {
    if license.status.is_over() || license.status == LicenseStatus::Pending {
        let text = format!("the license is {}", license.status);
        return Ok(Err(Refusal::because(Code::IllegalTransition, text)));
    }
    let theirs = match read(answer) {
        Ok(theirs) => theirs,
        Err(failure) => return could_not(tx, license, failure).await.map(Err),
    };
    let known = known(tx, license).await?;
    let (found, status) = match &theirs {
        Theirs::Key(record, status) => (compare(&known, Some((record, *status))), Some(*status)),
        Theirs::Unknown => (compare(&known, None), None),
        Theirs::Terminated => (compare_terminated(), Some(KeyStatus::Terminated)),
        Theirs::NotOurs => (vec![denied(&known)], None),
    };
    let before = license.clone();
    license.sync_status = match after_upgrade {
        true => license.sync_status.after_upgrade(Some(&found)),
        false => SyncStatus::compared(&found),
    };
    license.sync_message = message(&found, after_upgrade);
    license.mismatches.clone_from(&found);
    license.last_sync_at = Some(tx.now());
    let word = if found.is_empty() { "IN_SYNC" } else { "NOT_IN_SYNC" };
    license.last_sync_result = Some(word.to_owned());
    license.last_sync_error = None;
    tx.update(license).await?;
    if license.sync_status != before.sync_status {
        let name =
            if license.sync_status == SyncStatus::InSync { "license.in_sync" } else { "license.not_in_sync" };
        tx.trace(name, Some(&before), Some(&*license), Some("2.4"));
        event::emit(tx, name, Some(&before), &*license).await?;
    }
    let gone = status == Some(KeyStatus::Terminated)
        || found.iter().any(|mismatch| mismatch.code == MismatchCode::TerminatedAtIssuer);
    if gone {
        let facts = facts::of(tx, license).await?.facts;
        let transition = apply(&facts, Event::Terminated { seen_by_sync: true }, today)?;
        change::write(tx, license, &transition, "license.terminated").await?;
    }
    Ok(Ok(found))
}

/// One sentence about what differs, and what to do.
fn message(found: &[Mismatch], after_upgrade: bool) -> Option<String> {
    let first = found.first()?;
    if after_upgrade {
        return Some(AGAIN.to_owned());
    }
    let advice = match found.iter().all(|mismatch| mismatch.resolvable) {
        true => "an upgrade to the issuer's configuration resolves it",
        false => "no upgrade resolves it",
    };
    Some(format!("{}; {advice}", first.message()))
}

/// What the issuer says of a key.
enum Theirs {
    Key(Box<KeyRecord>, KeyStatus),
    /// It does not know the number.
    Unknown,
    /// It says no more than that the key was terminated.
    Terminated,
    /// It gave the key to another login. Only that one key is denied, so the plug-in goes on.
    NotOurs,
}

fn read(answer: &Result<Box<Answer>, CallFailure>) -> Result<Theirs, CallFailure> {
    match answer {
        Ok(answer) => {
            let (number, info) = key::named(answer)?;
            Ok(Theirs::Key(Box::new(record(number, info)), info.status))
        }
        Err(CallFailure::Answered(IssuerCode::KeyNotFound)) => Ok(Theirs::Unknown),
        Err(CallFailure::Answered(IssuerCode::KeyTerminated)) => Ok(Theirs::Terminated),
        Err(CallFailure::Answered(IssuerCode::ObjectDenied)) => Ok(Theirs::NotOurs),
        Err(failure) => Err(*failure),
    }
}

fn record(number: KeyNumber, info: &KeyInfo) -> KeyRecord {
    KeyRecord {
        number,
        config: info.config.clone(),
        update_date: info.update_date,
        expiration_date: info.expiration_date,
        owner: info.owner.clone(),
    }
}

/// What the provider believes.
async fn known(tx: &mut Tx, license: &License) -> Result<KeyRecord, Fault> {
    let facts = facts::of(tx, license).await?;
    let number = facts.facts.key.ok_or_else(|| Fault::internal("a license that is compared has a key"))?;
    Ok(KeyRecord {
        number,
        config: license.known_config.clone().unwrap_or_else(|| license.requested_config.clone()),
        update_date: license.update_date,
        expiration_date: license.expiration_date,
        owner: facts.plugin.login.unwrap_or_default(),
    })
}

async fn could_not(tx: &mut Tx, license: &mut License, failure: CallFailure) -> Result<Refusal, Fault> {
    let why = failure.refusal();
    license.last_sync_result = Some("SYNC_FAILED".to_owned());
    license.last_sync_error = Some(why.to_string());
    tx.update(license).await?;
    if failure.pauses_plugin() {
        change::pause(tx, &license.plugin_id, "CREDENTIALS_REJECTED").await?;
    }
    Ok(Refusal::because(Code::SyncFailed, why.to_string()).with("reason", why.code.as_str()))
}

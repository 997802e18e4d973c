//! A transition of a license is written: the record, its trace, its event, and what follows for its order
//! and its plug-in.

use lictor_entitle::code::Code;
use lictor_entitle::license::{LicenseFacts, Transition};
use lictor_entitle::refusal::Refusal;
use lictor_entitle::sync::{MismatchCode, SyncStatus};

use crate::event;
use crate::fault::Fault;
use crate::model::{License, LicenseClass, Operation, OperationState, Plugin};
use crate::provider::{facts, order};
use crate::store::Tx;

/// Traces that no webhook hears of.
const QUIET: &[&str] = &[
    "license.retrieving",
    "license.installing",
    "license.retrieve_failed",
    "license.retrieve_cancelled",
    "license.reinstated",
    "license.assigned",
    "license.unassigned",
];

/// Writes a transition under its name (`license.issued`…): the record, one trace, and the event that
/// webhooks know.
///
/// # Errors
///
/// What the database says.
pub async fn write(
    tx: &mut Tx,
    license: &mut License,
    transition: &Transition,
    name: &str,
) -> Result<(), Fault> {
    let before = license.clone();
    let known = facts::of(tx, license).await?;
    let learned = !known.facts.requires_activation && transition.after.requires_activation;
    take(license, &transition.after);
    license.activation_learned |= learned;
    if learned {
        learn(tx, &license.class_id).await?;
    }
    tell_error(license, transition.error.as_ref());
    if let Some(code) = transition.mismatch {
        note_mismatch(license, code);
    }
    if !license.status.is_intermediate() {
        license.next_attempt_at = None;
    }
    let over = license.status.is_over();
    let operation = if over { license.operation_id.take() } else { None };
    tx.update(license).await?;
    tx.trace(name, Some(&before), Some(&*license), Some(transition.row));
    if !QUIET.contains(&name) {
        event::emit(tx, name, Some(&before), &*license).await?;
    }
    if license.sync_status != before.sync_status {
        event::emit(tx, "license.not_in_sync", Some(&before), &*license).await?;
    }
    if over {
        end_operation(tx, operation.as_deref(), "the license is over").await?;
        order::failed(tx, license, &Refusal::new(Code::NotSellable)).await?;
    }
    if transition.pauses_plugin {
        pause(tx, &license.plugin_id, "CREDENTIALS_REJECTED").await?;
    }
    Ok(())
}

/// The issuer asked for an activation that the class says nothing of: its other licenses need one as well.
async fn learn(tx: &mut Tx, class_id: &str) -> Result<(), Fault> {
    let Some(mut class) = tx.find::<LicenseClass>("id", class_id).await? else { return Ok(()) };
    let before = class.clone();
    class.requires_activation = true;
    class.activation_learned = true;
    tx.update(&mut class).await?;
    tx.trace("license_class.activation_learned", Some(&before), Some(&class), Some("2.1.3"));
    Ok(())
}

/// Writes what went wrong without a transition: the license stays where it is.
///
/// # Errors
///
/// What the database says.
pub async fn write_error(tx: &mut Tx, license: &mut License, transition: &Transition) -> Result<(), Fault> {
    tell_error(license, transition.error.as_ref());
    tx.update(license).await?;
    if transition.pauses_plugin {
        pause(tx, &license.plugin_id, "CREDENTIALS_REJECTED").await?;
    }
    Ok(())
}

/// The license's fields as the facts have them.
fn take(license: &mut License, after: &LicenseFacts) {
    license.status = after.status;
    license.came_from = after.came_from;
    if let Some(key) = &after.key {
        license.key_prefix = Some(key.prefix().to_owned());
        license.key_number = Some(key.key().to_string());
        license.current_revision = Some(key.revision().into());
    }
    license.file_revision = after.file_revision.map(i64::from);
    license.installed_revision = after.installed_revision.map(i64::from);
    license.update_date = after.dates.update_date;
    license.expiration_date = after.dates.expiration_date;
    license.sus_until = after.dates.sus_until;
    license.assignment = after.assignment;
}

/// Writes what a license shows as its last error; none clears it.
pub(crate) fn tell_error(license: &mut License, error: Option<&Refusal>) {
    license.last_error = error.map(|refusal| refusal.message().to_owned());
    license.last_error_code = error.map(|refusal| refusal.code.as_str().to_owned());
    if error.is_none() {
        license.unreachable_since = None;
    }
}

fn note_mismatch(license: &mut License, code: MismatchCode) {
    if !license.mismatches.iter().any(|has| has.code == code) {
        let field = if code == MismatchCode::KeyNotFound { "key_number" } else { "status" };
        license.mismatches.push(code.mismatch(field, None, None));
    }
    if license.sync_status != SyncStatus::NotApplicable {
        license.sync_status = SyncStatus::NotInSync;
        license.last_sync_result = Some("NOT_IN_SYNC".to_owned());
    }
}

/// Lets a plug-in rest: its issuer is not called until somebody resumes it.
///
/// # Errors
///
/// What the database says.
pub async fn pause(tx: &mut Tx, plugin_id: &str, reason: &str) -> Result<(), Fault> {
    let mut plugin: Plugin = tx.get(plugin_id).await?;
    if plugin.paused {
        return Ok(());
    }
    let before = plugin.clone();
    plugin.paused = true;
    plugin.pause_reason = Some(reason.to_owned());
    tx.update(&mut plugin).await?;
    tx.trace("plugin.paused", Some(&before), Some(&plugin), Some(reason));
    event::emit(tx, "plugin.failed", Some(&before), &plugin).await
}

/// Ends an operation that is not needed any more, if it has not ended.
///
/// # Errors
///
/// What the database says.
pub async fn end_operation(tx: &mut Tx, id: Option<&str>, why: &str) -> Result<(), Fault> {
    let Some(id) = id else { return Ok(()) };
    let Some(mut operation) = tx.find::<Operation>("id", id).await? else { return Ok(()) };
    match operation.state {
        OperationState::Queued | OperationState::Running | OperationState::Waiting => {
            operation.state = OperationState::Cancelled;
            operation.next_attempt_at = None;
            operation.finished_at = Some(tx.now());
            operation.error = Some(why.to_owned());
            tx.update(&mut operation).await
        }
        OperationState::Succeeded | OperationState::Failed | OperationState::Cancelled => Ok(()),
    }
}

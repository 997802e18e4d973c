//! The classes of a plug-in: fetched from its issuer, or from the local catalogue when it is offline.

use lictor_entitle::issuer_code::{CallFailure, IssuerCode, Verdict};
use lictor_entitle::plugin::{PluginMode, PluginStatus};
use serde_json::json;

use super::held;
use super::work::Done;
use crate::event;
use crate::fault::Fault;
use crate::issuer::catalogue;
use crate::issuer::protocol::{Answer, ClassInfo, ClassesRequest};
use crate::issuer::service::Ask;
use crate::issuing;
use crate::model::{ClassTerms, License, LicenseClass, Operation, Plugin};
use crate::office::Office;
use crate::provider::change;
use crate::store::{Meta, Tx};

/// Asks for the classes.
pub(super) async fn ask(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let mut tx = office.read().await?;
    let plugin: Plugin = tx.get(&operation.target_id).await?;
    if plugin.mode == PluginMode::Offline {
        let classes = catalogue::classes(&mut tx).await?;
        let classes = classes.iter().map(catalogue::info).collect();
        let answer = Answer { classes: Some(classes), ..Answer::of(IssuerCode::Done) };
        return Ok(Done::Answered(Ok(Box::new(answer))));
    }
    drop(tx);
    Ok(Done::Answered(issuing::ask(office, &plugin, &Ask::Classes(ClassesRequest {})).await.map(Box::new)))
}

/// Writes what came.
pub(super) async fn outcome(
    tx: &mut Tx,
    operation: &mut Operation,
    answer: &Result<Box<Answer>, CallFailure>,
) -> Result<(), Fault> {
    let mut plugin: Plugin = tx.get(&operation.target_id).await?;
    let classes = answer.as_ref().map_err(|failure| *failure);
    let classes = classes.and_then(|answer| answer.classes.as_ref().ok_or(CallFailure::Garbled));
    match classes {
        Ok(classes) => fetched(tx, &mut plugin, operation, classes).await,
        Err(failure) => failed(tx, &mut plugin, operation, failure).await,
    }
}

async fn fetched(
    tx: &mut Tx,
    plugin: &mut Plugin,
    operation: &mut Operation,
    classes: &[ClassInfo],
) -> Result<(), Fault> {
    let before = plugin.clone();
    let known: Vec<LicenseClass> = tx.all("plugin_id", plugin.meta.id.as_str()).await?;
    let mut kept = Vec::new();
    for info in classes {
        let same = counterpart(&known, info, classes).cloned();
        kept.extend(same.as_ref().map(|class| class.meta.id.clone()));
        keep(tx, plugin, info, same).await?;
    }
    for mut class in known {
        if !kept.contains(&class.meta.id) {
            withdraw(tx, &mut class).await?;
        }
    }
    plugin.status = PluginStatus::Configured;
    plugin.last_fetch_at = Some(tx.now());
    plugin.last_fetch_error = None;
    tx.update(plugin).await?;
    tx.trace("plugin.fetched", Some(&before), Some(&*plugin), None);
    held::succeed(tx, operation, json!({ "classes": classes.len() })).await
}

/// The class we know that the issuer means: of that name and version, or the only one of that name, whose
/// version has changed.
fn counterpart<'a>(
    known: &'a [LicenseClass],
    info: &ClassInfo,
    offered: &[ClassInfo],
) -> Option<&'a LicenseClass> {
    let named: Vec<&LicenseClass> = known.iter().filter(|class| class.class_id == info.class).collect();
    let exact = named.iter().copied().find(|class| class.class_version == info.class_version);
    let alone = offered.iter().filter(|other| other.class == info.class).count() == 1;
    match (exact, named.as_slice()) {
        (Some(class), _) => Some(class),
        (None, [class]) if alone => Some(class),
        (None, _) => None,
    }
}

fn class_of(info: &ClassInfo) -> LicenseClass {
    LicenseClass {
        meta: Meta::default(),
        plugin_id: String::new(),
        class_id: info.class.clone(),
        name: info.name.clone(),
        class_version: info.class_version.clone(),
        bill_types: info.bill_types.clone(),
        capacity_options: info.capacity_options.clone(),
        features: info.features.clone(),
        additional_classes: info.additional_classes.clone(),
        requires_activation: info.requires_activation,
        activation_learned: false,
        auto_renew: info.auto_renew,
        allows_downgrade: info.allows_downgrade,
        key_prefix: info.key_prefix.clone(),
        selected_for_sale: false,
        revision: info.revision,
        product_id: None,
        license_model: info.license_model,
        keep_days: info.keep_days,
        grace_days: info.grace_days,
        terms: ClassTerms::default(),
    }
}

/// Keeps a class as the issuer has it; only its selection is ours. What the agreement offers online is for
/// sale at once, of a full catalogue somebody picks.
async fn keep(
    tx: &mut Tx,
    plugin: &Plugin,
    info: &ClassInfo,
    known: Option<LicenseClass>,
) -> Result<(), Fault> {
    let template = LicenseClass {
        plugin_id: plugin.meta.id.clone(),
        selected_for_sale: plugin.mode == PluginMode::Online,
        ..class_of(info)
    };
    match known {
        Some(mut class) => {
            let next = LicenseClass {
                meta: class.meta.clone(),
                selected_for_sale: class.selected_for_sale,
                // What a refusal taught stays known until the list says it itself.
                requires_activation: info.requires_activation || class.activation_learned,
                activation_learned: class.activation_learned && !info.requires_activation,
                ..template
            };
            if json!(next) != json!(class) {
                class = next;
                tx.update(&mut class).await?;
            }
            Ok(())
        }
        None => {
            let mut class = LicenseClass { meta: Meta::default(), ..template };
            tx.insert(&mut class).await
        }
    }
}

/// A class that is not offered any more goes, unless licenses are of it: then it is not for sale.
async fn withdraw(tx: &mut Tx, class: &mut LicenseClass) -> Result<(), Fault> {
    if tx.look::<License>("class_id", class.meta.id.as_str()).await?.is_none() {
        return tx.delete::<LicenseClass>(&class.meta.id).await;
    }
    if class.selected_for_sale {
        class.selected_for_sale = false;
        tx.update(class).await?;
    }
    Ok(())
}

async fn failed(
    tx: &mut Tx,
    plugin: &mut Plugin,
    operation: &mut Operation,
    failure: CallFailure,
) -> Result<(), Fault> {
    let why = failure.refusal();
    let before = plugin.clone();
    plugin.status = PluginStatus::Failed;
    plugin.last_fetch_error = Some(why.to_string());
    tx.update(plugin).await?;
    if before.last_fetch_error != plugin.last_fetch_error || before.status != plugin.status {
        tx.trace("plugin.fetch_failed", Some(&before), Some(&*plugin), None);
        event::emit(tx, "plugin.failed", Some(&before), &*plugin).await?;
    }
    if failure.verdict() == Verdict::Transient {
        return held::wait(tx, operation, &why).await;
    }
    held::fail(tx, operation, &why).await?;
    if failure.pauses_plugin() {
        change::pause(tx, &plugin.meta.id, "CREDENTIALS_REJECTED").await?;
    }
    Ok(())
}

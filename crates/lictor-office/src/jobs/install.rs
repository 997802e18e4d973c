//! The installation of a license's files on the server of its subscription (L10–L12).

use lictor_entitle::code::Code;
use lictor_entitle::license::{Event, apply};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_types::CivilDate;
use serde_json::json;

use super::work::{Done, target};
use super::{held, key};
use crate::fault::Fault;
use crate::install::{self, Load, Parcel};
use crate::model::{Channel, License, LicenseFile, Operation, Server, Subscription};
use crate::office::Office;
use crate::provider::download::ship;
use crate::provider::{change, facts, file, order};
use crate::store::{Tx, content};

/// Files that are at work.
#[derive(Debug)]
pub(super) struct Delivered {
    /// Ids of the files that the server holds now.
    live: Vec<String>,
    /// Ids of those that it holds no more.
    gone: Vec<String>,
    /// Where they went.
    to: String,
}

/// Brings the files and waits until they are seen.
pub(super) async fn deliver(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let (license, plugin) = target(office, operation).await?;
    if license.status != LicenseStatus::Installing
        || license.operation_id.as_deref() != Some(operation.meta.id.as_str())
    {
        return Ok(Done::Moot(format!("the license is {}", license.status)));
    }
    let mut tx = office.read().await?;
    let subscription = match &license.subscription_id {
        Some(id) => tx.look::<Subscription>("id", id.as_str()).await?,
        None => None,
    };
    let Some(server) = subscription.and_then(|subscription| subscription.server) else {
        return Ok(Done::Delivered(Err(Code::NotAssigned.into())));
    };
    let (mut load, delivered) = load(&mut tx, &license, &server, office.clock().today()).await?;
    drop(tx);
    load.keys = file::trust(office, &plugin).await?.lines;
    let done = install::deliver(office, &server, load).await;
    Ok(Done::Delivered(done.map(|()| delivered)))
}

async fn load(
    tx: &mut Tx,
    license: &License,
    server: &Server,
    today: CivilDate,
) -> Result<(Load, Delivered), Fault> {
    let all: Vec<LicenseFile> = tx.all("owner_id", license.meta.id.as_str()).await?;
    let is_live = |file: &&LicenseFile| license.live_files.contains(&file.meta.id);
    let live: Vec<&LicenseFile> = all.iter().filter(is_live).collect();
    let mut files = Vec::with_capacity(live.len());
    for file in &live {
        files.push(Parcel { name: file.name.clone(), bytes: content::get(tx, &file.sha256).await? });
    }
    // What lies on the server and is in force no more goes: at once if it would be served instead of the
    // new ones, else once these are seen.
    let stays = |name: &str| live.iter().any(|file| file.name == name);
    let old = all.iter().filter(|file| !is_live(file) && file.installed_at.is_some() && !stays(&file.name));
    let voided = |file: &&LicenseFile| {
        file.serials.iter().all(|serial| live.iter().any(|new| new.supersedes.contains(serial)))
    };
    let (obsolete, displaced): (Vec<&LicenseFile>, Vec<&LicenseFile>) = old.partition(voided);
    let names = |files: &[&LicenseFile]| files.iter().map(|file| file.name.clone()).collect();
    let delivered = Delivered {
        live: live.iter().map(|file| file.meta.id.clone()).collect(),
        gone: obsolete.iter().chain(&displaced).map(|file| file.meta.id.clone()).collect(),
        to: match server {
            Server::Admin { admin, .. } => admin.clone(),
            Server::Directory { path, .. } => path.clone(),
        },
    };
    let load =
        Load { files, displaced: names(&displaced), obsolete: names(&obsolete), keys: Vec::new(), today };
    Ok((load, delivered))
}

/// Writes whether they are at work.
pub(super) async fn outcome(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    done: &Result<Delivered, Refusal>,
    today: CivilDate,
) -> Result<(), Fault> {
    let known = facts::of(tx, license).await?;
    let event = match done {
        Ok(_) => Event::InstallConfirmed,
        Err(refusal) => Event::InstallFailed(refusal.clone()),
    };
    let transition = match apply(&known.facts, event, today) {
        Ok(transition) => transition,
        Err(refusal) => return key::give_up(tx, license, operation, &refusal).await,
    };
    held::release(license, operation);
    match done {
        Ok(delivered) => {
            note(tx, license, delivered).await?;
            change::write(tx, license, &transition, "license.installed").await?;
            held::succeed(tx, operation, json!({ "server": delivered.to })).await?;
            order::rests(tx, license).await?;
        }
        Err(refusal) => {
            change::write(tx, license, &transition, "license.install_failed").await?;
            held::fail(tx, operation, refusal).await?;
            order::rests(tx, license).await?;
        }
    }
    key::compare_if_due(tx, license, today).await
}

async fn note(tx: &mut Tx, license: &License, delivered: &Delivered) -> Result<(), Fault> {
    let now = tx.now();
    for id in &delivered.live {
        let mut file: LicenseFile = tx.get(id).await?;
        if file.installed_at.is_none() {
            file.installed_at = Some(now);
            tx.update(&mut file).await?;
        }
    }
    for id in &delivered.gone {
        let mut file: LicenseFile = tx.get(id).await?;
        file.installed_at = None;
        tx.update(&mut file).await?;
    }
    ship(tx, "license", &license.meta.id, Channel::Server, Some(delivered.to.clone())).await
}

//! The retrieval of a key's files: asked for, judged, kept (L6, L7, 2.1.3).

use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::{CallFailure, IssuerCode, RetrieveGoal};
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::license::{Event, LicenseFacts, Transition, apply};
use lictor_entitle::license_status::LicenseStatus;
use lictor_entitle::refusal::Refusal;
use lictor_entitle::stale::{Expected, FileFacts, check_retrieved};
use lictor_types::CivilDate;
use serde_json::json;

use super::work::{Done, target};
use super::{held, key};
use crate::fault::Fault;
use crate::issuer::protocol::{Answer, FileInfo, KeyInfo, RetrieveRequest};
use crate::issuer::service::Ask;
use crate::issuing;
use crate::model::{License, Operation};
use crate::office::Office;
use crate::provider::file::{self, ReadFile, Shape, Trust};
use crate::provider::{change, facts, order, upload};
use crate::store::Tx;

/// What came of a retrieval.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Files that can be read.
    Files(Box<Found>),
    /// Files that cannot be taken.
    Refused(Refusal),
    /// No files.
    Failed(CallFailure),
}

/// Files of a key.
#[derive(Debug)]
pub(super) struct Found {
    number: KeyNumber,
    info: KeyInfo,
    /// Each with what it says of itself; the newest of the key itself is named by `newest`.
    files: Vec<(FileInfo, ReadFile)>,
    newest: usize,
}

/// Asks for the files and judges their signatures.
pub(super) async fn ask(office: &Office, operation: &Operation) -> Result<Done, Fault> {
    let (license, plugin) = target(office, operation).await?;
    if license.status != LicenseStatus::Retrieving
        || license.operation_id.as_deref() != Some(operation.meta.id.as_str())
    {
        return Ok(Done::Moot(format!("the license is {}", license.status)));
    }
    let trust = file::trust(office, &plugin).await?;
    let request = RetrieveRequest { key_number: key::number(&license)?, revision: None };
    let outcome = match issuing::ask(office, &plugin, &Ask::Retrieve(request)).await {
        Ok(answer) => judged(answer, &trust),
        Err(failure) => Outcome::Failed(failure),
    };
    Ok(Done::Retrieved(outcome))
}

fn judged(answer: Answer, trust: &Trust) -> Outcome {
    let (number, info) = match key::named(&answer) {
        Ok((number, info)) => (number, info.clone()),
        Err(failure) => return Outcome::Failed(failure),
    };
    let files =
        if answer.files.is_empty() { answer.file.clone().into_iter().collect() } else { answer.files };
    let Some(newest) = answer.file.or_else(|| files.last().cloned()) else {
        // A success without a file is no file either.
        return Outcome::Failed(CallFailure::Answered(IssuerCode::Done));
    };
    let place = files.iter().position(|file| file.sha256 == newest.sha256).unwrap_or(files.len() - 1);
    let mut read = Vec::with_capacity(files.len());
    for info in files {
        if hash(&info.content) != info.sha256 {
            let text = format!("{} arrived damaged", info.name);
            return Outcome::Refused(Refusal::because(Code::FileInvalid, text));
        }
        match file::read(info.content.as_bytes(), &trust.keyring) {
            Ok(file) => read.push((info, file)),
            Err(refusal) => return Outcome::Refused(refusal),
        }
    }
    Outcome::Files(Box::new(Found { number, info, files: read, newest: place }))
}

fn hash(text: &str) -> String {
    hex::encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()))
}

/// Writes what came of it.
pub(super) async fn outcome(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    outcome: &Outcome,
    today: CivilDate,
) -> Result<(), Fault> {
    match outcome {
        Outcome::Files(found) => files(tx, license, operation, found, today).await,
        Outcome::Refused(refusal) => refused(tx, license, operation, refusal.clone(), today).await,
        Outcome::Failed(failure) => failed(tx, license, operation, *failure, today).await,
    }
}

async fn files(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    found: &Found,
    today: CivilDate,
) -> Result<(), Fault> {
    if let Err(refusal) = check(tx, license, operation, found).await? {
        return refused(tx, license, operation, refusal, today).await;
    }
    let known = facts::of(tx, license).await?;
    let transition = match apply(&known.facts, Event::Retrieved { revision: found.number.revision() }, today)
    {
        Ok(transition) => transition,
        Err(refusal) => return refused(tx, license, operation, refusal, today).await,
    };
    keep(tx, license, found).await?;
    // The issuer's word of now counts, also where another revision came than was asked for.
    let after = LicenseFacts { dates: key::dates(&found.info), ..transition.after };
    let transition = Transition { after, ..transition };
    held::release(license, operation);
    change::write(tx, license, &transition, "license.retrieved").await?;
    let names: Vec<&str> = found.files.iter().map(|(info, _)| info.name.as_str()).collect();
    held::succeed(tx, operation, json!({ "key_number": found.number.to_string(), "files": names })).await?;
    if key::install_if_it_worked(tx, license, today).await? {
        return Ok(());
    }
    order::rests(tx, license).await?;
    key::compare_if_due(tx, license, today).await
}

/// Rule 7: signature, key number, class, revision, and an end that is not earlier.
async fn check(
    tx: &mut Tx,
    license: &License,
    operation: &Operation,
    found: &Found,
) -> Result<Result<(), Refusal>, Fault> {
    let Some((_, newest)) = found.files.get(found.newest) else {
        return Err(Fault::internal("the newest file is one of the files"));
    };
    let ends = found.files.iter().map(|(_, read)| read.valid_until);
    let file = FileFacts {
        key: newest.key.clone().unwrap_or_else(|| found.number.clone()).at(found.number.revision()),
        class: newest.class.clone().unwrap_or_else(|| found.info.config.class.clone()),
        valid_until: ends.max_by_key(|end| end.unwrap_or(CivilDate::MAX)).flatten(),
        signature_holds: found.files.iter().all(|(_, read)| read.signature_holds),
    };
    let believed = license.known_config.as_ref().unwrap_or(&license.requested_config);
    let expected = Expected {
        key: facts::key(license)?,
        class: Some(believed.class.clone()),
        stored: upload::stored(tx, license).await?,
        downgrade: operation.input["downgrade"].as_bool().unwrap_or(false),
    };
    Ok(check_retrieved(&file, &expected))
}

async fn keep(tx: &mut Tx, license: &mut License, found: &Found) -> Result<(), Fault> {
    let mut live = Vec::with_capacity(found.files.len());
    for (place, (info, read)) in found.files.iter().enumerate() {
        let shape =
            Shape { name: info.name.clone(), delivery: info.delivery, revision: i64::from(info.revision) };
        let kept = file::keep(tx, license, info.content.as_bytes(), read, shape).await?;
        if place == found.newest {
            license.file_id = Some(kept.meta.id.clone());
        }
        live.push(kept.meta.id);
    }
    license.live_files = live;
    license.known_config = Some(found.info.config.clone());
    Ok(())
}

async fn refused(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    why: Refusal,
    today: CivilDate,
) -> Result<(), Fault> {
    let known = facts::of(tx, license).await?;
    match apply(&known.facts, Event::FileRefused(why.clone()), today) {
        Ok(transition) => {
            held::release(license, operation);
            change::write(tx, license, &transition, "license.retrieve_failed").await?;
            held::fail(tx, operation, &why).await?;
            order::failed(tx, license, &why).await
        }
        Err(refusal) => key::give_up(tx, license, operation, &refusal).await,
    }
}

async fn failed(
    tx: &mut Tx,
    license: &mut License,
    operation: &mut Operation,
    failure: CallFailure,
    today: CivilDate,
) -> Result<(), Fault> {
    let known = facts::of(tx, license).await?;
    let refusal = failure.refusal();
    let transition = match apply(&known.facts, Event::RetrieveFailed(failure), today) {
        Ok(transition) => transition,
        Err(refusal) => return key::give_up(tx, license, operation, &refusal).await,
    };
    let outcome = failure.retrieve_outcome(license.bill_type);
    if outcome.goal == RetrieveGoal::Stay {
        return key::stay(tx, license, operation, &transition, &refusal, true).await;
    }
    held::release(license, operation);
    let name = match transition.after.status {
        LicenseStatus::Expired => "license.expired",
        LicenseStatus::Terminated => "license.terminated",
        LicenseStatus::Pending
        | LicenseStatus::Issued
        | LicenseStatus::Activated
        | LicenseStatus::Retrieving
        | LicenseStatus::Retrieved
        | LicenseStatus::Uploaded
        | LicenseStatus::Installing
        | LicenseStatus::Installed => "license.retrieve_failed",
    };
    change::write(tx, license, &transition, name).await?;
    held::fail(tx, operation, &refusal).await?;
    order::failed(tx, license, &refusal).await
}

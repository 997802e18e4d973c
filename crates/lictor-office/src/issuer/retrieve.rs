//! How the files of a key are given out.

use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_status::KeyStatus;
use lictor_types::CivilDate;

use super::protocol::{Answer, FileInfo, RetrieveRequest};
use super::stop::Stop;
use super::{file, ledger};
use crate::fault::Fault;
use crate::model::{Key, LicenseFile};
use crate::office::Office;
use crate::rendering;
use crate::store::{Tx, content};

/// The files of a key, as of its current revision or of an older one.
///
/// # Errors
///
/// 221, 222, 223, 224 (also while it is suspended), 228, and the codes of [`ledger::find`] and
/// [`file::make`].
pub async fn retrieve(
    office: &Office,
    tx: &mut Tx,
    login: Option<&str>,
    request: &RetrieveRequest,
    today: CivilDate,
) -> Result<Answer, Stop> {
    let named = ledger::find(tx, login, &request.key_number).await?;
    let (key, revision) = (named.key, named.revision.or(request.revision));
    let revision = revision.unwrap_or(key.revision);
    if revision > key.revision {
        let text = format!("revision {} is current", key.revision);
        return Err(Stop::because(IssuerCode::KeyNotFound, text));
    }
    may_leave(&key, today)?;
    if revision == key.revision {
        file::make(office, tx, &key).await?;
    }
    let mut made = file::all(tx, &key).await?;
    made.retain(|file| file.revision <= i64::from(revision));
    let Some(newest) = made.last().cloned() else {
        let text = format!("no file was made of revision {revision}");
        return Err(Stop::because(IssuerCode::KeyNotFound, text));
    };
    let by_hand = !newest.replaces.is_empty();
    let mut files: Vec<LicenseFile> = file::live(&made).into_iter().cloned().collect();
    if revision == key.revision {
        files.extend(additional(office, tx, &key, today).await?);
    }
    files.sort_by_key(|file| (file.meta.created_at, file.meta.id.clone()));
    let mut infos = Vec::with_capacity(files.len());
    for file in &files {
        infos.push(info(tx, file).await?);
    }
    let code = if by_hand { IssuerCode::DoneWithRemark } else { IssuerCode::Done };
    let mut answer = Answer::of(code).with_key(ledger::info(&key, Some(revision), today)).with_files(infos);
    answer.file = Some(info(tx, &newest).await?);
    if by_hand {
        answer = answer.saying("remove older files of the key that are not in this answer");
    }
    Ok(answer)
}

/// Whether files of a key are given out at all.
pub(super) fn may_leave(key: &Key, today: CivilDate) -> Result<(), Stop> {
    if key.problem {
        return Err(IssuerCode::KeyProblem.into());
    }
    match key.status_on(today) {
        KeyStatus::Terminated => return Err(IssuerCode::KeyTerminated.into()),
        KeyStatus::Expired => return Err(IssuerCode::KeyExpired.into()),
        KeyStatus::Suspended => {
            return Err(Stop::because(IssuerCode::KeyNotExportable, "the key is suspended"));
        }
        KeyStatus::Active => {}
    }
    if key.not_activated {
        return Err(IssuerCode::KeyNotActivated.into());
    }
    if key.not_exportable {
        return Err(IssuerCode::KeyNotExportable.into());
    }
    Ok(())
}

/// The files of the additional keys that may leave. One that may not, or that has nothing to write yet
/// because none of its features has seats or its node is not known, does not hold back the others.
async fn additional(
    office: &Office,
    tx: &mut Tx,
    key: &Key,
    today: CivilDate,
) -> Result<Vec<LicenseFile>, Stop> {
    let mut files = Vec::new();
    for other in ledger::attached(tx, key).await? {
        if may_leave(&other, today).is_err() {
            continue;
        }
        match file::planned(office, tx, &other).await {
            Ok(Some(request)) => drop(rendering::sign_and_store(office, tx, &request).await?),
            Ok(None) => {}
            Err(Stop::Answered(IssuerCode::KeyNotExportable | IssuerCode::KeyNotActivated, _)) => continue,
            Err(stop) => return Err(stop),
        }
        let made = file::all(tx, &other).await?;
        files.extend(file::live(&made).into_iter().cloned());
    }
    Ok(files)
}

/// A file with its text.
///
/// # Errors
///
/// When its bytes are gone.
pub async fn info(tx: &mut Tx, file: &LicenseFile) -> Result<FileInfo, Fault> {
    let bytes = content::get(tx, &file.sha256).await?;
    Ok(FileInfo {
        name: file.name.clone(),
        content: String::from_utf8(bytes).map_err(|error| Fault::internal(error.to_string()))?,
        sha256: file.sha256.clone(),
        revision: u32::try_from(file.revision).unwrap_or(0),
        serials: file.serials.clone(),
        supersedes: file.supersedes.clone(),
        delivery: file.delivery,
        valid_from: file.valid_from,
        valid_until: file.valid_until,
    })
}

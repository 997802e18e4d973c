//! Requests above a limit that wait for a second person, as files in the signer's directory.
//!
//! `pending/ID.json` is written by the signer; `lictor-office signer approve ID` moves it, with who
//! approved it and when, to `approved/ID.json`. The approval holds for that one request, whose digest
//! is in it, and is used up by its signature.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::signer::denial::Denial;
use crate::signer::place::{Place, put, sync_parent};
use crate::signer::record::{Approval, digest};
use crate::signer::request::SignRequest;
use crate::time::Time;

/// Most requests that wait.
pub const PENDING_MAX: usize = 1000;
/// Hex digits of an id.
const ID_DIGITS: usize = 16;

/// A request that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// Names it: 16 hex digits.
    pub id: String,
    /// When it was first asked for, by the signer's clock.
    pub since: Time,
    /// The limit it is above.
    pub denial: Denial,
    /// Digest of what is approved.
    pub content: String,
    /// The request.
    pub request: SignRequest,
    /// Who released it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

/// Why nothing was approved.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// Nothing waits under that id.
    #[error("no request waits under {0}")]
    NotFound(String),
    /// The system cannot read or write.
    #[error("cannot use the signer's directory: {0}")]
    Io(#[from] io::Error),
}

/// The id under which a request waits. It depends on the content, so a changed request waits anew.
#[must_use]
pub fn id_of(request: &SignRequest, content: &str) -> String {
    let mut id = digest(format!("{}\n{content}", request.id).as_bytes());
    id.truncate(ID_DIGITS);
    id
}

/// Lets a request wait, unless it does already. `None` if too many wait.
///
/// # Errors
///
/// What the system says.
pub fn hold(place: &Place, pending: &Pending) -> io::Result<Option<()>> {
    let path = file(&place.pending(), &pending.id);
    if path.exists() {
        return Ok(Some(()));
    }
    if fs::read_dir(place.pending())?.take(PENDING_MAX).count() == PENDING_MAX {
        return Ok(None);
    }
    put(&path, &text(pending)?)?;
    Ok(Some(()))
}

/// Everything that waits, the oldest first.
///
/// # Errors
///
/// What the system says; a file that is none of ours is passed over.
pub fn list(place: &Place) -> io::Result<Vec<Pending>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(place.pending())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json")
            && let Some(pending) = read(&path)?
        {
            found.push(pending);
        }
    }
    found.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    Ok(found)
}

/// Releases a request: the same one, sent again, is signed.
///
/// # Errors
///
/// [`ApproveError`].
pub fn approve(place: &Place, id: &str, approval: Approval) -> Result<Pending, ApproveError> {
    let missing = || ApproveError::NotFound(id.to_owned());
    // The id becomes the name of a file.
    if id.len() != ID_DIGITS || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(missing());
    }
    let from = file(&place.pending(), id);
    let pending = read(&from)?.ok_or_else(missing)?;
    let pending = Pending { approval: Some(approval), ..pending };
    put(&file(&place.approved(), id), &text(&pending)?)?;
    fs::remove_file(&from)?;
    sync_parent(&from)?;
    Ok(pending)
}

/// Who released exactly this request.
///
/// # Errors
///
/// What the system says.
pub fn approval_of(place: &Place, id: &str, content: &str) -> io::Result<Option<Approval>> {
    let found = read(&file(&place.approved(), id))?;
    Ok(found.filter(|pending| pending.content == content).and_then(|pending| pending.approval))
}

/// Forgets the request, because it was signed.
///
/// # Errors
///
/// What the system says.
pub fn forget(place: &Place, id: &str) -> io::Result<()> {
    for dir in [place.pending(), place.approved()] {
        match fs::remove_file(file(&dir, id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn file(dir: &Path, id: &str) -> PathBuf {
    dir.join(format!("{id}.json"))
}

fn text(pending: &Pending) -> io::Result<Vec<u8>> {
    serde_json::to_vec_pretty(pending).map_err(io::Error::other)
}

fn read(path: &Path) -> io::Result<Option<Pending>> {
    match fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

//! Installation: license files brought to a running license server, and seen in use there (L10–L12).

pub mod admin;
pub mod confirm;
pub mod directory;

use lictor_entitle::Refusal;

use crate::model::Server;
use crate::office::Office;

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Name on the license server.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a license server shall hold.
#[derive(Debug, Clone)]
pub struct Load {
    /// Files that it needs, oldest first.
    pub files: Vec<Parcel>,
    /// Names of files that would keep the new ones from being served: they go at once.
    pub displaced: Vec<String>,
    /// Names of files that it needs no more; they go once the others are seen in use.
    pub obsolete: Vec<String>,
    /// Lines of the vendor keys that the files are signed with.
    pub keys: Vec<String>,
    /// The day, in the office's zone: what has not begun yet cannot be seen.
    pub today: lictor_types::CivilDate,
}

/// Brings the files, waits until they are seen in use, and takes away what they replace.
///
/// # Errors
///
/// `SERVER_UNREACHABLE`, `INSTALL_REFUSED`, `INSTALL_TIMEOUT`. Files that were brought stay: to bring them
/// again does no harm.
pub async fn deliver(office: &Office, server: &Server, load: Load) -> Result<(), Refusal> {
    match server {
        Server::Admin { admin, token_ref, .. } => {
            admin::put(office, admin, token_ref, &load.files).await?;
            admin::remove(office, admin, token_ref, &load.displaced).await?;
        }
        Server::Directory { path, .. } => {
            directory::put(path, &load.files).await?;
            directory::remove(path, &load.displaced).await?;
        }
    }
    if let Server::Admin { confirm: Some(at), .. } | Server::Directory { confirm: Some(at), .. } = server {
        confirm::seen(office, at, &load).await?;
    }
    match server {
        Server::Admin { admin, token_ref, .. } => {
            admin::remove(office, admin, token_ref, &load.obsolete).await
        }
        Server::Directory { path, .. } => directory::remove(path, &load.obsolete).await,
    }
}

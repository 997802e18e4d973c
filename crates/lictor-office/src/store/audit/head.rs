//! The head of the audit chain, kept outside the database: `DIR/audit.head`.
//!
//! Inside the database nothing tells a chain whose tail was cut off from a younger one. So every process
//! notes from time to time how far the chain came; whoever verifies it compares. Who may write to the
//! database and to this file too is not found out: against that, keep heads elsewhere.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::hash_at;
use crate::fault::Fault;
use crate::store::Tx;

/// Name of the file.
const FILE: &str = "audit.head";

/// How far the chain came once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Events.
    pub events: i64,
    /// Hash of the last one.
    pub hash: String,
}

impl Head {
    /// The head that was noted in a directory; none if none was.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn noted(data: &Path) -> Result<Option<Self>, Fault> {
        let bytes = match fs::read(path(data)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| broken(&error))
    }

    /// Notes how far the chain is now, unless it is shorter than it was or another one: then the note stays,
    /// for [`super::verify_against`] to tell.
    ///
    /// # Errors
    ///
    /// When the database or the file system fails.
    pub async fn note(tx: &mut Tx, data: &Path) -> Result<(), Fault> {
        let rows =
            tx.query("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", Vec::new()).await?;
        let Some(row) = rows.first() else { return Ok(()) };
        let now = Self { events: row.int(0)?, hash: row.text(1)?.to_owned() };
        if let Some(before) = Self::noted(data)? {
            if before == now {
                return Ok(());
            }
            if before.events > now.events || hash_at(tx, before.events).await.ok() != Some(before.hash) {
                tracing::error!(events = now.events, "the audit chain is not the one that was noted");
                return Ok(());
            }
        }
        now.write(data).map_err(|error| broken(&error))
    }

    fn write(&self, data: &Path) -> io::Result<()> {
        // Several processes may note at once: each into a file of its own until it is whole.
        let unfinished = data.join(format!("{FILE}.{}", crate::store::new_id()));
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        fs::rename(unfinished, path(data))
    }
}

fn path(data: &Path) -> PathBuf {
    data.join(FILE)
}

fn broken(error: &dyn std::fmt::Display) -> Fault {
    Fault::internal(format!("{FILE}: {error}"))
}

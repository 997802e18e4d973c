//! `lictor vendor revoke`: the numbered list of keys that no longer count (TRU-01).

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_license::{Revocations, VendorKey};
use lictor_types::KeyId;

use crate::context::Context;
use crate::failure::Failure;
use crate::passphrase::KeyArgs;
use crate::{file, license_file};

const LIST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Revoke keys: write the vendor's next revocation list
///
/// The list goes into the license directory of every server. It contains what the previous list
/// revoked; the highest number counts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor vendor revoke 21fe31dfa154a261 --key root/acme.key --out acme.revoked
  lictor vendor revoke old.pub --key acme.key --previous acme-1.revoked --out acme-2.revoked")]
pub(crate) struct Revoke {
    /// Key ids, or public key files
    #[arg(required = true, value_name = "KEYID|FILE.pub")]
    keys: Vec<String>,
    #[command(flatten)]
    root: KeyArgs,
    /// The list to continue [default: the one that --out replaces, if it is there]
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// The list's file
    #[arg(long, value_name = "FILE.revoked", value_parser = revoked_file)]
    out: PathBuf,
}

fn revoked_file(text: &str) -> Result<PathBuf, String> {
    if text.ends_with(".revoked") {
        Ok(text.into())
    } else {
        Err("expected a name that ends in .revoked: servers read no other".to_string())
    }
}

impl Revoke {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let keys = self.keys.iter().map(|text| key_id(text)).collect::<Result<Vec<KeyId>, Failure>>()?;
        let previous = match &self.previous {
            Some(path) => Some(read(path)?),
            None if self.out.exists() => Some(read(&self.out)?),
            None => None,
        };
        let root = self.root.open()?;
        let list = root.revoke(previous.as_ref(), keys).map_err(|error| Failure::file(error.to_string()))?;
        file::replace(&self.out, list.to_string().as_bytes())?;
        context.printer.result(&format!(
            "{}: number {}, keys revoked: {}",
            self.out.display(),
            list.number(),
            list.revoked().len()
        ))?;
        Ok(0)
    }
}

fn key_id(text: &str) -> Result<KeyId, Failure> {
    if let Some(id) = KeyId::parse(text) {
        return Ok(id);
    }
    let path = Path::new(text);
    if path.extension().is_none_or(|extension| extension != "pub") {
        return Err(Failure::usage(format!(
            "{text}: expected a key id of 16 lower-case hex digits or a .pub file"
        )));
    }
    let key = VendorKey::parse(&license_file::key_text(path)?);
    key.map(|key| key.key_id()).map_err(|error| Failure::file(format!("{text}: {error}")))
}

fn read(path: &Path) -> Result<Revocations, Failure> {
    Revocations::parse(&file::read_text(path, LIST_BYTES_MAX)?)
        .map_err(|error| Failure::file(format!("{}: {error}", path.display())))
}

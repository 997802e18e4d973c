//! `lictor vendor new`: a vendor's key pair (TRU-01).

use std::fs;
use std::path::PathBuf;

use clap::Args;
use lictor_issuer::VendorSigner;
use lictor_types::VendorName;

use crate::context::Context;
use crate::failure::Failure;
use crate::passphrase;

/// Make a vendor's key pair: NAME.key to sign with, NAME.pub to hand out
///
/// The file names are the vendor's name in lower case. Existing files are never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor vendor new ACME --out keys
  lictor vendor new ACME --out keys --passphrase-file secret.txt")]
pub(crate) struct New {
    /// The vendor's name: A–Z, 0–9 and _, a letter first
    #[arg(value_name = "NAME", value_parser = name)]
    name: VendorName,
    /// Directory for the two files; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Base name of the files, if not the vendor's name
    #[arg(long, value_name = "STEM", value_parser = stem)]
    stem: Option<String>,
    /// Ask for a passphrase that protects the private key
    #[arg(long, conflicts_with = "passphrase_file")]
    passphrase: bool,
    /// File whose first line is the passphrase that protects the private key
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn name(text: &str) -> Result<VendorName, String> {
    VendorName::parse(text).map_err(|error| format!("{error}; expected A to Z, 0 to 9 and _, a letter first"))
}

fn stem(text: &str) -> Result<String, String> {
    let plain = !text.is_empty() && !text.starts_with('.') && !text.contains('/');
    if plain { Ok(text.to_string()) } else { Err("expected a file name without folder".to_string()) }
}

impl New {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let passphrase = match &self.passphrase_file {
            Some(path) => Some(passphrase::read(path)?),
            None if self.passphrase => Some(passphrase::choose()?),
            None => None,
        };
        let signer = VendorSigner::generate(self.name.clone())
            .map_err(|error| Failure::internal(error.to_string()))?;
        fs::create_dir_all(&self.out)
            .map_err(|error| Failure::file(format!("cannot make {}: {error}", self.out.display())))?;
        let stem = self.stem.clone().unwrap_or_else(|| self.name.as_str().to_ascii_lowercase());
        let (key, public) = signer
            .save(&self.out, &stem, passphrase.as_ref())
            .map_err(|error| Failure::file(error.to_string()))?;
        let lines = format!("{}\n{}\n{}", key.display(), public.display(), signer.public());
        context.printer.result(&lines)?;
        Ok(0)
    }
}

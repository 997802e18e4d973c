//! Passphrases of private keys: from a file, or asked for on a terminal; never an argument.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use lictor_issuer::{LoadError, VendorSigner};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;

const PASSPHRASE_BYTES_MAX: usize = 4096;

/// A private key and what opens it.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// The vendor's private key file; its .pub file must stand beside it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File with the key's passphrase in its first line; /dev/fd/3 reads it from a descriptor.
    /// Without it an encrypted key's passphrase is asked for, on a terminal only
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl KeyArgs {
    /// The key, opened.
    ///
    /// # Errors
    ///
    /// Why it cannot be used: exit code 5.
    pub(crate) fn open(&self) -> Result<VendorSigner, Failure> {
        let given = self.passphrase_file.as_deref().map(read).transpose()?;
        let failed = |error: LoadError| Failure::file(error.to_string());
        match VendorSigner::load(&self.key, given.as_ref()) {
            Err(error @ LoadError::NeedsPassphrase(_)) if !can_ask() => {
                Err(failed(error).hint("name a file that holds the passphrase with --passphrase-file"))
            }
            Err(LoadError::NeedsPassphrase(_)) => {
                let asked = ask(&format!("Passphrase of {}: ", self.key.display()))?;
                VendorSigner::load(&self.key, Some(&asked)).map_err(failed)
            }
            loaded => loaded.map_err(failed),
        }
    }
}

/// The first line of a file.
///
/// # Errors
///
/// If it cannot be read or is empty.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = Zeroizing::new(file::read_text(path, PASSPHRASE_BYTES_MAX)?);
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Failure::file(format!("{} holds no passphrase", path.display())));
    }
    Ok(Zeroizing::new(line.to_string()))
}

/// Asks twice for a new passphrase.
///
/// # Errors
///
/// Where there is no terminal, and if the two differ.
pub(crate) fn choose() -> Result<Zeroizing<String>, Failure> {
    if !can_ask() {
        return Err(Failure::usage("--passphrase asks on a terminal, and this is none")
            .hint("name a file that holds the passphrase with --passphrase-file"));
    }
    let first = ask("New passphrase: ")?;
    if first.is_empty() {
        return Err(Failure::usage("the passphrase is empty"));
    }
    if *first == *ask("The same again: ")? {
        Ok(first)
    } else {
        Err(Failure::usage("the passphrases differ"))
    }
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| Failure::internal(format!("cannot ask for the passphrase: {error}")))
}

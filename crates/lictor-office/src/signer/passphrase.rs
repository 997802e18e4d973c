//! The passphrase of the vendor's key: from a file, a descriptor, a service credential or a terminal;
//! never an argument and never the plain environment.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

const BYTES_MAX: u64 = 4096;
/// The name of the service credential that holds it.
pub const CREDENTIAL: &str = "signer-passphrase";

/// Where the passphrase comes from. With neither argument: the service credential
/// `signer-passphrase` if the service manager gives one, else it is asked for on the terminal.
#[derive(Debug, Clone, Default, Args)]
pub struct PassphraseArgs {
    /// File with the passphrase in its first line, readable by its owner only
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Open file descriptor with the passphrase in its first line
    #[arg(long, value_name = "NUMBER", conflicts_with = "passphrase_file")]
    pub passphrase_fd: Option<u32>,
}

/// Why there is no passphrase.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// The file cannot be read.
    #[error("cannot read the passphrase from {0}: {1}")]
    Read(String, io::Error),
    /// The file is open to others.
    #[error("{0} holds a passphrase and can be read by everybody\nhint: chmod 600 {0}")]
    Open(String),
    /// The first line is empty, or the text too long.
    #[error("{0} holds no passphrase")]
    Empty(String),
    /// Nobody is there to be asked.
    #[error("there is no terminal to ask for the passphrase\nhint: name a file with --passphrase-file")]
    NoTerminal,
    /// The two entries of a new passphrase differ.
    #[error("the passphrases differ")]
    Differ,
}

impl PassphraseArgs {
    /// The passphrase of a key that there is.
    ///
    /// # Errors
    ///
    /// [`PassphraseError`].
    pub fn get(&self) -> Result<Zeroizing<String>, PassphraseError> {
        match self.given()? {
            Some(given) => Ok(given),
            None => ask("Passphrase of the vendor key: "),
        }
    }

    /// A passphrase for a new key; on a terminal it is asked for twice.
    ///
    /// # Errors
    ///
    /// [`PassphraseError`].
    pub fn choose(&self) -> Result<Zeroizing<String>, PassphraseError> {
        if let Some(given) = self.given()? {
            return Ok(given);
        }
        let first = ask("New passphrase of the vendor key: ")?;
        if *first == *ask("The same again: ")? { Ok(first) } else { Err(PassphraseError::Differ) }
    }

    fn given(&self) -> Result<Option<Zeroizing<String>>, PassphraseError> {
        if let Some(path) = &self.passphrase_file {
            return read(path).map(Some);
        }
        if let Some(descriptor) = self.passphrase_fd {
            return read(&PathBuf::from(format!("/dev/fd/{descriptor}"))).map(Some);
        }
        let credential = credentials_directory().map(|dir| dir.join(CREDENTIAL));
        credential.filter(|path| path.exists()).map(|path| read(&path)).transpose()
    }
}

/// The first line of a file.
fn read(path: &Path) -> Result<Zeroizing<String>, PassphraseError> {
    let name = || path.display().to_string();
    let failed = |error| PassphraseError::Read(name(), error);
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_file() && metadata.mode() & 0o007 != 0 {
        return Err(PassphraseError::Open(name()));
    }
    let mut text = Zeroizing::new(String::with_capacity(4096));
    file.take(BYTES_MAX).read_to_string(&mut text).map_err(failed)?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_owned())),
        Some(_) | None => Err(PassphraseError::Empty(name())),
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, PassphraseError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(PassphraseError::NoTerminal);
    }
    let terminal = || "the terminal".to_owned();
    let given = rpassword::prompt_password(prompt).map(Zeroizing::new);
    let given = given.map_err(|error| PassphraseError::Read(terminal(), error))?;
    if given.is_empty() { Err(PassphraseError::Empty(terminal())) } else { Ok(given) }
}

/// Where the service manager puts credentials; it says so in the environment, which holds the place
/// and not the secret.
fn credentials_directory() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
}

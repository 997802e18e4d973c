//! License files as arguments: reading them, and saying what is wrong in them (FIL-07).

use std::path::Path;

use lictor_license::{BadVendorKey, Keyring};
use lictor_types::Status;
use lictor_types::limits::FILE_BYTES_MAX;

use crate::failure::{Failure, Problem};
use crate::file;

/// Longest `*.pub` file.
const PUB_BYTES_MAX: usize = 4096;

/// Reads a license file or a template.
///
/// # Errors
///
/// `bad_license_file` if it cannot be read or is longer than FIL-06 allows.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    file::read(path, FILE_BYTES_MAX)
}

/// One problem with its file: `FILE:LINE:COLUMN: …`
pub(crate) fn problem(path: &Path, problem: &lictor_license::Problem) -> Problem {
    Problem { text: format!("{}:{problem}", path.display()), hint: problem.hint.clone() }
}

/// A keyring of `*.pub` and `*.revoked` files.
///
/// # Errors
///
/// `untrusted_vendor` naming the first file that holds no key or a list that cannot be trusted.
pub(crate) fn keyring<'a>(
    keys: impl Iterator<Item = &'a Path>,
    revoked: impl Iterator<Item = &'a Path>,
) -> Result<Keyring, Failure> {
    let mut keyring = Keyring::new();
    for path in keys {
        let text = key_text(path)?;
        keyring.add_pub_text(&text).map_err(|error| bad_key(path, error))?;
    }
    for path in revoked {
        let bytes = read(path)?;
        keyring.add_revocations(&bytes).map_err(|error| {
            Failure::status(Status::UntrustedVendor, format!("{}: {error}", path.display()))
        })?;
    }
    Ok(keyring)
}

/// The text of a `*.pub` file.
///
/// # Errors
///
/// `bad_license_file` if it cannot be read.
pub(crate) fn key_text(path: &Path) -> Result<String, Failure> {
    file::read_text(path, PUB_BYTES_MAX)
}

fn bad_key(path: &Path, error: BadVendorKey) -> Failure {
    Failure::status(Status::UntrustedVendor, format!("{}: {error}", path.display()))
        .hint("a vendor's public key is the .pub file that `lictor vendor new` writes")
}

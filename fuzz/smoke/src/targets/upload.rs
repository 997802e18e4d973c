//! License files that somebody uploads to the back office.

use lictor_license::Keyring;
use lictor_office::provider::file;

use crate::seeds;

/// Reads the bytes as an uploaded file. Nobody's key is trusted, so no signature may hold.
pub(super) fn run(bytes: &[u8]) {
    if let Ok(read) = file::read(bytes, &Keyring::new()) {
        assert!(!read.licenses.is_empty() && !read.signature_holds);
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut all = seeds::files("licenses", &["lic"]);
    all.truncate(60);
    all
}

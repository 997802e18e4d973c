//! Whether the signatures of stored license files hold.

use std::collections::{BTreeMap, BTreeSet};

use lictor_license::{Keyring, parse_file, verify};

use super::report::Check;
use crate::fault::Fault;
use crate::model::LicenseFile;
use crate::store::{Tx, content};

/// Files that are read at a time.
const ROWS: usize = 200;

/// `key` is the text of the signer's public key; without it, and for files of other vendors' keys, only
/// the form is looked at.
pub(super) async fn check(tx: &mut Tx, key: Option<&str>) -> Result<Check, Fault> {
    let mut check = Check::new("signatures");
    let mut keyring = Keyring::new();
    let own = key.and_then(|text| keyring.add_pub_text(text).ok()).map(|key| key.key_id().to_string());
    let mut foreign: BTreeMap<String, i64> = BTreeMap::new();
    let mut after = String::new();
    loop {
        let sql = format!("id > $1 ORDER BY id LIMIT {ROWS}");
        let files: Vec<LicenseFile> = tx.select(&sql, vec![after.as_str().into()]).await?;
        let Some(last) = files.last() else { break };
        after.clone_from(&last.meta.id);
        for file in &files {
            // That the bytes are gone is another check's finding.
            let Ok(bytes) = content::get(tx, &file.sha256).await else { continue };
            check.looked_at += 1;
            match judge(&bytes, &keyring, own.as_deref(), file) {
                Ok(None) => {}
                Ok(Some(id)) => *foreign.entry(id).or_default() += 1,
                Err(text) => check.found(format!("license file {}", file.meta.id), text),
            }
        }
    }
    let others: Vec<String> = foreign.iter().map(|(id, files)| format!("{files} by key {id:?}")).collect();
    if !others.is_empty() {
        check.note = Some(format!("signed elsewhere, only read: {}", others.join(", ")));
    }
    Ok(check.hint(
        "a file that is not as it was signed is worth nothing: retrieve it again, or repair the fulfillment",
    ))
}

/// The id of the key that signed a file, if that is another one than our own; or what is wrong.
fn judge(
    bytes: &[u8],
    keyring: &Keyring,
    own: Option<&str>,
    file: &LicenseFile,
) -> Result<Option<String>, String> {
    let parsed = parse_file(bytes);
    if let Some(problem) = parsed.problems.first() {
        return Err(problem.to_string());
    }
    let mut serials = BTreeSet::new();
    let mut foreign = None;
    for feature in &parsed.features {
        let license = feature.result.as_ref().map_err(|problems| {
            problems.first().map_or_else(|| "a feature cannot be read".to_owned(), ToString::to_string)
        })?;
        let id = license.key_id().to_string();
        // What a certified key signed is trusted by its root, which is not kept here.
        if Some(id.as_str()) == own && license.certificate().is_none() {
            verify(license, keyring)
                .map_err(|refusal| format!("feature {}: {}", feature.name, refusal.text))?;
        } else {
            foreign = Some(id);
        }
        serials.insert(license.serial().to_string());
    }
    match file.serials.iter().find(|serial| !serials.contains(*serial)) {
        Some(serial) => Err(format!("serial {serial} is not in it")),
        None => Ok(foreign),
    }
}

//! Whether the bytes of every license file are there and are what was stored.

use std::collections::BTreeSet;

use super::report::Check;
use crate::fault::Fault;
use crate::signer::record::digest;
use crate::store::{Tx, Value};

/// Contents that are read at a time.
const ROWS: usize = 100;

pub(super) async fn check(tx: &mut Tx) -> Result<[Check; 2], Fault> {
    Ok([contents(tx).await?, rows(tx).await?])
}

async fn contents(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("contents");
    let mut after = String::new();
    loop {
        let sql =
            format!("SELECT sha256, bytes FROM contents WHERE sha256 > $1 ORDER BY sha256 LIMIT {ROWS}");
        let found = tx.query(&sql, vec![after.as_str().into()]).await?;
        for row in &found {
            check.looked_at += 1;
            after = row.text(0)?.to_owned();
            if digest(row.bytes(1)?) != after {
                check.found(format!("content {after}"), "its bytes have another hash");
            }
        }
        if found.len() < ROWS {
            break;
        }
    }
    let unused = "SELECT COUNT(*) FROM contents c WHERE NOT EXISTS (SELECT 1 FROM license_files f WHERE f.sha256 = c.sha256)";
    let unused = tx.query(unused, Vec::new()).await?.first().map_or(Ok(0), |row| row.int(0))?;
    if unused > 0 {
        check.note = Some(format!("{unused} belong to no license file"));
    }
    Ok(check
        .hint("take the file from a backup, or from the signer's record, which keeps every file it signed"))
}

/// Every file's row names bytes that are there, in their length, and no serial is in use twice.
async fn rows(tx: &mut Tx) -> Result<Check, Fault> {
    let mut check = Check::new("files");
    let mut after = String::new();
    loop {
        let sql = "SELECT f.id, f.body, length(c.bytes) FROM license_files f \
                   LEFT JOIN contents c ON c.sha256 = f.sha256 WHERE f.id > $1 ORDER BY f.id LIMIT 500";
        let found = tx.query(sql, vec![Value::text(after.as_str())]).await?;
        for row in &found {
            check.looked_at += 1;
            after = row.text(0)?.to_owned();
            let Ok(file) = serde_json::from_str::<crate::model::LicenseFile>(row.text(1)?) else { continue };
            match row.int_or_null(2) {
                None => check
                    .found(format!("license file {after}"), format!("its bytes {} are gone", file.sha256)),
                Some(size) if size != file.size => {
                    check.found(
                        format!("license file {after}"),
                        format!("it has {size} bytes, not {}", file.size),
                    );
                }
                Some(_) => {}
            }
            let own: BTreeSet<&String> = file.serials.iter().collect();
            if own.len() != file.serials.len() || file.supersedes.iter().any(|serial| own.contains(serial)) {
                check.found(format!("license file {after}"), "it names a serial twice, or supersedes itself");
            }
        }
        if found.is_empty() {
            break;
        }
    }
    Ok(check
        .hint("take the file from a backup, or from the signer's record, which keeps every file it signed"))
}

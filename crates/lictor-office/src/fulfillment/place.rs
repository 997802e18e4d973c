//! What lives on hosts: fulfillments, and the licenses that carry their seats.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::host::Hosts;
use lictor_types::HostId;

use super::sheet::{Live, Part};
use crate::fault::Fault;
use crate::model::{FileLicense, Fulfillment, LicenseFile};
use crate::rendering::{LicenseTerms, host_text};
use crate::signer;
use crate::store::{Tx, words};

/// Owners whose files are read by one statement.
const AT_A_TIME: usize = 200;

/// The live fulfillments of an account on any of these hosts, by id.
///
/// # Errors
///
/// What the database says.
pub async fn live_on(tx: &mut Tx, account: &str, ids: &[HostId]) -> Result<Vec<Fulfillment>, Fault> {
    let mut found: BTreeMap<String, Fulfillment> = BTreeMap::new();
    for id in ids {
        let text = host_text(id);
        let mut values = vec![account.into()];
        let mut condition = String::from("account_id = $1 AND status <> 'Obsolete'");
        // Found by a word of the host id; a host id that has none is looked for everywhere.
        if let Some(word) = words::split(id.value()).into_iter().next() {
            condition.push_str(
                " AND id IN (SELECT w.id FROM words w WHERE w.kind = 'fulfillment' AND w.word = $2)",
            );
            values.push(word.into());
        }
        condition.push_str(" ORDER BY id");
        for fulfillment in tx.select::<Fulfillment>(&condition, values).await? {
            let hosts = fulfillment.server_host_ids.iter().chain(&fulfillment.node_host_ids);
            if hosts.into_iter().any(|have| *have == text) {
                found.insert(fulfillment.meta.id.clone(), fulfillment);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// All host ids of some hosts.
#[must_use]
pub fn ids(hosts: &[&Hosts]) -> Vec<HostId> {
    let all = hosts.iter().flat_map(|hosts| hosts.servers.iter().chain(&hosts.nodes));
    let unique: BTreeSet<&HostId> = all.collect();
    unique.into_iter().cloned().collect()
}

/// The licenses that carry the seats of fulfillments, with everybody who has seats in them.
///
/// # Errors
///
/// What the database says.
pub async fn licenses_of(tx: &mut Tx, live: &[Fulfillment]) -> Result<Vec<Live>, Fault> {
    let mut parts: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    for fulfillment in live {
        for carrier in &fulfillment.carriers {
            parts.entry(&carrier.serial).or_default().push(Part {
                owner: fulfillment.meta.id.clone(),
                count: carrier.count,
                overdraft: carrier.overdraft,
            });
        }
    }
    let mut licenses = Vec::new();
    for some in live.chunks(AT_A_TIME) {
        let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let condition = format!("owner_id IN ({}) ORDER BY id", places.join(", "));
        let owners = some.iter().map(|fulfillment| fulfillment.meta.id.as_str().into()).collect();
        for file in tx.select::<LicenseFile>(&condition, owners).await? {
            for license in file.licenses {
                if let Some(parts) = parts.remove(license.serial.as_str()) {
                    let key = license.serial.clone();
                    let terms = terms(license)?;
                    licenses.push(Live { key, terms, parts, planned: false, gone: false });
                }
            }
        }
    }
    Ok(licenses)
}

/// What a license says, as far as the next one must know it.
///
/// # Errors
///
/// `INVALID_FIELD` if a host id was stored that is none.
pub fn terms(license: FileLicense) -> Result<LicenseTerms, Fault> {
    let hosts = license.hosts()?;
    Ok(LicenseTerms {
        feature: license.feature,
        role: license.role,
        version: license.version,
        options: license.options,
        share: license.share,
        model: license.model,
        count: license.count,
        start: license.start,
        end: license.end,
        hosts,
        supersedes: license.supersedes,
        more: signer::Feature::default(),
    })
}

/// A license with the name of the file it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// Its serial.
    pub serial: String,
    /// Name of its file.
    pub file: String,
}

/// A license, and every one that it voids, and that those void: where its file is removed, theirs must go
/// too, or what they say would count again.
///
/// # Errors
///
/// What the database says.
pub async fn with_voided(tx: &mut Tx, serial: &str) -> Result<Vec<Lying>, Fault> {
    let mut found: Vec<Lying> = Vec::new();
    let mut ahead = vec![serial.to_owned()];
    while let Some(serial) = ahead.pop() {
        if found.iter().any(|lying| lying.serial == serial) {
            continue;
        }
        let condition =
            "id IN (SELECT w.id FROM words w WHERE w.kind = 'license file' AND w.word = $1) ORDER BY id";
        let files = tx.select::<LicenseFile>(condition, vec![serial.to_lowercase().into()]).await?;
        let file = files.iter().find(|file| file.serials.contains(&serial));
        let license = file.and_then(|file| file.licenses.iter().find(|license| license.serial == serial));
        ahead.extend(license.map(|license| license.supersedes.clone()).unwrap_or_default());
        found.push(Lying { serial, file: file.map(|file| file.name.clone()).unwrap_or_default() });
    }
    Ok(found)
}

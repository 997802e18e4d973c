//! License files at the provider: read, judged, and kept under their license.

use std::collections::BTreeMap;

use lictor_entitle::code::Code;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::delivery::DeliveryKind;
use lictor_entitle::key_number::KeyNumber;
use lictor_entitle::refusal::Refusal;
use lictor_license::{Keyring, License as Signed, parse_file, verify};
use lictor_types::{CivilDate, KeyType, Seats};

use crate::fault::Fault;
use crate::model::{License, LicenseClass, LicenseFile, Plugin};
use crate::office::Office;
use crate::store::{Meta, Tx, content};

/// Extensions that the issuer writes into every license.
const KEY_NUMBER: &str = "X_KEY_NUMBER";
const CLASS: &str = "X_CLASS";

/// What a license file says of itself.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// The licenses in it.
    pub licenses: Vec<Signed>,
    /// The key it renders, if it says so.
    pub key: Option<KeyNumber>,
    /// The class it is made for, if it says so.
    pub class: Option<String>,
    /// First usable day.
    pub valid_from: Option<CivilDate>,
    /// Last usable day; none if one of its licenses has no end.
    pub valid_until: Option<CivilDate>,
    /// Whether every signature holds.
    pub signature_holds: bool,
}

/// The vendor keys that files of a plug-in are signed with.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Them, to judge by.
    pub keyring: Keyring,
    /// Their lines, for clients.
    pub lines: Vec<String>,
}

/// Whom a plug-in's files are believed from: the keys it names, or this office's own.
///
/// # Errors
///
/// `SIGNER_UNAVAILABLE`, `INVALID_FIELD`.
pub async fn trust(office: &Office, plugin: &Plugin) -> Result<Trust, Fault> {
    let lines = match plugin.trusted_keys.is_empty() {
        false => plugin.trusted_keys.clone(),
        true => vec![office.signer().public().await?.file],
    };
    let mut keyring = Keyring::new();
    for line in &lines {
        let bad = |error| Refusal::because(Code::InvalidField, format!("trusted key: {error}"));
        keyring.add_pub_text(line).map_err(bad)?;
    }
    Ok(Trust { keyring, lines })
}

/// Reads a license file and judges its signatures.
///
/// # Errors
///
/// `FILE_INVALID` at `/file` for what is no license file, or holds licenses of several keys.
pub fn read(bytes: &[u8], keyring: &Keyring) -> Result<ReadFile, Refusal> {
    let parsed = parse_file(bytes);
    let invalid = |text: String| Refusal::because(Code::FileInvalid, text).at("/file");
    if let Some(problem) = parsed.problems.first() {
        return Err(invalid(problem.to_string()));
    }
    let mut licenses = Vec::with_capacity(parsed.features.len());
    for feature in parsed.features {
        match feature.result {
            Ok(license) => licenses.push(license),
            Err(problems) => {
                let text = problems.first().map(ToString::to_string).unwrap_or_default();
                return Err(invalid(text));
            }
        }
    }
    if licenses.is_empty() {
        return Err(invalid("the file holds no license".to_owned()));
    }
    let key = the_same(&licenses, KEY_NUMBER).map_err(invalid)?;
    let class = the_same(&licenses, CLASS).map_err(invalid)?;
    let ends = licenses.iter().map(|license| license.end());
    Ok(ReadFile {
        key: key.and_then(|text| KeyNumber::parse(&text).ok()),
        class,
        valid_from: licenses.iter().map(|license| license.start()).min().flatten(),
        valid_until: ends.max_by_key(|end| end.unwrap_or(CivilDate::MAX)).flatten(),
        signature_holds: licenses.iter().all(|license| verify(license, keyring).is_ok()),
        licenses,
    })
}

fn the_same(licenses: &[Signed], name: &str) -> Result<Option<String>, String> {
    let mut values = licenses.iter().map(|license| license.setting(name));
    let first = values.next().flatten();
    if values.any(|value| value != first) {
        return Err(format!("the licenses in the file differ in {name}"));
    }
    Ok(first.map(str::to_owned))
}

/// How a file is named, and what it is to the files before it.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Name on the license server.
    pub name: String,
    /// How it reaches what is installed.
    pub delivery: DeliveryKind,
    /// Revision of the key.
    pub revision: i64,
}

/// Keeps a file under its license; the record there is, if the same file was kept before.
///
/// # Errors
///
/// What the database says.
pub async fn keep(
    tx: &mut Tx,
    license: &License,
    bytes: &[u8],
    file: &ReadFile,
    shape: Shape,
) -> Result<LicenseFile, Fault> {
    let sha256 = content::put(tx, bytes).await?;
    let known = "owner_id = $1 AND sha256 = $2 ORDER BY id LIMIT 1";
    let values = vec![license.meta.id.as_str().into(), sha256.as_str().into()];
    if let Some(kept) = tx.select::<LicenseFile>(known, values).await?.into_iter().next() {
        return Ok(kept);
    }
    let serial = |license: &Signed| license.serial().to_string();
    let mut record = LicenseFile {
        meta: Meta::default(),
        owner_kind: "license".to_owned(),
        owner_id: license.meta.id.clone(),
        revision: shape.revision,
        name: plain_name(&shape.name, license),
        sha256,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        serials: file.licenses.iter().map(serial).collect(),
        key_id: file.licenses.first().map(|license| license.key_id().to_string()),
        delivery: shape.delivery,
        supersedes: file
            .licenses
            .iter()
            .flat_map(|license| license.supersedes().iter().map(ToString::to_string))
            .collect(),
        replaces: Vec::new(),
        valid_from: file.valid_from,
        valid_until: file.valid_until,
        installed_at: None,
        licenses: Vec::new(),
    };
    tx.insert(&mut record).await?;
    Ok(record)
}

/// A name that every license directory takes: what came from elsewhere is not believed.
fn plain_name(name: &str, license: &License) -> String {
    let stem = name.strip_suffix(".lic").or_else(|| name.strip_suffix(".xml")).unwrap_or(name);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let stem: String = stem.chars().take(120).map(plain).collect();
    let stem = stem.trim_start_matches('.');
    if stem.is_empty() { format!("license-{}.lic", license.number) } else { format!("{stem}.lic") }
}

/// The configuration that a file shows: amounts that it counts, and features beside them.
#[must_use]
pub fn config_of(class: &LicenseClass, known: &KeyConfig, file: &ReadFile) -> KeyConfig {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for license in &file.licenses {
        if let Some(Seats::Limited(count)) = license.seats() {
            let sum = counts.entry(license.feature().to_string()).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    let mut config = known.clone();
    class.class_id.clone_into(&mut config.class);
    class.class_version.clone_into(&mut config.class_version);
    // What only adds to another file says nothing about the whole.
    if file.licenses.iter().all(|license| license.key_type() != KeyType::Upgrade) {
        for option in &class.capacity_options {
            if let Some(count) = option.feature.as_ref().and_then(|feature| counts.get(feature)) {
                config.capacity.insert(option.code.clone(), *count);
            }
        }
    }
    config
}

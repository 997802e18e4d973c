//! Whether a file that was retrieved or uploaded may replace what is stored (office.md 2.1.3, rule 7).

use alloc::format;
use alloc::string::{String, ToString};

use lictor_types::CivilDate;

use crate::bill::BillType;
use crate::code::Code;
use crate::config::KeyConfig;
use crate::key_number::KeyNumber;
use crate::refusal::Refusal;
use crate::warning::Warning;

/// What a license file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The key it renders, with its revision.
    pub key: KeyNumber,
    /// The license class it is made for.
    pub class: String,
    /// Its last valid day; none if it has no end.
    pub valid_until: Option<CivilDate>,
    /// Whether its signature holds.
    pub signature_holds: bool,
}

/// What the license knows before it takes the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The license's key and current revision; none for a request without a key.
    pub key: Option<KeyNumber>,
    /// The class that was requested; none for an upload without a request.
    pub class: Option<String>,
    /// The file that is stored now.
    pub stored: Option<Stored>,
    /// Whether the file belongs to a downgrade, which may shorten it.
    pub downgrade: bool,
}

/// The file that is stored now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The revision it renders.
    pub revision: u16,
    /// Its last valid day; none if it has no end.
    pub valid_until: Option<CivilDate>,
}

/// Checks a file that an issuer returned for a key.
///
/// # Errors
///
/// `SIGNATURE_INVALID`; `ISSUER_ERROR` for another key; `CLASS_MISMATCH`; `RETRIEVED_FILE_STALE` for an older
/// revision or an earlier end. The stored file stays.
pub fn check_retrieved(file: &FileFacts, expected: &Expected) -> Result<(), Refusal> {
    check_signature(file)?;
    if let Some(key) = expected.key.as_ref().filter(|key| !key.is_same_key(&file.key)) {
        return Err(Refusal::because(Code::IssuerError, format!("the file is of key {}", file.key))
            .with("key_number", key.to_string()));
    }
    check_class(file, expected)?;
    if let Some(key) = expected.key.as_ref().filter(|key| file.key.revision() < key.revision()) {
        return Err(stale(key.revision(), file.key.revision()));
    }
    check_end(file, expected)
}

/// Checks a file that was uploaded by hand; `owner` is the id of another license that has its key
/// number, if there is one.
///
/// # Errors
///
/// `SIGNATURE_INVALID`, `CLASS_MISMATCH`, `FILE_EXPIRED`, `DUPLICATE_KEY` with `meta.license_id`,
/// `INVALID_FIELD` for another key than the license has, `STALE_REVISION` for an older revision,
/// `RETRIEVED_FILE_STALE` for an earlier end. Nothing is stored.
pub fn check_uploaded(
    file: &FileFacts,
    expected: &Expected,
    owner: Option<&str>,
    today: CivilDate,
) -> Result<(), Refusal> {
    check_signature(file)?;
    check_class(file, expected)?;
    if let Some(last) = file.valid_until.filter(|last| today > *last) {
        return Err(
            Refusal::because(Code::FileExpired, format!("the file was valid until {last}")).at("/file")
        );
    }
    if let Some(owner) = owner {
        return Err(Refusal::new(Code::DuplicateKey)
            .with("license_id", owner)
            .with("key_number", file.key.to_string()));
    }
    if let Some(key) = &expected.key {
        if !key.is_same_key(&file.key) {
            let detail = format!("the license has key {key}");
            return Err(Refusal::because(Code::InvalidField, detail).at("/key_number"));
        }
        if file.key.revision() < key.revision() {
            return Err(Refusal::new(Code::StaleRevision)
                .with("revision", u32::from(key.revision()))
                .with("offered", u32::from(file.key.revision())));
        }
    }
    check_end(file, expected)
}

/// What should be known of the end of an uploaded file: a purchased license never expires, but a file that
/// ends stops all the same; a monthly one without an end is never swept.
#[must_use]
pub fn term_warning(bill: BillType, valid_until: Option<CivilDate>) -> Option<Warning> {
    let ends = match bill {
        BillType::Monthly => true,
        BillType::Purchase => false,
    };
    (valid_until.is_some() != ends).then_some(Warning::TermDiffers)
}

/// What should be known of a file that answers a request: `shown` is the configuration that it shows.
#[must_use]
pub fn config_warning(requested: &KeyConfig, shown: &KeyConfig) -> Option<Warning> {
    (requested.capacity != shown.capacity).then_some(Warning::CapacityDiffers)
}

fn check_signature(file: &FileFacts) -> Result<(), Refusal> {
    if file.signature_holds { Ok(()) } else { Err(Refusal::new(Code::SignatureInvalid).at("/file")) }
}

fn check_class(file: &FileFacts, expected: &Expected) -> Result<(), Refusal> {
    match &expected.class {
        Some(class) if *class != file.class => {
            let detail = format!("the file is of class {}, the license of {class}", file.class);
            Err(Refusal::because(Code::ClassMismatch, detail).at("/file"))
        }
        Some(_) | None => Ok(()),
    }
}

/// The stored file neither goes back a revision nor ends earlier; no end is later than every end.
fn check_end(file: &FileFacts, expected: &Expected) -> Result<(), Refusal> {
    let Some(stored) = expected.stored else { return Ok(()) };
    if file.key.revision() < stored.revision {
        return Err(stale(stored.revision, file.key.revision()));
    }
    let end = |date: Option<CivilDate>| date.unwrap_or(CivilDate::MAX);
    if end(file.valid_until) < end(stored.valid_until) && !expected.downgrade {
        return Err(Refusal::because(Code::RetrievedFileStale, "the file ends before the stored one")
            .with("stored", end(stored.valid_until).to_string())
            .with("offered", end(file.valid_until).to_string()));
    }
    Ok(())
}

fn stale(current: u16, offered: u16) -> Refusal {
    Refusal::because(Code::RetrievedFileStale, format!("revision {current:04} is current"))
        .with("revision", u32::from(current))
        .with("offered", u32::from(offered))
}

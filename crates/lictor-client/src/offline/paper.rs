//! License texts that are kept and read again, and what they say to a wish.

use lictor_license::{License, Refusal, parse_file};
use lictor_types::{CivilDate, HostIdType, PublicKey, Reason, Status, Version};

use crate::request::Wish;
use crate::trust::Fingerprint;

/// A status and the same in words: a lower-case fragment.
pub(crate) type Objection = (Status, String);

/// Whom the SERVER_KEY of a license names (TRU-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Nobody,
    This,
    Another,
}

/// Reads a `<FEATURE>` element. Whether it is genuine is another question.
pub(super) fn read(text: &str) -> Result<License, Objection> {
    let bad = || (Status::BadLicenseFile, "the text that is kept is no signed license".to_owned());
    let file = parse_file(format!("<LICENSEFILE>{text}</LICENSEFILE>").as_bytes());
    let mut features = file.features.into_iter();
    let (Some(first), None) = (features.next(), features.next()) else { return Err(bad()) };
    first.result.map_err(|_| bad())
}

/// KEY-06: why a license is not believed.
pub(super) fn refused(refusal: Refusal) -> Objection {
    let status = if matches!(refusal.reason, Reason::BadSignature | Reason::Unsigned) {
        Status::BadSignature
    } else if matches!(
        refusal.reason,
        Reason::UntrustedVendor | Reason::RevokedKey | Reason::OutsideCertificate
    ) {
        Status::UntrustedVendor
    } else {
        Status::BadLicenseFile
    };
    (status, refusal.text)
}

/// HID-02: a SERVER_KEY in a block is always required.
pub(super) fn names_server(license: &License, key: &PublicKey) -> Naming {
    let fingerprint = Fingerprint::of(key);
    let keys = |block: &lictor_types::HostIdBlock| {
        let keys = block.ids.iter().filter(|id| id.kind() == HostIdType::ServerKey);
        keys.map(|id| id.value().eq_ignore_ascii_case(fingerprint.as_str())).collect::<Vec<_>>()
    };
    let blocks: Vec<Vec<bool>> = license.server_hosts().iter().map(keys).collect();
    if blocks.iter().flatten().any(|named| *named) {
        Naming::This
    } else if blocks.is_empty() || blocks.iter().any(Vec::is_empty) {
        Naming::Nobody
    } else {
        Naming::Another
    }
}

/// OUT-01: at most this version, or exactly it.
pub(super) fn version(have: Version, wish: &Wish) -> Result<(), Objection> {
    match wish.version {
        Some(asked) if asked > have || (wish.exact && asked != have) => {
            Err((Status::VersionTooHigh, format!("it is for version {have}, {asked} is requested")))
        }
        Some(_) | None => Ok(()),
    }
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The civil day of an instant in UTC.
pub(crate) fn day(wall_ms: u64) -> CivilDate {
    let number = u32::try_from(wall_ms / DAY_MS).ok();
    number.and_then(CivilDate::from_day_number).unwrap_or(CivilDate::MAX)
}

/// An instant in words.
pub(super) fn instant(wall_ms: u64) -> String {
    let minutes = wall_ms % DAY_MS / 60_000;
    format!("{} {:02}:{:02} UTC", day(wall_ms), minutes / 60, minutes % 60)
}

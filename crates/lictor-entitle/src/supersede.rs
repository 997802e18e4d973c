//! The date flavour of superseding, and which licenses must be made anew for it (4.3).

use alloc::string::String;
use alloc::vec::Vec;

use crate::host::Hosts;
use crate::word::words;

words! {
    /// How a file says which licenses it voids.
    SupersedeFlavour {
        /// By their serials.
        Serial = "serial",
        /// By date: every license of the named features that was issued earlier.
        Date = "date",
    }
}

/// A live fulfillment as the date flavour sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedLicense {
    /// Id of the fulfillment.
    pub id: String,
    /// Its hosts.
    pub hosts: Hosts,
    /// Names of its features.
    pub features: Vec<String>,
}

/// The other live fulfillments that must be made anew with the same ISSUED date (a new revision of the
/// file, the same record): those on the same host that share a superseded feature. Otherwise their seats
/// would vanish. Feature names are compared without regard to case.
///
/// One machine in common is the same host: a server voids what it loads, whatever group or nodes the other
/// file names beside it.
pub fn reissued_by_date<'a>(
    new: &'a DatedLicense,
    live: &'a [DatedLicense],
) -> impl Iterator<Item = &'a DatedLicense> {
    let shares = |other: &DatedLicense| {
        other.features.iter().any(|name| new.features.iter().any(|mine| mine.eq_ignore_ascii_case(name)))
    };
    live.iter().filter(move |other| other.id != new.id && other.hosts.meets(&new.hosts) && shares(other))
}

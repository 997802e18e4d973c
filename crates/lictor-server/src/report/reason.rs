//! Why a license has its state, in a sentence with its numbers.

use lictor_license::{Dependency, License};
use lictor_types::limits::{SEATS_MAX, TOKEN_DEPTH_MAX};
use lictor_types::{CivilDate, KeyType, LicenseState, Reason, Seats};

use super::gather::{Catalog, Judged};
use crate::intake::CatalogEntry;

/// The sentence for a license of the feature set.
pub(super) fn text(catalog: &Catalog, judged: &Judged, entry: &CatalogEntry) -> String {
    let license = &entry.license;
    let other = judged.view.other.and_then(|other| catalog.entry(other));
    let named = |what: &str| {
        other.map_or_else(|| what.to_owned(), |other| format!("{what} {}", other.license.serial()))
    };
    let serial = license.serial();
    match judged.view.reason {
        Reason::None => served(judged, entry, other),
        Reason::NotStarted => format!("START {} is after today, {}", date(license.start()), judged.today),
        Reason::Expired => format!("END {} is before today, {}", date(license.end()), judged.today),
        Reason::FirstExclusiveWins => {
            format!(
                "{}{} was loaded first and is served (KEY-02)",
                named("the exclusive license"),
                place(other)
            )
        }
        Reason::SameSerial => {
            format!("serial {serial} was loaded before{} and counts once (UPG-09)", place(other))
        }
        Reason::SerialReused => {
            format!("serial {serial} is that of a license of other content{} (UPG-09)", place(other))
        }
        Reason::Superseded => format!("{}{} names it in SUPERSEDES", named("license"), place(other)),
        Reason::Replaced => format!("{}{} names it in REPLACES", named("license"), place(other)),
        Reason::NoBase => {
            format!("no exclusive license of {} is served today to attach to (UPG-11)", license.feature())
        }
        Reason::SupersedesItself => {
            "SUPERSEDES names the license itself or goes round in a circle".to_owned()
        }
        Reason::ReplacedMissing => {
            let replaced = license.setting("REPLACES").unwrap_or_default();
            format!("the license that it replaces, {replaced}, is not loaded here")
        }
        Reason::EndAfterBase => end_after_base(entry, other),
        Reason::Unlimited => unlimited(entry, other),
        Reason::SumTooLarge => {
            let count = seats(license.seats());
            format!("with its {count} the pool would have more than {SEATS_MAX} (UPG-10)")
        }
        Reason::NotReadable
        | Reason::NotWellFormed
        | Reason::BadFeature
        | Reason::UnknownSetting
        | Reason::BadValue
        | Reason::DuplicateSetting
        | Reason::MissingSetting
        | Reason::NotAllowed
        | Reason::StartAfterEnd
        | Reason::Unsigned
        | Reason::BadSignature
        | Reason::UntrustedVendor
        | Reason::RevokedKey
        | Reason::OutsideCertificate
        | Reason::NotNetwork
        | Reason::WrongServer
        | Reason::VirtualMachine
        | Reason::NeedsCluster
        | Reason::NotSupported => format!("{} ({})", judged.view.state, judged.view.reason),
        Reason::TokenLoop => token_loop(license),
        Reason::MissingDependency => missing_dependency(catalog, license),
        Reason::BothShare => both_share(license),
        Reason::TooMany => too_many(),
    }
}

fn served(judged: &Judged, entry: &CatalogEntry, base: Option<&CatalogEntry>) -> String {
    let count = seats(entry.license.seats());
    if judged.view.state != LicenseState::Served {
        return judged.view.state.to_string();
    }
    match (entry.license.key_type(), base) {
        (KeyType::Upgrade, Some(base)) => {
            format!("adds {count} to the exclusive license {}", base.license.serial())
        }
        (KeyType::Token, _) => {
            let costs =
                entry.license.dependencies().iter().map(|need| format!("{} {}", need.count, need.feature));
            format!("serves tokens, each for {}", listed(costs))
        }
        (KeyType::Exclusive | KeyType::Additive | KeyType::Upgrade, _) => format!("serves {count}"),
    }
}

fn token_loop(license: &License) -> String {
    format!("TOKEN_DEPENDENCY {} leads back to the token itself (KEY-04)", needs(license))
}

fn both_share(license: &License) -> String {
    let needs = needs(license);
    format!("the token and a feature below TOKEN_DEPENDENCY {needs} both share seats (KEY-04)")
}

fn too_many() -> String {
    format!("its tokens depend on tokens in more than {TOKEN_DEPTH_MAX} steps (KEY-04)")
}

/// KEY-05: which of the features that it needs has no license here that could serve.
fn missing_dependency(catalog: &Catalog, license: &License) -> String {
    let licensed = |need: &&Dependency| {
        let mut others = catalog.licenses.iter().filter(|other| other.view.state != LicenseState::Rejected);
        others.any(|other| {
            catalog.entry(other.view.license).is_some_and(|entry| {
                entry.license.vendor() == license.vendor() && *entry.license.feature() == need.feature
            })
        })
    };
    let missing = license.dependencies().iter().filter(|need| !licensed(need));
    let missing = listed(missing.map(|need| need.feature.to_string()));
    let missing = if missing.is_empty() { needs(license) } else { missing };
    format!("TOKEN_DEPENDENCY {missing} has no license here (KEY-05)")
}

fn needs(license: &License) -> String {
    listed(license.dependencies().iter().map(|need| need.feature.to_string()))
}

fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// UPG-05: an upgrade must not outlive its base.
fn end_after_base(entry: &CatalogEntry, base: Option<&CatalogEntry>) -> String {
    let Some(base) = base else { return "the upgrade ends after its base (UPG-05)".to_owned() };
    let (serial, until) = (base.license.serial(), date(base.license.end()));
    match entry.license.end() {
        Some(end) => {
            format!(
                "END {end} of the upgrade is after END {until} of the exclusive license {serial} (UPG-05)"
            )
        }
        None => {
            format!("the upgrade has no END and the exclusive license {serial} ends on {until} (UPG-05)")
        }
    }
}

/// UPG-06: neither side may be UNLIMITED.
fn unlimited(entry: &CatalogEntry, base: Option<&CatalogEntry>) -> String {
    let side = match base {
        Some(base) if entry.license.seats() != Some(Seats::Unlimited) => {
            format!("the exclusive license {}", base.license.serial())
        }
        Some(_) | None => "the upgrade".to_owned(),
    };
    format!("COUNT of {side} is UNLIMITED, so there is nothing to add (UPG-06)")
}

fn place(entry: Option<&CatalogEntry>) -> String {
    entry.map(|entry| format!(" in {}:{}", entry.file, entry.line)).unwrap_or_default()
}

fn date(date: Option<CivilDate>) -> String {
    date.map_or_else(|| "none".to_owned(), |date| date.to_string())
}

fn seats(seats: Option<Seats>) -> String {
    match seats {
        None => "no seats".to_owned(),
        Some(Seats::Limited(1)) => "1 seat".to_owned(),
        Some(seats) => format!("{seats} seats"),
    }
}

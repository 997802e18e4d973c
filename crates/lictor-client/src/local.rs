//! Licenses that need no server: license strings, files and directories (SES-06).
//!
//! [`LocalLicenses::load`] is all that reads. What is decided after that follows from what was
//! read, the wish and the [`Place`], but for the lock of a license with SHARE=SINGLE.

mod days;
mod denial;
mod files;
mod genuine;
mod intake;
mod objection;
mod place;
mod row;
mod single;
mod standing;
mod zone;

use std::sync::Arc;

use lictor_license::{Keyring, License, Share, Verified};
use lictor_types::{LicenseState, Reason, Status};

use crate::request::Wish;
use genuine::Genuine;
use intake::Entry;
use objection::Objection;
use standing::{Standing, standings};

pub(crate) use denial::LocalDenial;
pub(crate) use intake::LocalSource;
pub(crate) use place::Place;
pub use row::LocalFeature;
pub(crate) use single::{SingleLock, SingleLocks};

/// What was found in all local sources, in load order (KEY-01).
#[derive(Debug, Clone)]
pub(crate) struct LocalLicenses {
    /// The sources as the path names them.
    sources: Vec<String>,
    entries: Vec<Entry>,
}

/// A license that serves a wish for as long as this value lives.
#[derive(Debug)]
pub(crate) struct LocalGrant {
    /// The license.
    pub(crate) license: Arc<Verified<License>>,
    /// The file and line it stands in, or `license string` and the line.
    pub(crate) source: String,
    /// The right to be the one process that uses it, for SHARE=SINGLE.
    pub(crate) single: Option<SingleLock>,
}

impl LocalLicenses {
    /// Reads all sources and verifies what is in them. Revocation lists found in any of them count
    /// for all (TRU-01); vendor keys found in them never do. What is bad is kept, to be reported to
    /// whoever asks for it in vain.
    pub(crate) fn load(sources: &[LocalSource], keyring: &Keyring) -> Self {
        let (sources, entries) = intake::read(sources, keyring);
        Self { sources, entries }
    }

    /// The first license that serves a wish, in load order, or why none does. Local licenses are
    /// not counted: one serves any number of seats.
    pub(crate) fn judge(
        &self,
        wish: &Wish,
        place: &Place<'_>,
        locks: &SingleLocks,
    ) -> Result<LocalGrant, LocalDenial> {
        let mut denial = LocalDenial::default();
        let mut silent = vec![true; self.sources.len()];
        for (entry, standing) in self.judged(place).filter(|(entry, _)| entry.concerns(wish, place)) {
            if let Some(silent) = silent.get_mut(entry.source) {
                *silent = false;
            }
            match self.grant(entry, standing, wish, place, locks) {
                Ok(grant) => return Ok(grant),
                Err(objection) => denial.add(&entry.at, objection),
            }
        }
        for (source, _) in self.sources.iter().zip(silent).filter(|(_, silent)| *silent) {
            denial.add_absent(source, &wish.feature);
        }
        Err(denial)
    }

    /// Every local license of the vendor that is meant, in load order (UPG-12).
    pub(crate) fn rows(&self, place: &Place<'_>) -> Vec<LocalFeature> {
        let rows = self.judged(place).filter_map(|(entry, standing)| {
            let genuine = entry.found.as_ref().ok().filter(|_| entry.is_of_vendor(place))?;
            let license: &License = &genuine.license;
            let answer = self.usable(genuine, standing, place).and_then(|()| place.terminal(license));
            Some(LocalFeature::new(&entry.at, license, answer))
        });
        rows.collect()
    }

    /// Every entry with what became of it; of a bad one nothing did.
    fn judged(&self, place: &Place<'_>) -> impl Iterator<Item = (&Entry, Option<Standing>)> {
        let members: Vec<_> = self.genuine().map(|(_, genuine)| genuine.member(place)).collect();
        let mut judged = standings(&members, place).into_iter();
        self.entries.iter().map(move |entry| {
            let standing = entry.found.is_ok().then(|| judged.next()).flatten();
            (entry, standing)
        })
    }

    fn genuine(&self) -> impl Iterator<Item = (&Entry, &Genuine)> {
        self.entries.iter().filter_map(|entry| Some((entry, entry.found.as_ref().ok()?)))
    }

    fn grant(
        &self,
        entry: &Entry,
        standing: Option<Standing>,
        wish: &Wish,
        place: &Place<'_>,
        locks: &SingleLocks,
    ) -> Result<LocalGrant, Objection> {
        let genuine = entry.found.as_ref().map_err(Clone::clone)?;
        let license = &genuine.license;
        let single = || license.share().contains(Share::SINGLE).then(|| locks.take(license)).transpose();
        let single = self
            .usable(genuine, standing, place)
            .and_then(|()| place::version(license, wish))
            .and_then(|()| place.terminal(license))
            .and_then(|()| single());
        let named = |text| format!("license {} of `{}` {text}", license.serial(), license.feature());
        let single = single.map_err(|(status, text)| (status, named(text)))?;
        Ok(LocalGrant { license: Arc::clone(license), source: entry.at.clone(), single })
    }

    /// The questions of OUT-07 up to the version, which a wish may or may not name.
    fn usable(
        &self,
        genuine: &Genuine,
        standing: Option<Standing>,
        place: &Place<'_>,
    ) -> Result<(), Objection> {
        place.clock(&genuine.license)?;
        place::dates(&genuine.license, genuine.days(place))?;
        place.machine(&genuine.license)?;
        standing.map_or(Ok(()), |standing| self.stands(standing))?;
        place.listed(&genuine.license)
    }

    /// What the other licenses make of one (KEY-06).
    fn stands(&self, standing: Standing) -> Result<(), Objection> {
        let other = standing.other.and_then(|other| self.genuine().nth(other));
        let other = other.map_or_else(String::new, |(entry, genuine)| {
            format!("license {} ({})", genuine.license.serial(), entry.at)
        });
        match standing.state {
            LicenseState::Superseded => {
                Err((Status::FeatureNotFound, format!("is void: {other} takes its place")))
            }
            LicenseState::Duplicate => Err((Status::FeatureNotFound, format!("is the same as {other}"))),
            LicenseState::Rejected => Err((Status::BadLicenseFile, rejection(standing.reason, &other))),
            LicenseState::Served
            | LicenseState::Pending
            | LicenseState::Expired
            | LicenseState::Shadowed
            | LicenseState::Orphan => Ok(()),
        }
    }
}

impl Entry {
    fn concerns(&self, wish: &Wish, place: &Place<'_>) -> bool {
        self.is_of_vendor(place) && self.feature.as_ref().is_none_or(|feature| *feature == wish.feature)
    }

    /// A bad license may be of any vendor.
    fn is_of_vendor(&self, place: &Place<'_>) -> bool {
        let vendors = self.found.as_ref().ok().zip(place.vendor);
        vendors.is_none_or(|(genuine, vendor)| genuine.license.vendor() == vendor)
    }
}

fn rejection(reason: Reason, other: &str) -> String {
    if reason == Reason::SerialReused {
        format!("has the serial of {other} and says something else")
    } else if reason == Reason::SupersedesItself {
        "voids itself by SUPERSEDES or REPLACES".to_owned()
    } else if reason == Reason::ReplacedMissing {
        "REPLACES what is not here".to_owned()
    } else {
        format!("is rejected: {reason}")
    }
}

#[cfg(test)]
mod tests;

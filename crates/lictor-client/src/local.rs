//! Licenses that need no server: license strings, files and directories (SES-06).
//!
//! [`LocalLicenses::load`] is all that reads. What is decided after that follows from what was
//! read, the wish and the [`Place`], but for the lock of a license with SHARE=SINGLE.

mod days;
mod denial;
mod files;
mod objection;
mod place;
mod row;
mod single;
mod standing;

use std::path::PathBuf;
use std::sync::Arc;

use lictor_license::{BadRevocations, Keyring, License, Share, Verified, parse_file, verify};
use lictor_types::{Digest, FeatureName, LicenseState, Reason, Status};

use crate::request::Wish;
use denial::Tally;
use files::{Findings, FoundFile, Unread};
use objection::{Objection, of_problems, status_of};
use standing::{Standing, standings};

pub(crate) use denial::LocalDenial;
pub(crate) use place::Place;
pub use row::LocalFeature;
pub(crate) use single::{SingleLock, SingleLocks};

/// Where local licenses come from, in the order of SES-06: strings before files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LocalSource {
    /// The text of a license file, built into or given to the program.
    Text(String),
    /// A file, or a directory of `*.xml`, `*.lic` and `*.revoked` files.
    Path(PathBuf),
}

/// What was found in all local sources, in load order (KEY-01).
#[derive(Debug, Clone)]
pub(crate) struct LocalLicenses {
    /// The sources as the path names them.
    sources: Vec<String>,
    entries: Vec<Entry>,
}

/// A license, or what stands in the place of one.
#[derive(Debug, Clone)]
struct Entry {
    source: usize,
    /// File and line.
    at: String,
    /// None if a whole file is bad: it could have held any feature.
    feature: Option<FeatureName>,
    found: Found,
}

#[derive(Debug, Clone)]
enum Found {
    License(Arc<Verified<License>>, Digest),
    Flaw(Objection),
}

/// A license that serves a wish for as long as this value lives.
#[derive(Debug)]
pub(crate) struct LocalGrant {
    /// The license.
    pub(crate) license: Arc<Verified<License>>,
    /// The file and line it stands in, or `license string`.
    pub(crate) source: String,
    /// The right to be the one process that uses it, for SHARE=SINGLE.
    pub(crate) single: Option<SingleLock>,
}

/// How a license string is called where sources are listed.
const STRING: &str = "license string";

impl LocalLicenses {
    /// Reads all sources and verifies what is in them. Revocation lists found in any of them count
    /// for all (TRU-01); vendor keys found in them never do. What is bad is kept, to be reported by
    /// whoever asks for it in vain.
    pub(crate) fn load(sources: &[LocalSource], keyring: &Keyring) -> Self {
        let mut keyring = keyring.clone();
        let mut licenses = Self { sources: Vec::new(), entries: Vec::new() };
        let mut files = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let (name, findings) = match source {
                LocalSource::Text(text) => (STRING.to_owned(), of_text(text)),
                LocalSource::Path(path) => (path.display().to_string(), files::read(path)),
            };
            licenses.sources.push(name);
            for list in &findings.revocations {
                if let Err(objection) = revoke(list, &mut keyring) {
                    licenses.add(at, list.name.clone(), None, Found::Flaw(objection));
                }
            }
            files.extend(findings.licenses.into_iter().map(|file| (at, file)));
        }
        for (at, file) in files {
            licenses.take(at, file, &keyring);
        }
        licenses
    }

    /// The first license that serves a wish, in load order, or why none does. Local licenses are
    /// not counted: one serves any number of seats.
    pub(crate) fn judge(
        &self,
        wish: &Wish,
        place: &Place<'_>,
        locks: &SingleLocks,
    ) -> Result<LocalGrant, Box<LocalDenial>> {
        let mut tally = Tally::new(&wish.feature);
        let mut silent = vec![true; self.sources.len()];
        for (entry, standing) in self.judged(place) {
            if !entry.concerns(wish, place) {
                continue;
            }
            silent[entry.source] = false;
            match self.grant(entry, standing, wish, place, locks) {
                Ok(grant) => return Ok(grant),
                Err(objection) => tally.add(&entry.at, objection),
            }
        }
        for (source, _) in self.sources.iter().zip(silent).filter(|(_, silent)| *silent) {
            let text = format!("no local license of `{}`", wish.feature);
            tally.add(source, (Status::FeatureNotFound, text));
        }
        Err(Box::new(tally.finish()))
    }

    /// Every local license, in load order (UPG-12).
    pub(crate) fn rows(&self, place: &Place<'_>) -> Vec<LocalFeature> {
        let rows = self.judged(place).filter_map(|(entry, standing)| {
            let Found::License(license, _) = &entry.found else { return None };
            let of_vendor = place.vendor.is_none_or(|vendor| vendor == license.vendor());
            let answer = self.usable(license, standing, place).and_then(|()| place.terminal(license));
            of_vendor.then(|| LocalFeature::new(&entry.at, license, answer))
        });
        rows.collect()
    }

    fn add(&mut self, source: usize, at: String, feature: Option<FeatureName>, found: Found) {
        self.entries.push(Entry { source, at, feature, found });
    }

    /// Takes the features of a file. A bad one hides no other (FIL-07).
    fn take(&mut self, source: usize, file: FoundFile, keyring: &Keyring) {
        let bytes = match file.content {
            Ok(bytes) => bytes,
            Err(unread) => return self.add(source, file.name, None, Found::Flaw(unread.into())),
        };
        let parsed = parse_file(&bytes);
        if !parsed.problems.is_empty() {
            self.add(source, file.name.clone(), None, Found::Flaw(of_problems(&parsed.problems)));
        }
        for feature in parsed.features {
            let at = format!("{}:{}", file.name, feature.location.line);
            let name = FeatureName::parse(&feature.name).ok();
            let found = match feature.result {
                Ok(license) => admit(&license, keyring),
                Err(problems) => Err(of_problems(&problems)),
            };
            self.add(source, at, name, found.unwrap_or_else(Found::Flaw));
        }
    }

    /// Every entry with what became of it; of a bad one nothing did.
    fn judged(&self, place: &Place<'_>) -> impl Iterator<Item = (&Entry, Option<Standing>)> {
        let members: Vec<_> = self.members().map(|(_, license, content)| (license, content)).collect();
        let mut judged = standings(&members, place).into_iter();
        self.entries.iter().map(move |entry| match entry.found {
            Found::License(..) => (entry, judged.next()),
            Found::Flaw(_) => (entry, None),
        })
    }

    fn members(&self) -> impl Iterator<Item = (&Entry, &License, Digest)> {
        self.entries.iter().filter_map(|entry| match &entry.found {
            Found::License(license, content) => Some((entry, license.get(), *content)),
            Found::Flaw(_) => None,
        })
    }

    fn grant(
        &self,
        entry: &Entry,
        standing: Option<Standing>,
        wish: &Wish,
        place: &Place<'_>,
        locks: &SingleLocks,
    ) -> Result<LocalGrant, Objection> {
        let license = match &entry.found {
            Found::License(license, _) => license,
            Found::Flaw(objection) => return Err(objection.clone()),
        };
        self.usable(license, standing, place)?;
        place::version(license, wish)?;
        place.terminal(license)?;
        let single = license.share().contains(Share::SINGLE).then(|| locks.take(license)).transpose()?;
        Ok(LocalGrant { license: Arc::clone(license), source: entry.at.clone(), single })
    }

    /// The questions of OUT-07 up to the version, which a wish may or may not name.
    fn usable(
        &self,
        license: &License,
        standing: Option<Standing>,
        place: &Place<'_>,
    ) -> Result<(), Objection> {
        place.clock(license)?;
        place.dates(license)?;
        place.machine(license)?;
        standing.map_or(Ok(()), |standing| self.stands(standing))?;
        place.listed(license)
    }

    /// What the other licenses make of one (KEY-06).
    fn stands(&self, standing: Standing) -> Result<(), Objection> {
        let other = standing.other.and_then(|other| self.members().nth(other));
        let other = other.map_or_else(String::new, |(entry, license, _)| {
            format!("license {} ({})", license.serial(), entry.at)
        });
        match standing.state {
            LicenseState::Superseded => {
                Err((Status::FeatureNotFound, format!("it is void: {other} takes its place")))
            }
            LicenseState::Duplicate => Err((Status::FeatureNotFound, format!("it is the same as {other}"))),
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
        let of_vendor = match &self.found {
            Found::License(license, _) => place.vendor.is_none_or(|vendor| vendor == license.vendor()),
            Found::Flaw(_) => true,
        };
        of_vendor && self.feature.as_ref().is_none_or(|feature| *feature == wish.feature)
    }
}

impl From<Unread> for Objection {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Missing => (Status::FeatureNotFound, "there is no such file".to_owned()),
            Unread::Refused(text) => (Status::BadLicenseFile, text),
        }
    }
}

fn of_text(text: &str) -> Findings {
    let file = FoundFile { name: STRING.to_owned(), content: Ok(text.as_bytes().to_vec()) };
    Findings { licenses: vec![file], revocations: Vec::new() }
}

/// TRU-01: signed lists count; those of vendors that the program does not know are none of its
/// business.
fn revoke(list: &FoundFile, keyring: &mut Keyring) -> Result<(), Objection> {
    let bytes = match &list.content {
        Ok(bytes) => bytes,
        Err(Unread::Missing) => return Ok(()),
        Err(Unread::Refused(text)) => return Err((Status::BadLicenseFile, text.clone())),
    };
    match keyring.add_revocations(bytes) {
        Ok(_) => Ok(()),
        Err(BadRevocations::UntrustedRoot { vendor, .. }) if !keyring.knows(&vendor) => Ok(()),
        Err(bad) => Err((Status::BadLicenseFile, bad.to_string())),
    }
}

/// KEY-05: what can be said of a license before it is asked for. Only a genuine local license
/// passes (FIL-08); a network license in a file is neither counted nor granted from (UPG-12).
fn admit(license: &License, keyring: &Keyring) -> Result<Found, Objection> {
    let genuine = verify(license, keyring).map_err(|refusal| match refusal.problems.as_slice() {
        [] => (status_of(refusal.reason), refusal.text),
        problems => of_problems(problems),
    })?;
    if genuine.is_network() {
        return Err((Status::FeatureNotFound, "a network license, which only a server serves".to_owned()));
    }
    if !genuine.server_hosts().is_empty() {
        return Err((Status::BadLicenseFile, "SERVER_HOSTID: a local license has no server".to_owned()));
    }
    let content = genuine.content_digest();
    Ok(Found::License(Arc::new(genuine), content))
}

fn rejection(reason: Reason, other: &str) -> String {
    if reason == Reason::SerialReused {
        format!("its serial is that of {other}, which says something else")
    } else if reason == Reason::SupersedesItself {
        "it voids itself by SUPERSEDES or REPLACES".to_owned()
    } else if reason == Reason::ReplacedMissing {
        "what it REPLACES is not here".to_owned()
    } else {
        format!("it is rejected: {reason}")
    }
}

#[cfg(test)]
mod tests;

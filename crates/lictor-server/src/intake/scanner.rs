//! The watcher of the license directory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use lictor_host::Surroundings;
use lictor_license::{Keyring, Proof, Verifier};
use lictor_types::{Digest, HostId};
use ring::digest::{Context, SHA256};

use super::cache::VerifiedCache;
use super::directory::{FileError, FileStamp};
use super::judge::Judge;
use super::licenses::{LicenseFile, digest};
use super::sources::{Glance, Kind, Place, Sources};
use super::trust::{RevocationMemory, keyring, trust};
use super::watch::{Moment, SETTLE_MS, Watch};
use super::{Candidate, Warning};
use crate::clock::Clock;
use crate::zones::Zone;

/// How long the first load, and one that was asked for, wait for files that are still being
/// written.
const WAIT_MS: u64 = 2_000;

/// Watches the sources. A change of a file is noticed at the next [`Self::scan`] and taken at the
/// first one at least 300 ms later that finds it unchanged; with a scan each half second a change
/// applies within 2 s of the last write (section 14).
pub struct Scanner {
    sources: Sources,
    zone: Zone,
    machine: Box<dyn Fn() -> Vec<HostId> + Send>,
    surroundings: Surroundings,
    revocations: RevocationMemory,
    cache: VerifiedCache,
    checked: u64,
    files: BTreeMap<Place, Held>,
    started: bool,
    due: bool,
    requested: Requested,
}

/// Whether somebody asked for a candidate.
#[derive(Clone, Copy)]
enum Requested {
    No,
    /// At the next scan.
    Now,
    /// Since this moment of running time.
    Since(u64),
}

/// Why nothing can be loaded.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The license directory cannot be read.
    #[error("license directory {} cannot be read: {source}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A vendor key named in the settings is of no use.
    #[error("vendor key {}: {text}", path.display())]
    VendorKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        text: String,
    },
}

/// One file, and of it the content in force.
#[derive(Default)]
struct Held {
    watch: Watch,
    content: Option<Content>,
    digest: Option<Digest>,
    /// Why the last good content is still in force although another is there.
    trouble: Option<String>,
}

enum Content {
    Licenses(LicenseFile),
    Key(Vec<u8>),
    Revocations(Vec<u8>),
    Unreadable(Kind, String),
}

/// A file to read.
struct Task {
    place: Place,
    kind: Kind,
    stamp: FileStamp,
    known: Option<Digest>,
    outcome: Option<Result<(Digest, Option<Content>), FileError>>,
}

impl Scanner {
    /// A watcher for a server in this zone. `machine` tells the machine's host ids, SERVER_KEY
    /// among them (HID-01); it is asked whenever a candidate is made. Revocation lists that count
    /// are remembered in `memory`, if given, a directory of the server's state (TRU-01).
    #[must_use]
    pub fn new(
        sources: Sources,
        zone: Zone,
        memory: Option<&Path>,
        machine: impl Fn() -> Vec<HostId> + Send + 'static,
    ) -> Self {
        let revocations = memory.map(|path| RevocationMemory::at(path.to_owned())).unwrap_or_default();
        let machine = Box::new(machine);
        Self {
            sources,
            zone,
            machine,
            surroundings: Surroundings::default(),
            revocations,
            cache: VerifiedCache::default(),
            checked: 0,
            files: BTreeMap::new(),
            started: false,
            due: true,
            requested: Requested::No,
        }
    }

    /// Remembers what verified in a file of a state directory, sealed with a secret of this server,
    /// so that a later start need not check the same signatures again.
    #[must_use]
    pub fn with_cache(self, state: &Path, secret: [u8; 32]) -> Self {
        Self { cache: VerifiedCache::at(state, secret), ..self }
    }

    /// What the machine stands in decides about licenses with host ids (SHR-03); unless told,
    /// nothing is known of it.
    #[must_use]
    pub fn standing_in(self, surroundings: Surroundings) -> Self {
        Self { surroundings, ..self }
    }

    /// The first load. Waits up to two seconds for files that are just being written.
    ///
    /// # Errors
    ///
    /// [`IntakeError`] if the directory or a vendor key named in the settings cannot be used.
    pub fn first(&mut self, clock: &dyn Clock) -> Result<Candidate, IntakeError> {
        for path in &self.sources.vendor_keys {
            let bad = |text| IntakeError::VendorKey { path: path.clone(), text };
            let bytes = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
            trust(&mut Keyring::new(), &bytes).map_err(bad)?;
        }
        self.update(clock)?;
        for _ in 0..WAIT_MS / SETTLE_MS {
            if !self.is_moving() {
                break;
            }
            thread::sleep(Duration::from_millis(SETTLE_MS + 10));
            self.update(clock)?;
        }
        Ok(self.candidate(clock.wall_ms()))
    }

    /// Of how many licenses it has checked the signatures so far; the others were known good.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.checked
    }

    /// Looks at every file and, if the content in force has changed, gives a new candidate.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Directory`]; what is in force stays.
    pub fn scan(&mut self, clock: &dyn Clock) -> Result<Option<Candidate>, IntakeError> {
        self.update(clock)?;
        if self.waits(clock.boot_ms()) {
            return Ok(None);
        }
        Ok(self.due.then(|| self.candidate(clock.wall_ms())))
    }

    /// Asks for a candidate even if nothing has changed: a [`Self::scan`] gives it as soon as no
    /// file moves, or after two seconds.
    pub fn request(&mut self) {
        self.requested = Requested::Now;
    }

    /// Whether a candidate that was asked for waits for files to settle.
    fn waits(&mut self, now_ms: u64) -> bool {
        let since = match self.requested {
            Requested::No => return false,
            Requested::Now => now_ms,
            Requested::Since(since) => since,
        };
        if self.is_moving() && now_ms.saturating_sub(since) < WAIT_MS {
            self.requested = Requested::Since(since);
            return true;
        }
        self.requested = Requested::No;
        self.due = true;
        false
    }

    /// Whether a file has a newer content that has not settled yet.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.files.values().any(|held| held.watch.is_moving())
    }

    fn update(&mut self, clock: &dyn Clock) -> Result<(), IntakeError> {
        let unreadable = |source| IntakeError::Directory { path: self.sources.licenses.clone(), source };
        let mut glance = Glance::at(&self.sources).map_err(unreadable)?;
        let first_wall_ms = (!self.started).then(|| clock.wall_ms());
        self.started = true;
        let now = Moment { boot_ms: clock.boot_ms(), first_wall_ms };
        let files = std::mem::take(&mut glance.files);
        self.forget_missing(&files);
        let mut tasks = Vec::new();
        for (place, kind, look) in files {
            let held = self.files.entry(place.clone()).or_default();
            match look {
                Ok(stamp) if held.watch.look(stamp, now) => {
                    tasks.push(Task { place, kind, stamp, known: held.digest, outcome: None });
                }
                Ok(_) => self.due |= held.recover(),
                Err(error) => self.due |= held.fail(kind, None, &error),
            }
        }
        super::parallel::for_each(&mut tasks, |task| task.run(&glance));
        for task in tasks {
            let held = self.files.entry(task.place).or_default();
            match task.outcome {
                Some(Ok((digest, content))) => self.due |= held.take(task.stamp, digest, content),
                Some(Err(FileError::Moving)) => held.watch.wait(now),
                Some(Err(error)) => self.due |= held.fail(task.kind, Some(task.stamp), &error),
                None => {}
            }
        }
        Ok(())
    }

    /// A file that is gone is gone at once, and what it gave ends as if expired (UPG-14). A vendor
    /// key named in the settings stays in force.
    fn forget_missing(&mut self, seen: &[(Place, Kind, Result<FileStamp, FileError>)]) {
        let there: BTreeSet<&Place> = seen.iter().map(|(place, _, _)| place).collect();
        let before = self.files.len();
        self.files.retain(|place, _| there.contains(place));
        self.due |= self.files.len() != before;
    }

    fn candidate(&mut self, wall_ms: u64) -> Candidate {
        self.due = false;
        let mut warnings = self.troubles();
        let keyring = Arc::new(self.judge_signatures(&mut warnings));
        let machine = (self.machine)();
        let mut judge = Judge::new(&machine, &self.surroundings, &self.zone, wall_ms);
        for (place, held) in &self.files {
            match &held.content {
                Some(Content::Licenses(file)) => judge.take(&place.to_string(), file),
                Some(Content::Unreadable(Kind::Licenses, text)) => {
                    judge.refuse(&place.to_string(), text.clone());
                }
                Some(Content::Unreadable(Kind::Key | Kind::Revocations, text)) => {
                    warnings.push(Warning { file: place.to_string(), text: text.clone() });
                }
                Some(Content::Key(_) | Content::Revocations(_)) | None => {}
            }
        }
        Candidate { warnings, keyring, ..judge.finish() }
    }

    /// Verifies, on all cores, what was not yet judged with the keyring in force, which it gives.
    fn judge_signatures(&mut self, warnings: &mut Vec<Warning>) -> Keyring {
        let bytes = |wanted: Kind| {
            self.files.iter().filter_map(move |(place, held)| match &held.content {
                Some(Content::Key(bytes)) if wanted == Kind::Key => {
                    Some((place.to_string(), bytes.as_slice()))
                }
                Some(Content::Revocations(bytes)) if wanted == Kind::Revocations => {
                    Some((place.to_string(), bytes.as_slice()))
                }
                Some(_) | None => None,
            })
        };
        let keyring = keyring(bytes(Kind::Key), bytes(Kind::Revocations), &mut self.revocations, warnings);
        let trusted = keyring.digest();
        let mut features = Vec::new();
        for held in self.files.values_mut() {
            if let Some(Content::Licenses(file)) = &mut held.content
                && file.judged_with != Some(trusted)
            {
                file.judged_with = Some(trusted);
                features.extend(&mut file.features);
            }
        }
        let verifier = Verifier::new(&keyring, self.cache.known());
        super::parallel::for_each(&mut features, |feature| feature.standing.judge(&verifier));
        if verifier.checked() > 0 {
            self.checked += verifier.checked();
            let known = self.files.values().flat_map(Held::proofs).collect();
            self.cache.keep(known, warnings);
        }
        keyring
    }

    fn troubles(&self) -> Vec<Warning> {
        let trouble = |(place, held): (&Place, &Held)| {
            let text = held.trouble.as_ref()?;
            let text = format!("{text}; its last good content stays in force");
            Some(Warning { file: place.to_string(), text })
        };
        self.files.iter().filter_map(trouble).collect()
    }
}

impl Task {
    /// Reads, and parses what is new.
    fn run(&mut self, glance: &Glance) {
        let read = glance.read(&self.place, self.kind, self.stamp);
        self.outcome = Some(read.map(|bytes| {
            let mut context = Context::new(&SHA256);
            context.update(&bytes);
            let digest = digest(context);
            let content = (self.known != Some(digest)).then(|| match self.kind {
                Kind::Licenses => Content::Licenses(LicenseFile::parse(&bytes)),
                Kind::Key => Content::Key(bytes),
                Kind::Revocations => Content::Revocations(bytes),
            });
            (digest, content)
        }));
    }
}

impl Held {
    /// What verified of it.
    fn proofs(&self) -> impl Iterator<Item = Proof> {
        let features = match &self.content {
            Some(Content::Licenses(file)) => file.features.as_slice(),
            Some(Content::Key(_) | Content::Revocations(_) | Content::Unreadable(..)) | None => &[],
        };
        features.iter().filter_map(|feature| feature.standing.proof())
    }

    /// Puts a content in force; none means that it is the one in force already. Says whether
    /// anything changed.
    fn take(&mut self, stamp: FileStamp, digest: Digest, content: Option<Content>) -> bool {
        self.watch.take(stamp);
        self.digest = Some(digest);
        let recovered = self.trouble.take().is_some();
        let changed = content.is_some();
        if changed {
            self.content = content;
        }
        changed || recovered
    }

    /// Nothing is new about the file. Says whether that ends a trouble.
    fn recover(&mut self) -> bool {
        !self.watch.is_moving() && self.trouble.take().is_some()
    }

    /// The file is there and cannot be read, neither now nor, if it had been looked at and has this
    /// stamp, until it changes. Says whether anything changed.
    fn fail(&mut self, kind: Kind, stamp: Option<FileStamp>, error: &FileError) -> bool {
        let text = error.to_string();
        let good =
            matches!(&self.content, Some(Content::Licenses(_) | Content::Key(_) | Content::Revocations(_)));
        if error.is_passing() && good {
            let known = self.trouble.as_ref() == Some(&text);
            self.trouble = Some(text);
            return !known;
        }
        let known = matches!(&self.content, Some(Content::Unreadable(_, old)) if *old == text);
        self.watch = Watch::default();
        if let Some(stamp) = stamp {
            self.watch.skip(stamp);
        }
        self.trouble = None;
        self.digest = None;
        self.content = Some(Content::Unreadable(kind, text));
        !known
    }
}

#[cfg(test)]
mod tests;

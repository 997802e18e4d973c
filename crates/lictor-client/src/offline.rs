//! Work without a server: what is borrowed, local licenses, grace and trials (SES-06).
//!
//! Each source has a judge that is given the time, the records and the machine: `lent`, `grace`,
//! `trial`, and [`crate::local`]. [`Offline`] reads and writes the records for them.

mod grace;
mod lent;
mod loans;
mod moment;
mod owner;
mod paper;
mod row;
mod scene;
mod seat;
#[cfg(test)]
mod tests;
mod trial;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lictor_license::{Keyring, License, Verified};
use lictor_types::{FeatureName, Status, VendorName};

use crate::clock::Now;
use crate::error::{Answered, Error};
use crate::event::Event;
use crate::info::{FeatureInfo, Source, Verification};
use crate::local::{LocalFeature, LocalLicenses, LocalSource, Place, SingleLocks};
use crate::options::Options;
use crate::request::Wish;
use crate::session::Profile;
use crate::store::{Change, Fault, Kind, Name, Reader, Store, Writer};
use grace::{Grace, Mercy};
pub(crate) use moment::Moment;
pub(crate) use owner::Owner;
use paper::Objection;
pub(crate) use scene::Scene;
pub(crate) use seat::OfflineSeat;
use seat::{Origin, Uses};
pub use trial::Trial;
use trial::Tried;

/// The sources of a client that need no server.
#[derive(Debug)]
pub(crate) struct Offline {
    profile: Arc<Profile>,
    owner: Owner,
    store: Store,
    /// Local licenses as they were read last, and when.
    locals: Mutex<Option<(u64, LocalLicenses)>>,
    locks: SingleLocks,
    scene: Scene,
    terms: Terms,
    uses: Arc<Uses>,
    /// Features whose trial this client has begun.
    tried: Mutex<Vec<FeatureName>>,
}

/// What the program allows.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) locals: Vec<LocalSource>,
    pub(crate) grace: bool,
    pub(crate) trial: Option<Trial>,
    /// Local time from UTC, if the program said it.
    pub(crate) utc_offset_minutes: Option<i16>,
    /// Else what the variable TZ says.
    pub(crate) time_zone: Option<String>,
}

/// How long opening a client waits for a server that it may not need.
pub(crate) const OPEN_WAIT: Duration = Duration::from_secs(2);
/// So long what was read of files counts.
const FRESH_MS: u64 = 5_000;
/// How exactly the latest time seen is kept.
const TIME_STEP_MS: u64 = 10 * 60 * 1000;

impl Offline {
    /// The offline sources of a client with these options.
    pub(crate) fn open(options: &Options, profile: &Arc<Profile>) -> Result<Self, Error> {
        let store = Store::new(options.store_directory(), &Owner::of(&profile.open));
        Ok(Self::new(Arc::clone(profile), store, options.offline_terms()?, Scene::default()))
    }

    fn new(profile: Arc<Profile>, store: Store, terms: Terms, scene: Scene) -> Self {
        let owner = Owner::of(&profile.open);
        Self {
            profile,
            owner,
            store,
            locals: Mutex::default(),
            locks: SingleLocks::shared(),
            scene,
            terms,
            uses: Arc::default(),
            tried: Mutex::default(),
        }
    }

    /// Whether a client may be of use without any server.
    ///
    /// # Errors
    ///
    /// Otherwise what was looked at in vain.
    pub(crate) fn is_of_use(&self, now: Now) -> Result<(), Vec<Answered>> {
        let borrowed = !self.borrows(now).is_empty();
        if borrowed || self.has_grace() || self.terms.trial.is_some() || !self.local_features(now).is_empty()
        {
            return Ok(());
        }
        let absent = |source: &LocalSource| {
            let name = match source {
                LocalSource::Text(_) => "license string".to_owned(),
                LocalSource::Path(path) => path.display().to_string(),
            };
            Answered::absent(&name, "it has no local license".to_owned())
        };
        Err(self.terms.locals.iter().map(absent).collect())
    }

    /// Every local license (UPG-12).
    pub(crate) fn local_features(&self, now: Now) -> Vec<LocalFeature> {
        self.with_locals(now, |licenses, place| licenses.rows(place)).unwrap_or_default()
    }

    /// What a source before the servers says of a feature.
    pub(crate) fn feature(&self, now: Now, feature: &FeatureName) -> Option<FeatureInfo> {
        if let Some(info) = self.borrowed_feature(now, feature) {
            return Some(info);
        }
        let mut local = self.local_features(now).into_iter();
        let local = local.find(|local| local.feature == *feature && local.status == Status::Granted)?;
        let used = self.uses.of(Source::Local, feature).into();
        let pools = vec![row::of_local(&local, used)];
        let verification = Verification { vendor: true, server: None };
        Some(FeatureInfo { server: local.source, source: Source::Local, pools, verification })
    }

    /// SES-06: what comes before the servers. All wishes are served or none (OUT-02).
    pub(crate) fn find(&self, now: Now, wishes: &[Wish]) -> Result<Vec<OfflineSeat>, Vec<Answered>> {
        let mut seats = Vec::new();
        let mut attempts = Vec::new();
        for wish in wishes {
            let seat = self.borrowed(now, wish, &mut attempts);
            seats.extend(seat.or_else(|| self.local(now, wish, &mut attempts)));
        }
        if seats.len() == wishes.len() { Ok(seats) } else { Err(attempts) }
    }

    /// SES-06: what comes after the servers; `error` is what they said, `before` what was tried
    /// before them. Where a server answered, grace does not begin (GRA-01), and a trial only if it
    /// does not know the feature.
    pub(crate) fn fall_back(
        &self,
        now: Now,
        wishes: &[Wish],
        error: Error,
        before: Vec<Answered>,
    ) -> Result<(Vec<OfflineSeat>, Vec<Event>), Error> {
        let silent = !error.attempts().is_empty() && error.attempts().iter().all(|it| is_silence(it.status));
        let unknown = error.attempts().iter().all(|it| is_silence(it.status) || is_absence(it.status));
        let mut attempts = Vec::new();
        if silent
            && self.terms.grace
            && let Some(served) = self.grace(now, wishes, &mut attempts)
        {
            return Ok(served);
        }
        if unknown {
            let seats = wishes.iter().map_while(|wish| self.trial(now, wish, &mut attempts));
            let seats: Vec<_> = seats.collect();
            if seats.len() == wishes.len() {
                return Ok((seats, Vec::new()));
            }
        }
        Err(error.between(before, attempts))
    }

    /// GRA-01: after a successful checkout, the license behind it. What cannot be written now is
    /// written after the next checkout.
    pub(crate) fn remember<'a>(&self, now: Now, licenses: impl Iterator<Item = &'a Verified<License>>) {
        for license in licenses.filter(|license| self.terms.grace && license.grace_hours().is_some()) {
            let name = Name::of(Kind::Grace, license.vendor().as_str(), license.feature());
            let text = license.to_xml();
            let known = self.store.read(&name).ok().flatten().and_then(|bytes| Grace::decode(&bytes));
            if known.is_some_and(|grace| grace.ticket.as_ref() == Some(&text)) {
                continue;
            }
            let _next_time = self.store.update(&name, |bytes| {
                let grace = bytes.and_then(|bytes| Grace::decode(&bytes)).unwrap_or_default();
                (Change::Put(grace.renewed(&text).encode()), ())
            });
        }
        self.see(now, false);
    }

    fn local(&self, now: Now, wish: &Wish, attempts: &mut Vec<Answered>) -> Option<OfflineSeat> {
        match self.with_locals(now, |licenses, place| licenses.judge(wish, place, &self.locks))? {
            Ok(grant) => {
                self.see(now, grant.license.system_clock_check());
                let origin = Origin {
                    source: Source::Local,
                    text: grant.source,
                    until_ms: None,
                    single: grant.single,
                };
                Some(OfflineSeat::new(&wish.feature, wish.count, origin, now.wall_ms, &self.uses))
            }
            Err(denial) => {
                let denied = denial.attempts.into_iter();
                attempts.extend(denied.map(|it| Answered::offline(&it.source, wish, (it.status, it.text))));
                None
            }
        }
    }

    /// What was read of the local sources, read anew if that was a while ago.
    fn with_locals<T>(&self, now: Now, ask: impl FnOnce(&LocalLicenses, &Place<'_>) -> T) -> Option<T> {
        if self.terms.locals.is_empty() {
            return None;
        }
        let place = self.scene.place(&self.profile, &self.terms, self.moment(now));
        let mut locals = self.locals.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = locals.take().filter(|(at_ms, _)| now.mono_ms.saturating_sub(*at_ms) < FRESH_MS);
        let nobody = Keyring::new();
        let keyring = self.profile.keyring.as_ref().unwrap_or(&nobody);
        let load = || (now.mono_ms, LocalLicenses::load(&self.terms.locals, keyring));
        Some(ask(&locals.insert(fresh.unwrap_or_else(load)).1, &place))
    }

    /// Whether there is grace of licenses that this client would believe.
    fn has_grace(&self) -> bool {
        let graces = self.store.all(Kind::Grace).into_iter().flatten();
        let mut licenses = graces.filter_map(|bytes| Grace::decode(&bytes)?.license());
        self.terms.grace && self.profile.keyring.is_some() && licenses.any(|it| self.is_meant(&it, None))
    }

    /// Whether a license that is kept concerns this client: the store is that of all programs of its
    /// user. `feature` is the one meant, if one is.
    fn is_meant(&self, license: &License, feature: Option<&FeatureName>) -> bool {
        self.is_our_vendor(license.vendor()) && feature.is_none_or(|feature| feature == license.feature())
    }

    fn is_our_vendor(&self, vendor: &VendorName) -> bool {
        let meant = self.profile.open.vendor.as_ref().is_none_or(|meant| meant == vendor);
        meant && self.profile.keyring.as_ref().is_none_or(|keyring| keyring.knows(vendor))
    }

    /// GRA-01: grace for all wishes, or for none and nothing is begun.
    fn grace(
        &self,
        now: Now,
        wishes: &[Wish],
        attempts: &mut Vec<Answered>,
    ) -> Option<(Vec<OfflineSeat>, Vec<Event>)> {
        let serves = |mercy: &Mercy| matches!(mercy, Mercy::Serves { .. });
        let mercies: Vec<Mercy> = wishes.iter().map(|wish| self.mercy(now, wish, false)).collect();
        if !mercies.iter().all(serves) {
            for (wish, mercy) in wishes.iter().zip(mercies) {
                if let Mercy::Refuses(objection) = mercy {
                    attempts.push(Answered::offline(Source::Grace.code(), wish, objection));
                }
            }
            return None;
        }
        let mut seats = Vec::new();
        let mut events = Vec::new();
        for wish in wishes {
            let Mercy::Serves { until_ms, .. } = self.mercy(now, wish, true) else { return None };
            let text = Source::Grace.code().to_owned();
            let origin = Origin { source: Source::Grace, text, until_ms: Some(until_ms), single: None };
            seats.push(OfflineSeat::new(&wish.feature, wish.count, origin, now.wall_ms, &self.uses));
            events.push(Event::Grace { feature: wish.feature.to_string(), until_ms });
        }
        self.see(now, false);
        Some((seats, events))
    }

    /// What the first grace of a feature says; with `begin` it begins, if it has not.
    fn mercy(&self, now: Now, wish: &Wish, begin: bool) -> Mercy {
        let Some(keyring) = &self.profile.keyring else { return Mercy::None };
        let moment = self.moment(now);
        let names = self.store.names(Kind::Grace).into_iter();
        let mut mercies = names.map(|name| {
            let judged = self.store.update(&name, |bytes| {
                let grace = bytes.and_then(|bytes| Grace::decode(&bytes)).unwrap_or_default();
                if !grace.license().is_some_and(|license| self.is_meant(&license, Some(&wish.feature))) {
                    return (Change::Keep, Mercy::None);
                }
                let mercy = grace.judge(wish, keyring, moment);
                match &mercy {
                    Mercy::Serves { begins: Some(begun), .. } if begin => {
                        (Change::Put(begun.encode()), mercy)
                    }
                    Mercy::None | Mercy::Serves { .. } | Mercy::Refuses(_) => (Change::Keep, mercy),
                }
            });
            judged.unwrap_or_else(|fault| Mercy::Refuses(fault.objection()))
        });
        mercies.find(|mercy| *mercy != Mercy::None).unwrap_or(Mercy::None)
    }

    fn trial(&self, now: Now, wish: &Wish, attempts: &mut Vec<Answered>) -> Option<OfflineSeat> {
        let trial = self.terms.trial?;
        let mut running = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let judged = trial
            .place(self.scene.is_virtual())
            .and_then(|()| self.try_out(trial, now, wish, running.contains(&wish.feature)));
        match judged {
            Ok(until_ms) => {
                if !running.contains(&wish.feature) {
                    running.push(wish.feature.clone());
                }
                self.see(now, false);
                let text = Source::Trial.code().to_owned();
                let origin = Origin { source: Source::Trial, text, until_ms, single: None };
                Some(OfflineSeat::new(&wish.feature, wish.count, origin, now.wall_ms, &self.uses))
            }
            Err(objection) => {
                attempts.push(Answered::offline(Source::Trial.code(), wish, objection));
                None
            }
        }
    }

    /// TRI-01: a record that was tampered with is the end of the trial.
    fn try_out(&self, trial: Trial, now: Now, wish: &Wish, running: bool) -> Result<Option<u64>, Objection> {
        let vendor = self.profile.open.vendor.as_ref().map_or("", |vendor| vendor.as_str());
        let name = Name::of(Kind::Trial, vendor, &wish.feature);
        let over = || (Status::TrialOver, "the trial is over: its record was changed".to_owned());
        if self.store.was_damaged(&name) {
            return Err(over());
        }
        let moment = self.moment(now);
        let judged = self.store.update(&name, |bytes| {
            let kept = bytes.as_deref().map(|bytes| Tried::decode(bytes).ok_or_else(over)).transpose();
            match kept.and_then(|kept| Ok((kept, trial.judge(kept, running, moment)?))) {
                Ok((kept, (tried, until_ms))) if kept != Some(tried) => {
                    (Change::Put(tried.encode()), Ok(until_ms))
                }
                Ok((_, (_, until_ms))) => (Change::Keep, Ok(until_ms)),
                Err(objection) => (Change::Keep, Err(objection)),
            }
        });
        match judged {
            Ok(judged) => judged,
            Err(Fault::Damaged(_)) => Err(over()),
            Err(fault) => Err(fault.objection()),
        }
    }

    fn moment(&self, now: Now) -> Moment {
        let latest = self.store.read(&Name::time()).ok().flatten();
        let latest_ms = latest.and_then(|bytes| Reader::new(&bytes).number()).unwrap_or(0);
        Moment { wall_ms: now.wall_ms, latest_ms }
    }

    /// TIM-07: keeps the latest time seen, if a license asks for it or there is a store anyway.
    fn see(&self, now: Now, asked: bool) {
        if !asked && !self.store.exists() {
            return;
        }
        if now.wall_ms < self.moment(now).latest_ms.saturating_add(TIME_STEP_MS) {
            return;
        }
        let _next_time = self.store.update(&Name::time(), |bytes| {
            let latest_ms = bytes.and_then(|bytes| Reader::new(&bytes).number()).unwrap_or(0);
            let mut out = Writer::default();
            out.number(latest_ms.max(now.wall_ms));
            (Change::Put(out.finish()), ())
        });
    }
}

/// GRA-01: no server was there. One that is there and slow is not silent: grace is not had by a
/// short deadline.
fn is_silence(status: Status) -> bool {
    status == Status::ServerUnreachable
}

fn is_absence(status: Status) -> bool {
    status == Status::FeatureNotFound
}

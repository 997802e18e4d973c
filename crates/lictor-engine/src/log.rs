//! Records read for people: what was decided when, without a ledger.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Display;

use lictor_types::{Denial, SessionId, Stamp};

use crate::codec::Reader;
use crate::fact::{Clock, DeniedPart, Envelope, Fact, OrderTexts, Part, Take};
use crate::fold::FoldError;
use crate::record::Record;

/// The records of one journal block, in order. Ends after the first that cannot be read.
#[derive(Debug)]
pub struct LogReader<'a> {
    len: usize,
    from: Reader<'a>,
    erasable: Option<&'a [u8]>,
    previous: Option<Stamp>,
}

/// One record.
#[derive(Debug)]
pub struct LogEntry {
    /// When it was decided.
    pub stamp: Stamp,
    /// Its number.
    pub number: u16,
    /// Offset of the record in the block's body.
    pub offset: usize,
    /// Whether a version that does not know the number must stop.
    pub critical: bool,
    /// None if this version does not know the number.
    pub(crate) fact: Option<Fact>,
}

impl<'a> LogReader<'a> {
    /// Reads a block's body; `erasable` is the block's erasable part, or none if it was erased.
    #[must_use]
    pub fn new(records: &'a [u8], erasable: Option<&'a [u8]>) -> Self {
        Self { len: records.len(), from: Reader::new(records), erasable, previous: None }
    }
}

impl Iterator for LogReader<'_> {
    type Item = Result<LogEntry, FoldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from.left() == 0 {
            return None;
        }
        let offset = self.len - self.from.left();
        let entry = Record::read(&mut self.from, self.previous).and_then(|mut record| {
            let Record { number, critical, stamp, .. } = record;
            let fact = Fact::read(number, &mut record.body, self.erasable)?;
            if fact.is_some() {
                record.body.finish()?;
            }
            self.previous = Some(stamp);
            Ok(LogEntry { stamp, number, offset, critical, fact })
        });
        if entry.is_err() {
            self.from = Reader::new(&[]);
        }
        Some(entry.map_err(|_| FoldError::Malformed { offset }))
    }
}

impl LogEntry {
    /// What it is, as a stable name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.fact {
            None => "unknown",
            Some(Fact::Loaded(_)) => "loaded",
            Some(Fact::DayChanged(_)) => "day",
            Some(Fact::Clock(_)) => "clock",
            Some(Fact::Started { .. }) => "started",
            Some(Fact::Opened(_)) => "opened",
            Some(Fact::Resumed(_)) => "resumed",
            Some(Fact::Detached { .. }) => "detached",
            Some(Fact::Closed { .. }) => "closed",
            Some(Fact::Released(_)) => "released",
            Some(Fact::Granted(..) | Fact::GrantedAll(..)) => "granted",
            Some(Fact::Denied(..) | Fact::DeniedAgain(_) | Fact::DeniedAll(..)) => "denied",
            Some(Fact::CheckedIn(..) | Fact::CheckedInAll(..)) => "checked_in",
            Some(Fact::Cancelled(..)) => "cancelled",
            Some(Fact::Refused(..)) => "refused",
            Some(Fact::ClockReset(_)) => "clock_reset",
        }
    }

    /// What it says, as names and values. Features and pools are told by number: their names stand
    /// in the `loaded` record that made them.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Fields(Vec::new());
        if let Some(fact) = &self.fact {
            fields.fact(fact);
        }
        fields.0
    }
}

struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn add(&mut self, name: &'static str, value: impl Display) {
        self.0.push((name, value.to_string()));
    }

    fn add_some(&mut self, name: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        match fact {
            Fact::Loaded(loaded) => {
                self.add_some("digest", loaded.set.digest);
                self.add("licenses", loaded.set.licenses.len());
                self.add("pools_changed", loaded.terms.len());
            }
            Fact::DayChanged(changed) => {
                changed.today.iter().for_each(|today| self.add("today", today));
                self.add("licenses_changed", changed.judgements.len());
                self.add("pools_changed", changed.terms.len());
            }
            Fact::Clock(clock) => self.clock(clock),
            Fact::Started { until_ms } => self.add("until_ms", until_ms),
            Fact::Opened(opened) => {
                self.add("session", opened.session);
                self.add_some("vendor", opened.profile.vendor.as_ref());
                self.add("user", &opened.profile.personal.identity.user);
                self.add("host", &opened.profile.personal.identity.host);
                self.add("address", &opened.profile.personal.identity.address);
            }
            Fact::Resumed(resumed) => {
                self.add("session", resumed.session);
                self.add("epoch", resumed.epoch);
                resumed.cancel.iter().for_each(|request| self.add("cancelled", request));
                self.takes(&resumed.takes);
            }
            Fact::Detached { session, epoch, cause, until_ms } => {
                self.add("session", session);
                self.add("epoch", epoch);
                self.add("cause", cause.name());
                self.add("until_ms", until_ms);
            }
            Fact::Closed { session, cause, released } => self.end(*session, cause.name(), *released),
            Fact::Released(released) => {
                self.end(released.session, "released", released.released);
                self.order(&released.texts);
            }
            Fact::Granted(envelope, part) => self.granted(envelope, core::slice::from_ref(part)),
            Fact::GrantedAll(envelope, parts) => self.granted(envelope, parts),
            Fact::Denied(envelope, part) => self.denied(envelope, core::slice::from_ref(part)),
            Fact::DeniedAgain(envelope) => {
                self.envelope(envelope);
                self.add("repeat", true);
            }
            Fact::DeniedAll(envelope, parts) => self.denied(envelope, parts),
            Fact::CheckedIn(envelope, take) => {
                self.envelope(envelope);
                self.takes(core::slice::from_ref(take));
            }
            Fact::CheckedInAll(envelope, takes) => {
                self.envelope(envelope);
                self.takes(takes);
            }
            Fact::Cancelled(envelope, request, takes) => {
                self.envelope(envelope);
                self.add("cancelled", request);
                self.takes(takes);
            }
            Fact::Refused(envelope, status) => {
                self.envelope(envelope);
                self.add("status", status);
            }
            Fact::ClockReset(reset) => {
                self.clock(&reset.clock);
                self.order(&reset.texts);
            }
        }
    }

    fn clock(&mut self, clock: &Clock) {
        self.add("floor_ms", clock.floor_ms);
        self.add("ahead_ms", clock.ahead_ms);
        self.add("suspect", clock.suspect);
    }

    fn order(&mut self, texts: &OrderTexts) {
        self.add("actor", &texts.actor);
        self.add("reason", &texts.reason);
    }

    fn envelope(&mut self, envelope: &Envelope) {
        self.add("session", envelope.session);
        self.add("request", envelope.request);
    }

    fn end(&mut self, session: SessionId, cause: &str, released: u64) {
        self.add("session", session);
        self.add("cause", cause);
        self.add("seats", released);
    }

    fn takes(&mut self, takes: &[Take]) {
        for take in takes {
            self.add("lease", take.lease);
            self.add("seats", take.count);
        }
    }

    fn granted(&mut self, envelope: &Envelope, parts: &[Part]) {
        self.envelope(envelope);
        for part in parts {
            self.add_some("feature", part.asked.feature);
            self.add_some("version", part.asked.version);
            self.add("pool", part.pool);
            self.add("lease", part.lease);
            self.add("seats", part.asked.count);
        }
    }

    fn denied(&mut self, envelope: &Envelope, parts: &[DeniedPart]) {
        self.envelope(envelope);
        for part in parts {
            let Denial { status, requested, seats, used, reserved, .. } = &part.denial;
            self.add_some("feature", part.asked.feature);
            self.add_some("name", Some(&part.name).filter(|name| !name.is_empty()));
            self.add_some("version", part.asked.version);
            self.add("status", status);
            self.add("requested", requested);
            self.add_some("pool", part.pool);
            self.add("of", seats);
            self.add("used", used);
            self.add("reserved", reserved);
        }
    }
}

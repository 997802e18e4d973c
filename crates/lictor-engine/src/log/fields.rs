//! What a record says, as names and values.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Display;

use lictor_types::{Denial, SessionId};

use crate::fact::{Clock, DayChanged, DeniedPart, Envelope, Fact, OrderTexts, Part, Take};
use crate::queue::Want;

pub(super) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// The names and values of a fact.
    pub(super) fn of(fact: &Fact) -> Vec<(&'static str, String)> {
        let mut fields = Self(Vec::new());
        fields.fact(fact);
        fields.0
    }

    fn add(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.0.push((name, value.to_string()));
        self
    }

    fn add_some(&mut self, name: &'static str, value: Option<impl Display>) -> &mut Self {
        if let Some(value) = value {
            self.add(name, value);
        }
        self
    }

    /// Facts of the server and of sessions; the others are told by [`Self::request`] and
    /// [`Self::rule`].
    fn fact(&mut self, fact: &Fact) {
        match fact {
            Fact::Loaded(loaded) => {
                self.add_some("digest", loaded.set.digest);
                self.add("licenses", loaded.set.licenses.len()).add("pools_changed", loaded.terms.len());
            }
            Fact::DayChanged(changed) => self.day(changed),
            Fact::Clock(clock) => self.clock(clock),
            Fact::ClockReset(reset) => {
                self.clock(&reset.clock);
                self.order(&reset.texts);
            }
            Fact::Started { until_ms } => {
                self.add("until_ms", until_ms);
            }
            Fact::Opened(opened) => {
                let identity = &opened.profile.personal.identity;
                self.add("session", opened.session).add_some("vendor", opened.profile.vendor.as_ref());
                self.add("user", &identity.user).add("host", &identity.host);
                self.add("address", &identity.address);
            }
            Fact::Resumed(resumed) => {
                self.add("session", resumed.session).add("epoch", resumed.epoch);
                for request in &resumed.cancel {
                    self.add("cancelled", request);
                }
                self.takes(&resumed.takes);
            }
            Fact::Detached { session, epoch, cause, until_ms } => {
                self.add("session", session).add("epoch", epoch);
                self.add("cause", cause.name()).add("until_ms", until_ms);
            }
            Fact::Closed { session, cause, released } => self.end(*session, cause.name(), *released),
            Fact::Released(released) => {
                self.end(released.session, "released", released.released);
                self.add("quarantine_ms", released.quarantine_ms);
                self.order(&released.texts);
            }
            Fact::Granted(..)
            | Fact::GrantedAll(..)
            | Fact::Denied(..)
            | Fact::DeniedAgain(_)
            | Fact::DeniedAll(..)
            | Fact::CheckedIn(..)
            | Fact::CheckedInAll(..)
            | Fact::Cancelled(..)
            | Fact::Refused(..)
            | Fact::Queued(..)
            | Fact::Refreshed(..)
            | Fact::Returned(..)
            | Fact::Borrowed(_) => self.request(fact),
            Fact::Served(_)
            | Fact::Unserved(_)
            | Fact::Passed(_)
            | Fact::RulesLoaded(_)
            | Fact::HoldEnded(_)
            | Fact::Reserved(_)
            | Fact::Unreserved(_)
            | Fact::ReservationEnded(_)
            | Fact::ReservationPostponed(..)
            | Fact::BorrowEnded(_)
            | Fact::BorrowPostponed(..)
            | Fact::BorrowRevoked(_)
            | Fact::NamedReleased(_)
            | Fact::Note(_) => self.rule(fact),
        }
    }

    fn request(&mut self, fact: &Fact) {
        if let Fact::Granted(envelope, part) = fact {
            self.envelope(envelope).parts(core::slice::from_ref(part));
        } else if let Fact::GrantedAll(envelope, parts) = fact {
            self.envelope(envelope).parts(parts);
        } else if let Fact::Denied(envelope, part) = fact {
            self.envelope(envelope).denied(core::slice::from_ref(part));
        } else if let Fact::DeniedAgain(envelope) = fact {
            self.envelope(envelope).add("repeat", true);
        } else if let Fact::DeniedAll(envelope, parts) = fact {
            self.envelope(envelope).denied(parts);
        } else if let Fact::CheckedIn(envelope, take) = fact {
            self.envelope(envelope).takes(core::slice::from_ref(take));
        } else if let Fact::CheckedInAll(envelope, takes) = fact {
            self.envelope(envelope).takes(takes);
        } else if let Fact::Cancelled(envelope, request, takes) = fact {
            self.envelope(envelope).add("cancelled", request).takes(takes);
        } else if let Fact::Refused(envelope, status) = fact {
            self.envelope(envelope).add("status", status);
        } else if let Fact::Queued(envelope, wants, until_ms) = fact {
            self.envelope(envelope);
            for want in wants {
                self.want(want).add("seats", want.asked.count);
            }
            self.add("until_ms", until_ms);
        } else if let Fact::Borrowed(fact) = fact {
            self.envelope(&fact.envelope).add("borrow", fact.borrow).parts(core::slice::from_ref(&fact.part));
            self.add("hours", fact.hours).add("until_ms", fact.until_ms);
        } else if let Fact::Refreshed(envelope, borrow, until_ms) = fact {
            self.envelope(envelope).add("borrow", borrow).add("until_ms", until_ms);
        } else if let Fact::Returned(envelope, borrow) = fact {
            self.envelope(envelope).add("borrow", borrow);
        }
    }

    fn rule(&mut self, fact: &Fact) {
        if let Fact::Served(served) = fact {
            self.parts(&served.parts);
        } else if let Fact::Unserved(unserved) = fact {
            self.denied(&unserved.parts);
        } else if let Fact::Passed(slots) = fact {
            self.add("waiters", slots.len());
        } else if let Fact::RulesLoaded(set) = fact {
            self.add_some("digest", set.digest).add("rules", set.rules.len());
        } else if let Fact::HoldEnded(lease) = fact {
            self.add("lease", lease);
        } else if let Fact::Reserved(fact) = fact {
            self.add("reservation", fact.reservation).add("pool", fact.pool).add("seats", fact.count);
            self.add("until_ms", fact.until_ms).order(&fact.texts);
        } else if let Fact::Unreserved(fact) = fact {
            self.add("reservation", fact.reservation).order(&fact.texts);
        } else if let Fact::ReservationEnded(reservation) = fact {
            self.add("reservation", reservation);
        } else if let Fact::ReservationPostponed(reservation, due_ms) = fact {
            self.add("reservation", reservation).add("due_ms", due_ms);
        } else if let Fact::BorrowEnded(borrow) = fact {
            self.add("borrow", borrow);
        } else if let Fact::BorrowPostponed(borrow, due_ms) = fact {
            self.add("borrow", borrow).add("due_ms", due_ms);
        } else if let Fact::BorrowRevoked(fact) = fact {
            self.add("borrow", fact.borrow).order(&fact.texts);
        } else if let Fact::NamedReleased(fact) = fact {
            self.add("pool", fact.pool).add(fact.kind.name(), &fact.name).order(&fact.texts);
        } else if let Fact::Note(note) = fact {
            self.add("what", &note.what).order(&note.texts);
        }
    }

    fn day(&mut self, changed: &DayChanged) {
        for today in &changed.today {
            self.add("today", today);
        }
        self.add("licenses_changed", changed.judgements.len());
        self.add("pools_changed", changed.terms.len());
    }

    fn clock(&mut self, clock: &Clock) {
        self.add("floor_ms", clock.floor_ms).add("ahead_ms", clock.ahead_ms).add("suspect", clock.suspect);
    }

    fn order(&mut self, texts: &OrderTexts) {
        self.add("actor", &texts.actor).add("reason", &texts.reason);
    }

    fn envelope(&mut self, envelope: &Envelope) -> &mut Self {
        self.add("session", envelope.session).add("request", envelope.request)
    }

    fn end(&mut self, session: SessionId, cause: &str, released: u64) {
        self.add("session", session).add("cause", cause).add("seats", released);
    }

    fn takes(&mut self, takes: &[Take]) {
        for take in takes {
            self.add("lease", take.lease).add("seats", take.count);
        }
    }

    fn want(&mut self, want: &Want) -> &mut Self {
        self.add_some("feature", want.asked.feature);
        self.add_some("name", Some(&want.name).filter(|name| !name.is_empty()));
        self.add_some("version", want.asked.version)
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            self.add_some("feature", part.asked.feature).add_some("version", part.asked.version);
            self.add("pool", part.pool).add("lease", part.lease).add("seats", part.asked.count);
        }
    }

    fn denied(&mut self, parts: &[DeniedPart]) {
        for part in parts {
            let Denial { status, requested, seats, used, reserved, .. } = &part.denial;
            self.want(&part.want).add("status", status).add("requested", requested);
            self.add_some("pool", part.pool).add("of", seats).add("used", used).add("reserved", reserved);
        }
    }
}

//! Folding: how each fact changes the ledger. Nothing is decided here.

use alloc::boxed::Box;
use alloc::vec::Vec;

use lictor_types::{Answer, LeaseId, PoolId, RequestId, SessionId, Stamp};

use crate::catalog::Misfit;
use crate::fact::{Clock, DayChanged, DeniedPart, Envelope, Fact, Loaded, Opened, Part, Resumed, Take};
use crate::lease::Holder;
use crate::ledger::Ledger;
use crate::log::{LogEntry, LogReader};
use crate::pool::{Base, Terms};
use crate::queue::Loosened;
use crate::session::{LastDenial, Scope, Session};
use crate::verdict::Standing;

/// Why records cannot be folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoldError {
    /// The bytes are no record.
    Malformed {
        /// Offset of the record in the block's body.
        offset: usize,
    },
    /// A record that this version must understand and does not.
    Newer {
        /// Its number.
        number: u16,
    },
    /// The record does not fit the state: the journal is not this ledger's.
    Inconsistent {
        /// Offset of the record in the block's body.
        offset: usize,
    },
}

impl core::fmt::Display for FoldError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Malformed { offset } => write!(f, "malformed record at offset {offset}"),
            Self::Newer { number } => write!(f, "record number {number} needs a newer version"),
            Self::Inconsistent { offset } => write!(f, "record at offset {offset} does not fit the state"),
        }
    }
}

impl core::error::Error for FoldError {}

impl Ledger {
    /// Applies the records of one journal block again, without deciding anything. `erasable` is
    /// the block's erasable part, or none if it was erased: then personal texts are empty.
    ///
    /// # Errors
    ///
    /// [`FoldError`]. Records before the bad one are in the ledger, which should be dropped.
    pub fn fold(&mut self, records: &[u8], erasable: Option<&[u8]>) -> Result<(), FoldError> {
        LogReader::new(records, erasable).try_for_each(|entry| self.follow(entry?))
    }

    /// Folds one record, as [`Self::fold`] folds a block.
    ///
    /// # Errors
    ///
    /// [`FoldError`].
    pub fn follow(&mut self, entry: LogEntry) -> Result<(), FoldError> {
        let LogEntry { stamp, number, offset, critical, fact } = entry;
        if stamp.ledger_ms < self.stamp.ledger_ms {
            return Err(FoldError::Inconsistent { offset });
        }
        match fact {
            Some(fact) => {
                self.fold_fact(stamp, fact).map_err(|Misfit| FoldError::Inconsistent { offset })?;
                self.loosened = Loosened::default();
            }
            None if critical => return Err(FoldError::Newer { number }),
            None => self.stamp = stamp,
        }
        Ok(())
    }

    /// Changes the ledger by one fact.
    pub(crate) fn fold_fact(&mut self, stamp: Stamp, fact: Fact) -> Result<(), Misfit> {
        self.stamp = stamp;
        match fact {
            Fact::Loaded(loaded) => self.fold_loaded(*loaded),
            Fact::DayChanged(changed) => self.fold_day(*changed),
            Fact::Clock(clock) => self.fold_clock(clock),
            Fact::ClockReset(reset) => self.fold_clock(reset.clock),
            Fact::Started { until_ms } => self.fold_started(until_ms),
            Fact::Opened(opened) => self.fold_opened(*opened),
            Fact::Resumed(resumed) => self.fold_resumed(stamp, &resumed),
            Fact::Detached { session, epoch, until_ms, .. } => self.fold_detached(session, epoch, until_ms),
            Fact::Closed { session, released, .. } => self.fold_closed(stamp, session, released, true),
            Fact::Released(released) => {
                let closing = self.session_at(released.session).ok_or(Misfit)?;
                let identity = closing.profile.personal.identity.clone();
                self.quarantine(stamp, &identity, released.quarantine_ms);
                self.fold_closed(stamp, released.session, released.released, false)
            }
            Fact::Granted(envelope, part) => self.fold_granted(stamp, envelope, part),
            Fact::GrantedAll(envelope, parts) => self.fold_granted_all(stamp, envelope, &parts),
            Fact::Denied(envelope, part) => self.fold_denied(stamp, envelope, *part),
            Fact::DeniedAgain(envelope) => self.fold_denied_again(envelope),
            Fact::DeniedAll(envelope, parts) => self.fold_denied_all(stamp, envelope, parts),
            Fact::CheckedIn(envelope, take) => self.fold_checked_in(stamp, envelope, take),
            Fact::CheckedInAll(envelope, takes) => self.fold_checked_in_all(stamp, envelope, &takes),
            Fact::Cancelled(envelope, request, takes) => {
                self.fold_cancelled(stamp, envelope, request, &takes)
            }
            Fact::Refused(envelope, status) => {
                self.expect_new(envelope)?;
                self.keep_answer(envelope, Answer::Refused(status))
            }
            Fact::Queued(envelope, wants, until_ms) => self.fold_queued(stamp, envelope, wants, until_ms),
            Fact::Served(served) => self.fold_served(stamp, *served),
            Fact::Unserved(unserved) => self.fold_unserved(stamp, *unserved),
            Fact::Passed(slots) => self.fold_passed(&slots),
            Fact::RulesLoaded(set) => {
                self.fold_rules(*set);
                Ok(())
            }
            Fact::HoldEnded(lease) => self.fold_hold_ended(stamp, lease),
            Fact::Reserved(reserved) => self.fold_reserved(stamp, *reserved),
            Fact::Unreserved(fact) => self.drop_reservation(fact.reservation),
            Fact::ReservationEnded(reservation) => self.drop_reservation(reservation),
            Fact::ReservationPostponed(id, due_ms) => self.postpone_reservation(id, due_ms),
            Fact::Borrowed(borrowing) => self.fold_borrowed(stamp, *borrowing),
            Fact::Refreshed(envelope, borrow, until_ms) => {
                self.fold_refreshed(stamp, envelope, borrow, until_ms)
            }
            Fact::Returned(envelope, borrow) => self.fold_returned(stamp, envelope, borrow),
            Fact::BorrowEnded(borrow) => self.drop_borrow(stamp, borrow).map(drop),
            Fact::BorrowPostponed(borrow, due_ms) => self.postpone_borrow(borrow, due_ms),
            Fact::BorrowRevoked(fact) => self.drop_borrow(stamp, fact.borrow).map(drop),
            Fact::NamedReleased(fact) => self.fold_named_released(stamp, *fact),
            Fact::Note(_) => Ok(()),
        }
    }

    fn fold_clock(&mut self, clock: Clock) -> Result<(), Misfit> {
        self.clock = clock;
        self.loosened.all();
        Ok(())
    }

    fn fold_started(&mut self, until_ms: u64) -> Result<(), Misfit> {
        let slots: Vec<_> = self.sessions.iter().map(|(slot, _, _)| slot).collect();
        slots.into_iter().try_for_each(|slot| self.set_detached(slot, Some(until_ms)))
    }

    fn fold_detached(&mut self, session: SessionId, epoch: u32, until_ms: u64) -> Result<(), Misfit> {
        let current = self.session_at(session).ok_or(Misfit)?;
        if current.epoch != epoch || current.detached_until.is_some() {
            return Err(Misfit);
        }
        self.set_detached(session.slot(), Some(until_ms))?;
        if self.anybody_waits() {
            // What it waited for does not hold a line any more (QUE-01).
            self.loosened.all();
        }
        Ok(())
    }

    fn fold_cancelled(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        request: RequestId,
        takes: &[Take],
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let freed = self.give_back(stamp, envelope.session, takes, false)?;
        self.stop_waiting(envelope.session, &[request])?;
        let session = self.session_at_mut(envelope.session).ok_or(Misfit)?;
        session.verdicts.acknowledge(envelope.acked);
        session.verdicts.abandon(request);
        self.keep_answer(envelope, Answer::Cancelled { freed })
    }

    /// Takes abandoned requests out of the lines they wait in.
    fn stop_waiting(&mut self, session: SessionId, requests: &[RequestId]) -> Result<(), Misfit> {
        for request in requests {
            if let Some(slot) = self.waiter_of(session, *request) {
                self.leave_lines(slot)?;
            }
        }
        Ok(())
    }

    fn fold_loaded(&mut self, loaded: Loaded) -> Result<(), Misfit> {
        let Loaded { set, places, judgements, terms } = loaded;
        let vendors = self.catalog.vendors.len();
        self.catalog.enroll(set, places, judgements, &mut self.pools)?;
        for (pool, terms) in terms {
            self.pools.get_mut(pool as usize).ok_or(Misfit)?.terms = terms;
        }
        (0..self.pools.len()).try_for_each(|pool| self.set_base(pool))?;
        self.loosened.all();
        if self.catalog.vendors.len() > vendors {
            self.find_scopes();
        }
        Ok(())
    }

    fn fold_day(&mut self, changed: DayChanged) -> Result<(), Misfit> {
        let DayChanged { today, judgements, terms } = changed;
        if today.len() != self.catalog.set.zones.len() {
            return Err(Misfit);
        }
        for (zone, today) in self.catalog.set.zones.iter_mut().zip(today) {
            zone.today = today;
        }
        for (license, judgement) in judgements {
            *self.catalog.judgements.get_mut(license as usize).ok_or(Misfit)? = judgement;
        }
        for (pool, terms) in terms {
            let pool = pool as usize;
            self.pools.get_mut(pool).ok_or(Misfit)?.terms = terms;
            self.set_base(pool)?;
        }
        self.loosened.all();
        Ok(())
    }

    /// Takes what a pool's base says from the license.
    pub(crate) fn set_base(&mut self, number: usize) -> Result<(), Misfit> {
        let pool = self.pools.get_mut(number).ok_or(Misfit)?;
        let Terms { base: Some(base), .. } = pool.terms else {
            pool.base = Base::NONE;
            return Ok(());
        };
        let place = self.catalog.places.get(base as usize).ok_or(Misfit)?;
        let license = self.catalog.set.licenses.get(base as usize).ok_or(Misfit)?;
        if place.pool != number as u32 {
            return Err(Misfit);
        }
        pool.base = Base::of(license);
        if pool.name.as_str() != license.feature.as_str() {
            pool.name = license.feature.clone();
        }
        Ok(())
    }

    /// Finds the vendors of sessions that were opened before anything of them was loaded.
    pub(crate) fn find_scopes(&mut self) {
        for session in self.sessions.values_mut().filter(|session| session.scope == Scope::Unknown) {
            session.scope = self.catalog.scope(session.profile.vendor.as_ref());
        }
    }

    fn fold_opened(&mut self, opened: Opened) -> Result<(), Misfit> {
        let next = self.sessions.upcoming().next().map(|(slot, generation)| SessionId::new(slot, generation));
        if next != Some(opened.session) {
            return Err(Misfit);
        }
        let mut session = Session::new(Box::new(opened.profile));
        session.scope = self.catalog.scope(session.profile.vendor.as_ref());
        self.sessions.insert(session);
        Ok(())
    }

    fn fold_resumed(&mut self, stamp: Stamp, resumed: &Resumed) -> Result<(), Misfit> {
        self.session_at(resumed.session).ok_or(Misfit)?;
        self.set_detached(resumed.session.slot(), None)?;
        self.give_back(stamp, resumed.session, &resumed.takes, false)?;
        self.stop_waiting(resumed.session, &resumed.cancel)?;
        self.loosened.all();
        let session = self.session_at_mut(resumed.session).ok_or(Misfit)?;
        session.epoch = resumed.epoch;
        session.verdicts.acknowledge(resumed.acked);
        for request in &resumed.cancel {
            session.verdicts.abandon(*request);
        }
        Ok(())
    }

    fn fold_closed(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        expected: u64,
        hold: bool,
    ) -> Result<(), Misfit> {
        let closing = self.session_at(session).ok_or(Misfit)?;
        let takes = closing.newest_first().map(|slot| self.whole(slot)).collect::<Option<Vec<_>>>();
        let takes = takes.ok_or(Misfit)?;
        let released = takes.iter().map(|take| u64::from(take.count)).sum::<u64>();
        if released != expected {
            return Err(Misfit);
        }
        self.set_detached(session.slot(), None)?;
        self.leave_all_lines(session)?;
        self.give_back(stamp, session, &takes, hold)?;
        self.sessions.remove(session.slot()).map(drop).ok_or(Misfit)
    }

    /// All seats of the lease in this slot.
    pub(crate) fn whole(&self, slot: u32) -> Option<Take> {
        let (generation, lease) = self.leases.at(slot)?;
        Some(Take { lease: LeaseId::new(slot, generation), count: lease.count })
    }

    fn fold_granted(&mut self, stamp: Stamp, envelope: Envelope, part: Part) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        self.place(stamp, Holder::Session(envelope.session.slot()), &part)?;
        let grant = self.take_seats(stamp, &part)?;
        self.counters.granted = self.counters.granted.saturating_add(1);
        self.keep_answer(envelope, Answer::Granted(grant))
    }

    fn fold_granted_all(&mut self, stamp: Stamp, envelope: Envelope, parts: &[Part]) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let grants = self.take_all(stamp, envelope.session, parts)?;
        self.counters.granted = self.counters.granted.saturating_add(1);
        self.keep_answer(envelope, Answer::GrantedAll(grants))
    }

    fn fold_denied(&mut self, stamp: Stamp, envelope: Envelope, part: DeniedPart) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        self.count_denial([part.pool])?;
        self.remember_denial(stamp, envelope.session, core::slice::from_ref(&part))?;
        self.keep_answer(envelope, Answer::Denied(part.denial))
    }

    /// OUT-04: the first feature that was denied is kept for status queries.
    pub(crate) fn remember_denial(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        parts: &[DeniedPart],
    ) -> Result<(), Misfit> {
        let first = parts.iter().find(|part| !part.denial.status.is_success());
        let Some(DeniedPart { want, hours, pool, denial }) = first else { return Ok(()) };
        let (want, hours, pool, denial) = (want.clone(), *hours, *pool, denial.clone());
        let last = LastDenial { at_ms: stamp.ledger_ms, want, hours, pool, denial };
        self.session_at_mut(session).ok_or(Misfit)?.denied = Some(Box::new(last));
        Ok(())
    }

    fn fold_denied_again(&mut self, envelope: Envelope) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let last = self.session_at(envelope.session).and_then(|session| session.denied.as_deref());
        let (pool, denial) = last.map(|last| (last.pool, last.denial.clone())).ok_or(Misfit)?;
        self.count_denial([pool])?;
        self.keep_answer(envelope, Answer::Denied(denial))
    }

    fn fold_denied_all(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        parts: Vec<DeniedPart>,
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        self.remember_denial(stamp, envelope.session, &parts)?;
        let denied = parts.iter().filter(|part| !part.denial.status.is_success());
        self.count_denial(denied.map(|part| part.pool))?;
        let denials = parts.into_iter().map(|part| part.denial).collect();
        self.keep_answer(envelope, Answer::DeniedAll(denials))
    }

    /// Counts one denied request, and a denial of each pool that decided it.
    pub(crate) fn count_denial(
        &mut self,
        pools: impl IntoIterator<Item = Option<PoolId>>,
    ) -> Result<(), Misfit> {
        self.counters.denied = self.counters.denied.saturating_add(1);
        for pool in pools.into_iter().flatten() {
            let pool = self.pools.get_mut(pool.0 as usize).ok_or(Misfit)?;
            pool.denied = pool.denied.saturating_add(1);
        }
        Ok(())
    }

    fn fold_checked_in(&mut self, stamp: Stamp, envelope: Envelope, take: Take) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        self.give_back(stamp, envelope.session, &[take], true)?;
        let held = self.lease_at(envelope.session, take.lease).map_or(0, |lease| lease.count);
        self.keep_answer(envelope, Answer::CheckedIn { released: take.count, held })
    }

    fn fold_checked_in_all(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        takes: &[Take],
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let first =
            takes.first().and_then(|take| self.lease_at(envelope.session, take.lease)).ok_or(Misfit)?;
        let feature = self.pools.get(first.pool as usize).ok_or(Misfit)?.feature;
        let released = self.give_back(stamp, envelope.session, takes, true)?;
        let held = self.held_of(envelope.session, feature);
        self.keep_answer(envelope, Answer::CheckedIn { released, held })
    }

    pub(crate) fn expect_new(&self, envelope: Envelope) -> Result<(), Misfit> {
        let session = self.session_at(envelope.session).ok_or(Misfit)?;
        let new = session.verdicts.standing(envelope.request, envelope.acked) == Standing::New;
        if new { Ok(()) } else { Err(Misfit) }
    }

    /// OUT-05: the answer is kept with the session until the client has it.
    pub(crate) fn keep_answer(&mut self, envelope: Envelope, answer: Answer) -> Result<(), Misfit> {
        let session = self.session_at_mut(envelope.session).ok_or(Misfit)?;
        session.verdicts.acknowledge(envelope.acked);
        session.verdicts.keep(envelope.request, answer);
        Ok(())
    }
}

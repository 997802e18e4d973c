//! Sessions opened, attached, detached and ended (section 11).

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use lictor_types::limits::SESSIONS_MAX;
use lictor_types::{BorrowId, LeaseId, ReservationId, SessionId, Stamp, Status};

use crate::catalog::Misfit;
use crate::command::{CloseCause, DetachCause, OpenSession};
use crate::deadline::{Deadline, DeadlineKind};
use crate::effects::{Effects, LedgerEvent, Output};
use crate::fact::{Fact, Opened, OrderTexts, Released};
use crate::ledger::Ledger;
use crate::session::{Personal, Profile};

impl Ledger {
    pub(crate) fn open(&mut self, stamp: Stamp, open: &OpenSession<'_>, effects: &mut Effects) {
        let next = self.sessions.upcoming().next().filter(|_| (self.sessions.len() as usize) < SESSIONS_MAX);
        let opened = next.ok_or(Status::ServerBusy).and_then(|(slot, generation)| {
            let session = SessionId::new(slot, generation);
            let fact = Fact::Opened(Box::new(Opened { session, profile: profile(stamp, open) }));
            if self.commit(stamp, fact, effects) { Ok(session) } else { Err(Status::Internal) }
        });
        effects.outputs.push(Output::Opened(opened));
    }

    /// SES-04: whoever was here before the start may come back within the window.
    pub(crate) fn start(&mut self, stamp: Stamp, resume_window_ms: u64, effects: &mut Effects) {
        let until_ms = stamp.ledger_ms.saturating_add(resume_window_ms);
        if self.sessions.len() > 0 {
            self.commit(stamp, Fact::Started { until_ms }, effects);
        }
    }

    /// Whatever deadline has passed, in the order of time. What comes free before a wait is over may
    /// still end it well (QUE-01).
    pub(crate) fn tick(&mut self, stamp: Stamp, effects: &mut Effects) {
        while let Some(due) = self.deadlines.first().copied().filter(|due| due.at_ms <= stamp.ledger_ms) {
            self.deadlines.remove(&due);
            let session = SessionId::new(due.slot, due.generation);
            match due.kind {
                DeadlineKind::Session => self.close(stamp, session, CloseCause::NotResumed, effects),
                DeadlineKind::Hold => {
                    self.end_hold(stamp, LeaseId::new(due.slot, due.generation), effects);
                }
                DeadlineKind::Borrow => {
                    self.end_borrow(stamp, BorrowId::new(due.slot, due.generation), effects);
                }
                DeadlineKind::Reservation => {
                    self.end_reservation(stamp, ReservationId::new(due.slot, due.generation), effects);
                }
                DeadlineKind::Wait => {
                    self.serve(stamp, effects);
                    self.end_wait(stamp, due.slot, due.generation, effects);
                }
            }
        }
    }

    /// SES-01, SES-02: does nothing for an attachment that is not the current one.
    pub(crate) fn detach(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        epoch: u32,
        cause: DetachCause,
        keep_ms: u64,
        effects: &mut Effects,
    ) {
        let Some(current) = self.session_at(session) else { return };
        if current.epoch != epoch || current.detached_until.is_some() {
            return;
        }
        if keep_ms == 0 {
            let cause = match cause {
                DetachCause::Disconnected | DetachCause::TakenOver => CloseCause::Disconnected,
                DetachCause::Silent => CloseCause::Silent,
                DetachCause::Restarted => CloseCause::NotResumed,
            };
            return self.close(stamp, session, cause, effects);
        }
        let until_ms = stamp.ledger_ms.saturating_add(keep_ms);
        self.commit(stamp, Fact::Detached { session, epoch, cause, until_ms }, effects);
    }

    /// Ends a session; its seats are free at once, but for those that stay held (HLD-01).
    pub(crate) fn close(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        cause: CloseCause,
        effects: &mut Effects,
    ) {
        let Some(released) = self.seats_of(session) else { return };
        if self.commit(stamp, Fact::Closed { session, cause, released }, effects) {
            let event = LedgerEvent::SessionClosed { session, cause, released };
            effects.outputs.push(Output::Event(event));
        }
    }

    /// As [`Self::close`], by an administrator.
    pub(crate) fn release(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        quarantine_ms: u64,
        (actor, reason): (&str, &str),
        effects: &mut Effects,
    ) {
        let Some(released) = self.seats_of(session) else { return };
        let texts = OrderTexts { actor: actor.to_string(), reason: reason.to_string() };
        let fact = Fact::Released(Box::new(Released { session, released, quarantine_ms, texts }));
        if self.commit(stamp, fact, effects) {
            let event = LedgerEvent::SessionClosed { session, cause: CloseCause::Released, released };
            effects.outputs.push(Output::Event(event));
        }
    }

    /// Sets when a session without a connection is given up; none attaches it.
    pub(crate) fn set_detached(&mut self, slot: u32, until_ms: Option<u64>) -> Result<(), Misfit> {
        let (generation, _) = self.sessions.at(slot).ok_or(Misfit)?;
        let session = self.sessions.at_mut(slot).ok_or(Misfit)?;
        let before = core::mem::replace(&mut session.detached_until, until_ms);
        let id = SessionId::new(slot, generation);
        if let Some(at_ms) = before {
            self.deadlines.remove(&Deadline::session_end(at_ms, id));
        }
        if let Some(at_ms) = until_ms {
            self.deadlines.insert(Deadline::session_end(at_ms, id));
        }
        for held in &session.leases {
            if let Some(at_ms) = before {
                self.departures.remove(&(held.pool, at_ms, held.slot));
            }
            if let Some(at_ms) = until_ms {
                self.departures.insert((held.pool, at_ms, held.slot));
            }
        }
        Ok(())
    }

    /// Seats a session holds.
    fn seats_of(&self, session: SessionId) -> Option<u64> {
        let leases = self.session_at(session)?.newest_first();
        Some(leases.filter_map(|slot| self.leases.at(slot)).map(|(_, lease)| u64::from(lease.count)).sum())
    }
}

fn profile(stamp: Stamp, open: &OpenSession<'_>) -> Profile {
    Profile {
        secret_hash: open.secret_hash,
        vendor: open.vendor.cloned(),
        platform: String::from(open.platform),
        utc_offset_minutes: open.utc_offset_minutes,
        local_pid: open.local_pid,
        since_ms: stamp.wall_ms,
        personal: Personal { identity: open.identity.clone(), host_ids: open.host_ids.to_vec() },
    }
}

//! Lines folded: who joins them, who leaves them, and with what answer.

use alloc::vec::Vec;

use lictor_types::{Answer, Denial, SessionId, Stamp};

use super::{Waiter, Want};
use crate::catalog::Misfit;
use crate::deadline::Deadline;
use crate::fact::{Envelope, Part, Served, Unserved};
use crate::ledger::Ledger;

impl Ledger {
    pub(crate) fn fold_queued(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        wants: Vec<Want>,
        until_ms: u64,
    ) -> Result<(), Misfit> {
        self.expect_new(envelope)?;
        let Envelope { session, request, acked } = envelope;
        let order = self.next_order;
        self.next_order = order.checked_add(1).ok_or(Misfit)?;
        let since_ms = stamp.wall_ms;
        let waiter = Waiter { session, request, wants, order, until_ms, since_ms, passed: 0 };
        let features = waiter.features();
        let id = self.waiters.insert(waiter);
        self.lines.extend(features.into_iter().map(|feature| ((feature, order), id.0)));
        self.deadlines.insert(Deadline::wait_end(until_ms, id));
        let asking = self.session_at_mut(session).ok_or(Misfit)?;
        asking.verdicts.acknowledge(acked);
        asking.verdicts.wait(request);
        Ok(())
    }

    /// Takes a waiter out of its lines.
    pub(crate) fn leave_lines(&mut self, slot: u32) -> Result<Waiter, Misfit> {
        let (generation, _) = self.waiters.at(slot).ok_or(Misfit)?;
        let waiter = self.waiters.remove(slot).ok_or(Misfit)?;
        for feature in waiter.features() {
            self.lines.remove(&(feature, waiter.order));
            self.loosened.line(feature, waiter.order);
        }
        self.deadlines.remove(&Deadline::wait_end(waiter.until_ms, (slot, generation)));
        if let Some(session) = self.session_at_mut(waiter.session) {
            session.verdicts.stop_waiting(waiter.request);
        }
        Ok(waiter)
    }

    /// Takes all waiters of a session out of their lines: they vanish with it (QUE-02).
    pub(crate) fn leave_all_lines(&mut self, session: SessionId) -> Result<(), Misfit> {
        let of = |waiter: &Waiter| waiter.session == session;
        let slots = self.waiters.iter().filter(|(_, _, waiter)| of(waiter)).map(|(slot, _, _)| slot);
        for slot in slots.collect::<Vec<_>>() {
            self.leave_lines(slot)?;
        }
        Ok(())
    }

    pub(crate) fn fold_served(&mut self, stamp: Stamp, served: Served) -> Result<(), Misfit> {
        self.waiters.get(served.slot, served.generation).ok_or(Misfit)?;
        let Waiter { session, request, .. } = self.leave_lines(served.slot)?;
        let grants = self.take_all(stamp, session, &served.parts)?;
        self.counters.granted = self.counters.granted.saturating_add(1);
        let answer = match grants.as_slice() {
            [grant] => Answer::Granted(*grant),
            _ => Answer::GrantedAll(grants),
        };
        self.session_at_mut(session).ok_or(Misfit)?.verdicts.keep(request, answer);
        Ok(())
    }

    pub(crate) fn fold_unserved(&mut self, stamp: Stamp, unserved: Unserved) -> Result<(), Misfit> {
        self.waiters.get(unserved.slot, unserved.generation).ok_or(Misfit)?;
        let Waiter { session, request, .. } = self.leave_lines(unserved.slot)?;
        self.remember_denial(stamp, session, &unserved.parts)?;
        let denied = unserved.parts.iter().filter(|part| !part.denial.status.is_success());
        self.count_denial(denied.map(|part| part.pool))?;
        let mut denials: Vec<Denial> = unserved.parts.into_iter().map(|part| part.denial).collect();
        let answer = match denials.pop() {
            Some(only) if denials.is_empty() => Answer::Denied(only),
            last => {
                denials.extend(last);
                Answer::DeniedAll(denials)
            }
        };
        self.session_at_mut(session).ok_or(Misfit)?.verdicts.keep(request, answer);
        Ok(())
    }

    pub(crate) fn fold_passed(&mut self, passed: &[u32]) -> Result<(), Misfit> {
        for slot in passed {
            let waiter = self.waiters.at_mut(*slot).ok_or(Misfit)?;
            waiter.passed = waiter.passed.saturating_add(1);
        }
        Ok(())
    }

    /// Makes the leases of all parts, then charges them: so the ids of new leases are known when
    /// the parts are decided.
    pub(crate) fn take_all(
        &mut self,
        stamp: Stamp,
        session: SessionId,
        parts: &[Part],
    ) -> Result<Vec<lictor_types::Grant>, Misfit> {
        let holder = crate::lease::Holder::Session(session.slot());
        for part in parts {
            self.place(stamp, holder, part)?;
        }
        parts.iter().map(|part| self.take_seats(stamp, part)).collect()
    }
}

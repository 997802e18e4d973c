//! What a record does to the use of features, for statistics.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{FeatureId, Identity, LeaseId, SessionId, Status};

use super::LogEntry;
use crate::fact::{DeniedPart, Fact, Part, Take};
use crate::ledger::Ledger;
use crate::queue::Want;

/// Seats taken, given back or denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Who.
    pub identity: Identity,
    /// The feature; none if nobody knows it.
    pub feature: Option<FeatureId>,
    /// The name asked for, if nobody knows it.
    pub name: String,
    /// What happened.
    pub kind: MovementKind,
}

/// What happened to seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovementKind {
    /// So many were taken, by this lease.
    Taken(LeaseId, u32),
    /// So many were given back, of this lease.
    Given(LeaseId, u32),
    /// So many were denied.
    Denied(Status, u32),
    /// So many are waited for.
    Waits(u32),
}

impl LogEntry {
    /// What the record does to the use of features. `past` is the ledger before it.
    #[must_use]
    pub fn movements(&self, past: &Ledger) -> Vec<Movement> {
        let Some(fact) = &self.fact else { return Vec::new() };
        if let Fact::Granted(envelope, part) = fact {
            past.taken(envelope.session, core::slice::from_ref(part))
        } else if let Fact::GrantedAll(envelope, parts) = fact {
            past.taken(envelope.session, parts)
        } else if let Fact::Borrowed(fact) = fact {
            past.taken(fact.envelope.session, core::slice::from_ref(&fact.part))
        } else if let Fact::Served(served) = fact {
            past.waiter_session(served.slot).map(|s| past.taken(s, &served.parts)).unwrap_or_default()
        } else if let Fact::Denied(envelope, part) = fact {
            past.refused(envelope.session, core::slice::from_ref(part))
        } else if let Fact::DeniedAll(envelope, parts) = fact {
            past.refused(envelope.session, parts)
        } else if let Fact::Unserved(unserved) = fact {
            past.waiter_session(unserved.slot).map(|s| past.refused(s, &unserved.parts)).unwrap_or_default()
        } else if let Fact::DeniedAgain(envelope) = fact {
            past.refused_again(envelope.session)
        } else if let Fact::Queued(envelope, wants, _) = fact {
            past.waits(envelope.session, wants)
        } else if let Fact::CheckedIn(_, take) = fact {
            past.given(core::slice::from_ref(take))
        } else if let Fact::CheckedInAll(_, takes) | Fact::Cancelled(_, _, takes) = fact {
            past.given(takes)
        } else if let Fact::Resumed(resumed) = fact {
            past.given(&resumed.takes)
        } else if let Fact::Closed { session, .. } = fact {
            past.given_by(*session)
        } else if let Fact::Released(released) = fact {
            past.given_by(released.session)
        } else {
            self.borrow_given(past, fact)
        }
    }

    fn borrow_given(&self, past: &Ledger, fact: &Fact) -> Vec<Movement> {
        let borrow = if let Fact::Returned(_, borrow) | Fact::BorrowEnded(borrow) = fact {
            *borrow
        } else if let Fact::BorrowRevoked(fact) = fact {
            fact.borrow
        } else {
            return Vec::new();
        };
        let lease = past.borrow(borrow).map(|borrow| Take { lease: borrow.lease, count: borrow.count });
        lease.map(|take| past.given(&[take])).unwrap_or_default()
    }
}

impl Ledger {
    fn taken(&self, session: SessionId, parts: &[Part]) -> Vec<Movement> {
        let movement = |part: &Part| Movement {
            identity: self.identity_of(session),
            feature: part.asked.feature,
            name: String::new(),
            kind: MovementKind::Taken(part.lease, part.asked.count),
        };
        parts.iter().map(movement).collect()
    }

    fn refused(&self, session: SessionId, parts: &[DeniedPart]) -> Vec<Movement> {
        let denied = parts.iter().filter(|part| !part.denial.status.is_success());
        let kind = |part: &DeniedPart| MovementKind::Denied(part.denial.status, part.want.asked.count);
        denied.map(|part| self.wanted(session, &part.want, kind(part))).collect()
    }

    fn refused_again(&self, session: SessionId) -> Vec<Movement> {
        let last = self.session_at(session).and_then(|session| session.denied.as_deref());
        let movement = last.map(|last| {
            let kind = MovementKind::Denied(last.denial.status, last.want.asked.count);
            self.wanted(session, &last.want, kind)
        });
        movement.into_iter().collect()
    }

    fn waits(&self, session: SessionId, wants: &[Want]) -> Vec<Movement> {
        wants.iter().map(|want| self.wanted(session, want, MovementKind::Waits(want.asked.count))).collect()
    }

    fn wanted(&self, session: SessionId, want: &Want, kind: MovementKind) -> Movement {
        let identity = self.identity_of(session);
        Movement { identity, feature: want.asked.feature, name: want.name.clone(), kind }
    }

    fn given(&self, takes: &[Take]) -> Vec<Movement> {
        let movement = |take: &Take| {
            let lease = self.leases.get(take.lease.slot(), take.lease.generation())?;
            Some(Movement {
                identity: self.lease_identity(take.lease)?,
                feature: self.pools.get(lease.pool as usize).map(|pool| FeatureId(pool.feature)),
                name: String::new(),
                kind: MovementKind::Given(take.lease, take.count),
            })
        };
        takes.iter().filter_map(movement).collect()
    }

    fn given_by(&self, session: SessionId) -> Vec<Movement> {
        let leases = self.session_at(session).into_iter().flat_map(|session| session.newest_first());
        let takes: Vec<Take> = leases.filter_map(|slot| self.whole(slot)).collect();
        self.given(&takes)
    }

    fn waiter_session(&self, slot: u32) -> Option<SessionId> {
        self.waiters.at(slot).map(|(_, waiter)| waiter.session)
    }

    fn identity_of(&self, session: SessionId) -> Identity {
        let session = self.session_at(session);
        session.map(|session| session.profile.personal.identity.clone()).unwrap_or_default()
    }
}

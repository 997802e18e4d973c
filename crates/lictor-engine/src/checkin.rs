//! Seats coming back.

use alloc::vec::Vec;

use lictor_types::{Answer, FeatureRef, LeaseId, RequestId, SessionId, Status};

use crate::fact::{Envelope, Fact, Take};
use crate::ledger::Ledger;
use crate::session::Session;

impl Ledger {
    /// OUT-03: partial or whole; more than held is an error that changes nothing.
    pub(crate) fn decide_checkin(&self, envelope: Envelope, lease: LeaseId, count: u32) -> Fact {
        let held = self.lease_at(envelope.session, lease).map_or(0, |lease| lease.count);
        if held == 0 || count > held {
            return Fact::Refused(envelope, Status::NotHeld);
        }
        Fact::CheckedIn(envelope, Take { lease, count: if count == 0 { held } else { count } })
    }

    /// OUT-03: from the newest lease of the feature first.
    pub(crate) fn decide_checkin_feature(
        &self,
        envelope: Envelope,
        session: &Session,
        feature: FeatureRef<'_>,
        count: u32,
    ) -> Fact {
        let Some(feature) = self.feature_of(session, feature) else {
            return Fact::Refused(envelope, Status::NotHeld);
        };
        let mut missing = if count == 0 { u32::MAX } else { count };
        let mut takes = Vec::new();
        for whole in
            session.newest_first().filter(|slot| self.is_of(*slot, feature)).filter_map(|s| self.whole(s))
        {
            let take = Take { count: whole.count.min(missing), ..whole };
            if take.count > 0 {
                takes.push(take);
            }
            missing -= take.count;
        }
        if takes.is_empty() || (count > 0 && missing > 0) {
            return Fact::Refused(envelope, Status::NotHeld);
        }
        Fact::CheckedInAll(envelope, takes)
    }

    /// Seats of a feature that a session holds.
    pub(crate) fn held_of(&self, session: SessionId, feature: u32) -> u32 {
        let leases = self.session_at(session).into_iter().flat_map(|session| session.newest_first());
        let counts = leases.filter(|slot| self.is_of(*slot, feature)).filter_map(|slot| self.whole(slot));
        counts.fold(0, |sum, take| sum.saturating_add(take.count))
    }

    /// What abandoned requests took and their session still holds. A request whose answer has
    /// arrived took nothing that could be abandoned.
    pub(crate) fn taken_by(
        &self,
        id: SessionId,
        session: &Session,
        acked: RequestId,
        abandoned: &[RequestId],
    ) -> Vec<Take> {
        let mut takes: Vec<Take> = Vec::new();
        let mut done = Vec::new();
        for request in abandoned {
            if *request <= acked || done.contains(request) {
                continue;
            }
            done.push(*request);
            let grants = match session.verdicts.find(*request) {
                Some(Answer::Granted(grant)) => core::slice::from_ref(grant),
                Some(Answer::GrantedAll(grants)) => grants,
                Some(
                    Answer::Denied(_)
                    | Answer::DeniedAll(_)
                    | Answer::Borrowed(_)
                    | Answer::Returned { .. }
                    | Answer::CheckedIn { .. }
                    | Answer::Cancelled { .. }
                    | Answer::Refused(_),
                )
                | None => &[],
            };
            for grant in grants {
                let held = self.lease_at(id, grant.lease).map_or(0, |lease| lease.count);
                let taken =
                    takes.iter().filter(|take| take.lease == grant.lease).map(|take| take.count).sum();
                let count = grant.count.min(held.saturating_sub(taken));
                if count > 0 {
                    takes.push(Take { lease: grant.lease, count });
                }
            }
        }
        takes
    }

    pub(crate) fn is_of(&self, slot: u32, feature: u32) -> bool {
        let pool = self.leases.at(slot).and_then(|(_, lease)| self.pools.get(lease.pool as usize));
        pool.is_some_and(|pool| pool.feature == feature)
    }
}

//! Requests: decided once, answered as often as they come (OUT-05).

use lictor_types::{Answer, FeatureRef, Operation, RequestId, Stamp, Status};

use crate::checkout::Decided;
use crate::effects::{Effects, Output};
use crate::fact::{Envelope, Fact};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::verdict::Standing;

impl Ledger {
    /// Answers one request. A new one is decided and its verdict kept; a repeat gets the kept
    /// verdict; what is refused as `protocol_error`, `server_busy` or `session_lost` changes
    /// nothing and leaves no record.
    pub(crate) fn request(
        &mut self,
        stamp: Stamp,
        envelope: Envelope,
        operation: Operation<'_>,
        effects: &mut Effects,
    ) {
        let say = |effects: &mut Effects, answer| {
            let Envelope { session, request, .. } = envelope;
            effects.outputs.push(Output::Answer { session, request, answer });
        };
        let Some(asking) = self.session_at(envelope.session) else {
            return say(effects, Answer::Refused(Status::SessionLost));
        };
        match asking.verdicts.standing(envelope.request, envelope.acked) {
            Standing::New => {}
            Standing::Known(answer) => return say(effects, answer.clone()),
            Standing::Waiting => {
                let waiter = self.waiter_of(envelope.session, envelope.request);
                return waiter.into_iter().for_each(|slot| self.tell_position(slot, effects));
            }
            Standing::Stale => return say(effects, Answer::Refused(Status::ProtocolError)),
            Standing::Full => return say(effects, Answer::Refused(Status::ServerBusy)),
        }
        let Decided { passed, fact } = match self.decide(stamp, envelope, asking, &operation) {
            Ok(decided) => decided,
            Err(status) => return say(effects, Answer::Refused(status)),
        };
        if !passed.is_empty() {
            self.commit(stamp, Fact::Passed(passed), effects);
        }
        let recorded = self.commit(stamp, fact, effects);
        let verdicts = self.session_at(envelope.session).map(|session| &session.verdicts);
        if recorded && verdicts.is_some_and(|verdicts| verdicts.waits(envelope.request)) {
            let waiter = self.waiter_of(envelope.session, envelope.request);
            return waiter.into_iter().for_each(|slot| self.tell_position(slot, effects));
        }
        match verdicts.and_then(|verdicts| verdicts.find(envelope.request)) {
            Some(answer) if recorded => say(effects, answer.clone()),
            Some(_) | None => say(effects, Answer::Refused(Status::Internal)),
        }
    }

    fn decide(
        &self,
        stamp: Stamp,
        envelope: Envelope,
        asking: &Session,
        operation: &Operation<'_>,
    ) -> Result<Decided, Status> {
        match operation {
            Operation::Checkout(checkout) => self.decide_checkout(stamp, envelope, asking, checkout),
            Operation::CheckoutAll(checkouts) => self.decide_checkout_all(stamp, envelope, asking, checkouts),
            Operation::Checkin { lease, count } => Ok(self.decide_checkin(envelope, *lease, *count).into()),
            Operation::CheckinFeature { feature, count } => {
                Ok(self.decide_checkin_feature(envelope, asking, *feature, *count).into())
            }
            Operation::Wait { checkouts, wait_ms } => {
                self.decide_wait(stamp, envelope, asking, checkouts, *wait_ms)
            }
            Operation::Borrow { checkout, hours } => {
                self.decide_borrow(stamp, envelope, asking, checkout, *hours)
            }
            Operation::Refresh { borrow } => self.decide_refresh(stamp, envelope, asking, *borrow),
            Operation::Return { borrow } => Ok(self.decide_return(envelope, asking, *borrow).into()),
            Operation::Cancel { request } => self.decide_cancel(envelope, asking, *request).map(Into::into),
        }
    }

    /// The feature that a session means, if it may use it.
    pub(crate) fn feature_of(&self, session: &Session, feature: FeatureRef<'_>) -> Option<u32> {
        match feature {
            FeatureRef::Id(id) => {
                let known = self.catalog.features.get(id.0 as usize);
                known.filter(|feature| feature.is_in(session.scope)).map(|_| id.0)
            }
            FeatureRef::Name(name) => self.catalog.find(session.scope, name),
        }
    }

    /// OUT-05: an abandoned request gives back what it took; only an earlier one can be abandoned.
    fn decide_cancel(
        &self,
        envelope: Envelope,
        asking: &Session,
        abandoned: RequestId,
    ) -> Result<Fact, Status> {
        if abandoned >= envelope.request || abandoned.0 == 0 {
            return Err(Status::ProtocolError);
        }
        let acked = envelope.acked;
        let takes = self.taken_by(envelope.session, asking, acked, core::slice::from_ref(&abandoned));
        Ok(Fact::Cancelled(envelope, abandoned, takes))
    }
}

//! A connection taking its session up again (SES-01, SES-04).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use lictor_types::{LeaseId, SessionId, Stamp, Status};

use crate::command::{Holding, ResumeSession};
use crate::effects::{Effects, LedgerEvent, Output};
use crate::fact::{Fact, Resumed};
use crate::ledger::Ledger;

impl Ledger {
    /// A session that is not known and a secret that is not its own are the same to a stranger.
    pub(crate) fn resume(&mut self, stamp: Stamp, resume: &ResumeSession<'_>, effects: &mut Effects) {
        let session = resume.session;
        let Some(current) = self.session_at(session).filter(|current| current.knows(&resume.secret_hash))
        else {
            return effects.outputs.push(refused(session, Status::SessionLost));
        };
        let (before, attached) = (current.epoch, current.detached_until.is_none());
        let takes = self.taken_by(session, current, resume.acked, resume.cancel);
        let epoch = before.wrapping_add(1);
        let fact = Resumed { session, epoch, acked: resume.acked, cancel: resume.cancel.to_vec(), takes };
        if !self.commit(stamp, Fact::Resumed(Box::new(fact)), effects) {
            return effects.outputs.push(refused(session, Status::Internal));
        }
        if attached {
            effects.outputs.push(Output::Event(LedgerEvent::TakenOver { session, epoch: before }));
        }
        effects.outputs.push(self.resumed(session, epoch, resume.held));
    }

    /// Compares what the client believes it holds with what it holds.
    fn resumed(&self, session: SessionId, epoch: u32, named: &[Holding]) -> Output {
        let mut named_count: BTreeMap<LeaseId, u32> = BTreeMap::new();
        for Holding { lease, count } in named {
            let sum = named_count.entry(*lease).or_default();
            *sum = sum.saturating_add(*count);
        }
        let current = self.session_at(session);
        let slots = current.into_iter().flat_map(|current| current.newest_first());
        let held: BTreeMap<_, _> =
            slots.filter_map(|slot| self.whole(slot)).map(|take| (take.lease, take.count)).collect();
        let of = |map: &BTreeMap<LeaseId, u32>, lease: &LeaseId| map.get(lease).copied().unwrap_or(0);
        let some = |lease: &LeaseId, count: u32| (count > 0).then_some(Holding { lease: *lease, count });
        let answers = current.into_iter().flat_map(|current| current.verdicts.iter());
        Output::Resumed {
            session,
            epoch: Ok(epoch),
            kept: named_count.iter().filter_map(|(l, count)| some(l, (*count).min(of(&held, l)))).collect(),
            lost: named_count
                .iter()
                .filter_map(|(l, count)| some(l, count.saturating_sub(of(&held, l))))
                .collect(),
            surplus: held
                .iter()
                .filter_map(|(l, count)| some(l, count.saturating_sub(of(&named_count, l))))
                .collect(),
            answers: answers.map(|(request, answer)| (request, answer.clone())).collect(),
        }
    }
}

fn refused(session: SessionId, status: Status) -> Output {
    let none = Vec::new;
    Output::Resumed {
        session,
        epoch: Err(status),
        kept: none(),
        lost: none(),
        surplus: none(),
        answers: Vec::new(),
    }
}

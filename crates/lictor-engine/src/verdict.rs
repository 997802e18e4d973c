//! Answers kept until the client has them (OUT-05).

use alloc::vec::Vec;

use lictor_types::limits::VERDICTS_PER_SESSION_MAX;
use lictor_types::{Answer, RequestId, Status};

use crate::codec::coded;

/// The answers of one session above the acknowledged id.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    /// All answers up to here have arrived.
    acked: u64,
    /// The highest id decided or abandoned.
    last: u64,
    /// In the order of their ids.
    kept: Vec<Verdict>,
    /// Requests without an answer yet, ascending (QUE-01).
    waiting: Vec<u64>,
}

#[derive(Debug)]
struct Verdict {
    request: RequestId,
    answer: Answer,
}

coded!(Verdict { request, answer });
coded!(Verdicts { acked, last, kept, waiting });

/// What is known of a request id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// Not seen before.
    New,
    /// Decided: this was the answer.
    Known(&'a Answer),
    /// It waits for its answer.
    Waiting,
    /// Too old, or out of order.
    Stale,
    /// New, but too many answers have not arrived.
    Full,
}

impl Verdicts {
    /// What a request with this id, saying that all answers up to `acked` have arrived, is.
    pub(crate) fn standing(&self, request: RequestId, acked: RequestId) -> Standing<'_> {
        let acked = self.arrived(acked);
        if request.0 <= acked {
            return Standing::Stale;
        }
        if self.waiting.contains(&request.0) {
            return Standing::Waiting;
        }
        if request.0 <= self.last {
            return self.find(request).map_or(Standing::Stale, Standing::Known);
        }
        let open = self.kept.iter().rev().take_while(|verdict| verdict.request.0 > acked).count();
        if open + self.waiting.len() < VERDICTS_PER_SESSION_MAX { Standing::New } else { Standing::Full }
    }

    /// The kept answer to this request.
    pub(crate) fn find(&self, request: RequestId) -> Option<&Answer> {
        let verdict = self.kept.iter().rev().find(|verdict| verdict.request == request)?;
        Some(&verdict.answer)
    }

    /// All kept answers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (RequestId, &Answer)> {
        self.kept.iter().map(|verdict| (verdict.request, &verdict.answer))
    }

    /// Up to where answers have arrived, if the client says so: never past one that waits.
    fn arrived(&self, acked: RequestId) -> u64 {
        let first = self.waiting.first().map_or(u64::MAX, |first| first - 1);
        self.acked.max(acked.0.min(first))
    }

    /// A request is there that gets its answer later.
    pub(crate) fn wait(&mut self, request: RequestId) {
        self.last = self.last.max(request.0);
        self.waiting.push(request.0);
    }

    /// It does not wait any more.
    pub(crate) fn stop_waiting(&mut self, request: RequestId) {
        self.waiting.retain(|waiting| *waiting != request.0);
    }

    /// Whether a request waits for its answer.
    pub(crate) fn waits(&self, request: RequestId) -> bool {
        self.waiting.contains(&request.0)
    }

    /// Whether any request waits for its answer.
    pub(crate) fn waits_at_all(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Forgets what has arrived.
    pub(crate) fn acknowledge(&mut self, acked: RequestId) {
        self.acked = self.arrived(acked);
        let arrived = self.kept.iter().take_while(|verdict| verdict.request.0 <= self.acked).count();
        if arrived == self.kept.len() {
            self.kept.clear();
        } else {
            self.kept.drain(..arrived);
        }
    }

    /// Keeps the answer to a new request.
    pub(crate) fn keep(&mut self, request: RequestId, answer: Answer) {
        self.last = self.last.max(request.0);
        let at = self.kept.partition_point(|verdict| verdict.request < request);
        self.kept.insert(at, Verdict { request, answer });
    }

    /// Makes a late copy of an abandoned request time out, unless it was answered with something
    /// that stands. Besides the places of requests that wait, one is left free for the answer to
    /// whoever abandons it; without a place the late copy is merely out of order.
    pub(crate) fn abandon(&mut self, request: RequestId) {
        if request.0 <= self.acked {
            return;
        }
        self.last = self.last.max(request.0);
        let answer = Answer::Refused(Status::TimedOut);
        match self.kept.binary_search_by_key(&request, |verdict| verdict.request) {
            Ok(at) => {
                let verdict = &mut self.kept[at];
                if matches!(verdict.answer, Answer::Granted(_) | Answer::GrantedAll(_)) {
                    verdict.answer = answer;
                }
            }
            Err(at) if self.kept.len() + self.waiting.len() + 1 < VERDICTS_PER_SESSION_MAX => {
                self.kept.insert(at, Verdict { request, answer });
            }
            Err(_) => {}
        }
    }

    /// Whether ids ascend between the acknowledged and the last, within the bound.
    pub(crate) fn is_sound(&self) -> bool {
        let ascending = self.kept.is_sorted_by(|a, b| a.request < b.request);
        let first = self.kept.first().is_none_or(|verdict| verdict.request.0 > self.acked);
        let last = self.kept.last().is_none_or(|verdict| verdict.request.0 <= self.last);
        let waiting = self.waiting.is_sorted_by(|a, b| a < b)
            && self
                .waiting
                .iter()
                .all(|id| *id > self.acked && *id <= self.last && self.find(RequestId(*id)).is_none());
        let bounded = self.kept.len() + self.waiting.len() <= VERDICTS_PER_SESSION_MAX;
        ascending && first && last && waiting && bounded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: Answer = Answer::CheckedIn { released: 1, held: 0 };

    fn kept(ids: core::ops::RangeInclusive<u64>) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for id in ids {
            verdicts.keep(RequestId(id), DONE);
        }
        verdicts
    }

    /// OUT-05: at most 32 answers are kept, and older ids are out of order.
    #[test]
    fn out_05_standing_of_ids() {
        let verdicts = kept(3..=34);
        for (request, acked, expected) in [
            (0, 0, Standing::Stale),
            (2, 0, Standing::Stale),
            (3, 0, Standing::Known(&DONE)),
            (3, 3, Standing::Stale),
            (34, 33, Standing::Known(&DONE)),
            (35, 0, Standing::Full),
            (35, 3, Standing::New),
            (35, 35, Standing::Stale),
        ] {
            assert_eq!(
                verdicts.standing(RequestId(request), RequestId(acked)),
                expected,
                "{request} {acked}"
            );
        }
    }

    #[test]
    fn out_05_an_abandoned_request_times_out_when_it_comes_late() {
        let mut verdicts = kept(1..=1);
        verdicts.abandon(RequestId(1));
        verdicts.abandon(RequestId(2));
        verdicts.keep(RequestId(3), DONE);
        assert_eq!(verdicts.find(RequestId(1)), Some(&DONE));
        assert_eq!(verdicts.find(RequestId(2)), Some(&Answer::Refused(Status::TimedOut)));
        assert!(verdicts.is_sound());
    }
}

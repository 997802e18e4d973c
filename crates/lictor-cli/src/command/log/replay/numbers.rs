//! Request ids of the other world: there a session may ask for what it did not ask for in this one.

use std::collections::BTreeMap;

use lictor_types::{RequestId, SessionId};

/// The ids of all sessions.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    sessions: BTreeMap<SessionId, Numbering>,
}

/// The ids of one session. They ascend in both worlds, and are never lower in the other.
#[derive(Debug, Default)]
struct Numbering {
    next: u64,
    /// The first recorded request that was seen.
    first: Option<u64>,
    /// Recorded requests whose answer has not arrived, to their ids there.
    open: BTreeMap<u64, u64>,
}

impl Numbering {
    fn take(&mut self, at_least: u64) -> u64 {
        let number = self.next.max(at_least).max(1);
        self.next = number.saturating_add(1);
        number
    }

    /// All answers before the first open one have arrived.
    fn acked(&self, before: u64) -> RequestId {
        RequestId(self.open.values().next().map_or(before, |first| before.min(*first)).saturating_sub(1))
    }
}

impl Numbers {
    /// The id of a recorded request, and up to which id answers have arrived.
    pub(super) fn of(
        &mut self,
        session: SessionId,
        request: RequestId,
        acked: RequestId,
    ) -> (RequestId, RequestId) {
        let numbering = self.sessions.entry(session).or_default();
        numbering.first.get_or_insert(request.0);
        numbering.open.retain(|recorded, _| *recorded > acked.0);
        let number = match numbering.open.get(&request.0) {
            Some(number) => *number,
            None => numbering.take(request.0),
        };
        numbering.open.insert(request.0, number);
        (RequestId(number), numbering.acked(number))
    }

    /// The id of a request that is not recorded, and up to which id answers have arrived.
    pub(super) fn another(&mut self, session: SessionId) -> (RequestId, RequestId) {
        let numbering = self.sessions.entry(session).or_default();
        let number = numbering.take(0);
        (RequestId(number), numbering.acked(number))
    }

    /// The id of an earlier request whose answer has not arrived; its own if it is from before the
    /// first record.
    pub(super) fn known(&self, session: SessionId, request: RequestId) -> Option<RequestId> {
        let Some(numbering) = self.sessions.get(&session) else { return Some(request) };
        let earlier = numbering.first.is_none_or(|first| request.0 < first).then_some(request);
        numbering.open.get(&request.0).copied().map(RequestId).or(earlier)
    }

    /// A session is over.
    pub(super) fn end(&mut self, session: SessionId) {
        self.sessions.remove(&session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OUT-05: ids ascend, a repeat has the id of the first, nothing open is acknowledged.
    #[test]
    fn out_05_requests_are_numbered_again() {
        let session = SessionId::new(1, 0);
        let mut numbers = Numbers::default();
        let ids = |pair: (RequestId, RequestId)| (pair.0.0, pair.1.0);
        assert_eq!(ids(numbers.of(session, RequestId(7), RequestId(6))), (7, 6));
        assert_eq!(ids(numbers.another(session)), (8, 6));
        assert_eq!(ids(numbers.of(session, RequestId(8), RequestId(6))), (9, 6));
        assert_eq!(ids(numbers.of(session, RequestId(7), RequestId(6))), (7, 6));
        assert_eq!(ids(numbers.of(session, RequestId(9), RequestId(8))), (10, 9));
        for (request, expected) in [(9, Some(10)), (3, Some(3)), (8, None), (10, None)] {
            assert_eq!(numbers.known(session, RequestId(request)), expected.map(RequestId), "{request}");
        }
        numbers.end(session);
        assert_eq!(ids(numbers.of(session, RequestId(1), RequestId(0))), (1, 0));
    }
}

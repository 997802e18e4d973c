//! What happens to held seats and waiting requests without being asked for (SES-05, QUE-02).

use std::collections::VecDeque;

use lictor_types::Status;

/// Something that happened to held seats, or to a request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The connection is lost: the seats of this server are uncertain until one of the others
    /// follows. The client is working on it.
    Uncertain {
        /// The server.
        server: String,
    },
    /// The connection is back and the seats are certain again, apart from those reported lost.
    Regained {
        /// The server.
        server: String,
    },
    /// Seats are gone for good.
    Lost {
        /// The server.
        server: String,
        /// The feature.
        feature: String,
        /// How many seats.
        count: u32,
        /// Why.
        status: Status,
        /// What the server said of it, as why an administrator ended the session.
        text: Option<String>,
    },
    /// A request waits and has a new place in its queue (QUE-02).
    Queued {
        /// The server.
        server: String,
        /// The feature; of several, the first one asked for.
        feature: String,
        /// The place; 1 is the next to be served. Of several queues, the worst.
        position: u32,
    },
    /// No server could be reached, and seats were taken from grace (GRA-01).
    Grace {
        /// The feature.
        feature: String,
        /// When grace ends, in milliseconds since 1970-01-01T00:00:00Z.
        until_ms: u64,
    },
    /// Nobody fetched events for a while, and so many older ones were dropped.
    Missed {
        /// How many.
        count: u64,
    },
}

/// Events waiting to be fetched. The oldest give way.
#[derive(Debug, Default)]
pub(crate) struct EventQueue {
    waiting: VecDeque<Event>,
    missed: u64,
}

impl EventQueue {
    const LEN_MAX: usize = 256;

    pub(crate) fn push(&mut self, event: Event) {
        if self.waiting.len() == Self::LEN_MAX {
            self.waiting.pop_front();
            self.missed += 1;
        }
        self.waiting.push_back(event);
    }

    pub(crate) fn pop(&mut self) -> Option<Event> {
        match std::mem::take(&mut self.missed) {
            0 => self.waiting.pop_front(),
            count => Some(Event::Missed { count }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_bounded_and_says_what_it_dropped() {
        let event = |n: usize| Event::Uncertain { server: n.to_string() };
        let mut queue = EventQueue::default();
        for n in 0..EventQueue::LEN_MAX + 3 {
            queue.push(event(n));
        }
        assert_eq!(queue.pop(), Some(Event::Missed { count: 3 }));
        assert_eq!(queue.pop(), Some(event(3)));
        assert_eq!(std::iter::from_fn(|| queue.pop()).count(), EventQueue::LEN_MAX - 1);
    }
}

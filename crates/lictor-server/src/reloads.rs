//! Requests to read rules and licenses again, by tickets: whoever asks can wait until something
//! that was read after the request is in force.

use std::sync::atomic::{AtomicU64, Ordering};

/// Tickets given out, and how far they are answered.
#[derive(Debug, Default)]
pub(crate) struct Reloads {
    asked: AtomicU64,
    answered: AtomicU64,
}

impl Reloads {
    /// Asks for a reload; the ticket to wait with.
    pub(crate) fn ask(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// The newest ticket; 0 if nobody has asked.
    pub(crate) fn newest(&self) -> u64 {
        self.asked.load(Ordering::Acquire)
    }

    /// What was read since this was the newest ticket is in force.
    pub(crate) fn answer(&self, ticket: u64) {
        self.answered.store(ticket, Ordering::Release);
    }

    /// Whether something is in force that was read after this ticket was given out.
    pub(crate) fn is_answered(&self, ticket: u64) -> bool {
        self.answered.load(Ordering::Acquire) >= ticket
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A load that was under way when somebody asked is no answer.
    #[test]
    fn an_earlier_load_answers_nobody() {
        let reloads = Reloads::default();
        let under_way = reloads.newest();
        let ticket = reloads.ask();
        reloads.answer(under_way);
        assert!(!reloads.is_answered(ticket));
        reloads.answer(reloads.newest());
        assert!(reloads.is_answered(ticket) && !reloads.is_answered(reloads.ask()));
    }
}

//! Queries whose answers have not arrived. They change nothing, so a new connection asks again.

use std::collections::BTreeMap;

use lictor_types::PoolId;
use lictor_wire::{AssembleError, ClientMessage, Query, QueryAnswer, QueryAssembler};

use super::work::Ticket;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A caller.
    Work(Ticket),
    /// The proof of a pool (TRU-03).
    Proof(PoolId),
}

#[derive(Debug)]
struct Inquiry {
    query: Query,
    asker: Asker,
    sent: bool,
}

/// Queries by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Inquiries {
    open: BTreeMap<u32, Inquiry>,
    last: u32,
    parts: QueryAssembler,
}

/// Queries on their way at one time.
const IN_FLIGHT_MAX: usize = 16;

impl Inquiries {
    pub(crate) fn add(&mut self, query: Query, asker: Asker) {
        self.last = self.last.wrapping_add(1);
        self.open.insert(self.last, Inquiry { query, asker, sent: false });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Forgets what a caller asked. Answers that come still find nobody.
    pub(crate) fn abandon(&mut self, ticket: Ticket) {
        let parts = &mut self.parts;
        self.open.retain(|number, inquiry| {
            let keep = inquiry.asker != Asker::Work(ticket);
            if !keep {
                parts.forget(*number);
            }
            keep
        });
    }

    /// The connection is lost: everything is to be asked again.
    pub(crate) fn rewind(&mut self) {
        self.parts = QueryAssembler::new();
        self.open.values_mut().for_each(|inquiry| inquiry.sent = false);
    }

    /// The session is gone: pools may have other numbers in the next.
    pub(crate) fn forget_proofs(&mut self) {
        self.open.retain(|_, inquiry| matches!(inquiry.asker, Asker::Work(_)));
    }

    /// Writes what is due to be asked.
    pub(crate) fn send(&mut self, out: &mut Vec<u8>) {
        let in_flight = self.open.values().filter(|inquiry| inquiry.sent).count();
        let due = self.open.iter_mut().filter(|(_, inquiry)| !inquiry.sent);
        for (number, inquiry) in due.take(IN_FLIGHT_MAX.saturating_sub(in_flight)) {
            inquiry.sent = true;
            ClientMessage::Query { number: *number, query: inquiry.query.clone() }.encode(out);
        }
    }

    /// Takes a part of an answer. Gives the whole one, and who asked, when it has come.
    pub(crate) fn feed(
        &mut self,
        number: u32,
        more: bool,
        bytes: &[u8],
    ) -> Result<Option<(Asker, QueryAnswer)>, AssembleError> {
        if !self.open.contains_key(&number) {
            return Ok(None);
        }
        let Some(answer) = self.parts.feed(number, more, bytes)? else { return Ok(None) };
        Ok(self.open.remove(&number).map(|inquiry| (inquiry.asker, answer)))
    }
}

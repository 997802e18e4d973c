//! Borrowed seats: proven like any others (TRU-03), then their certificate is fetched (BOR-01).

use lictor_types::{BorrowId, Borrowed};
use lictor_wire::Query;

use super::inquiries::Asker;
use super::jobs::Job;
use super::work::{Loan, Outcome, Ticket};
use super::{Errand, Purpose, Session};

/// A borrow whose certificate has not arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Uncertified {
    borrowed: Borrowed,
    /// Whether this piece of work made the borrow. Then it is returned when nobody gets to know of
    /// it; one that was only prolonged stays.
    new: bool,
}

impl Session {
    /// The seats are borrowed and believed: asks for what proves it without a connection.
    pub(super) fn ask_for_certificate(&mut self, ticket: Ticket, borrowed: Borrowed, new: bool) {
        let Some(job) = self.jobs.get_mut(&ticket) else { return };
        *job = Job::Loan(Uncertified { borrowed, new });
        self.inquiries.add(Query::Certificate { borrow: borrowed.borrow }, Asker::Work(ticket));
    }

    /// The certificate is here.
    pub(super) fn certified(&mut self, ticket: Ticket, certificate: Vec<u8>) {
        if let Some(Job::Loan(Uncertified { borrowed, .. })) = self.jobs.get(&ticket) {
            let loan = Loan { borrowed: *borrowed, certificate };
            self.done(ticket, Outcome::Borrowed(Box::new(loan)));
        }
    }

    /// Nobody waits for this work any more: a borrow that it made goes back.
    pub(super) fn return_uncertified(&mut self, job: &Job) {
        if let Job::Loan(Uncertified { borrowed, new: true }) = job {
            self.return_loan(borrowed.borrow);
        }
    }

    /// The same for work that is about to fail.
    pub(super) fn return_if_uncertified(&mut self, ticket: Ticket) {
        if let Some(Job::Loan(Uncertified { borrowed, new: true })) = self.jobs.get(&ticket) {
            self.return_loan(borrowed.borrow);
        }
    }

    /// BOR-02: gives a borrow back that nobody knows of.
    pub(super) fn return_loan(&mut self, borrow: BorrowId) {
        self.outstanding.add(Errand::Return(borrow), Purpose::Tidy);
    }

    /// A borrow was prolonged. Its seats were believed when it began.
    pub(super) fn on_refreshed(&mut self, purpose: Purpose, borrowed: Borrowed) {
        if let Purpose::Call(ticket) = purpose {
            self.ask_for_certificate(ticket, borrowed, false);
        }
    }

    /// A borrow was given back.
    pub(super) fn on_returned(&mut self, purpose: Purpose, freed: u32) {
        if let Purpose::Call(ticket) = purpose {
            self.done(ticket, Outcome::Returned(freed));
        }
    }
}

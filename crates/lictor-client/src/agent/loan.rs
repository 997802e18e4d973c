//! Borrowing, and asking the server that lent for more (BOR-01, BOR-02).

use lictor_types::{BorrowId, PublicKey, Status};

use super::{Agent, CallId, Reply};
use crate::clock::Now;
use crate::error::Error;
use crate::session::{Failure, Loan, Work};

/// Names a borrow among all servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LoanKey {
    /// The key of the server that lent.
    pub(crate) server: PublicKey,
    pub(crate) borrow: BorrowId,
}

/// What a server lent, not yet looked at.
#[derive(Debug)]
pub(crate) struct BorrowedSeats {
    pub(crate) key: LoanKey,
    /// The server as the path names it.
    pub(crate) server: String,
    pub(crate) certificate: Vec<u8>,
}

impl Agent {
    /// A server is there: if it is the one that lent, it is asked.
    pub(super) fn ask_lender(&mut self, now: Now, id: CallId, at: usize, loan: LoanKey, work: Work) {
        let key = self.servers.get(at).and_then(|server| server.session.server_key());
        if key == Some(loan.server) {
            return self.submit(id, at, work);
        }
        let failure = Failure::new(Status::ServerUnreachable, "not the server that lent the seats");
        self.note(id, at, failure, Vec::new());
        self.advance(now, id);
    }

    pub(super) fn on_borrowed(&mut self, id: CallId, at: usize, loan: Loan) {
        let server = self.servers.get(at);
        let reply = server.and_then(|server| {
            let key = LoanKey { server: server.session.server_key()?, borrow: loan.borrowed.borrow };
            let certificate = loan.certificate;
            Some(Reply::Borrowed(BorrowedSeats { key, server: server.name.clone(), certificate }))
        });
        let nobody = || Error::new(Status::Internal, "seats were lent by nobody");
        self.finish(id, reply.ok_or_else(nobody));
    }

    /// Nobody waits for what was lent any more. No answer is waited for either.
    #[cfg(any(feature = "tokio", test))]
    pub(super) fn give_back(&mut self, seats: &BorrowedSeats) {
        let lender = |server: &&mut super::Server| server.session.server_key() == Some(seats.key.server);
        if let Some(server) = self.servers.iter_mut().find(lender) {
            let _unanswered = server.session.submit(Work::Return(seats.key.borrow));
        }
    }
}

//! A recorded request, on its way into the other world.

use lictor_engine::{Command, Ledger, LogEntry, Movement, MovementKind};
use lictor_types::{BorrowId, Checkout, FeatureId, FeatureRef, Operation, RequestId, SessionId};

use super::other::{Other, Then, Wish};
use super::tally::Ask;
use super::uses::Person;
use super::world::given_back;
use crate::command::log::history::label;

/// Whose request it was, and what the log says of it.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    /// Before the request.
    pub(super) recorded: &'a Ledger,
    pub(super) entry: &'a LogEntry,
    pub(super) movements: &'a [Movement],
    pub(super) session: SessionId,
    pub(super) request: RequestId,
    pub(super) acked: RequestId,
}

/// Seats that came back in the log, and whose they were.
#[derive(Debug)]
pub(super) struct GivenBack {
    pub(super) session: SessionId,
    /// Ids in the other world, if the session asked for nothing but this.
    pub(super) ids: Option<(RequestId, RequestId)>,
    pub(super) features: Vec<FeatureId>,
}

impl Asking<'_> {
    /// Asks in the other world. Answers what came back in the log, which is levelled once the
    /// recorded ledger has followed.
    pub(super) fn ask(&self, other: &mut Other<'_>, operation: Operation<'_>) -> Option<GivenBack> {
        let Self { session, request, acked, .. } = *self;
        let at = self.entry.stamp;
        match &operation {
            Operation::Checkout(_)
            | Operation::CheckoutAll(_)
            | Operation::Wait { .. }
            | Operation::Borrow { .. } => {
                let wish = self.wish(&operation);
                other.tally.ask(&wish.asks);
                other.tally.deny(self.recorded, self.movements);
                if wish.then == Then::Queued {
                    other.tally.begin_wait((session, request), at.ledger_ms, wish.asks.clone());
                }
                other.decide(at, wish, acked, operation, self.borrow());
                None
            }
            Operation::Checkin { .. } | Operation::CheckinFeature { .. } => {
                let ids = Some(other.numbers.of(session, request, acked));
                Some(GivenBack { session, ids, features: given_back(self.movements) })
            }
            Operation::Refresh { borrow } => {
                let borrow = *other.borrows.get(borrow)?;
                self.send(other, Operation::Refresh { borrow });
                None
            }
            Operation::Return { borrow } => {
                let borrow = *other.borrows.get(borrow)?;
                self.send(other, Operation::Return { borrow });
                None
            }
            Operation::Cancel { request: earlier } => {
                other.tally.abandon((session, *earlier));
                if let Some(earlier) = other.abandon(session, *earlier) {
                    self.send(other, Operation::Cancel { request: earlier });
                }
                Some(GivenBack { session, ids: None, features: given_back(self.movements) })
            }
        }
    }

    fn send(&self, other: &mut Other<'_>, operation: Operation<'_>) {
        let session = self.session;
        let (request, acked) = other.numbers.of(session, self.request, self.acked);
        other.apply(self.entry.stamp, Command::Request { session, request, acked, operation });
    }

    /// The borrow that the log says was made.
    fn borrow(&self) -> Option<BorrowId> {
        let fields = self.entry.fields();
        fields.iter().find(|(name, _)| *name == "borrow").and_then(|(_, value)| BorrowId::parse(value))
    }

    fn wish(&self, operation: &Operation<'_>) -> Wish {
        let denied = self.movements.iter().any(|movement| matches!(movement.kind, MovementKind::Denied(..)));
        let then = match self.entry.kind() {
            "queued" => Then::Queued,
            _ if denied => Then::Denied,
            _ => Then::Granted,
        };
        let identity = self.recorded.session(self.session).map(|session| session.identity);
        let person =
            identity.map(|identity| Person { user: identity.user.clone(), host: identity.host.clone() });
        let asks = match operation {
            Operation::Checkout(checkout) | Operation::Borrow { checkout, .. } => vec![self.wanted(checkout)],
            Operation::CheckoutAll(checkouts) | Operation::Wait { checkouts, .. } => {
                checkouts.iter().map(|checkout| self.wanted(checkout)).collect()
            }
            Operation::Checkin { .. }
            | Operation::CheckinFeature { .. }
            | Operation::Refresh { .. }
            | Operation::Return { .. }
            | Operation::Cancel { .. } => Vec::new(),
        };
        let (session, request) = (self.session, self.request);
        Wish { session, request, person: person.unwrap_or_default(), asks, then }
    }

    fn wanted(&self, checkout: &Checkout<'_>) -> Ask {
        let (feature, name) = match checkout.feature {
            FeatureRef::Id(feature) => (Some(feature), ""),
            FeatureRef::Name(name) => (None, name),
        };
        Ask { feature, label: label(self.recorded, feature, name), seats: checkout.count }
    }
}

//! A held seat.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lictor_types::{Grant, Status};

use crate::agent::Errand;
use crate::error::Error;
use crate::info::{LicenseType, Source};
use crate::seat::{Held, Holding};
use crate::session::SeatState;

use super::shared::Handle;

/// Held seats of one feature. Dropping it gives them back, without waiting for the server.
#[must_use = "dropping a `Seat` checks it in at once"]
pub struct Seat {
    holding: Holding,
    handle: Arc<Handle>,
    deadline: Duration,
}

impl Seat {
    pub(super) fn new(holding: Holding, handle: Arc<Handle>, deadline: Duration) -> Self {
        Self { holding, handle, deadline }
    }

    /// The feature, as it was asked for.
    #[must_use]
    pub fn feature(&self) -> &str {
        self.holding.feature()
    }

    /// The server that granted it; for a borrow the one that lent it, else the source in words.
    #[must_use]
    pub fn server(&self) -> &str {
        self.holding.server()
    }

    /// What kind of source it comes from.
    #[must_use]
    pub fn source(&self) -> Source {
        self.holding.source()
    }

    /// The kind of license it stands on.
    #[must_use]
    pub fn license_type(&self) -> LicenseType {
        self.source().license_type()
    }

    /// When a borrow, grace or a trial ends, in milliseconds since 1970-01-01T00:00:00Z; none for
    /// seats that are not for a fixed time.
    #[must_use]
    pub fn until_ms(&self) -> Option<u64> {
        self.holding.until_ms()
    }

    /// How many seats it holds now; 0 once they are lost.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.holding.count()
    }

    /// `granted`, or `soft_limit` if the grant went above SOFTLIMIT (SFT-01).
    #[must_use]
    pub fn status(&self) -> Status {
        self.grant().status()
    }

    /// The numbers of the grant: seats of the pool, seats in use after it, the day that decided,
    /// the pool's revision. Without a server there is no pool: lease, pool and revision are 0, the
    /// seats are unlimited, those in use are this client's, and the day is that of UTC.
    #[must_use]
    pub fn grant(&self) -> &Grant {
        self.holding.grant()
    }

    /// Whether the seats are certain now. Looks at the suspend-aware clock first: after a long
    /// sleep they are uncertain before anybody says so (TIM-06).
    #[must_use]
    pub fn state(&self) -> SeatState {
        self.holding.state()
    }

    /// Whether the program may go on as before: the seats are held, or uncertain and being worked
    /// on.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.state() != SeatState::Lost
    }

    /// Gives all seats back, and waits until the server has them.
    ///
    /// # Errors
    ///
    /// As [`super::Client::checkin`].
    pub fn checkin(self) -> Result<(), Error> {
        let count = self.count();
        self.give(count)
    }

    /// Gives some of the seats back (OUT-03), and waits until the server has them.
    ///
    /// # Errors
    ///
    /// `not_held` if there are not so many; nothing is changed then. Otherwise as
    /// [`super::Client::checkin`].
    pub fn checkin_some(&mut self, count: u32) -> Result<(), Error> {
        self.give(count)
    }

    fn give(&self, count: u32) -> Result<(), Error> {
        match &self.holding.held {
            Held::Leased(seat) => self.handle.call(Errand::Checkin(seat.key, count), self.deadline).map(drop),
            Held::Offline(seat) => seat.give(count),
        }
    }
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat")
            .field("feature", &self.feature())
            .field("server", &self.server())
            .field("grant", self.grant())
            .finish_non_exhaustive()
    }
}

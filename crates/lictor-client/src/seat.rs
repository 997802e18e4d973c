//! What is common to the guards of both shells.

use std::sync::{Arc, MutexGuard};

use lictor_types::Grant;

use crate::agent::{Agent, HeldSeat};
use crate::clock::Now;
use crate::error::Error;
use crate::info::Source;
use crate::offline::OfflineSeat;
use crate::session::SeatState;

/// A shell's way to its agent.
pub(crate) trait Desk: Send + Sync {
    /// The agent.
    ///
    /// # Errors
    ///
    /// In a forked child: the connections belong to the parent.
    fn agent(&self) -> Result<MutexGuard<'_, Agent>, Error>;

    /// There is something to do for whoever moves the bytes.
    fn wake(&self);
}

/// Held seats. Dropping them gives them back without waiting.
pub(crate) struct Holding {
    pub(crate) desk: Arc<dyn Desk>,
    pub(crate) held: Held,
}

/// Seats of a server, or of a source that needs none.
pub(crate) enum Held {
    Leased(HeldSeat),
    Offline(OfflineSeat),
}

impl Holding {
    pub(crate) fn feature(&self) -> &str {
        match &self.held {
            Held::Leased(seat) => &seat.feature,
            Held::Offline(seat) => &seat.feature,
        }
    }

    pub(crate) fn server(&self) -> &str {
        match &self.held {
            Held::Leased(seat) => &seat.server,
            Held::Offline(seat) => &seat.origin,
        }
    }

    pub(crate) fn source(&self) -> Source {
        match &self.held {
            Held::Leased(_) => Source::Server,
            Held::Offline(seat) => seat.source,
        }
    }

    pub(crate) fn until_ms(&self) -> Option<u64> {
        match &self.held {
            Held::Leased(_) => None,
            Held::Offline(seat) => seat.until_ms,
        }
    }

    pub(crate) fn grant(&self) -> &Grant {
        match &self.held {
            Held::Leased(seat) => &seat.grant,
            Held::Offline(seat) => &seat.grant,
        }
    }

    pub(crate) fn state(&self) -> SeatState {
        let now = Now::read();
        let Ok(mut agent) = self.desk.agent() else { return SeatState::Lost };
        match &self.held {
            Held::Leased(seat) => agent.seat_state(now, seat.key),
            Held::Offline(seat) if seat.is_over(now.wall_ms) || agent.is_closing() => SeatState::Lost,
            Held::Offline(_) => SeatState::Held,
        }
    }

    pub(crate) fn count(&self) -> u32 {
        match &self.held {
            Held::Leased(seat) => self.desk.agent().map_or(0, |agent| agent.seat_count(seat.key)),
            Held::Offline(_) if self.state() == SeatState::Lost => 0,
            Held::Offline(seat) => seat.count(),
        }
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        if let (Held::Leased(seat), Ok(mut agent)) = (&self.held, self.desk.agent()) {
            agent.release(seat.key);
            drop(agent);
            self.desk.wake();
        }
    }
}

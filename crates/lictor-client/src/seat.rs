//! What is common to the guards of both shells.

use std::sync::{Arc, MutexGuard};

use lictor_types::Grant;

use crate::agent::{Agent, HeldSeat};
use crate::clock::Now;
use crate::error::Error;
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
    pub(crate) held: HeldSeat,
}

impl Holding {
    pub(crate) fn grant(&self) -> &Grant {
        &self.held.grant
    }

    pub(crate) fn state(&self) -> SeatState {
        match self.desk.agent() {
            Ok(mut agent) => agent.seat_state(Now::read(), self.held.key),
            Err(_) => SeatState::Lost,
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.desk.agent().map_or(0, |agent| agent.seat_count(self.held.key))
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        if let Ok(mut agent) = self.desk.agent() {
            agent.release(self.held.key);
            drop(agent);
            self.desk.wake();
        }
    }
}

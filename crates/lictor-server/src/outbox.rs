//! What has been decided and may not be told yet (design: one gate).

use std::collections::VecDeque;
use std::rc::Rc;

use crate::connection::Connection;

/// Frames in the order of decisions, each with the journal sequence it rests on.
#[derive(Default)]
pub(crate) struct Outbox(VecDeque<Held>);

/// Frames for one connection.
pub(crate) struct Held {
    seq: u64,
    /// Where they go.
    pub(crate) to: Rc<Connection>,
    /// The frames.
    pub(crate) frames: Vec<u8>,
}

impl Outbox {
    /// Keeps frames until `seq` is released.
    pub(crate) fn hold(&mut self, seq: u64, to: Rc<Connection>, frames: Vec<u8>) {
        self.0.push_back(Held { seq, to, frames });
    }

    /// The next frames that `released` makes safe to tell.
    pub(crate) fn release(&mut self, released: u64) -> Option<Held> {
        if self.0.front()?.seq <= released { self.0.pop_front() } else { None }
    }
}

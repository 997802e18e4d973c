//! How many TLS handshakes take a step before everybody else of a worker has had a turn.
//!
//! A handshake costs more than a thousand requests. A connection that says nothing costs no step,
//! so it cannot keep others out.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::{Context, Waker};

use tokio::sync::Notify;

/// Steps in one round of the worker's tasks (design: Workers).
const STEPS_MAX: usize = 32;

/// The steps of a worker.
pub(crate) struct Handshakes {
    left: Cell<usize>,
    waiting: RefCell<VecDeque<Waker>>,
    taken: Notify,
}

impl Handshakes {
    pub(crate) fn new() -> Self {
        Self { left: Cell::new(STEPS_MAX), waiting: RefCell::default(), taken: Notify::new() }
    }

    /// Whether this handshake may take a step now. If not, its task is woken when it may.
    pub(crate) fn may_step(&self, context: &Context<'_>) -> bool {
        let left = self.left.get();
        if left == 0 {
            self.waiting.borrow_mut().push_back(context.waker().clone());
            return false;
        }
        self.left.set(left - 1);
        self.taken.notify_one();
        true
    }

    /// Begins round after round: being woken by the first step of one, this comes to its turn
    /// behind everything that was ready then.
    pub(crate) async fn usher(&self) {
        loop {
            self.taken.notified().await;
            self.left.set(STEPS_MAX);
            let mut waiting = self.waiting.borrow_mut();
            let next = waiting.len().min(STEPS_MAX);
            waiting.drain(..next).for_each(Waker::wake);
        }
    }
}

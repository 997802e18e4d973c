//! What callers and the task share.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lictor_types::Status;
use tokio::sync::Notify;

use crate::agent::{Agent, CallId, Errand, Reply};
use crate::clock::Now;
use crate::error::Error;
use crate::event::Event;
use crate::seat::Desk;

/// The agent, and how the two sides tell each other that it changed.
pub(super) struct Shared {
    agent: Mutex<Agent>,
    /// For callers.
    changed: Notify,
    /// For the task.
    work: Notify,
    pid: u32,
}

/// What `Client` and `Seat` hold. When the last of them goes, so does the task.
pub(super) struct Handle {
    shared: Arc<Shared>,
}

/// A call under way; dropping it abandons the call.
struct Pending<'a> {
    handle: &'a Handle,
    id: CallId,
}

/// How long seats are still given back after the last handle was dropped.
const FAREWELL: Duration = Duration::from_secs(2);

impl Shared {
    pub(super) fn new(agent: Agent) -> Arc<Self> {
        let pid = std::process::id();
        Arc::new(Self { agent: Mutex::new(agent), changed: Notify::new(), work: Notify::new(), pid })
    }

    /// The agent, for the task.
    pub(super) fn lock(&self) -> MutexGuard<'_, Agent> {
        self.agent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something changed that callers may wait for.
    pub(super) fn notify(&self) {
        self.changed.notify_waiters();
    }

    /// Waits until callers have something to do for the task.
    pub(super) async fn work(&self) {
        self.work.notified().await;
    }
}

impl Handle {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Tells those who listen what happened to seats that no server knows.
    pub(super) fn announce(&self, events: Vec<Event>) {
        if let Ok(mut agent) = self.agent() {
            events.into_iter().for_each(|event| agent.announce(event));
            drop(agent);
            self.shared.notify();
        }
    }

    /// Makes a call and waits for its reply.
    pub(super) async fn call(&self, errand: Errand, limit: Duration) -> Result<Reply, Error> {
        let id = self.agent()?.start(Now::read(), errand, limit);
        let pending = Pending { handle: self, id };
        self.wake();
        self.until(|agent| agent.take(pending.id)).await
    }

    /// The next event, or the end of the client.
    pub(super) async fn event(&self) -> Option<Event> {
        drop(self.agent().ok()?);
        self.until(|agent| match agent.event() {
            None if agent.is_closing() => Some(None),
            None => None,
            event => Some(event),
        })
        .await
    }

    /// Closes the client and waits until everything has left.
    pub(super) async fn close(&self, timeout: Duration) -> Result<(), Error> {
        self.agent()?.close(Now::read(), timeout);
        self.shared.notify();
        self.wake();
        let parted = self.until(|agent| agent.has_parted().then_some(()));
        tokio::time::timeout(timeout, parted)
            .await
            .map_err(|_| Error::new(Status::TimedOut, "the servers did not take everything back in time"))
    }

    /// Looks at the agent after each change until it has what is wanted.
    async fn until<T>(&self, mut find: impl FnMut(&mut Agent) -> Option<T>) -> T {
        loop {
            let mut changed = pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if let Some(found) = find(&mut self.shared.lock()) {
                return found;
            }
            changed.await;
        }
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if let Ok(mut agent) = self.handle.agent() {
            agent.forget(self.id);
            drop(agent);
            self.handle.wake();
        }
    }
}

impl Desk for Handle {
    fn agent(&self) -> Result<MutexGuard<'_, Agent>, Error> {
        if std::process::id() != self.shared.pid {
            let text = "the client belongs to the process that opened it, this one is a fork";
            return Err(Error::new(Status::SessionLost, text));
        }
        Ok(self.shared.lock())
    }

    fn wake(&self) {
        self.shared.work.notify_one();
    }
}

impl Drop for Handle {
    /// Never blocks: the task says goodbye by itself and ends.
    fn drop(&mut self) {
        if let Ok(mut agent) = self.agent() {
            if !agent.is_closing() {
                agent.close(Now::read(), FAREWELL);
            }
            drop(agent);
            self.wake();
        }
    }
}

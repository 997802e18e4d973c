//! What callers and the beat thread share.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use lictor_types::Status;

use super::beat::Beat;
use super::wake::{self, Wakeful, Waker};
use crate::agent::{Agent, Errand, Reply};
use crate::clock::Now;
use crate::driver::Driver;
use crate::error::Error;
use crate::event::Event;
use crate::options::Options;
use crate::seat::Desk;

/// The agent, and how the two sides tell each other that it changed.
pub(super) struct Shared {
    agent: Mutex<Agent>,
    changed: Condvar,
    waker: Waker,
    pid: u32,
}

/// What `Client`, `Seat` and `Events` hold. When the last of them goes, so does the beat thread.
pub(super) struct Handle {
    shared: Arc<Shared>,
}

/// How long one wait lasts when nothing limits it.
const PAUSE_MS_MAX: u64 = 60 * 60 * 1000;
/// How long seats are still given back after the last handle was dropped.
const FAREWELL: Duration = Duration::from_secs(2);

impl Shared {
    pub(super) fn new(agent: Agent) -> Result<(Arc<Self>, Wakeful), Error> {
        let (waker, wakeful) = wake::pair().map_err(internal)?;
        let pid = std::process::id();
        let shared = Self { agent: Mutex::new(agent), changed: Condvar::new(), waker, pid };
        Ok((Arc::new(shared), wakeful))
    }

    /// The agent, for the beat thread.
    pub(super) fn lock(&self) -> MutexGuard<'_, Agent> {
        self.agent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something changed that callers may wait for.
    pub(super) fn notify(&self) {
        self.changed.notify_all();
    }

    /// The next event; `None` at the end of the time, or of the client.
    pub(super) fn event(&self, timeout: Option<Duration>) -> Option<Event> {
        if self.is_forked() {
            return None;
        }
        let mut agent = self.lock();
        let end_ms = timeout.map(|timeout| {
            let timeout_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
            Now::read().mono_ms.saturating_add(timeout_ms)
        });
        loop {
            if let Some(event) = agent.event() {
                return Some(event);
            }
            let left_ms = end_ms.map(|end_ms| end_ms.saturating_sub(Now::read().mono_ms));
            if agent.is_closing() || left_ms == Some(0) {
                return None;
            }
            let pause = Duration::from_millis(left_ms.unwrap_or(PAUSE_MS_MAX));
            let waited = self.changed.wait_timeout(agent, pause);
            agent = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn is_forked(&self) -> bool {
        std::process::id() != self.pid
    }
}

impl Handle {
    /// Starts the beat thread.
    pub(super) fn start(shared: (Arc<Shared>, Wakeful), options: &Options) -> Result<Self, Error> {
        let (shared, wakeful) = shared;
        let beat = Beat::new(Arc::clone(&shared), wakeful, Driver::new(options)?);
        let thread = thread::Builder::new().name("lictor-beat".to_owned());
        thread.spawn(move || beat.run()).map_err(internal)?;
        Ok(Self { shared })
    }

    /// For those who only watch: it keeps nothing alive.
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
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
    pub(super) fn call(&self, errand: Errand, limit: Duration) -> Result<Reply, Error> {
        let mut agent = self.agent()?;
        let id = agent.start(Now::read(), errand, limit);
        self.shared.waker.wake();
        loop {
            if let Some(result) = agent.take(id) {
                return result;
            }
            let now = Now::read();
            let deadline_ms = agent.deadline_ms().unwrap_or(now.mono_ms);
            let pause = Duration::from_millis(deadline_ms.saturating_sub(now.mono_ms).max(1));
            let waited = self.shared.changed.wait_timeout(agent, pause);
            agent = waited.unwrap_or_else(PoisonError::into_inner).0;
            // The beat thread may be looking up a name: deadlines hold all the same.
            agent.drive(Now::read());
        }
    }

    /// Closes the client and waits until everything has left.
    pub(super) fn close(&self, timeout: Duration) -> Result<(), Error> {
        let mut agent = self.agent()?;
        agent.close(Now::read(), timeout);
        self.shared.waker.wake();
        self.shared.notify();
        let end_ms =
            Now::read().mono_ms.saturating_add(u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX));
        while !agent.has_parted() {
            let left_ms = end_ms.saturating_sub(Now::read().mono_ms);
            if left_ms == 0 {
                return Err(Error::new(Status::TimedOut, "the servers did not take everything back in time"));
            }
            let waited = self.shared.changed.wait_timeout(agent, Duration::from_millis(left_ms));
            agent = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }
}

impl Desk for Handle {
    fn agent(&self) -> Result<MutexGuard<'_, Agent>, Error> {
        if self.shared.is_forked() {
            let text = "the client belongs to the process that opened it, this one is a fork";
            return Err(Error::new(Status::SessionLost, text));
        }
        Ok(self.shared.lock())
    }

    fn wake(&self) {
        self.shared.waker.wake();
    }
}

impl Drop for Handle {
    /// Never blocks: the beat thread says goodbye by itself and ends.
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

fn internal(error: std::io::Error) -> Error {
    Error::new(Status::Internal, error.to_string())
}

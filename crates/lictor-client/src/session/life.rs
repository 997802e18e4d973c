//! The session as the server made it, and how long its leases are certain.

use lictor_types::SessionId;
use lictor_wire::{Opened, Resumed, SessionSecret};

/// A session of the server.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) session: SessionId,
    /// What shows that the session is ours when it is taken up again (SES-01).
    pub(crate) secret: SessionSecret,
    lease_ms: u64,
    heartbeat_ms: u64,
    resume_window_ms: u64,
    /// When the last renewal that was confirmed had been *sent* (TIM-06).
    renewed_ms: u64,
    /// When a heartbeat that is not confirmed was sent.
    beat_ms: Option<u64>,
}

/// The least a server can ask for.
const HEARTBEAT_MS_MIN: u64 = 10;

impl Life {
    /// `sent_ms` is when `Open` was sent.
    pub(crate) fn new(opened: &Opened, sent_ms: u64) -> Self {
        Self {
            session: opened.session,
            secret: opened.secret,
            lease_ms: opened.lease_ms.into(),
            heartbeat_ms: u64::from(opened.heartbeat_ms).max(HEARTBEAT_MS_MIN),
            resume_window_ms: opened.resume_window_ms.into(),
            renewed_ms: sent_ms,
            beat_ms: None,
        }
    }

    /// `sent_ms` is when `Resume` was sent.
    pub(crate) fn resume(&mut self, resumed: &Resumed, sent_ms: u64) {
        self.lease_ms = resumed.lease_ms.into();
        self.heartbeat_ms = u64::from(resumed.heartbeat_ms).max(HEARTBEAT_MS_MIN);
        self.resume_window_ms = resumed.resume_window_ms.into();
        self.renewed_ms = sent_ms;
        self.beat_ms = None;
    }

    /// TIM-06: from then on the server may give the seats to somebody else.
    pub(crate) fn lease_end_ms(&self) -> u64 {
        self.renewed_ms.saturating_add(self.lease_ms)
    }

    pub(crate) fn resume_window_ms(&self) -> u64 {
        self.resume_window_ms
    }

    /// Whether a heartbeat is due.
    pub(crate) fn beat_is_due(&self, now_ms: u64) -> bool {
        self.beat_ms.is_none() && now_ms >= self.renewed_ms.saturating_add(self.heartbeat_ms)
    }

    /// A heartbeat was sent.
    pub(crate) fn beat(&mut self, now_ms: u64) {
        self.beat_ms = Some(now_ms);
    }

    /// It was confirmed: the lease counts from when it was sent (TIM-06).
    pub(crate) fn confirm(&mut self) {
        if let Some(sent_ms) = self.beat_ms.take() {
            self.renewed_ms = self.renewed_ms.max(sent_ms);
        }
    }

    /// When the connection must be taken for dead: a heartbeat stays unconfirmed for as long as
    /// there is between two, or the lease has run out.
    pub(crate) fn dead_ms(&self) -> u64 {
        let silent = self.beat_ms.map_or(u64::MAX, |sent_ms| sent_ms.saturating_add(self.heartbeat_ms));
        silent.min(self.lease_end_ms())
    }

    /// When to look again.
    pub(crate) fn deadline_ms(&self) -> u64 {
        match self.beat_ms {
            Some(_) => self.dead_ms(),
            None => self.dead_ms().min(self.renewed_ms.saturating_add(self.heartbeat_ms)),
        }
    }
}

//! Trials: a program that may be tried without a license (TRI-01).

use lictor_types::Status;

use super::moment::Moment;
use super::paper::Objection;
use crate::store::{Reader, Writer};

/// What may be tried, without a license and without a server (TRI-01). Each feature has a trial of
/// its own, per user and machine. With neither days nor starts there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trial {
    /// For so many days from the first use.
    pub days: Option<u32>,
    /// So many times; a client that is opened and uses the feature is one.
    pub starts: Option<u32>,
    /// Whether it may be tried in a virtual machine or a cloud too, where a fresh machine, and so
    /// a fresh trial, is easily had.
    pub virtual_machines: bool,
}

/// What is kept of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tried {
    pub(crate) first_ms: u64,
    pub(crate) starts: u32,
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

impl Tried {
    pub(crate) fn encode(self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(self.first_ms);
        out.number(self.starts.into());
        out.finish()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let tried = Self { first_ms: reader.number()?, starts: u32::try_from(reader.number()?).ok()? };
        reader.end(tried)
    }
}

impl Trial {
    /// Whether the machine may be tried on.
    pub(crate) fn place(self, virtual_machine: bool) -> Result<(), Objection> {
        if virtual_machine && !self.virtual_machines {
            let text = "a trial is not possible in a virtual machine".to_owned();
            return Err((Status::VirtualMachine, text));
        }
        Ok(())
    }

    /// TRI-01: what is kept from now on and until when it may be tried, or that the trial is over.
    /// `running` says that this client has begun it already. A clock that was set back does not
    /// give days back.
    pub(crate) fn judge(
        self,
        kept: Option<Tried>,
        running: bool,
        moment: Moment,
    ) -> Result<(Tried, Option<u64>), Objection> {
        let now_ms = moment.wall_ms.max(moment.latest_ms);
        let mut tried = kept.unwrap_or(Tried { first_ms: now_ms, starts: 0 });
        if !running {
            tried.starts = tried.starts.saturating_add(1);
        }
        let until_ms = self.days.map(|days| tried.first_ms.saturating_add(u64::from(days) * DAY_MS));
        if until_ms.is_some_and(|until_ms| until_ms <= now_ms) {
            let days = self.days.unwrap_or_default();
            return Err((Status::TrialOver, format!("the trial is over: it was for {days} days")));
        }
        match self.starts {
            Some(starts) if tried.starts > starts => {
                Err((Status::TrialOver, format!("the trial is over: it was for {starts} starts")))
            }
            None if until_ms.is_none() => Err((Status::TrialOver, "there is no trial".to_owned())),
            Some(_) | None => Ok((tried, until_ms)),
        }
    }
}

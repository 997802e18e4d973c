//! The jobs: operations are carried out, several at a time, and what is due by the clock begins.
//!
//! An operation is claimed in one short transaction, its call is made outside of any, and its outcome is
//! written in another. Whoever claimed it holds it until a moment that is pushed on while the work lasts;
//! when a process dies, that moment passes and another one takes the work over. Every call can be made
//! twice, because it carries its key against doing it twice.

mod claim;
mod class;
mod daily;
mod held;
mod install;
mod key;
mod retrieve;
mod schedule;
mod sync;
mod sync_all;
mod upgrade;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::fault::Fault;
use crate::office::Office;

/// Operations at a time in one process.
pub const AT_ONCE: usize = 8;
/// Longest sleep: another process may have left work, or died over it.
const LOOK: Duration = Duration::from_secs(2);
/// Longest time that an orderly stop waits for running work.
const GOODBYE: Duration = Duration::from_secs(3);

/// Works until told to stop; then what runs is handed back.
pub async fn run(office: Office, stop: CancellationToken) {
    if let Err(fault) = claim::recover(&office).await {
        tracing::error!(%fault, "work of an earlier run could not be taken up");
    }
    let mut running = Running::default();
    let mut schedule = schedule::Schedule::default();
    while !stop.is_cancelled() {
        if let Err(fault) = schedule.tick(&office, &running.held()).await {
            complain(&fault);
        }
        let pause = match running.begin(&office).await {
            Ok(pause) => pause,
            Err(fault) => {
                complain(&fault);
                LOOK
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = office.woken() => {}
            () = running.one_ended(), if !running.tasks.is_empty() => {}
            () = tokio::time::sleep(pause.min(LOOK)) => {}
        }
    }
    let leave = async {
        while !running.tasks.is_empty() {
            running.one_ended().await;
        }
    };
    let _ = tokio::time::timeout(GOODBYE, leave).await;
    running.tasks.shutdown().await;
    if let Err(fault) = claim::hand_back(&office, &running.held()).await {
        complain(&fault);
    }
}

/// What this process works on.
#[derive(Debug, Default)]
struct Running {
    tasks: JoinSet<()>,
    operations: BTreeMap<Id, String>,
}

impl Running {
    fn held(&self) -> BTreeSet<String> {
        self.operations.values().cloned().collect()
    }

    /// Claims what is due, as far as there is room, and begins it. How long until something is due.
    async fn begin(&mut self, office: &Office) -> Result<Duration, Fault> {
        while self.operations.len() < AT_ONCE {
            let held = self.held();
            let claimed = claim::claim(office, AT_ONCE - held.len(), &held).await?;
            if claimed.is_empty() {
                return claim::until_due(office, &held).await;
            }
            for operation in claimed {
                let (office, id) = (office.clone(), operation.meta.id.clone());
                let task = self.tasks.spawn(async move { work::carry_out(&office, operation).await });
                self.operations.insert(task.id(), id);
            }
        }
        Ok(LOOK)
    }

    async fn one_ended(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(Ok((task, ()))) => {
                self.operations.remove(&task);
            }
            // Its operation stays claimed until its time is over, and is tried again then.
            Some(Err(error)) => {
                tracing::error!(%error, "a job broke off");
                self.operations.remove(&error.id());
            }
            None => {}
        }
    }
}

fn complain(fault: &Fault) {
    match fault {
        Fault::Again => {}
        Fault::Refused(_) | Fault::Database(_) | Fault::Internal(_) => {
            tracing::error!(%fault, "the jobs could not go on");
        }
    }
}

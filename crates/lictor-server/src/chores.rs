//! What a server does besides answering, each on a thread of its own: keeping time, syncing the
//! journal, preparing segments, folding snapshots, rereading the license directory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use lictor_engine::{CloseCause, Command, Effects};
use lictor_types::SessionId;
use parking_lot::{Condvar, Mutex};

use crate::counters::add;
use crate::intake::{Candidate, Scanner};
use crate::rule_file::RuleWatch;
use crate::server::Fatal;
use crate::shared::Shared;

/// How often the clocks are looked at when nobody asks for anything (TIM-03, TIM-04).
const TIME_BEAT: Duration = Duration::from_millis(250);
/// How often the journal is synced in the background, and its next segment prepared.
const SYNC_BEAT: Duration = Duration::from_millis(250);
/// At the latest after this many beats what was written is synced.
const SYNC_BEATS_MAX: u32 = 4;
/// Unsynced bytes that make a sync due before its time.
const SYNC_BYTES: u64 = 4 * 1024 * 1024;
/// How often the license directory is looked at (section 14).
const SCAN_BEAT: Duration = Duration::from_millis(400);

/// A pause that [`Stop::now`] ends.
#[derive(Default)]
pub(crate) struct Stop {
    stopped: Mutex<bool>,
    told: Condvar,
}

impl Stop {
    /// Ends every pause, now and later.
    pub(crate) fn now(&self) {
        *self.stopped.lock() = true;
        self.told.notify_all();
    }

    /// Waits. Whether to go on afterwards.
    pub(crate) fn pause(&self, length: Duration) -> bool {
        let mut stopped = self.stopped.lock();
        if !*stopped {
            self.told.wait_for(&mut stopped, length);
        }
        !*stopped
    }
}

/// Starts a thread whose panic ends the server and not the process (design: Fatal means the server).
pub(crate) fn spawn(
    shared: &Arc<Shared>,
    name: &str,
    work: impl FnOnce(&Arc<Shared>) + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    let shared = Arc::clone(shared);
    let thread = name.to_owned();
    std::thread::Builder::new().name(format!("lictor-{name}")).spawn(move || {
        if catch_unwind(AssertUnwindSafe(|| work(&shared))).is_err() {
            shared.clerk.commit().fail(Fatal::Panic { thread });
        }
    })
}

/// Lets time pass for the ledger: days, deadlines, the clock rules, dead local processes.
pub(crate) fn keep_time(shared: &Shared, stop: &Stop) {
    let mut effects = Effects::default();
    let mut beats = 0_u32;
    while stop.pause(TIME_BEAT) && shared.clerk.commit().fatal().is_none() {
        beats = beats.wrapping_add(1);
        let dead = if beats.is_multiple_of(4) { dead_processes(shared) } else { Vec::new() };
        let seq = shared.clerk.turn(&mut effects, |turn| {
            for session in dead {
                turn.apply(Command::Close { session, cause: CloseCause::ProcessDead });
            }
        });
        shared.clerk.commit().flush(seq);
        shared.publish(seq, &effects.outputs, &[]);
    }
}

/// Sessions without a connection whose process on this machine is known dead (SES-04).
fn dead_processes(shared: &Shared) -> Vec<SessionId> {
    let waiting: Vec<(SessionId, u32)> = shared.clerk.read(|ledger, _, _| {
        if ledger.next_deadline().is_none() {
            // Every session without a connection has a deadline.
            return Vec::new();
        }
        let local = ledger.sessions_from(0).filter(|session| !session.attached);
        local.filter_map(|session| Some((session.session, session.local_pid?))).collect()
    });
    waiting.into_iter().filter(|(_, pid)| is_dead(*pid)).map(|(session, _)| session).collect()
}

fn is_dead(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// Makes what was written durable within a second or 4 MiB, and lays the next segment ready
/// (design: Who writes). Answers of `durability = "disk"` do not wait for this.
pub(crate) fn sync(shared: &Shared, stop: &Stop) {
    let commit = shared.clerk.commit();
    let mut beats = 0;
    let mut folded = 0;
    while stop.pause(SYNC_BEAT) && commit.fatal().is_none() {
        beats += 1;
        let ticket = commit.with_journal(|journal| {
            let due = beats >= SYNC_BEATS_MAX || journal.unsynced_bytes() >= SYNC_BYTES;
            if due { journal.sync_ticket() } else { None }
        });
        if let Some(ticket) = ticket {
            beats = 0;
            match ticket.sync() {
                Ok(synced) => commit.with_journal(|journal| journal.note_synced(synced)),
                Err(error) => commit.fail(Fatal::Journal(error.to_string())),
            }
        }
        prepare(shared);
        folded = crate::snapshots::fold_sealed(shared, folded);
    }
}

/// Lays the next segment ready; without one, grants are refused while checkins still have room
/// (TRU-06).
fn prepare(shared: &Shared) {
    let commit = shared.clerk.commit();
    let _preparing = shared.preparing.lock();
    if let Some(ticket) = commit.with_journal(|journal| journal.prepare_ticket()) {
        match ticket.prepare(std::thread::yield_now) {
            Ok(prepared) => commit.with_journal(|journal| journal.note_prepared(prepared)),
            Err(error) => tracing::error!(%error, "Cannot prepare the next segment of the journal"),
        }
    }
    let accepts = commit.with_journal(|journal| journal.accepts_grants());
    if shared.accepts_grants.swap(accepts, Ordering::Relaxed) != accepts {
        if accepts {
            tracing::info!("There is room for the journal again; grants go on");
        } else {
            tracing::error!("No room for the journal: grants are refused until there is (TRU-06)");
        }
    }
}

/// Rereads access rules and the license directory, and puts what has changed in force. Rules come
/// first: whoever asked for a reload waits for the licenses.
pub(crate) fn watch_files(shared: &Shared, mut scanner: Scanner, mut rules: Option<RuleWatch>, stop: &Stop) {
    let mut effects = Effects::default();
    let mut failing = false;
    let mut ticket = 0;
    while stop.pause(SCAN_BEAT) && shared.clerk.commit().fatal().is_none() {
        let newest = shared.reloads.newest();
        let asked = newest != ticket;
        ticket = newest;
        if let Some(rules) = &mut rules {
            if asked {
                rules.request();
            }
            shared.look_at_rules(rules);
        }
        if asked {
            scanner.request();
        }
        match scanner.scan(shared.clerk.clock()) {
            Ok(Some(candidate)) => {
                load(shared, candidate, &mut effects);
                shared.reloads.answer(ticket);
            }
            Ok(None) => failing = false,
            Err(error) if !failing => {
                failing = true;
                tracing::error!(%error, "What is loaded stays in force");
            }
            Err(_) => {}
        }
    }
}

/// Puts a candidate in force, all of it at once (section 14).
pub(crate) fn load(shared: &Shared, candidate: Candidate, effects: &mut Effects) {
    let issued = candidate.newest_issued;
    let (mut set, loaded) = candidate.into_parts(shared.clerk.clock().wall_ms());
    // A set that needs a segment of its own makes it where it is written: no other is under way.
    let preparing = shared.preparing.lock();
    let seq = shared.clerk.load(&mut set, Arc::new(loaded), issued, effects);
    shared.clerk.commit().flush(seq);
    drop(preparing);
    shared.publish(seq, &effects.outputs, &[]);
    add(&shared.counters.loads, 1);
    shared.log_load();
}

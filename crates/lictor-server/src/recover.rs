//! From a state directory to a running clerk: identity, journal, ledger, clock.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use lictor_engine::{Command, Effects, Ledger};
use lictor_journal::{Directory, Journal, Options, VisitError, latest_snapshot};
use tokio::sync::Notify;

use crate::clerk::Clerk;
use crate::clock::{Clock, ClockRules, ClockState};
use crate::commit::Commit;
use crate::identity::Identity;
use crate::server::StartError;
use crate::settings::Settings;
use crate::zones::{Zone, Zones};

/// Where the journal of a state directory is.
pub(crate) fn journal_path(settings: &Settings) -> PathBuf {
    settings.state.join("journal")
}

/// The journal names people: nobody else may read it.
fn private_directory(path: PathBuf) -> Result<PathBuf, StartError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
    made.map_err(|source| StartError::State { path: path.clone(), source })?;
    Ok(path)
}

/// How the journal of this server is kept.
pub(crate) fn journal_options(identity: &Identity) -> Options {
    let mut server_id = [0; 16];
    server_id.copy_from_slice(identity.fingerprint().0.split_at(16).0);
    Options::new(server_id)
}

/// Recovers the state and takes it into use: sessions of the last run may be resumed from now on
/// (SES-04).
pub(crate) fn recover(
    settings: &Settings,
    identity: &Identity,
    zone: Zone,
    clock: Arc<dyn Clock>,
    bells: Vec<Arc<Notify>>,
) -> Result<Clerk, StartError> {
    let options = journal_options(identity);
    let storage = Directory::open(private_directory(journal_path(settings))?)?;
    let snapshots = latest_snapshot(&storage, &options)?;
    for (file, defect) in &snapshots.damaged {
        tracing::warn!(file, %defect, "The snapshot {file} is damaged; an older one is used");
    }
    let (mut ledger, from) = match snapshots.newest {
        Some(snapshot) => {
            (Ledger::restore(&snapshot.content).map_err(StartError::Snapshot)?, Some(snapshot.position))
        }
        None => (Ledger::new(), None),
    };
    let (mut journal, recovery) = Journal::open(storage, &options, from, &mut |block| {
        ledger.fold(block.body, block.erasable).map_err(|error| VisitError::new(error.to_string()))
    })?;
    if let Some(cut) = &recovery.cut {
        tracing::warn!(file = cut.file, offset = cut.offset, "Cut a torn tail of the journal");
    }
    tracing::info!(records = recovery.records, seq = recovery.position.seq, "Recovered the ledger");
    journal.prepare_next()?;
    let clock_view = ledger.clock();
    let kept = ClockState {
        floor_ms: clock_view.floor_ms,
        ahead_ms: clock_view.ahead_ms,
        suspect: clock_view.suspect,
    };
    let rules = ClockRules::start(ledger.last_stamp(), kept, clock.wall_ms(), clock.boot_ms());
    let zones = Zones::new(zone, clock.wall_ms());
    let commit = Commit::new(journal, settings.durability, bells);
    let clerk = Clerk::new(ledger, rules, zones, commit, clock);
    let resume_window_ms = settings.session_times().resume_window_ms.into();
    let seq = clerk.turn(&mut Effects::default(), |turn| turn.apply(Command::Start { resume_window_ms }));
    clerk.commit().flush(seq);
    Ok(clerk)
}

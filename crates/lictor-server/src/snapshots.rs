//! Snapshots, folded from sealed segments beside the running ledger, which is never paused
//! (design: Snapshots).

use lictor_engine::Ledger;
use lictor_journal::{Position, VisitError, latest_snapshot, read_sealed, write_snapshot};

use crate::recover::journal_options;
use crate::shared::Shared;

/// Folds the segments that were sealed since the last snapshot onto it and stores the next.
/// `folded` is the sequence of the last snapshot known; answers the new one.
pub(crate) fn fold_sealed(shared: &Shared, folded: u64) -> u64 {
    let sealed = shared.clerk.commit().with_journal(|journal| {
        journal
            .sealed_segments()
            .last()
            .filter(|last| last.last_seq <= journal.synced_seq())
            .map(|last| last.last_seq)
    });
    match sealed {
        Some(last) if last > folded => match fold(shared, last) {
            Ok(()) => last,
            Err(error) => {
                tracing::error!(%error, "Cannot write a snapshot; the journal goes on without");
                last
            }
        },
        Some(_) | None => folded,
    }
}

#[derive(Debug, thiserror::Error)]
enum FoldFailure {
    #[error(transparent)]
    Snapshot(#[from] lictor_journal::SnapshotError),
    #[error("the last snapshot does not restore")]
    Restore,
    #[error(transparent)]
    Read(#[from] lictor_journal::OpenError),
}

fn fold(shared: &Shared, last_seq: u64) -> Result<(), FoldFailure> {
    let options = journal_options(&shared.identity);
    let storage = shared.clerk.commit().with_journal(|journal| journal.storage().clone());
    let (mut ledger, from) = match latest_snapshot(&storage, &options)?.newest {
        Some(snapshot) => {
            (Ledger::restore(&snapshot.content).map_err(|_| FoldFailure::Restore)?, Some(snapshot.position))
        }
        None => (Ledger::new(), None),
    };
    let mut position: Option<Position> = None;
    read_sealed(&storage, &options, from, last_seq, &mut |block| {
        position = Some(Position { seq: block.last_seq(), head: block.chain });
        ledger.fold(block.body, block.erasable).map_err(|error| VisitError::new(error.to_string()))
    })?;
    if let Some(position) = position {
        let mut content = Vec::new();
        ledger.snapshot(&mut content);
        write_snapshot(&storage, &options, position, &content)?;
        tracing::info!(seq = position.seq, bytes = content.len(), "Wrote a snapshot");
    }
    Ok(())
}

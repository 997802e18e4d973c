//! A fixed run of a journal, and what must be true of any disk it is broken off on.

use std::error::Error;

use lictor_journal::faulty::{Crash, FaultyMemory};
use lictor_journal::{
    AppendError, Journal, OpenError, Options, PendingBlock, SEGMENT_BYTES_MIN, latest_snapshot, verify_copy,
    write_snapshot,
};

pub(crate) const OPTIONS: Options =
    Options { segment_bytes: SEGMENT_BYTES_MIN, server_id: *b"script of a test", ledger_id: 0 };
const STEPS: u64 = 160;

/// A block: sequence of its last record, and its body.
type Kept = (u64, Vec<u8>);

/// What the caller of the journal knows.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Every block whose append was answered.
    pub(crate) blocks: Vec<Kept>,
    /// The sequence that was called durable.
    pub(crate) durable: u64,
    /// Sequence of the last snapshot that was answered.
    snapshot: u64,
    /// Two snapshots ago; nothing before it is needed.
    snapshot_before: u64,
    /// What ended the script early: the fault that was asked for.
    pub(crate) failure: Option<Box<dyn Error>>,
    /// What was asked for and not answered.
    open: Option<Asked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Append(Vec<Kept>),
    Truncate(u64),
    Snapshot,
}

type Memory = Journal<FaultyMemory>;
type Outcome = Result<(), Box<dyn Error>>;

/// Runs the script until it ends or something final happens.
pub(crate) fn run(storage: &FaultyMemory) -> Known {
    let mut known = Known::default();
    known.failure = attempt(storage, &mut known).err();
    known
}

fn attempt(storage: &FaultyMemory, known: &mut Known) -> Outcome {
    let (mut journal, _) = Journal::open(storage.clone(), &OPTIONS, None, &mut |_| Ok(()))?;
    for step in 0..STEPS {
        if journal.needs_next() {
            // A full or failing disk is no reason to stop before the segment is full.
            let _ = journal.prepare_next();
        }
        match step % 23 {
            3 | 11 => {
                journal.sync()?;
                known.durable = journal.written_seq();
            }
            // A sync in the background, with blocks written meanwhile.
            7 => {
                let ticket = journal.sync_ticket();
                append(&mut journal, known, step)?;
                append(&mut journal, known, step + 1)?;
                if let Some(ticket) = ticket {
                    let synced = ticket.sync()?;
                    known.durable = known.durable.max(synced.seq());
                    journal.note_synced(synced);
                }
            }
            16 => snapshot(storage, &mut journal, known)?,
            13 if step % 2 == 0 => truncate(&mut journal, known)?,
            _ => append(&mut journal, known, step)?,
        }
    }
    Ok(journal.close()?)
}

fn append(journal: &mut Memory, known: &mut Known, step: u64) -> Outcome {
    let body =
        |part: u64| format!("{step:04} {part} {}", "abc".repeat((step * 37 % 200) as usize)).into_bytes();
    let text = if step.is_multiple_of(3) { format!("user-{step}@host") } else { String::new() };
    let bodies: Vec<_> = (0..=u64::from(step.is_multiple_of(5))).map(body).collect();
    let count = 1 + (step % 3) as u32;
    let blocks: Vec<_> =
        bodies.iter().map(|body| PendingBlock::records(count, body, text.as_bytes())).collect();
    let mut last = journal.written_seq();
    let mut kept = Vec::new();
    for body in &bodies {
        last += u64::from(count);
        kept.push((last, body.clone()));
    }
    known.open = Some(Asked::Append(kept.clone()));
    match journal.append_all(&blocks) {
        Ok(seq) => {
            assert_eq!(seq, last);
            known.blocks.extend(kept);
        }
        Err(AppendError::Full) => {}
        Err(other) => return Err(other.into()),
    }
    known.open = None;
    Ok(())
}

fn snapshot(storage: &FaultyMemory, journal: &mut Memory, known: &mut Known) -> Outcome {
    journal.sync()?;
    known.durable = journal.written_seq();
    let position = journal.position();
    known.open = Some(Asked::Snapshot);
    write_snapshot(storage, &OPTIONS, position, &position.seq.to_le_bytes())?;
    known.snapshot_before = known.snapshot;
    known.snapshot = position.seq;
    known.open = None;
    journal.remove_before(known.snapshot_before + 1)?;
    Ok(())
}

fn truncate(journal: &mut Memory, known: &mut Known) -> Outcome {
    let keep = known.blocks.len().saturating_sub(3);
    let seq = known.blocks.get(keep.wrapping_sub(1)).map_or(0, |(last, _)| *last).max(known.snapshot);
    known.open = Some(Asked::Truncate(seq));
    journal.truncate_after(seq)?;
    known.blocks.retain(|(last, _)| *last <= seq);
    known.durable = known.durable.min(seq);
    known.open = None;
    Ok(())
}

impl Known {
    fn doing(&self) -> String {
        match &self.open {
            None => "nothing".into(),
            Some(Asked::Append(blocks)) => {
                format!("the append of {} blocks after {}", blocks.len(), self.last())
            }
            Some(Asked::Truncate(seq)) => format!("the truncation after {seq} of {}", self.last()),
            Some(Asked::Snapshot) => "a snapshot".into(),
        }
    }

    fn last(&self) -> u64 {
        self.blocks.last().map_or(0, |(last, _)| *last)
    }
}

/// Starts on what a crash left: what is found is a prefix of the answered history that holds all that
/// was called durable (I2, I3, I6), the log goes on from there, and every byte of it verifies.
pub(crate) fn check(storage: &FaultyMemory, known: &Known, crash: Crash) {
    let label = format!("{crash:?} during {}", known.doing());
    let found = recover(storage).unwrap_or_else(|error| panic!("{label}: {error}"));
    found.agrees(known, crash, &label);
    let report = verify_copy(storage, &mut |_| ()).unwrap();
    assert_eq!(report.problems, [], "{label}");
    assert_eq!(report.last_seq.max(found.snapshot), found.last_seq(), "{label}");
}

/// What a start found.
pub(crate) struct Found {
    snapshot: u64,
    blocks: Vec<Kept>,
}

/// Starts, appends a block, and lets the process be killed.
pub(crate) fn recover(storage: &FaultyMemory) -> Result<Found, OpenError> {
    let newest = latest_snapshot(storage, &OPTIONS)
        .map_err(|error| OpenError::Io { file: "snapshot".into(), source: std::io::Error::other(error) })?
        .newest;
    let mut blocks = Vec::new();
    let from = newest.as_ref().map(|snapshot| snapshot.position);
    let (mut journal, recovery) = Journal::open(storage.clone(), &OPTIONS, from, &mut |block| {
        blocks.push((block.last_seq(), block.body.to_vec()));
        Ok(())
    })?;
    assert_eq!(journal.synced_seq(), journal.written_seq());
    assert_eq!(journal.position(), recovery.position);
    let snapshot = from.map_or(0, |position| position.seq);
    if let Some(newest) = newest {
        assert_eq!(newest.content, newest.position.seq.to_le_bytes());
    }
    if journal.prepare_next().is_ok() && journal.append(1, b"after the crash", b"").is_ok() {
        blocks.push((journal.written_seq(), b"after the crash".to_vec()));
    }
    Ok(Found { snapshot, blocks })
}

impl Found {
    fn last_seq(&self) -> u64 {
        self.blocks.last().map_or(self.snapshot, |(last, _)| *last)
    }

    fn agrees(&self, known: &Known, crash: Crash, label: &str) {
        let mut found = self.blocks.clone();
        let mut own = 0;
        while found.pop_if(|(_, body)| *body == b"after the crash").is_some() {
            own += 1;
        }
        assert!(own != 0 || !matches!(crash, Crash::Lost), "{label}: the log goes on");
        let asked = match &known.open {
            Some(Asked::Append(blocks)) => blocks.as_slice(),
            Some(Asked::Truncate(_) | Asked::Snapshot) | None => &[],
        };
        let history = known.blocks.iter().chain(asked).filter(|(last, _)| self.snapshot < *last);
        let same = history.zip(&found).filter(|(wanted, found)| wanted == found).count();
        assert_eq!(same, found.len(), "{label}: nothing but the history, in its order");
        let last = found.last().map_or(self.snapshot, |(last, _)| *last);
        let answered = known.last();
        let needed = if crash == Crash::Process { answered } else { known.durable };
        let cut = known.open.as_ref().is_some_and(|asked| *asked == Asked::Truncate(last));
        assert!(needed <= last || cut, "{label}: found up to {last}, durable was {needed}");
        assert!(known.snapshot <= self.snapshot, "{label}: the snapshot is there");
    }
}

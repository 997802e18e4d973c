//! A log read from its first record on, block by block and in order, beside a server or without.

use std::path::{Path, PathBuf};

use lictor_engine::{FoldError, Ledger, LogEntry, LogReader};
use lictor_journal::{Block, BlockKind, Directory, VerifyReport};
use lictor_types::{FeatureId, Stamp};

use crate::context::Context;
use crate::failure::{Failure, Problem};

/// Where a server keeps its state by default.
const STATE_DEFAULT: &str = "state";
/// How many records pass between two signs of progress.
const PROGRESS_RECORDS: u64 = 1 << 16;

/// The log of a state directory.
#[derive(Debug)]
pub(crate) struct History {
    directory: Directory,
}

/// Reading in order, up to the first thing that stops it.
struct Reading<'a> {
    context: &'a Context,
    visit: &'a mut dyn FnMut(&Block<'_>) -> Result<(), Failure>,
    next_seq: u64,
    told: u64,
    stopped: Option<Failure>,
    ended: bool,
}

impl History {
    /// The log of this state directory, or of `./state`; also of a journal directory itself.
    ///
    /// # Errors
    ///
    /// `bad_license_file` if there is no such directory.
    pub(crate) fn open(state: Option<&PathBuf>) -> Result<Self, Failure> {
        let state = state.map_or_else(|| Path::new(STATE_DEFAULT), PathBuf::as_path);
        let journal = state.join("journal");
        let path = if journal.is_dir() { journal } else { state.to_path_buf() };
        if path.is_dir() {
            return Ok(Self { directory: Directory::read_only(path) });
        }
        Err(Failure::file(format!("{} is no directory", path.display()))
            .hint("name the state directory of the server, as in its configuration"))
    }

    /// Shows each block of records to `visit`, in order and without a gap, until it fails.
    ///
    /// # Errors
    ///
    /// What `visit` said; `bad_license_file` if files cannot be read or hold no log from its
    /// beginning.
    pub(crate) fn read(
        &self,
        context: &Context,
        visit: &mut dyn FnMut(&Block<'_>) -> Result<(), Failure>,
    ) -> Result<VerifyReport, Failure> {
        let path = self.directory.path().display().to_string();
        let mut reading = Reading { context, visit, next_seq: 1, told: 0, stopped: None, ended: false };
        let report = lictor_journal::verify(&self.directory, &mut |block| reading.block(block, &path));
        let Reading { told, stopped, .. } = reading;
        if told > 0 {
            context.printer.progress(None);
        }
        if let Some(failure) = stopped {
            return Err(failure);
        }
        let report = report.map_err(|error| Failure::file(format!("cannot read {path}: {error}")))?;
        if report.segments == 0 {
            return Err(Failure::file(format!("{path} holds no log")));
        }
        Ok(report)
    }
}

impl Reading<'_> {
    /// After damage the ledger before the next block is not known, so nothing behind it is read.
    fn block(&mut self, block: &Block<'_>, path: &str) {
        if block.kind != BlockKind::Application || self.ended {
            return;
        }
        if block.first_seq != self.next_seq {
            self.ended = true;
            if self.next_seq == 1 {
                let text = format!("the log in {path} begins with record {}", block.first_seq);
                let hint = "put the segments that were moved away back, in a copy of the directory";
                self.stopped = Some(Failure::file(text).hint(hint));
            }
            return;
        }
        self.next_seq = block.last_seq().saturating_add(1);
        let done = block.last_seq() / PROGRESS_RECORDS;
        if done > self.told {
            self.told = done;
            self.context.printer.progress(Some(&format!("{} records read", block.last_seq())));
        }
        if let Err(failure) = (self.visit)(block) {
            self.ended = true;
            self.stopped = Some(failure);
        }
    }
}

/// Shows each record of a block with its sequence and the ledger before it, then folds it. What is
/// shown may be kept back from the ledger only by a failure.
///
/// # Errors
///
/// What `visit` said; `log_damaged` if a record cannot be read or does not fit.
pub(crate) fn follow(
    ledger: &mut Ledger,
    block: &Block<'_>,
    visit: &mut dyn FnMut(u64, &LogEntry, &Ledger) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for (sequence, entry) in (block.first_seq..).zip(LogReader::new(block.body, block.erasable)) {
        let entry = entry.map_err(|error| unreadable(sequence, &error))?;
        in_order(ledger, sequence, &entry)?;
        visit(sequence, &entry, ledger)?;
        ledger.follow(entry).map_err(|error| unreadable(sequence, &error))?;
    }
    Ok(())
}

/// The stamp of a block's first record.
///
/// # Errors
///
/// `log_damaged` if it cannot be read.
pub(crate) fn first_stamp(block: &Block<'_>) -> Result<Stamp, Failure> {
    match LogReader::new(block.body, block.erasable).next() {
        Some(Ok(entry)) => Ok(entry.stamp),
        Some(Err(error)) => Err(unreadable(block.first_seq, &error)),
        None => Err(Failure::log_damaged(format!("record {} is not there", block.first_seq))),
    }
}

/// The running time of a log never goes back.
///
/// # Errors
///
/// `log_damaged` if it does.
pub(crate) fn in_order(ledger: &Ledger, sequence: u64, entry: &LogEntry) -> Result<(), Failure> {
    if entry.stamp.ledger_ms >= ledger.last_stamp().ledger_ms {
        return Ok(());
    }
    Err(unreadable(sequence, &FoldError::Inconsistent { offset: entry.offset }))
}

/// A record that cannot be read or does not fit.
pub(crate) fn unreadable(sequence: u64, error: &FoldError) -> Failure {
    Failure::log_damaged(format!("record {sequence}: {error}"))
}

/// A feature's vendor and name, as commands take them; the name asked for, if nobody knows it.
pub(crate) fn label(ledger: &Ledger, feature: Option<FeatureId>, name: &str) -> String {
    let known = feature.and_then(|feature| ledger.feature_name(feature));
    known.map_or_else(|| name.to_string(), |(vendor, name)| format!("{vendor}/{name}"))
}

/// What is not as it was written, if anything (TRU-05).
pub(crate) fn damage(report: &VerifyReport) -> Option<Failure> {
    if report.is_clean() {
        return None;
    }
    let problems = report.problems.iter().map(|problem| Problem {
        text: format!("{}: byte {}: {}", problem.file, problem.offset, problem.defect),
        hint: None,
    });
    let failure = Failure::log_damaged("only the sound part of the log was read");
    Some(failure.problems(problems.collect()).hint("`lictor log verify` says more"))
}

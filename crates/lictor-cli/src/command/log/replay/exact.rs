//! Deciding again, with the same licenses and rules: it must give the same records.

use lictor_engine::{Command, Effects, Ledger, LogEntry, LogReader};
use lictor_journal::Block;
use serde::Serialize;

use crate::command::log::history::{in_order, unreadable};
use crate::command::log::line::Line;
use crate::failure::Failure;

/// What deciding again gave.
#[derive(Debug, Default, Serialize)]
pub(super) struct Verdict {
    /// `ok` or `not_reproduced`.
    pub(super) status: &'static str,
    /// Records that were decided again and are the same.
    pub(super) records: u64,
    /// Of them, those of blocks whose personal text was erased: compared by what is left.
    pub(super) erased: u64,
    /// Sequence of the first record compared; 0 if there is none.
    pub(super) first: u64,
    /// Sequence of the last record compared.
    pub(super) last: u64,
    /// The first record that is not the same.
    pub(super) difference: Option<Difference>,
}

/// Where deciding again went another way.
#[derive(Debug, Serialize)]
pub(super) struct Difference {
    pub(super) sequence: u64,
    /// The record in the log; none if there is none.
    pub(super) recorded: Option<Line>,
    /// The record made again; none if there is none.
    pub(super) again: Option<Line>,
}

/// A ledger that follows the log, beside one that decides again what the log says was asked.
#[derive(Debug, Default)]
pub(super) struct Exact {
    recorded: Ledger,
    /// None before the window.
    again: Option<Ledger>,
    effects: Effects,
    pub(super) verdict: Verdict,
}

impl Exact {
    /// The ledger as recorded so far.
    pub(super) fn recorded(&self) -> &Ledger {
        &self.recorded
    }

    /// Follows a block without deciding anything.
    ///
    /// # Errors
    ///
    /// `log_damaged` if it does not fit.
    pub(super) fn follow(&mut self, block: &Block<'_>) -> Result<(), Failure> {
        let folded = self.recorded.fold(block.body, block.erasable);
        folded.map_err(|error| unreadable(block.first_seq, &error))
    }

    /// Decides a block again.
    ///
    /// # Errors
    ///
    /// `log_damaged` if it does not fit; what is different is no error.
    pub(super) fn decide(&mut self, block: &Block<'_>) -> Result<(), Failure> {
        let mut again = match self.again.take() {
            Some(again) => again,
            None => copy(&self.recorded)?,
        };
        self.effects.clear();
        let entries = LogReader::new(block.body, block.erasable);
        for (place, (sequence, entry)) in (0_u32..).zip((block.first_seq..).zip(entries)) {
            let entry = entry.map_err(|error| unreadable(sequence, &error))?;
            in_order(&self.recorded, sequence, &entry)?;
            if self.effects.record_count <= place {
                tick(&mut again, &entry, &mut self.effects);
            }
            if self.effects.record_count <= place
                && let Some(command) = entry.command(&self.recorded)
            {
                again.apply(entry.stamp, command, &mut self.effects);
            }
            self.recorded.follow(entry).map_err(|error| unreadable(sequence, &error))?;
        }
        self.again = Some(again);
        self.compare(block);
        Ok(())
    }

    fn compare(&mut self, block: &Block<'_>) {
        let verdict = &mut self.verdict;
        let same = block.body == self.effects.records
            && block.erasable.is_some_and(|erasable| erasable == self.effects.erasable);
        verdict.difference = if same { None } else { difference(block, &self.effects) };
        let count = match &verdict.difference {
            Some(difference) => difference.sequence - block.first_seq,
            None => u64::from(block.count),
        };
        if verdict.first == 0 {
            verdict.first = block.first_seq;
        }
        verdict.records += count;
        verdict.last = (block.first_seq + count).saturating_sub(1);
        verdict.erased += if block.erased { count } else { 0 };
    }
}

/// A ledger equal to another.
///
/// # Errors
///
/// `internal` if its snapshot does not restore.
pub(super) fn copy(ledger: &Ledger) -> Result<Ledger, Failure> {
    let mut content = Vec::new();
    ledger.snapshot(&mut content);
    Ledger::restore(&content).map_err(|error| Failure::internal(format!("cannot copy the ledger: {error}")))
}

/// What is due takes effect before anything else but the day and the clock rules, which a turn of
/// the server looks at first (TIM-03).
fn tick(again: &mut Ledger, entry: &LogEntry, effects: &mut Effects) {
    let is_first = matches!(entry.kind(), "day" | "clock");
    if !is_first && again.next_deadline().is_some_and(|due| due <= entry.stamp.ledger_ms) {
        again.apply(entry.stamp, Command::Tick, effects);
    }
}

/// The first record that is not the same, if any. Where personal text was erased its places in the
/// block are gone, and what records say is compared instead of their bytes.
fn difference(block: &Block<'_>, effects: &Effects) -> Option<Difference> {
    let recorded = entries(block.body, block.erasable);
    let erasable = block.erasable.is_some().then_some(effects.erasable.as_slice());
    let again = entries(&effects.records, erasable);
    let places = recorded.len().max(again.len());
    for (place, sequence) in (0..places).zip(block.first_seq..) {
        let (was, is) = (recorded.get(place), again.get(place));
        let same = match (was, is) {
            (Some(was), Some(is)) => {
                let bytes = block.erasable.is_none()
                    || bytes(block.body, &recorded, place) == bytes(&effects.records, &again, place);
                bytes && (was.number, was.stamp) == (is.number, is.stamp) && was.fields() == is.fields()
            }
            (Some(_) | None, Some(_) | None) => false,
        };
        if !same {
            let line = |entry: &LogEntry| Line::new(sequence, entry);
            return Some(Difference { sequence, recorded: was.map(line), again: is.map(line) });
        }
    }
    None
}

fn entries(records: &[u8], erasable: Option<&[u8]>) -> Vec<LogEntry> {
    LogReader::new(records, erasable).filter_map(Result::ok).collect()
}

fn bytes<'a>(records: &'a [u8], entries: &[LogEntry], place: usize) -> Option<&'a [u8]> {
    let start = entries.get(place)?.offset;
    records.get(start..entries.get(place + 1).map_or(records.len(), |next| next.offset))
}

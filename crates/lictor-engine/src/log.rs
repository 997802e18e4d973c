//! Records read for people: what was decided when, without a ledger.

mod fields;
mod movement;
mod replay;

pub use movement::{Movement, MovementKind};

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::Stamp;

use crate::codec::Reader;
use crate::fact::Fact;
use crate::fold::FoldError;
use crate::record::Record;
use fields::Fields;

/// The records of one journal block, in order. Ends after the first that cannot be read.
#[derive(Debug)]
pub struct LogReader<'a> {
    len: usize,
    from: Reader<'a>,
    erasable: Option<&'a [u8]>,
    previous: Option<Stamp>,
}

/// One record.
#[derive(Debug)]
pub struct LogEntry {
    /// When it was decided.
    pub stamp: Stamp,
    /// Its number.
    pub number: u16,
    /// Offset of the record in the block's body.
    pub offset: usize,
    /// Whether a version that does not know the number must stop.
    pub critical: bool,
    /// None if this version does not know the number.
    pub(crate) fact: Option<Fact>,
}

impl<'a> LogReader<'a> {
    /// Reads a block's body; `erasable` is the block's erasable part, or none if it was erased.
    #[must_use]
    pub fn new(records: &'a [u8], erasable: Option<&'a [u8]>) -> Self {
        Self { len: records.len(), from: Reader::new(records), erasable, previous: None }
    }
}

impl Iterator for LogReader<'_> {
    type Item = Result<LogEntry, FoldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from.left() == 0 {
            return None;
        }
        let offset = self.len - self.from.left();
        let entry = Record::read(&mut self.from, self.previous).and_then(|mut record| {
            let Record { number, critical, stamp, .. } = record;
            let fact = Fact::read(number, &mut record.body, self.erasable)?;
            if fact.is_some() {
                record.body.finish()?;
            }
            self.previous = Some(stamp);
            Ok(LogEntry { stamp, number, offset, critical, fact })
        });
        if entry.is_err() {
            self.from = Reader::new(&[]);
        }
        Some(entry.map_err(|_| FoldError::Malformed { offset }))
    }
}

impl LogEntry {
    /// What it is, as a stable name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.fact {
            None => "unknown",
            Some(Fact::Loaded(_)) => "loaded",
            Some(Fact::DayChanged(_)) => "day",
            Some(Fact::Clock(_)) => "clock",
            Some(Fact::Started { .. }) => "started",
            Some(Fact::Opened(_)) => "opened",
            Some(Fact::Resumed(_)) => "resumed",
            Some(Fact::Detached { .. }) => "detached",
            Some(Fact::Closed { .. }) => "closed",
            Some(Fact::Released(_)) => "released",
            Some(Fact::Granted(..) | Fact::GrantedAll(..)) => "granted",
            Some(Fact::Denied(..) | Fact::DeniedAgain(_) | Fact::DeniedAll(..)) => "denied",
            Some(Fact::CheckedIn(..) | Fact::CheckedInAll(..)) => "checked_in",
            Some(Fact::Cancelled(..)) => "cancelled",
            Some(Fact::Refused(..)) => "refused",
            Some(Fact::ClockReset(_)) => "clock_reset",
            Some(Fact::Queued(..)) => "queued",
            Some(Fact::Served(_)) => "served",
            Some(Fact::Unserved(_)) => "unserved",
            Some(Fact::Passed(_)) => "passed",
            Some(Fact::RulesLoaded(_)) => "rules",
            Some(Fact::HoldEnded(_)) => "hold_ended",
            Some(Fact::Reserved(_)) => "reserved",
            Some(Fact::Unreserved(_)) => "unreserved",
            Some(Fact::ReservationEnded(_)) => "reservation_ended",
            Some(Fact::ReservationPostponed(..)) => "reservation_postponed",
            Some(Fact::Borrowed(_)) => "borrowed",
            Some(Fact::Refreshed(..)) => "refreshed",
            Some(Fact::Returned(..)) => "returned",
            Some(Fact::BorrowEnded(_)) => "borrow_ended",
            Some(Fact::BorrowPostponed(..)) => "borrow_postponed",
            Some(Fact::BorrowRevoked(_)) => "borrow_revoked",
            Some(Fact::NamedReleased(_)) => "named_released",
            Some(Fact::Note(_)) => "note",
        }
    }

    /// What it says, as names and values. Features and pools are told by number: their names stand
    /// in the `loaded` record that made them.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        self.fact.as_ref().map(Fields::of).unwrap_or_default()
    }
}

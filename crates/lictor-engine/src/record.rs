//! Records: a fact with its stamp, framed so that an older reader can step over what it does not
//! know.
//!
//! `tag` (number × 2, + 1 if critical), `length`, then in `length` bytes the stamp and the body.
//! The first record of a block carries its whole stamp, each further one what was added to the
//! stamp before it: ledger time, and wall time beyond that.

use alloc::vec::Vec;

use lictor_types::Stamp;

use crate::codec::{Code, Malformed, Reader};
use crate::effects::Effects;
use crate::fact::Fact;

/// Every fact changes the ledger, so none may be skipped.
const CRITICAL: u64 = 1;

impl Effects {
    /// Appends the record of a fact.
    pub(crate) fn record(&mut self, stamp: Stamp, fact: &Fact) {
        let out = &mut self.records;
        (u64::from(fact.number()) << 1 | CRITICAL).write(out);
        let start = out.len();
        out.push(0);
        write_stamp((self.record_count > 0).then_some(self.stamp), stamp, out);
        fact.write(out, &mut self.erasable);
        write_length(start, out);
        self.record_count += 1;
        self.stamp = stamp;
    }
}

/// A record taken off the front of a block.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) number: u16,
    pub(crate) critical: bool,
    pub(crate) stamp: Stamp,
    pub(crate) body: Reader<'a>,
}

impl<'a> Record<'a> {
    /// Reads the next record; `previous` is the stamp of the one before it in its block.
    pub(crate) fn read(from: &mut Reader<'a>, previous: Option<Stamp>) -> Result<Self, Malformed> {
        let tag = u64::read(from)?;
        let number = u16::try_from(tag >> 1).map_err(|_| Malformed)?;
        let len = from.length()?;
        let mut body = Reader::new(from.bytes(len)?);
        let stamp = read_stamp(previous, &mut body)?;
        Ok(Self { number, critical: tag & CRITICAL != 0, stamp, body })
    }
}

fn write_stamp(previous: Option<Stamp>, stamp: Stamp, out: &mut Vec<u8>) {
    let Some(previous) = previous else { return stamp.write(out) };
    let passed = stamp.ledger_ms.wrapping_sub(previous.ledger_ms);
    let drift = stamp.wall_ms.wrapping_sub(previous.wall_ms).wrapping_sub(passed);
    passed.write(out);
    drift.cast_signed().write(out);
}

fn read_stamp(previous: Option<Stamp>, from: &mut Reader<'_>) -> Result<Stamp, Malformed> {
    let Some(previous) = previous else { return Stamp::read(from) };
    let passed = u64::read(from)?;
    let drift = i64::read(from)?.cast_unsigned();
    let ledger_ms = previous.ledger_ms.checked_add(passed).ok_or(Malformed)?;
    Ok(Stamp { ledger_ms, wall_ms: previous.wall_ms.wrapping_add(passed).wrapping_add(drift) })
}

/// Puts the length of what follows the byte at `start` there; makes room if one byte is too few.
fn write_length(start: usize, out: &mut Vec<u8>) {
    let len = out.len() - start - 1;
    if let Ok(short @ 0..0x80) = u8::try_from(len) {
        out[start] = short;
        return;
    }
    let mut long = Vec::new();
    (len as u64).write(&mut long);
    out.splice(start..=start, long);
}

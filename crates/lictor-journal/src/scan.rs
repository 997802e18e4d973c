//! Walking the blocks of one segment, every byte of it accounted for.

use lictor_types::Digest;

use crate::block::{Block, BlockKind, RawBlock};
use crate::bytes::first_nonzero;
use crate::defect::Defect;
use crate::options::PAGE;
use crate::segment::{OPENING_BYTES, Opening, SegmentHeader};

/// Where the log stands: what the next block must name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) next_seq: u64,
    pub(crate) head: Digest,
}

/// What comes next in a segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A block in its place, at this offset.
    Block { offset: usize, block: Block<'a> },
    /// The seal; nothing follows it in this segment.
    Sealed,
    /// Only zeros are left.
    End,
    /// Something else is there, at this offset.
    Bad { offset: usize, defect: Defect },
}

/// A walk through one segment. Reading on after new bytes were appended is possible.
pub(crate) struct Scan {
    seed: u32,
    /// End of what was accepted so far.
    pub(crate) offset: usize,
    /// `None` until the opening was read, if the caller did not know where the log stands.
    pub(crate) cursor: Option<Cursor>,
    pub(crate) opened: bool,
}

impl Scan {
    /// Starts at the opening; `expected` is where the log stands, if that is known.
    pub(crate) fn new(header: &SegmentHeader, expected: Option<Cursor>) -> Self {
        Self { seed: header.seed(), offset: PAGE, cursor: expected, opened: false }
    }

    /// Reads the next block from the whole bytes of the segment.
    pub(crate) fn step<'a>(&mut self, segment: &'a [u8]) -> Step<'a> {
        if !self.opened {
            match self.open(segment) {
                Ok(true) => {}
                Ok(false) => return Step::End,
                Err(defect) => return Step::Bad { offset: PAGE, defect },
            }
        }
        let Some(cursor) = self.cursor else { return Step::End };
        match self.find(segment) {
            Found::Block(offset) => self.take(segment, offset, cursor),
            Found::Nothing => Step::End,
            Found::Stray(offset) => Step::Bad { offset, defect: Defect::Padding },
        }
    }

    fn open(&mut self, segment: &[u8]) -> Result<bool, Defect> {
        let rest = segment.get(PAGE..).unwrap_or_default();
        if first_nonzero(rest).is_none() {
            return Ok(false);
        }
        let Opening { first_seq, head } = Opening::decode(rest, self.seed)?;
        if let Some(expected) = self.cursor {
            if expected.next_seq != first_seq {
                return Err(Defect::Sequence { expected: expected.next_seq, found: first_seq });
            }
            if expected.head != head {
                return Err(Defect::Chain);
            }
        }
        self.cursor = Some(Cursor { next_seq: first_seq, head });
        self.offset = PAGE + OPENING_BYTES;
        self.opened = true;
        Ok(true)
    }

    /// The next block starts right after the last one, or on the next page.
    fn find(&self, segment: &[u8]) -> Found {
        let here = self.offset;
        let rest = segment.get(here..).unwrap_or_default();
        if !starts_zero(rest) {
            return Found::Block(here);
        }
        let page = here.next_multiple_of(PAGE).min(segment.len());
        if let Some(stray) = first_nonzero(&segment[here.min(page)..page]) {
            return Found::Stray(here + stray);
        }
        let rest = &segment[page..];
        match first_nonzero(rest) {
            None => Found::Nothing,
            Some(stray) if starts_zero(rest) => Found::Stray(page + stray),
            Some(_) => Found::Block(page),
        }
    }

    fn take<'a>(&mut self, segment: &'a [u8], offset: usize, cursor: Cursor) -> Step<'a> {
        match self.check(segment, offset, cursor) {
            Err(defect) => Step::Bad { offset, defect },
            Ok((block, end)) => {
                self.offset = end;
                if block.kind != BlockKind::Seal {
                    self.cursor = Some(Cursor { next_seq: block.last_seq() + 1, head: block.chain });
                    return Step::Block { offset, block };
                }
                match first_nonzero(&segment[end..]) {
                    None => Step::Sealed,
                    Some(stray) => Step::Bad { offset: end + stray, defect: Defect::Padding },
                }
            }
        }
    }

    fn check<'a>(
        &self,
        segment: &'a [u8],
        offset: usize,
        cursor: Cursor,
    ) -> Result<(Block<'a>, usize), Defect> {
        let raw = RawBlock::parse(&segment[offset..], self.seed)?;
        let end = offset + raw.stored_bytes;
        if raw.first_seq() != cursor.next_seq {
            return Err(Defect::Sequence { expected: cursor.next_seq, found: raw.first_seq() });
        }
        Ok((raw.extend(cursor.head)?, end))
    }
}

enum Found {
    Block(usize),
    Nothing,
    Stray(usize),
}

fn starts_zero(bytes: &[u8]) -> bool {
    bytes.get(..4).is_none_or(|start| start == [0; 4])
}

/// The highest sequence that a whole block at or after `from` calls durable; 0 if there is none.
///
/// A block that raises it always starts on a page, or follows the opening, so only those places are
/// looked at.
pub(crate) fn synced_evidence(segment: &[u8], header: &SegmentHeader, from: usize) -> u64 {
    let seed = header.seed();
    let pages = (PAGE..segment.len()).step_by(PAGE);
    let places = std::iter::once(PAGE + OPENING_BYTES).chain(pages).filter(|place| from <= *place);
    places
        .filter_map(|place| RawBlock::parse(segment.get(place..)?, seed).ok())
        .map(|raw| raw.synced_seq())
        .max()
        .unwrap_or(0)
}

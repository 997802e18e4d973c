//! One block: a header that names its place, record bytes, and text that may be erased.

use lictor_types::Digest;
use lictor_types::limits::BLOCK_BYTES_MAX;

use crate::bytes::{Fields, first_nonzero};
use crate::chain::sha256;
use crate::defect::Defect;

const MAGIC: [u8; 4] = *b"LJbk";
pub(crate) const HEADER_BYTES: usize = 128;
/// From here to the end of the body one SHA-256 covers the block; what stands before it differs
/// between nodes (how far each had synced) or changes when text is erased.
const CHAINED_FROM: usize = 24;
pub(crate) const SALT_BYTES: usize = 16;
const FLAG_ERASED: u32 = 1;

/// What a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockKind {
    /// Records. The only kind that takes sequence numbers and moves the chain.
    Application,
    /// Nothing; a leader's first entry, or the mark of an orderly stop.
    Blank,
    /// The members of a cluster.
    Membership,
    /// The end of a segment.
    Seal,
}

impl BlockKind {
    const fn number(self) -> u32 {
        match self {
            Self::Application => 1,
            Self::Blank => 2,
            Self::Membership => 3,
            Self::Seal => 4,
        }
    }

    const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Application),
            2 => Some(Self::Blank),
            3 => Some(Self::Membership),
            4 => Some(Self::Seal),
            _ => None,
        }
    }
}

/// A block to be appended.
#[derive(Debug, Clone, Copy)]
pub struct PendingBlock<'a> {
    /// What it is for. Not [`BlockKind::Seal`], which the journal writes itself.
    pub kind: BlockKind,
    /// Term of the leader that made it; 0 on a single server.
    pub term: u64,
    /// Place in the cluster's log; 0 on a single server.
    pub index: u64,
    /// Records in it: at least 1 for an application block, 0 for the others.
    pub count: u32,
    /// The records.
    pub body: &'a [u8],
    /// Personal text that the records refer to; may be empty.
    pub erasable: &'a [u8],
}

impl<'a> PendingBlock<'a> {
    /// A block of `count` records on a single server.
    #[must_use]
    pub const fn records(count: u32, body: &'a [u8], erasable: &'a [u8]) -> Self {
        Self { kind: BlockKind::Application, term: 0, index: 0, count, body, erasable }
    }

    /// A block that only says how far the journal is synced.
    pub(crate) const fn blank() -> Self {
        Self { kind: BlockKind::Blank, term: 0, index: 0, count: 0, body: &[], erasable: &[] }
    }

    pub(crate) const fn seal() -> Self {
        Self { kind: BlockKind::Seal, term: 0, index: 0, count: 0, body: &[], erasable: &[] }
    }

    /// Bytes of body and erasable text together.
    pub(crate) fn payload_bytes(&self) -> usize {
        self.body.len() + self.erasable.len()
    }

    /// Bytes in the segment, padding to the next block included.
    pub(crate) fn stored_bytes(&self) -> usize {
        let salt = if self.erasable.is_empty() { 0 } else { SALT_BYTES };
        (HEADER_BYTES + self.payload_bytes() + salt).next_multiple_of(8)
    }

    /// Puts the block at the end of `out` and returns the chain head after it.
    pub(crate) fn encode(&self, place: &Place, salt: &[u8; SALT_BYTES], out: &mut Vec<u8>) -> Digest {
        let start = out.len();
        let erasable_bytes = if self.erasable.is_empty() { 0 } else { SALT_BYTES + self.erasable.len() };
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&place.synced_seq.to_le_bytes());
        out.extend_from_slice(&[0; 8]);
        out.extend_from_slice(&self.kind.number().to_le_bytes());
        out.extend_from_slice(&self.count.to_le_bytes());
        out.extend_from_slice(&self.term.to_le_bytes());
        out.extend_from_slice(&self.index.to_le_bytes());
        out.extend_from_slice(&place.first_seq.to_le_bytes());
        out.extend_from_slice(&(self.body.len() as u32).to_le_bytes());
        out.extend_from_slice(&(erasable_bytes as u32).to_le_bytes());
        out.extend_from_slice(&place.head.0);
        let commitment = out.len();
        out.extend_from_slice(&[0; 32]);
        out.extend_from_slice(self.body);
        let body_end = out.len();
        if erasable_bytes != 0 {
            out.extend_from_slice(salt);
            out.extend_from_slice(self.erasable);
            let digest = sha256(&out[body_end..]);
            out[commitment..commitment + 32].copy_from_slice(&digest.0);
        }
        let head = match self.kind {
            BlockKind::Application => sha256(&out[start + CHAINED_FROM..body_end]),
            BlockKind::Blank | BlockKind::Membership | BlockKind::Seal => place.head,
        };
        let checksum = crc32c::crc32c_append(place.seed, &out[start + 8..]);
        out[start + 4..start + 8].copy_from_slice(&checksum.to_le_bytes());
        out.resize(start + (out.len() - start).next_multiple_of(8), 0);
        head
    }
}

/// Where a block is put.
pub(crate) struct Place {
    pub(crate) first_seq: u64,
    pub(crate) synced_seq: u64,
    pub(crate) head: Digest,
    pub(crate) seed: u32,
}

/// A block that was read and found genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'a> {
    /// What it is for.
    pub kind: BlockKind,
    /// Term of the leader that made it; 0 on a single server.
    pub term: u64,
    /// Place in the cluster's log; 0 on a single server.
    pub index: u64,
    /// Sequence of its first record; of the next record to come if it has none.
    pub first_seq: u64,
    /// Records in it.
    pub count: u32,
    /// How far the journal was known to be durable when the block was written.
    pub synced_seq: u64,
    /// The records.
    pub body: &'a [u8],
    /// The erasable text, if there is any and it is still there.
    pub erasable: Option<&'a [u8]>,
    /// There was erasable text, and it was erased.
    pub erased: bool,
    /// Head of the chain before the block.
    pub previous: Digest,
    /// Head of the chain after the block.
    pub chain: Digest,
}

impl Block<'_> {
    /// Sequence of the last record up to and including this block.
    #[must_use]
    pub const fn last_seq(&self) -> u64 {
        self.first_seq + self.count as u64 - 1
    }
}

/// A block whose checksum is right; its place in the log is not yet looked at.
pub(crate) struct RawBlock<'a> {
    block: Block<'a>,
    chained: &'a [u8],
    commitment: Digest,
    erasable: &'a [u8],
    /// Bytes it takes, padding included.
    pub(crate) stored_bytes: usize,
}

impl<'a> RawBlock<'a> {
    /// Reads the block at the start of `bytes` (TRU-04).
    pub(crate) fn parse(bytes: &'a [u8], seed: u32) -> Result<Self, Defect> {
        if bytes.get(..4) != Some(&MAGIC) {
            return Err(Defect::Magic);
        }
        let header = bytes.get(..HEADER_BYTES).ok_or(Defect::Length)?;
        let mut lengths = Fields(&header[56..]);
        let (Some(body), Some(erasable)) = (lengths.u32(), lengths.u32()) else { return Err(Defect::Length) };
        let (body, erasable) = (body as usize, erasable as usize);
        if BLOCK_BYTES_MAX < body || BLOCK_BYTES_MAX + SALT_BYTES < erasable {
            return Err(Defect::Length);
        }
        let (body_end, end) = (HEADER_BYTES + body, HEADER_BYTES + body + erasable);
        let whole = bytes.get(..end.next_multiple_of(8)).ok_or(Defect::Length)?;
        if header[4..8] != crc32c::crc32c_append(seed, &whole[8..end]).to_le_bytes() {
            return Err(Defect::Checksum);
        }
        if first_nonzero(&whole[end..]).is_some() {
            return Err(Defect::Padding);
        }
        let (block, commitment) = decode_fields(Fields(&header[8..])).ok_or(Defect::Field)?;
        let raw = Self {
            block: Block { body: &whole[HEADER_BYTES..body_end], ..block },
            chained: &whole[CHAINED_FROM..body_end],
            commitment,
            erasable: &whole[body_end..end],
            stored_bytes: whole.len(),
        };
        if raw.is_sane() { Ok(raw) } else { Err(Defect::Field) }
    }

    fn is_sane(&self) -> bool {
        let Block { kind, count, first_seq, synced_seq, erased, body, .. } = &self.block;
        let counted = match kind {
            BlockKind::Application => *count != 0,
            BlockKind::Blank | BlockKind::Membership => *count == 0,
            BlockKind::Seal => *count == 0 && body.is_empty() && self.erasable.is_empty(),
        };
        let text = match self.erasable.len() {
            0 => !erased && self.commitment == Digest([0; 32]),
            bytes => SALT_BYTES < bytes && (!erased || first_nonzero(self.erasable).is_none()),
        };
        counted && text && synced_seq < first_seq && first_seq.checked_add(u64::from(*count)).is_some()
    }

    pub(crate) fn first_seq(&self) -> u64 {
        self.block.first_seq
    }

    pub(crate) fn synced_seq(&self) -> u64 {
        self.block.synced_seq
    }

    /// Takes the block as the one that extends `head`.
    pub(crate) fn extend(self, head: Digest) -> Result<Block<'a>, Defect> {
        if self.block.previous != head {
            return Err(Defect::Chain);
        }
        let text = self.erasable.get(SALT_BYTES..).filter(|_| !self.block.erased);
        if text.is_some() && sha256(self.erasable) != self.commitment {
            return Err(Defect::Commitment);
        }
        let chain = match self.block.kind {
            BlockKind::Application => sha256(self.chained),
            BlockKind::Blank | BlockKind::Membership | BlockKind::Seal => head,
        };
        Ok(Block { erasable: text, chain, ..self.block })
    }
}

fn decode_fields(mut fields: Fields<'_>) -> Option<(Block<'static>, Digest)> {
    let synced_seq = fields.u64()?;
    let flags = fields.u32()?;
    let reserved = fields.u32()?;
    let kind = BlockKind::from_number(fields.u32()?)?;
    let count = fields.u32()?;
    let (term, index, first_seq) = (fields.u64()?, fields.u64()?, fields.u64()?);
    let _lengths = fields.u64()?;
    let previous = Digest(fields.array()?);
    let commitment = Digest(fields.array()?);
    let block = Block {
        kind,
        term,
        index,
        first_seq,
        count,
        synced_seq,
        body: &[],
        erasable: None,
        erased: flags == FLAG_ERASED,
        previous,
        chain: previous,
    };
    (flags & !FLAG_ERASED == 0 && reserved == 0).then_some((block, commitment))
}

//! The first page of a segment, which is durable before the segment is used, and its opening, which
//! is written with the first block.

use lictor_types::Digest;

use crate::bytes::{Fields, first_nonzero};
use crate::defect::Defect;
use crate::options::{Options, PAGE, SEGMENT_BYTES_MAX, SEGMENT_BYTES_MIN};

const MAGIC: [u8; 8] = *b"lictorJ\n";
const OPENING_MAGIC: [u8; 4] = *b"LJop";
/// The format this crate writes.
pub(crate) const FORMAT: u16 = 1;
const CHECKED_FROM: usize = 12;
const HEADER_BYTES: usize = 64;
pub(crate) const OPENING_BYTES: usize = 64;

/// What is known of a segment before anything is written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    pub(crate) server_id: [u8; 16],
    pub(crate) ledger_id: u32,
    pub(crate) ordinal: u64,
    pub(crate) segment_bytes: u64,
    /// Enters every checksum of the segment, so that bytes a client put into a record cannot pose as
    /// a block.
    pub(crate) nonce: [u8; 8],
}

impl SegmentHeader {
    pub(crate) fn encode(&self) -> [u8; PAGE] {
        let mut page = [0; PAGE];
        page[..8].copy_from_slice(&MAGIC);
        page[12..14].copy_from_slice(&FORMAT.to_le_bytes());
        page[14..16].copy_from_slice(&FORMAT.to_le_bytes());
        page[16..32].copy_from_slice(&self.server_id);
        page[32..36].copy_from_slice(&self.ledger_id.to_le_bytes());
        page[40..48].copy_from_slice(&self.ordinal.to_le_bytes());
        page[48..56].copy_from_slice(&self.segment_bytes.to_le_bytes());
        page[56..64].copy_from_slice(&self.nonce);
        let checksum = crc32c::crc32c(&page[CHECKED_FROM..HEADER_BYTES]);
        page[8..12].copy_from_slice(&checksum.to_le_bytes());
        page
    }

    /// Reads the first page; the offset of a defect is within it.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, (usize, Defect)> {
        let Some(page) = bytes.get(..PAGE) else { return Err((bytes.len(), Defect::Length)) };
        let mut fields = Fields(page);
        if fields.array() != Some(MAGIC) {
            return Err((0, Defect::Magic));
        }
        if fields.u32() != Some(crc32c::crc32c(&page[CHECKED_FROM..HEADER_BYTES])) {
            return Err((8, Defect::Checksum));
        }
        let (Some(_format), Some(reader_min)) = (fields.u16(), fields.u16()) else {
            return Err((12, Defect::Length));
        };
        if FORMAT < reader_min {
            return Err((14, Defect::NewerFormat));
        }
        if let Some(at) = first_nonzero(&page[HEADER_BYTES..]) {
            return Err((HEADER_BYTES + at, Defect::Padding));
        }
        Self::decode_fields(fields).ok_or((16, Defect::Field))
    }

    fn decode_fields(mut fields: Fields<'_>) -> Option<Self> {
        let header = Self {
            server_id: fields.array()?,
            ledger_id: fields.u32()?,
            ordinal: match fields.u32()? {
                0 => fields.u64()?,
                _ => return None,
            },
            segment_bytes: fields.u64()?,
            nonce: fields.array()?,
        };
        let bytes = header.segment_bytes;
        let sane =
            (SEGMENT_BYTES_MIN..=SEGMENT_BYTES_MAX).contains(&bytes) && bytes.is_multiple_of(PAGE as u64);
        (sane && header.ordinal != 0).then_some(header)
    }

    pub(crate) fn belongs_to(&self, options: &Options) -> bool {
        self.server_id == options.server_id && self.ledger_id == options.ledger_id
    }

    /// What every checksum of this segment starts from.
    pub(crate) fn seed(&self) -> u32 {
        crc32c::crc32c(&self.nonce)
    }
}

/// What a segment goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) first_seq: u64,
    pub(crate) head: Digest,
}

impl Opening {
    pub(crate) fn encode(&self, seed: u32) -> [u8; OPENING_BYTES] {
        let mut out = [0; OPENING_BYTES];
        out[..4].copy_from_slice(&OPENING_MAGIC);
        out[8..16].copy_from_slice(&self.first_seq.to_le_bytes());
        out[32..].copy_from_slice(&self.head.0);
        let checksum = crc32c::crc32c_append(seed, &out[8..]);
        out[4..8].copy_from_slice(&checksum.to_le_bytes());
        out
    }

    pub(crate) fn decode(bytes: &[u8], seed: u32) -> Result<Self, Defect> {
        let opening = bytes.get(..OPENING_BYTES).ok_or(Defect::Length)?;
        let mut fields = Fields(opening);
        if fields.array() != Some(OPENING_MAGIC) {
            return Err(Defect::Magic);
        }
        if fields.u32() != Some(crc32c::crc32c_append(seed, &opening[8..])) {
            return Err(Defect::Checksum);
        }
        let (first_seq, reserved, head) = (fields.u64(), fields.array::<16>(), fields.array());
        match (first_seq, head) {
            (Some(first_seq @ 1..), Some(head)) if reserved == Some([0; 16]) => {
                Ok(Self { first_seq, head: Digest(head) })
            }
            _ => Err(Defect::Field),
        }
    }
}

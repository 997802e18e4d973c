//! Files that hold the state at one sequence, so that a start need not fold the whole log.

use std::io;

use lictor_types::Digest;

use crate::bytes::Fields;
use crate::chain::sha256;
use crate::defect::Defect;
use crate::error::SnapshotError;
use crate::journal::Position;
use crate::names::{self, Named};
use crate::options::Options;
use crate::segment::FORMAT;
use crate::storage::{SegmentFile, Storage};

const MAGIC: [u8; 8] = *b"lictorS\n";
const HEADER_BYTES: usize = 128;
const CHECKED_FROM: usize = 12;
/// Snapshots that are kept: should the newest be damaged, the one before it still starts the server.
const KEPT: usize = 2;

/// The state of a ledger at one place of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// After which record, with the chain head there.
    pub position: Position,
    /// What the caller stored.
    pub content: Vec<u8>,
}

/// What a directory holds of snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshots {
    /// The newest that is whole.
    pub newest: Option<Snapshot>,
    /// Newer ones that are not, with what is wrong with them.
    pub damaged: Vec<(String, Defect)>,
}

/// Stores the state at `position` and removes all but the newest two snapshots.
///
/// The journal must be durable up to `position`. The segments after the *older* of the two must be kept.
///
/// # Errors
///
/// [`SnapshotError`]; the snapshots before it are still there.
pub fn write_snapshot<S: Storage>(
    storage: &S,
    options: &Options,
    position: Position,
    content: &[u8],
) -> Result<(), SnapshotError> {
    let name = names::snapshot(position.seq);
    let unfinished = names::unfinished(&name);
    let write = || -> io::Result<()> {
        let file = storage.create(&unfinished)?;
        file.write_all_at(&encode_header(options, position, content), 0)?;
        file.write_all_at(content, HEADER_BYTES as u64)?;
        file.sync_data()?;
        storage.rename(&unfinished, &name)?;
        storage.sync_dir()?;
        for old in sequences(storage)?.into_iter().skip(KEPT) {
            storage.remove(&names::snapshot(old))?;
        }
        Ok(())
    };
    write().map_err(|source| SnapshotError::Io { file: name.clone(), source })
}

/// Reads the newest whole snapshot of this server.
///
/// # Errors
///
/// [`SnapshotError`] when the system failed; damage is told in the answer.
pub fn latest_snapshot<S: Storage>(storage: &S, options: &Options) -> Result<Snapshots, SnapshotError> {
    let io = |file: &str| {
        let file = file.to_owned();
        |source| SnapshotError::Io { file, source }
    };
    let mut damaged = Vec::new();
    for seq in sequences(storage).map_err(io("the directory"))? {
        let name = names::snapshot(seq);
        match read(storage, &name, Some(options)).map_err(io(&name))? {
            Ok(snapshot) if snapshot.position.seq == seq => {
                return Ok(Snapshots { newest: Some(snapshot), damaged });
            }
            Ok(_) => damaged.push((name, Defect::Field)),
            Err((_, defect)) => damaged.push((name, defect)),
        }
    }
    Ok(Snapshots { newest: None, damaged })
}

/// The sequences of all snapshots, newest first.
pub(crate) fn sequences<S: Storage>(storage: &S) -> io::Result<Vec<u64>> {
    let mut found: Vec<u64> = storage
        .list()?
        .iter()
        .filter_map(|name| match Named::parse(name)? {
            Named::Snapshot(seq) => Some(seq),
            Named::Segment(_) | Named::Truncate(_) | Named::Unfinished => None,
        })
        .collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    Ok(found)
}

/// Reads and checks one snapshot; `owner` is whose it must be.
pub(crate) fn read<S: Storage>(
    storage: &S,
    name: &str,
    owner: Option<&Options>,
) -> io::Result<Result<Snapshot, (usize, Defect)>> {
    let file = storage.open(name)?;
    let size = file.size()?;
    let mut header = [0; HEADER_BYTES];
    if file.read_full_at(&mut header, 0)? < HEADER_BYTES {
        return Ok(Err((0, Defect::Length)));
    }
    let header = match Header::decode(&header, owner) {
        Ok(header) => header,
        Err(defect) => return Ok(Err(defect)),
    };
    // The length is believed only as far as the file goes (TRU-04).
    if size.checked_sub(HEADER_BYTES as u64) != Some(header.bytes) {
        return Ok(Err((48, Defect::Length)));
    }
    let mut content = vec![0; header.bytes as usize];
    let read = file.read_full_at(&mut content, HEADER_BYTES as u64)?;
    if read < content.len() || sha256(&content) != header.digest {
        return Ok(Err((HEADER_BYTES, Defect::Content)));
    }
    Ok(Ok(Snapshot { position: header.position, content }))
}

struct Header {
    position: Position,
    bytes: u64,
    digest: Digest,
}

fn encode_header(options: &Options, position: Position, content: &[u8]) -> [u8; HEADER_BYTES] {
    let mut out = [0; HEADER_BYTES];
    out[..8].copy_from_slice(&MAGIC);
    out[12..14].copy_from_slice(&FORMAT.to_le_bytes());
    out[14..16].copy_from_slice(&FORMAT.to_le_bytes());
    out[16..32].copy_from_slice(&options.server_id);
    out[32..36].copy_from_slice(&options.ledger_id.to_le_bytes());
    out[40..48].copy_from_slice(&position.seq.to_le_bytes());
    out[48..56].copy_from_slice(&(content.len() as u64).to_le_bytes());
    out[56..88].copy_from_slice(&position.head.0);
    out[88..120].copy_from_slice(&sha256(content).0);
    let checksum = crc32c::crc32c(&out[CHECKED_FROM..]);
    out[8..12].copy_from_slice(&checksum.to_le_bytes());
    out
}

impl Header {
    fn decode(bytes: &[u8; HEADER_BYTES], owner: Option<&Options>) -> Result<Self, (usize, Defect)> {
        let mut fields = Fields(bytes);
        if fields.array() != Some(MAGIC) {
            return Err((0, Defect::Magic));
        }
        if fields.u32() != Some(crc32c::crc32c(&bytes[CHECKED_FROM..])) {
            return Err((8, Defect::Checksum));
        }
        let (_format, reader_min) = (fields.u16(), fields.u16());
        if reader_min.is_none_or(|min| FORMAT < min) {
            return Err((14, Defect::NewerFormat));
        }
        let (server_id, ledger_id) = (fields.array::<16>(), fields.u32());
        let ours = |owner: &Options| server_id == Some(owner.server_id) && ledger_id == Some(owner.ledger_id);
        if !owner.is_none_or(ours) {
            return Err((16, Defect::Foreign));
        }
        Self::decode_rest(fields).ok_or((36, Defect::Field))
    }

    fn decode_rest(mut fields: Fields<'_>) -> Option<Self> {
        let reserved = fields.u32()?;
        let (seq, bytes) = (fields.u64()?, fields.u64()?);
        let (head, digest) = (Digest(fields.array()?), Digest(fields.array()?));
        let tail = fields.u64()?;
        (reserved == 0 && tail == 0).then_some(Self { position: Position { seq, head }, bytes, digest })
    }
}

//! The record: every signature and every refusal, one JSON line each, chained by hashes.
//!
//! A line is a JSON object whose last member is `hash`: SHA-256 over the bytes of the line before
//! `,"hash":`. One of those bytes' members is `previous`, the hash of the line before (64 zeros on the
//! first). So an edit, an insertion or a removal breaks the chain. What the chain cannot show is a cut
//! tail; the office keeps `sequence` and `record_hash` of every file and is the witness of that.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

use lictor_types::CivilDate;
use serde::{Deserialize, Serialize};

use crate::signer::denial::Denial;
use crate::signer::place::sync_parent;
use crate::signer::request::SignRequest;
use crate::time::Time;

/// More than the largest line has: a request and a file, both as JSON.
const LINE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// What the first line names as the hash before it.
const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const HASH_OPENING: &str = ",\"hash\":\"";
const HASH_CLOSING: &str = "\"}";

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// The signer started, with this key and policy.
    Started {
        /// The vendor.
        vendor: String,
        /// The key.
        key_id: String,
        /// The text of the policy; empty for the default.
        policy: String,
    },
    /// A line that a crash left unfinished was cut off. No answer had left for it.
    Repaired {
        /// Its length.
        removed_bytes: u64,
    },
    /// A file was signed.
    Signed(Box<Signature>),
    /// A request was refused.
    Refused {
        /// The request's id, cut at its longest.
        id: String,
        /// Digest of the request.
        content: String,
        /// What was asked for, in short.
        asked: Vec<String>,
        /// Why not.
        denial: Denial,
    },
}

/// A signed file in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Digest of what must be equal when the request comes again.
    pub content: String,
    /// The request, with the office's clock.
    pub request: SignRequest,
    /// The second person, if one released it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// The key.
    pub key_id: String,
    /// ISSUED.
    #[serde(with = "lictor_entitle::civil")]
    pub issued: CivilDate,
    /// What was signed, in the order of the file.
    pub licenses: Vec<SignedLicense>,
    /// What draws attention.
    pub warnings: Vec<String>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The file.
    pub file: String,
}

/// One license of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLicense {
    /// The feature.
    pub feature: String,
    /// SERIAL.
    pub serial: String,
    /// SHA-256 of the signed bytes.
    pub content: String,
    /// COUNT; absent if unlimited or local.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Who released a request above a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The name given, or the user id of the system.
    pub by: String,
    /// When, by the signer's clock.
    pub at: Time,
}

/// A line of the record, the hash apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1, without gaps.
    pub sequence: u64,
    /// The signer's own clock.
    pub time: Time,
    /// Hash of the line before.
    pub previous: String,
    /// What happened.
    pub entry: Entry,
}

/// Where a line lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first byte.
    pub offset: u64,
    /// Its length without the line end.
    pub length: usize,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its sequence; 0 before the first.
    pub sequence: u64,
    /// Its hash.
    pub hash: String,
}

/// What a walk over the whole record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The last good line.
    pub head: Head,
    /// Bytes up to its end.
    pub bytes: u64,
    /// Bytes behind it that a crash, or a signer that writes just now, left unfinished.
    pub torn_bytes: u64,
}

/// Why a record is not believed.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The system cannot read or write it.
    #[error("the record cannot be used: {0}")]
    Io(#[from] io::Error),
    /// Another signer has it open.
    #[error("another signer uses this record")]
    InUse,
    /// A line is not as it was written.
    #[error("line {line} of the record: {text}")]
    Broken {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        text: &'static str,
    },
}

/// The record, open for one writer.
#[derive(Debug)]
pub struct Record {
    file: File,
    length: u64,
    head: Head,
    damaged: bool,
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(ring::digest::digest(&ring::digest::SHA256, bytes))
}

/// Reads a whole record and gives every line to `take`.
///
/// # Errors
///
/// [`RecordError`]; of a broken line everything before it was good.
pub fn walk(file: &File, mut take: impl FnMut(Span, &str, Line)) -> Result<Walked, RecordError> {
    let mut reader = BufReader::with_capacity(256 * 1024, file);
    reader.seek(SeekFrom::Start(0))?;
    let mut found = Walked { head: Head { sequence: 0, hash: NO_HASH.to_owned() }, bytes: 0, torn_bytes: 0 };
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        (&mut reader).take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(found);
        }
        let line = found.head.sequence + 1;
        if is_torn(&bytes) {
            found.torn_bytes = file.metadata()?.len().saturating_sub(found.bytes);
            return tail_is_rubbish(&mut reader).and_then(|rubbish| {
                let text = "is no line, but good lines follow";
                if rubbish { Ok(found) } else { Err(RecordError::Broken { line, text }) }
            });
        }
        let content = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let (parsed, hash) =
            read_line(content, &found.head).map_err(|text| RecordError::Broken { line, text })?;
        let span = Span { offset: found.bytes, length: content.len() };
        take(span, &hash, parsed);
        found.head = Head { sequence: line, hash };
        found.bytes += bytes.len() as u64;
    }
}

/// A crash tears the tail only. Were good lines cut off with it, a single byte put into the middle
/// would erase them.
fn tail_is_rubbish(reader: &mut impl io::BufRead) -> Result<bool, RecordError> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        reader.take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(true);
        }
        let text = str::from_utf8(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).unwrap_or_default();
        if split(text).is_some_and(|(content, hash)| digest(content.as_bytes()) == hash) {
            return Ok(false);
        }
    }
}

/// Whether bytes cannot be a line that was written whole: there is no end, or blocks of the file that
/// were never written read as zeros. No line holds a zero byte.
fn is_torn(bytes: &[u8]) -> bool {
    !bytes.ends_with(b"\n") || bytes.contains(&0)
}

fn read_line(bytes: &[u8], before: &Head) -> Result<(Line, String), &'static str> {
    let text = str::from_utf8(bytes).map_err(|_| "is not UTF-8")?;
    let (content, hash) = split(text).ok_or("does not end with its hash")?;
    if digest(content.as_bytes()) != hash {
        return Err("was changed: its hash does not hold");
    }
    let line: Line = serde_json::from_str(text).map_err(|_| "is no line of a record")?;
    if line.previous != before.hash {
        return Err("does not follow the line before it");
    }
    if line.sequence != before.sequence + 1 {
        return Err("has the wrong sequence");
    }
    Ok((line, hash.to_owned()))
}

/// A line as what is hashed and the hash.
fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.len().checked_sub(HASH_OPENING.len() + NO_HASH.len() + HASH_CLOSING.len())?;
    let (content, tail) = text.split_at_checked(at)?;
    Some((content, tail.strip_prefix(HASH_OPENING)?.strip_suffix(HASH_CLOSING)?))
}

impl Record {
    /// Opens the record for writing, makes it if it is not there, and gives every line to `take`. A
    /// line that a crash tore is cut off; then the bytes removed are given too, and the caller records
    /// that.
    ///
    /// # Errors
    ///
    /// [`RecordError`].
    pub fn open(path: &Path, take: impl FnMut(Span, &str, Line)) -> Result<(Self, u64), RecordError> {
        let new = !path.exists();
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).mode(0o600).open(path)?;
        let lock = rustix::fs::FlockOperation::NonBlockingLockExclusive;
        rustix::fs::flock(&file, lock).map_err(|_| RecordError::InUse)?;
        if new {
            file.sync_all()?;
            sync_parent(path)?;
        }
        let walked = walk(&file, take)?;
        if walked.torn_bytes > 0 {
            file.set_len(walked.bytes)?;
            file.sync_all()?;
        }
        let record = Self { file, length: walked.bytes, head: walked.head, damaged: false };
        Ok((record, walked.torn_bytes))
    }

    /// The last line.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Writes a line. It is on disk only after [`Self::sync`], and no answer may leave before.
    ///
    /// # Errors
    ///
    /// If it cannot be written; the record is then as before, or takes no more lines.
    pub fn append(&mut self, time: Time, entry: Entry) -> io::Result<(Span, Head)> {
        if self.damaged {
            return Err(io::Error::other("an earlier line of the record is unfinished"));
        }
        let line = Line { sequence: self.head.sequence + 1, time, previous: self.head.hash.clone(), entry };
        let mut text = serde_json::to_string(&line).map_err(io::Error::other)?;
        text.pop();
        let hash = digest(text.as_bytes());
        text.push_str(HASH_OPENING);
        text.push_str(&hash);
        text.push_str(HASH_CLOSING);
        let span = Span { offset: self.length, length: text.len() };
        text.push('\n');
        if let Err(error) = self.file.write_all(text.as_bytes()) {
            self.damaged = self.file.set_len(self.length).is_err();
            return Err(error);
        }
        self.length += text.len() as u64;
        self.head = Head { sequence: line.sequence, hash };
        Ok((span, self.head.clone()))
    }

    /// Brings all lines to disk.
    ///
    /// # Errors
    ///
    /// What the system says. It tells of a lost line only once, so a caller must not try again but end
    /// and read the record anew.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Reads a line again.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is not as it was written.
    pub fn read(&self, span: Span) -> io::Result<(Line, Head)> {
        let mut bytes = vec![0; span.length];
        self.file.read_exact_at(&mut bytes, span.offset)?;
        let text = str::from_utf8(&bytes).map_err(io::Error::other)?;
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "a line of the record was changed");
        let (content, hash) = split(text).ok_or_else(broken)?;
        if digest(content.as_bytes()) != hash {
            return Err(broken());
        }
        let line: Line = serde_json::from_str(text).map_err(io::Error::other)?;
        let head = Head { sequence: line.sequence, hash: hash.to_owned() };
        Ok((line, head))
    }
}

#[cfg(test)]
mod tests;

//! Frames: a length, a kind and a body.

use alloc::vec::Vec;
use core::fmt;

use crate::kind::Kind;
use crate::revision::PREFACE;
use crate::writer::Writer;

/// Bytes of the length before every frame. It counts what follows it.
pub const PREFIX_BYTES: usize = 4;

/// Why bytes are not a frame. Final for the connection: the stream has no other beginning to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// The connection does not begin with [`PREFACE`].
    Preface,
    /// A frame without even a kind.
    Empty,
    /// A frame above the limit. Nothing was allocated for it.
    Oversized {
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preface => f.write_str("connection does not begin with the preface `lictor1`"),
            Self::Empty => f.write_str("frame is empty"),
            Self::Oversized { bytes, max } => write!(f, "frame has {bytes} bytes, at most {max} are allowed"),
        }
    }
}

impl core::error::Error for FrameError {}

/// Takes the preface off the front of `buf` and says how many bytes it had.
///
/// `Ok(None)` means "not yet": read more and ask again.
///
/// # Errors
///
/// [`FrameError::Preface`] as soon as one byte differs.
pub fn strip_preface(buf: &[u8]) -> Result<Option<usize>, FrameError> {
    match buf.strip_prefix(PREFACE) {
        Some(_) => Ok(Some(PREFACE.len())),
        None if PREFACE.starts_with(buf) => Ok(None),
        None => Err(FrameError::Preface),
    }
}

/// Splits one frame off the front of `buf`: the frame (kind and body) and the bytes it consumed.
///
/// `Ok(None)` means "not yet": read more and ask again; never wait for more than `max` and
/// [`PREFIX_BYTES`]. `max` is [`lictor_types::limits::FRAME_BYTES_MAX_EARLY`] for a server that has
/// not opened a session on the connection yet, else [`lictor_types::limits::FRAME_BYTES_MAX`].
///
/// # Errors
///
/// [`FrameError`] as soon as the length is known and bad (TRU-04).
pub fn split(buf: &[u8], max: usize) -> Result<Option<(&[u8], usize)>, FrameError> {
    let Some((length, rest)) = buf.split_first_chunk::<PREFIX_BYTES>() else { return Ok(None) };
    let bytes = u32::from_be_bytes(*length) as usize;
    if bytes == 0 {
        return Err(FrameError::Empty);
    }
    if bytes > max {
        return Err(FrameError::Oversized { bytes, max });
    }
    Ok(rest.get(..bytes).map(|frame| (frame, PREFIX_BYTES + bytes)))
}

/// Appends one frame whose body `body` writes.
pub(crate) fn write(out: &mut Vec<u8>, kind: Kind, body: impl FnOnce(&mut Writer<'_>)) {
    let start = open(out, kind);
    body(&mut Writer::new(out));
    close(out, start);
}

/// Begins a frame and says where.
pub(crate) fn open(out: &mut Vec<u8>, kind: Kind) -> usize {
    let start = out.len();
    out.extend_from_slice(&[0; PREFIX_BYTES]);
    out.push(kind.0);
    start
}

/// Ends the frame begun at `start`: its length is known now.
pub(crate) fn close(out: &mut [u8], start: usize) {
    let bytes = length(out, start);
    patch(out, start, u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes());
}

/// Length so far of the frame begun at `start`, as its prefix counts it.
pub(crate) fn length(out: &[u8], start: usize) -> usize {
    out.len().saturating_sub(start + PREFIX_BYTES)
}

/// Overwrites bytes that were left open.
pub(crate) fn patch<const N: usize>(out: &mut [u8], at: usize, value: [u8; N]) {
    if let Some(place) = out.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<N>()) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TRU-04: three answers, and an error before anything of a bad frame has to be kept.
    #[test]
    fn tru_04_split() {
        for (buf, expected) in [
            (&[][..], Ok(None)),
            (&[0, 0, 0], Ok(None)),
            (&[0, 0, 0, 1], Ok(None)),
            (&[0, 0, 0, 1, 7], Ok(Some((&[7][..], 5)))),
            (&[0, 0, 0, 1, 7, 0, 0], Ok(Some((&[7][..], 5)))),
            (&[0, 0, 0, 3, 7, 8, 9], Ok(Some((&[7, 8, 9][..], 7)))),
            (&[0, 0, 0, 0], Err(FrameError::Empty)),
            (&[0, 0, 0, 4], Err(FrameError::Oversized { bytes: 4, max: 3 })),
            (&[255, 255, 255, 255], Err(FrameError::Oversized { bytes: 0xffff_ffff, max: 3 })),
        ] {
            assert_eq!(split(buf, 3), expected, "{buf:?}");
        }
    }

    #[test]
    fn preface_is_refused_at_its_first_wrong_byte() {
        for (buf, expected) in [
            (&b""[..], Ok(None)),
            (b"lict", Ok(None)),
            (b"lictor1\n", Ok(Some(8))),
            (b"lictor1\n\0\0", Ok(Some(8))),
            (b"lictor2", Err(FrameError::Preface)),
            (b"G", Err(FrameError::Preface)),
        ] {
            assert_eq!(strip_preface(buf), expected, "{buf:?}");
        }
    }
}

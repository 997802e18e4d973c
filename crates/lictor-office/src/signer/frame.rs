//! What goes over the socket: JSON behind its length (u32, big-endian), at most 1 MiB.

use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::signer::denial::Denial;
use crate::signer::file::{PublicKey, SignedFile};
use crate::signer::request::SignRequest;

/// Largest frame, the length not counted.
pub const FRAME_BYTES_MAX: usize = 1024 * 1024;
/// Read at a time, so that a length costs memory only as far as bytes arrive.
const CHUNK_BYTES: usize = 64 * 1024;

/// What the office asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// Sign this typed license.
    Sign {
        /// The license.
        request: Box<SignRequest>,
    },
    /// Whose key is it, and how far is the record?
    Public,
}

/// What the signer answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Signed.
    Signed {
        /// The file.
        signed: Box<SignedFile>,
    },
    /// Refused.
    Denied {
        /// Why.
        denial: Denial,
    },
    /// The public key.
    Public {
        /// The key.
        key: PublicKey,
    },
    /// The signer could not do it; the same again may be done.
    Failed {
        /// Why, for the log.
        detail: String,
    },
    /// The call is none.
    Misunderstood {
        /// What is wrong with it.
        detail: String,
    },
}

/// A frame of a value; `None` if it would be too large.
///
/// # Errors
///
/// If the value is no JSON.
pub fn encode(value: &impl Serialize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = vec![0; 4];
    serde_json::to_writer(&mut bytes, value).map_err(io::Error::other)?;
    let length = bytes.len() - 4;
    let Ok(prefix) = u32::try_from(length) else { return Ok(None) };
    if length > FRAME_BYTES_MAX {
        return Ok(None);
    }
    bytes.splice(..4, prefix.to_be_bytes());
    Ok(Some(bytes))
}

/// Writes a frame that [`encode`] made.
///
/// # Errors
///
/// What the socket says.
pub async fn write(to: &mut (impl AsyncWrite + Unpin), frame: &[u8]) -> io::Result<()> {
    to.write_all(frame).await?;
    to.flush().await
}

/// Reads the content of one frame; `None` if the other side closed between frames.
///
/// # Errors
///
/// What the socket says; also if the frame is too large or ends early.
pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut prefix = [0; 4];
    let first = from.read(&mut prefix).await?;
    if first == 0 {
        return Ok(None);
    }
    if let Some(rest) = prefix.get_mut(first..) {
        from.read_exact(rest).await?;
    }
    let length = usize::try_from(u32::from_be_bytes(prefix)).unwrap_or(usize::MAX);
    if length > FRAME_BYTES_MAX {
        let text = format!("a frame of {length} bytes, the limit is {FRAME_BYTES_MAX}");
        return Err(io::Error::new(io::ErrorKind::InvalidData, text));
    }
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let at = bytes.len();
        bytes.resize(length.min(at + CHUNK_BYTES), 0);
        from.read_exact(bytes.get_mut(at..).unwrap_or_default()).await?;
    }
    Ok(Some(bytes))
}

/// Reads the value of a frame's content.
///
/// # Errors
///
/// If it is no such value.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_is_read_as_it_was_written() {
        let frame = encode(&Call::Public).unwrap().unwrap();
        assert_eq!(frame, b"\x00\x00\x00\x11{\"call\":\"public\"}");
        let mut from = frame.as_slice();
        let content = read(&mut from).await.unwrap().unwrap();
        assert_eq!(decode::<Call>(&content).unwrap(), Call::Public);
        assert_eq!(read(&mut from).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_length_is_not_believed() {
        for (bytes, kind) in [
            (&b"\xff\xff\xff\xff"[..], io::ErrorKind::InvalidData),
            (b"\x00\x10\x00\x01", io::ErrorKind::InvalidData),
            (b"\x00\x10\x00\x00{", io::ErrorKind::UnexpectedEof),
            (b"\x00", io::ErrorKind::UnexpectedEof),
        ] {
            let mut from = bytes;
            assert_eq!(read(&mut from).await.unwrap_err().kind(), kind, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_too_large_makes_no_frame() {
        assert_eq!(encode(&"x".repeat(FRAME_BYTES_MAX - 2)).unwrap().unwrap().len(), FRAME_BYTES_MAX + 4);
        assert_eq!(encode(&"x".repeat(FRAME_BYTES_MAX - 1)).unwrap(), None);
    }
}

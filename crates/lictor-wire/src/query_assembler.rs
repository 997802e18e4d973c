//! Joining the parts of query answers again.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use lictor_types::limits::{QUERIES_OPEN_MAX, QUERY_ANSWER_BYTES_MAX};

use crate::codec::decode_query_answer;
use crate::decode_error::DecodeError;
use crate::message::QueryAnswer;

/// Why parts do not make an answer. Final for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssembleError {
    /// The answer is whole and cannot be read.
    Decode(DecodeError),
    /// Unfinished answers have more bytes than [`QUERY_ANSWER_BYTES_MAX`].
    TooLarge {
        /// Their bytes.
        bytes: usize,
    },
    /// More answers than [`QUERIES_OPEN_MAX`] are unfinished.
    TooMany,
}

impl fmt::Display for AssembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(error) => fmt::Display::fmt(error, f),
            Self::TooLarge { bytes } => write!(
                f,
                "unfinished query answers have {bytes} bytes, at most {QUERY_ANSWER_BYTES_MAX} are allowed"
            ),
            Self::TooMany => write!(f, "more than {QUERIES_OPEN_MAX} query answers are unfinished"),
        }
    }
}

impl core::error::Error for AssembleError {}

/// Keeps the parts of answers that are not whole yet, by the number of their query: at most
/// [`QUERY_ANSWER_BYTES_MAX`] bytes of at most [`QUERIES_OPEN_MAX`] answers.
#[derive(Debug, Default)]
pub struct QueryAssembler {
    parts: BTreeMap<u32, Vec<u8>>,
    bytes: usize,
}

impl QueryAssembler {
    /// Without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one part, as [`crate::ServerMessage::QueryPart`] brings it. The last part of an answer
    /// gives the answer.
    ///
    /// # Errors
    ///
    /// [`AssembleError`]: final for the connection.
    pub fn feed(
        &mut self,
        number: u32,
        more: bool,
        part: &[u8],
    ) -> Result<Option<QueryAnswer>, AssembleError> {
        if !more {
            return self.complete(number, part).map(Some);
        }
        self.grow(part.len())?;
        if !self.parts.contains_key(&number) && self.parts.len() >= QUERIES_OPEN_MAX {
            return Err(AssembleError::TooMany);
        }
        self.parts.entry(number).or_default().extend_from_slice(part);
        Ok(None)
    }

    /// Drops what has arrived for a query, whose caller does not want the answer any more.
    pub fn forget(&mut self, number: u32) {
        if let Some(parts) = self.parts.remove(&number) {
            self.bytes = self.bytes.saturating_sub(parts.len());
        }
    }

    fn complete(&mut self, number: u32, last: &[u8]) -> Result<QueryAnswer, AssembleError> {
        let Some(mut body) = self.parts.remove(&number) else {
            return decode_query_answer(last).map_err(AssembleError::Decode);
        };
        self.grow(last.len())?;
        body.extend_from_slice(last);
        self.bytes = self.bytes.saturating_sub(body.len());
        decode_query_answer(&body).map_err(AssembleError::Decode)
    }

    fn grow(&mut self, by: usize) -> Result<(), AssembleError> {
        let bytes = self.bytes.saturating_add(by);
        if bytes > QUERY_ANSWER_BYTES_MAX {
            return Err(AssembleError::TooLarge { bytes });
        }
        self.bytes = bytes;
        Ok(())
    }
}

//! Reading a frame of requests without allocating.

use lictor_types::limits::OPERATIONS_PER_FRAME_MAX;
use lictor_types::{Operation, RequestId};

use crate::cursor::{Cursor, Read};
use crate::decode_error::{DecodeError, Fault};
use crate::kind::Kind;

use super::operation;

/// Least bytes of a request: its id and the shortest operation.
const REQUEST_BYTES_MIN: usize = 8 + 1 + 7;

/// The operations of one [`crate::Requests`] frame, in its order. Names are borrowed from the
/// frame; only [`Operation::CheckoutAll`] allocates, for its list.
///
/// An error is the last thing it yields, and final for the connection. A frame that goes on after
/// its last operation yields an error in that operation's place.
#[derive(Debug, Clone)]
pub struct RequestsReader<'a> {
    acked: RequestId,
    left: usize,
    previous: u64,
    cursor: Cursor<'a>,
}

impl<'a> RequestsReader<'a> {
    /// Reads the head of a frame of kind [`Kind::REQUESTS`].
    ///
    /// # Errors
    ///
    /// Another kind, a head that is cut off, or a count outside 1 to
    /// [`OPERATIONS_PER_FRAME_MAX`] or above what arrived.
    pub fn new(frame: &'a [u8]) -> Result<Self, DecodeError> {
        let (kind, cursor) = Cursor::of_frame(frame)?;
        if kind == Kind::REQUESTS { Self::of_body(cursor) } else { Err(cursor.bad_value("kind", kind.0)) }
    }

    pub(super) fn of_body(mut cursor: Cursor<'a>) -> Read<Self> {
        let acked = cursor.acked()?;
        let left = cursor.count("operations", 1..=OPERATIONS_PER_FRAME_MAX, REQUEST_BYTES_MIN)?;
        Ok(Self { acked, left, previous: 0, cursor })
    }

    /// All answers up to this request have arrived; 0 for none.
    #[must_use]
    pub fn acked(&self) -> RequestId {
        self.acked
    }

    /// How many operations are still to come, if none of them is bad.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.left
    }

    fn read(&mut self) -> Read<(RequestId, Operation<'a>)> {
        let request = self.cursor.request("request")?;
        if request.0 <= self.previous {
            let order = Fault::Order { previous: self.previous, found: request.0 };
            return Err(self.cursor.fault("request", order));
        }
        self.previous = request.0;
        let operation = operation::read(&mut self.cursor)?;
        if self.left == 1 {
            self.cursor.clone().finish()?;
        }
        Ok((request, operation))
    }
}

impl<'a> Iterator for RequestsReader<'a> {
    type Item = Result<(RequestId, Operation<'a>), DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let item = self.read();
        self.left = if item.is_ok() { self.left - 1 } else { 0 };
        Some(item)
    }
}

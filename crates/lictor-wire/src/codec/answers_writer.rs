//! Writing answers as they come, without allocating.

use alloc::vec::Vec;

use lictor_types::limits::{FRAME_BYTES_MAX, OPERATIONS_PER_FRAME_MAX};
use lictor_types::{Answer, RequestId};

use crate::frame;
use crate::kind::Kind;
use crate::writer::Writer;

use super::answer;

/// Appends answers to a buffer as frames of kind [`Kind::ANSWERS`]: one frame, or as many as the
/// limits of a frame ask for. Without an answer it writes nothing. Allocates only when the buffer
/// grows or a frame overflows.
///
/// Dropped without [`Self::finish`], it leaves a frame without length behind.
#[derive(Debug)]
#[must_use = "a frame is complete only after `finish`"]
pub struct AnswersWriter<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    count: u16,
}

impl<'o> AnswersWriter<'o> {
    /// Begins behind what `out` holds already.
    pub fn begin(out: &'o mut Vec<u8>) -> Self {
        Self { start: out.len(), out, count: 0 }
    }

    /// Appends the answer to one request.
    pub fn push(&mut self, request: RequestId, answer: &Answer) {
        if usize::from(self.count) == OPERATIONS_PER_FRAME_MAX {
            self.close();
        }
        if self.count == 0 {
            self.open();
        }
        let at = self.out.len();
        answer::write_numbered(&mut Writer::new(self.out), request, answer);
        if self.count > 0 && frame::length(self.out, self.start) > FRAME_BYTES_MAX {
            let overflow = self.out.split_off(at);
            self.close();
            self.open();
            self.out.extend_from_slice(&overflow);
        }
        self.count += 1;
    }

    /// Completes the last frame.
    pub fn finish(mut self) {
        if self.count > 0 {
            self.close();
        }
    }

    fn open(&mut self) {
        self.start = frame::open(self.out, Kind::ANSWERS);
        Writer::new(self.out).u16(0);
    }

    fn close(&mut self) {
        frame::patch(self.out, self.start + frame::PREFIX_BYTES + 1, self.count.to_be_bytes());
        frame::close(self.out, self.start);
        self.count = 0;
    }
}

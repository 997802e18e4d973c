//! 64 bytes there and back: what no server can beat.

use std::io;

use super::{Counted, Protocol};

/// Bytes of a request and of its answer.
const BYTES: usize = 64;

/// The echo's client.
#[derive(Debug, Default)]
pub struct Echo;

impl Protocol for Echo {
    fn greeting(&mut self) -> Vec<u8> {
        Vec::new()
    }

    fn opened(&mut self, _came: &mut Vec<u8>, _send: &mut Vec<u8>) -> io::Result<bool> {
        Ok(true)
    }

    fn batch(&mut self, depth: usize, send: &mut Vec<u8>) {
        send.resize(send.len() + depth * BYTES, b'x');
    }

    fn answers(&mut self, came: &mut Vec<u8>) -> Counted {
        let answers = came.len() / BYTES;
        came.drain(..answers * BYTES);
        Counted { answers, bad: 0 }
    }
}

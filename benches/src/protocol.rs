//! What a generator says and how it reads the answers.

mod echo;
mod redis;
mod seats;

use std::io;

pub use echo::Echo;
pub use redis::{CHECKIN as REDIS_CHECKIN, CHECKOUT as REDIS_CHECKOUT, RedisSeats};
pub use seats::Seats;

/// One connection's side of a protocol, with no socket in it.
pub trait Protocol {
    /// What opens the conversation; empty if nothing does.
    fn greeting(&mut self) -> Vec<u8>;

    /// Takes what came during the opening. Whether it is over; more may have to be sent.
    ///
    /// # Errors
    ///
    /// Why the server will not have this client.
    fn opened(&mut self, came: &mut Vec<u8>, send: &mut Vec<u8>) -> io::Result<bool>;

    /// Appends the next batch of this many requests.
    fn batch(&mut self, depth: usize, send: &mut Vec<u8>);

    /// Takes whole answers off the front of what came.
    fn answers(&mut self, came: &mut Vec<u8>) -> Counted;
}

/// Answers taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted {
    /// All of them.
    pub answers: usize,
    /// Those that were no grant.
    pub bad: usize,
}

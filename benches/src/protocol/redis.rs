//! Seats counted by a Redis script: holders with an expiry in a sorted set, purged at each grant.

use std::io;

use super::{Counted, Protocol};

/// Grants a seat: purges lapsed holders, counts, adds. KEYS 1: the feature; ARGV: seats, now,
/// expiry, holder.
pub const CHECKOUT: &str = "redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, ARGV[2]) \
    if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then \
    redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4]) return 1 end return 0";
/// Takes a seat back. KEYS 1: the feature; ARGV 1: the holder.
pub const CHECKIN: &str = "return redis.call('ZREM', KEYS[1], ARGV[1])";

/// One holder of one feature.
#[derive(Debug)]
pub struct RedisSeats {
    checkout: String,
    checkin: String,
    feature: String,
    holder: u64,
    holding: bool,
    turn: u64,
}

impl RedisSeats {
    /// A holder that uses the scripts with these SHA-1 names.
    #[must_use]
    pub fn new(checkout: &str, checkin: &str, feature: usize, holder: u64) -> Self {
        Self {
            checkout: checkout.to_owned(),
            checkin: checkin.to_owned(),
            feature: format!("seats:{feature:06}"),
            holder,
            holding: false,
            turn: 0,
        }
    }
}

impl Protocol for RedisSeats {
    fn greeting(&mut self) -> Vec<u8> {
        Vec::new()
    }

    fn opened(&mut self, _came: &mut Vec<u8>, _send: &mut Vec<u8>) -> io::Result<bool> {
        Ok(true)
    }

    fn batch(&mut self, depth: usize, send: &mut Vec<u8>) {
        if self.holding {
            self.turn += 1;
        }
        for number in 0..depth {
            let holder = format!("{:012}:{:012}:{number:02}", self.holder, self.turn);
            if self.holding {
                command(send, &["EVALSHA", &self.checkin, "1", &self.feature, &previous(&holder, self.turn)]);
            } else {
                let seats = "1000000";
                command(
                    send,
                    &["EVALSHA", &self.checkout, "1", &self.feature, seats, "1000", "9000000", &holder],
                );
            }
        }
        self.holding = !self.holding;
    }

    fn answers(&mut self, came: &mut Vec<u8>) -> Counted {
        let mut counted = Counted::default();
        let mut used = 0;
        while let Some(line) = came.get(used..).and_then(|rest| rest.split_inclusive(|b| *b == b'\n').next())
        {
            if !line.ends_with(b"\r\n") {
                break;
            }
            counted.answers += 1;
            counted.bad += usize::from(line != b":1\r\n");
            used += line.len();
        }
        came.drain(..used);
        counted
    }
}

/// The holder's name in the batch before.
fn previous(holder: &str, turn: u64) -> String {
    holder.replace(&format!(":{turn:012}:"), &format!(":{:012}:", turn - 1))
}

fn command(send: &mut Vec<u8>, words: &[&str]) {
    send.extend_from_slice(format!("*{}\r\n", words.len()).as_bytes());
    for word in words {
        send.extend_from_slice(format!("${}\r\n{word}\r\n", word.len()).as_bytes());
    }
}

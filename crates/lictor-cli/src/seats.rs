//! Seat counts in documents: numbers, or `"unlimited"`.

use lictor_types::Seats;
use serde_json::Value;

/// A count.
pub(crate) fn value(seats: Seats) -> Value {
    seats.limit().map_or_else(|| Value::from("unlimited"), Value::from)
}

/// A count as a bad license claims it; what is no count stays as written.
pub(crate) fn claimed(text: &str) -> Value {
    Seats::parse(text).map_or_else(|_| Value::from(text), value)
}

/// What is free: `seats − used − reserved`, never below none (OUT-07).
pub(crate) fn free(seats: Seats, used: u64, reserved: u64) -> Value {
    match seats.limit() {
        Some(limit) => Value::from(u64::from(limit).saturating_sub(used).saturating_sub(reserved)),
        None => Value::from("unlimited"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OUT-07: free is never negative, and without limit there is always a seat.
    #[test]
    fn out_07_free_seats() {
        let seats = Seats::Limited;
        for (seats, used, reserved, expected) in [
            (seats(11), 0, 0, Value::from(11)),
            (seats(11), 10, 0, Value::from(1)),
            (seats(11), 8, 2, Value::from(1)),
            (seats(12), 17, 0, Value::from(0)),
            (Seats::Unlimited, 17, 0, Value::from("unlimited")),
        ] {
            assert_eq!(free(seats, used, reserved), expected);
        }
    }
}

//! What a checkout got, with the numbers (OUT-04).

use lictor_types::{Denial, Grant, PoolAnswer, Relief, ReliefKind, When};
use serde_json::{Value, json};

use crate::document::instant;
use crate::seats;

/// A refusal.
pub(crate) fn denial(feature: &str, denial: &Denial) -> Value {
    json!({
        "status": denial.status.name(),
        "feature": feature,
        "requested": denial.requested,
        "seats": seats::value(denial.seats),
        "used": denial.used,
        "reserved": denial.reserved,
        "over_committed": denial.over_committed(),
        "rule": denial.rule,
        "relief": denial.relief.map(relief),
        "pools": denial.pools.iter().map(pool).collect::<Vec<_>>(),
    })
}

/// A grant, in the words of a refusal.
pub(crate) fn grant(feature: &str, grant: &Grant) -> Value {
    json!({
        "status": grant.status().name(),
        "feature": feature,
        "requested": grant.count,
        "seats": seats::value(grant.seats),
        "used": grant.used,
        "reserved": 0,
        "over_committed": grant.seats.over_committed(grant.used),
        "rule": null,
        "relief": null,
        "pools": [],
    })
}

/// What could help, for the end of a sentence.
pub(crate) fn relief_sentence(relief: &Relief) -> String {
    let what = match relief.what {
        ReliefKind::Start => "a license starts",
        ReliefKind::End => "a license ends and another takes its place",
        ReliefKind::BorrowReturn => "a borrowed seat is due back",
        ReliefKind::HoldEnd => "a held seat becomes free",
        ReliefKind::ReservationEnd => "a reservation ends",
        ReliefKind::SessionEnd => "a lost session is given up",
    };
    at(relief).map_or_else(|| format!("next relief: {what}"), |at| format!("next relief at {at}: {what}"))
}

fn relief(relief: Relief) -> Value {
    json!({ "at": at(&relief), "what": relief.what.code() })
}

fn at(relief: &Relief) -> Option<String> {
    match relief.at {
        When::Instant(milliseconds) => instant(milliseconds),
        When::Day { .. } => None,
    }
}

fn pool(answer: &PoolAnswer) -> Value {
    json!({
        "key_type": answer.key_type.as_str(),
        "status": answer.status.name(),
        "seats": seats::value(answer.seats),
        "used": answer.used,
        "reserved": answer.reserved,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lictor_types::{KeyType, PoolId, Seats, Status};

    /// OUT-04: every number, the relief and each pool's answer are in the document.
    #[test]
    fn out_04_a_refusal_as_a_document() {
        let refused = Denial {
            status: Status::NotEnoughSeats,
            requested: 1,
            seats: Seats::Limited(12),
            used: 17,
            reserved: 0,
            rule: None,
            relief: Some(Relief { what: ReliefKind::Start, at: When::Instant(1_772_323_200_000) }),
            pools_total: 1,
            pools: vec![PoolAnswer {
                pool: PoolId(4),
                key_type: KeyType::Exclusive,
                status: Status::NotEnoughSeats,
                seats: Seats::Limited(12),
                used: 17,
                reserved: 0,
            }],
        };
        let expected = json!({
            "status": "not_enough_seats", "feature": "f1", "requested": 1, "seats": 12, "used": 17,
            "reserved": 0, "over_committed": 5, "rule": null,
            "relief": {"at": "2026-03-01T00:00:00Z", "what": "start"},
            "pools": [{"key_type": "EXCLUSIVE", "status": "not_enough_seats", "seats": 12, "used": 17, "reserved": 0}],
        });
        assert_eq!(denial("f1", &refused), expected);
    }
}

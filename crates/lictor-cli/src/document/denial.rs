//! What a checkout got, with the numbers (OUT-04).

use lictor_types::{Denial, Grant, PoolAnswer, Relief, ReliefKind, When};
use serde::Serialize;
use serde_json::Value;

use crate::document::instant;
use crate::seats;

/// What was answered to one feature asked for.
#[derive(Debug, Serialize)]
pub(crate) struct Answer<'a> {
    status: &'static str,
    feature: &'a str,
    requested: u32,
    seats: Value,
    used: u64,
    reserved: u64,
    over_committed: u64,
    rule: Option<Rule>,
    relief: Option<Hope>,
    pools: Vec<Pool>,
}

/// The access rule that decided (RUL-01).
#[derive(Debug, Serialize)]
struct Rule {
    kind: &'static str,
    line: u32,
    number: u32,
}

/// What could help, and when.
#[derive(Debug, Serialize)]
struct Hope {
    at: Option<String>,
    what: &'static str,
}

#[derive(Debug, Serialize)]
struct Pool {
    key_type: &'static str,
    status: &'static str,
    seats: Value,
    used: u64,
    reserved: u64,
}

/// What was answered to several features, which are one request.
#[derive(Debug, Serialize)]
pub(crate) struct Answers<'a> {
    pub(crate) status: &'static str,
    pub(crate) features: Vec<Answer<'a>>,
}

/// A refusal.
pub(crate) fn denial<'a>(feature: &'a str, denial: &Denial) -> Answer<'a> {
    Answer {
        status: denial.status.name(),
        feature,
        requested: denial.requested,
        seats: seats::value(denial.seats),
        used: denial.used,
        reserved: denial.reserved,
        over_committed: denial.over_committed(),
        rule: denial.rule.map(|rule| Rule { kind: rule.kind.name(), line: rule.line, number: rule.number }),
        relief: denial.relief.map(hope),
        pools: denial.pools.iter().map(pool).collect(),
    }
}

/// A grant, in the words of a refusal.
pub(crate) fn grant<'a>(feature: &'a str, grant: &Grant) -> Answer<'a> {
    Answer {
        status: grant.status().name(),
        feature,
        requested: grant.count,
        seats: seats::value(grant.seats),
        used: grant.used,
        reserved: 0,
        over_committed: grant.seats.over_committed(grant.used),
        rule: None,
        relief: None,
        pools: Vec::new(),
    }
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
        ReliefKind::QuarantineEnd => "the quarantine ends",
    };
    at(relief).map_or_else(|| format!("next relief: {what}"), |at| format!("next relief at {at}: {what}"))
}

fn hope(relief: Relief) -> Hope {
    Hope { at: at(&relief), what: relief.what.code() }
}

fn at(relief: &Relief) -> Option<String> {
    match relief.at {
        When::Instant(milliseconds) => instant(milliseconds),
        When::Day { .. } => None,
    }
}

fn pool(answer: &PoolAnswer) -> Pool {
    Pool {
        key_type: answer.key_type.as_str(),
        status: answer.status.name(),
        seats: seats::value(answer.seats),
        used: answer.used,
        reserved: answer.reserved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lictor_types::{KeyType, PoolId, Seats, Status};

    /// OUT-04: every number, the relief and each pool's answer are in the document, in the order of
    /// the interfaces.
    #[test]
    fn out_04_a_refusal_as_a_document() {
        let refused = Denial {
            status: Status::NotEnoughSeats,
            requested: 1,
            seats: Seats::Limited(12),
            used: 17,
            reserved: 0,
            rule: None,
            waiting: 0,
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
        let expected = concat!(
            r#"{"status":"not_enough_seats","feature":"f1","requested":1,"seats":12,"used":17,"#,
            r#""reserved":0,"over_committed":5,"rule":null,"#,
            r#""relief":{"at":"2026-03-01T00:00:00Z","what":"start"},"#,
            r#""pools":[{"key_type":"EXCLUSIVE","status":"not_enough_seats","seats":12,"used":17,"reserved":0}]}"#,
        );
        assert_eq!(serde_json::to_string(&denial("f1", &refused)).unwrap(), expected);
    }
}

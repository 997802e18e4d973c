//! What a checkout got, with the numbers (OUT-04).

use lictor_client::Source;
use lictor_types::{Denial, Grant, PoolAnswer, Relief, When};
use serde::Serialize;
use serde_json::Value;

use crate::document::instant;
use crate::seats;

#[cfg(test)]
mod tests;

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
    waiting: u32,
    relief: Option<Hope>,
    pools: Vec<Pool>,
    #[serde(flatten)]
    origin: Option<Origin<'a>>,
}

/// Where granted seats come from (SES-06).
#[derive(Debug, Serialize)]
struct Origin<'a> {
    server: &'a str,
    source: &'static str,
    license_type: &'static str,
    until: Option<String>,
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
        waiting: denial.waiting,
        relief: denial.relief.map(hope),
        pools: denial.pools.iter().map(pool).collect(),
        origin: None,
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
        waiting: 0,
        relief: None,
        pools: Vec::new(),
        origin: None,
    }
}

impl<'a> Answer<'a> {
    /// With the source of what was granted, and its end if it has one.
    pub(crate) fn from(self, server: &'a str, source: Source, until_ms: Option<u64>) -> Self {
        let (source, license_type) = (source.code(), source.license_type().code());
        let until = until_ms.and_then(instant);
        Self { origin: Some(Origin { server, source, license_type, until }), ..self }
    }
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

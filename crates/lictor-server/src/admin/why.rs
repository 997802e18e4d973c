//! What somebody would get now, and which rule of each kind decides (RUL-02).

use axum::Json;
use axum::extract::{Query, State};
use lictor_engine::{Inquiry, RuleUse, Why};
use lictor_types::{Denial, Identity, PoolAnswer, PoolId, Relief, RuleRef, When};
use serde::{Deserialize, Serialize};

use super::AdminBackend;
use super::answer::Refusal;
use super::orders::{Named, undone};
use super::routes::Context;
use crate::report::{self, CountWord};
use crate::rules::RulesFile;

/// Who asks for what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    user: String,
    host: String,
    feature: String,
    #[serde(default = "one")]
    count: u32,
    /// Where from: an IP address; none matches no network.
    #[serde(default)]
    address: String,
    #[serde(default)]
    project: String,
}

fn one() -> u32 {
    1
}

/// The answer.
#[derive(Serialize)]
pub(super) struct WhyDocument {
    user: String,
    host: String,
    feature: String,
    requested: u32,
    /// `granted`, or why not.
    status: &'static str,
    pool: Option<PoolDocument>,
    denial: Option<DenialDocument>,
    rules: RulesDocument,
}

#[derive(Serialize)]
struct PoolDocument {
    vendor: String,
    feature: String,
    key_type: &'static str,
    serial: Option<String>,
}

#[derive(Serialize)]
struct DenialDocument {
    seats: CountWord,
    used: u64,
    reserved: u64,
    over_committed: u64,
    rule: Option<RuleDocument>,
    relief: Option<ReliefDocument>,
    pools: Vec<PoolAnswerDocument>,
}

#[derive(Serialize)]
struct ReliefDocument {
    at: Option<String>,
    what: &'static str,
}

#[derive(Serialize)]
struct PoolAnswerDocument {
    key_type: &'static str,
    status: &'static str,
    seats: CountWord,
    used: u64,
    reserved: u64,
}

/// The rule of each kind that decides; null where none matches.
#[derive(Serialize)]
struct RulesDocument {
    access: Option<RuleDocument>,
    limit: Option<RuleDocument>,
    reserve: Option<RuleDocument>,
    borrow: Vec<RuleDocument>,
}

#[derive(Serialize)]
struct RuleDocument {
    kind: &'static str,
    line: u32,
    number: u32,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<u32>,
}

impl RuleDocument {
    fn new(rule: RuleRef, rules: &RulesFile) -> Self {
        let text = rules.describe(rule.number).unwrap_or_default().to_owned();
        let RuleRef { number, line, kind } = rule;
        Self { kind: kind.name(), line, number, text, used: None, amount: None }
    }

    fn counted(counted: RuleUse, rules: &RulesFile) -> Self {
        let RuleUse { rule, used, amount } = counted;
        Self { used: Some(used), amount: Some(amount), ..Self::new(rule, rules) }
    }
}

pub(super) async fn ask(
    State(context): State<Context>,
    Query(question): Query<Question>,
) -> Result<Json<WhyDocument>, Refusal> {
    let named = Named::read(&question.feature)?;
    if question.count == 0 {
        return Err(Refusal::bad("count: expected at least 1"));
    }
    if !question.address.is_empty() && question.address.parse::<std::net::IpAddr>().is_err() {
        return Err(Refusal::bad("address: expected an IP address"));
    }
    context.work(move |backend| answer(backend, &named, question)).await?.map(Json)
}

fn answer(backend: &dyn AdminBackend, named: &Named, question: Question) -> Result<WhyDocument, Refusal> {
    let Question { user, host, count, address, project, .. } = question;
    let identity = Identity { user, host, address, project, ..Identity::default() };
    let inquiry = Inquiry {
        identity: &identity,
        vendor: named.vendor.as_ref(),
        feature: named.feature.as_str(),
        version: None,
        count,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
    };
    let why = backend.why(&inquiry).map_err(|status| {
        undone(status, format!("this cannot be answered for {}: {}", named.feature, status.name()))
    })?;
    let rules = backend.rules();
    let rules = &*rules;
    let Why { access, limit, reserve, borrow, outcome } = why;
    let (status, pool, denial) = match outcome {
        Ok(pool) => ("granted", pool_document(backend, pool), None),
        Err(denial) => (denial.status.name(), None, Some(denial_document(&denial, rules))),
    };
    Ok(WhyDocument {
        user: identity.user,
        host: identity.host,
        feature: named.feature.to_string(),
        requested: count,
        status,
        pool,
        denial,
        rules: RulesDocument {
            access: access.map(|rule| RuleDocument::new(rule, rules)),
            limit: limit.map(|counted| RuleDocument::counted(counted, rules)),
            reserve: reserve.map(|counted| RuleDocument::counted(counted, rules)),
            borrow: borrow.into_iter().map(|rule| RuleDocument::new(rule, rules)).collect(),
        },
    })
}

fn pool_document(backend: &dyn AdminBackend, pool: PoolId) -> Option<PoolDocument> {
    let mut found = None;
    backend.view(&mut |sight| {
        found = sight.ledger.pool(pool).map(|pool| PoolDocument {
            vendor: pool.vendor.to_string(),
            feature: pool.name.to_string(),
            key_type: pool.key_type.as_str(),
            serial: pool.serial.map(ToString::to_string),
        });
    });
    found
}

fn denial_document(denial: &Denial, rules: &RulesFile) -> DenialDocument {
    DenialDocument {
        seats: denial.seats.into(),
        used: denial.used,
        reserved: denial.reserved,
        over_committed: denial.over_committed(),
        rule: denial.rule.map(|rule| RuleDocument::new(rule, rules)),
        relief: denial.relief.map(relief),
        pools: denial.pools.iter().map(pool_answer).collect(),
    }
}

fn relief(relief: Relief) -> ReliefDocument {
    let at = match relief.at {
        When::Instant(ms) => report::instant(ms),
        When::Day { date, .. } => Some(date.to_string()),
    };
    ReliefDocument { at, what: relief.what.code() }
}

fn pool_answer(pool: &PoolAnswer) -> PoolAnswerDocument {
    PoolAnswerDocument {
        key_type: pool.key_type.as_str(),
        status: pool.status.name(),
        seats: pool.seats.into(),
        used: pool.used,
        reserved: pool.reserved,
    }
}

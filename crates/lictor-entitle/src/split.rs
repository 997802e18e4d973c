//! Upgrade, upsell and renewal of a fulfillment, whole or in part: one record becomes two (3.1, 3.2).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::{CivilDate, HostId};

use crate::code::Code;
use crate::count::{Ledger, LedgerDelta};
use crate::fulfillment::{Operation, Record};
use crate::host::Hosts;
use crate::line_item::Line;
use crate::model::{LicenseModel, prompt};
use crate::outcome::{LineChange, NewRecord, Outcome, Replaced, Role};
use crate::refusal::Refusal;
use crate::relation::Relation;
use crate::target::choose_target;
use crate::technology::check_technology;
use crate::term::{RenewalBasis, Term};
use crate::warning::Warning;

/// What is asked of a fulfillment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitRequest {
    /// Upgrade, upsell or renew.
    pub operation: Operation,
    /// Seats that change; none means all. An uncounted target takes one seat per host instead (A10); of
    /// a whole record nothing remains all the same (F3).
    pub seats: Option<i64>,
    /// Part of the overdraft that goes to the target; none means: all stays with the remainder, if
    /// there is one.
    pub overdraft: Option<u32>,
    /// Id of the target line item; none if there is only one.
    pub target: Option<String>,
    /// The hosts that the change of model asks for.
    pub hosts: Hosts,
    /// Start of the new term, where the target line item does not fix it.
    pub start: Option<CivilDate>,
}

/// What the decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct SplitFacts<'a> {
    /// The fulfillment.
    pub record: &'a Record,
    /// Its line item.
    pub line: &'a Line,
    /// The line items that may follow it.
    pub children: &'a [Line],
    /// Edges between products.
    pub relations: &'a [Relation],
    /// Whether some feature of the record's product has a date for a version.
    pub dated_feature: bool,
    /// From which day a renewal counts.
    pub basis: RenewalBasis,
    /// Whether every technology pair of the table is blocked (A11).
    pub strict_pairs: bool,
    /// Today.
    pub today: CivilDate,
}

/// Decides an upgrade, upsell or renewal. All guards are those of section 2.3, in its order.
///
/// # Errors
///
/// The first guard that does not hold; nothing is changed then.
pub fn split(facts: &SplitFacts<'_>, request: &SplitRequest) -> Result<Outcome, Refusal> {
    let SplitFacts { record, line, .. } = *facts;
    let operation = request.operation;
    record.check(line.state, operation)?;
    let chosen = request.target.as_deref();
    let target = choose_target(record, operation, facts.children, chosen, facts.relations)?;
    let asked = record.seats(request.seats)?;
    let seats = consumed(record, target.model, asked, &request.hosts)?;
    target.seats.available(Some(&line.seats)).within(record.count).check(seats)?;
    check_technology(record.make(), target.make(), facts.strict_pairs)?;
    let hosts = choose_hosts(record, target.model, &request.hosts)?;
    if operation == Operation::Renew {
        check_renewal(record, request.start, facts.dated_feature)?;
    }
    let term = match operation {
        Operation::Renew => target.term.renew(record.term, facts.basis, facts.today),
        Operation::Upgrade
        | Operation::Upsell
        | Operation::Rehost
        | Operation::Repair
        | Operation::Return
        | Operation::PublisherError
        | Operation::Emergency
        | Operation::StopGap
        | Operation::Transfer => target.term.activate(request.start)?,
    };
    if term.is_over(term.start) {
        let why = "the target line item ends before the term would start";
        return Err(Refusal::because(Code::InvalidField, why).at("/target_line_item_id"));
    }
    let rest = if asked == record.count { 0 } else { record.count - seats };
    let overdraft = share_overdraft(record, rest, request.overdraft)?;
    outcome(facts, operation, target, &Parts { seats, rest, overdraft, hosts, term, by_host: seats != asked })
}

/// A renewal begins where the line's basis says, so nobody names its day.
fn check_renewal(record: &Record, start: Option<CivilDate>, dated_feature: bool) -> Result<(), Refusal> {
    if record.term.end.is_none() && !dated_feature {
        return Err(Code::NotRenewable.into());
    }
    if start.is_some() {
        let why = "a renewal begins where the renewal basis of its line item says";
        return Err(Refusal::because(Code::InvalidField, why).at("/start_date"));
    }
    Ok(())
}

/// What of the record becomes the target.
struct Parts {
    seats: u32,
    rest: u32,
    overdraft: u32,
    hosts: Vec<Hosts>,
    term: Term,
    by_host: bool,
}

fn outcome(
    facts: &SplitFacts<'_>,
    operation: Operation,
    target: &Line,
    parts: &Parts,
) -> Result<Outcome, Refusal> {
    let SplitFacts { record, line, .. } = *facts;
    let support = operation.leaves().ok_or(Code::Internal)?;
    let mut created = vec![];
    if parts.rest > 0 {
        created.push(NewRecord {
            count: parts.rest,
            overdraft: record.overdraft - parts.overdraft,
            ..NewRecord::like(record, Role::Remainder)
        });
    }
    let mut overdraft = parts.overdraft;
    for hosts in &parts.hosts {
        created.push(NewRecord {
            line: target.id.clone(),
            product: target.product.clone(),
            make: target.make(),
            count: if target.model.is_counted() { parts.seats } else { 1 },
            // One record has it; the nodes of an uncounted license do not multiply it.
            overdraft: core::mem::take(&mut overdraft),
            hosts: hosts.clone(),
            term: parts.term,
            ..NewRecord::like(record, Role::Target)
        });
    }
    let (of_parent, of_target) = moved_seats(&target.seats, parts.seats);
    // What an uncounted target does not take of a whole record falls back to the line (F3).
    let of_parent = LedgerDelta { active: i64::from(parts.rest) - i64::from(record.count), ..of_parent };
    Ok(Outcome {
        replaced: vec![Replaced { id: record.id.clone(), support }],
        created,
        lines: vec![LineChange::of(line, of_parent)?, LineChange::of(target, of_target)?],
        warnings: if parts.by_host { vec![Warning::SeatsByHost] } else { vec![] },
    })
}

/// The ledgers' part of taking live seats from a parent to a child: first the parent, then the child.
///
/// Seats are converted while the child's order lasts. Beyond that, seats that were returned to the
/// child are used, and as many fall back to the parent's unfulfilled ones.
#[must_use]
pub fn moved_seats(target: &Ledger, seats: u32) -> (LedgerDelta, LedgerDelta) {
    let converted = i64::from(seats.min(target.convertible()));
    let seats = i64::from(seats);
    (
        LedgerDelta { converted: 0, out: converted, active: -seats },
        LedgerDelta { converted, out: 0, active: seats },
    )
}

/// An uncounted target takes a seat per host; a counted one what is asked for (A10).
fn consumed(record: &Record, model: LicenseModel, asked: u32, hosts: &Hosts) -> Result<u32, Refusal> {
    let seats = match model {
        LicenseModel::FloatingCounted | LicenseModel::NodeCounted => asked,
        LicenseModel::FloatingUncounted => 1,
        LicenseModel::NodeUncounted => u32::try_from(hosts.nodes.len().max(1)).unwrap_or(u32::MAX),
    };
    if seats > record.count {
        let refusal = Refusal::new(Code::CountExceedsFulfillment).at("/node_host_ids");
        return Err(refusal.with("count", record.count).with("requested", seats));
    }
    Ok(seats)
}

/// The hosts of the new records, one entry each: what the change of model asks for is given, the rest
/// is kept from the original (3.5).
///
/// # Errors
///
/// `SERVER_HOST_REQUIRED`, `NODE_HOST_REQUIRED`, `HOST_NOT_ALLOWED`, or `INVALID_FIELD` for hosts that
/// make no group.
pub fn choose_hosts(record: &Record, model: LicenseModel, given: &Hosts) -> Result<Vec<Hosts>, Refusal> {
    let asked = prompt(record.model, model);
    asked.check(given.kinds())?;
    given.check()?;
    let needs = model.needs();
    let choose = |needed: bool, asked: bool, given: &[HostId], kept: &[HostId]| match (needed, asked) {
        (false, _) => vec![],
        (true, true) => given.to_vec(),
        (true, false) => kept.to_vec(),
    };
    let hosts = Hosts {
        servers: choose(needs.server, asked.server, &given.servers, &record.hosts.servers),
        nodes: choose(needs.node, asked.node, &given.nodes, &record.hosts.nodes),
    };
    match model {
        LicenseModel::NodeUncounted => Ok(single_nodes(&hosts.nodes)),
        LicenseModel::FloatingCounted | LicenseModel::FloatingUncounted | LicenseModel::NodeCounted => {
            Ok(vec![hosts])
        }
    }
}

/// Nodes one by one: each gets a record and a file of its own (3.7).
pub(crate) fn single_nodes(nodes: &[HostId]) -> Vec<Hosts> {
    nodes.iter().map(|node| Hosts { servers: vec![], nodes: vec![node.clone()] }).collect()
}

/// The overdraft of the target: never more than the original's in total (T-SPLIT-6). Where no seat
/// remains, all of it goes along, unless a part was asked for.
pub(crate) fn share_overdraft(record: &Record, rest: u32, asked: Option<u32>) -> Result<u32, Refusal> {
    let share = asked.unwrap_or(if rest == 0 { record.overdraft } else { 0 });
    if share > record.overdraft {
        return Err(smaller_overdraft(record.overdraft));
    }
    Ok(share)
}

/// Why more overdraft than the original has is refused.
pub(crate) fn smaller_overdraft(has: u32) -> Refusal {
    let why = "the original has a smaller overdraft";
    Refusal::because(Code::InvalidCount, why).at("/overdraft_count").with("overdraft_count", has)
}

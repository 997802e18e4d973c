//! Activation: seats of a line item become fulfillments on hosts (F1, 3.7).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use lictor_types::CivilDate;
use lictor_types::limits::SEATS_MAX;

use crate::code::Code;
use crate::count::LedgerDelta;
use crate::fulfillment::{FulfillmentStatus, Operation, Record, SupportType};
use crate::host::Hosts;
use crate::line_item::{Line, LineKind};
use crate::model::{HostKinds, LicenseModel};
use crate::outcome::{LineChange, NewRecord, Outcome, Replaced, Role};
use crate::refusal::Refusal;
use crate::relation::{Relation, check_relation};
use crate::split::{single_nodes, smaller_overdraft};
use crate::technology::check_technology;
use crate::term::Term;
use crate::warning::Warning;

/// What is asked for on one host: a server or group with its nodes, or nodes alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostRequest {
    /// The hosts, in normal form.
    pub hosts: Hosts,
    /// Seats from those that nobody has activated.
    pub from_own: i64,
    /// Seats from the parent line's fulfillments on this host.
    pub from_parent: i64,
    /// Seats that may be used beyond the count. What comes from the parent's fulfillments is a part of
    /// their overdraft; none means what they leave behind, where no seat of them remains.
    pub overdraft: Option<u32>,
}

/// What is asked of a line item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationRequest {
    /// One entry per server or group; nodes of a node-locked file may stand in one entry together.
    pub hosts: Vec<HostRequest>,
    /// Start of the term, where the line item does not fix it.
    pub start: Option<CivilDate>,
    /// Whether the license text comes later, by hand: the records are on hold until then.
    pub by_hand: bool,
}

/// What the decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct ActivationFacts<'a> {
    /// The line item.
    pub line: &'a Line,
    /// The line that its seats come from; none for a new line.
    pub parent: Option<&'a Line>,
    /// The parent line's fulfillments, in the order in which they are to be used up.
    pub parent_records: &'a [Record],
    /// Edges between products.
    pub relations: &'a [Relation],
    /// Whether some feature of the parent's product has a date for a version.
    pub dated_feature: bool,
    /// Whether every technology pair of the table is blocked (A11).
    pub strict_pairs: bool,
    /// Whether seats beyond the count may be permitted.
    pub overdraft_allowed: bool,
}

/// Seats on one host, ready to be counted.
struct Place {
    hosts: Hosts,
    own: u32,
    from_parent: u32,
    /// Seats of the parent that were named; more than `from_parent` where seats go by host.
    named: u32,
    overdraft: Option<u32>,
}

/// Decides an activation.
///
/// # Errors
///
/// Of the line item: `LINE_ITEM_INACTIVE`, `LINE_ITEM_OBSOLETE`, `LINE_ITEM_NOT_DEPLOYED`,
/// `LINE_ITEM_CLOSED`. Of the hosts: `SERVER_HOST_REQUIRED`, `NODE_HOST_REQUIRED`, `HOST_NOT_ALLOWED`,
/// `INVALID_FIELD`. Of the seats: `INVALID_COUNT` (also for more overdraft than the parent's fulfillments
/// have), `COUNT_OUT_OF_RANGE`, `INSUFFICIENT_COUNT`. Then
/// `INCOMPATIBLE_TECHNOLOGY` and `START_DATE_REQUIRED`; of the parent's fulfillments
/// `NO_PRODUCT_RELATION` and `NOT_RENEWABLE`.
pub fn activate(facts: &ActivationFacts<'_>, request: &ActivationRequest) -> Result<Outcome, Refusal> {
    let line = facts.line;
    line.check_activation()?;
    let (places, warnings) = places(line.model, request)?;
    check_overdraft(&places, facts.overdraft_allowed)?;
    let sum = |seats: fn(&Place) -> u32| {
        places.iter().try_fold(0_u32, |sum, place| sum.checked_add(seats(place)).filter(|n| *n <= SEATS_MAX))
    };
    let (Some(own), Some(from_parent)) = (sum(|place| place.own), sum(|place| place.from_parent)) else {
        return Err(Code::CountOutOfRange.into());
    };
    if facts.parent.is_none() && from_parent > 0 {
        let why = "the line item has no parent to take seats from";
        return Err(Refusal::because(Code::InvalidCount, why).at("/from_parent"));
    }
    if let (Some(parent), Some(edge)) = (facts.parent.filter(|_| from_parent > 0), line.seats.kind.relation())
    {
        check_relation(facts.relations, &parent.product, &line.product, edge)?;
    }
    let available = line.seats.available(facts.parent.map(|parent| &parent.seats));
    available.check_without_return(own)?;
    available.check(own.saturating_add(from_parent))?;
    if let Some(parent) = facts.parent {
        check_technology(parent.make(), line.make(), facts.strict_pairs)?;
    }
    let term = line.term.activate(request.start)?;
    let mut outcome = Outcome { warnings, ..Outcome::default() };
    let mut taken = Taken::none(facts.parent_records);
    for place in places {
        let Share { parent, overdraft } = taken.take(facts, &place)?;
        let new = new_record(line, place, term, request.by_hand, parent);
        outcome.created.push(NewRecord { overdraft, ..new });
    }
    taken.settle(facts, &mut outcome)?;
    outcome.lines = changes(facts, own, from_parent, taken.freed)?;
    Ok(outcome)
}

/// What the seats multiply to in the license text: `seats` of the line item times `per_copy`.
///
/// # Errors
///
/// `COUNT_OUT_OF_RANGE` above 2147483647.
pub fn license_count(seats: u32, per_copy: u32) -> Result<u32, Refusal> {
    seats.checked_mul(per_copy).filter(|count| *count <= SEATS_MAX).ok_or_else(|| {
        Refusal::new(Code::CountOutOfRange).with("count", seats).with("quantity_per_copy", per_copy)
    })
}

fn places(model: LicenseModel, request: &ActivationRequest) -> Result<(Vec<Place>, Vec<Warning>), Refusal> {
    let given = request.hosts.iter().fold(HostKinds::NONE, |sum, host| {
        let kinds = host.hosts.kinds();
        HostKinds { server: sum.server || kinds.server, node: sum.node || kinds.node }
    });
    model.needs().check(given)?;
    let mut places: Vec<Place> = vec![];
    let mut warnings = vec![];
    for host in &request.hosts {
        host.hosts.check()?;
        if model.is_server_based() && host.hosts.servers.is_empty() {
            return Err(Refusal::new(Code::ServerHostRequired).at("/server_host_ids"));
        }
        if !model.is_server_based() && host.hosts.nodes.is_empty() {
            return Err(Refusal::new(Code::NodeHostRequired).at("/node_host_ids"));
        }
        let (own, from_parent) = (seats(host.from_own)?, seats(host.from_parent)?);
        let asked = own.saturating_add(from_parent);
        if asked == 0 {
            return Err(Refusal::new(Code::InvalidCount).at("/count"));
        }
        let single = if model == LicenseModel::NodeUncounted {
            single_nodes(&host.hosts.nodes)
        } else {
            vec![host.hosts.clone()]
        };
        if !model.is_counted() && usize::try_from(asked) != Ok(single.len()) {
            warnings = vec![Warning::SeatsByHost];
        }
        for hosts in single {
            let place = match (model.is_counted(), from_parent) {
                (true, _) => Place { hosts, own, from_parent, named: from_parent, overdraft: host.overdraft },
                (false, 0) => Place { hosts, own: 1, from_parent: 0, named: 0, overdraft: None },
                (false, _) => Place { hosts, own: 0, from_parent: 1, named: from_parent, overdraft: None },
            };
            if places.iter().any(|earlier| same_place(model, &earlier.hosts, &place.hosts)) {
                let why = "a host is named twice in one activation";
                return Err(Refusal::because(Code::InvalidField, why).at("/hosts"));
            }
            places.push(place);
        }
    }
    Ok((places, warnings))
}

fn seats(asked: i64) -> Result<u32, Refusal> {
    if asked > i64::from(SEATS_MAX) {
        return Err(Refusal::new(Code::CountOutOfRange).at("/count"));
    }
    u32::try_from(asked).map_err(|_| Refusal::new(Code::InvalidCount).at("/count").with("requested", asked))
}

fn same_place(model: LicenseModel, a: &Hosts, b: &Hosts) -> bool {
    if model.is_server_based() { a.same_servers(b) } else { a.same_as(b) }
}

fn check_overdraft(places: &[Place], allowed: bool) -> Result<(), Refusal> {
    if allowed || places.iter().all(|place| place.overdraft.is_none_or(|seats| seats == 0)) {
        return Ok(());
    }
    let why = "the license model permits no overdraft";
    Err(Refusal::because(Code::InvalidField, why).at("/overdraft_count"))
}

fn new_record(line: &Line, place: Place, term: Term, by_hand: bool, parent: Option<String>) -> NewRecord {
    NewRecord {
        role: if parent.is_some() { Role::Target } else { Role::Activated },
        parent,
        line: line.id.clone(),
        product: line.product.clone(),
        make: line.make(),
        status: if by_hand { FulfillmentStatus::OnHold } else { FulfillmentStatus::Active },
        support: SupportType::Master,
        count: place.own.saturating_add(place.from_parent),
        overdraft: 0,
        hosts: place.hosts,
        term,
    }
}

/// What the parent's records have left while places draw on them, and which of them each place drew on.
struct Taken {
    left: Vec<Left>,
    /// Seats that an uncounted license leaves over of whole records: they are the parent's again (F3).
    freed: u32,
}

/// What a record has left.
#[derive(Clone, Copy)]
struct Left {
    seats: u32,
    overdraft: u32,
}

/// What a place gets of the parent's records.
struct Share {
    /// The first record that seats were taken from.
    parent: Option<String>,
    /// Seats that may be used beyond the count.
    overdraft: u32,
}

impl Taken {
    fn none(records: &[Record]) -> Self {
        let whole = |record: &Record| Left { seats: record.count, overdraft: record.overdraft };
        Self { left: records.iter().map(whole).collect(), freed: 0 }
    }

    /// Takes a place's seats from the records on its host.
    fn take(&mut self, facts: &ActivationFacts<'_>, place: &Place) -> Result<Share, Refusal> {
        let Some(parent) = facts.parent.filter(|_| place.from_parent > 0) else {
            return Ok(Share { parent: None, overdraft: place.overdraft.unwrap_or(0) });
        };
        let operation = operation(facts.line.seats.kind);
        let (mut missing, mut touched, mut here) = (place.from_parent, vec![], vec![]);
        for (at, (record, left)) in facts.parent_records.iter().zip(&mut self.left).enumerate() {
            let is_here = record.model.is_server_based() == facts.line.model.is_server_based()
                && same_place(record.model, &record.hosts, &place.hosts);
            if !is_here || record.check(parent.state, operation).is_err() {
                continue;
            }
            here.push(at);
            // A part of an uncounted record is none: its only seat goes or stays.
            let part = missing.min(left.seats);
            let permanent = record.term.end.is_none() && !facts.dated_feature;
            if part > 0 && permanent && operation == Operation::Renew {
                return Err(Code::NotRenewable.into());
            }
            if part > 0 {
                touched.push(at);
            }
            left.seats -= part;
            missing -= part;
        }
        if missing > 0 {
            let why = "the parent line item has fewer seats on this host";
            return Err(Refusal::because(Code::InsufficientCount, why)
                .with("available", place.from_parent - missing)
                .with("requested", place.from_parent));
        }
        if place.named > place.from_parent && self.free(facts, place.named, &here) {
            touched = here;
        }
        let overdraft = self.take_overdraft(&touched, place)?;
        let first = touched.first().and_then(|at| facts.parent_records.get(*at));
        Ok(Share { parent: first.map(|record| record.id.clone()), overdraft })
    }

    /// Of a host's records that are named whole nothing remains, though an uncounted license takes one
    /// seat (F3). Whether they are.
    fn free(&mut self, facts: &ActivationFacts<'_>, named: u32, here: &[usize]) -> bool {
        let counts = here.iter().filter_map(|at| facts.parent_records.get(*at)).map(|record| record.count);
        if named < counts.fold(0, u32::saturating_add) {
            return false;
        }
        for at in here {
            if let Some(left) = self.left.get_mut(*at) {
                self.freed = self.freed.saturating_add(core::mem::take(&mut left.seats));
            }
        }
        true
    }

    /// Takes overdraft from the records that a place drew on, from those of which nothing remains first:
    /// in total there is never more than the records had (T-SPLIT-6). More is permitted anew only where
    /// seats are activated anew.
    fn take_overdraft(&mut self, touched: &[usize], place: &Place) -> Result<u32, Refusal> {
        let of = |left: &[Left], whole: bool| {
            let all = touched.iter().filter_map(|at| left.get(*at));
            let all = all.filter(|left| !whole || left.seats == 0);
            all.fold(0_u32, |sum, left| sum.saturating_add(left.overdraft))
        };
        let has = of(&self.left, false);
        let share = place.overdraft.unwrap_or_else(|| of(&self.left, true));
        if share > has && place.own == 0 {
            return Err(smaller_overdraft(has));
        }
        let mut missing = share.min(has);
        for whole in [true, false] {
            for at in touched {
                let Some(left) = self.left.get_mut(*at).filter(|left| !whole || left.seats == 0) else {
                    continue;
                };
                let part = missing.min(left.overdraft);
                left.overdraft -= part;
                missing -= part;
            }
        }
        Ok(share)
    }

    /// Adds what becomes of the parent's records.
    fn settle(&self, facts: &ActivationFacts<'_>, outcome: &mut Outcome) -> Result<(), Refusal> {
        let support = operation(facts.line.seats.kind).leaves().ok_or(Code::Internal)?;
        for (record, left) in facts.parent_records.iter().zip(&self.left) {
            if left.seats == record.count {
                continue;
            }
            outcome.replaced.push(Replaced { id: record.id.clone(), support });
            if left.seats > 0 {
                let remainder = NewRecord::like(record, Role::Remainder);
                let remainder = NewRecord { count: left.seats, overdraft: left.overdraft, ..remainder };
                outcome.created.push(remainder);
            }
        }
        Ok(())
    }
}

/// The operation by which seats of a parent's fulfillments come to a line of a kind.
pub(crate) fn operation(kind: LineKind) -> Operation {
    match kind {
        LineKind::Upsell => Operation::Upsell,
        LineKind::Renewal => Operation::Renew,
        // A new line has no parent to take from.
        LineKind::Upgrade | LineKind::New => Operation::Upgrade,
    }
}

/// The ledgers: own seats come from the line first, then from what nobody has activated at the parent;
/// seats of the parent's fulfillments are converted while the order lasts, then stand in for seats
/// that were returned to the line. What is freed is the parent's to give again.
fn changes(
    facts: &ActivationFacts<'_>,
    own: u32,
    from_parent: u32,
    freed: u32,
) -> Result<Vec<LineChange>, Refusal> {
    let line = facts.line;
    let fetched = own - own.min(line.seats.unfulfilled());
    let converted =
        i64::from(fetched) + i64::from(from_parent.min(line.seats.convertible().saturating_sub(fetched)));
    let active = i64::from(own) + i64::from(from_parent);
    let mut changes = vec![LineChange::of(line, LedgerDelta { converted, out: 0, active })?];
    if let Some(parent) = facts.parent.filter(|_| converted > 0 || from_parent > 0) {
        let delta =
            LedgerDelta { converted: 0, out: converted, active: -i64::from(from_parent) - i64::from(freed) };
        changes.push(LineChange::of(parent, delta)?);
    }
    Ok(changes)
}

//! A store of lines and fulfillments in memory: it carries outcomes out and holds them to the ledger.

use std::collections::BTreeMap;

use lictor_entitle::activation::{ActivationFacts, ActivationRequest, HostRequest, activate};
use lictor_entitle::count::{Available, Ledger};
use lictor_entitle::exact::{ExactFacts, exact};
use lictor_entitle::fulfillment::{FulfillmentStatus, Operation, Record, SupportType};
use lictor_entitle::host::{Hosts, normalize};
use lictor_entitle::line_item::{Line, LineKind, LineState};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Outcome;
use lictor_entitle::policy::{Policies, PolicyFacts};
use lictor_entitle::refusal::Refusal;
use lictor_entitle::relation::{Relation, RelationKind};
use lictor_entitle::split::{SplitFacts, SplitRequest, split};
use lictor_entitle::technology::Technology;
use lictor_entitle::term::{Expiration, LineTerm, RenewalBasis, StartPolicy, Term};
use lictor_types::{CivilDate, HostId, HostIdType};

pub(crate) const TODAY: &str = "2026-05-01";

pub(crate) fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub(crate) fn name(text: &str) -> HostId {
    normalize(HostIdType::Hostname, text).unwrap()
}

/// Hosts by name: servers, then nodes.
pub(crate) fn hosts(servers: &[&str], nodes: &[&str]) -> Hosts {
    Hosts {
        servers: servers.iter().map(|text| name(text)).collect(),
        nodes: nodes.iter().map(|text| name(text)).collect(),
    }
}

/// A deployed line of a floating counted certificate, fixed to 2026.
pub(crate) fn line(id: &str, kind: LineKind, quantity: u32, parent: Option<&str>, product: &str) -> Line {
    Line {
        id: id.into(),
        state: LineState::Deployed,
        closed: false,
        product: product.into(),
        model: LicenseModel::FloatingCounted,
        technology: Technology::Certificate,
        parent: parent.map(Into::into),
        seats: Ledger::new(kind, quantity),
        term: LineTerm {
            policy: StartPolicy::Fixed,
            start: Some(date("2026-01-01")),
            expiration: Expiration::On(date("2026-12-31")),
        },
    }
}

/// A master of a floating counted certificate on S1, for 2026.
pub(crate) fn record(id: &str, line: &str, count: u32) -> Record {
    Record {
        id: id.into(),
        line: line.into(),
        product: "P1".into(),
        model: LicenseModel::FloatingCounted,
        technology: Technology::Certificate,
        status: FulfillmentStatus::Active,
        support: SupportType::Master,
        count,
        overdraft: 0,
        hosts: hosts(&["S1"], &[]),
        term: Term { start: date("2026-01-01"), end: Some(date("2026-12-31")) },
        fulfilled: date("2026-01-01"),
        successors: vec![],
    }
}

/// The hosts that a model needs, by well-known names.
pub(crate) fn hosts_of(model: LicenseModel) -> Hosts {
    match model {
        LicenseModel::FloatingCounted | LicenseModel::FloatingUncounted => hosts(&["S1"], &[]),
        LicenseModel::NodeCounted => hosts(&["S1"], &["N1"]),
        LicenseModel::NodeUncounted => hosts(&[], &["N1"]),
    }
}

pub(crate) fn request(operation: Operation, seats: i64) -> SplitRequest {
    SplitRequest {
        operation,
        seats: Some(seats),
        overdraft: None,
        target: None,
        hosts: Hosts::default(),
        start: None,
    }
}

/// Policies that permit everything.
pub(crate) fn free() -> Policies {
    Policies { max_emergency_days: 10_000, ..Policies::default() }
}

pub(crate) fn policy<'a>(policies: &'a Policies, record: &Record) -> PolicyFacts<'a> {
    PolicyFacts { policies, past: &[], term: record.term, override_policy: false }
}

/// P1 to P2 by upgrade and P1 to P3 by upsell, and from each of those on.
pub(crate) fn relations() -> Vec<Relation> {
    let edge = |from: &str, to: &str, kind| Relation { from: from.into(), to: to.into(), kind };
    vec![
        edge("P1", "P2", RelationKind::Upgrade),
        edge("P2", "P4", RelationKind::Upgrade),
        edge("P1", "P3", RelationKind::Upsell),
        edge("P2", "P3", RelationKind::Upsell),
    ]
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Store {
    pub(crate) lines: BTreeMap<String, Line>,
    pub(crate) records: BTreeMap<String, Record>,
    made: u32,
}

impl Store {
    pub(crate) fn new(lines: &[Line]) -> Self {
        let lines = lines.iter().map(|line| (line.id.clone(), line.clone())).collect();
        Self { lines, ..Self::default() }
    }

    /// A line A of P1 with so many seats, all active on S1 in F1, and children of it.
    pub(crate) fn full(quantity: u32, children: &[Line]) -> Self {
        let mut lines = vec![line("A", LineKind::New, quantity, None, "P1")];
        lines.extend_from_slice(children);
        let mut store = Self::new(&lines);
        store.activate("A", &[("S1", i64::from(quantity), 0)]).unwrap();
        store
    }

    /// Carries an outcome out and returns the ids of the new records.
    pub(crate) fn apply(&mut self, outcome: &Outcome) -> Vec<String> {
        let mut ids = vec![];
        for new in &outcome.created {
            self.made += 1;
            let id = format!("F{}", self.made);
            self.records.insert(id.clone(), new.clone().numbered(id.clone(), date(TODAY)));
            ids.push(id);
        }
        for replaced in &outcome.replaced {
            let old = self.records.get_mut(&replaced.id).unwrap();
            old.status = FulfillmentStatus::Obsolete;
            old.support = replaced.support;
            old.successors.clone_from(&ids);
        }
        for change in &outcome.lines {
            let line = self.lines.get_mut(&change.line).unwrap();
            line.seats = line.seats.after(change.delta).unwrap();
            if change.obsolete {
                line.state = LineState::Obsolete;
            }
        }
        self.check();
        ids
    }

    /// What must hold between any two operations.
    pub(crate) fn check(&self) {
        for line in self.lines.values() {
            let records = self.records.values().filter(|record| record.line == line.id);
            let active: u32 = records.map(Record::counted_seats).sum();
            assert_eq!(line.seats.active, active, "{line:?}");
            assert!(line.seats.active <= line.seats.capacity(), "{line:?}");
            assert!(line.seats.converted <= line.seats.quantity, "{line:?}");
            let children = self.lines.values().filter(|child| child.parent.as_ref() == Some(&line.id));
            let converted: u32 = children.map(|child| child.seats.converted).sum();
            assert_eq!(line.seats.out, converted, "{line:?}");
        }
        let ordered: u32 =
            self.lines.values().filter(|line| line.parent.is_none()).map(|line| line.seats.quantity).sum();
        assert!(self.live_seats() <= ordered);
    }

    pub(crate) fn live_seats(&self) -> u32 {
        self.records.values().map(Record::counted_seats).sum()
    }

    pub(crate) fn parent(&self, line: &str) -> Option<&Line> {
        self.lines[line].parent.as_ref().map(|id| &self.lines[id])
    }

    pub(crate) fn available(&self, line: &str) -> Available {
        self.lines[line].seats.available(self.parent(line).map(|parent| &parent.seats))
    }

    /// What is said to be available now.
    pub(crate) fn exact(&self, line: &str) -> Available {
        self.exact_of(line, None)
    }

    /// The same for one fulfillment.
    pub(crate) fn exact_of(&self, line: &str, record: Option<&str>) -> Available {
        let records: Vec<Record> = self.records.values().cloned().collect();
        let facts = ExactFacts {
            line: &self.lines[line],
            parent: self.parent(line),
            parent_records: &records,
            relations: &relations(),
            dated_feature: false,
            strict_pairs: true,
        };
        exact(&facts, record.map(|id| &self.records[id]))
    }

    /// Activates (server, own seats, seats of the parent).
    pub(crate) fn activate(&mut self, line: &str, on: &[(&str, i64, i64)]) -> Result<Vec<String>, Refusal> {
        let hosts = on.iter().map(|(server, from_own, from_parent)| HostRequest {
            hosts: hosts(&[server], &[]),
            from_own: *from_own,
            from_parent: *from_parent,
            overdraft: None,
        });
        let request = ActivationRequest { hosts: hosts.collect(), start: None, by_hand: false };
        let parent = self.parent(line);
        let of_parent = |record: &&Record| parent.is_some_and(|parent| parent.id == record.line);
        let live = |record: &&Record| record.counted_seats() > 0;
        let records: Vec<Record> = self.records.values().filter(of_parent).filter(live).cloned().collect();
        let outcome = activate(
            &ActivationFacts {
                line: &self.lines[line],
                parent,
                parent_records: &records,
                relations: &relations(),
                dated_feature: false,
                strict_pairs: true,
                overdraft_allowed: false,
            },
            &request,
        )?;
        Ok(self.apply(&outcome))
    }

    pub(crate) fn split(&self, record: &str, request: &SplitRequest) -> Result<Outcome, Refusal> {
        let record = &self.records[record];
        let lines: Vec<Line> = self.lines.values().cloned().collect();
        let facts = SplitFacts {
            record,
            line: &self.lines[&record.line],
            children: &lines,
            relations: &relations(),
            dated_feature: false,
            basis: RenewalBasis::FromNowIfExpired,
            strict_pairs: true,
            today: date(TODAY),
        };
        split(&facts, request)
    }

    /// Upgrades so many seats of a record to a line.
    pub(crate) fn upgrade(&mut self, record: &str, line: &str, seats: i64) -> Result<Vec<String>, Refusal> {
        let target = Some(line.to_owned());
        let outcome = self.split(record, &SplitRequest { target, ..request(Operation::Upgrade, seats) })?;
        Ok(self.apply(&outcome))
    }
}

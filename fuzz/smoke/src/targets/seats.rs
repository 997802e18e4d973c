//! The rules of entitlements, given every sequence of facts and wishes: no rule breaks, and no seat
//! appears or vanishes.
#![expect(clippy::panic, reason = "a broken promise is told by a panic")]

mod dice;
mod license;

use lictor_entitle::activation::{ActivationFacts, ActivationRequest, HostRequest, activate};
use lictor_entitle::count::Ledger;
use lictor_entitle::emergency::{ExtraRequest, emergency, stop_gap};
use lictor_entitle::exact::{ExactFacts, exact};
use lictor_entitle::fulfillment::{FulfillmentStatus, Operation, Record};
use lictor_entitle::give_back::give_back;
use lictor_entitle::host::Hosts;
use lictor_entitle::line_item::{Line, LineKind, LineState};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::Outcome;
use lictor_entitle::policy::{Policies, PolicyFacts};
use lictor_entitle::refusal::Refusal;
use lictor_entitle::rehost::{RehostRequest, rehost};
use lictor_entitle::relation::{Relation, RelationKind};
use lictor_entitle::repair::{publisher_error, repair};
use lictor_entitle::split::{SplitFacts, SplitRequest, split};
use lictor_entitle::technology::Technology;
use lictor_entitle::term::{Duration, DurationUnit, Expiration, LineTerm, RenewalBasis, StartPolicy};
use lictor_types::CivilDate;

use self::dice::Dice;

/// Steps of one input.
const STEPS_MAX: usize = 200;

/// An office of three line items: one that brings seats, and two that take them.
struct World {
    lines: Vec<Line>,
    records: Vec<Record>,
    relations: Vec<Relation>,
    today: CivilDate,
}

/// Plays what the bytes say. After every step every ledger agrees with the records.
pub(super) fn run(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    license::play(&mut dice);
    let mut world = World::new(&mut dice);
    for _ in 0..STEPS_MAX {
        if dice.is_over() {
            break;
        }
        if let Ok(outcome) = world.step(&mut dice) {
            world.change(outcome);
        }
        world.check();
    }
}

impl World {
    fn new(dice: &mut Dice<'_>) -> Self {
        let today = dice.day();
        let kind = *dice.pick(&[LineKind::Upgrade, LineKind::Upsell, LineKind::Renewal]);
        let kinds = [LineKind::New, kind, kind];
        let lines = kinds.iter().enumerate().map(|(at, kind)| line(dice, at, *kind)).collect();
        let edge = |kind| Relation { from: "P1".to_owned(), to: "P2".to_owned(), kind };
        let relations = vec![edge(RelationKind::Upgrade), edge(RelationKind::Upsell)];
        Self { lines, records: Vec::new(), relations, today }
    }

    fn step(&mut self, dice: &mut Dice<'_>) -> Result<Outcome, Refusal> {
        let choice = dice.below(10);
        if choice < 3 {
            return self.activate(dice);
        }
        if choice == 3 {
            self.today = dice.day();
            let at = dice.below(self.lines.len());
            if let Some(line) = self.lines.get_mut(at) {
                line.state = *dice.pick(&[LineState::Deployed, LineState::Deployed, LineState::Inactive]);
            }
            return Ok(Outcome::default());
        }
        // Mostly one of the newest: the others are obsolete.
        let newest = self.records.len().saturating_sub(1 + dice.below(3));
        let Some(record) = self.records.get(newest) else { return Ok(Outcome::default()) };
        let Some(line) = self.lines.iter().find(|line| line.id == record.line) else {
            return Ok(Outcome::default());
        };
        let policies = Policies::default();
        let policy =
            PolicyFacts { policies: &policies, past: &[], term: record.term, override_policy: dice.flag() };
        let seats = dice.seats(record.count);
        match choice {
            4 | 5 => self.split(dice, record, line, seats),
            6 => give_back(record, line, &policy, seats),
            7 => {
                let overdraft = dice.flag().then(|| dice.number());
                let hosts = dice.hosts(record.model);
                rehost(record, line, &policy, &RehostRequest { seats, overdraft, hosts })
            }
            8 if dice.flag() => repair(record, line, &policy),
            8 => publisher_error(record, line),
            _ => {
                let request = ExtraRequest { start: dice.flag().then(|| dice.day()), end: dice.day() };
                match dice.flag() {
                    true => emergency(record, line, &policy, request, self.today),
                    false => stop_gap(record, line, &policy, request, self.today),
                }
            }
        }
    }

    fn split(
        &self,
        dice: &mut Dice<'_>,
        record: &Record,
        line: &Line,
        seats: Option<i64>,
    ) -> Result<Outcome, Refusal> {
        let target = if dice.seldom() { dice.below(4) } else { 1 + dice.below(2) };
        let request = SplitRequest {
            operation: *dice.pick(&[Operation::Upgrade, Operation::Upsell, Operation::Renew]),
            seats,
            overdraft: dice.flag().then(|| dice.number()),
            target: Some(format!("L{target}")),
            hosts: if dice.flag() { Hosts::default() } else { dice.hosts(record.model) },
            start: dice.flag().then(|| dice.day()),
        };
        let facts = SplitFacts {
            record,
            line,
            children: self.lines.get(1..).unwrap_or_default(),
            relations: &self.relations,
            dated_feature: dice.flag(),
            basis: *dice.pick(RenewalBasis::ALL),
            strict_pairs: dice.flag(),
            today: self.today,
        };
        split(&facts, &request)
    }

    fn activate(&self, dice: &mut Dice<'_>) -> Result<Outcome, Refusal> {
        let place = if dice.flag() { 0 } else { dice.below(self.lines.len()) };
        let Some(line) = self.lines.get(place) else { return Ok(Outcome::default()) };
        let parent = line.parent.as_ref().and_then(|id| self.lines.iter().find(|line| line.id == *id));
        let of_parent = |record: &&Record| Some(&record.line) == line.parent.as_ref();
        let parent_records: Vec<Record> = self.records.iter().filter(of_parent).cloned().collect();
        let number = if dice.flag() { 1 } else { 1 + dice.below(3) };
        let hosts = (0..number).map(|_| HostRequest {
            hosts: dice.hosts(line.model),
            from_own: dice.seats(4).unwrap_or(1),
            from_parent: if line.parent.is_none() && !dice.seldom() {
                0
            } else {
                dice.seats(4).unwrap_or_default()
            },
            overdraft: if dice.seldom() { Some(dice.number()) } else { None },
        });
        let request = ActivationRequest {
            hosts: hosts.collect(),
            start: (line.term.policy != StartPolicy::Fixed || dice.seldom()).then(|| dice.day()),
            by_hand: dice.seldom(),
        };
        let facts = ActivationFacts {
            line,
            parent,
            parent_records: &parent_records,
            relations: &self.relations,
            dated_feature: dice.flag(),
            strict_pairs: dice.flag(),
            overdraft_allowed: dice.flag(),
        };
        activate(&facts, &request)
    }

    fn change(&mut self, outcome: Outcome) {
        for replaced in outcome.replaced {
            let found = self.records.iter_mut().find(|record| record.id == replaced.id);
            let record = found.unwrap_or_else(|| panic!("there is no {}", replaced.id));
            assert_ne!(record.status, FulfillmentStatus::Obsolete, "{} ends twice", replaced.id);
            (record.status, record.support) = (FulfillmentStatus::Obsolete, replaced.support);
        }
        for created in outcome.created {
            let id = format!("F{}", self.records.len());
            assert!(created.count > 0, "{created:?}");
            self.records.push(created.numbered(id, self.today));
        }
        for change in outcome.lines {
            let found = self.lines.iter_mut().find(|line| line.id == change.line);
            let line = found.unwrap_or_else(|| panic!("there is no {}", change.line));
            line.seats = line.seats.after(change.delta).unwrap_or_else(|refusal| panic!("{refusal:?}"));
            if change.obsolete {
                line.state = LineState::Obsolete;
            }
        }
    }

    /// 3.3: what a ledger says is live is live, and never more than there is.
    fn check(&self) {
        for line in &self.lines {
            let live = self.records.iter().filter(|record| record.line == line.id);
            let live: u64 = live.map(|record| u64::from(record.counted_seats())).sum();
            assert_eq!(u64::from(line.seats.active), live, "{line:?}");
            assert!(line.seats.active <= line.seats.capacity(), "{line:?}");
            let parent = line.parent.as_ref().and_then(|id| self.lines.iter().find(|line| line.id == *id));
            let facts = ExactFacts {
                line,
                parent,
                parent_records: &self.records,
                relations: &self.relations,
                dated_feature: true,
                strict_pairs: true,
            };
            let exact = exact(&facts, None);
            assert!(exact.count <= exact.naive, "{exact:?} of {line:?}");
        }
        if let [root, children @ ..] = self.lines.as_slice() {
            let taken: u64 = children.iter().map(|line| u64::from(line.seats.converted)).sum();
            assert_eq!(u64::from(root.seats.out), taken, "seats are lost between line items");
        }
    }
}

fn line(dice: &mut Dice<'_>, at: usize, kind: LineKind) -> Line {
    let product = if at == 0 || kind == LineKind::Renewal { "P1" } else { "P2" };
    Line {
        id: format!("L{at}"),
        state: LineState::Deployed,
        closed: false,
        product: product.to_owned(),
        model: if dice.flag() { LicenseModel::FloatingCounted } else { *dice.pick(LicenseModel::ALL) },
        technology: if dice.seldom() { *dice.pick(Technology::ALL) } else { Technology::Certificate },
        parent: (at > 0).then(|| "L0".to_owned()),
        seats: Ledger::new(kind, dice.number().saturating_add(10)),
        term: LineTerm {
            policy: *dice.pick(StartPolicy::ALL),
            start: Some(dice.day()).filter(|_| !dice.seldom()),
            expiration: match dice.below(3) {
                0 => Expiration::Permanent,
                1 => Expiration::On(dice.day()),
                _ => {
                    Expiration::After(Duration { count: dice.number(), unit: *dice.pick(DurationUnit::ALL) })
                }
            },
        },
    }
}

/// Inputs that reach far: bytes without order.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    (1..=8_u64)
        .map(|seed| {
            let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            };
            (0..1500).map(|_| next()).collect()
        })
        .collect()
}

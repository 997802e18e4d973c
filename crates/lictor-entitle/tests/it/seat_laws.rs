//! Laws over random histories: no seat is lost, none is made, and what is said to be available is.

use lictor_entitle::Code;
use lictor_entitle::fulfillment::{Operation, Record};
use lictor_entitle::give_back::give_back;
use lictor_entitle::line_item::{Line, LineKind};
use lictor_entitle::model::LicenseModel;
use lictor_entitle::outcome::{Outcome, Role};
use lictor_entitle::rehost::{RehostRequest, rehost};
use lictor_entitle::repair::{publisher_error, repair};
use lictor_entitle::split::SplitRequest;
use proptest::prelude::*;

use crate::store::{Store, free, hosts, line, policy, request};

/// What a step does, with numbers that are folded into what is there.
#[derive(Debug, Clone)]
enum Step {
    Activate { line: usize, server: usize, own: i64, from_parent: i64 },
    Split { record: usize, kind: usize, target: usize, seats: i64 },
    Rehost { record: usize, server: usize, seats: i64 },
    Return { record: usize, seats: i64 },
    Repair { record: usize, wronged: bool },
    Close { line: usize },
}

const SERVERS: [&str; 3] = ["S1", "S2", "S3"];
const KINDS: [Operation; 3] = [Operation::Upgrade, Operation::Upsell, Operation::Renew];

fn step() -> impl Strategy<Value = Step> {
    let seats = || 0_i64..9;
    prop_oneof![
        4 => (any::<usize>(), any::<usize>(), seats(), seats())
            .prop_map(|(line, server, own, from_parent)| Step::Activate { line, server, own, from_parent }),
        5 => (any::<usize>(), any::<usize>(), any::<usize>(), seats())
            .prop_map(|(record, kind, target, seats)| Step::Split { record, kind, target, seats }),
        2 => (any::<usize>(), any::<usize>(), seats())
            .prop_map(|(record, server, seats)| Step::Rehost { record, server, seats }),
        2 => (any::<usize>(), seats()).prop_map(|(record, seats)| Step::Return { record, seats }),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(record, wronged)| Step::Repair { record, wronged }),
        1 => any::<usize>().prop_map(|line| Step::Close { line }),
    ]
}

/// Two lines of the customer's own, and lines of every kind that follow them, one of them twice.
fn ground() -> Store {
    Store::new(&[
        line("A", LineKind::New, 12, None, "P1"),
        line("B", LineKind::New, 5, None, "P1"),
        line("U1", LineKind::Upgrade, 15, Some("A"), "P2"),
        line("U2", LineKind::Upgrade, 6, Some("A"), "P2"),
        line("V", LineKind::Upsell, 8, Some("A"), "P3"),
        line("W", LineKind::Renewal, 12, Some("A"), "P1"),
        line("X", LineKind::Upgrade, 9, Some("U1"), "P4"),
        line("Y", LineKind::Upgrade, 5, Some("B"), "P2"),
        Line { model: LicenseModel::FloatingUncounted, ..line("Z", LineKind::Upgrade, 4, Some("A"), "P2") },
    ])
}

fn pick<T>(items: &[T], at: usize) -> &T {
    &items[at % items.len()]
}

/// What an accepted operation on a record may never do: change the number of its seats.
fn conserves(record: &Record, outcome: &Outcome, returned: u32) {
    let made: u32 = outcome.created.iter().map(|new| new.count).sum();
    assert_eq!(made + returned, record.count);
    let overdraft: u32 = outcome.created.iter().map(|new| new.overdraft).sum();
    assert!(overdraft <= record.overdraft);
}

/// Seats of a whole record that an uncounted target does not take: they are the line's again (F3).
fn fell_back(store: &Store, outcome: &Outcome, record: &Record, asked: i64) -> u32 {
    let to = outcome.created.iter().find(|new| new.role == Role::Target).unwrap();
    let uncounted = !store.lines[&to.line].model.is_counted();
    if uncounted && asked == i64::from(record.count) { record.count - to.count } else { 0 }
}

/// Seats that are there and that nobody has activated.
fn ordered_and_unused(store: &Store) -> u32 {
    store.lines.values().map(|line| line.seats.unfulfilled()).sum()
}

/// Carries a step out, if it is accepted, and holds the laws.
fn play(store: &mut Store, step: &Step) {
    let lines: Vec<Line> = store.lines.values().cloned().collect();
    let records: Vec<Record> = store.records.values().cloned().collect();
    let before = store.clone();
    match *step {
        Step::Activate { line, server, own, from_parent } => {
            let line = &pick(&lines, line).id;
            let ask = [(SERVERS[server % SERVERS.len()], own, from_parent)];
            if let Err(refusal) = store.activate(line, &ask) {
                assert_ne!(refusal.code, Code::Internal);
                assert_eq!(*store, before);
            }
        }
        Step::Close { line } => store.lines.get_mut(&pick(&lines, line).id).unwrap().closed = true,
        Step::Split { .. } | Step::Rehost { .. } | Step::Return { .. } | Step::Repair { .. }
            if records.is_empty() => {}
        Step::Split { record, kind, target, seats } => {
            let (record, operation) = (pick(&records, record), *pick(&KINDS, kind));
            let target = Some(pick(&lines, target).id.clone());
            let request = SplitRequest { target, ..request(operation, seats) };
            match store.split(&record.id, &request) {
                Ok(outcome) => {
                    let fell_back = fell_back(store, &outcome, record, seats);
                    conserves(record, &outcome, fell_back);
                    let out = ordered_and_unused(store);
                    store.apply(&outcome);
                    assert_eq!(store.live_seats() + fell_back, before.live_seats());
                    assert_eq!(ordered_and_unused(store), out + fell_back);
                }
                Err(refusal) => assert_ne!(refusal.code, Code::Internal),
            }
        }
        Step::Rehost { record, server, seats } => {
            let (record, hosts) = (pick(&records, record), hosts(&[SERVERS[server % SERVERS.len()]], &[]));
            let ask = RehostRequest { seats: Some(seats), overdraft: None, hosts };
            if let Ok(outcome) = rehost(record, &store.lines[&record.line], &policy(&free(), record), &ask) {
                conserves(record, &outcome, 0);
                store.apply(&outcome);
                assert_eq!(store.live_seats(), before.live_seats());
            }
        }
        Step::Return { record, seats } => {
            let record = pick(&records, record);
            let line = &store.lines[&record.line];
            if let Ok(outcome) = give_back(record, line, &policy(&free(), record), Some(seats)) {
                let seats = u32::try_from(seats).unwrap();
                conserves(record, &outcome, seats);
                store.apply(&outcome);
                assert_eq!(store.live_seats() + seats, before.live_seats());
            }
        }
        Step::Repair { record, wronged } => {
            let record = pick(&records, record);
            let line = &store.lines[&record.line];
            let policies = free();
            let outcome = if wronged {
                publisher_error(record, line)
            } else {
                repair(record, line, &policy(&policies, record))
            };
            if let Ok(outcome) = outcome {
                conserves(record, &outcome, 0);
                store.apply(&outcome);
                assert_eq!(store.live_seats(), before.live_seats());
            }
        }
    }
    store.check();
}

/// The exact count is what a request gets: spread over the parent's hosts it is accepted, and one more
/// is refused.
fn exact_is_exact(store: &Store) {
    for line in store.lines.values() {
        // An uncounted line gives seats by host, not by number.
        if line.check_activation().is_err() || !line.model.is_counted() {
            continue;
        }
        let available = store.available(&line.id);
        let own = i64::from(available.without_return);
        let mut left = i64::from(available.count) - own;
        let mut asked: Vec<(&str, i64, i64)> = vec![];
        for server in SERVERS {
            let on_server = |record: &&Record| {
                Some(&record.line) == line.parent.as_ref() && record.hosts == hosts(&[server], &[])
            };
            let seats: u32 = store.records.values().filter(on_server).map(Record::counted_seats).sum();
            let part = left.min(i64::from(seats));
            left -= part;
            asked.push((server, 0, part));
        }
        assert_eq!(left, 0, "{line:?}");
        asked[0].1 = own;
        let more: Vec<_> =
            asked.iter().enumerate().map(|(at, ask)| (ask.0, ask.1 + i64::from(at == 0), ask.2)).collect();
        asked.retain(|ask| ask.1 + ask.2 > 0);
        let mut after = store.clone();
        if !asked.is_empty() {
            after.activate(&line.id, &asked).unwrap();
        }
        let more: Vec<_> = more.into_iter().filter(|ask| ask.1 + ask.2 > 0).collect();
        let refusal = store.clone().activate(&line.id, &more).unwrap_err();
        assert_eq!(refusal.code, Code::InsufficientCount, "{line:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn seats_are_neither_lost_nor_made(steps in prop::collection::vec(step(), 1..40)) {
        let mut store = ground();
        for step in &steps {
            play(&mut store, step);
        }
        exact_is_exact(&store);
    }
}

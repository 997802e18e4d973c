//! Who waits, for how long, and who passes (QUE-01, QUE-02).

use std::collections::BTreeMap;

use lictor_engine::{Command, HolderView, Output, Policy, QueueMode, RuleSet};
use lictor_types::{Answer, Identity, Operation, RequestId, SessionId, Status};
use proptest::prelude::*;

use super::{cases, steps};
use crate::history::{Dice, Menu, Play, answers, plain};
use crate::world::{license, restored};

/// One line in which many arrive: how often each that waited was passed, beside its place.
struct Line {
    play: Play,
    /// By arrival: who, how many were before, how often it was passed.
    waiting: BTreeMap<u64, (SessionId, RequestId, u64, u64)>,
    arrivals: u64,
    /// All that have been in the line: how many were before, and how often each was passed.
    passed: Vec<(u64, u64)>,
}

impl Line {
    fn new(seats: u32, queue: QueueMode) -> Self {
        let rules = RuleSet { policy: Policy { queue, ..Policy::default() }, ..RuleSet::default() };
        let mut play = Play::new(Menu::default(), vec![license("A", "f0", seats)], &rules);
        for number in 0..5 {
            play.enter(&Identity { user: format!("user{number}"), ..Identity::default() });
        }
        Self { play, waiting: BTreeMap::new(), arrivals: 0, passed: vec![] }
    }

    /// Somebody asks, waits or gives back.
    fn step(&mut self, step: u64, largest: u64) {
        let dice = &mut Dice::new(step);
        let session = self.play.session(dice);
        let checkout = plain("f0", 1 + dice.below(largest) as u32, None);
        let outputs = match dice.below(5) {
            0 => self.play.ask(session, Operation::Checkout(checkout)),
            1 | 2 => {
                let (checkouts, wait_ms) = (vec![checkout], 1_000_000);
                self.play.ask(session, Operation::Wait { checkouts, wait_ms })
            }
            _ => {
                let leases = self.play.ledger.leases_from(0).filter_map(|view| {
                    let HolderView::Session(session) = view.holder else { return None };
                    Some((session, view.lease))
                });
                let leases: Vec<_> = leases.collect();
                let Some((session, lease)) = dice.pick(&leases) else { return };
                self.play.ask(session, Operation::Checkin { lease, count: dice.below(2) as u32 })
            }
        };
        self.look(&outputs);
    }

    fn look(&mut self, outputs: &[Output]) {
        self.arrivals += 1;
        for (session, request, answer) in answers(outputs) {
            let waited = self.waiting.iter().find(|(_, found)| (found.0, found.1) == (session, request));
            let arrival = waited.map_or(self.arrivals, |(arrival, _)| *arrival);
            if let Some((_, _, before, passed)) = self.waiting.remove(&arrival) {
                self.passed.push((before, passed));
            }
            if matches!(answer, Answer::Granted(_)) {
                for (_, _, _, passed) in self.waiting.range_mut(..arrival).map(|(_, found)| found) {
                    *passed += 1;
                }
            }
        }
        for output in outputs {
            if let Output::Position { session, request, position } = output {
                let known = self.waiting.values().any(|found| (found.0, found.1) == (*session, *request));
                if !known {
                    let before = u64::from(*position) - 1;
                    self.waiting.insert(self.arrivals, (*session, *request, before, 0));
                }
            }
        }
    }

    /// Everybody who waits or waited: how many were before, how often passed.
    fn all(&self) -> impl Iterator<Item = (u64, u64)> {
        self.passed.iter().copied().chain(self.waiting.values().map(|found| (found.2, found.3)))
    }
}

proptest! {
    #![proptest_config(cases())]

    /// QUE-01, fair: a request with p others before it is passed at most (p + 1) × passes times,
    /// whoever arrives.
    #[test]
    fn law_26_overtaking_is_bounded(steps in steps(), seats in 2..6_u32, passes in 0..3_u32) {
        let mut line = Line::new(seats, QueueMode::Fair { passes });
        for step in steps {
            line.step(step, 3);
            for (before, passed) in line.all() {
                prop_assert!(passed <= (before + 1) * u64::from(passes), "{} {}", before, passed);
            }
        }
    }

    /// QUE-01, strict: nobody is passed.
    #[test]
    fn law_27_strict_is_never_passed(steps in steps(), seats in 2..6_u32) {
        let mut line = Line::new(seats, QueueMode::Strict);
        for step in steps {
            line.step(step, 3);
            prop_assert!(line.all().all(|(_, passed)| passed == 0));
        }
    }

    /// QUE-01: among requests for as many seats the first come is the first served, in any mode.
    #[test]
    fn law_28_equals_are_served_as_they_came(steps in steps(), seats in 1..4_u32, passes in 0..3_u32) {
        for queue in [QueueMode::Fair { passes }, QueueMode::Strict, QueueMode::Fast] {
            let mut line = Line::new(seats, queue);
            for step in &steps {
                line.step(*step, 1);
                prop_assert!(line.all().all(|(_, passed)| passed == 0));
            }
        }
    }

    /// QUE-01: nobody waits who could be served: looking again at all lines serves nobody.
    #[test]
    fn law_29_nobody_waits_in_vain(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { wall: false, ..Menu::ALL }, seed);
        for step in steps {
            play.step(step);
            let mut again = Play::new(Menu::default(), vec![], &RuleSet::default());
            (again.ledger, again.stamp) = (restored(&play.ledger), play.stamp);
            again.apply(Command::Tick);
            again.outputs.clear();
            let suspect = again.ledger.clock().suspect;
            again.apply(Command::Clock { floor_ms: 77, ahead_ms: 77, suspect });
            prop_assert_eq!(answers(&again.outputs).count(), 0, "{:?}", again.outputs);
        }
    }

    /// QUE-02: the places of a line are 1 to its length, in the order of arrival.
    #[test]
    fn law_30_places_have_no_gaps(steps in steps(), seats in 1..4_u32, passes in 0..3_u32) {
        let mut line = Line::new(seats, QueueMode::Fair { passes });
        for step in steps {
            line.step(step, 3);
            let views = line.play.ledger.waiters_from(0).map(|(_, view)| (view.position, view.session, view.request));
            let mut places: Vec<_> = views.collect();
            places.sort_unstable();
            let arrived: Vec<_> = line.waiting.values().map(|found| (found.0, found.1)).collect();
            prop_assert_eq!(places.iter().map(|found| (found.1, found.2)).collect::<Vec<_>>(), arrived);
            let numbers = places.iter().map(|found| found.0);
            prop_assert!(numbers.eq(1..=places.len() as u32));
        }
    }

    /// QUE-01: every wait of a session that stays is answered once, at the latest when its time is
    /// over.
    #[test]
    fn law_31_every_wait_is_answered_once(seed: u64, steps in steps()) {
        let mut play = Play::drawn(Menu { restarts: false, ..Menu::ALL }, seed);
        let mut waits: BTreeMap<(SessionId, RequestId), usize> = BTreeMap::new();
        let mut count = |outputs: &[Output]| {
            for output in outputs {
                if let Output::Position { session, request, .. } = output {
                    waits.entry((*session, *request)).or_default();
                }
            }
            for (session, request, _) in answers(outputs) {
                if let Some(times) = waits.get_mut(&(session, request)) {
                    *times += 1;
                }
            }
        };
        for step in steps {
            play.step(step);
            count(&play.outputs);
        }
        play.outputs.clear();
        play.advance(10_000);
        play.apply(Command::Tick);
        count(&play.outputs);
        prop_assert_eq!(play.ledger.waiters_from(0).count(), 0);
        for ((session, request), times) in waits {
            prop_assert!(times <= 1, "{} {}", session, request);
        }
    }

    /// QUE-01: what is above anything that could be given does not wait.
    #[test]
    fn law_32_the_impossible_does_not_wait(seed: u64, steps in steps(), f in 0..8_usize) {
        let mut play = Play::played(Menu::ALL, seed, &steps);
        let session = play.session(&mut Dice::new(seed));
        play.outputs.clear();
        let name = crate::history::NAMES[f];
        let unlimited = play.ledger.find_feature(None, name).is_some_and(|feature| {
            play.ledger.feature_pools(feature).any(|pool| pool.seats.limit().is_none())
        });
        let checkouts = vec![plain(name, 100, None)];
        let outputs = play.ask(session, Operation::Wait { checkouts, wait_ms: 1_000 });
        let denied = answers(&outputs).any(|(_, _, answer)| !answer.status().is_success());
        prop_assert!(unlimited || denied || outputs.is_empty(), "{:?}", outputs);
        prop_assert!(answers(&outputs).all(|(_, _, answer)| answer.status() != Status::Queued));
    }
}

//! The law of replays: whatever happened, deciding it again gives the same records.

use std::path::Path;

use lictor_engine::{
    CloseCause, Command, DetachCause, FeaturePattern, FeatureSet, Member, NamedKind, NamedOrder, Output,
    Policy, QueueMode, ReserveOrder, ResumeSession, Rule, RuleSet, Sharing,
};
use lictor_testkit::Lictor;
use lictor_types::{
    Answer, BorrowId, Checkout, CivilDate, FeatureRef, KeyType, LeaseId, Operation, RequestId, RuleKind,
    Seats, SessionId, VendorName,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::history::{BEGIN_MS, History, checkout, depends, license, set};

const FEATURES: [&str; 8] = ["f1", "f2", "f1", "f3", "f1", "t1", "f2", "nothing"];
const USERS: [&str; 4] = ["ann", "bob", "eve", "Ann"];

/// What happens in a turn; small numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    Load(u8),
    Rules(u8),
    Day(u8),
    Clock(bool),
    Advance(u32),
    Start,
    Open(u8),
    Checkout(u8, u8, u8),
    Both(u8, u8, u8),
    Wait(u8, u8, u8, u16),
    Borrow(u8, u8, u8),
    Refresh(u8, u8),
    Return(u8, u8),
    Checkin(u8, u8, u8),
    CheckinFeature(u8, u8, u8),
    Cancel(u8, u8),
    Repeat(u8),
    Detach(u8, bool),
    Resume(u8, u8),
    Close(u8),
    Release(u8, bool),
    Reserve(u8, u8, u16),
    Unreserve,
    Revoke(u8),
    Named(u8, u8),
    Note,
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    let b = any::<u8>;
    prop_oneof![
        1 => b().prop_map(Load),
        1 => b().prop_map(Rules),
        1 => b().prop_map(Day),
        1 => any::<bool>().prop_map(Clock),
        6 => (0_u32..40_000).prop_map(Advance),
        1 => (3_000_000_u32..9_000_000).prop_map(Advance),
        1 => Just(Start),
        5 => b().prop_map(Open),
        12 => (b(), b(), b()).prop_map(|(s, f, n)| Checkout(s, f, n)),
        3 => (b(), b(), b()).prop_map(|(s, f, n)| Both(s, f, n)),
        8 => (b(), b(), b(), any::<u16>()).prop_map(|(s, f, n, ms)| Wait(s, f, n, ms)),
        3 => (b(), b(), b()).prop_map(|(s, f, h)| Borrow(s, f, h)),
        1 => (b(), b()).prop_map(|(s, n)| Refresh(s, n)),
        1 => (b(), b()).prop_map(|(s, n)| Return(s, n)),
        6 => (b(), b(), b()).prop_map(|(s, l, n)| Checkin(s, l, n)),
        4 => (b(), b(), b()).prop_map(|(s, f, n)| CheckinFeature(s, f, n)),
        2 => (b(), b()).prop_map(|(s, back)| Cancel(s, back)),
        2 => b().prop_map(Repeat),
        2 => (b(), any::<bool>()).prop_map(|(s, keep)| Detach(s, keep)),
        2 => (b(), b()).prop_map(|(s, back)| Resume(s, back)),
        2 => b().prop_map(Close),
        1 => (b(), any::<bool>()).prop_map(|(s, keep_out)| Release(s, keep_out)),
        1 => (b(), b(), any::<u16>()).prop_map(|(f, n, s)| Reserve(f, n, s)),
        1 => Just(Unreserve),
        1 => b().prop_map(Revoke),
        1 => (b(), b()).prop_map(|(f, u)| Named(f, u)),
        1 => Just(Note),
    ]
}

fn sets() -> Vec<FeatureSet> {
    let plain = |serial, feature, seats| license(serial, feature, KeyType::Exclusive, seats);
    let mut held = plain("b", "f1", 3);
    (held.hold_seconds, held.min_checkout_seconds, held.borrow_hours) = (20, 5, 2);
    let mut shared = plain("d", "f2", 2);
    shared.share = Sharing { user: true, host: true, custom: false };
    let mut named = plain("e", "f3", 4);
    (named.user_based, named.borrow_hours) = (Some(Seats::Limited(2)), 3);
    let mut upgrade = license("u", "f1", KeyType::Upgrade, 2);
    upgrade.start = CivilDate::parse("2026-03-02").ok();
    let mut token = license("t", "t1", KeyType::Token, 4);
    token.dependencies = vec![depends("f1", 1), depends("f2", 1)];
    let mut added = license("x", "f2", KeyType::Additive, 2);
    added.end = CivilDate::parse("2026-03-02").ok();
    let today = "2026-03-01";
    vec![
        set(vec![plain("a", "f1", 3), plain("c", "f2", 2)], today),
        set(vec![held.clone(), upgrade, shared.clone(), added, named.clone()], today),
        set(vec![held, shared, named, token], today),
        set(vec![plain("a", "f1", 1)], today),
    ]
}

fn rules() -> Vec<RuleSet> {
    let rule = |kind, amount, member| Rule {
        kind,
        amount,
        line: 1,
        features: vec![FeaturePattern { vendor: None, name: "f*".to_string() }],
        members: vec![member],
    };
    let user = |name: &str| Member::User(name.to_string());
    let policy = |queue| Policy { queue, ..Policy::DEFAULT };
    let strict = vec![rule(RuleKind::Limit, 1, user("bob")), rule(RuleKind::Reserve, 1, user("eve"))];
    let fast = vec![rule(RuleKind::Deny, 0, user("eve")), rule(RuleKind::BorrowDeny, 0, user("bob"))];
    vec![
        RuleSet::default(),
        RuleSet { digest: None, rules: strict, policy: policy(QueueMode::Strict) },
        RuleSet { digest: None, rules: fast, policy: policy(QueueMode::Fast) },
        RuleSet { digest: None, rules: vec![], policy: policy(QueueMode::Fair { passes: 1 }) },
    ]
}

/// Somebody who asks, and what is known of it.
struct Client {
    session: SessionId,
    epoch: u32,
    request: u64,
    leases: Vec<LeaseId>,
    borrows: Vec<BorrowId>,
}

/// A history under way.
struct Play {
    history: History,
    clients: Vec<Client>,
    sets: Vec<FeatureSet>,
    rules: Vec<RuleSet>,
    /// Whether timers are late.
    is_late: bool,
}

impl Play {
    fn client(&mut self, choice: u8) -> Option<&mut Client> {
        let count = self.clients.len();
        self.clients.get_mut(usize::from(choice).checked_rem(count)?)
    }

    fn ask(&mut self, choice: u8, operation: Operation<'_>, next: bool) {
        let Some(client) = self.client(choice) else { return };
        client.request += u64::from(next);
        let (session, request) = (client.session, RequestId(client.request.max(1)));
        let acked = RequestId(client.request.saturating_sub(3));
        let outputs = self.history.turn(vec![Command::Request { session, request, acked, operation }]);
        for output in outputs {
            let Output::Answer { session, answer, .. } = output else { continue };
            let Some(client) = self.clients.iter_mut().find(|client| client.session == session) else {
                continue;
            };
            if let Answer::Granted(grant) = answer {
                client.leases.push(grant.lease);
            } else if let Answer::GrantedAll(grants) = answer {
                client.leases.extend(grants.iter().map(|grant| grant.lease));
            } else if let Answer::Borrowed(borrowed) = answer {
                client.borrows.push(borrowed.borrow);
            }
        }
    }

    fn step(&mut self, step: &Step) {
        let feature = |choice: u8| FEATURES[usize::from(choice) % FEATURES.len()];
        let count = |choice: u8| u32::from(choice % 5).min(3);
        let actor = "root";
        match *step {
            Step::Load(choice) => {
                let mut set = self.sets[usize::from(choice) % self.sets.len()].clone();
                let known = self.history.ledger.zones_today().first();
                set.zones[0].today = known.map_or(set.zones[0].today, |known| known.today);
                self.history.turn(vec![Command::Load(&set)]);
            }
            Step::Rules(choice) => {
                let rules = self.rules[usize::from(choice) % self.rules.len()].clone();
                self.history.turn(vec![Command::Rules(&rules)]);
            }
            Step::Day(choice) => {
                let today = CivilDate::parse(&format!("2026-03-0{}", 1 + choice % 4)).unwrap();
                self.history.turn(vec![Command::Day { today: &[today], back: choice > 200 }]);
            }
            Step::Clock(suspect) => {
                let floor_ms = self.history.stamp.wall_ms;
                self.history.turn(vec![Command::Clock { floor_ms, ahead_ms: 0, suspect }]);
            }
            Step::Advance(ms) if self.is_late => self.history.advance(ms.into()),
            Step::Advance(ms) => self.history.pass(ms.into()),
            Step::Start => {
                self.history.turn(vec![Command::Start { resume_window_ms: 30_000 }]);
            }
            Step::Open(choice) => {
                let session = self.history.open(USERS[usize::from(choice) % USERS.len()]);
                let client = Client { session, epoch: 1, request: 0, leases: vec![], borrows: vec![] };
                self.clients.push(client);
            }
            Step::Checkout(who, what, seats) => {
                let mut wanted = checkout(feature(what), count(seats));
                wanted.reservation = (seats > 200).then_some("batch");
                self.ask(who, Operation::Checkout(wanted), true);
            }
            Step::Both(who, what, seats) => {
                let both = [feature(what), feature(what.wrapping_add(1))].map(|f| checkout(f, count(seats)));
                self.ask(who, Operation::CheckoutAll(both.to_vec()), true);
            }
            Step::Wait(who, what, seats, ms) => {
                let mut checkouts: Vec<Checkout<'_>> = vec![checkout(feature(what), 1 + count(seats) / 2)];
                if seats > 200 {
                    checkouts.push(checkout(feature(what.wrapping_add(1)), 1));
                }
                self.ask(who, Operation::Wait { checkouts, wait_ms: ms.into() }, true);
            }
            Step::Borrow(who, what, hours) => {
                let checkout = checkout(feature(what), 1);
                self.ask(who, Operation::Borrow { checkout, hours: u16::from(hours % 5) }, true);
            }
            Step::Refresh(who, choice) => {
                if let Some(borrow) = self.borrow(choice) {
                    self.ask(who, Operation::Refresh { borrow }, true);
                }
            }
            Step::Return(who, choice) => {
                if let Some(borrow) = self.borrow(choice) {
                    self.ask(who, Operation::Return { borrow }, true);
                }
            }
            Step::Checkin(who, choice, seats) => {
                let Some(client) = self.client(who) else { return };
                let count_held = client.leases.len();
                let lease = usize::from(choice).checked_rem(count_held).map(|at| client.leases[at]);
                let lease = lease.unwrap_or(LeaseId::new(0, 0));
                self.ask(who, Operation::Checkin { lease, count: count(seats) }, true);
            }
            Step::CheckinFeature(who, what, seats) => {
                let feature = FeatureRef::Name(feature(what));
                self.ask(who, Operation::CheckinFeature { feature, count: count(seats) }, true);
            }
            Step::Cancel(who, back) => {
                let Some(client) = self.client(who) else { return };
                let request = RequestId(client.request.saturating_sub(u64::from(back % 3)));
                self.ask(who, Operation::Cancel { request }, true);
            }
            Step::Repeat(who) => self.ask(who, Operation::Checkout(checkout("f1", 1)), false),
            Step::Detach(who, keep) => {
                let Some(client) = self.client(who) else { return };
                let (session, epoch) = (client.session, client.epoch);
                let (cause, keep_ms) = (DetachCause::Disconnected, if keep { 20_000 } else { 0 });
                self.history.turn(vec![Command::Detach { session, epoch, cause, keep_ms }]);
            }
            Step::Resume(who, back) => {
                let Some(client) = self.client(who) else { return };
                let session = client.session;
                let cancel = [RequestId(client.request.saturating_sub(u64::from(back % 3)))];
                let acked = RequestId(client.request.saturating_sub(4));
                let resume =
                    ResumeSession { session, secret_hash: [1; 32], acked, cancel: &cancel, held: &[] };
                for output in self.history.turn(vec![Command::Resume(resume)]) {
                    if let Output::Resumed { epoch: Ok(epoch), session, .. } = output {
                        let client = self.clients.iter_mut().find(|client| client.session == session);
                        client.unwrap().epoch = epoch;
                    }
                }
            }
            Step::Close(who) => {
                let Some(client) = self.client(who) else { return };
                let (session, cause) = (client.session, CloseCause::Goodbye);
                self.history.turn(vec![Command::Close { session, cause }]);
            }
            Step::Release(who, keep_out) => {
                let Some(client) = self.client(who) else { return };
                let (session, quarantine_ms) = (client.session, if keep_out { 15_000 } else { 0 });
                self.history.turn(vec![Command::Release { session, quarantine_ms, actor, reason: "left" }]);
            }
            Step::Reserve(what, seats, seconds) => {
                let until_ms = self.history.stamp.wall_ms + 1_000 * u64::from(seconds % 100);
                self.history.turn(vec![Command::Reserve(ReserveOrder {
                    vendor: None,
                    feature: feature(what),
                    token: "batch",
                    count: count(seats),
                    until_ms,
                    actor,
                    reason: "",
                })]);
            }
            Step::Unreserve => {
                self.history.turn(vec![Command::Unreserve {
                    token: "batch",
                    feature: None,
                    actor,
                    reason: "",
                }]);
            }
            Step::Revoke(choice) => {
                if let Some(borrow) = self.borrow(choice) {
                    self.history.turn(vec![Command::RevokeBorrow { borrow, actor, reason: "" }]);
                }
            }
            Step::Named(what, who) => {
                let vendor = VendorName::parse("ACME").unwrap();
                self.history.turn(vec![Command::ReleaseNamed(NamedOrder {
                    vendor: Some(&vendor),
                    feature: feature(what),
                    kind: NamedKind::User,
                    name: USERS[usize::from(who) % USERS.len()],
                    actor,
                    reason: "",
                })]);
            }
            Step::Note => {
                self.history.turn(vec![Command::Note { what: "nothing", actor, reason: "" }]);
            }
        }
    }

    fn borrow(&self, choice: u8) -> Option<BorrowId> {
        let borrows: Vec<BorrowId> = self.clients.iter().flat_map(|client| client.borrows.clone()).collect();
        borrows.get(usize::from(choice).checked_rem(borrows.len())?).copied()
    }
}

/// Plays a history into a log.
fn play(place: &Path, sets: Vec<FeatureSet>, is_late: bool, steps: &[Step]) {
    let history = History::new(place);
    let mut play = Play { history, clients: vec![], sets, rules: rules(), is_late };
    play.step(&Step::Load(2));
    (0..3).for_each(|user| play.step(&Step::Open(user)));
    for step in steps {
        play.step(step);
    }
}

/// What came of each feature in one of the worlds.
fn came_of(document: &Value, world: &str) -> Vec<Value> {
    let features = document["features"].as_array().unwrap().iter();
    let counts = ["denied", "short", "waited", "wait_seconds", "wait_seconds_max", "given_up", "peak"];
    features.map(|feature| counts.iter().map(|name| feature[world][name].clone()).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every history of a server is decided again as it was, from the beginning and from its middle;
    /// what other counts would have done can be told of each.
    #[test]
    fn a_history_decided_again_is_the_same(is_late in any::<bool>(), steps in vec(step(), 1..160)) {
        let place = tempfile::tempdir().unwrap();
        play(place.path(), sets(), is_late, &steps);
        let lictor = Lictor::in_directory(place.path());
        let half = jiff::Timestamp::from_millisecond((BEGIN_MS + 60_000) as i64).unwrap().to_string();
        for more in [&[][..], &["--from", &half], &["--from", &half, "--set", "f1=2"]] {
            let run = lictor.run(&[&["log", "replay", "--json"], more].concat());
            prop_assert_eq!((run.code, &run.json()["status"]), (0, &json!("ok")), "{:?}", run);
        }
    }

    /// A count that is what it was makes no difference to anybody.
    #[test]
    fn a_change_to_the_same_changes_nothing(steps in vec(step(), 1..160)) {
        let place = tempfile::tempdir().unwrap();
        let only = sets().swap_remove(2);
        play(place.path(), vec![only], false, &steps);
        let lictor = Lictor::in_directory(place.path());
        let document = lictor.run(&["log", "replay", "--json", "--set", "f3=4"]).json();
        prop_assert_eq!((&document["denied"], &document["granted"]), (&json!([]), &json!([])));
        prop_assert_eq!(came_of(&document, "then"), came_of(&document, "now"));
    }
}

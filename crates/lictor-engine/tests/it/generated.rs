//! Properties over random histories.
//!
//! [`World`] compares after every command: the invariants, among them that no seat is lost or
//! made; that folding the records gives the same bytes; that restoring the snapshot does too.

use lictor_engine::{
    CloseCause, Command, DetachCause, Holding, LicenseEntry, OpenSession, Output, Replaces, ResumeSession,
};
use lictor_types::{
    Answer, Checkout, CivilDate, FeatureId, FeatureRef, Identity, KeyType, LeaseId, Operation, RequestId,
    Seats, SessionId, VendorName, Version,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{Model, Verdict};
use crate::world::{World, feature_set, license};

const FEATURES: u32 = 4;
const SESSIONS: u32 = 5;

#[derive(Debug, Clone)]
enum Step {
    Load(Vec<LicenseEntry>),
    Day(Vec<u8>, bool),
    Clock(bool),
    ResetClock,
    Advance(u16),
    Start(u16),
    Tick,
    Open(bool),
    Resume { session: u32, wrong: bool, acked: u64, cancel: Vec<u64>, held: Vec<(u32, u32)> },
    Detach { session: u32, keep_ms: u16 },
    Close(u32),
    Release(u32),
    Request { session: u32, request: Id, acked: u64, operation: Op },
    Restart,
}

/// The next id, or any.
#[derive(Debug, Clone, Copy)]
enum Id {
    Next,
    Any(u64),
}

#[derive(Debug, Clone)]
enum Op {
    Checkout(Want),
    CheckoutAll(Vec<Want>),
    Checkin(u32, u32),
    CheckinFeature(u32, u32),
    Cancel(u64),
}

#[derive(Debug, Clone)]
struct Want {
    feature: u32,
    count: u32,
    version: Option<u16>,
    exact: bool,
}

fn want() -> impl Strategy<Value = Want> {
    let version = prop_oneof![3 => Just(None), 1 => (0..3_u16).prop_map(Some)];
    (0..FEATURES + 1, 0..4_u32, version, proptest::bool::weighted(0.2))
        .prop_map(|(feature, count, version, exact)| Want { feature, count, version, exact })
}

fn operation() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => want().prop_map(Op::Checkout),
        2 => vec(want(), 0..4).prop_map(Op::CheckoutAll),
        3 => (0..8_u32, 0..3_u32).prop_map(|(lease, count)| Op::Checkin(lease, count)),
        2 => (0..FEATURES, 0..4_u32).prop_map(|(feature, count)| Op::CheckinFeature(feature, count)),
        1 => (0..30_u64).prop_map(Op::Cancel),
    ]
}

fn day(number: u8) -> CivilDate {
    CivilDate::from_day_number(20_000 + u32::from(number)).unwrap()
}

fn entry() -> impl Strategy<Value = LicenseEntry> {
    let date = || proptest::option::weighted(0.4, (0..20_u8).prop_map(day));
    let voids = || vec(0..8_u32, 0..2);
    let seats = prop_oneof![8 => (1..6_u32).prop_map(Seats::Limited), 1 => Just(Seats::Unlimited)];
    let kind = proptest::sample::select(vec![
        KeyType::Exclusive,
        KeyType::Additive,
        KeyType::Upgrade,
        KeyType::Token,
    ]);
    (
        (0..8_u32, 0..FEATURES, kind, seats),
        (date(), date(), 0..3_u16, 0..2_u16),
        (voids(), proptest::option::weighted(0.1, 0..8_u32), proptest::option::weighted(0.1, 0..FEATURES)),
        (proptest::bool::weighted(0.2), proptest::option::of(1..3_u32), any::<bool>()),
    )
        .prop_map(
            |(
                (serial, feature, kind, seats),
                (start, end, zone, major),
                (voids, by_serial, by_feature),
                rest,
            )| {
                let (other_vendor, soft_limit, other_content) = rest;
                let name = |serial: u32| license(&format!("S{serial}"), &format!("f{feature}"), 1);
                let mut entry = name(serial);
                (entry.key_type, entry.seats, entry.zone, entry.soft_limit) = (kind, seats, zone, soft_limit);
                (entry.start, entry.end) = (start, end);
                entry.version = Version::new(major, 0).unwrap();
                entry.supersedes = voids.into_iter().map(|serial| name(serial).serial).collect();
                entry.replaces = by_serial.map(|serial| Replaces::Serial(name(serial).serial));
                if let Some(feature) = by_feature {
                    entry.replaces = Some(Replaces::Feature(license("S", &format!("f{feature}"), 1).feature));
                }
                if other_vendor {
                    entry.vendor = VendorName::parse("OTHER").unwrap();
                }
                if other_content {
                    entry.content.0[31] = feature as u8 + 1;
                }
                entry
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let request = (
        0..SESSIONS,
        prop_oneof![8 => Just(Id::Next), 1 => (0..30_u64).prop_map(Id::Any)],
        0..12_u64,
        operation(),
    );
    let resume = (
        0..SESSIONS,
        proptest::bool::weighted(0.1),
        0..9_u64,
        vec(0..30_u64, 0..3),
        vec((0..8_u32, 0..4_u32), 0..3),
    );
    prop_oneof![
        2 => vec(entry(), 0..12).prop_map(Step::Load),
        1 => (vec(0..20_u8, 2), proptest::bool::weighted(0.1)).prop_map(|(days, back)| Step::Day(days, back)),
        1 => any::<bool>().prop_map(Step::Clock),
        1 => Just(Step::ResetClock),
        2 => (0..500_u16).prop_map(Step::Advance),
        1 => (0..500_u16).prop_map(Step::Start),
        1 => Just(Step::Tick),
        3 => any::<bool>().prop_map(Step::Open),
        2 => resume.prop_map(|(session, wrong, acked, cancel, held)| Step::Resume { session, wrong, acked, cancel, held }),
        2 => (0..SESSIONS, 0..200_u16).prop_map(|(session, keep_ms)| Step::Detach { session, keep_ms }),
        1 => (0..SESSIONS).prop_map(Step::Close),
        1 => (0..SESSIONS).prop_map(Step::Release),
        20 => request.prop_map(|(session, request, acked, operation)| Step::Request { session, request, acked, operation }),
        1 => Just(Step::Restart),
    ]
}

/// Plays steps; sessions are named by slot, whatever their generation is now.
struct Play {
    world: World,
    last: Vec<u64>,
}

impl Play {
    fn new() -> Self {
        Self { world: World::new(), last: vec![0; SESSIONS as usize + 1] }
    }

    fn session(&self, slot: u32) -> SessionId {
        let mut sessions = self.world.ledger.sessions_from(slot);
        sessions.next().map_or_else(|| SessionId::new(slot, 77), |view| view.session)
    }

    fn lease(&self, slot: u32) -> LeaseId {
        let mut leases = self.world.ledger.leases_from(slot);
        leases.next().map_or_else(|| LeaseId::new(slot, 77), |view| view.lease)
    }

    fn step(&mut self, step: &Step) -> Vec<Output> {
        match step {
            Step::Load(licenses) => {
                let set = feature_set(licenses.clone(), &[day(3), day(4)]);
                self.world.apply(Command::Load(&set))
            }
            Step::Day(days, back) => {
                let today: Vec<_> = days.iter().copied().map(day).collect();
                self.world.apply(Command::Day { today: &today, back: *back })
            }
            Step::Clock(suspect) => {
                self.world.apply(Command::Clock { floor_ms: 1, ahead_ms: 2, suspect: *suspect })
            }
            Step::ResetClock => {
                let (actor, reason) = ("root", "test");
                self.world.apply(Command::ResetClock { floor_ms: 0, suspect: false, actor, reason })
            }
            Step::Advance(ms) => {
                self.world.advance((*ms).into());
                vec![]
            }
            Step::Start(window) => self.world.apply(Command::Start { resume_window_ms: (*window).into() }),
            Step::Tick => self.world.apply(Command::Tick),
            Step::Open(vendor) => self.open(*vendor),
            Step::Resume { session, wrong, acked, cancel, held } => {
                let cancel: Vec<_> = cancel.iter().copied().map(RequestId).collect();
                let held =
                    held.iter().map(|(slot, count)| Holding { lease: self.lease(*slot), count: *count });
                let held: Vec<_> = held.collect();
                let (session, secret_hash) = (self.session(*session), [u8::from(*wrong); 32]);
                let acked = RequestId(*acked);
                self.world.apply(Command::Resume(ResumeSession {
                    session,
                    secret_hash,
                    acked,
                    cancel: &cancel,
                    held: &held,
                }))
            }
            Step::Detach { session, keep_ms } => {
                let session = self.session(*session);
                let epoch = self.world.ledger.session(session).map_or(1, |view| view.epoch);
                let (cause, keep_ms) = (DetachCause::Silent, (*keep_ms).into());
                self.world.apply(Command::Detach { session, epoch, cause, keep_ms })
            }
            Step::Close(session) => self
                .world
                .apply(Command::Close { session: self.session(*session), cause: CloseCause::Goodbye }),
            Step::Release(session) => {
                let session = self.session(*session);
                self.world.apply(Command::Release { session, quarantine_ms: 0, actor: "root", reason: "" })
            }
            Step::Request { session, request, acked, operation } => {
                let slot = *session;
                let request = match request {
                    Id::Next => self.last[slot as usize] + 1,
                    Id::Any(id) => *id,
                };
                self.last[slot as usize] = self.last[slot as usize].max(request);
                let acked = self.last[slot as usize].saturating_sub(*acked + 1);
                self.request(self.session(slot), request, acked, operation)
            }
            Step::Restart => {
                self.world.restart();
                vec![]
            }
        }
    }

    fn open(&mut self, vendor: bool) -> Vec<Output> {
        if self.world.ledger.totals().sessions >= SESSIONS {
            return vec![];
        }
        let identity = Identity { user: "ann".into(), ..Identity::default() };
        let vendor = vendor.then(|| VendorName::parse("OTHER").unwrap());
        let outputs = self.world.apply(Command::Open(OpenSession {
            secret_hash: [0; 32],
            identity: &identity,
            vendor: vendor.as_ref(),
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        }));
        if let [Output::Opened(Ok(session))] = outputs[..] {
            self.last[session.slot() as usize] = 0;
        }
        outputs
    }

    fn request(&mut self, session: SessionId, request: u64, acked: u64, operation: &Op) -> Vec<Output> {
        let names: Vec<_> = (0..=FEATURES).map(|number| format!("f{number}")).collect();
        let checkout = |want: &Want| Checkout {
            feature: FeatureRef::Name(&names[want.feature as usize]),
            version: want.version.and_then(|major| Version::new(major, 0)),
            exact: want.exact,
            count: want.count,
            reservation: None,
        };
        let operation = match operation {
            Op::Checkout(want) => Operation::Checkout(checkout(want)),
            Op::CheckoutAll(wants) => Operation::CheckoutAll(wants.iter().map(checkout).collect()),
            Op::Checkin(slot, count) => Operation::Checkin { lease: self.lease(*slot), count: *count },
            Op::CheckinFeature(feature, count) => {
                let feature = FeatureRef::Id(FeatureId(*feature));
                Operation::CheckinFeature { feature, count: *count }
            }
            Op::Cancel(request) => Operation::Cancel { request: RequestId(*request) },
        };
        let (request, acked) = (RequestId(request), RequestId(acked));
        self.world.apply(Command::Request { session, request, acked, operation })
    }
}

/// OUT-06: what a grant says of its pool fits in the seats at that moment.
fn never_over_granted(outputs: &[Output]) {
    for output in outputs {
        let grants = match output {
            Output::Answer { answer: Answer::Granted(grant), .. } => std::slice::from_ref(grant),
            Output::Answer { answer: Answer::GrantedAll(grants), .. } => grants,
            Output::Answer { .. }
            | Output::Opened(_)
            | Output::Resumed { .. }
            | Output::Position { .. }
            | Output::Ordered(_)
            | Output::Event(_) => &[],
        };
        for grant in grants {
            assert!(grant.seats.covers(grant.used), "OUT-06: {grant:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 192 } else { 4096 }))]

    /// OUT-05, OUT-06: whatever happens, the ledger, its folded and its restored copy agree, no
    /// pool is over-granted, and asking again changes nothing.
    #[test]
    fn histories_fold_and_restore(steps in vec(step(), 1..60)) {
        let mut play = Play::new();
        for step in &steps {
            let outputs = play.step(step);
            let repeated = match (step, &outputs[..]) {
                (Step::Request { .. }, [Output::Answer { answer: Answer::Refused(_), .. }]) => false,
                (Step::Request { request: Id::Next, .. }, [Output::Answer { .. }]) => true,
                _ => { never_over_granted(&outputs); false }
            };
            if repeated {
                let Step::Request { session, acked, operation, .. } = step else { unreachable!() };
                if play.world.recorded().0 > 0 { never_over_granted(&outputs); }
                let last = play.last[*session as usize];
                let acked = last.saturating_sub(*acked + 1);
                let again = play.request(play.session(*session), last, acked, operation);
                prop_assert_eq!(&again, &outputs, "OUT-05");
                prop_assert_eq!(play.world.recorded().0, 0, "OUT-05");
            }
        }
    }

    /// The ledger answers as the naive model does.
    #[test]
    fn the_model_agrees(
        seats in vec((0..FEATURES, 1..5_u32, 0..3_u8), 1..8),
        reload in vec((0..FEATURES, 1..5_u32, 0..3_u8), 0..8),
        steps in vec((0..SESSIONS, 0..FEATURES + 1, 0..4_u32, any::<bool>()), 1..80),
    ) {
        let mut play = Play::new();
        let mut model = Model::default();
        for session in 0..SESSIONS {
            play.open(false);
            model.held.insert(session, vec![]);
        }
        // Sessions were opened for OTHER or for all; these are for all.
        for (number, (session, feature, count, out)) in steps.iter().enumerate() {
            if number == 0 || number == 40 {
                let plan = if number == 0 { &seats } else { &reload };
                let set = feature_set(entries_of(plan), &[day(3)]);
                play.world.apply(Command::Load(&set));
                model_of(&play, &mut model);
            }
            let want = Want { feature: *feature, count: (*count).max(1), version: None, exact: false };
            let name = format!("f{feature}");
            let known = play.world.ledger.find_feature(None, &name).map_or(u32::MAX, |feature| feature.0);
            let (operation, expected) = if *out {
                (Op::Checkout(want.clone()), model.checkout(*session, known, want.count))
            } else {
                (Op::CheckinFeature(known, *count), model.checkin(*session, known, *count))
            };
            let last = &mut play.last[*session as usize];
            *last += 1;
            let (request, session) = (*last, SessionId::new(*session, 0));
            let outputs = play.request(session, request, request - 1, &operation);
            let [Output::Answer { answer, .. }] = &outputs[..] else { panic!("{outputs:?}") };
            prop_assert_eq!(Verdict::of(answer), Some(expected));
        }
    }
}

/// Licenses of each kind; the first exclusive of a feature counts, the model is told which.
fn entries_of(plan: &[(u32, u32, u8)]) -> Vec<LicenseEntry> {
    let kinds = [KeyType::Exclusive, KeyType::Additive, KeyType::Upgrade];
    let entry = |(number, (feature, seats, kind)): (usize, &(u32, u32, u8))| {
        let mut entry = license(&format!("S{number}"), &format!("f{feature}"), *seats);
        entry.key_type = kinds[usize::from(*kind)];
        entry
    };
    plan.iter().enumerate().map(entry).collect()
}

/// Seats and order of pools, worked out from the licenses anew, by the numbers the ledger gave.
fn model_of(play: &Play, model: &mut Model) {
    let ledger = &play.world.ledger;
    let in_use: Vec<_> = model.held.values().flatten().map(|(pool, _)| *pool).collect();
    model.seats.clear();
    for number in 0..ledger.totals().features {
        let pools: Vec<_> = ledger.feature_pools(FeatureId(number)).collect();
        for view in &pools {
            let licenses = ledger.feature_set().licenses.iter();
            let mine = licenses.filter(|entry| entry.feature == *view.name);
            let seats = |entry: &LicenseEntry| u64::from(entry.seats.limit().unwrap());
            let total = match view.serial {
                Some(serial) => mine
                    .filter(|entry| entry.serial == *serial && entry.key_type == KeyType::Additive)
                    .map(seats)
                    .sum(),
                None => {
                    let base = mine.clone().find(|entry| entry.key_type == KeyType::Exclusive).map(seats);
                    let more: u64 = mine.filter(|entry| entry.key_type == KeyType::Upgrade).map(seats).sum();
                    base.map_or(0, |base| base + more)
                }
            };
            model.seats.insert(view.pool.0, total);
        }
        let unlisted = in_use.iter().filter(|pool| !pools.iter().any(|view| view.pool.0 == **pool));
        for pool in unlisted {
            model.seats.entry(*pool).or_insert(0);
        }
        model.pools.insert(number, pools.iter().map(|view| view.pool.0).collect());
    }
}

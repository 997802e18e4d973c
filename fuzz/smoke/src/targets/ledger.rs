//! Snapshots and records of the ledger (TRU-04).

use lictor_engine::{
    Command, Dependency, Effects, FeaturePattern, FeatureSet, Ledger, LicenseEntry, Member, OpenSession,
    Output, Policy, ReserveOrder, Rule, RuleSet, Sharing, ZoneToday, invariant,
};
use lictor_types::{
    Checkout, CivilDate, Digest, FeatureName, FeatureRef, Identity, KeyType, Operation, RequestId, RuleKind,
    Seats, Serial, SessionId, Stamp, VendorName, Version,
};

/// Takes the bytes for a snapshot. A ledger made of them has one snapshot, and goes on deciding
/// without breaking an invariant.
pub(super) fn run_snapshot(bytes: &[u8]) {
    let Ok(mut ledger) = Ledger::restore(bytes) else { return };
    let (first, second) = (snapshot(&ledger), Ledger::restore(&snapshot(&ledger)));
    assert_eq!(second.map(|again| snapshot(&again)), Ok(first), "a snapshot does not lead back to itself");
    let mut effects = Effects::default();
    let sessions: Vec<SessionId> = ledger.sessions_from(0).take(4).map(|view| view.session).collect();
    let stamp = ledger.last_stamp();
    ledger.apply(stamp, Command::Tick, &mut effects);
    for session in sessions {
        checkout(&mut ledger, stamp, session, 1_000_000, &mut effects);
    }
    assert_eq!(invariant::check(&ledger), Ok(()), "a restored ledger went wrong");
}

/// Takes the bytes for the records of a block that follows a known state.
pub(super) fn run_records(bytes: &[u8]) {
    let (mut ledger, _) = history(3);
    if ledger.fold(bytes, None).is_ok() {
        assert!(Ledger::restore(&snapshot(&ledger)).is_ok(), "folding led to a state that is none");
    }
}

pub(super) fn snapshots() -> Vec<Vec<u8>> {
    (0..=STEPS).map(|steps| snapshot(&history(steps).0)).collect()
}

fn snapshot(ledger: &Ledger) -> Vec<u8> {
    let mut out = Vec::new();
    ledger.snapshot(&mut out);
    out
}

pub(super) fn records() -> Vec<Vec<u8>> {
    (1..=STEPS).map(|steps| history(steps).1).collect()
}

const STEPS: u64 = 12;

/// A ledger after some steps of a small history, and the records of its last step.
fn history(steps: u64) -> (Ledger, Vec<u8>) {
    let mut ledger = Ledger::new();
    let mut effects = Effects::default();
    let mut session = None;
    let (Some(set), Some(tomorrow)) = (features(), date("2026-03-02")) else { return (ledger, Vec::new()) };
    for step in 0..steps {
        effects.clear();
        let stamp = Stamp { ledger_ms: step * 1000, wall_ms: 1_772_000_000_000 + step * 1000 };
        match step {
            0 => ledger.apply(stamp, Command::Load(&set), &mut effects),
            1 => session = open(&mut ledger, stamp, &mut effects),
            2 => ledger.apply(stamp, Command::Rules(&rules()), &mut effects),
            3 => ledger.apply(stamp, Command::Reserve(reservation(stamp)), &mut effects),
            11 => ledger.apply(stamp, Command::Day { today: &[tomorrow], back: false }, &mut effects),
            _ => {
                if let Some(session) = session {
                    ask(&mut ledger, stamp, session, RequestId(step), &mut effects);
                }
            }
        }
    }
    (ledger, effects.records)
}

fn open(ledger: &mut Ledger, stamp: Stamp, effects: &mut Effects) -> Option<SessionId> {
    let identity = Identity { user: "alice".into(), host: "ws1".into(), ..Identity::default() };
    let session = OpenSession {
        secret_hash: [7; 32],
        identity: &identity,
        vendor: None,
        platform: "linux-x86_64",
        utc_offset_minutes: 60,
        host_ids: &[],
        local_pid: Some(42),
    };
    ledger.apply(stamp, Command::Open(session), effects);
    effects
        .outputs
        .iter()
        .find_map(|output| if let Output::Opened(Ok(id)) = output { Some(*id) } else { None })
}

/// A request of every kind, one after the other.
fn ask(ledger: &mut Ledger, stamp: Stamp, session: SessionId, request: RequestId, effects: &mut Effects) {
    let seats = |name, count| Checkout {
        feature: FeatureRef::Name(name),
        version: None,
        exact: false,
        count,
        reservation: None,
    };
    let operation = match request.0 {
        4 => Operation::Checkout(seats("token", 1)),
        5 => Operation::Checkout(seats("shared", 2)),
        6 => Operation::CheckinFeature { feature: FeatureRef::Name("shared"), count: 0 },
        7 => Operation::Borrow { checkout: seats("f1", 1), hours: 2 },
        8 => Operation::Checkout(Checkout { reservation: Some("job"), ..seats("f1", 1) }),
        9 => Operation::Wait { checkouts: vec![seats("f1", 4)], wait_ms: 60_000 },
        _ => Operation::Checkout(seats("f1", 2)),
    };
    ledger.apply(stamp, Command::Request { session, request, acked: RequestId(0), operation }, effects);
}

fn rules() -> RuleSet {
    let rule = |kind, amount| Rule {
        kind,
        amount,
        line: 1,
        features: vec![FeaturePattern { vendor: None, name: "f*".into() }],
        members: vec![Member::User("al*".into())],
    };
    let rules = vec![rule(RuleKind::Limit, 4), rule(RuleKind::Reserve, 1), rule(RuleKind::BorrowLimit, 1)];
    RuleSet { digest: None, rules, policy: Policy::DEFAULT }
}

fn reservation<'a>(stamp: Stamp) -> ReserveOrder<'a> {
    ReserveOrder {
        vendor: None,
        feature: "f1",
        token: "job",
        count: 1,
        until_ms: stamp.wall_ms + 3_600_000,
        actor: "admin",
        reason: "",
    }
}

/// Two seats of `f1`.
fn checkout(ledger: &mut Ledger, stamp: Stamp, session: SessionId, request: u64, effects: &mut Effects) {
    let feature = FeatureRef::Name("f1");
    let operation =
        Operation::Checkout(Checkout { feature, version: None, exact: false, count: 2, reservation: None });
    let (request, acked) = (RequestId(request), RequestId(0));
    ledger.apply(stamp, Command::Request { session, request, acked, operation }, effects);
}

/// Four seats and an upgrade of one, tokens that cost them, and shared seats that are held and named.
fn features() -> Option<FeatureSet> {
    let license = |serial: &str, feature: &str, key_type, seats| {
        Some(LicenseEntry {
            vendor: VendorName::parse("DEMO").ok()?,
            feature: FeatureName::parse(feature).ok()?,
            serial: Serial::parse(serial).ok()?,
            content: Digest([seats as u8; 32]),
            key_type,
            version: Version::new(1, 0)?,
            seats: Seats::Limited(seats),
            start: None,
            end: date("2026-03-01"),
            zone: 0,
            supersedes: Vec::new(),
            replaces: None,
            soft_limit: None,
            client_hosts: Vec::new(),
            host_match_rate: 100,
            platforms: Vec::new(),
            time_zones: Vec::new(),
            share: Sharing::default(),
            hold_seconds: 0,
            min_checkout_seconds: 0,
            user_based: None,
            host_based: None,
            borrow_hours: 72,
            end_ms: None,
            dependencies: Vec::new(),
        })
    };
    let mut token = license("T", "token", KeyType::Token, 0)?;
    let feature = FeatureName::parse("f1").ok()?;
    token.dependencies = vec![Dependency { feature, version: Version::new(1, 0)?, count: 2 }];
    let shared = LicenseEntry {
        share: Sharing { host: true, user: true, custom: false },
        hold_seconds: 60,
        min_checkout_seconds: 10,
        user_based: Some(Seats::Limited(1)),
        ..license("S", "shared", KeyType::Exclusive, 3)?
    };
    let [base, upgrade] = [("A", KeyType::Exclusive, 4), ("B", KeyType::Upgrade, 1)]
        .map(|(serial, key_type, seats)| license(serial, "f1", key_type, seats));
    let licenses = vec![base?, upgrade?, token, shared];
    let zones = vec![ZoneToday { zone: "UTC".into(), today: date("2026-03-01")? }];
    Some(FeatureSet { digest: Some(Digest([1; 32])), zones, licenses })
}

fn date(text: &str) -> Option<CivilDate> {
    CivilDate::parse(text).ok()
}

//! Snapshots and records of the ledger (TRU-04).

use lictor_engine::{
    Command, Effects, FeatureSet, Ledger, LicenseEntry, OpenSession, Output, Sharing, ZoneToday, invariant,
};
use lictor_types::{
    Checkout, CivilDate, Digest, FeatureName, FeatureRef, Identity, KeyType, Operation, RequestId, Seats,
    Serial, SessionId, Stamp, VendorName, Version,
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

const STEPS: u64 = 6;

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
            4 => ledger.apply(stamp, Command::Day { today: &[tomorrow], back: false }, &mut effects),
            _ => {
                if let Some(session) = session {
                    checkout(&mut ledger, stamp, session, step, &mut effects);
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

/// Two seats of `f1`: granted twice, then denied.
fn checkout(ledger: &mut Ledger, stamp: Stamp, session: SessionId, request: u64, effects: &mut Effects) {
    let feature = FeatureRef::Name("f1");
    let operation =
        Operation::Checkout(Checkout { feature, version: None, exact: false, count: 2, reservation: None });
    let (request, acked) = (RequestId(request), RequestId(0));
    ledger.apply(stamp, Command::Request { session, request, acked, operation }, effects);
}

/// Four seats and an upgrade of one.
fn features() -> Option<FeatureSet> {
    let license = |serial: &str, key_type, seats| {
        Some(LicenseEntry {
            vendor: VendorName::parse("DEMO").ok()?,
            feature: FeatureName::parse("f1").ok()?,
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
            borrow_hours: 0,
            end_ms: None,
            dependencies: Vec::new(),
        })
    };
    let licenses = vec![license("A", KeyType::Exclusive, 4)?, license("B", KeyType::Upgrade, 1)?];
    let zones = vec![ZoneToday { zone: "UTC".into(), today: date("2026-03-01")? }];
    Some(FeatureSet { digest: Some(Digest([1; 32])), zones, licenses })
}

fn date(text: &str) -> Option<CivilDate> {
    CivilDate::parse(text).ok()
}

//! Whole lists of effects: one more would be a bug too.

use lictor_engine::{
    CloseCause, Command, DetachCause, HolderView, Holding, LedgerEvent, OpenSession, Output, ResumeSession,
};
use lictor_types::{
    Answer, Checkout, CivilDate, Denial, FeatureRef, Grant, HostId, HostIdType, Identity, KeyType, LeaseId,
    Operation, PoolAnswer, PoolId, Relief, ReliefKind, RequestId, Seats, SessionId, Status, VendorName,
    Version, When,
};

use crate::world::{World, date, feature_set, license};

const ANN: SessionId = SessionId::new(0, 0);

fn world(licenses: Vec<lictor_engine::LicenseEntry>) -> World {
    let mut world = World::new();
    world.apply(Command::Load(&feature_set(licenses, &[date("2026-03-01")])));
    let identity = Identity { user: "ann".into(), host: "ws1".into(), pid: 7, ..Identity::default() };
    let host_ids = [HostId::new(HostIdType::Hostname, "ws1").unwrap()];
    let vendor = VendorName::parse("ACME").unwrap();
    let opened = world.apply(Command::Open(OpenSession {
        secret_hash: [7; 32],
        identity: &identity,
        vendor: Some(&vendor),
        platform: "linux-x86_64",
        utc_offset_minutes: 60,
        host_ids: &host_ids,
        local_pid: Some(7),
    }));
    assert_eq!(opened, [Output::Opened(Ok(ANN))]);
    world
}

fn out(feature: &str, count: u32) -> Operation<'_> {
    let feature = FeatureRef::Name(feature);
    Operation::Checkout(Checkout {
        feature,
        version: Version::new(1, 0),
        exact: false,
        count,
        reservation: None,
    })
}

fn request(id: u64, operation: Operation<'_>) -> Command<'_> {
    Command::Request { session: ANN, request: RequestId(id), acked: RequestId(0), operation }
}

fn answer(id: u64, answer: Answer) -> Vec<Output> {
    vec![Output::Answer { session: ANN, request: RequestId(id), answer }]
}

/// OUT-04: a grant and a denial carry every number.
#[test]
fn out_04_numbers_of_a_grant_and_a_denial() {
    let mut upgrade = license("U", "f1", 1);
    (upgrade.key_type, upgrade.start) = (KeyType::Upgrade, Some(date("2026-04-01")));
    let mut world = world(vec![license("A", "f1", 5), upgrade]);
    let grant = Grant {
        lease: LeaseId::new(0, 0),
        pool: PoolId(0),
        pool_rev: 1,
        count: 3,
        held: 3,
        seats: Seats::Limited(5),
        used: 3,
        soft_limit: false,
        day: CivilDate::new(2026, 3, 1).unwrap(),
    };
    assert_eq!(world.apply(request(1, out("f1", 3))), answer(1, Answer::Granted(grant)));
    let pool = PoolAnswer {
        pool: PoolId(0),
        key_type: KeyType::Exclusive,
        status: Status::NotEnoughSeats,
        seats: Seats::Limited(5),
        used: 3,
        reserved: 0,
    };
    let denial = Denial {
        status: Status::NotEnoughSeats,
        requested: 4,
        seats: Seats::Limited(5),
        used: 3,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: Some(Relief { what: ReliefKind::Start, at: When::Day { zone: 0, date: date("2026-04-01") } }),
        pools_total: 1,
        pools: vec![pool],
    };
    assert_eq!(world.apply(request(2, out("f1", 4))), answer(2, Answer::Denied(denial)));
}

/// OUT-04: a denial lists at most eight pools, and says how many there are.
#[test]
fn out_04_many_pools() {
    let additive = |number: u32| {
        let mut entry = license(&format!("S{number}"), "f1", 1);
        entry.key_type = KeyType::Additive;
        entry
    };
    let mut world = world((0..20).map(additive).collect());
    let outputs = world.apply(request(1, out("f1", 2)));
    let [Output::Answer { answer: Answer::Denied(denial), .. }] = &outputs[..] else { panic!("{outputs:?}") };
    let listed: Vec<_> = denial.pools.iter().map(|pool| pool.pool.0).collect();
    assert_eq!((denial.pools_total, listed), (20, (0..8).collect()));
}

/// SES-01: the event comes before the answer; nothing else is put out.
#[test]
fn ses_01_effects_of_a_resume() {
    let mut world = world(vec![license("A", "f1", 5)]);
    world.apply(request(1, out("f1", 3)));
    let lease = LeaseId::new(0, 0);
    let held = [Holding { lease, count: 2 }, Holding { lease: LeaseId::new(4, 4), count: 1 }];
    let resume =
        ResumeSession { session: ANN, secret_hash: [7; 32], acked: RequestId(1), cancel: &[], held: &held };
    assert_eq!(
        world.apply(Command::Resume(resume)),
        [
            Output::Event(LedgerEvent::TakenOver { session: ANN, epoch: 1 }),
            Output::Resumed {
                session: ANN,
                epoch: Ok(2),
                kept: vec![Holding { lease, count: 2 }],
                lost: vec![Holding { lease: LeaseId::new(4, 4), count: 1 }],
                surplus: vec![Holding { lease, count: 1 }],
                answers: vec![],
            },
        ]
    );
}

/// SES-04: everything due at a tick happens, in the order of time.
#[test]
fn ses_04_effects_of_a_tick() {
    let mut world = world(vec![license("A", "f1", 5)]);
    let identity = Identity::default();
    for session in 1..3 {
        let open = OpenSession {
            secret_hash: [0; 32],
            identity: &identity,
            vendor: None,
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        };
        assert_eq!(world.apply(Command::Open(open)), [Output::Opened(Ok(SessionId::new(session, 0)))]);
    }
    world.apply(request(1, out("f1", 3)));
    for (slot, keep_ms) in [(0, 30), (1, 10), (2, 20)] {
        let (session, cause) = (SessionId::new(slot, 0), DetachCause::Silent);
        world.apply(Command::Detach { session, epoch: 1, cause, keep_ms });
    }
    world.advance(30);
    let closed = |slot, released| {
        let session = SessionId::new(slot, 0);
        Output::Event(LedgerEvent::SessionClosed { session, cause: CloseCause::NotResumed, released })
    };
    assert_eq!(world.apply(Command::Tick), [closed(1, 0), closed(2, 0), closed(0, 3)]);
    assert_eq!((world.ledger.next_deadline(), world.ledger.totals().used), (None, 0));
}

/// TRU-03: the revision of a pool rises with every change of its active members, and only then.
#[test]
fn tru_03_revisions() {
    let judged = Output::Event(LedgerEvent::LicensesJudged);
    let changed = |pool, pool_rev| Output::Event(LedgerEvent::PoolChanged { pool: PoolId(pool), pool_rev });
    let mut upgrade = license("U", "f1", 1);
    upgrade.key_type = KeyType::Upgrade;
    let (a, b, today) = (license("A", "f1", 5), license("B", "f2", 5), [date("2026-03-01")]);
    let mut world = World::new();
    for (licenses, expected) in [
        (vec![a.clone(), b.clone()], vec![judged.clone(), changed(0, 1), changed(1, 1)]),
        (vec![b.clone(), a.clone()], vec![judged.clone()]),
        (vec![b.clone(), upgrade, a.clone()], vec![judged.clone(), changed(0, 2)]),
        (vec![b], vec![judged.clone(), changed(0, 3)]),
        (vec![a], vec![judged, changed(0, 4), changed(1, 2)]),
    ] {
        assert_eq!(world.apply(Command::Load(&feature_set(licenses, &today))), expected);
    }
}

/// Personal texts are in the erasable part alone; a ledger folded without it works all the same.
#[test]
fn personal_texts_can_be_erased() {
    let mut world = world(vec![license("A", "f1", 5)]);
    let identity = Identity { user: "zebedee".into(), ..Identity::default() };
    world.apply(Command::Open(OpenSession {
        secret_hash: [1; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    }));
    let within = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"zebedee");
    assert!(within(&world.effects.erasable) && !within(&world.effects.records));
    world.apply(Command::Release {
        session: SessionId::new(1, 0),
        quarantine_ms: 0,
        actor: "zebedee",
        reason: "test",
    });
    assert!(within(&world.effects.erasable) && !within(&world.effects.records));

    let mut ledger = lictor_engine::Ledger::new();
    let mut effects = lictor_engine::Effects::default();
    let open = OpenSession {
        secret_hash: [1; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    };
    ledger.apply(world.stamp, Command::Open(open), &mut effects);
    let mut erased = lictor_engine::Ledger::new();
    erased.fold(&effects.records, None).unwrap();
    assert_eq!(erased.session(ANN).unwrap().identity, &Identity::default());
}

/// What a session said at its opening can be seen.
#[test]
fn views_say_what_is_there() {
    let mut world = world(vec![license("A", "f1", 5)]);
    world.apply(request(1, out("f1", 3)));
    let ledger = &world.ledger;
    let session = ledger.session(ANN).unwrap();
    assert_eq!(
        (session.identity.user.as_str(), session.epoch, session.attached, session.local_pid),
        ("ann", 1, true, Some(7))
    );
    let lease = ledger.session_leases(ANN).next().unwrap();
    assert_eq!(
        (lease.count, lease.since_ms, lease.holder),
        (3, world.stamp.wall_ms, HolderView::Session(ANN))
    );
    assert_eq!(ledger.pool_leases(PoolId(0)).collect::<Vec<_>>(), [lease]);
    assert_eq!(ledger.leases_from(0).collect::<Vec<_>>(), [lease]);
    assert_eq!((ledger.leases_from(1).count(), ledger.sessions_from(1).count()), (0, 0));
    let feature = ledger.find_feature(None, "F1").unwrap();
    assert_eq!(ledger.feature_pools(feature).map(|pool| pool.used).collect::<Vec<_>>(), [3]);
    assert_eq!(ledger.pools_from(0).map(|pool| pool.pool).collect::<Vec<_>>(), [PoolId(0)]);
    assert_eq!((ledger.last_stamp(), ledger.epoch()), (world.stamp, 1));
}

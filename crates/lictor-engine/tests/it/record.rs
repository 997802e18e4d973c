//! Records: their size, their frame, and what an older reader does with a newer one.

use lictor_engine::{Command, Effects, FoldError, Ledger, LogReader, OpenSession, RestoreError};
use lictor_types::{
    Checkout, FeatureId, FeatureRef, Identity, Operation, RequestId, SessionId, Stamp, Version,
};

use crate::world::{date, feature_set, license, snapshot};

/// Design: a checkout record is at most 48 bytes, also first in its block and far into a long
/// life.
#[test]
fn a_checkout_record_has_at_most_48_bytes() {
    let mut ledger = Ledger::new();
    let mut effects = Effects::default();
    let licenses = (0..20_000).map(|n| license(&format!("s{n}"), &format!("f{n}"), 2_000_000_000));
    let set = feature_set(licenses.collect(), &[date("2026-03-01")]);
    ledger.apply(Stamp::default(), Command::Load(&set), &mut effects);
    let identity = Identity::default();
    for _ in 0..20_000 {
        let open = OpenSession {
            secret_hash: [0; 32],
            identity: &identity,
            vendor: None,
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        };
        ledger.apply(Stamp::default(), Command::Open(open), &mut effects);
    }
    effects.clear();
    let stamp = Stamp { ledger_ms: 20 * 365 * 86_400_000, wall_ms: 4_000_000_000_000 };
    let feature = FeatureRef::Id(FeatureId(19_999));
    let checkout =
        Checkout { feature, version: Version::new(9999, 9999), exact: true, count: 1, reservation: None };
    let any_version = Checkout { version: None, exact: false, count: 1_000_000, ..checkout };
    for checkout in [checkout, any_version] {
        let command = Command::Request {
            session: SessionId::new(19_999, 0),
            request: RequestId(1_000_000_000),
            acked: RequestId(999_999_999),
            operation: Operation::Checkout(checkout),
        };
        effects.clear();
        ledger.apply(stamp, command, &mut effects);
    }
    assert!(effects.records.len() <= 48, "{}", effects.records.len());
}

/// An unknown record is stepped over unless it is critical; its stamp counts for the next one.
#[test]
fn unknown_records() {
    let mut ledger = Ledger::new();
    let mut effects = Effects::default();
    let clock = |floor_ms| Command::Clock { floor_ms, ahead_ms: 0, suspect: false };
    ledger.apply(Stamp { ledger_ms: 5, wall_ms: 9 }, clock(1), &mut effects);
    ledger.apply(Stamp { ledger_ms: 7, wall_ms: 11 }, clock(2), &mut effects);

    // Number 400, two milliseconds later, with a body of three bytes.
    let unknown = |critical: u8| {
        let tag = 400_u16 << 1 | u16::from(critical);
        let mut bytes = vec![tag as u8 | 0x80, (tag >> 7) as u8, 5, 2, 0];
        bytes.extend([1, 2, 3]);
        bytes
    };
    let with = |critical| [effects.records.clone(), unknown(critical)].concat();
    let mut folded = Ledger::new();
    assert_eq!(folded.fold(&with(0), None), Ok(()));
    assert_eq!(folded.last_stamp(), Stamp { ledger_ms: 9, wall_ms: 13 });
    assert_eq!(Ledger::new().fold(&with(1), None), Err(FoldError::Newer { number: 400 }));
}

/// A block of another history is refused, and so is half a record.
#[test]
fn blocks_that_do_not_fit() {
    let mut ledger = Ledger::new();
    let mut first = Effects::default();
    let mut second = Effects::default();
    let identity = Identity::default();
    for effects in [&mut first, &mut second] {
        let open = OpenSession {
            secret_hash: [0; 32],
            identity: &identity,
            vendor: None,
            platform: "",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        };
        ledger.apply(Stamp::default(), Command::Open(open), effects);
    }
    let erasable = Some(&second.erasable[..]);
    assert_eq!(Ledger::new().fold(&second.records, erasable), Err(FoldError::Inconsistent { offset: 0 }));
    let half = &first.records[..first.records.len() - 1];
    assert_eq!(Ledger::new().fold(half, erasable), Err(FoldError::Malformed { offset: 0 }));
    let empty = snapshot(&Ledger::new());
    assert_eq!(Ledger::restore(&empty[..empty.len() - 1]).err(), Some(RestoreError));
    assert_eq!(Ledger::restore(&[&empty[..], &[0]].concat()).err(), Some(RestoreError));
}

/// The log can be read without a ledger, by kind and fields.
#[test]
fn the_log_reads_alone() {
    let mut ledger = Ledger::new();
    let mut effects = Effects::default();
    let set = feature_set(vec![license("A", "f1", 1)], &[date("2026-03-01")]);
    let identity = Identity { user: "ann".into(), ..Identity::default() };
    let session = SessionId::new(0, 0);
    let out = |request, name| Command::Request {
        session,
        request: RequestId(request),
        acked: RequestId(request - 1),
        operation: Operation::Checkout(Checkout {
            feature: FeatureRef::Name(name),
            version: None,
            exact: false,
            count: 1,
            reservation: None,
        }),
    };
    let open = OpenSession {
        secret_hash: [0; 32],
        identity: &identity,
        vendor: None,
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    };
    let commands = [
        Command::Load(&set),
        Command::Open(open),
        out(1, "f1"),
        out(2, "f9"),
        Command::Release { session, quarantine_ms: 0, actor: "root", reason: "test" },
    ];
    for (ms, command) in (1..).zip(commands) {
        ledger.apply(Stamp { ledger_ms: ms, wall_ms: 100 + ms }, command, &mut effects);
    }
    let lines: Vec<_> = LogReader::new(&effects.records, Some(&effects.erasable))
        .map(|entry| {
            let entry = entry.unwrap();
            let fields = entry.fields().into_iter().map(|(name, value)| format!(" {name}={value}"));
            format!("{} {}{}", entry.stamp.wall_ms, entry.kind(), fields.collect::<String>())
        })
        .collect();
    assert_eq!(
        lines,
        [
            "101 loaded licenses=1 pools_changed=1",
            "102 opened session=s0.0 user=ann host= address=",
            "103 granted session=s0.0 request=1 feature=0 pool=0 lease=l0.0 seats=1",
            "104 denied session=s0.0 request=2 name=f9 status=feature_not_found requested=1 of=0 used=0 reserved=0",
            "105 released session=s0.0 cause=released seats=1 quarantine_ms=0 actor=root reason=test",
        ]
    );
}

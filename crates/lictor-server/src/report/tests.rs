//! The documents, whole, over a real ledger.

use std::fs;

use lictor_engine::{Command, Effects, Ledger, OpenSession, Output};
use lictor_types::limits::TOKEN_DEPTH_MAX;
use lictor_types::{Checkout, FeatureRef, Identity, Operation, RequestId, SessionId, Stamp, VendorName};
use serde_json::{Value, json};

use super::*;
use crate::clock::{Clock as _, VirtualClock};
use crate::intake::fixture::Vendor;
use crate::intake::{Scanner, Sources};
use crate::zones::Zone;

/// 2026-03-10T12:00:00Z.
const NOW: u64 = 1_773_144_000_000;
const STAMP: Stamp = Stamp { ledger_ms: 1, wall_ms: NOW };

/// A ledger with the files of a directory loaded.
struct Bench {
    ledger: Ledger,
    loaded: Arc<Loaded>,
    zones: Zones,
    effects: Effects,
}

impl Bench {
    fn new(files: &[(&str, &[(&str, &str)])]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let vendor = Vendor::new("DEMO");
        fs::write(directory.path().join("demo.pub"), vendor.key_text()).unwrap();
        for (name, features) in files {
            fs::write(directory.path().join(name), vendor.file(features)).unwrap();
        }
        let clock = VirtualClock::new(NOW);
        let sources = Sources { licenses: directory.path().to_owned(), vendor_keys: Vec::new() };
        let mut scanner = Scanner::new(sources, Zone::utc(), None, Vec::new);
        let mut candidate = None;
        for _ in 0..2 {
            candidate = scanner.scan(&clock).unwrap().or(candidate);
            clock.advance(500);
        }
        let (set, loaded) = candidate.unwrap().into_parts(clock.wall_ms());
        let zones = Zones::new(Zone::utc(), NOW).for_set(&set.zones, NOW);
        let mut ledger = Ledger::new();
        let mut effects = Effects::default();
        ledger.apply(STAMP, Command::Load(&set), &mut effects);
        Self { ledger, loaded: Arc::new(loaded), zones, effects }
    }

    fn apply(&mut self, command: Command<'_>) -> &[Output] {
        self.effects.clear();
        self.ledger.apply(STAMP, command, &mut self.effects);
        &self.effects.outputs
    }

    fn open(&mut self, user: &str) -> SessionId {
        let identity = Identity {
            user: user.into(),
            host: "ws17".into(),
            pid: 7,
            project: "p".into(),
            address: "192.0.2.7".into(),
            ..Identity::default()
        };
        let outputs = self.apply(Command::Open(OpenSession {
            secret_hash: [1; 32],
            identity: &identity,
            vendor: None,
            platform: "linux-x86_64",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        }));
        let opened = outputs.iter().find_map(|output| match output {
            Output::Opened(opened) => Some(*opened),
            Output::Answer { .. }
            | Output::Resumed { .. }
            | Output::Position { .. }
            | Output::Ordered(_)
            | Output::Event(_) => None,
        });
        opened.unwrap().unwrap()
    }

    fn checkout(&mut self, session: SessionId, feature: &str, count: u32) {
        let checkout = Checkout {
            feature: FeatureRef::Name(feature),
            version: None,
            exact: false,
            count,
            reservation: None,
        };
        self.apply(Command::Request {
            session,
            request: RequestId(1),
            acked: RequestId(0),
            operation: Operation::Checkout(checkout),
        });
    }

    fn licenses(&self) -> Value {
        serde_json::to_value(licenses_document(self)).unwrap()
    }
}

impl Viewable for Bench {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        look(Sight { ledger: &self.ledger, loaded: &self.loaded, zones: &self.zones });
    }
}

/// Section 14: every license is exactly one of the states, with reason code, text, file and line.
#[test]
fn sec_14_every_state_has_its_reason_and_a_sentence() {
    let bench = Bench::new(&[
        ("a.xml", &[("f1", "SERIAL=b1 COUNT=10 END=2026-12-31")]),
        (
            "b.xml",
            &[
                ("f1", "SERIAL=u1 COUNT=5 KEYTYPE=UPGRADE START=2026-03-01 END=2026-03-31"),
                ("f1", "SERIAL=u2 COUNT=2 KEYTYPE=UPGRADE START=2026-04-01 END=2026-12-31"),
                ("f1", "SERIAL=u3 COUNT=2 KEYTYPE=UPGRADE END=2026-03-09"),
                ("f1", "SERIAL=u4 COUNT=2 KEYTYPE=UPGRADE END=2027-01-01"),
                ("f1", "SERIAL=u5 COUNT=2 KEYTYPE=UPGRADE"),
                ("f1", "SERIAL=u6 COUNT=2147483647 KEYTYPE=UPGRADE END=2026-12-31"),
                ("f2", "SERIAL=u7 COUNT=2 KEYTYPE=UPGRADE"),
            ],
        ),
        ("c.xml", &[("f1", "SERIAL=b2 COUNT=99")]),
        ("d.xml", &[("f1", "SERIAL=b1 COUNT=10 END=2026-12-31")]),
        ("e.xml", &[("f1", "SERIAL=b1 COUNT=11 END=2026-12-31")]),
        ("f.xml", &[("f3", "SERIAL=s1 COUNT=1"), ("f3", "SERIAL=s2 COUNT=2 SUPERSEDES=s1")]),
        ("g.xml", &[("f4", "SERIAL=h COUNT=1 HOLD=60 END=9999-12-31")]),
    ]);
    let document = bench.licenses();
    let rows: Vec<[&str; 4]> = document["licenses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["serial", "state", "reason", "text"].map(|name| row[name].as_str().unwrap()))
        .collect();
    let expected = [
        ["b1", "served", "none", "serves 10 seats"],
        ["u1", "served", "none", "adds 5 seats to the exclusive license b1"],
        ["u2", "pending", "not_started", "START 2026-04-01 is after today, 2026-03-10"],
        ["u3", "expired", "expired", "END 2026-03-09 is before today, 2026-03-10"],
        [
            "u4",
            "rejected",
            "end_after_base",
            "END 2027-01-01 of the upgrade is after END 2026-12-31 of the exclusive license b1 (UPG-05)",
        ],
        [
            "u5",
            "rejected",
            "end_after_base",
            "the upgrade has no END and the exclusive license b1 ends on 2026-12-31 (UPG-05)",
        ],
        [
            "u6",
            "rejected",
            "sum_too_large",
            "with its 2147483647 seats the pool would have more than 2147483647 (UPG-10)",
        ],
        ["u7", "orphan", "no_base", "no exclusive license of f2 is served today to attach to (UPG-11)"],
        [
            "b2",
            "shadowed",
            "first_exclusive_wins",
            "the exclusive license b1 in a.xml:2 was loaded first and is served (KEY-02)",
        ],
        ["b1", "duplicate", "same_serial", "serial b1 was loaded before in a.xml:2 and counts once (UPG-09)"],
        [
            "b1",
            "rejected",
            "serial_reused",
            "serial b1 is that of a license of other content in a.xml:2 (UPG-09)",
        ],
        ["s1", "superseded", "superseded", "license s2 in f.xml:10 names it in SUPERSEDES"],
        ["s2", "served", "none", "serves 2 seats"],
        ["h", "served", "none", "serves 1 seat"],
    ];
    assert_eq!(rows, expected);
    assert_eq!((&document["today"], &document["timezone"]), (&json!("2026-03-10"), &json!("UTC")));
    let last = document["licenses"].as_array().unwrap().last().unwrap();
    assert_eq!(
        *last,
        json!({
            "file": "g.xml", "line": 2, "feature": "f4", "vendor": "DEMO", "serial": "h",
            "key_type": "EXCLUSIVE", "count": 1, "start": null, "end": null,
            "state": "served", "reason": "none", "text": "serves 1 seat",
        })
    );
}

/// KEY-04, KEY-05: why a token is not served, with what it depends on, and what a served one costs.
#[test]
fn key_04_key_05_reasons_of_tokens() {
    let chain: Vec<(String, String)> = (0..=TOKEN_DEPTH_MAX)
        .map(|n| {
            (
                format!("t{n}"),
                format!("SERIAL=t{n} KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=t{};VERSION=1.0;COUNT=1", n + 1),
            )
        })
        .chain([(format!("t{}", TOKEN_DEPTH_MAX + 1), "SERIAL=end COUNT=4".to_owned())])
        .collect();
    let chain: Vec<(&str, &str)> =
        chain.iter().map(|(name, settings)| (name.as_str(), settings.as_str())).collect();
    let bench = Bench::new(&[
        (
            "a.xml",
            &[
                ("suite", "SERIAL=s COUNT=20 SHARE=USER"),
                ("a", "SERIAL=a KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=suite;VERSION=1.0;COUNT=5"),
                ("b", "SERIAL=b KEYTYPE=TOKEN SHARE=HOST TOKEN_DEPENDENCY=FEATURE=suite;VERSION=1.0;COUNT=2"),
                ("c", "SERIAL=c KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=d;VERSION=1.0;COUNT=1"),
                ("d", "SERIAL=d KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=c;VERSION=1.0;COUNT=1"),
                (
                    "e",
                    "SERIAL=e KEYTYPE=TOKEN TOKEN_DEPENDENCY=FEATURE=suite;VERSION=1.0;COUNT=1 TOKEN_DEPENDENCY=FEATURE=gone;VERSION=1.0;COUNT=1",
                ),
            ],
        ),
        ("b.xml", &chain),
    ]);
    let document = bench.licenses();
    let rows: Vec<[&str; 3]> = document["licenses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["serial", "reason", "text"].map(|name| row[name].as_str().unwrap()))
        .filter(|row| row[1] != "none" || row[0] == "a")
        .collect();
    assert_eq!(
        rows,
        [
            ["a", "none", "serves tokens, each for 5 suite"],
            [
                "b",
                "both_share",
                "the token and a feature below TOKEN_DEPENDENCY suite both share seats (KEY-04)"
            ],
            ["c", "token_loop", "TOKEN_DEPENDENCY d leads back to the token itself (KEY-04)"],
            ["d", "token_loop", "TOKEN_DEPENDENCY c leads back to the token itself (KEY-04)"],
            ["e", "missing_dependency", "TOKEN_DEPENDENCY gone has no license here (KEY-05)"],
            ["t0", "too_many", "its tokens depend on tokens in more than 8 steps (KEY-04)"],
        ]
    );
    let pool = &document["pools"][1];
    assert_eq!((&pool["feature"], &pool["seats"]), (&json!("a"), &json!(4)));
    assert_eq!(pool["base"], json!({"serial": "a", "count": null}));
}

/// UPG-12: administrators see the base, every upgrade, state and dates; UPG-04: and by how much a
/// pool is over-committed; UPG-15: a pool without a base stays as long as it is in use.
#[test]
fn upg_04_upg_12_upg_15_pools() {
    let files: &[(&str, &[(&str, &str)])] = &[(
        "a.xml",
        &[
            ("f1", "SERIAL=b1 COUNT=10"),
            ("f1", "SERIAL=u1 COUNT=5 KEYTYPE=UPGRADE END=2026-03-31"),
            ("f1", "SERIAL=u2 COUNT=2 KEYTYPE=UPGRADE START=2026-04-01"),
            ("f2", "SERIAL=b2 COUNT=UNLIMITED"),
        ],
    )];
    let mut bench = Bench::new(files);
    let session = bench.open("ann");
    bench.checkout(session, "F1", 14);
    let pool = |base: Value, seats: Value, free: Value, over: u64, states: [&str; 2]| {
        json!({
            "feature": "f1", "vendor": "DEMO", "key_type": "EXCLUSIVE", "seats": seats, "used": 14, "free": free,
            "reserved": 0, "over_committed": over, "borrowed": 0, "held": 0, "named": 0, "waiting": 0, "denied": 0,
            "reservations": [], "base": base,
            "upgrades": [
                {"serial": "u1", "count": 5, "start": null, "end": "2026-03-31", "state": states[0]},
                {"serial": "u2", "count": 2, "start": "2026-04-01", "end": null, "state": states[1]},
            ],
        })
    };
    let base = json!({"serial": "b1", "count": 10});
    assert_eq!(
        bench.licenses()["pools"][0],
        pool(base.clone(), json!(15), json!(1), 0, ["served", "pending"])
    );
    let unlimited = &bench.licenses()["pools"][1];
    assert_eq!(
        [&unlimited["seats"], &unlimited["free"], &unlimited["base"]["count"]],
        [&json!("unlimited"); 3]
    );
    let april = [lictor_types::CivilDate::parse("2026-04-01").unwrap()];
    bench.apply(Command::Day { today: &april, back: false });
    assert_eq!(bench.licenses()["pools"][0], pool(base, json!(12), json!(0), 2, ["expired", "served"]));
    bench.apply(Command::Load(&lictor_engine::FeatureSet {
        zones: bench.ledger.zones_today().to_vec(),
        ..lictor_engine::FeatureSet::default()
    }));
    bench.loaded = Arc::default();
    let pools = bench.licenses()["pools"].clone();
    assert_eq!(pools.as_array().unwrap().len(), 1);
    assert_eq!(
        (&pools[0]["base"], &pools[0]["seats"], &pools[0]["used"]),
        (&Value::Null, &json!(0), &json!(14))
    );
}

/// The whole document of `lictor status --json`; UPG-12: upgrades are no items of it.
#[test]
fn upg_12_status_document() {
    let mut bench = Bench::new(&[(
        "a.xml",
        &[
            ("Solver", "SERIAL=b1 COUNT=10 MAJOR_VERSION=2 SOFTLIMIT=8 BORROW=24 GRACE=5 SHARE=VIRTUAL"),
            ("Solver", "SERIAL=u1 COUNT=5 KEYTYPE=UPGRADE"),
        ],
    )]);
    let ann = bench.open("ann");
    bench.checkout(ann, "solver", 3);
    bench.open("bob");
    let facts = ServerFacts {
        address: "lic1:6242".into(),
        version: "0.1.0".into(),
        vendors: vec![VendorName::parse("DEMO").unwrap()],
        uptime_seconds: 42,
    };
    let since = "2026-03-10T12:00:00Z";
    let lease = json!({
        "session": ann.to_string(), "feature": "Solver", "vendor": "DEMO", "user": "ann", "host": "ws17",
        "ip": "192.0.2.7", "pid": 7, "project": "p", "count": 3, "since": since, "borrowed_until": null,
        "held_until": null, "shared": {"user": null, "host": null, "custom": null},
    });
    let user = |name: &str, leases: Value| {
        json!({
            "user": name, "host": "ws17", "ip": "192.0.2.7", "since": since, "leases": leases,
            "queued": [], "denials": [],
        })
    };
    let expected = json!({"servers": [{
        "server": "lic1:6242", "status": "ok", "version": "0.1.0", "vendor": ["DEMO"], "uptime_seconds": 42,
        "features": [{
            "feature": "Solver", "vendor": "DEMO", "version": "2.0", "key_type": "EXCLUSIVE",
            "seats": 15, "used": 3, "free": 12, "reserved": 0, "denied": 0, "soft_limit": 8, "start": null, "end": null,
            "share": ["VIRTUAL"], "borrow_hours": 24, "grace_hours": 5, "hold_seconds": null, "licensee": null,
            "serial": "b1", "license_type": "network", "source": "server", "server": "lic1:6242", "leases": [lease.clone()],
        }],
        "users": [user("ann", json!([lease])), user("bob", json!([]))],
    }]});
    assert_eq!(serde_json::to_value(status_document(&bench, &facts)).unwrap(), expected);
    let sessions = sessions_document(&bench).sessions;
    let seen: Vec<_> = sessions.iter().map(|s| (s.user.as_str(), s.attached, s.leases.len())).collect();
    assert_eq!(seen, [("ann", true, 1), ("bob", true, 0)]);
    assert_eq!(SessionId::parse(&sessions[0].session), Some(ann));
}

/// Rows are taken in pieces, and no piece loses or repeats one.
#[test]
fn long_lists_are_whole() {
    let names: Vec<(String, String)> =
        (0..300).map(|n| (format!("f{n}"), format!("SERIAL=s{n} COUNT=1"))).collect();
    let features: Vec<(&str, &str)> = names.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut bench = Bench::new(&[("a.xml", &features)]);
    for n in 0..200 {
        let session = bench.open(&format!("user{n}"));
        bench.checkout(session, &format!("f{n}"), 1);
    }
    let document = licenses_document(&bench);
    let serials: std::collections::BTreeSet<&str> =
        document.pools.iter().map(|pool| pool.base.as_ref().unwrap().serial.as_str()).collect();
    assert_eq!((document.licenses.len(), document.pools.len(), serials.len()), (300, 300, 300));
    assert_eq!(document.pools.iter().map(|pool| pool.used).sum::<u64>(), 200);
    let users: std::collections::BTreeSet<String> =
        sessions_document(&bench).sessions.into_iter().map(|session| session.user).collect();
    assert_eq!(users.len(), 200);
}

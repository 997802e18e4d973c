//! Rows of a server, and what the layouts show of them.

use jiff::civil::{DateTime, date};
use lictor_types::{CivilDate, FeatureName, KeyType, LeaseId, PoolId, Seats, VendorName};

use super::*;

/// 2026-03-01T09:26:40Z
const LOGIN_MS: u64 = 1_772_357_200_000;
const MINUTE_MS: u64 = 60_000;

fn pool() -> FeatureRow {
    FeatureRow {
        pool: PoolId(1),
        feature: FeatureName::parse("Solver").unwrap(),
        vendor: VendorName::parse("ACME").unwrap(),
        version: None,
        key_type: KeyType::Additive,
        seats: Seats::Limited(10),
        used: 7,
        reserved: 2,
        denied: 3,
        soft_limit: None,
        start: None,
        end: CivilDate::new(2026, 12, 31),
        share: vec!["CUSTOM".to_string()],
        borrow_hours: None,
        grace_hours: None,
        hold_seconds: None,
        min_checkout_seconds: None,
        user_based: None,
        host_based: None,
        licensee: None,
        serial: None,
        texts: Vec::new(),
    }
}

fn lease(holder: Holder, count: u32) -> LeaseRow {
    LeaseRow {
        lease: LeaseId::new(count, 1),
        pool: PoolId(1),
        holder,
        count,
        project: String::new(),
        since_ms: LOGIN_MS + 3 * MINUTE_MS,
        borrowed_until_ms: None,
        held_until_ms: None,
    }
}

fn person() -> Holder {
    Holder::Person { user: "bob".to_string(), host: "ws18".to_string(), custom: "b".to_string() }
}

fn session(slot: u32) -> SessionRow {
    SessionRow {
        session: SessionId::new(slot, 1),
        vendor: None,
        user: "ann".to_string(),
        host: "ws17".to_string(),
        address: "192.0.2.17".to_string(),
        pid: 1,
        project: String::new(),
        custom: "ann:ws17".to_string(),
        since_ms: LOGIN_MS,
        attached: true,
        denied: None,
    }
}

fn at(hour: i8, minute: i8) -> DateTime {
    date(2026, 3, 1).at(hour, minute, 40, 0)
}

/// Monitoring formats: who holds the seats of a pool, in the order of the server. Seats on hold
/// (HLD-01) and leases of other pools are nobody's here.
#[test]
fn hld_01_users_of_a_pool() {
    let until_ms = LOGIN_MS + 60 * MINUTE_MS;
    let leases = [
        lease(Holder::Session(SessionId::new(4, 1)), 2),
        LeaseRow { borrowed_until_ms: Some(until_ms), ..lease(person(), 1) },
        LeaseRow { held_until_ms: Some(until_ms), ..lease(person(), 3) },
        LeaseRow { pool: PoolId(2), ..lease(person(), 4) },
        lease(Holder::Session(SessionId::new(5, 1)), 1),
    ];
    let sessions = [session(4)];
    let zone = TimeZone::fixed(jiff::tz::offset(2));
    let row = pool();
    let shown = feature(&row, &Holders::new(&leases, &sessions, &zone));
    let ann = Person { user: "ann", host: "ws17", address: "192.0.2.17", custom: "ann:ws17" };
    let bob = Person { user: "bob", host: "ws18", address: "", custom: "b" };
    let gone = Person { user: "", host: "", address: "", custom: "" };
    let checkout = at(11, 29);
    let expected = Feature {
        name: "Solver".to_string(),
        version: None,
        vendor: "ACME".to_string(),
        start: None,
        end: CivilDate::new(2026, 12, 31),
        key_type: KeyType::Additive,
        sharing: vec!["CUSTOM".to_string()],
        used: 7,
        seats: Seats::Limited(10),
        denied: 3,
        users: vec![
            User::new(ann, 2, Usage::Connected { login: at(11, 26), checkout }),
            User::new(bob, 1, Usage::Borrowed { until: at(12, 26) }),
            User::new(gone, 1, Usage::Connected { login: checkout, checkout }),
        ],
    };
    assert_eq!(shown, expected);
}

/// Monitoring formats: servers are named as `port@host`; what is no server is not shown.
#[test]
fn places() {
    for (source, expected) in [
        ("lic1.example.org:6242", Some("6242@lic1.example.org")),
        ("[2001:db8::1]:7000", Some("7000@[2001:db8::1]")),
        ("unix:/run/lictor/lictor.sock", Some("0@localhost")),
        ("./licenses", None),
    ] {
        assert_eq!(place(source).as_deref(), expected, "{source}");
    }
}

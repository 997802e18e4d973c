//! BOR-01 to BOR-03 on the client's side.

use super::*;

fn base() -> License {
    license("f1", "COUNT=5 BORROW=100 MAJOR_VERSION=2")
}

fn status<T>(result: Result<T, Error>) -> Result<(), Status> {
    result.map(drop).map_err(|error| error.status())
}

/// BOR-01: which certificates are taken, and which are not.
#[test]
fn bor_01_what_is_lent_is_looked_at() {
    let foreign = |text: &str| Mint::new("DEMO", 9).sign("f1", "S-1", &settings(text));
    let keyed = |server: u8| {
        let fingerprint = crate::trust::Fingerprint::of(&public_key(&key_pair(server)));
        let host = format!("<SERVER_HOSTID><SETTING SERVER_KEY=\"{fingerprint}\"/></SERVER_HOSTID>");
        vendor().sign("f1", "S-1", &(settings("COUNT=5 BORROW=100") + &host))
    };
    type Change = fn(&mut Stage, &mut BorrowTerms);
    type Row = (&'static str, License, u8, Change, Result<(), Status>);
    let keep: Change = |_, _| {};
    let required: Change = |stage, _| stage.server_key_required = true;
    let table: [Row; 19] = [
        ("good", base(), SERVER, keep, Ok(())),
        ("another server's", base(), 8, keep, Err(Status::ServerNotGenuine)),
        ("user", base(), SERVER, |stage, _| stage.user = "bob", Err(Status::WrongHost)),
        ("machine", base(), SERVER, |stage, _| stage.machine = "m2", Err(Status::WrongHost)),
        ("over", base(), SERVER, |_, terms| terms.until_ms = NOON_MS + 1, Err(Status::ClockRollback)),
        ("no license", base(), SERVER, |_, t| t.licenses = vec!["<x/>".into()], Err(Status::BadLicenseFile)),
        (
            "longer than BORROW",
            base(),
            SERVER,
            |_, terms| {
                terms.hours = 101;
                terms.until_ms = terms.from_ms + 101 * HOUR_MS;
            },
            Err(Status::ServerNotGenuine),
        ),
        ("longer than said", base(), SERVER, |_, t| t.until_ms += 1, Err(Status::ServerNotGenuine)),
        ("no BORROW", license("f1", "COUNT=5"), SERVER, keep, Err(Status::ServerNotGenuine)),
        (
            "version",
            base(),
            SERVER,
            |_, t| t.version = Version::parse("2.1").unwrap(),
            Err(Status::ServerNotGenuine),
        ),
        ("feature", base(), SERVER, |_, t| t.feature = name("f2"), Err(Status::ServerNotGenuine)),
        ("not of the vendor", foreign("COUNT=5 BORROW=100"), SERVER, keep, Err(Status::UntrustedVendor)),
        (
            "changed license",
            base(),
            SERVER,
            |_, terms| terms.licenses[0] = terms.licenses[0].replace("COUNT=\"5\"", "COUNT=\"50\""),
            Err(Status::BadSignature),
        ),
        (
            "without vendor keys",
            foreign("COUNT=5 BORROW=100"),
            SERVER,
            |stage, _| stage.with_keys = false,
            Ok(()),
        ),
        ("of this server", keyed(SERVER), SERVER, keep, Ok(())),
        ("of this server, as required", keyed(SERVER), SERVER, required, Ok(())),
        ("of no server, but required", base(), SERVER, required, Err(Status::ServerNotGenuine)),
        ("of another server", keyed(8), SERVER, keep, Err(Status::ServerNotGenuine)),
        (
            "license of another feature",
            license("f2", "COUNT=1 BORROW=100"),
            SERVER,
            |_, t| t.feature = name("f1"),
            Err(Status::ServerNotGenuine),
        ),
    ];
    for (what, license, server, change, expected) in table {
        let mut stage = Stage::new();
        let mut terms = borrow_terms(&license);
        change(&mut stage, &mut terms);
        let client = stage.client();
        let now = at(NOON_MS + 1);
        assert_eq!(status(client.keep(now, &lend(terms, server))), expected, "{what}");
        assert_eq!(client.borrows(now).len(), usize::from(expected.is_ok()), "{what}");
    }
}

/// BOR-01: the certificate must be of the borrow that was granted.
#[test]
fn bor_01_another_certificate_is_not_taken() {
    let stage = Stage::new();
    let mut lent = lend(borrow_terms(&base()), SERVER);
    lent.key.borrow = BorrowId::new(2, 0);
    assert_eq!(status(stage.client().keep(at(NOON_MS), &lent)), Err(Status::ServerNotGenuine));
}

/// BOR-01: a borrow serves without any server, up to its count in each client, until its end.
#[test]
fn bor_01_a_borrow_is_used() {
    let stage = Stage::new();
    let client = stage.client();
    let borrow = client.keep(at(NOON_MS), &lend(borrow_terms(&base()), SERVER)).unwrap();
    assert_eq!((borrow.count, borrow.until_ms), (2, NOON_MS + 48 * HOUR_MS));
    client.is_of_use(at(NOON_MS)).unwrap();

    let take = |client: &Offline, wall_ms, count| {
        let found = checkout(client, at(wall_ms), &[wish("F1", count)], unreachable());
        found.map(|mut seats| seats.remove(0))
    };
    let seat = take(&client, NOON_MS, 1).unwrap();
    assert_eq!((seat.source, seat.origin.as_str(), seat.count()), (Source::Borrowed, "srv:6242", 1));
    assert_eq!(seat.until_ms, Some(NOON_MS + 48 * HOUR_MS));
    assert_eq!(take(&client, NOON_MS, 2).unwrap_err(), Status::NotEnoughSeats);
    let second = take(&client, NOON_MS, 1).unwrap();
    assert_eq!(take(&client, NOON_MS, 1).unwrap_err(), Status::NotEnoughSeats);
    assert_eq!(take(&stage.client(), NOON_MS, 2).unwrap().count(), 2, "each client has its count");
    assert_eq!(second.give(2).unwrap_err().status(), Status::NotHeld);
    second.give(1).unwrap();
    drop(seat);
    let both = take(&client, NOON_MS, 2).unwrap();
    assert!(!both.is_over(NOON_MS + 48 * HOUR_MS - 1) && both.is_over(NOON_MS + 48 * HOUR_MS));
    drop(both);

    let end_ms = NOON_MS + 48 * HOUR_MS;
    take(&client, end_ms - 1, 1).unwrap();
    assert_eq!(take(&client, end_ms, 1).unwrap_err(), Status::Expired);
    assert_eq!(client.borrows(at(end_ms)), []);
    assert_eq!(take(&client, end_ms + 7 * DAY_MS, 1).unwrap_err(), Status::ServerUnreachable);
}

/// BOR-01, OUT-01: the version of the license, and the user and machine at each use.
#[test]
fn bor_01_a_borrow_serves_its_version_and_owner() {
    let mut stage = Stage::new();
    stage.client().keep(at(NOON_MS), &lend(borrow_terms(&base()), SERVER)).unwrap();
    let version =
        |text: &str, exact| Wish { version: Some(Version::parse(text).unwrap()), exact, ..wish("f1", 1) };
    for (wish, expected) in [
        (version("2.0", false), Ok(vec![Source::Borrowed])),
        (version("2.0", true), Ok(vec![Source::Borrowed])),
        (version("1.9", false), Ok(vec![Source::Borrowed])),
        (version("1.9", true), Err(Status::VersionTooHigh)),
        (version("2.1", false), Err(Status::VersionTooHigh)),
        (wish("f2", 1), Err(Status::ServerUnreachable)),
    ] {
        assert_eq!(
            sources(checkout(&stage.client(), at(NOON_MS), std::slice::from_ref(&wish), unreachable())),
            expected,
            "{wish:?}"
        );
    }
    stage.machine = "m2";
    let found = checkout(&stage.client(), at(NOON_MS), &[wish("f1", 1)], unreachable());
    assert_eq!(sources(found), Err(Status::BadSignature), "the record is set aside");
}

/// TIM-07: SYSTEMCLOCKCHECK refuses a clock that was set back by more than a day.
#[test]
fn tim_07_a_clock_that_was_set_back() {
    for (check, behind_ms, expected) in [
        ("TRUE", DAY_MS, Ok(vec![Source::Borrowed])),
        ("TRUE", DAY_MS + 1, Err(Status::ClockRollback)),
        ("FALSE", 40 * DAY_MS, Ok(vec![Source::Borrowed])),
    ] {
        let stage = Stage::new();
        let license = license("f1", &format!("COUNT=5 BORROW=100 SYSTEMCLOCKCHECK={check}"));
        stage.client().keep(at(NOON_MS), &lend(borrow_terms(&license), SERVER)).unwrap();
        let found = checkout(&stage.client(), at(NOON_MS - behind_ms), &[wish("f1", 1)], unreachable());
        assert_eq!(sources(found), expected, "{check} {behind_ms}");
        let back = checkout(&stage.client(), at(NOON_MS), &[wish("f1", 1)], unreachable());
        assert_eq!(sources(back), Ok(vec![Source::Borrowed]), "it recovers with the clock");
    }
}

/// TIM-01, BOR-03: END of the license holds, whatever the server wrote.
#[test]
fn bor_03_the_license_ends_before_the_borrow() {
    let stage = Stage::new();
    let client = stage.client();
    let license = license("f1", "COUNT=5 BORROW=100 END=2026-03-01");
    client.keep(at(NOON_MS), &lend(borrow_terms(&license), SERVER)).unwrap();
    let midnight_ms = NOON_MS + 12 * HOUR_MS;
    for (wall_ms, expected) in [
        (midnight_ms + 12 * HOUR_MS - 1, Ok(vec![Source::Borrowed])),
        (midnight_ms + 12 * HOUR_MS, Err(Status::Expired)),
    ] {
        let found = checkout(&client, at(wall_ms), &[wish("f1", 1)], unreachable());
        assert_eq!(sources(found), expected, "{wall_ms}");
    }
}

/// BOR-02: what may be prolonged, and what a prolonged borrow is.
#[test]
fn bor_02_refresh() {
    let stage = Stage::new();
    let client = stage.client();
    client.keep(at(NOON_MS), &lend(borrow_terms(&base()), SERVER)).unwrap();
    let due = |wall_ms, feature: &str| client.due(at(wall_ms), &[wish(feature, 1)]).len();
    for (minutes, feature, expected) in [(59, "f1", 0), (60, "f1", 1), (60, "f2", 0), (48 * 60, "f1", 0)] {
        assert_eq!(due(NOON_MS + minutes * 60_000, feature), expected, "{minutes} {feature}");
    }
    let later_ms = NOON_MS + 2 * HOUR_MS;
    let terms = borrow_terms(&base());
    let terms = BorrowTerms { from_ms: later_ms, until_ms: later_ms + 48 * HOUR_MS, ..terms };
    client.keep(at(later_ms), &lend(terms, SERVER)).unwrap();
    assert_eq!(due(later_ms, "f1"), 0);
    let [borrow] = &client.borrows(at(later_ms))[..] else { panic!("one borrow") };
    assert_eq!(borrow.until_ms, later_ms + 48 * HOUR_MS);
}

/// BOR-02: one borrow a feature; it can be given back until it ends.
#[test]
fn bor_02_borrow_and_return() {
    let stage = Stage::new();
    let client = stage.client();
    let now = at(NOON_MS);
    let f1 = name("f1");
    assert_eq!(status(client.borrow_of(now, &f1)), Err(Status::NotBorrowed));
    for (hours, expected) in
        [(0, Err(Status::BorrowTooLong)), (1, Ok(())), (8760, Ok(())), (8761, Err(Status::BorrowTooLong))]
    {
        assert_eq!(status(client.may_borrow(now, &f1, hours)), expected, "{hours}");
    }
    client.keep(now, &lend(borrow_terms(&base()), SERVER)).unwrap();
    assert_eq!(status(client.may_borrow(now, &f1, 1)), Err(Status::AlreadyBorrowed));
    assert_eq!(status(client.may_borrow(at(NOON_MS + 48 * HOUR_MS), &f1, 1)), Ok(()));
    let (loan, _) = client.borrow_of(now, &f1).unwrap();
    let another = LoanKey { borrow: BorrowId::new(1, 1), ..loan };
    client.forget(another).unwrap();
    assert_eq!(client.borrows(now).len(), 1, "it names another borrow");
    client.forget(loan).unwrap();
    assert_eq!(status(client.borrow_of(now, &f1)), Err(Status::NotBorrowed));
    client.forget(loan).unwrap();
}

/// BOR-03: what is kept outlives the process; a damaged record is reported, and serves nothing.
#[test]
fn bor_03_the_store_outlives_the_process() {
    let stage = Stage::new();
    stage.client().keep(at(NOON_MS), &lend(borrow_terms(&base()), SERVER)).unwrap();
    assert_eq!(stage.client().borrows(at(NOON_MS)).len(), 1);
    for path in stage.records() {
        if path.file_name().unwrap().to_str().unwrap().starts_with("borrow-") {
            std::fs::write(path, b"garbage").unwrap();
        }
    }
    let client = stage.client();
    let error = client.find(at(NOON_MS), &[wish("f1", 1)]).map(|_| ()).unwrap_err();
    let error = unreachable().between(error, Vec::new());
    assert_eq!(error.status(), Status::BadSignature);
    assert!(error.to_string().contains("set aside as"), "{error}");
    assert_eq!(client.borrows(at(NOON_MS)), []);
}

/// BOR-01: what is lent is reported as a feature of its own.
#[test]
fn bor_01_feature_info() {
    let stage = Stage::new();
    let client = stage.client();
    let now = at(NOON_MS);
    assert_eq!(client.feature(now, &name("f1")), None);
    client.keep(now, &lend(borrow_terms(&base()), SERVER)).unwrap();
    let _seats = client.find(now, &[wish("f1", 1)]).unwrap();
    let info = client.feature(now, &name("f1")).unwrap();
    assert_eq!(
        (info.source, info.license_type().code(), info.server.as_str()),
        (Source::Borrowed, "network", "srv:6242")
    );
    assert_eq!((info.pools[0].seats, info.pools[0].used), (Seats::Limited(2), 1));
    assert!(info.first_use_only(), "no license names the server's key");
}

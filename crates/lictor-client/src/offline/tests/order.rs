//! SES-06: the order of the sources, and the error when none serves.

use super::*;

/// A stage with everything there is for `f1`.
fn full() -> Stage {
    let mut stage = Stage::new();
    stage.terms.locals.push(LocalSource::Text(local(&license("f1", "LICENSEE=Ann"))));
    stage.terms.trial = Some(Trial { days: Some(30), ..Trial::default() });
    stage
}

fn local(license: &License) -> String {
    format!("<LICENSEFILE>{}</LICENSEFILE>", license.to_xml())
}

/// SES-06: borrowed, license string, (servers,) grace, trial.
#[test]
fn ses_06_order_of_sources() {
    let mut stage = full();
    let now = at(NOON_MS);
    let source = |stage: &Stage| sources(checkout(&stage.client(), now, &[wish("f1", 1)], unreachable()));
    let network = license("f1", "COUNT=5 BORROW=100 GRACE=10");
    let verified = vendor().verified("f1", "S-1", &settings("COUNT=5 BORROW=100 GRACE=10"));
    let client = stage.client();
    client.remember(now, std::iter::once(&*verified));
    client.keep(now, &lend(borrow_terms(&network), SERVER)).unwrap();

    assert_eq!(source(&stage), Ok(vec![Source::Borrowed]));
    let (loan, _) = client.borrow_of(now, &name("f1")).unwrap();
    client.forget(loan).unwrap();
    assert_eq!(source(&stage), Ok(vec![Source::Local]));
    stage.terms.locals.clear();
    assert_eq!(source(&stage), Ok(vec![Source::Grace]));
    stage.terms.grace = false;
    assert_eq!(source(&stage), Ok(vec![Source::Trial]));
    stage.terms.trial = None;
    assert_eq!(source(&stage), Err(Status::ServerUnreachable));
}

/// OUT-02: features from several sources together, or none of them.
#[test]
fn out_02_several_features() {
    let stage = full();
    let client = stage.client();
    let now = at(NOON_MS);
    let lent = license("f2", "COUNT=5 BORROW=100");
    client.keep(now, &lend(borrow_terms(&lent), SERVER)).unwrap();
    let found = client.find(now, &[wish("f1", 1), wish("f2", 2)]).unwrap();
    assert_eq!(found.iter().map(|seat| seat.source).collect::<Vec<_>>(), [Source::Local, Source::Borrowed]);
    drop(found);
    client.find(now, &[wish("f2", 2), wish("f3", 1)]).unwrap_err();
    assert_eq!(client.uses.of(Source::Borrowed, &name("f2")), 0, "nothing is taken of what was denied");
}

/// SES-06: the most telling error, with the list of all attempts in their order.
#[test]
fn ses_06_the_error_of_all() {
    let mut stage = full();
    stage.terms.trial = None;
    stage.terms.locals.push(LocalSource::Text(local(&license("f2", "END=2026-02-01"))));
    let client = stage.client();
    let now = at(NOON_MS);
    let lent = license("f2", "COUNT=5 BORROW=100");
    client.keep(now, &lend(borrow_terms(&lent), SERVER)).unwrap();
    let errors = |feature: &str, count, servers| {
        let wishes = [wish(feature, count)];
        let before = client.find(now, &wishes).map(|_| ()).unwrap_err();
        client.fall_back(now, &wishes, servers, before).map(|_| ()).unwrap_err()
    };
    let error = errors("f2", 3, refused(Status::FeatureNotFound));
    let attempts: Vec<_> = error.attempts().iter().map(|it| (it.source.as_str(), it.status)).collect();
    assert_eq!(attempts.first(), Some(&("borrowed", Status::NotEnoughSeats)));
    assert!(attempts.contains(&("license string:1", Status::Expired)), "{attempts:?}");
    assert_eq!(attempts.last(), Some(&("srv:6242", Status::FeatureNotFound)));
    assert_eq!((error.status(), error.is_denied()), (Status::NotEnoughSeats, true));
    assert_eq!(error.to_string(), "3 seats requested, 0 of 2 borrowed ones are in use here");

    let error = errors("f3", 1, unreachable());
    assert_eq!((error.status(), error.is_denied()), (Status::ServerUnreachable, false));
    let error = errors("f3", 1, Error::among(Vec::new()));
    assert_eq!(error.status(), Status::FeatureNotFound, "without servers the strings decide");
}

/// A client is of use without a server when something of its own is there.
#[test]
fn ses_06_of_use_without_a_server() {
    let usable = |stage: &Stage, wall_ms| stage.client().is_of_use(at(wall_ms)).is_ok();
    let mut stage = Stage::new();
    assert!(!usable(&stage, NOON_MS));
    stage.terms.locals.push(LocalSource::Path("/no/such/file".into()));
    assert!(!usable(&stage, NOON_MS));
    stage
        .client()
        .keep(at(NOON_MS), &lend(borrow_terms(&license("f1", "COUNT=5 BORROW=100")), SERVER))
        .unwrap();
    assert!(usable(&stage, NOON_MS) && !usable(&stage, NOON_MS + 48 * HOUR_MS));
    stage.terms.locals.push(LocalSource::Text(local(&license("f1", "LICENSEE=Ann"))));
    assert!(usable(&stage, NOON_MS + 48 * HOUR_MS));
    let trial = {
        let mut stage = Stage::new();
        stage.terms.trial = Some(Trial { days: Some(1), ..Trial::default() });
        stage
    };
    assert!(usable(&trial, NOON_MS));
}

/// SES-06: what another vendor's program of the same user keeps is none of this one's business.
#[test]
fn ses_06_one_store_for_all_programs() {
    let stage = Stage::new();
    let now = at(NOON_MS);
    let other = Mint::new("OTHER", 2);
    let license = other.sign("f1", "S-1", &settings("COUNT=5 BORROW=100 GRACE=10"));
    let mut theirs = stage.client();
    Arc::get_mut(&mut theirs.profile).unwrap().keyring = Some(other.keyring());
    theirs.keep(now, &lend(borrow_terms(&license), SERVER)).unwrap();
    theirs.remember(now, std::iter::once(&lictor_license::verify(&license, &other.keyring()).unwrap()));
    theirs.is_of_use(now).unwrap();

    let ours = stage.client();
    assert!(ours.is_of_use(now).is_err());
    let before = ours.find(now, &[wish("f1", 1)]).map(|_| ()).unwrap_err();
    let error = ours.fall_back(now, &[wish("f1", 1)], unreachable(), before).map(|_| ()).unwrap_err();
    assert_eq!((error.status(), error.attempts().len()), (Status::ServerUnreachable, 1));
    ours.keep(now, &lend(borrow_terms(&super::license("f1", "COUNT=5 BORROW=100")), SERVER)).unwrap();
    assert_eq!((ours.borrows(now).len(), theirs.borrows(now).len()), (1, 1));
}

/// TIM-07: a local license with SYSTEMCLOCKCHECK has its time kept, and is refused when the clock
/// went back.
#[test]
fn tim_07_local_licenses() {
    for (check, expected) in [("TRUE", Err(Status::ClockRollback)), ("FALSE", Ok(vec![Source::Local]))] {
        let mut stage = Stage::new();
        let license = license("f1", &format!("SYSTEMCLOCKCHECK={check}"));
        stage.terms.locals.push(LocalSource::Text(local(&license)));
        let take = |wall_ms| sources(checkout(&stage.client(), at(wall_ms), &[wish("f1", 1)], unreachable()));
        assert_eq!(take(NOON_MS), Ok(vec![Source::Local]));
        assert_eq!(take(NOON_MS - DAY_MS - 1), expected, "{check}");
        assert_eq!(stage.dir.path().join("store").exists(), check == "TRUE");
    }
}

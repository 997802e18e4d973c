//! Tests of the request: what template it makes, and what makes none.

use lictor_license::parse_template;

use super::*;

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn request(feature: Feature) -> SignRequest {
    SignRequest {
        id: "r-1".into(),
        at: Time(0),
        issued: day("2026-03-01"),
        product: None,
        actor: None,
        features: vec![feature],
    }
}

fn base() -> Feature {
    Feature { name: "f1".into(), count: Some(Count::Limited(10)), ..Feature::default() }
}

fn host(kind: &str, value: &str) -> HostId {
    HostId { kind: kind.into(), value: value.into() }
}

/// What a reader of license files finds in the template; problems as text.
fn read(feature: Feature) -> Result<lictor_license::Template, String> {
    let text = request(feature).template().map_err(|denial| denial.to_string())?;
    let mut parsed = parse_template(text.as_bytes());
    assert!(parsed.problems.is_empty(), "{:?}\n{text}", parsed.problems);
    assert_eq!(parsed.features.len(), 1, "{text}");
    let first = parsed.features.remove(0);
    first.result.map_err(|problems| problems.iter().map(|problem| format!("{problem} ")).collect())
}

#[test]
fn a_superseding_base_reads_as_it_was_asked_for() {
    let template = read(Feature {
        version: Some(Version { major: 4, minor: 2 }),
        start: Some(day("2026-03-01")),
        end: Some(day("2026-12-31")),
        server_hosts: vec![
            vec![host("HOSTNAME", "lic1"), host("IPADDRESS", "10.0.0.1")],
            vec![host("HOSTNAME", "lic2")],
        ],
        share: vec![Share::User, Share::Host],
        serial: Some("s-2".into()),
        supersedes: vec!["s-1".into(), "u-1".into()],
        soft_limit: Some(9),
        borrow_hours: Some(48),
        user_based: Some(Named::All),
        licensee: Some("A & B <\"C\">".into()),
        key_number: Some("KA.00000042.0003".into()),
        extensions: BTreeMap::from([("CLASS".into(), "floating".into())]),
        ..base()
    });
    let template = template.unwrap();
    assert_eq!(template.feature().as_str(), "f1");
    assert_eq!(template.version().to_string(), "4.2");
    assert_eq!(template.seats(), Some(lictor_types::Seats::Limited(10)));
    assert_eq!((template.start(), template.end()), (Some(day("2026-03-01")), Some(day("2026-12-31"))));
    assert_eq!(template.issued(), Some(day("2026-03-01")));
    assert_eq!(template.serial().unwrap().as_str(), "s-2");
    let superseded: Vec<&str> = template.supersedes().iter().map(lictor_types::Serial::as_str).collect();
    assert_eq!(superseded, ["s-1", "u-1"]);
    assert_eq!(template.server_hosts().len(), 2);
    assert_eq!(template.server_hosts()[0].ids.len(), 2);
    assert_eq!((template.soft_limit(), template.borrow_hours()), (Some(9), Some(48)));
    let text =
        |name: &str| template.settings().find(|(found, _)| *found == name).map(|(_, value)| value.to_owned());
    assert_eq!(text("LICENSEE").as_deref(), Some("A & B <\"C\">"));
    assert_eq!(text("X_KEY_NUMBER").as_deref(), Some("KA.00000042.0003"));
    assert_eq!(text("X_CLASS").as_deref(), Some("floating"));
    assert_eq!(text("KEYTYPE"), None);
}

#[test]
fn every_kind_of_license_can_be_asked_for() {
    let token = Dependency { feature: "suite".into(), version: Version { major: 1, minor: 0 }, count: 5 };
    let client = vec![vec![host("ETHERNET", "00:1b:44:11:3a:b7")]];
    for feature in [
        Feature { kind: Kind::Additive, ..base() },
        Feature { count: Some(Count::Unlimited), ..base() },
        Feature {
            kind: Kind::Upgrade,
            end: Some(day("2026-12-31")),
            supersedes: vec!["u-1".into()],
            share: vec![Share::Virtual],
            key_number: Some("KA.00000042.0003".into()),
            ..base()
        },
        Feature { kind: Kind::Token, count: None, dependencies: vec![token], ..base() },
        Feature { count: None, client_hosts: client, share: vec![Share::TerminalServer], ..base() },
    ] {
        read(feature.clone()).unwrap_or_else(|problem| panic!("{problem}\n{feature:?}"));
    }
}

#[test]
fn the_rules_of_license_files_hold_for_requests() {
    for (feature, rule) in [
        (Feature { name: "no blanks".into(), ..base() }, "FIL-04"),
        (Feature { kind: Kind::Upgrade, count: Some(Count::Unlimited), ..base() }, "UPG-06"),
        (Feature { kind: Kind::Upgrade, licensee: Some("Example".into()), ..base() }, "UPG-07"),
        (Feature { count: Some(Count::Limited(0)), ..base() }, "setting reference"),
        (Feature { serial: Some("a".into()), supersedes: vec!["a".into()], ..base() }, "KEY-06"),
        (Feature { start: Some(day("2027-01-01")), end: Some(day("2026-01-01")), ..base() }, "TIM-01"),
    ] {
        let problem = read(feature.clone()).unwrap_err();
        assert!(problem.contains(rule), "{problem}\n{feature:?}");
    }
}

#[test]
fn no_field_can_bring_in_a_setting() {
    let quote = "x\"/><SETTING COUNT=\"1000000";
    let template = read(Feature { comment: Some(quote.into()), ..base() }).unwrap();
    assert_eq!(template.seats(), Some(lictor_types::Seats::Limited(10)));
    let named = |name: &str| BTreeMap::from([(name.to_owned(), "1".to_owned())]);
    let many = "A".repeat(63);
    for (feature, field) in [
        (Feature { comment: Some("a\nb".into()), ..base() }, "comment"),
        (Feature { comment: Some("a\u{7f}".into()), ..base() }, "comment"),
        (Feature { extensions: named("A=\"1\" COUNT"), ..base() }, "extensions"),
        (Feature { extensions: named(""), ..base() }, "extensions"),
        (Feature { extensions: named(&many), ..base() }, "extensions"),
        (Feature { extensions: named("KEY_NUMBER"), ..base() }, "extensions"),
        (Feature { supersedes: vec!["a,b".into()], ..base() }, "supersedes"),
        (Feature { server_hosts: vec![vec![host("X=\"1\"", "a")]], ..base() }, "server_hosts"),
        (
            Feature {
                dependencies: vec![Dependency {
                    feature: "a VERSION=1.0 COUNT=1".into(),
                    version: Version { major: 1, minor: 0 },
                    count: 5,
                }],
                ..base()
            },
            "dependencies",
        ),
    ] {
        let denial = request(feature).template().unwrap_err();
        assert_eq!(denial.rule, Rule::Invalid, "{field}");
        assert_eq!(denial.pointer.as_deref(), Some(format!("/features/0/{field}").as_str()));
    }
}

#[test]
fn an_id_is_visible_and_there_is_something_to_sign() {
    let long = "x".repeat(REQUEST_ID_BYTES_MAX + 1);
    for id in ["", "a b", "a\n", "é", &long] {
        let denial = SignRequest { id: id.into(), ..request(base()) }.template().unwrap_err();
        assert_eq!(denial.pointer.as_deref(), Some("/id"), "{id:?}");
    }
    for features in [vec![], vec![base(); FEATURES_MAX + 1]] {
        let denial = SignRequest { features, ..request(base()) }.template().unwrap_err();
        assert_eq!(denial.pointer.as_deref(), Some("/features"));
    }
}

#[test]
fn only_clock_day_and_person_may_differ_in_a_repeat() {
    let first = request(base());
    let repeat = SignRequest {
        at: Time(7),
        issued: day("2026-03-02"),
        actor: Some("night job".into()),
        ..first.clone()
    };
    assert_eq!(repeat.content(), first.content());
    for other in [
        SignRequest { product: Some("p".into()), ..first.clone() },
        request(Feature { count: Some(Count::Limited(11)), ..base() }),
        request(Feature { comment: Some("x".into()), ..base() }),
    ] {
        assert_ne!(other.content(), first.content());
    }
}

#[test]
fn a_request_travels_as_json_and_unknown_fields_are_refused() {
    let first = request(Feature { end: Some(day("2026-12-31")), share: vec![Share::Host], ..base() });
    let text = serde_json::to_string(&first).unwrap();
    assert_eq!(
        text,
        "{\"id\":\"r-1\",\"at\":\"1970-01-01T00:00:00.000Z\",\"issued\":\"2026-03-01\",\"features\":\
         [{\"name\":\"f1\",\"kind\":\"EXCLUSIVE\",\"count\":{\"limited\":10},\"end\":\"2026-12-31\",\
         \"share\":[\"HOST\"]}]}"
    );
    assert_eq!(serde_json::from_str::<SignRequest>(&text).unwrap(), first);
    for wrong in [text.replace("\"name\"", "\"template\""), text.replace("\"id\"", "\"raw\"")] {
        assert!(serde_json::from_str::<SignRequest>(&wrong).is_err(), "{wrong}");
    }
}

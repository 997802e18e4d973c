//! Two ways to the same picture: what administrators and what users see of a server.

use lictor_testkit::{Lictor, Lictord, Vendor, template};
use lictor_types::{Operation, Status};
use serde_json::{Value, json};

use crate::admin::{ask, document};
use crate::raw::{Raw, asking, of, person};
use crate::seats::numbers;

/// A daemon with every way of having seats.
fn busy(vendor: &Vendor) -> (Lictord, Vec<Raw>) {
    let sign = |feature: &str, settings: &[(&str, &str)]| {
        vendor.sign(&template(feature, &[&[("SERIAL", feature)], settings].concat()))
    };
    let files = [
        sign("held", &[("COUNT", "5"), ("HOLD", "3600"), ("END", "2199-12-31"), ("LICENSEE", "A and B")]),
        sign("lent", &[("COUNT", "5"), ("BORROW", "48"), ("GRACE", "5"), ("SOFTLIMIT", "4")]),
        sign("pack", &[("KEYTYPE", "TOKEN"), ("TOKEN_DEPENDENCY", "FEATURE=shared VERSION=1.0 COUNT=2")]),
        sign("shared", &[("COUNT", "UNLIMITED"), ("SHARE", "USER|HOST|VIRTUAL")]),
    ];
    let mut builder = Lictord::builder().trust(vendor);
    for (n, file) in files.iter().enumerate() {
        builder = builder.file(&format!("{n}.lic"), file);
    }
    let daemon = builder.start();
    let somebody = |user: &str| Raw::open_as(daemon.listen(), person(user, "ws1")).0;
    let (mut ann, mut bob, mut carl) = (somebody("ann"), somebody("bob"), somebody("carl"));
    assert_eq!((ann.try_take("held", 3), bob.try_take("held", 2)), (Status::Granted, Status::Granted));
    ann.give_of("held", 3);
    assert!(ann.ask(Operation::Borrow { checkout: of("lent", 2), hours: 7 }).unwrap().status().is_success());
    assert_eq!((ann.try_take("shared", 2), bob.try_take("pack", 3)), (Status::Granted, Status::Granted));
    assert_eq!(ann.try_take("lent", 3), Status::SoftLimit);
    assert_eq!(bob.try_take("lent", 9), Status::NotEnoughSeats);
    let wants = vec![of("held", 3), of("lent", 1)];
    carl.say(&asking(1, 0, Operation::Wait { checkouts: wants, wait_ms: 60_000 })).unwrap();
    carl.hear().unwrap();
    (daemon, vec![ann, bob, carl])
}

/// What of a server both show: not how its key is known, nor who only asked for this.
fn comparable(document: &Value) -> Value {
    let mut server = document["servers"][0].clone();
    let fields = server.as_object_mut().unwrap();
    for own in ["identity", "server_key", "uptime_seconds"] {
        fields.remove(own);
    }
    let known = |user: &Value| ["ann", "bob", "carl"].iter().any(|name| user["user"] == *name);
    fields["users"].as_array_mut().unwrap().retain(known);
    server
}

/// Interfaces: `/v1/status` and `lictor status --json` show the same: leases of sessions, borrows,
/// holds and tokens, what is shared, who waits, and who was denied what.
#[test]
fn the_status_is_one_document() {
    let vendor = Vendor::new("ACME");
    let (daemon, _people) = busy(&vendor);
    let administrators = comparable(&document(&daemon, "/v1/status"));
    let users = comparable(&Lictor::of(&daemon, &["acme.pub"]).run(&["status", "--json"]).json());
    assert_eq!(administrators, users);

    let feature = |name: &str| {
        let features = administrators["features"].as_array().unwrap();
        features.iter().find(|feature| feature["feature"] == name).unwrap().clone()
    };
    let rows = |name: &str, of: &[&str]| -> Vec<Value> {
        let leases = feature(name)["leases"].as_array().unwrap().clone();
        leases.iter().map(|lease| of.iter().map(|key| lease[*key].clone()).collect()).collect()
    };
    assert_eq!(rows("held", &["user", "pid", "count"]), [json!(["ann", null, 3]), json!(["bob", 7, 2])]);
    assert_eq!(rows("lent", &["user", "pid", "count"]), [json!(["ann", null, 2]), json!(["ann", 7, 3])]);
    let shared = |user: &str| json!({"user": user, "host": "ws1", "custom": null});
    assert_eq!(
        rows("shared", &["user", "pid", "count", "shared"]),
        [json!(["ann", 7, 2, shared("ann")]), json!(["bob", null, 6, shared("bob")])]
    );
    let user = |name: &str| {
        let users = administrators["users"].as_array().unwrap();
        users.iter().find(|user| user["user"] == name).unwrap().clone()
    };
    let queued: Vec<Value> = user("carl")["queued"].as_array().unwrap().clone();
    let queued: Vec<_> =
        queued.iter().map(|row| (&row["feature"], &row["count"], &row["position"])).collect();
    assert_eq!(queued, [(&json!("held"), &json!(3), &json!(1)), (&json!("lent"), &json!(1), &json!(1))]);
    let denials = &user("bob")["denials"];
    assert_eq!((&denials[0]["status"], &denials[0]["requested"]), (&json!("not_enough_seats"), &json!(9)));
}

/// SES-04, BOR-03, QUE-02: after a crash the picture is the one before, to the last lease, waiter and
/// denial; only the instants that are counted from now may be off by a second.
#[test]
fn ses_04_a_crash_leaves_the_picture() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, _people) = busy(&vendor);
    let picture = |daemon: &Lictord| {
        let mut status = comparable(&document(daemon, "/v1/status"));
        blank(&mut status, &["held_until", "until", "at"]);
        (status, document(daemon, "/v1/licenses")["pools"].clone())
    };
    let before = picture(&daemon);
    for _ in 0..2 {
        daemon.kill9();
        daemon.start();
        assert_eq!(picture(&daemon), before);
    }
}

/// Leaves of these fields only whether they are there.
fn blank(value: &mut Value, fields: &[&str]) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| blank(row, fields)),
        Value::Object(map) => {
            for (name, value) in map {
                if fields.contains(&name.as_str()) {
                    *value = value.is_string().into();
                }
                blank(value, fields);
            }
        }
        _ => {}
    }
}

/// Interfaces: `/openapi.json` has exactly the fields of the documents.
#[test]
fn the_description_has_every_field() {
    let vendor = Vendor::new("ACME");
    let (daemon, _people) = busy(&vendor);
    let schemas = document(&daemon, "/openapi.json")["components"]["schemas"].clone();
    let status = document(&daemon, "/v1/status")["servers"][0].clone();
    let licenses = document(&daemon, "/v1/licenses");
    let fields = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let (bob, carl) = (&status["users"][1], &status["users"][2]);
    for (name, shown) in [
        ("Feature", &status["features"][0]),
        ("Lease", &status["features"][0]["leases"][0]),
        ("User", bob),
        ("LastDenial", &bob["denials"][0]),
        ("Queued", &carl["queued"][0]),
        ("Licenses", &licenses),
        ("License", &licenses["licenses"][0]),
        ("Pool", &licenses["pools"][0]),
    ] {
        assert_eq!(fields(&schemas[name]["properties"]), fields(shown), "{name}");
    }
}

/// UPG-04, OUT-07: the load report has the numbers of every pool, a token's among them, and
/// `lictor licenses --json` is that document.
#[test]
fn out_07_the_load_report_has_every_number() {
    let vendor = Vendor::new("ACME");
    let (daemon, _people) = busy(&vendor);
    let report = document(&daemon, "/v1/licenses");
    assert_eq!(report, Lictor::of(&daemon, &["acme.pub"]).run(&["licenses", "--json"]).json());
    let names = ["used", "reserved", "borrowed", "held", "waiting", "denied", "over_committed"];
    let found = ["held", "lent", "shared", "pack"].map(|feature| numbers(&daemon, feature, names));
    assert_eq!(
        found,
        [[5, 0, 0, 3, 1, 0, 0], [5, 0, 2, 0, 1, 1, 0], [8, 0, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0, 0]]
    );
    let metrics = ask(&daemon, "GET", "/metrics").1;
    let value = |name: &str, feature: &str| {
        let start = format!("lictor_{name}{{vendor=\"ACME\",feature=\"{feature}\"");
        let line = metrics.lines().find(|line| line.starts_with(&start));
        line.unwrap_or_else(|| panic!("{start} in {metrics}")).rsplit(' ').next().unwrap()
    };
    for (name, feature, expected) in [
        ("pool_held", "held", "3.0"),
        ("pool_borrowed", "lent", "2.0"),
        ("pool_used", "pack", "3.0"),
        ("pool_seats", "pack", "inf"),
        ("pool_reserved", "lent", "0.0"),
        ("pool_named", "lent", "0.0"),
        ("pool_denials_total", "lent", "1"),
        ("feature_waiting", "held", "1.0"),
        ("feature_waiting", "shared", "0.0"),
    ] {
        assert_eq!(value(name, feature), expected, "{name} of {feature}");
    }
}

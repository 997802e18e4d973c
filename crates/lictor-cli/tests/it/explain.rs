//! OUT-04: refusals as a user reads them, through a real daemon: standard output, standard error and
//! exit code, to the letter.

use std::time::Duration;

use lictor_client::{Client, Options, Request};
use lictor_testkit::{Faketime, Held, Lictor, Lictord, Run, Vendor, eventually, template};
use serde_json::Value;
use tempfile::TempDir;

use crate::acceptance::hold;

/// Nobody may use `denied`, all together 1 of `few`, and nobody but ann 2 of `kept`. Of what can be
/// borrowed, nobody may borrow `fixed`, for longer than 8 hours `short`, more than 1 of `scarce`.
const RULES: &str = r#"[[rule]]
deny = true
features = "denied"

[[rule]]
limit = 1
features = "few"

[[rule]]
reserve = 2
features = "kept"
users = "ann"

[[rule]]
borrow_deny = true
features = "fixed"

[[rule]]
borrow_hours = 8
features = "short"

[[rule]]
borrow_limit = 1
features = "scarce"

[policy]
queue = "strict"
queue_length = 1
"#;

/// A server with something to refuse for every reason, and what it is called with.
struct Site {
    daemon: Lictord,
    lictor: Lictor,
    vendor: Vendor,
    _rules: TempDir,
}

impl Site {
    fn new() -> Self {
        let vendor = Vendor::new("ACME");
        let rules = tempfile::tempdir().unwrap();
        let path = rules.path().join("rules.toml");
        std::fs::write(&path, RULES).unwrap();
        let count = |count: &'static str| ("COUNT", count);
        let licenses = [
            template("full", &[count("1")]),
            template("old", &[count("4"), ("MAJOR_VERSION", "2")]),
            template("later", &[count("4"), ("START", "2099-01-01")]),
            template("past", &[count("4"), ("END", "2026-01-02")]),
            template("denied", &[count("4")]),
            template("few", &[count("4")]),
            template("kept", &[count("2")]),
            template("booked", &[count("3")]),
            template("elsewhere", &[count("4"), ("PLATFORMS", "windows-x86_64")]),
            template("faraway", &[count("4"), ("TIME_ZONES", "14")]),
            elsewhere_host(),
            template("named", &[count("1"), ("USERBASED", "ALL")]),
            template("fixed", &[count("4"), ("BORROW", "48")]),
            template("short", &[count("4"), ("BORROW", "48")]),
            template("scarce", &[count("4"), ("BORROW", "48")]),
            template("lent", &[count("4"), ("BORROW", "48")]),
            template("pair", &[count("2")]),
            template("held1", &[count("1"), ("HOLD", "600")]),
            template("lent1", &[count("1"), ("BORROW", "48")]),
        ];
        let builder = Lictord::builder().trust(&vendor);
        let builder = licenses
            .iter()
            .enumerate()
            .fold(builder, |builder, (at, text)| builder.file(&format!("{at}.xml"), &vendor.sign(text)));
        let arguments = ["--timezone", "UTC", "--rules", &path.display().to_string()];
        let daemon = builder.arguments(&arguments).start();
        let lictor = Lictor::of(&daemon, &["acme.pub"]).env("TZ", "UTC");
        Self { daemon, lictor, vendor, _rules: rules }
    }

    /// A client of another user.
    fn bob(&self) -> Client {
        let own = self.daemon.state();
        let options = Options::new().environment(false).path(self.daemon.listen()).user("bob");
        let options = options.trust(self.vendor.public()).store(own.join("bob"));
        Client::open(options.known_servers(own.join("bob.servers"))).unwrap()
    }

    /// The call in words and with `--json`: exit code 3, one document, one sentence and one hint.
    #[track_caller]
    fn refuses(&self, call: &[&str], document: &str, words: &str) {
        let text = self.lictor.run(call);
        assert_eq!(text, Run { code: 3, stdout: String::new(), stderr: format!("{words}\n") }, "{call:?}");
        let json = self.lictor.run(&[call, &["--json"]].concat());
        let expected = Run { code: 3, stdout: format!("{document}\n"), stderr: format!("{words}\n") };
        assert_eq!(json, expected, "{call:?}");
    }
}

fn elsewhere_host() -> String {
    let hosts = "    <CLIENT_HOSTID>\n      <SETTING HOSTNAME=\"no-such-host\"/>\n    </CLIENT_HOSTID>\n";
    template("bound", &[("COUNT", "4")]).replace("  </FEATURE>", &format!("{hosts}  </FEATURE>"))
}

/// The document of a refusal by one exclusive pool.
fn document(status: &str, feature: &str, numbers: [u64; 4], rest: &str) -> String {
    document_of(status, status, feature, numbers, rest)
}

/// The same, where the pool's own answer is another.
fn document_of(status: &str, pool: &str, feature: &str, numbers: [u64; 4], rest: &str) -> String {
    let [requested, seats, used, reserved] = numbers;
    format!(
        concat!(
            r#"{{"status":"{}","feature":"{}","requested":{},"seats":{},"used":{},"reserved":{},"#,
            r#""over_committed":0,{},"pools":[{{"key_type":"EXCLUSIVE","status":"{}","seats":{},"#,
            r#""used":{},"reserved":{}}}]}}"#
        ),
        status, feature, requested, seats, used, reserved, rest, pool, seats, used, reserved
    )
}

const PLAIN: &str = r#""rule":null,"waiting":0,"relief":null"#;

/// OUT-04, OUT-07: what a license, a version, a date or a machine forbids.
#[test]
fn out_04_refused_by_the_license() {
    let site = Site::new();
    site.refuses(
        &["checkout", "f9"],
        r#"{"status":"feature_not_found","feature":"f9","requested":1,"seats":0,"used":0,"reserved":0,"over_committed":0,"rule":null,"waiting":0,"relief":null,"pools":[]}"#,
        "error: feature_not_found: no license of `f9` is served\n\
         hint: `lictor status` lists the features of every server in the path",
    );
    site.refuses(
        &["checkout", "old", "--version", "2.1"],
        &document("version_too_high", "old", [1, 4, 0, 0], PLAIN),
        "error: version_too_high: version 2.1 of `old` requested, it is licensed for a lower one\n\
         hint: old is licensed for version 2.0: ask for no higher one",
    );
    let start = r#""rule":null,"waiting":0,"relief":{"at":"2099-01-01T00:00:00Z","what":"start"}"#;
    site.refuses(
        &["checkout", "later"],
        &document("not_started", "later", [1, 0, 0, 0], start),
        "error: not_started: the license of `later` is not valid yet; next relief at \
         2099-01-01T00:00:00Z: a license starts\n\
         hint: try again from the license's START on; `lictor feature` shows its dates",
    );
    site.refuses(
        &["checkout", "past"],
        &document("expired", "past", [1, 0, 0, 0], PLAIN),
        "error: expired: the license of `past` has expired\n\
         hint: ask the vendor for a new license; `lictor feature` shows the dates of this one",
    );
    site.refuses(
        &["checkout", "bound"],
        &document("wrong_host", "bound", [1, 4, 0, 0], PLAIN),
        "error: wrong_host: the license of `bound` is for other machines than this one\n\
         hint: `lictor hostid` shows the ids of this machine, for the vendor to license",
    );
    site.refuses(
        &["checkout", "elsewhere"],
        &document("wrong_platform", "elsewhere", [1, 4, 0, 0], PLAIN),
        "error: wrong_platform: the license of `elsewhere` is not for this platform\n\
         hint: use a machine of a platform that the license lists in PLATFORMS",
    );
    site.refuses(
        &["checkout", "faraway"],
        &document("wrong_time_zone", "faraway", [1, 4, 0, 0], PLAIN),
        "error: wrong_time_zone: the license of `faraway` is not for this time zone\n\
         hint: use a machine in a time zone that the license lists in TIME_ZONES",
    );
}

/// OUT-04, RUL-01: what an access rule forbids, with its kind and line.
#[test]
fn out_04_rul_01_refused_by_a_rule() {
    let site = Site::new();
    site.refuses(
        &["checkout", "denied"],
        &document(
            "denied_by_rule",
            "denied",
            [1, 4, 0, 0],
            r#""rule":{"kind":"deny","line":1,"number":0},"waiting":0,"relief":null"#,
        ),
        "error: denied_by_rule: an access rule keeps you from `denied` (rules.toml line 1: deny)\n\
         hint: `lictor why USER@HOST FEATURE` shows whom the rule means; ask who keeps the rules",
    );
    let _held = hold(&site.lictor, "few");
    site.refuses(
        &["checkout", "few"],
        &document(
            "limit_reached",
            "few",
            [1, 4, 1, 0],
            r#""rule":{"kind":"limit","line":5,"number":1},"waiting":0,"relief":null"#,
        ),
        "error: limit_reached: 1 seat of `few` requested, 1 of 4 in use, and an access rule allows you no \
         more (rules.toml line 5: limit)\n\
         hint: wait until others of the same rule give seats back, or ask who keeps the rules",
    );
    site.refuses(
        &["checkout", "kept"],
        &document(
            "reserved",
            "kept",
            [1, 2, 0, 2],
            r#""rule":{"kind":"reserve","line":9,"number":2},"waiting":0,"relief":null"#,
        ),
        "error: reserved: 1 seat of `kept` requested, 0 of 2 in use, 2 reserved, and what is free is not \
         for you (rules.toml line 9: reserve)\n\
         hint: draw on a reservation with its token, or ask who reserved the seats",
    );
}

/// OUT-04, RES-01: what a reservation keeps, until when, and a token that reserves nothing.
#[test]
fn out_04_res_01_refused_for_a_reservation() {
    let site = Site::new();
    let until = "2090-01-01T00:00:00Z";
    let reserve = site.lictor.run(&["reserve", "booked:3", "--token", "job42", "--until", until]);
    assert_eq!(reserve.code, 0, "{reserve:?}");
    let relief = format!(r#""rule":null,"waiting":0,"relief":{{"at":"{until}","what":"reservation_end"}}"#);
    site.refuses(
        &["checkout", "booked"],
        &document("reserved", "booked", [1, 3, 0, 3], &relief),
        "error: reserved: 1 seat of `booked` requested, 0 of 3 in use, 3 reserved, and what is free is not \
         for you; next relief at 2090-01-01T00:00:00Z: a reservation ends\n\
         hint: draw on a reservation with its token, or ask who reserved the seats",
    );
    site.refuses(
        &["checkout", "booked", "--reservation", "job41"],
        &document("reservation_not_found", "booked", [1, 3, 0, 3], PLAIN),
        "error: reservation_not_found: no reservation of `booked` has this token\n\
         hint: it may have ended; `lictor reserve` lists reservations and their ends",
    );
}

/// OUT-04, QUE-01: seats that others hold, a wait in vain, a queue that takes no more, and more than
/// there ever are.
#[test]
fn out_04_que_01_refused_for_want_of_seats() {
    let site = Site::new();
    let _held = hold(&site.lictor, "full");
    site.refuses(
        &["checkout", "full"],
        &document("not_enough_seats", "full", [1, 1, 1, 0], PLAIN),
        "error: not_enough_seats: 1 seat of `full` requested, 1 of 1 in use\n\
         hint: `lictor status` shows who holds the seats; --wait SECONDS waits for them",
    );
    site.refuses(
        &["checkout", "full:2", "--wait", "60"],
        &document("not_enough_seats", "full", [2, 1, 1, 0], PLAIN),
        "error: not_enough_seats: 2 seats of `full` requested, 1 of 1 in use\n\
         hint: ask for fewer seats: waiting for these is in vain",
    );
    let place = format!("note: waiting for full at {}, place 1 in the queue\n", site.daemon.listen());
    site.refuses(
        &["checkout", "full", "--wait", "1"],
        &document_of("queue_timeout", "not_enough_seats", "full", [1, 1, 1, 0], PLAIN),
        &format!(
            "{place}error: queue_timeout: waited in vain for 1 seat of `full`, 1 of 1 in use\n\
             hint: allow a longer wait; `lictor status` shows who holds the seats and who waits"
        ),
    );
    let _first = waiting(&site.lictor, "full");
    site.refuses(
        &["checkout", "full", "--wait", "60"],
        &document_of(
            "queue_full",
            "not_enough_seats",
            "full",
            [1, 1, 1, 0],
            r#""rule":null,"waiting":1,"relief":null"#,
        ),
        "error: queue_full: 1 seat of `full` requested, 1 of 1 in use, 1 request waits before this \
         one, and the queue takes no more requests\n\
         hint: try again later; `lictor status` shows who waits",
    );
}

/// OUT-04, QUE-01: a seat is free, but somebody waits for it.
#[test]
fn out_04_que_01_refused_for_those_who_wait() {
    let site = Site::new();
    let _held = hold(&site.lictor, "pair");
    let _first = waiting(&site.lictor, "pair:2");
    site.refuses(
        &["checkout", "pair"],
        &document_of(
            "not_enough_seats",
            "granted",
            "pair",
            [1, 2, 1, 0],
            r#""rule":null,"waiting":1,"relief":null"#,
        ),
        "error: not_enough_seats: 1 seat of `pair` requested, 1 of 2 in use, 1 request waits before this one\n\
         hint: `lictor status` shows who holds the seats; --wait SECONDS waits for them",
    );
}

/// OUT-04, TIM-05: a server whose clock was set back by more than 24 hours.
#[test]
fn out_04_tim_05_refused_for_a_clock_that_was_set_back() {
    assert!(Faketime::is_available(), "install libfaketime (package faketime)");
    let vendor = Vendor::new("ACME");
    let license = vendor.sign(&template("f1", &[("COUNT", "2"), ("END", "2099-12-31")]));
    let builder = Lictord::builder().trust(&vendor).file("base.xml", &license);
    let mut daemon = builder.faketime(Faketime::new("+36h", "UTC")).start();
    assert_eq!(daemon.stop(), 0);
    daemon.set_clock(Faketime::new("+0", "UTC"));
    daemon.start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]);
    let site = Site { daemon, lictor, vendor, _rules: tempfile::tempdir().unwrap() };
    site.refuses(
        &["checkout", "f1"],
        &document("clock_rollback", "f1", [1, 2, 0, 0], PLAIN),
        "error: clock_rollback: a clock was set back: the dates of the license of `f1` cannot be relied on\n\
         hint: compare the clocks of this machine and of the server",
    );
}

/// OUT-02, OUT-04: of several features each is answered, and the first that is refused is told.
#[test]
fn out_02_several_features_are_refused_together() {
    let site = Site::new();
    let _held = hold(&site.lictor, "full");
    let answers = format!(
        r#"{{"status":"not_enough_seats","features":[{},{}]}}"#,
        document("granted", "old", [1, 4, 0, 0], PLAIN),
        document("not_enough_seats", "full", [1, 1, 1, 0], PLAIN)
    );
    site.refuses(
        &["checkout", "old", "full"],
        &answers,
        "error: not_enough_seats: 1 seat of `full` requested, 1 of 1 in use\n\
         hint: `lictor status` shows who holds the seats; --wait SECONDS waits for them",
    );
}

/// Somebody who waits for a seat.
fn waiting(lictor: &Lictor, wanted: &str) -> Held {
    let held = lictor.hold(&["checkout", wanted, "--wait", "600"]);
    let queued = || {
        let status = lictor.run(&["status", "--json"]).json();
        let users = status["servers"][0]["users"].as_array().unwrap().clone();
        let waits = |user: &Value| user["queued"].as_array().is_some_and(|queued| !queued.is_empty());
        users.iter().any(waits).then_some(())
    };
    eventually("it waits", Duration::from_secs(10), queued);
    held
}

/// OUT-04, NAM-01: all named seats belong to somebody else.
#[test]
fn out_04_nam_01_refused_for_named_seats() {
    let site = Site::new();
    let client = site.bob();
    client.checkin(client.checkout(Request::feature("named")).unwrap()).unwrap();
    site.refuses(
        &["checkout", "named"],
        &document("named_seats_full", "named", [1, 1, 0, 0], PLAIN),
        "error: named_seats_full: 1 seat of `named` requested, 0 of 1 in use, and the named seats are \
         bound to others\n\
         hint: ask an administrator to release a binding; `lictor named list` shows them",
    );
}

/// OUT-04: who was released with a quarantine is told until when.
#[test]
fn out_04_refused_in_quarantine() {
    let site = Site::new();
    let held = hold(&site.lictor, "old");
    let sessions = site.lictor.run(&["sessions", "--json"]).json();
    let id = sessions["sessions"][0]["session"].as_str().unwrap().to_string();
    let release = site.lictor.run(&["release", &id, "--quarantine", "3600", "--reason", "test"]);
    assert_eq!(release.code, 0, "{release:?}");
    drop(held);
    let until = site.lictor.run(&["checkout", "full", "--json"]).json();
    let until = until["relief"]["at"].as_str().unwrap().to_string();
    let relief = format!(r#""rule":null,"waiting":0,"relief":{{"at":"{until}","what":"quarantine_end"}}"#);
    site.refuses(
        &["checkout", "full"],
        &document("quarantined", "full", [1, 1, 0, 0], &relief),
        &format!(
            "error: quarantined: an administrator keeps you out of `full` for a while; next relief at \
             {until}: the quarantine ends\n\
             hint: ask the administrator who released the session"
        ),
    );
}

/// OUT-04, BOR-01, BOR-03: what may not be borrowed, for so long, or not by so many; and what is not
/// borrowed.
#[test]
fn out_04_bor_01_refused_to_be_borrowed() {
    let site = Site::new();
    site.refuses(
        &["borrow", "old", "--hours", "1"],
        &document("borrow_not_allowed", "old", [1, 4, 0, 0], PLAIN),
        "error: borrow_not_allowed: the license of `old` does not allow borrowing\n\
         hint: use it with a connection to the server instead",
    );
    site.refuses(
        &["borrow", "fixed", "--hours", "1"],
        &document(
            "borrow_not_allowed",
            "fixed",
            [1, 4, 0, 0],
            r#""rule":{"kind":"borrow_deny","line":14,"number":3},"waiting":0,"relief":null"#,
        ),
        "error: borrow_not_allowed: an access rule keeps you from borrowing `fixed` (rules.toml line 14: \
         borrow_deny)\n\
         hint: use it with a connection to the server instead",
    );
    site.refuses(
        &["borrow", "lent", "--hours", "49"],
        &document("borrow_too_long", "lent", [1, 4, 0, 0], PLAIN),
        "error: borrow_too_long: `lent` may not be borrowed for so long\n\
         hint: the license allows up to 48 hours",
    );
    site.refuses(
        &["borrow", "short", "--hours", "9"],
        &document(
            "borrow_too_long",
            "short",
            [1, 4, 0, 0],
            r#""rule":{"kind":"borrow_hours","line":18,"number":4},"waiting":0,"relief":null"#,
        ),
        "error: borrow_too_long: an access rule keeps you from borrowing `short` for so long (rules.toml \
         line 18: borrow_hours)\n\
         hint: ask for fewer hours; `lictor feature` shows how many the license allows",
    );
    site.refuses(
        &["borrow", "scarce:2", "--hours", "1"],
        &document(
            "borrow_limit",
            "scarce",
            [2, 4, 0, 0],
            r#""rule":{"kind":"borrow_limit","line":22,"number":5},"waiting":0,"relief":null"#,
        ),
        "error: borrow_limit: 2 seats of `scarce` to be borrowed, and the access rules allow no more \
         (rules.toml line 22: borrow_limit)\n\
         hint: wait until others return what they borrowed, or ask who keeps the rules",
    );
    site.refuses(
        &["return", "lent"],
        r#"{"status":"not_borrowed","text":"`lent` is not borrowed here","hint":"only what this user borrowed on this machine can be given back","problems":[]}"#,
        "error: not_borrowed: `lent` is not borrowed here\n\
         hint: only what this user borrowed on this machine can be given back",
    );
}

/// OUT-04, BOR-03: whoever lost what the client keeps has still borrowed, until the end.
#[test]
fn out_04_bor_03_refused_for_a_borrow_that_stands() {
    let mut site = Site::new();
    let borrow = site.lictor.run(&["borrow", "lent:3", "--hours", "8"]);
    assert_eq!(borrow.code, 0, "{borrow:?}");
    let other = site.daemon.state().join("other");
    site.lictor = site.lictor.env("XDG_DATA_HOME", &other.display().to_string());
    site.refuses(
        &["borrow", "lent", "--hours", "8"],
        &document("already_borrowed", "lent", [1, 4, 3, 0], PLAIN),
        "error: already_borrowed: you have borrowed `lent` already\n\
         hint: give the borrow back first, or wait for its end",
    );
}

/// OUT-04: the earliest event that is known to help, of each kind that somebody else's seats can be.
#[test]
fn out_04_reliefs_of_seats_that_come_back() {
    let site = Site::new();
    let bob = site.bob();
    bob.checkin(bob.checkout(Request::feature("held1")).unwrap()).unwrap();
    bob.borrow(Request::feature("lent1"), 8).unwrap();
    for (feature, until, what, words) in [
        ("held1", "held_until", "hold_end", "a held seat becomes free"),
        ("lent1", "borrowed_until", "borrow_return", "a borrowed seat is due back"),
    ] {
        let lease = &site.lictor.run(&["feature", feature, "--json"]).json()["leases"][0];
        let at = lease[until].as_str().unwrap();
        let relief = format!(r#""rule":null,"waiting":0,"relief":{{"at":"{at}","what":"{what}"}}"#);
        site.refuses(
            &["checkout", feature],
            &document("not_enough_seats", feature, [1, 1, 1, 0], &relief),
            &format!(
                "error: not_enough_seats: 1 seat of `{feature}` requested, 1 of 1 in use; next relief at {at}: \
                 {words}\n\
                 hint: `lictor status` shows who holds the seats; --wait SECONDS waits for them"
            ),
        );
    }
}

//! QUE-01 and QUE-02 over real daemons: requests that wait, on whichever worker their connection is.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use lictor_client::{Client, Request};
use lictor_testkit::{Lictor, Lictord, Vendor, eventually, template};
use lictor_types::{Answer, Checkout, Operation, RequestId, Status};
use lictor_wire::{Event, Opened, ServerMessage};

use crate::admin::{ask, document};
use crate::raw::{Raw, asking, of, person};
use crate::seats::{
    SOON, known_servers, license, numbers, options, pool, serving, serving_with, wait_for_used,
};

const LONG_MS: u32 = 60_000;
/// How many programs wait at a time, and how often each.
const WORKERS: u32 = 8;
const ROUNDS: u32 = 25;

/// A session of somebody that has asked for seats and waits.
struct Waiting {
    raw: Raw,
    opened: Opened,
}

impl Waiting {
    #[track_caller]
    fn of(daemon: &Lictord, user: &str, count: u32, wait_ms: u32, position: u32) -> Self {
        let mut waiting = Self::asking(daemon, user, vec![of("f1", count)], wait_ms);
        assert_eq!(waiting.position(), position, "{user}");
        waiting
    }

    fn asking(daemon: &Lictord, user: &str, checkouts: Vec<Checkout<'_>>, wait_ms: u32) -> Self {
        let (mut raw, opened) = Raw::open_as(daemon.listen(), person(user, "ws1"));
        raw.request = 1;
        raw.say(&asking(1, 0, Operation::Wait { checkouts, wait_ms })).unwrap();
        Self { raw, opened }
    }

    /// The next thing heard, which must be its place.
    #[track_caller]
    fn position(&mut self) -> u32 {
        match self.told() {
            Told::Position(position) => position,
            Told::Answer(answer) => panic!("{answer:?}"),
        }
    }

    /// The next thing heard, which must be the answer.
    #[track_caller]
    fn answer(&mut self) -> Answer {
        match self.told() {
            Told::Answer(answer) => answer,
            Told::Position(position) => panic!("place {position}"),
        }
    }

    #[track_caller]
    fn told(&mut self) -> Told {
        loop {
            match self.raw.hear().unwrap() {
                // A turn that answers nobody here says so in an empty frame.
                ServerMessage::Answers(answers) if answers.is_empty() => {}
                ServerMessage::Answers(mut answers) => {
                    let (request, answer) = answers.remove(0);
                    assert_eq!((request, answers.len()), (RequestId(1), 0));
                    return Told::Answer(answer);
                }
                ServerMessage::Event(Event::Position { request: RequestId(1), position }) => {
                    return Told::Position(position);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[derive(Debug)]
enum Told {
    Position(u32),
    Answer(Answer),
}

/// QUE-02: whoever waits is answered on the open connection, whichever worker has it, and told every
/// place between; the status shows who waits for what.
#[test]
fn que_02_answers_are_pushed_to_other_workers() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).arguments(&["--workers", "4"]).start();
    let (mut holder, _) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
    holder.take(2);
    let mut waiting: Vec<Waiting> =
        (1..=4).map(|n| Waiting::of(&daemon, &format!("w{n}"), 1, LONG_MS, n)).collect();
    assert_eq!(numbers(&daemon, "f1", ["used", "waiting"]), [2, 4]);
    let metrics = ask(&daemon, "GET", "/metrics").1;
    assert!(metrics.contains("lictor_feature_waiting{vendor=\"ACME\",feature=\"f1\"} 4.0"), "{metrics}");
    let users = document(&daemon, "/v1/status")["servers"][0]["users"].clone();
    let queued = &users.as_array().unwrap().iter().find(|user| user["user"] == "w3").unwrap()["queued"][0];
    assert_eq!(
        (&queued["feature"], &queued["count"], &queued["position"]),
        (&"f1".into(), &1.into(), &3.into())
    );

    holder.give_of("f1", 2);
    for one in &mut waiting[..2] {
        let mut told = one.told();
        // The second may hear that it is the first before it is served.
        if let Told::Position(1) = told {
            told = one.told();
        }
        let Told::Answer(Answer::Granted(grant)) = told else { panic!("{told:?}") };
        assert_eq!(grant.count, 1);
    }
    for (n, one) in (1..).zip(&mut waiting[2..]) {
        eventually("its place", SOON, || (one.position() == n).then_some(()));
    }
    assert_eq!(pool(&daemon).1, 2);
}

/// QUE-01: who waits too long is told so; what never could be granted does not wait at all, nor does
/// what the queue has no room for.
#[test]
fn que_01_time_outs_and_hopeless_requests() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    std::fs::write(&rules, "[policy]\nqueue_length = 1\n").unwrap();
    let daemon = serving(&vendor, 2).arguments(&["--rules", rules.to_str().unwrap()]).start();
    let (mut holder, _) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
    holder.take(2);
    let mut short = Waiting::of(&daemon, "ann", 1, 700, 1);
    let (mut hopeless, _) = Raw::open_as(daemon.listen(), person("bob", "ws1"));
    for (count, expected) in [(3, Status::NotEnoughSeats), (1, Status::QueueFull)] {
        let answer =
            hopeless.ask(Operation::Wait { checkouts: vec![of("f1", count)], wait_ms: LONG_MS }).unwrap();
        assert_eq!(answer.status(), expected, "{answer:?}");
    }
    let Answer::Denied(denial) = short.answer() else { panic!("no denial") };
    assert_eq!((denial.status, denial.used), (Status::QueueTimeout, 2));
    assert_eq!(numbers(&daemon, "f1", ["waiting"]), [0]);
}

/// QUE-01: a request that becomes hopeless while it waits is denied then.
#[test]
fn que_01_hopeless_while_waiting() {
    let vendor = Vendor::new("ACME");
    let upgrade = license(&vendor, &[("SERIAL", "up"), ("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
    let daemon = serving_with(&vendor, &[("COUNT", "1")]).file("up.lic", &upgrade).start();
    let (mut holder, _) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
    holder.take(1);
    let mut waiting = Waiting::of(&daemon, "ann", 2, LONG_MS, 1);
    daemon.remove("up.lic");
    let answer = waiting.answer();
    assert_eq!(answer.status(), Status::NotEnoughSeats, "{answer:?}");
}

/// QUE-01: what may pass a larger request at the head: everything in `fast`, so many in `fair`, nothing
/// in `strict`. Who is held back by a rule holds up nobody in any mode.
#[test]
fn que_01_who_may_pass() {
    let vendor = Vendor::new("ACME");
    let directory = tempfile::tempdir().unwrap();
    let rules = directory.path().join("rules.toml");
    let limit = "[[rule]]\nlimit = 1\nusers = \"held\"\n";
    for (policy, passes) in
        [("queue = \"strict\"\n", 0), ("queue = \"fair\"\nqueue_passes = 2\n", 2), ("queue = \"fast\"\n", 5)]
    {
        std::fs::write(&rules, format!("[policy]\n{policy}{limit}")).unwrap();
        let daemon = serving(&vendor, 4).arguments(&["--rules", rules.to_str().unwrap()]).start();
        let somebody = |user: &str| Raw::open_as(daemon.listen(), person(user, "ws1")).0;
        let (mut holder, mut held, mut other) = (somebody("holder"), somebody("held"), somebody("other"));
        held.take(1);
        let mut second = Waiting::asking(&daemon, "held", vec![of("f1", 1)], LONG_MS);
        assert_eq!(second.position(), 1, "behind a limit");
        holder.take(1);
        let mut large = Waiting::of(&daemon, "large", 3, LONG_MS, 2);
        let passed = (0..5).filter(|_| {
            let status = other.try_take("f1", 1);
            if status.is_success() {
                other.give_of("f1", 1);
            }
            status.is_success()
        });
        assert_eq!(passed.count(), passes, "{policy}");
        holder.give_of("f1", 1);
        assert!(matches!(large.answer(), Answer::Granted(_)), "{policy}");
    }
}

/// QUE-02: a waiter vanishes with its session, and the next moves up.
#[test]
fn que_02_dead_waiters_leave_the_line() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 1).arguments(&["--workers", "2"]).start();
    let (mut holder, _) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
    holder.take(1);
    let first = Waiting::of(&daemon, "w1", 1, LONG_MS, 1);
    let mut second = Waiting::of(&daemon, "w2", 1, LONG_MS, 2);
    drop(first);
    assert_eq!(second.position(), 1);
    drop(holder);
    assert!(matches!(second.answer(), Answer::Granted(_)));
    assert_eq!(pool(&daemon).1, 1);
}

/// QUE-02, SES-02: with `disconnect_grace` who has lost the connection keeps the place for so long,
/// holds up nobody meanwhile, and is served when it is back.
#[test]
fn que_02_ses_02_a_lost_connection_keeps_its_place() {
    let vendor = Vendor::new("ACME");
    let builder = serving(&vendor, 1).arguments(&["--workers", "2"]);
    let daemon = builder.config("disconnect_grace = 60\n").start();
    let (mut holder, _) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
    holder.take(1);
    let first = Waiting::of(&daemon, "w1", 1, LONG_MS, 1);
    let mut second = Waiting::of(&daemon, "w2", 1, LONG_MS, 2);
    let Waiting { raw, opened } = first;
    drop(raw);
    let detached = || {
        let sessions = document(&daemon, "/v1/sessions")["sessions"].clone();
        let lost = sessions.as_array().unwrap().iter().any(|session| session["attached"] == false);
        lost.then_some(())
    };
    eventually("the connection is gone", SOON, detached);
    assert_eq!(numbers(&daemon, "f1", ["waiting"]), [2]);
    holder.give_of("f1", 1);
    assert!(matches!(second.answer(), Answer::Granted(_)));
    let (raw, resumed) = Raw::take_up(daemon.listen(), &opened, &[]);
    assert!(resumed.answers.is_empty(), "{resumed:?}");
    let mut first = Waiting { raw, opened };
    second.raw.request = 1;
    second.raw.give_of("f1", 1);
    let granted = eventually("an answer", SOON, || match first.told() {
        Told::Answer(answer) => Some(answer),
        Told::Position(_) => None,
    });
    assert!(matches!(granted, Answer::Granted(_)), "{granted:?}");
}

/// QUE-02, SES-04: who waits still waits after a stop or a crash, at the same place, is served after
/// it has come back, and its answer is kept if it comes back later.
#[test]
fn que_02_ses_04_waiters_come_back() {
    let vendor = Vendor::new("ACME");
    for crash in [false, true] {
        let mut daemon = serving(&vendor, 1).start();
        let (mut raw, held) = Raw::open_as(daemon.listen(), person("holder", "ws1"));
        raw.take(1);
        let first = Waiting::of(&daemon, "w1", 1, LONG_MS, 1);
        let second = Waiting::of(&daemon, "w2", 1, LONG_MS, 2);
        if crash {
            daemon.kill9();
        } else {
            assert_eq!(daemon.stop(), 0);
        }
        daemon.start();
        assert_eq!(numbers(&daemon, "f1", ["used", "waiting"]), [1, 2], "crash: {crash}");
        let (raw, resumed) = Raw::take_up(daemon.listen(), &second.opened, &[]);
        assert_eq!((resumed.surplus.len(), &resumed.answers[..]), (0, &[][..]));
        let mut second = Waiting { raw, ..second };
        let (mut holder, _) = Raw::take_up(daemon.listen(), &held, &[]);
        holder.request = 1;
        // The first is not back yet: it does not hold up the second, which gets what is there.
        holder.give_of("f1", 1);
        let granted = eventually("an answer", SOON, || match second.told() {
            Told::Answer(answer) => Some(answer),
            Told::Position(_) => None,
        });
        assert!(matches!(granted, Answer::Granted(_)), "{granted:?}");
        let (raw, resumed) = Raw::take_up(daemon.listen(), &first.opened, &[]);
        assert!(resumed.answers.is_empty(), "{resumed:?}");
        let mut first = Waiting { raw, ..first };
        drop(second);
        let granted = eventually("an answer", SOON, || match first.told() {
            Told::Answer(answer) => Some(answer),
            Told::Position(_) => None,
        });
        assert!(matches!(granted, Answer::Granted(_)), "{granted:?}");
        assert_eq!(pool(&daemon).1, 1);
    }
}

/// QUE-01, QUE-02, OUT-06, SES-04: many programs wait in turn for few seats while the server crashes
/// again and again: every one gets its seats every time, and never more are out than there are.
#[test]
fn que_02_out_06_nobody_is_forgotten_in_a_crash() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 3).arguments(&["--workers", "3"]).start();
    let (out, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let (path, known) = (daemon.listen().to_owned(), known_servers(&daemon));
    let work = |name: &str| {
        let client = Client::open(options(&path, &vendor, known.clone()).user(name)).unwrap();
        for round in 0..ROUNDS {
            let count = 1 + round % 2;
            let wanted = Request::feature("f1").count(count).wait(SOON * 6).deadline(SOON * 6);
            let seat = client.checkout(wanted).unwrap_or_else(|error| panic!("{name}, {round}: {error}"));
            let others = out.fetch_add(count, Ordering::SeqCst);
            assert!(others + count <= 3, "{others} and {count} are out");
            thread::yield_now();
            out.fetch_sub(count, Ordering::SeqCst);
            client.checkin(seat).unwrap();
            done.fetch_add(1, Ordering::SeqCst);
        }
    };
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            let work = &work;
            scope.spawn(move || work(&format!("w{worker}")));
        }
        for crash in 1..=3 {
            let enough = || (done.load(Ordering::SeqCst) >= crash * WORKERS * ROUNDS / 5).then_some(());
            eventually("work goes on", SOON * 3, enough);
            daemon.kill9();
            daemon.start();
        }
    });
    wait_for_used(&daemon, 0);
    assert_eq!(done.into_inner(), WORKERS * ROUNDS);
    assert_eq!(numbers(&daemon, "f1", ["waiting"]), [0]);
}

/// QUE-01: an atomic request waits in each of its queues, holds nothing, and gets all at once; also
/// through tokens, whose seats come back elsewhere.
#[test]
fn que_01_key_04_several_features_and_tokens() {
    let vendor = Vendor::new("ACME");
    let token =
        template("tok", &[("KEYTYPE", "TOKEN"), ("TOKEN_DEPENDENCY", "FEATURE=f1 VERSION=1.0 COUNT=2")]);
    let other = template("f2", &[("COUNT", "1")]);
    let builder = serving(&vendor, 2).file("tok.lic", &vendor.sign(&token));
    let daemon = builder.file("f2.lic", &vendor.sign(&other)).start();
    let somebody = |user: &str| Raw::open_as(daemon.listen(), person(user, "ws1")).0;
    let (mut first, mut second) = (somebody("a"), somebody("b"));
    assert_eq!((first.try_take("f1", 1), second.try_take("f2", 1)), (Status::Granted, Status::Granted));
    let wants = vec![of("tok", 1), of("f2", 1)];
    let mut waiting = Waiting::asking(&daemon, "c", wants, LONG_MS);
    assert_eq!(waiting.position(), 1);
    assert_eq!(numbers(&daemon, "f1", ["used"]), [1]);
    first.give_of("f1", 1);
    assert_eq!(numbers(&daemon, "f1", ["used"]), [0], "it holds nothing while it waits");
    second.give_of("f2", 1);
    let Answer::GrantedAll(grants) = waiting.answer() else { panic!("not granted") };
    assert_eq!(grants.iter().map(|grant| grant.count).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((numbers(&daemon, "f1", ["used"]), numbers(&daemon, "f2", ["used"])), ([2], [1]));
}

/// QUE-01: `lictor checkout --wait` through the client library, over processes.
#[test]
fn que_01_the_command_line_waits() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 1).start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]);
    let mut first = lictor.hold(&["checkout", "f1"]);
    assert!(first.line().contains("f1"));
    let denied = lictor.run(&["checkout", "f1", "--wait", "1", "--json"]);
    assert_eq!((denied.code, denied.json()["status"].as_str()), (3, Some("queue_timeout")), "{denied:?}");
    let mut second = lictor.hold(&["checkout", "f1", "--wait", "60", "--json"]);
    let waits = || (numbers(&daemon, "f1", ["waiting"]) == [1]).then_some(());
    eventually("the second waits", SOON, waits);
    assert_eq!(first.finish().0, 0);
    let line = second.line();
    assert!(line.contains("granted"), "{line}");
    assert_eq!(second.finish().0, 0);
    wait_for_used(&daemon, 0);
}

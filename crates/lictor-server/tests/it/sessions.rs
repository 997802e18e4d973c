//! Sessions of a running daemon: taken up, lost, silent, local, and across stops and crashes.

use std::io;
use std::io::Read as _;
use std::time::{Duration, Instant};

use lictor_client::{Event, SeatState};
use lictor_testkit::{Lictor, Lictord, Vendor, eventually};
use lictor_types::{Answer, ReliefKind, SessionId, Status};
use lictor_wire::{ClientMessage, Event as WireEvent, Held, Opened, ServerMessage, SessionSecret};

use crate::raw::{Raw, checkout, resuming};
use crate::seats::{SOON, client, pool, serving, users, wait_for_used};

/// The longest time until seats of a lost connection are free (SES-02).
const FREE_WITHIN: Duration = Duration::from_secs(1);

/// How a client reaches a daemon.
#[derive(Debug, Clone, Copy)]
enum Way {
    Port,
    Socket,
}

const WAYS: [Way; 2] = [Way::Port, Way::Socket];

impl Way {
    fn connect(self, daemon: &Lictord) -> Raw {
        match self {
            Self::Port => Raw::connect(daemon.listen()),
            Self::Socket => Raw::connect_local(&daemon.socket()),
        }
    }

    fn open(self, daemon: &Lictord) -> (Raw, Opened) {
        let mut raw = self.connect(daemon);
        raw.hello().unwrap();
        let opened = raw.open_session().unwrap();
        (raw, opened)
    }

    fn path(self, daemon: &Lictord) -> String {
        match self {
            Self::Port => daemon.listen().to_owned(),
            Self::Socket => format!("unix:{}", daemon.socket().display()),
        }
    }
}

/// SES-01: a valid resume takes the session over with its seats; the older connection is told and
/// closed, whichever workers the two belong to.
#[test]
fn ses_01_a_resume_takes_over() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).arguments(&["--workers", "3"]).start();
    for way in [Way::Port, Way::Socket, Way::Port, Way::Socket] {
        let (mut line, opened) = way.open(&daemon);
        let grant = line.take(2);
        let held = [Held { lease: grant.lease, count: 2 }];
        for _ in 0..4 {
            let mut next = way.connect(&daemon);
            next.hello().unwrap();
            let resumed = next.resume(&opened, 1, &held).unwrap();
            assert_eq!((&resumed.kept[..], resumed.lost.len(), resumed.surplus.len()), (&held[..], 0, 0));
            let (status, text) = line.goodbye();
            assert_eq!(status, Status::SessionLost, "{text}");
            if let Way::Port = way {
                assert!(line.socket().read(&mut [0; 1]).is_ok_and(|read| read == 0), "the socket is open");
            }
            next.beat().unwrap();
            line = next;
        }
        assert_eq!(pool(&daemon).1, 2);
        drop(line);
        wait_for_used(&daemon, 0);
    }
}

/// SES-01: whoever does not know the secret gets nothing, and disturbs nobody.
#[test]
fn ses_01_a_resume_needs_the_secret() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).start();
    let (mut line, opened) = Raw::open(daemon.listen());
    line.take(1);
    let mut secret = opened.secret.0;
    secret[15] ^= 1;
    let session = opened.session;
    for wrong in [
        Opened { secret: SessionSecret(secret), ..opened.clone() },
        Opened { secret: SessionSecret([0; 16]), ..opened.clone() },
        Opened { session: SessionId::new(session.slot() + 1, session.generation()), ..opened.clone() },
        Opened { session: SessionId::new(session.slot(), session.generation() + 1), ..opened.clone() },
    ] {
        let mut thief = Raw::greet(daemon.listen());
        thief.say(&resuming(&wrong, 0, &[])).unwrap();
        assert_eq!(thief.goodbye().0, Status::SessionLost);
        line.beat().unwrap();
    }
    assert_eq!(pool(&daemon).1, 1);
}

/// SES-02: a client process that dies holds its seats no longer than a second.
#[test]
fn ses_02_a_dead_process_holds_nothing() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).start();
    for way in WAYS {
        let lictor = Lictor::of(&daemon, &["acme.pub"]).env("LICTOR_LICENSE_PATH", &way.path(&daemon));
        let mut process = lictor.hold(&["checkout", "f1:2"]);
        assert!(process.line().contains("f1"));
        assert_eq!(pool(&daemon).1, 2, "{way:?}");
        process.signal("KILL");
        let dead = Instant::now();
        wait_for_used(&daemon, 0);
        assert!(dead.elapsed() < FREE_WITHIN, "{way:?}: {:?}", dead.elapsed());
    }
}

/// SES-02: `disconnect_grace` keeps the seats of a lost connection for so long, for its session only.
#[test]
fn ses_02_disconnect_grace() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).config("disconnect_grace = 1\n").start();
    let (mut line, opened) = Raw::open(daemon.listen());
    let lease = line.take(2).lease;
    drop(line);
    let mut line = Raw::greet(daemon.listen());
    let held = [Held { lease, count: 2 }];
    assert_eq!(line.resume(&opened, 1, &held).unwrap().kept, held);

    let lost = Instant::now();
    drop(line);
    let (mut other, _) = Raw::open(daemon.listen());
    let granted = eventually("seats after the grace", SOON, || match other.ask(checkout(1)).unwrap() {
        Answer::Granted(_) => Some(lost.elapsed()),
        Answer::Denied(denial) => {
            assert_eq!(denial.relief.unwrap().what, ReliefKind::SessionEnd);
            None
        }
        answer => panic!("{answer:?}"),
    });
    // The server counts in milliseconds.
    assert!(granted >= Duration::from_millis(999), "{granted:?}");
}

/// SES-03, TIM-06: silence ends a session after the lease length, 1 % and 1 s, and not before; a
/// heartbeat is enough to stay. The heartbeat interval is told, and at most a third.
#[test]
fn ses_03_silence_ends_a_session() {
    const SILENCE: Duration = Duration::from_millis(600 + 6 + 1_000);
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 20).config("session_timeout = 0.6\n").start();
    let (mut beating, opened) = Raw::open(daemon.listen());
    assert_eq!((opened.lease_ms, opened.heartbeat_ms), (600, 200));
    beating.take(1);
    let mut silent = Vec::new();
    while silent.len() < 10 {
        let (mut raw, _) = Raw::open(daemon.listen());
        let last = Instant::now();
        raw.take(1);
        silent.push((raw, last));
        // One by one, so that they fall silent at any time between two looks of the server.
        while last.elapsed() < Duration::from_millis(70) {
            beating.beat().unwrap();
        }
    }
    let mut free = 0;
    eventually("the seats of the silent sessions", SOON, || {
        beating.beat().unwrap();
        let left = usize::try_from(pool(&daemon).1).unwrap() - 1;
        while free < silent.len() - left {
            let quiet = silent[free].1.elapsed();
            assert!(quiet >= SILENCE, "the seat of {free} is free after {quiet:?}");
            free += 1;
        }
        (left == 0).then_some(())
    });
    for (raw, _) in &mut silent {
        assert_eq!(raw.hear_out(), []);
    }
    beating.beat().unwrap();
}

/// TIM-06: the time in which the server itself stood still is no silence of its clients.
#[test]
fn tim_06_a_server_that_stood_still() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).config("session_timeout = 2\n").start();
    let process = rustix::process::Pid::from_raw(i32::try_from(daemon.process_id()).unwrap()).unwrap();
    let (mut line, _) = Raw::open(daemon.listen());
    line.take(2);
    rustix::process::kill_process(process, rustix::process::Signal::STOP).unwrap();
    let stopped = Instant::now();
    eventually("more than a lease", SOON, || (stopped.elapsed() > Duration::from_secs(6)).then_some(()));
    rustix::process::kill_process(process, rustix::process::Signal::CONT).unwrap();
    line.beat().unwrap();
    assert_eq!(pool(&daemon).1, 2);
}

/// SES-04: a goodbye frees the seats at once, and the session cannot be taken up again.
#[test]
fn ses_04_goodbye_ends_a_session() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).config("disconnect_grace = 60\n").start();
    for way in WAYS {
        let (mut line, opened) = way.open(&daemon);
        line.take(2);
        line.say(&ClientMessage::Goodbye).unwrap();
        assert_eq!(line.hear_out(), []);
        assert_eq!(pool(&daemon).1, 0, "{way:?}");
        let mut line = way.connect(&daemon);
        line.hello().unwrap();
        line.say(&resuming(&opened, 1, &[])).unwrap();
        assert_eq!(line.goodbye().0, Status::SessionLost, "{way:?}");
    }
}

/// TRU-02: on the Unix socket the operating system says who it is, on the port the client does.
#[test]
fn tru_02_peer_credentials_count() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 2).start();
    let who = |way: Way| {
        let (mut line, _) = way.open(&daemon);
        line.take(1);
        let user = users(&daemon).remove(0);
        let lease = &user["leases"][0];
        let text = |name: &str| lease[name].as_str().unwrap().to_owned();
        let pid = u32::try_from(lease["pid"].as_u64().unwrap()).unwrap();
        drop(line);
        wait_for_used(&daemon, 0);
        (text("user"), text("host"), pid, text("ip"))
    };
    let claimed = ("ann".to_owned(), "ws1".to_owned(), 7, "127.0.0.1".to_owned());
    assert_eq!(who(Way::Port), claimed);
    let own = (lictor_host::user_name(), lictor_host::host_name(), std::process::id(), "local".to_owned());
    assert_eq!(who(Way::Socket), own);
}

/// SES-04, interfaces: SIGTERM tells every session, ends with 0 within 5 s whatever peers do, and
/// sessions go on after the next start.
#[test]
fn ses_04_sessions_survive_an_orderly_stop() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 6).start();
    let library = client(&daemon, &vendor).unwrap();
    let seat = library.checkout("f1").unwrap();
    let events = library.events();
    let mut lines: Vec<_> = WAYS.map(|way| (way, way.open(&daemon))).into();
    let held: Vec<Held> =
        lines.iter_mut().map(|(_, (line, _))| Held { lease: line.take(2).lease, count: 2 }).collect();
    let silent = io::BufReader::new(std::net::TcpStream::connect(daemon.listen()).unwrap());
    let told_before_tls = std::net::TcpStream::connect(daemon.admin()).unwrap();
    let stopping = Instant::now();
    assert_eq!(daemon.stop(), 0);
    assert!(stopping.elapsed() < Duration::from_secs(5), "{:?}", stopping.elapsed());
    drop((silent, told_before_tls));
    for (way, (line, _)) in &mut lines {
        assert_eq!(line.hear_out(), [ServerMessage::Event(WireEvent::Stopping)], "{way:?}");
    }
    daemon.start();
    assert_eq!(pool(&daemon).1, 5);
    for ((way, (_, opened)), held) in lines.iter().zip(held) {
        let mut line = way.connect(&daemon);
        line.hello().unwrap();
        assert_eq!(line.resume(opened, 1, &[held]).unwrap().kept, [held], "{way:?}");
    }
    eventually("the seat is certain again", SOON, || (seat.state() == SeatState::Held).then_some(()));
    let heard: Vec<Event> = std::iter::from_fn(|| events.try_next()).collect();
    assert!(
        matches!(&heard[..], [Event::Uncertain { .. }, Event::Regained { .. }]),
        "told and taken up: {heard:?}"
    );
}

/// SES-04: what does not come back within the resume window is released when it is over and not
/// before; meanwhile nobody gets its seats.
#[test]
fn ses_04_the_resume_window() {
    let vendor = Vendor::new("ACME");
    let times = "session_timeout = 0.3\nresume_window = 2\n";
    let mut daemon = serving(&vendor, 2).config(times).start();
    let (mut gone, _) = Raw::open(daemon.listen());
    gone.take(2);
    daemon.kill9();
    let restart = Instant::now();
    daemon.start();
    let (mut other, opened) = Raw::open(daemon.listen());
    assert_eq!(opened.resume_window_ms, 2_000);
    let free = eventually("the window is over", SOON, || match other.ask(checkout(1)).unwrap() {
        Answer::Granted(_) => Some(restart.elapsed()),
        Answer::Denied(denial) => {
            assert_eq!((denial.status, denial.used), (Status::NotEnoughSeats, 2));
            assert_eq!(denial.relief.unwrap().what, ReliefKind::SessionEnd);
            None
        }
        answer => panic!("{answer:?}"),
    });
    assert!(free >= Duration::from_millis(1_999), "{free:?}");
}

/// SES-04: the window ends early for a session whose process on this machine is known dead, and
/// only for that one.
#[test]
fn ses_04_a_dead_local_process_is_not_waited_for() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 4).start();
    let lictor = Lictor::of(&daemon, &["acme.pub"]).env("LICTOR_LICENSE_PATH", &Way::Socket.path(&daemon));
    let mut dead = lictor.hold(&["checkout", "f1:3"]);
    dead.line();
    let (mut living, _) = Way::Socket.open(&daemon);
    living.take(1);
    daemon.kill9();
    dead.signal("KILL");
    dead.wait();
    daemon.start();
    wait_for_used(&daemon, 1);
}

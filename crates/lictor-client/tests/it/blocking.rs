//! Calls, guards and threads over a Unix socket.

use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use lictor_client::{Client, Event, Options, Request, SeatState, ServerIdentity, Status};

use crate::peer::{Manner, Peer};

const LONG: Duration = Duration::from_secs(20);

fn options(dir: &Path, path: impl Into<String>) -> Options {
    let known = dir.join("known_servers");
    let options = Options::new().environment(false).path(path).known_servers(known).deadline(LONG);
    options.store(dir.join("store")).user("ann").host("ws1")
}

fn heard(hearing: &Receiver<String>, count: usize) -> Vec<String> {
    (0..count).map(|_| hearing.recv_timeout(LONG).expect("the server hears it")).collect()
}

/// SES-05: a guard gives its seats back when it goes, and closing says goodbye.
#[test]
fn seats_come_and_go() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.on_unix_socket();
    let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
    assert_eq!(client.server(), Some(format!("unix:{}", socket.display())));
    assert_eq!(client.verified().server, Some(ServerIdentity::FirstUse));
    assert!(!client.verified().vendor);

    let mut seat = client.checkout(Request::feature("cad").count(3)).unwrap();
    assert_eq!((seat.feature(), seat.count(), seat.status()), ("cad", 3, Status::Granted));
    assert_eq!((seat.state(), seat.grant().seats.limit()), (SeatState::Held, Some(10)));
    seat.checkin_some(1).unwrap();
    assert_eq!(seat.count(), 2);
    let too_many = seat.checkin_some(3).unwrap_err();
    assert_eq!(too_many.status(), Status::NotHeld);
    drop(seat);
    let both = client.checkout_all(&["cad".into(), Request::feature("mesh").count(2)]).unwrap();
    assert_eq!(
        both.iter().map(|seat| (seat.feature(), seat.count())).collect::<Vec<_>>(),
        [("cad", 1), ("mesh", 2)]
    );
    for seat in both {
        client.checkin(seat).unwrap();
    }
    client.close(LONG).unwrap();
    let expected = [
        "open ann@ws1",
        "1 checkout 3",
        "2 checkin 1",
        "3 checkin 2",
        "4 checkout of 2",
        "5 checkin 1",
        "6 checkin 2",
        "goodbye",
        "end",
    ];
    assert_eq!(heard(&hearing, expected.len()), expected);
}

/// QUE-01, QUE-02: a request that may wait is answered on the open connection when its turn comes, and
/// sees its place meanwhile. Alone with one server nobody asks first without waiting.
#[test]
fn que_02_a_call_waits_for_its_turn() {
    let (peer, hearing) = Peer::new(1, Manner::Queues);
    let (dir, socket) = peer.on_unix_socket();
    let server = format!("unix:{}", socket.display());
    let client = Client::open(options(dir.path(), server.clone())).unwrap();
    let events = client.events();
    let impatient = client.checkout("cad").unwrap_err();
    assert_eq!(impatient.status(), Status::NotEnoughSeats);
    let seat = client.checkout(Request::feature("cad").wait(LONG)).unwrap();
    assert_eq!(seat.count(), 1);
    assert_eq!(events.try_next(), Some(Event::Queued { server, feature: "cad".to_owned(), position: 1 }));
    let wait = Request::feature("never").wait(Duration::from_millis(1)).deadline(Duration::from_millis(200));
    let late = client.checkout(wait).unwrap_err();
    assert_eq!(late.status(), Status::TimedOut);
    let expected = ["open ann@ws1", "1 checkout 1", "2 wait 20000", "3 wait 1", "4 cancel 3"];
    assert_eq!(heard(&hearing, expected.len()), expected);
}

/// SES-02: the last handle that goes takes the session with it, without waiting.
#[test]
fn dropping_the_client_says_goodbye() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.on_unix_socket();
    let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
    let seat = client.checkout("cad").unwrap();
    drop(client);
    assert!(seat.is_valid(), "a guard keeps its client");
    drop(seat);
    let heard = heard(&hearing, 4);
    assert_eq!(heard[..2], ["open ann@ws1", "1 checkout 1"]);
    assert!(heard[2..].contains(&"goodbye".to_owned()), "{heard:?}");
}

/// SES-05, OUT-05: a call goes on over a new connection, with the same request id.
#[test]
fn out_05_a_call_survives_the_connection() {
    let (peer, hearing) = Peer::new(1, Manner::HangsUp);
    let (dir, socket) = peer.on_unix_socket();
    let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
    let seat = client.checkout("cad").unwrap();
    assert_eq!(seat.count(), 1);
    assert_eq!(heard(&hearing, 4), ["open ann@ws1", "1 checkout 1", "resume []", "1 checkout 1"]);
    assert_eq!(client.events().try_next(), None);
}

/// SES-05: many threads share a handle.
#[test]
fn threads_share_a_client() {
    let (peer, _hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.on_unix_socket();
    let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
    let counts: Vec<u32> = thread::scope(|scope| {
        let threads: Vec<_> = (1..=8)
            .map(|count| {
                let client = client.clone();
                scope.spawn(move || {
                    let request = Request::feature("cad").count(count);
                    (0..5).map(|_| client.checkout(&request).unwrap().grant().count).sum()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(counts, (1..=8).map(|count| 5 * count).collect::<Vec<u32>>());
}

/// SES-05: a silent server costs the stated time and no more.
#[test]
fn ses_05_calls_end_in_time() {
    let (peer, hearing) = Peer::new(1, Manner::Silent);
    let (dir, socket) = peer.on_unix_socket();
    let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
    let begun = Instant::now();
    let error = client.checkout(Request::feature("cad").deadline(Duration::from_millis(50))).unwrap_err();
    assert_eq!(error.status(), Status::TimedOut);
    assert!(begun.elapsed() < LONG / 2);
    assert_eq!(heard(&hearing, 3), ["open ann@ws1", "1 checkout 1", "2 cancel 1"]);
}

/// SES-06: nobody there is said at once, with every attempt.
#[test]
fn ses_06_an_unreachable_path() {
    let dir = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let path = format!("{}/lic:unix:{}/none:{port}@127.0.0.1", dir.path().display(), dir.path().display());
    let error = Client::open(options(dir.path(), path)).map(|_| ()).unwrap_err();
    assert!(error.is_unreachable());
    let statuses: Vec<Status> = error.attempts().iter().map(|attempt| attempt.status).collect();
    assert_eq!(statuses, [Status::FeatureNotFound, Status::ServerUnreachable, Status::ServerUnreachable]);
    assert_eq!(error.attempts()[2].text, "connection refused");
}

/// `license_info` and `feature_info` of a server without features; a bad request goes nowhere.
#[test]
fn status_calls() {
    let (peer, _hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.on_unix_socket();
    let path = format!("unix:{}:unix:/none", socket.display());
    let client = Client::open(options(dir.path(), path)).unwrap();
    let servers = client.license_info().unwrap();
    let found: Vec<_> = servers
        .iter()
        .map(|server| server.status.as_ref().map(|status| status.uptime_seconds).map_err(|e| e.status()))
        .collect();
    assert_eq!(found, [Ok(5), Err(Status::ServerUnreachable)]);
    let error = client.feature_info("cad").unwrap_err();
    assert_eq!(
        (error.status(), error.to_string()),
        (Status::FeatureNotFound, "no license of `cad` is served".to_owned())
    );
    for (request, status) in [
        (Request::feature("no such"), Status::FeatureNotFound),
        (Request::feature("cad").count(0), Status::ProtocolError),
    ] {
        assert_eq!(client.checkout(request).unwrap_err().status(), status);
    }
    assert!(client.host_ids().len() <= 16);
}

/// SES-05: events end when the client is closed, or dropped; watching does not keep it alive.
#[test]
fn events_end_with_the_client() {
    let close = |client: Client| client.close(LONG).unwrap();
    for end in [close, |client: Client| drop(client)] {
        let (peer, _hearing) = Peer::new(1, Manner::Grants);
        let (dir, socket) = peer.on_unix_socket();
        let client = Client::open(options(dir.path(), format!("unix:{}", socket.display()))).unwrap();
        let events = client.events();
        assert_eq!(events.next_within(Duration::from_millis(1)), None);
        let waiter = thread::spawn(move || events.collect::<Vec<Event>>());
        end(client);
        assert_eq!(waiter.join().unwrap(), []);
    }
}

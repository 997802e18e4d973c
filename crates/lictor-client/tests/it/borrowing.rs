//! BOR-01 to BOR-03 from a program's view: borrow, leave, work, come back, return.

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use lictor_client::{Client, Error, Options, Request, Source, Status};

use crate::lender::{HOUR_MS, Lender, vendor_key};
use crate::peer::{Manner, Peer};

const LONG: Duration = Duration::from_secs(20);

fn options(dir: &Path, path: &str) -> Options {
    let options = Options::new().environment(false).path(path).known_servers(dir.join("known_servers"));
    let options = options.store(dir.join("store")).deadline(LONG).user("ann").host("ws1");
    options.trust(vendor_key().to_string())
}

fn heard(hearing: &Receiver<String>, count: usize) -> Vec<String> {
    (0..count).map(|_| hearing.recv_timeout(LONG).expect("the server hears it")).collect()
}

fn status<T>(result: Result<T, Error>) -> Result<(), Status> {
    result.map(drop).map_err(|error| error.status())
}

/// BOR-01, BOR-02: the whole life of a borrow.
#[test]
fn bor_01_a_trip() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(2 * HOUR_MS)).on_unix_socket();
    let path = format!("unix:{}", socket.display());
    let client = Client::open(options(dir.path(), &path)).unwrap();
    assert_eq!(status(client.return_borrow("cad")), Err(Status::NotBorrowed));
    let borrow = client.borrow(Request::feature("cad").count(2), 48).unwrap();
    assert_eq!((borrow.server.as_str(), borrow.count, borrow.hours), (path.as_str(), 2, 48));
    assert_eq!(status(client.borrow("cad", 48)), Err(Status::AlreadyBorrowed));
    assert_eq!(client.borrows(), std::slice::from_ref(&borrow));

    let seat = client.checkout("cad").unwrap();
    assert_eq!((seat.source(), seat.license_type().code()), (Source::Borrowed, "network"));
    let [refreshed] = &client.borrows()[..] else { panic!("one borrow") };
    assert!(refreshed.until_ms > borrow.until_ms, "a connected checkout prolongs it");
    assert_eq!((seat.server(), seat.until_ms()), (path.as_str(), Some(refreshed.until_ms)));
    client.checkin(seat).unwrap();
    client.close(LONG).unwrap();
    let expected = ["open ann@ws1", "1 borrow 48", "2 refresh b1.0", "goodbye", "end"];
    assert_eq!(heard(&hearing, expected.len()), expected);

    let away = Client::open(options(dir.path(), "unix:/none")).unwrap();
    let mut seat = away.checkout(Request::feature("cad").count(2)).unwrap();
    assert_eq!((seat.source(), seat.count(), seat.is_valid()), (Source::Borrowed, 2, true));
    assert_eq!(status(away.checkout("cad")), Err(Status::NotEnoughSeats));
    seat.checkin_some(1).unwrap();
    let other = away.checkout("cad").unwrap();
    assert_eq!(away.feature_info("cad").unwrap().pools[0].used, 2);
    assert_eq!(status(away.return_borrow("cad")), Err(Status::ServerUnreachable));
    assert_eq!(status(away.checkout("mesh")), Err(Status::ServerUnreachable));
    drop((seat, other));
    away.close(LONG).unwrap();

    let back = Client::open(options(dir.path(), &path)).unwrap();
    assert_eq!(back.return_borrow("cad").unwrap().count, 2);
    assert_eq!((back.borrows().len(), back.checkout("cad").unwrap().source()), (0, Source::Server));
    assert_eq!(heard(&hearing, 3), ["open ann@ws1", "1 return b1.0", "2 checkout 1"]);
}

/// BOR-02: a borrow is given back to the server that lent it, wherever it stands in the path.
#[test]
fn bor_02_the_lender_is_asked() {
    let (other, others_hearing) = Peer::new(2, Manner::Grants);
    let (_other_dir, other) = other.on_unix_socket();
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(0)).on_unix_socket();
    let path = format!("unix:{}:unix:{}", other.display(), socket.display());
    let client = Client::open(options(dir.path(), &path)).unwrap();
    let borrow = client.borrow("cad", 48).unwrap();
    assert_eq!(borrow.server, format!("unix:{}", socket.display()));
    assert_eq!(client.checkout("cad").unwrap().source(), Source::Borrowed);
    client.return_borrow("cad").unwrap();
    assert_eq!(heard(&hearing, 3), ["open ann@ws1", "1 borrow 48", "2 return b1.0"]);
    client.close(LONG).unwrap();
    assert_eq!(heard(&others_hearing, 4), ["open ann@ws1", "1 borrow 48", "goodbye", "end"]);
}

/// BOR-03: what an administrator took back is not used any more, once the server says so.
#[test]
fn bor_03_a_revoked_borrow_ends_with_the_next_connection() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(2 * HOUR_MS).revoking()).on_unix_socket();
    let client = Client::open(options(dir.path(), &format!("unix:{}", socket.display()))).unwrap();
    client.borrow("cad", 48).unwrap();
    assert_eq!(client.checkout("cad").unwrap().source(), Source::Server);
    assert_eq!(client.borrows(), []);
    let expected = ["open ann@ws1", "1 borrow 48", "2 refresh b1.0", "3 checkout 1"];
    assert_eq!(heard(&hearing, expected.len()), expected);
}

/// BOR-01: what cannot be kept is given back at once.
#[test]
fn bor_01_without_a_store_nothing_is_borrowed() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(0)).on_unix_socket();
    std::fs::write(dir.path().join("file"), b"").unwrap();
    let options = options(dir.path(), &format!("unix:{}", socket.display()));
    let client = Client::open(options.store(dir.path().join("file/store"))).unwrap();
    assert_eq!(status(client.borrow("cad", 48)), Err(Status::Internal));
    assert_eq!(heard(&hearing, 3), ["open ann@ws1", "1 borrow 48", "2 return b1.0"]);
    assert_eq!(status(client.borrow("cad", 0)), Err(Status::BorrowTooLong));
}

/// BOR-01: what the server shows must be for who asked, and stand.
#[test]
fn bor_01_an_ended_certificate_is_refused() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(49 * HOUR_MS)).on_unix_socket();
    let client = Client::open(options(dir.path(), &format!("unix:{}", socket.display()))).unwrap();
    assert_eq!(status(client.borrow("cad", 48)), Err(Status::ClockRollback));
    assert_eq!(heard(&hearing, 3), ["open ann@ws1", "1 borrow 48", "2 return b1.0"]);
}

/// BOR-01, BOR-02: the same over a runtime.
#[cfg(feature = "tokio")]
#[tokio::test]
async fn bor_01_a_trip_over_tokio() {
    use lictor_client::asynchronous::Client;
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(2 * HOUR_MS)).on_unix_socket();
    let client = Client::open(options(dir.path(), &format!("unix:{}", socket.display()))).await.unwrap();
    let borrow = client.borrow("cad", 48).await.unwrap();
    let seat = client.checkout("cad").await.unwrap();
    assert_eq!((seat.source(), seat.count()), (Source::Borrowed, 1));
    assert!(seat.until_ms() > Some(borrow.until_ms));
    client.checkin(seat).await.unwrap();
    assert_eq!(client.return_borrow("cad").await.unwrap().count, 1);
    assert_eq!(client.borrows(), []);
    client.close(LONG).await.unwrap();
    let hear = move || heard(&hearing, 4);
    let heard = tokio::task::spawn_blocking(hear).await.unwrap();
    assert_eq!(heard, ["open ann@ws1", "1 borrow 48", "2 refresh b1.0", "3 return b1.0"]);
}

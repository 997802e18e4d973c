//! The tokio client over a Unix socket.

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use lictor_client::asynchronous::Client;
use lictor_client::{Event, Options, Request, SeatState, Status};

use crate::peer::{Manner, Peer};

const LONG: Duration = Duration::from_secs(20);

async fn open(dir: &Path, socket: &Path) -> Client {
    let path = format!("unix:{}", socket.display());
    let options = Options::new().environment(false).path(path).known_servers(dir.join("known_servers"));
    let options = options.store(dir.join("store"));
    Client::open(options.deadline(LONG).user("ann").host("ws1")).await.unwrap()
}

/// Waits on a thread of its own, so that the client's task goes on.
async fn heard(hearing: Receiver<String>, count: usize) -> Vec<String> {
    let hear = move || (0..count).map(|_| hearing.recv_timeout(LONG).unwrap()).collect();
    tokio::task::spawn_blocking(hear).await.unwrap()
}

/// SES-05: calls are futures; guards give back by themselves.
#[tokio::test]
async fn seats_come_and_go() {
    let (peer, hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.on_unix_socket();
    let client = open(dir.path(), &socket).await;
    let mut seat = client.checkout(Request::feature("cad").count(3)).await.unwrap();
    assert_eq!((seat.count(), seat.state()), (3, SeatState::Held));
    seat.checkin_some(1).await.unwrap();
    drop(seat);
    let seats = client.checkout_all(&["cad".into(), "mesh".into()]).await.unwrap();
    assert_eq!(seats.len(), 2);
    let servers = client.license_info().await.unwrap();
    assert_eq!(servers[0].status.as_ref().map(|status| status.uptime_seconds).ok(), Some(5));
    assert_eq!(client.feature_info("cad").await.unwrap_err().status(), Status::FeatureNotFound);
    client.close(LONG).await.unwrap();
    let expected =
        ["open ann@ws1", "1 checkout 3", "2 checkin 1", "3 checkin 2", "4 checkout of 2", "goodbye"];
    assert_eq!(heard(hearing, expected.len()).await, expected);
}

/// OUT-05: a call goes on over a new connection, with the same request id.
#[tokio::test]
async fn out_05_a_call_survives_the_connection() {
    let (peer, hearing) = Peer::new(1, Manner::HangsUp);
    let (dir, socket) = peer.on_unix_socket();
    let client = open(dir.path(), &socket).await;
    let seat = client.checkout("cad").await.unwrap();
    assert_eq!(seat.count(), 1);
    assert_eq!(heard(hearing, 4).await, ["open ann@ws1", "1 checkout 1", "resume []", "1 checkout 1"]);
}

/// QUE-02: a waiting call tells its place, and leaves the queue when its future is dropped.
#[tokio::test]
async fn que_02_a_dropped_wait_leaves_the_queue() {
    let (peer, hearing) = Peer::new(1, Manner::Queues);
    let (dir, socket) = peer.on_unix_socket();
    let client = open(dir.path(), &socket).await;
    let event = tokio::select! {
        seat = client.checkout(Request::feature("never").wait(LONG)) => panic!("{seat:?}"),
        event = client.event() => event,
    };
    let server = format!("unix:{}", socket.display());
    assert_eq!(event, Some(Event::Queued { server, feature: "never".to_owned(), position: 1 }));
    let expected = ["open ann@ws1", "1 wait 20000", "2 cancel 1"];
    assert_eq!(heard(hearing, expected.len()).await, expected);
}

/// OUT-05: a dropped future abandons its call; an answer too late costs the stated time.
#[tokio::test]
async fn out_05_a_dropped_call_is_cancelled() {
    let (peer, hearing) = Peer::new(1, Manner::Silent);
    let (dir, socket) = peer.on_unix_socket();
    let client = open(dir.path(), &socket).await;
    let short = Duration::from_millis(50);
    let late = client.checkout(Request::feature("cad").deadline(short)).await.unwrap_err();
    assert_eq!(late.status(), Status::TimedOut);
    let dropped = tokio::time::timeout(short, client.checkout("cad")).await;
    assert_eq!(dropped.map(|_| ()).ok(), None);
    let expected = ["open ann@ws1", "1 checkout 1", "2 cancel 1", "3 checkout 1", "4 cancel 3"];
    assert_eq!(heard(hearing, expected.len()).await, expected);
}

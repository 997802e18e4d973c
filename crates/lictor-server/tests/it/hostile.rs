//! TRU-04: peers that lie, flood, stall and talk nonsense. Each loses its own connection; everybody
//! else is served as before.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use lictor_testkit::{Lictord, Vendor, eventually};
use lictor_types::limits::{FRAME_BYTES_MAX, FRAME_BYTES_MAX_EARLY, OPERATIONS_PER_FRAME_MAX};
use lictor_types::{RequestId, Status};
use lictor_wire::{ClientMessage, Hello, PREFACE, Query, Requests, ServerMessage};
use socket2::SockRef;

use crate::raw::{Raw, checkout, hello, is_waiting, opening};
use crate::seats::{SOON, pool, serving, wait_for_used};

fn frame(message: &ClientMessage<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    message.encode(&mut bytes);
    bytes
}

/// The beginning of a frame of this length and kind; the rest never comes.
fn announce(length: usize, kind: u8) -> Vec<u8> {
    [&u32::try_from(length).unwrap().to_be_bytes()[..], &[kind, 0, 0]].concat()
}

/// A frame with one byte more than its message needs.
fn longer(message: &ClientMessage<'_>) -> Vec<u8> {
    let mut bytes = frame(message);
    bytes.push(0);
    patched(bytes)
}

/// A frame with one byte less.
fn shorter(message: &ClientMessage<'_>) -> Vec<u8> {
    let mut bytes = frame(message);
    bytes.pop();
    patched(bytes)
}

fn patched(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(bytes.len() - 4).unwrap();
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    bytes
}

fn operations(requests: impl Iterator<Item = u64>) -> ClientMessage<'static> {
    let operations = requests.map(|request| (RequestId(request), checkout(1))).collect();
    ClientMessage::Requests(Requests { acked: RequestId(0), operations })
}

fn offer(revision_min: u16, revision_max: u16) -> ClientMessage<'static> {
    ClientMessage::Hello(Hello { revision_min, revision_max, nonce: [0; 32], software: String::new() })
}

/// Someone whom all this must not concern.
struct Bystander(Raw);

impl Bystander {
    fn at(daemon: &Lictord) -> Self {
        Self(Raw::open(daemon.listen()).0)
    }

    #[track_caller]
    fn is_served(&mut self) {
        self.0.beat().unwrap();
        let lease = self.0.take(1).lease;
        self.0.give(lease);
    }
}

/// TRU-04: before a session is open, everything but its opening ends the connection, with the reason
/// where the peer has shown that it speaks the protocol.
#[test]
fn tru_04_before_a_session() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).start();
    let mut bystander = Bystander::at(&daemon);
    let hello = || frame(&hello());
    let heartbeat = ClientMessage::Heartbeat { acked: RequestId(0) };
    let query = ClientMessage::Query { number: 1, query: Query::Server };
    for (name, bytes, expected) in [
        ("oversized", announce(FRAME_BYTES_MAX_EARLY + 1, 1), "frame has 16385 bytes, at most 16384"),
        ("a length that lies", announce(0xffff_ffff, 1), "frame has 4294967295 bytes, at most 16384"),
        ("no kind", announce(0, 1), "frame is empty"),
        ("unknown kind", announce(3, 0x7f), "kind"),
        ("a server's word", frame_of_server(), "kind"),
        ("trailing byte", longer(&offer(1, 1)), "hello"),
        ("cut off", shorter(&offer(1, 1)), "hello"),
        ("no common revision", frame(&offer(2, 9)), "no common protocol revision"),
        ("opening without hello", frame(&opening()), "a session is opened once, after hello"),
        ("operations without hello", frame(&operations(1..2)), "operations before a session is open"),
        ("heartbeat without hello", frame(&heartbeat), "this needs an open session"),
        ("hello twice", [hello(), hello()].concat(), "hello comes first and once"),
        ("operations", [hello(), frame(&operations(1..2))].concat(), "operations before a session is open"),
        ("heartbeat", [hello(), frame(&heartbeat)].concat(), "this needs an open session"),
        ("query", [hello(), frame(&query)].concat(), "this needs an open session"),
    ] {
        let mut raw = Raw::connect(daemon.listen());
        // The server may have hung up before everything has left.
        let _ = raw.bytes(&[PREFACE, &bytes[..]].concat());
        let mut said = raw.hear_out();
        let last = said.pop();
        assert!(said.iter().all(|message| matches!(message, ServerMessage::Welcome(_))), "{name}: {said:?}");
        let Some(ServerMessage::Goodbye { status: Status::ProtocolError, text, hint: None }) = last else {
            panic!("{name}: {last:?}");
        };
        assert!(text.contains(expected), "{name}: {text}");
        bystander.is_served();
    }
    assert_eq!(pool(&daemon).1, 0);
}

fn frame_of_server() -> Vec<u8> {
    let mut bytes = Vec::new();
    ServerMessage::Alive.encode(&mut bytes);
    bytes
}

/// TRU-04: what does not speak the protocol at all is hung up on, without a word of it.
#[test]
fn tru_04_no_protocol() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).start();
    let mut bystander = Bystander::at(&daemon);
    let noise: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (name, bytes) in
        [("web", &b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..]), ("noise", &noise), ("preface", PREFACE)]
    {
        let mut plain = TcpStream::connect(daemon.listen()).unwrap();
        plain.set_read_timeout(Some(SOON)).unwrap();
        // The server may have hung up before everything has left.
        let _ = plain.write_all(bytes);
        let mut answer = Vec::new();
        if let Err(error) = plain.read_to_end(&mut answer) {
            assert!(!is_waiting(&error), "{name}: the connection stays open");
        }
        assert!(answer.len() <= 7, "{name}: at most a TLS alert: {answer:?}");
        bystander.is_served();
    }
    for bytes in [&b"lictor2\n"[..], b"GET / HTTP/1.1\r\n", b"x", &noise] {
        let mut raw = Raw::connect(daemon.listen());
        let _ = raw.bytes(bytes);
        assert_eq!(raw.hear_out(), []);
        bystander.is_served();
    }
}

/// TRU-04, SES-02: misbehaving within a session ends the connection with the reason, and the
/// session's seats are free within a second.
#[test]
fn tru_04_within_a_session() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).start();
    let mut bystander = Bystander::at(&daemon);
    let too_many = (1..).take(OPERATIONS_PER_FRAME_MAX + 1).map(|n| n + 1);
    for (name, bytes, expected) in [
        ("oversized", announce(FRAME_BYTES_MAX + 1, 4), "frame has 65537 bytes, at most 65536"),
        ("no kind", announce(0, 4), "frame is empty"),
        ("unknown kind", announce(3, 0x7f), "kind"),
        (
            "largest frame of zeros",
            [announce(FRAME_BYTES_MAX, 4), vec![0; FRAME_BYTES_MAX - 3]].concat(),
            "requests",
        ),
        ("trailing byte", longer(&operations(2..3)), "requests"),
        ("cut off", shorter(&operations(2..3)), "requests"),
        ("no operations", frame(&operations(0..0)), "requests"),
        ("too many operations", frame(&operations(too_many)), "requests"),
        ("ids that descend", frame(&operations((2..4).rev())), "requests"),
        ("opening again", frame(&opening()), "a session is opened once, after hello"),
        ("hello again", frame(&hello()), "hello comes first and once"),
        ("a flood", frame(&ClientMessage::Heartbeat { acked: RequestId(0) }).repeat(2_000), "at once"),
    ] {
        let (mut raw, _) = Raw::open(daemon.listen());
        raw.take(3);
        // The server may have hung up before everything has left.
        let _ = raw.bytes(&bytes);
        let sent = Instant::now();
        let said = raw.hear_out();
        match said.last() {
            Some(ServerMessage::Goodbye { status: Status::ProtocolError, text, hint: None }) => {
                assert!(text.contains(expected), "{name}: {text}");
            }
            last => panic!("{name}: {last:?}"),
        }
        wait_for_used(&daemon, 0);
        assert!(sent.elapsed() < Duration::from_secs(1), "{name}: {:?}", sent.elapsed());
        bystander.is_served();
    }
}

/// TRU-04: whoever has no session within 10 s is hung up on, however far it came and however slowly
/// it goes on; meanwhile others get in and are served.
#[test]
fn tru_04_ten_seconds_to_open() {
    const LIMIT: Duration = Duration::from_secs(10);
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).start();
    let mut bystander = Bystander::at(&daemon);
    let within = |began: Instant, name: &str| {
        let took = began.elapsed();
        assert!(took >= LIMIT - Duration::from_secs(1) && took < LIMIT * 2, "{name}: {took:?}");
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            let began = Instant::now();
            let mut silent = TcpStream::connect(daemon.listen()).unwrap();
            silent.set_read_timeout(Some(LIMIT * 2)).unwrap();
            let _ended = silent.read_to_end(&mut Vec::new());
            within(began, "silent");
        });
        scope.spawn(|| {
            let began = Instant::now();
            let mut slow = TcpStream::connect(daemon.listen()).unwrap();
            slow.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
            // The head of a TLS record that announces more than ever comes.
            slow.write_all(&[22, 3, 1, 2, 0, 1]).unwrap();
            while slow.read(&mut [0; 64]).is_err_and(|error| is_waiting(&error)) {
                let _ = slow.write_all(&[0]);
            }
            within(began, "a byte each 100 ms");
        });
        for (name, words) in [
            ("TLS", vec![]),
            ("preface", PREFACE.to_vec()),
            ("hello", [&PREFACE[..], &frame(&hello())].concat()),
        ] {
            let daemon = &daemon;
            scope.spawn(move || {
                let began = Instant::now();
                let mut raw = Raw::connect(daemon.listen());
                raw.bytes(&words).unwrap();
                let said = raw.hear_out();
                assert!(
                    matches!(said.last(), Some(ServerMessage::Goodbye { status: Status::TimedOut, .. })),
                    "{name}: {said:?}"
                );
                within(began, name);
            });
        }
        for _ in 0..20 {
            bystander.is_served();
            Bystander::at(&daemon).is_served();
        }
    });
    bystander.is_served();
}

/// TRU-04: connections that never say anything do not keep others out.
#[test]
fn tru_04_silent_connections_keep_nobody_out() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).start();
    let silent: Vec<TcpStream> = (0..400).map(|_| TcpStream::connect(daemon.listen()).unwrap()).collect();
    let began = Instant::now();
    Bystander::at(&daemon).is_served();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    drop(silent);
}

/// TRU-04: connections above `connections_max` are turned away, and those that are there are served.
#[test]
fn tru_04_connections_are_limited() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 4).config("connections_max = 3\n").start();
    let mut inside: Vec<Bystander> = (0..3).map(|_| Bystander::at(&daemon)).collect();
    for _ in 0..20 {
        let mut outside = Raw::connect(daemon.listen());
        outside.hello().unwrap_err();
        inside.iter_mut().for_each(Bystander::is_served);
    }
    inside.pop();
    eventually("a place that is free again", SOON, || {
        let mut raw = Raw::connect(daemon.listen());
        raw.hello().ok()
    });
}

/// TRU-04: what a peer asks for and does not read is bounded; after 30 s its seats and its
/// connection are taken from it. Others are served meanwhile.
#[test]
fn tru_04_slow_readers_are_bounded() {
    const PEERS: u64 = 16;
    const GROWTH_KIB_MAX: u64 = 48 * 1024;
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 40).arguments(&["--workers", "1"]).start();
    let mut bystander = Bystander::at(&daemon);
    let _crowd: Vec<Raw> = (0..100).map(|_| Raw::open(daemon.listen()).0).collect();
    let (before, files) = (resident_kib(&daemon), open_files(&daemon));
    let mut peers: Vec<Raw> = (0..PEERS).map(|_| Raw::open(daemon.listen()).0).collect();
    for peer in &mut peers {
        peer.take(1);
        SockRef::from(peer.socket()).set_recv_buffer_size(4096).unwrap();
        for number in 0..3_000 {
            peer.bytes(&frame(&sessions(number))).unwrap();
            if number % 16 == 15 {
                bystander.is_served();
            }
        }
    }
    let grown = resident_kib(&daemon).saturating_sub(before);
    assert!(grown < GROWTH_KIB_MAX, "{grown} KiB more for {PEERS} peers");
    assert_eq!(pool(&daemon).1, PEERS, "a peer was hung up on for something else");
    eventually("seats and connections of the slow peers", Duration::from_secs(60), || {
        bystander.is_served();
        (pool(&daemon).1 == 0 && open_files(&daemon) <= files + 1).then_some(())
    });
    drop(peers);
}

fn sessions(number: u32) -> ClientMessage<'static> {
    ClientMessage::Query { number, query: Query::Sessions { cursor: 0 } }
}

/// Connections and other files of a daemon.
fn open_files(daemon: &Lictord) -> usize {
    fs::read_dir(format!("/proc/{}/fd", daemon.process_id())).unwrap().count()
}

/// Memory that a daemon occupies.
fn resident_kib(daemon: &Lictord) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", daemon.process_id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

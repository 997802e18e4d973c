//! The log on disk: damage, torn tails, durability, snapshots.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::thread;

use lictor_journal::{Directory, VerifyReport, verify};
use lictor_testkit::{Lictor, Lictord, Vendor, eventually};
use lictor_types::{Answer, Operation, Status};
use lictor_wire::{ClientMessage, Held};

use crate::admin::ask;
use crate::raw::{Raw, checkout};
use crate::seats::{SOON, license, pool, serving, wait_for_used};

fn journal(daemon: &Lictord) -> PathBuf {
    daemon.state().join("journal")
}

fn check(journal: &Path) -> VerifyReport {
    verify(&Directory::read_only(journal), &mut |_| ()).unwrap()
}

/// The segments, in order.
fn segments(journal: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(journal).unwrap().map(|entry| entry.unwrap().path());
    let is_segment = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("segment-");
    let mut segments: Vec<PathBuf> = entries.filter(is_segment).collect();
    segments.sort();
    segments
}

/// How many bytes of a segment are written.
fn written(segment: &Path) -> u64 {
    let bytes = fs::read(segment).unwrap();
    bytes.iter().rposition(|byte| *byte != 0).unwrap() as u64 + 1
}

/// Flips a bit of a byte.
fn flip(file: &Path, at: u64) {
    let file = OpenOptions::new().read(true).write(true).open(file).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ (1 << (at % 8))], at).unwrap();
}

/// Some of everything that is logged: sessions, grants, denials, loads, restarts.
fn live(daemon: &mut Lictord, vendor: &Vendor) {
    for round in 0..3 {
        let (mut raw, _) = Raw::open(daemon.listen());
        let lease = raw.take(2).lease;
        let denied = raw.ask(checkout(99)).unwrap();
        assert!(matches!(denied, Answer::Denied(_)), "{denied:?}");
        raw.give(lease);
        raw.say(&ClientMessage::Goodbye).unwrap();
        let (serial, count) = (format!("u{round}"), format!("{}", round + 1));
        daemon
            .put("u.lic", license(vendor, &[("SERIAL", &serial), ("KEYTYPE", "UPGRADE"), ("COUNT", &count)]));
        eventually("the upgrade", SOON, || (pool(daemon).0 == 3 + round + 1).then_some(()));
        daemon.kill9();
        daemon.start();
    }
}

/// TRU-05: a flipped bit anywhere in the log of a real server is found, in what was written, in what
/// is laid ready, and in between.
#[test]
fn tru_05_any_flipped_byte_is_found() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 3).start();
    live(&mut daemon, &vendor);
    assert_eq!(daemon.stop(), 0);
    let journal = journal(&daemon);
    let report = check(&journal);
    assert!(report.is_clean() && report.records >= 14, "{report:?}");
    let lictor = Lictor::in_directory(&daemon.state());
    let verify = |directory: &Path| lictor.run(&["log", "verify", &directory.display().to_string()]);
    assert_eq!(verify(&journal).code, 0);

    for (number, segment) in segments(&journal).iter().enumerate() {
        let (end, size) = (written(segment), fs::metadata(segment).unwrap().len());
        let inside = (0..end).step_by(usize::try_from(end / 60).unwrap().max(1) | 1);
        let around = [end - 1, end, end + 1, 63, 64, 4_095, 4_096, (end + size) / 2, size - 1];
        for at in inside.chain(around) {
            flip(segment, at);
            let report = check(&journal);
            assert!(!report.is_clean(), "byte {at} of segment {number} with {end} of {size} written");
            flip(segment, at);
        }
        flip(segment, end / 2);
        let run = verify(&journal);
        assert_eq!(run.code, 5, "{run:?}");
        flip(segment, end / 2);
    }
    assert!(check(&journal).is_clean());
}

/// A block that was half written when the power went is cut off, and said; everything before it is
/// still there.
#[test]
fn a_torn_tail_is_cut() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 3).start();
    let (mut raw, opened) = Raw::open(daemon.listen());
    let grant = raw.take(2);
    let before = check(&journal(&daemon)).last_seq;
    let (mut torn, _) = Raw::open(daemon.listen());
    daemon.kill9();
    torn.hear().unwrap_err();
    let segment = segments(&journal(&daemon)).into_iter().find(|path| written(path) > 4_096).unwrap();
    let file = OpenOptions::new().write(true).open(&segment).unwrap();
    let end = written(&segment);
    file.write_all_at(&[0; 40], end - 40).unwrap();
    daemon.start();
    assert!(daemon.log().contains("Cut a torn tail"), "{}", daemon.log());
    let mut raw = Raw::greet(daemon.listen());
    let held = [Held { lease: grant.lease, count: 2 }];
    assert_eq!(raw.resume(&opened, 1, &held).unwrap().kept, held);
    assert_eq!(daemon.stop(), 0);
    let report = check(&journal(&daemon));
    assert!(report.is_clean() && report.last_seq > before, "{report:?}");
}

/// Damage in the midst of the log is never cut away: the server does not start, and names the place.
#[test]
fn tru_05_damage_in_the_midst_stops_a_start() {
    let vendor = Vendor::new("ACME");
    let mut daemon = serving(&vendor, 3).start();
    live(&mut daemon, &vendor);
    assert_eq!(daemon.stop(), 0);
    let segment = segments(&journal(&daemon)).remove(0);
    let at = 4_096 + (written(&segment) - 4_096) / 3;
    flip(&segment, at);
    let untouched = fs::read(&segment).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lictord"))
        .arg("--licenses")
        .arg(daemon.licenses())
        .arg("--state")
        .arg(daemon.state())
        .args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(12), "{said}");
    assert!(said.contains(segment.file_name().unwrap().to_str().unwrap()), "{said}");
    assert!(fs::read(&segment).unwrap() == untouched, "the damaged log was changed");
    flip(&segment, at);
    daemon.start();
}

/// Design, Who writes: with `durability = "disk"`, written by the only worker or by a thread of its
/// own, every answer comes, nothing acknowledged is lost in a crash, and the end is orderly.
#[test]
fn ses_04_durability_disk() {
    let vendor = Vendor::new("ACME");
    for workers in ["1", "2", "4"] {
        let config = format!("durability = \"disk\"\nworkers = {workers}\n");
        let mut daemon = serving(&vendor, 100).config(&config).start();
        let sessions: Vec<_> = thread::scope(|scope| {
            let one = || {
                let (mut raw, opened) = Raw::open(daemon.listen());
                for _ in 0..30 {
                    let lease = raw.take(2).lease;
                    raw.give(lease);
                }
                let lease = raw.take(3).lease;
                (raw, opened, Held { lease, count: 3 })
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        daemon.kill9();
        daemon.start();
        assert_eq!(pool(&daemon).1, 24, "{workers} workers");
        for (raw, opened, held) in &sessions {
            let mut again = Raw::greet(daemon.listen());
            let resumed = again.resume(opened, raw.request, &[*held]).unwrap();
            assert_eq!((resumed.kept, resumed.answers.len()), (vec![*held], 0), "{workers} workers");
            again.say(&ClientMessage::Goodbye).unwrap();
        }
        wait_for_used(&daemon, 0);
        assert_eq!(daemon.stop(), 0, "{workers} workers");
        assert!(check(&journal(&daemon)).is_clean());
    }
}

/// A vendor and so many licenses that each change of one puts megabytes into the log.
static MANY: LazyLock<(Vendor, String)> = LazyLock::new(|| {
    let vendor = Vendor::new("ACME");
    let feature =
        |n| format!("<FEATURE NAME=\"a-feature-with-a-long-name-{n}\"><SETTING COUNT=\"5\"/></FEATURE>\n");
    let many: String = (0..20_000).map(feature).collect();
    let signed = vendor.sign(&format!("<LICENSEFILE>{many}</LICENSEFILE>"));
    (vendor, signed)
});

/// A daemon that serves [`MANY`].
struct Large {
    daemon: Lictord,
    count: u64,
}

impl Large {
    fn start() -> Self {
        let (vendor, many) = &*MANY;
        Self { daemon: serving(vendor, 9).file("z.lic", many).start(), count: 9 }
    }

    /// Changes the seats of `f1` until something is so.
    fn fill(&mut self, what: &str, mut done: impl FnMut(&Lictord) -> bool) {
        let limit = self.count + 30;
        while !done(&self.daemon) {
            assert!(self.count < limit, "not after {} changes: {what}", self.count);
            self.count += 1;
            let (serial, count) = (format!("b{}", self.count), self.count.to_string());
            self.daemon.put("base.lic", license(&MANY.0, &[("SERIAL", &serial), ("COUNT", &count)]));
            assert_eq!(ask(&self.daemon, "POST", "/v1/reload").0, 200);
        }
    }
}

fn snapshots(daemon: &Lictord) -> Vec<PathBuf> {
    let paths = fs::read_dir(journal(daemon)).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("snapshot-")).collect()
}

/// Design, Snapshots: sealed segments are folded onto a snapshot while the server runs; the next
/// start goes on from it, with every session and seat, also when the newest snapshot is damaged.
#[test]
fn ses_04_snapshots_are_folded_and_started_from() {
    let mut large = Large::start();
    let (mut raw, opened) = Raw::open(large.daemon.listen());
    let held = [Held { lease: raw.take(4).lease, count: 4 }];
    large.fill("a snapshot", |daemon| !snapshots(daemon).is_empty());
    let Large { mut daemon, count } = large;
    let mut lines = vec![raw];
    for damaged in [false, true] {
        daemon.kill9();
        assert!(check(&journal(&daemon)).is_clean());
        let snapshot = snapshots(&daemon).pop().unwrap();
        let middle = fs::metadata(&snapshot).unwrap().len() / 2;
        if damaged {
            flip(&snapshot, middle);
        }
        daemon.start();
        assert_eq!(daemon.log().contains("is damaged"), damaged);
        let mut again = Raw::greet(daemon.listen());
        assert_eq!(again.resume(&opened, 1, &held).unwrap().kept, held);
        assert_eq!(pool(&daemon), (count, 4, 0));
        lines.push(again);
    }
}

/// TRU-06: with no room for the log new grants are `server_busy`, `/readyz` fails, and heartbeats,
/// checkins and sessions go on; all is well as soon as there is room.
#[test]
fn tru_06_no_room() {
    let mut large = Large::start();
    let (mut raw, _) = Raw::open(large.daemon.listen());
    let grant = raw.take(3);
    // Stands where the third segment is to be laid, as a full disk would.
    let obstacle = journal(&large.daemon).join("segment-0000000003.new");
    fs::create_dir(&obstacle).unwrap();
    large.fill("no room", |daemon| ask(daemon, "GET", "/readyz").0 == 503);
    let daemon = large.daemon;
    assert_eq!(raw.ask(checkout(1)).unwrap(), Answer::Refused(Status::ServerBusy));
    raw.beat().unwrap();
    let some = Operation::Checkin { lease: grant.lease, count: 1 };
    assert_eq!(raw.ask(some).unwrap(), Answer::CheckedIn { released: 1, held: 2 });
    let (mut other, _) = Raw::open(daemon.listen());
    assert_eq!(other.ask(checkout(1)).unwrap(), Answer::Refused(Status::ServerBusy));
    assert_eq!(pool(&daemon).1, 2);
    fs::remove_dir(&obstacle).unwrap();
    eventually("room", SOON, || (ask(&daemon, "GET", "/readyz").0 == 200).then_some(()));
    assert_eq!(other.take(1).used, 3);
    raw.give(grant.lease);
}

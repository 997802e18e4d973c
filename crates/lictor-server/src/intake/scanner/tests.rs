//! What the scanner makes of a directory while it changes.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use lictor_host::{Answer, Verdict};
use lictor_types::HostIdType;

use super::super::fixture::Vendor;
use super::*;
use crate::clock::VirtualClock;

/// 2026-03-01T12:00:00Z.
const NOON: u64 = 1_772_366_400_000;

/// A license directory, a scanner over it, and a clock that only moves when told.
struct Desk {
    directory: tempfile::TempDir,
    vendor: Vendor,
    clock: VirtualClock,
    scanner: Scanner,
}

impl Desk {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(machine: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let vendor = Vendor::new("DEMO");
        let (licenses, state) = (directory.path().join("licenses"), directory.path().join("state"));
        fs::create_dir(&licenses).unwrap();
        fs::write(licenses.join("demo.pub"), vendor.key_text()).unwrap();
        let machine: Vec<HostId> = machine.iter().map(|id| host_id(id)).collect();
        let sources = Sources { licenses, vendor_keys: Vec::new() };
        let scanner = Scanner::new(sources, Zone::utc(), Some(&state), move || machine.clone());
        let mut desk = Self { directory, vendor, clock: VirtualClock::new(NOON), scanner };
        desk.scan();
        desk.scan();
        desk
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    fn license(&self, name: &str, settings: &str) {
        self.put(name, self.vendor.file(&[("f1", settings)]));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join("licenses").join(name)
    }

    fn scan(&mut self) -> Option<Candidate> {
        self.clock.advance(500);
        self.scanner.scan(&self.clock).unwrap()
    }

    /// Scans twice, which is enough for a change that is over.
    fn settle(&mut self) -> Option<Candidate> {
        self.scan().or_else(|| self.scan())
    }

    fn candidate(&mut self) -> Candidate {
        self.settle().expect("the change is noticed")
    }
}

fn host_id(text: &str) -> HostId {
    let (kind, value) = text.split_once('=').unwrap();
    HostId::new(HostIdType::parse(kind).unwrap(), value).unwrap()
}

fn serials(candidate: &Candidate) -> Vec<&str> {
    candidate.set.licenses.iter().map(|license| license.serial.as_str()).collect()
}

fn rejections(candidate: &Candidate) -> Vec<(&str, &str)> {
    candidate.rejected.iter().map(|r| (r.file.as_str(), r.reason.code())).collect()
}

/// KEY-01: files in byte order of their names, features in file order; FIL-07: a bad feature and a
/// bad file hide no other.
#[test]
fn key_01_fil_07_load_order() {
    let mut desk = Desk::new();
    let bad = "<LICENSEFILE><FEATURE NAME=\"f\"><SETTING COUNT=\"0\"/></FEATURE></LICENSEFILE>";
    desk.put("b.xml", desk.vendor.file(&[("f1", "SERIAL=b1 COUNT=1"), ("f2", "SERIAL=b2 COUNT=2")]));
    desk.license("B.lic", "SERIAL=big COUNT=1");
    desk.license("a-1.xml", "SERIAL=dash COUNT=1");
    desk.put("a.xml", bad);
    desk.put("broken.xml", "<LICENSEFILE>");
    desk.license("notes.txt", "SERIAL=no COUNT=1");
    let candidate = desk.candidate();
    assert_eq!(serials(&candidate), ["big", "dash", "b1", "b2"]);
    assert_eq!(
        candidate.rejected.iter().map(|r| r.file.as_str()).collect::<Vec<_>>(),
        ["a.xml", "broken.xml"]
    );
    let entry = candidate.catalog.get(3).unwrap();
    assert_eq!((&*entry.file, entry.license.serial().as_str()), ("b.xml", "b2"));
    assert!(entry.line > 1);
    assert_eq!(candidate.catalog.by_digest(&entry.digest).unwrap().line, entry.line);
}

/// Section 14: while a file moves its last good content stays in force; the change applies once,
/// at the first scan that finds it settled.
#[test]
fn sec_14_a_half_written_file_changes_nothing() {
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=old COUNT=1");
    assert_eq!(serials(&desk.candidate()), ["old"]);
    let new = desk.vendor.file(&[("f1", "SERIAL=new COUNT=1"), ("f2", "SERIAL=more COUNT=1")]);
    for length in (0..new.len()).step_by(new.len() / 5) {
        desk.put("a.xml", &new.as_bytes()[..length]);
        assert!(desk.scan().is_none(), "{length} bytes");
    }
    desk.put("a.xml", &new);
    assert!(desk.scan().is_none());
    assert_eq!(serials(&desk.scan().unwrap()), ["new", "more"]);
    assert!(desk.settle().is_none());
}

/// Section 14: what is removed is gone at the next scan, what is corrupted is rejected, and a
/// touched file of equal content is no change.
#[test]
fn sec_14_removed_corrupted_and_touched_files() {
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=a COUNT=1");
    desk.license("b.xml", "SERIAL=b COUNT=1");
    assert_eq!(serials(&desk.candidate()), ["a", "b"]);
    desk.license("a.xml", "SERIAL=a COUNT=1");
    assert!(desk.settle().is_none());
    fs::remove_file(desk.path("a.xml")).unwrap();
    assert_eq!(serials(&desk.scan().unwrap()), ["b"]);
    let good = fs::read_to_string(desk.path("b.xml")).unwrap();
    desk.put("b.xml", good.replace("COUNT=\"1\"", "COUNT=\"9\""));
    let candidate = desk.candidate();
    assert_eq!(rejections(&candidate), [("b.xml", "bad_signature")]);
    assert_eq!(candidate.rejected[0].count.as_deref(), Some("9"));
    desk.put("b.xml", good);
    assert_eq!(serials(&desk.candidate()), ["b"]);
}

/// KEY-05, KEY-06: what a license alone, its signature and this machine decide.
#[test]
fn key_05_key_06_reasons() {
    let mut desk = Desk::with(&["HOSTNAME=lic1", "MACHINE_ID=77"]);
    let table = [
        ("SERIAL=s COUNT=1", ""),
        ("SERIAL=s COUNT=1 END=2001-01-01", ""),
        ("SERIAL=s COUNT=1 BORROW=5 GRACE=5 SHARE=VIRTUAL|CLOUD", ""),
        ("SERIAL=s COUNT=1 ZONE=Asia/Kathmandu", ""),
        ("SERIAL=s COUNT=1 ZONE=SERVER", ""),
        ("SERIAL=s COUNT=1 ZONE=Mars/Olympus", "bad_value"),
        ("SERIAL=s", "not_network"),
        ("SERIAL=s COUNT=1 HAL_SERVERS=3", "needs_cluster"),
        ("SERIAL=s COUNT=1 HOLD=60", ""),
        ("SERIAL=s COUNT=1 MIN_CHECKOUT=60", ""),
        ("SERIAL=s COUNT=1 USERBASED=ALL", ""),
        ("SERIAL=s COUNT=1 HOSTBASED=1", ""),
        ("SERIAL=s COUNT=1 SHARE=HOST|USER", ""),
        ("SERIAL=s COUNT=1 /HOSTNAME=LIC1", ""),
        ("SERIAL=s COUNT=1 /HOSTNAME=other /MACHINE_ID=77", ""),
        ("SERIAL=s COUNT=1 /HOSTNAME=other", "wrong_server"),
        ("SERIAL=s COUNT=1 KEYTYPE=UPGRADE /HOSTNAME=other", "wrong_server"),
    ];
    for (n, (settings, _)) in table.iter().enumerate() {
        desk.license(&format!("{n:02}.xml"), settings);
    }
    let foreign = Vendor::new("OTHER").file(&[("f1", "SERIAL=x COUNT=1")]);
    desk.put("foreign.xml", foreign);
    let unsigned = "<LICENSEFILE><FEATURE NAME=\"f1\"><SETTING COUNT=\"1\"/></FEATURE></LICENSEFILE>";
    desk.put("unsigned.xml", unsigned);
    let candidate = desk.candidate();
    let mut expected: Vec<(String, &str)> = table
        .iter()
        .enumerate()
        .filter(|(_, (_, reason))| !reason.is_empty())
        .map(|(n, (_, reason))| (format!("{n:02}.xml"), *reason))
        .collect();
    expected.push(("foreign.xml".to_owned(), "untrusted_vendor"));
    expected.push(("unsigned.xml".to_owned(), "unsigned"));
    let found: Vec<(String, &str)> =
        rejections(&candidate).into_iter().map(|(file, reason)| (file.to_owned(), reason)).collect();
    assert_eq!(found, expected);
    assert_eq!(candidate.set.licenses.len(), table.iter().filter(|(_, reason)| reason.is_empty()).count());
    let zones: Vec<&str> = candidate.set.zones.iter().map(|zone| zone.zone.as_str()).collect();
    assert_eq!(zones, ["UTC", "Asia/Kathmandu"]);
    let text = |reason: &str| &candidate.rejected.iter().find(|r| r.reason.code() == reason).unwrap().text;
    assert!(text("wrong_server").contains("[HOSTNAME=other]"), "{}", text("wrong_server"));
}

/// SHR-03: a license with server host ids is served in a virtual machine or a cloud instance only
/// where SHARE says so; a container is no virtual machine, and neither is what cannot be told.
#[test]
fn shr_03_where_a_license_may_stand() {
    let verdict = |answer| Verdict { answer, evidence: vec!["dmi: Example Inc.".to_owned()] };
    let yes = |kind: &str| verdict(Answer::Yes(kind.to_owned()));
    let no = || verdict(Answer::No);
    let machine = Surroundings { virtual_machine: no(), container: no(), cloud: no() };
    let virtual_machine = Surroundings { virtual_machine: yes("kvm"), ..machine.clone() };
    let cloud = Surroundings { cloud: yes("aws"), ..virtual_machine.clone() };
    let table = [
        ("tied.xml", "SERIAL=1 COUNT=1 /HOSTNAME=lic1"),
        ("cloud.xml", "SERIAL=2 COUNT=1 SHARE=CLOUD|USER /HOSTNAME=lic1"),
        ("virtual.xml", "SERIAL=3 COUNT=1 SHARE=VIRTUAL /HOSTNAME=lic1"),
        ("upgrade.xml", "SERIAL=4 COUNT=1 KEYTYPE=UPGRADE SHARE=VIRTUAL /HOSTNAME=lic1"),
        ("free.xml", "SERIAL=5 COUNT=1"),
    ];
    for (surroundings, refused) in [
        (Surroundings::default(), &[][..]),
        (Surroundings { container: yes("docker"), ..machine.clone() }, &[]),
        (machine, &[]),
        (virtual_machine, &["cloud.xml", "tied.xml"]),
        (cloud, &["tied.xml"]),
    ] {
        let mut desk = Desk::with(&["HOSTNAME=lic1"]);
        let sources = desk.scanner.sources.clone();
        let ids = vec![host_id("HOSTNAME=lic1")];
        desk.scanner =
            Scanner::new(sources, Zone::utc(), None, move || ids.clone()).standing_in(surroundings);
        for (name, settings) in table {
            desk.license(name, settings);
        }
        desk.scan();
        let candidate = desk.candidate();
        let expected: Vec<_> = refused.iter().map(|name| (*name, "virtual_machine")).collect();
        assert_eq!(rejections(&candidate), expected);
        for rejected in &candidate.rejected {
            assert!(rejected.text.contains(": dmi: Example Inc."), "{}", rejected.text);
        }
    }
}

/// TRU-01: keys are trusted while their file is there; what the vendor revoked stays revoked when
/// the list is taken away, and after a restart; the highest number counts.
#[test]
fn tru_01_keys_and_revocations() {
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=a COUNT=1");
    assert_eq!(serials(&desk.candidate()), ["a"]);
    fs::remove_file(desk.path("demo.pub")).unwrap();
    assert_eq!(rejections(&desk.candidate()), [("a.xml", "untrusted_vendor")]);
    desk.put("demo.pub", desk.vendor.key_text());
    assert_eq!(serials(&desk.candidate()), ["a"]);
    desk.put("demo.revoked", desk.vendor.revoke_itself(2));
    assert_eq!(rejections(&desk.candidate()), [("a.xml", "revoked_key")]);
    fs::remove_file(desk.path("demo.revoked")).unwrap();
    assert_eq!(rejections(&desk.candidate()), [("a.xml", "revoked_key")]);
    desk.put("demo.revoked", desk.vendor.revoke_nothing(1));
    let state = desk.directory.path().join("state");
    let sources = desk.scanner.sources.clone();
    desk.scanner = Scanner::new(sources, Zone::utc(), Some(&state), Vec::new);
    desk.scan();
    assert_eq!(rejections(&desk.candidate()), [("a.xml", "revoked_key")]);
    desk.put("demo.revoked", desk.vendor.revoke_nothing(3));
    assert_eq!(serials(&desk.candidate()), ["a"]);
}

/// Section 14: what cannot be read is said, and does not stop the rest; subfolders are not looked at.
#[test]
fn sec_14_unreadable_files_are_reported() {
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=a COUNT=1");
    symlink("/etc/passwd", desk.path("link.xml")).unwrap();
    fs::create_dir(desk.path("sub.lic")).unwrap();
    desk.put("bad.pub", "not a key");
    desk.scan();
    let candidate = desk.candidate();
    assert_eq!(serials(&candidate), ["a"]);
    assert_eq!(rejections(&candidate), [("link.xml", "not_readable")]);
    assert_eq!(candidate.warnings[0].file, "bad.pub");
    assert!(desk.settle().is_none(), "said once");
    fs::remove_file(desk.path("link.xml")).unwrap();
    desk.license("link.xml", "SERIAL=b COUNT=1");
    assert_eq!(serials(&desk.candidate()), ["a", "b"]);
}

/// Equal sets have equal digests, whatever is rejected beside them; any other change shows.
#[test]
fn digests_tell_sets_apart() {
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=a COUNT=1");
    let first = desk.candidate().set.digest;
    desk.put("broken.xml", "<");
    let second = desk.candidate();
    assert_eq!((second.set.digest, second.rejected.len()), (first, 1));
    desk.license("0.xml", "SERIAL=0 COUNT=1");
    let third = desk.candidate().set.digest;
    assert_ne!(third, first);
    fs::rename(desk.path("0.xml"), desk.path("z.xml")).unwrap();
    desk.scan();
    let fourth = desk.candidate().set.digest;
    assert!(fourth != third && fourth != first, "order counts");
}

#[test]
fn a_scanner_starts_only_with_what_it_was_told_to_use() {
    let directory = tempfile::tempdir().unwrap();
    let key = directory.path().join("v.pub");
    let scanner = |licenses: &str, keys: &[&Path]| {
        let vendor_keys = keys.iter().map(|path| path.to_path_buf()).collect();
        let sources = Sources { licenses: directory.path().join(licenses), vendor_keys };
        Scanner::new(sources, Zone::utc(), None, Vec::new).first(&VirtualClock::new(u64::MAX / 2))
    };
    assert!(matches!(scanner("missing", &[]), Err(IntakeError::Directory { .. })));
    assert!(matches!(scanner(".", &[&key]), Err(IntakeError::VendorKey { .. })));
    fs::write(&key, "nonsense").unwrap();
    assert!(matches!(scanner(".", &[&key]), Err(IntakeError::VendorKey { .. })));
    let vendor = Vendor::new("DEMO");
    fs::write(&key, vendor.key_text()).unwrap();
    fs::write(directory.path().join("a.xml"), vendor.file(&[("f1", "SERIAL=a COUNT=1")])).unwrap();
    assert_eq!(serials(&scanner(".", &[&key]).unwrap()), ["a"]);
}

/// A file whose permission is taken away is rejected; root may read everything, so it is skipped
/// for root.
#[test]
fn sec_14_a_file_without_permission_is_rejected() {
    if rustix::process::geteuid().is_root() {
        return;
    }
    let mut desk = Desk::new();
    desk.license("a.xml", "SERIAL=a COUNT=1");
    desk.candidate();
    fs::set_permissions(desk.path("a.xml"), fs::Permissions::from_mode(0o0)).unwrap();
    assert_eq!(rejections(&desk.candidate()), [("a.xml", "not_readable")]);
}

/// A reload gives a candidate in any case, and takes with it what was written just before.
#[test]
fn a_request_waits_for_what_is_being_written() {
    let mut desk = Desk::new();
    desk.scanner.request();
    assert!(serials(&desk.scan().unwrap()).is_empty());
    desk.license("a.xml", "SERIAL=a COUNT=1");
    desk.scanner.request();
    assert!(desk.scan().is_none());
    assert_eq!(serials(&desk.scan().unwrap()), ["a"]);
    desk.scanner.request();
    for n in 0..4 {
        desk.put("b.xml", "x".repeat(n));
        assert!(desk.scan().is_none(), "{n}");
    }
    desk.put("b.xml", "y");
    assert_eq!(serials(&desk.scan().unwrap()), ["a"], "but not for ever");
}

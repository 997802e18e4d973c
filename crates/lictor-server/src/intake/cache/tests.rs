//! What the cache of verified licenses spares a start, and what it does not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use lictor_types::Reason;

use super::super::fixture::Vendor;
use super::super::{Candidate, Scanner, Sources};
use super::*;
use crate::clock::VirtualClock;
use crate::zones::Zone;

const SECRET: [u8; 32] = [1; 32];

/// A license directory and a state directory that a server starts on again and again.
struct Desk {
    directory: tempfile::TempDir,
    vendor: Vendor,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { directory: tempfile::tempdir().unwrap(), vendor: Vendor::new("DEMO") };
        fs::create_dir(desk.path("licenses")).unwrap();
        desk.put("demo.pub", &desk.vendor.key_text());
        desk.put("a.xml", &desk.vendor.file(&[("f1", "SERIAL=a COUNT=1"), ("f2", "SERIAL=b COUNT=1")]));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn put(&self, name: &str, content: &str) {
        fs::write(self.path("licenses").join(name), content).unwrap();
    }

    fn cache(&self) -> PathBuf {
        self.path("state").join(NAME)
    }

    /// A start of the server with this secret: why each license is refused or not, and how many
    /// signatures were checked.
    fn start(&self, secret: [u8; 32]) -> (Vec<Reason>, u64) {
        let (candidate, scanner) = self.first(secret);
        let served = candidate.set.licenses.iter().map(|_| Reason::None);
        (served.chain(candidate.rejected.iter().map(|it| it.reason)).collect(), scanner.checked())
    }

    fn first(&self, secret: [u8; 32]) -> (Candidate, Scanner) {
        let sources = Sources { licenses: self.path("licenses"), vendor_keys: Vec::new() };
        let state = self.path("state");
        let scanner = Scanner::new(sources, Zone::utc(), Some(&state), Vec::new);
        let mut scanner = scanner.with_cache(&state, secret);
        // Late enough for every file to count as old.
        let candidate = scanner.first(&VirtualClock::new(u64::MAX / 2)).unwrap();
        (candidate, scanner)
    }
}

const FINE: [Reason; 2] = [Reason::None; 2];

/// A second start checks no signature again, and one with a new license only that one's. The file
/// is its owner's alone and is written only if there is something new.
#[test]
fn a_start_checks_what_is_new() {
    let desk = Desk::new();
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2));
    let written = look_at(&desk.cache()).unwrap();
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 0));
    assert_eq!(look_at(&desk.cache()).unwrap(), written);
    assert_eq!(fs::metadata(desk.cache()).unwrap().permissions().mode() & 0o777, 0o600);
    desk.put("b.xml", &desk.vendor.file(&[("f3", "SERIAL=c COUNT=1")]));
    assert_eq!(desk.start(SECRET).1, 1);
    assert_eq!(desk.start(SECRET).1, 0);
    desk.put("b.xml", &desk.vendor.file(&[("f3", "SERIAL=d COUNT=1")]));
    assert_eq!(desk.start(SECRET).1, 1);
    assert_eq!(VerifiedCache::at(&desk.path("state"), SECRET).known().len(), 3, "c is forgotten");
}

/// TRU-04: a cache that is damaged, cut, far too large, another server's or no file at all is as
/// good as none, and the next start has a good one again.
#[test]
fn tru_04_a_bad_cache_is_ignored() {
    let desk = Desk::new();
    desk.start(SECRET);
    assert_eq!(desk.start([2; 32]), (FINE.to_vec(), 2), "another server's");
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2), "and written anew by it");
    let good = fs::read(desk.cache()).unwrap();
    for at in [0, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        for content in [bad.as_slice(), &good[..at], &[]] {
            fs::write(desk.cache(), content).unwrap();
            assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2), "{} bytes, {at}", content.len());
        }
    }
    fs::File::create(desk.cache()).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2));
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 0));
}

/// What cannot be written is said, and stops nothing.
#[test]
fn a_cache_that_cannot_be_written_is_a_warning() {
    let desk = Desk::new();
    fs::create_dir_all(desk.cache()).unwrap();
    let (candidate, _) = desk.first(SECRET);
    assert_eq!((candidate.set.licenses.len(), candidate.rejected), (2, Vec::new()));
    assert_eq!(candidate.warnings.iter().map(|it| it.file.as_str()).collect::<Vec<_>>(), [NAME]);
}

/// TRU-01: a known license is refused once its key is revoked or its vendor is trusted no more, and
/// the cache of another keyring or revocation number spares nothing.
#[test]
fn tru_01_a_warm_cache_trusts_nobody() {
    let desk = Desk::new();
    desk.start(SECRET);
    desk.put("demo.revoked", &desk.vendor.revoke_nothing(1));
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2), "another revocation number");
    desk.put("other.pub", &Vendor::new("OTHER").key_text());
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 2), "another keyring");
    assert_eq!(desk.start(SECRET), (FINE.to_vec(), 0));
    fs::remove_file(desk.path("licenses/demo.pub")).unwrap();
    assert_eq!(desk.start(SECRET).0, [Reason::UntrustedVendor; 2]);
    desk.put("demo.pub", &desk.vendor.key_text());
    desk.put("demo.revoked", &desk.vendor.revoke_itself(2));
    assert_eq!(desk.start(SECRET).0, [Reason::RevokedKey; 2]);
}

/// KEY-06: a license that was changed is not the known one.
#[test]
fn key_06_a_changed_license_is_checked() {
    let desk = Desk::new();
    desk.start(SECRET);
    let path = desk.path("licenses/a.xml");
    let changed = fs::read_to_string(&path).unwrap().replacen("COUNT=\"1\"", "COUNT=\"9\"", 1);
    fs::write(path, changed).unwrap();
    assert_eq!(desk.start(SECRET), (vec![Reason::None, Reason::BadSignature], 1));
}

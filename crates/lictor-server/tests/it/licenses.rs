//! Section 14 on a running daemon: files that come, go, break and grow.

use std::time::{Duration, Instant};

use lictor_testkit::{Lictord, Vendor, eventually, template};

use crate::admin::{ask, document, states};

/// A change applies within 2 s of the last write; the rest is for a machine that builds meanwhile.
const APPLIES: Duration = Duration::from_secs(10);

fn license(vendor: &Vendor, settings: &[(&str, &str)]) -> String {
    vendor.sign(&template("f1", settings))
}

fn wait_for(daemon: &Lictord, expected: &[&str]) {
    eventually(&format!("{expected:?}"), APPLIES, || (states(daemon) == expected).then_some(()));
}

/// Section 14: dropped, replaced, corrupted and removed files have the right state and seats.
#[test]
fn sec_14_files_change_while_running() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    assert_eq!(states(&daemon), [""; 0]);
    let seats = |daemon: &Lictord| document(daemon, "/v1/licenses")["pools"][0]["seats"].clone();

    let base = license(&vendor, &[("SERIAL", "b"), ("COUNT", "10")]);
    daemon.put("base.lic", &base);
    wait_for(&daemon, &["b served none"]);
    let upgrade = license(&vendor, &[("SERIAL", "u"), ("COUNT", "1"), ("KEYTYPE", "UPGRADE")]);
    daemon.put("upgrade.lic", &upgrade);
    wait_for(&daemon, &["b served none", "u served none"]);
    assert_eq!(seats(&daemon), 11);

    daemon.put("upgrade.lic", upgrade.replace("COUNT=\"1\"", "COUNT=\"9\""));
    wait_for(&daemon, &["b served none", "u rejected bad_signature"]);
    assert_eq!(seats(&daemon), 10);

    daemon.put("upgrade.lic", license(&vendor, &[("SERIAL", "u2"), ("COUNT", "5"), ("KEYTYPE", "UPGRADE")]));
    wait_for(&daemon, &["b served none", "u2 served none"]);
    assert_eq!(seats(&daemon), 15);

    daemon.remove("base.lic");
    wait_for(&daemon, &["u2 orphan no_base"]);
}

/// Section 14: while a file is written piece by piece, its last good content stays in force.
#[test]
fn sec_14_a_slow_copy_is_never_seen_half() {
    let vendor = Vendor::new("ACME");
    let old = license(&vendor, &[("SERIAL", "old"), ("COUNT", "1")]);
    let daemon = Lictord::builder().trust(&vendor).file("a.lic", &old).start();
    let new = license(&vendor, &[("SERIAL", "new"), ("COUNT", "2")]);
    let until = Instant::now() + Duration::from_secs(2);
    let mut length = 0;
    while Instant::now() < until {
        length = (length + 7) % new.len();
        daemon.overwrite("a.lic", &new.as_bytes()[..length]);
        assert_eq!(states(&daemon), ["old served none"]);
    }
    daemon.overwrite("a.lic", &new);
    wait_for(&daemon, &["new served none"]);
}

/// A reload answers when what was just written is in force.
#[test]
fn a_reload_takes_what_was_just_written() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    daemon.overwrite("a.lic", license(&vendor, &[("SERIAL", "a"), ("COUNT", "1")]));
    let (code, body) = ask(&daemon, "POST", "/v1/reload");
    assert_eq!((code, body.as_str()), (200, "{\"status\":\"ok\",\"licenses\":1,\"rejected\":0}"));
    assert_eq!(states(&daemon), ["a served none"]);
}

/// TRU-02: a license that names a server's key serves on that server and on no other.
#[test]
fn tru_02_a_license_that_names_the_server_key() {
    let vendor = Vendor::new("ACME");
    let mut daemon = Lictord::builder().trust(&vendor).start();
    let locked = |key: &str| {
        vendor.sign(&format!(
            "<LICENSEFILE><FEATURE NAME=\"f1\"><SETTING SERIAL=\"s\"/><SETTING COUNT=\"1\"/>\
             <SERVER_HOSTID><SETTING SERVER_KEY=\"{key}\"/></SERVER_HOSTID></FEATURE></LICENSEFILE>"
        ))
    };
    let identity = lictor_server::Identity::load_or_make(&daemon.state()).unwrap();
    daemon.put("a.lic", locked(&identity.fingerprint().to_string()));
    wait_for(&daemon, &["s served none"]);
    daemon.put("a.lic", locked(&"0".repeat(64)));
    wait_for(&daemon, &["s rejected wrong_server"]);
    assert_eq!(daemon.stop(), 0);
}

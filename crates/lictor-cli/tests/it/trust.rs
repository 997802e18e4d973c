//! Crashes and impostors: what a client is told when the server is not what it was.

use std::fs;
use std::time::Duration;

use lictor_testkit::{Lictor, Lictord, Vendor, eventually};
use serde_json::json;

use crate::acceptance::{base, hold, number, serve};

/// SES-04, OUT-06: after `kill -9` the seats are still out, nobody else gets them, and the holder
/// takes them up again.
#[test]
fn ses_04_a_crash_loses_no_seat() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    let held = hold(&lictor, "f1:10");
    for _ in 0..3 {
        daemon.kill9();
        daemon.start();
        let denied = lictor.run(&["checkout", "f1", "--json"]);
        assert_eq!((denied.code, number(&denied.json(), "used")), (3, 10), "{denied:?}");
        let attached = || {
            let sessions = lictor.run(&["sessions", "--json"]).json();
            let rows = sessions["sessions"].as_array()?.clone();
            rows.iter().find(|row| row["pid"] == held.pid() && row["attached"] == true).map(drop)
        };
        eventually("the holder is back", Duration::from_secs(5), attached);
    }
    assert_eq!(held.finish().0, 0);
    assert_eq!(number(&lictor.run(&["feature", "f1", "--json"]).json(), "used"), 0);
    assert_eq!(daemon.stop(), 0);
    let journal = daemon.state().join("journal").display().to_string();
    let verified = lictor.run(&["log", "verify", &journal]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

/// TRU-02: a server whose key is not the recorded one is `server_not_genuine`, exit code 4.
#[test]
fn tru_02_another_key_than_the_recorded_one() {
    let vendor = Vendor::new("ACME");
    let (mut daemon, lictor) = serve(&vendor, &[("base.xml", &base("10"))]);
    assert_eq!(lictor.run(&["feature", "f1"]).code, 0);
    daemon.stop();
    fs::remove_dir_all(daemon.state()).unwrap();
    daemon.start();
    for call in [&["feature", "f1", "--json"][..], &["checkout", "f1", "--json"]] {
        let run = lictor.run(call);
        assert_eq!((run.code, &run.json()["status"]), (4, &json!("server_not_genuine")), "{run:?}");
        assert!(run.stderr.contains("lictor/known_servers\n"), "the hint names the file: {run:?}");
    }
}

/// TRU-03: without a key of the feature's vendor nothing can be verified; that is the caller's to mend.
#[test]
fn tru_03_no_key_of_the_vendor() {
    let vendor = Vendor::new("ACME");
    let (daemon, _) = serve(&vendor, &[("base.xml", &base("10"))]);
    let _ = Vendor::new("OTHER").save(&daemon.state());
    let other = daemon.state().join("other.pub").display().to_string();
    let lictor = Lictor::of(&daemon, &["acme.pub"]).env("LICTOR_VENDOR_KEY", &other);
    for call in [["feature", "f1", "--json"], ["checkout", "f1", "--json"], ["checkout", "ACME/f1", "--json"]]
    {
        let run = lictor.run(&call);
        assert_eq!((run.code, &run.json()["status"]), (5, &json!("untrusted_vendor")), "{run:?}");
        for says in ["no key of vendor ACME is trusted", ".pub file to LICTOR_VENDOR_KEY"] {
            assert!(run.stderr.contains(says), "{says}: {run:?}");
        }
    }
}

/// TRU-02, HID-02: a license locked to a server's key is served by that server and by no other.
#[test]
fn tru_02_a_license_names_its_server() {
    let vendor = Vendor::new("ACME");
    let (daemon, lictor) = serve(&vendor, &[]);
    let other = Lictord::builder().trust(&vendor).start();
    let status = lictor.run(&["status", "--json"]).json();
    let key = status["servers"][0]["server_key"].as_str().unwrap();
    let locked = format!(
        r#"<LICENSEFILE><FEATURE NAME="f1"><SETTING COUNT="10"/>
        <SERVER_HOSTID><SETTING SERVER_KEY="{key}"/></SERVER_HOSTID></FEATURE></LICENSEFILE>"#
    );
    let signed = vendor.sign(&locked);
    for (server, code) in [(&daemon, 0), (&other, 3)] {
        server.put("f.xml", &signed);
        let lictor = Lictor::of(server, &["acme.pub"]);
        assert_eq!(lictor.run(&["reload"]).code, 0);
        let run = lictor.run(&["feature", "f1", "--json"]);
        assert_eq!(run.code, code, "{run:?}");
        if code == 0 {
            assert_eq!(run.json()["server_identity"], json!("licensed_key"), "{run:?}");
        }
    }
}

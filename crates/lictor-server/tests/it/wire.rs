//! The Python client, written from `docs/protocol.md` alone, against a real daemon.

use std::process::Command;

use lictor_testkit::Vendor;
use serde_json::Value;

use crate::seats::{pool, serving};

const CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/python/lictor_wire.py");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md");

/// Exit code, and every step with what it showed.
fn python(arguments: &[&str]) -> (i32, Vec<Value>) {
    let output = Command::new("python3").arg(CLIENT).args(arguments).output().unwrap();
    let steps = String::from_utf8(output.stdout).unwrap();
    let steps: Vec<Value> = steps.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or_else(|| panic!("{errors}")), steps)
}

fn step<'a>(steps: &'a [Value], name: &str) -> &'a Value {
    steps.iter().find(|step| step["step"] == name).unwrap_or_else(|| panic!("no {name} in {steps:?}"))
}

/// OUT-01, SES-01, TRU-02: another implementation checks a seat out and in, over TLS and over the
/// Unix socket, and is refused as the page says.
#[test]
fn out_01_another_implementation_gets_its_seats() {
    let vendor = Vendor::new("ACME");
    let daemon = serving(&vendor, 3).start();
    let (port, socket) = (daemon.listen(), daemon.socket().display().to_string());
    let key = lictor_server::Identity::load_or_make(&daemon.state()).unwrap().fingerprint().to_string();
    for way in [&["--pin", &key, port][..], &[port], &["--unix", &socket]] {
        for (feature, count, code, answer) in [("f1", "3", 0, "granted"), ("F1", "4", 3, "denied")] {
            let (found, steps) = python(&[way, &[feature, count]].concat());
            assert_eq!(found, code, "{steps:?}");
            assert_eq!(step(&steps, "checkout")["answer"], answer, "{steps:?}");
            assert_eq!(step(&steps, "heartbeat")["lease_ms"], 100_000);
            if code == 0 {
                assert_eq!(step(&steps, "checkin")["released"], 3, "{steps:?}");
            } else {
                assert_eq!(step(&steps, "checkout")["status"], "not_enough_seats", "{steps:?}");
            }
            step(&steps, "goodbye");
            assert_eq!(pool(&daemon).1, 0);
        }
        assert_eq!(python(&[way, &["nothing"]].concat()).0, 3);
    }
    let (_, steps) = python(&[port, "f1"]);
    assert_eq!(step(&steps, "connected")["fingerprint"], key);
    assert_eq!(python(&["--pin", &"0".repeat(64), port, "f1"]).0, 4);
}

/// The golden frames of the page are what that implementation reads and writes.
#[test]
fn golden_frames_are_read_by_another_implementation() {
    let (code, steps) = python(&["--check-golden", PAGE]);
    assert_eq!(code, 0);
    assert!(step(&steps, "golden")["frames"].as_u64().unwrap() > 20, "{steps:?}");
}

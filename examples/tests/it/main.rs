//! Every example runs to its end against a server of its own, and says what its reader shall see.

use std::path::Path;
use std::process::Command;

/// What each example says if it works, in the order of `examples/run`.
const SAID: [&str; 16] = [
    // hello_seat
    "one seat of f1 from ",
    "1 of 11 are in use",
    "a thousand more: not_enough_seats: ",
    "the seat is back",
    // async_seat
    "1 of cad from ",
    "all jobs are done",
    // feature_info
    "DEMO/f1 1.0 EXCLUSIVE: ",
    // embedded_server
    "the twelfth is refused: ",
    "the seats are still held",
    // batch
    "reserved 4 of DEMO/f1 under job42 until ",
    "the seats are there for job42",
    "4 tasks of job42 are done, each with a seat of its reservation",
    "gave back, seats freed: 4",
    // The Python client, over TLS and over the Unix socket.
    "\"transport\": \"tls\"",
    "\"transport\": \"unix\"",
    "all examples have run",
];

#[test]
fn every_example_runs() {
    let programs = Path::new(env!("CARGO_BIN_EXE_hello_seat")).parent().unwrap();
    for program in ["lictord", "lictor"] {
        assert!(programs.join(program).is_file(), "{program} is not there: run `cargo build --bins` first");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("run");

    let output = Command::new(script).arg(programs).output().unwrap();

    let (said, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}\n{said}\n{log}", output.status);
    let mut rest = &*said;
    for line in SAID {
        let at = rest.find(line).unwrap_or_else(|| panic!("`{line}` is missing in\n{said}\n{log}"));
        rest = &rest[at..];
    }
}

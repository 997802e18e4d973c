//! `lictord` as a process: ready line, checks, signals, exit codes.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use lictor_testkit::{Lictord, Vendor, eventually, template};
use serde_json::Value;

use crate::admin::{ask, document};
use crate::tls;

/// Runs `lictord` to its end in a directory.
fn run(directory: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lictord"));
    command.current_dir(directory.path()).args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A directory with licenses as `lictord` finds them by default.
fn place(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let licenses = directory.path().join("licenses");
    fs::create_dir(&licenses).unwrap();
    for (name, content) in files {
        fs::write(licenses.join(name), content).unwrap();
    }
    directory
}

/// Ports are free ones when 0 is asked for, the documents answer, SIGTERM ends with 0 in time, and
/// the next start finds its token and key again.
#[test]
fn a_daemon_is_ready_and_ends_in_an_orderly_way() {
    let vendor = Vendor::new("ACME");
    let mut daemon = Lictord::builder().trust(&vendor).start();
    assert!(!daemon.listen().ends_with(":0") && !daemon.admin().ends_with(":0"));
    assert_eq!(ask(&daemon, "GET", "/healthz").1, "alive\n");
    assert_eq!(ask(&daemon, "GET", "/readyz").1, "ready\n");
    let server = document(&daemon, "/v1/status")["servers"][0].clone();
    assert_eq!((&server["server"], &server["status"]), (&daemon.listen().into(), &"ok".into()));
    let token = fs::read(daemon.token_file()).unwrap();
    let key = fs::read(daemon.state().join("identity.key")).unwrap();
    let stopping = Instant::now();
    assert_eq!(daemon.stop(), 0);
    assert!(stopping.elapsed() < Duration::from_secs(5), "{:?}", stopping.elapsed());
    assert!(!daemon.socket().exists());
    daemon.start();
    assert_eq!(fs::read(daemon.token_file()).unwrap(), token);
    assert_eq!(fs::read(daemon.state().join("identity.key")).unwrap(), key);
}

/// SIGHUP takes what was just written into force and says that a changed configuration waits.
#[test]
fn hang_up_reads_everything_anew() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).config("session_timeout = 50\n").start();
    let config = daemon.state().with_file_name("lictord.toml");
    let says = |text: &str| {
        eventually(text, Duration::from_secs(10), || daemon.log().contains(text).then_some(()));
    };
    daemon.hangup();
    says("the configuration is unchanged");
    fs::write(&config, "session_timeout = 60\n").unwrap();
    daemon.hangup();
    says("changed settings take effect at the next start");
    fs::write(&config, "sesion_timeout = 60\n").unwrap();
    daemon.hangup();
    says("did you mean `session_timeout`?");
    assert_eq!(ask(&daemon, "GET", "/readyz").0, 200);
}

/// `--check` prints the load report, starts nothing, leaves nothing, and exits 5 if any license is
/// rejected.
#[test]
fn check_reports_and_starts_nothing() {
    let vendor = Vendor::new("ACME");
    let good = vendor.sign(&template("f1", &[("SERIAL", "g"), ("COUNT", "10")]));
    let ended = vendor.sign(&template("f2", &[("SERIAL", "e"), ("COUNT", "1"), ("END", "2001-01-01")]));
    let directory = place(&[("acme.pub", &vendor.public()), ("a.lic", &good), ("b.lic", &ended)]);
    let output = run(&directory, &["--check", "--json", "--timezone", "Asia/Kathmandu"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let states: Vec<&str> =
        report["licenses"].as_array().unwrap().iter().map(|l| l["state"].as_str().unwrap()).collect();
    assert_eq!((code(&output), states), (0, vec!["served", "expired"]), "{}", text(&output.stderr));
    assert_eq!(report["timezone"], "Asia/Kathmandu");
    assert!(!directory.path().join("state").exists());

    let bad = good.replace("COUNT=\"10\"", "COUNT=\"11\"");
    fs::write(directory.path().join("licenses/a.lic"), bad).unwrap();
    let output = run(&directory, &["--check"]);
    assert_eq!(code(&output), 5);
    assert!(text(&output.stdout).contains("KEY does not belong to this feature"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("1 of 2 licenses are rejected"), "{}", text(&output.stderr));
}

/// Exit codes: 2 for usage, 5 for configuration, others for what hinders a start.
#[test]
fn what_hinders_a_start_has_its_exit_code() {
    let directory = place(&[]);
    let refused = |arguments: &[&str]| {
        let listen: &[&str] =
            if arguments.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        let output = run(&directory, &[&["--admin", "127.0.0.1:0"], listen, arguments].concat());
        (code(&output), text(&output.stderr))
    };
    fs::write(directory.path().join("bad.toml"), "lisen = 1\n").unwrap();
    fs::write(directory.path().join("file"), "").unwrap();
    fs::write(directory.path().join("bad.pub"), "nonsense").unwrap();
    for (arguments, expected, said) in [
        (&["--color"][..], 2, "unexpected argument"),
        (&["--listen", "nohost"], 2, "lictord: --listen: expected HOST:PORT"),
        (&["--workers", "0"], 2, "lictord: --workers: expected a whole number"),
        (&["--config", "bad.toml"], 5, "bad.toml:1: unknown key `lisen`\nhint: did you mean `listen`?"),
        (&["--config", "missing.toml"], 5, "missing.toml: cannot be read"),
        (&["--rules", "nowhere.toml"], 5, "nowhere.toml: cannot be read"),
        (&["--licenses", "nowhere"], 5, "license directory nowhere cannot be read"),
        (&["--vendor-key", "bad.pub"], 5, "vendor key bad.pub: expected one line"),
        (&["--log", "nonsense=nonsense"], 2, "--log: expected"),
        (&["--state", "file"], 10, "cannot use the state directory file"),
        (&["--socket", "licenses"], 11, "cannot listen on licenses"),
        (&["--listen", "192.0.2.1:1"], 11, "cannot listen on 192.0.2.1:1"),
    ] {
        let (code, told) = refused(arguments);
        assert_eq!(code, expected, "{arguments:?} {told}");
        assert!(told.contains(said), "{arguments:?} {told}");
    }
    fs::write(directory.path().join("rules.toml"), "[[rules]]\n").unwrap();
    let (code, told) = refused(&[]);
    assert!(code == 5 && told.contains("rules.toml:1:"), "rules beside the configuration count: {told}");
}

/// One server per state directory.
#[test]
fn a_second_server_does_not_take_the_state_directory() {
    let vendor = Vendor::new("ACME");
    let daemon = Lictord::builder().trust(&vendor).start();
    let directory = place(&[]);
    let state = daemon.state().display().to_string();
    let socket = directory.path().join("s").display().to_string();
    let output = run(
        &directory,
        &["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--state", &state, "--socket", &socket],
    );
    assert_eq!(code(&output), 10, "{}", text(&output.stderr));
    assert_eq!(ask(&daemon, "GET", "/readyz").0, 200);
}

#[test]
fn the_annotated_configuration_is_printed_and_accepted() {
    let directory = place(&[]);
    let output = run(&directory, &["--print-config"]);
    assert_eq!((code(&output), text(&output.stdout)), (0, lictor_server::settings::example()));
    fs::write(directory.path().join("lictord.toml"), &output.stdout).unwrap();
    assert_eq!(code(&run(&directory, &["--check"])), 0);
}

/// Interfaces: elsewhere than on loopback the administrators' port is TLS with the server's key and
/// nothing else; a plain request gets no answer.
#[test]
fn administrators_elsewhere_are_served_with_tls_only() {
    let vendor = Vendor::new("ACME");
    // 0.0.0.0 is no loopback address, and can be reached through one.
    let config = "admin = \"0.0.0.0:0\"\n";
    let place = place(&[("acme.pub", &vendor.public())]);
    fs::write(place.path().join("lictord.toml"), config).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_lictord"))
        .current_dir(place.path())
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.split("admin=0.0.0.0:").nth(1).unwrap().split(' ').next().unwrap();
    let address = format!("127.0.0.1:{port}");

    let mut plain = TcpStream::connect(&address).unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _reset = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");

    let mut tls = tls::connect(&address, b"http/1.1").unwrap();
    tls.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    tls.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("alive\n"), "{answer}");
    let identity = lictor_server::Identity::load_or_make(&place.path().join("state")).unwrap();
    let certificate = tls.conn.peer_certificates().unwrap()[0].clone();
    let key = identity.public();
    assert!(certificate.as_ref().windows(32).any(|bytes| bytes == key.as_bytes()));
    child.kill().unwrap();
    child.wait().unwrap();
}

//! The layouts of existing monitoring tools, read back as those tools do.

use std::path::Path;
use std::process::Command;

use lictor_testkit::{Lictor, Lictord, Run, Vendor, template};

use crate::acceptance::{base, hold, serve};
use crate::licstat::reader::{Element, Seen, below_banner, by_line, by_pattern, by_word, elements, matched};

mod reader;

/// `lmxendutil`, a link to `lictor` in a directory.
struct Lmxendutil<'a>(&'a Path);

impl Lmxendutil<'_> {
    fn run(&self, arguments: &[&str], path: Option<&str>) -> Run {
        let link = self.0.join("lmxendutil");
        if !link.exists() {
            std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_lictor"), &link).unwrap();
        }
        let mut command = Command::new(link);
        command.args(arguments).env("XDG_DATA_HOME", self.0).env_remove("LICTOR_LICENSE_PATH");
        let command = path.iter().fold(&mut command, |it, path| it.env("LICTOR_LICENSE_PATH", path));
        let output = command.output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn read(text: &str) -> Vec<Seen> {
    let seen = by_pattern(text);
    assert_eq!((by_word(text), by_line(text)), (seen.clone(), seen.clone()), "{text}");
    seen
}

fn users(elements: &[Element]) -> Vec<(&str, &str, usize)> {
    let users = elements.iter().filter(|element| element.name == "USER");
    users.map(|user| (user.value("NAME"), user.value("USED_LICENSES"), user.attributes.len())).collect()
}

/// Monitoring formats: the readers of this test understand the samples of the page.
#[test]
fn the_readers_read_the_samples() {
    let seen = read(include_str!("licstat/sample.txt"));
    let users_of_solver =
        vec![(2, "ann".into(), "ws17.example.org".into()), (1, "bob".into(), "ws18".into())];
    assert_eq!(
        seen,
        [
            Seen {
                feature: "SOLVER".into(),
                version: "21.0".into(),
                vendor: "ACME".into(),
                end: "2026-12-31".into(),
                used: 3,
                total: 10,
                users: users_of_solver,
            },
            Seen {
                feature: "MESHER".into(),
                version: "3.0".into(),
                vendor: "ACME".into(),
                end: "2026-06-30".into(),
                used: 0,
                total: 2_147_483_647,
                users: Vec::new(),
            },
        ]
    );
    let elements = elements(include_str!("licstat/sample.xml"));
    assert_eq!(users(&elements), [("ann", "2", 7), ("bob", "1", 6)]);
}

/// A daemon with a counted and an unlimited feature.
fn daemon() -> (Lictord, Lictor) {
    let vendor = Vendor::new("ACME");
    let unlimited = template("MESHER", &[("COUNT", "UNLIMITED"), ("MAJOR_VERSION", "3")]);
    serve(&vendor, &[("base.xml", &base("10")), ("unlimited.xml", &unlimited)])
}

/// Monitoring formats: `--format licstat` of a real server, by TCP and by the local socket.
#[test]
fn the_text_of_a_server() {
    let (daemon, lictor) = daemon();
    let _held = [hold(&lictor, "f1:3"), hold(&lictor, "f1")];
    let (host, port) = daemon.listen().rsplit_once(':').unwrap();
    let socket = format!("unix:{}", daemon.socket().display());
    let places = [(daemon.listen(), format!("{port}@{host}")), (&socket, "0@localhost".to_string())];
    for (server, place) in places {
        let run = lictor.run(&["status", "--format", "licstat", "--server", server]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        let text = below_banner(&run.stdout);
        assert_eq!(text.lines().nth(1), Some(&*format!("LM-X License Server on {place}:")), "{text}");
        let seen = read(text);
        let [f1, mesher] = &seen[..] else { panic!("{text}") };
        assert_eq!((f1.feature.as_str(), f1.version.as_str(), f1.end.as_str()), ("f1", "1.0", "2031-01-01"));
        assert_eq!((f1.used, f1.total, f1.vendor.as_str()), (4, 10, "ACME"));
        let mut counts: Vec<u64> = f1.users.iter().map(|(count, _, _)| *count).collect();
        counts.sort_unstable();
        assert_eq!(counts, [1, 3], "{text}");
        assert_eq!((mesher.version.as_str(), mesher.end.as_str()), ("3.0", "NONE"));
        assert_eq!((mesher.used, mesher.total, mesher.users.len()), (0, 2_147_483_647, 0));
        assert_eq!(text.matches("[127.0.0.1]\n").count(), 2, "{text}");
        assert!(text.contains("\n4 of 10 license(s) used:\n\n"), "{text}");
        assert!(text.contains("\n0 of 2147483647 license(s) used\n\n"), "{text}");
    }
}

/// Monitoring formats: `--format licstatxml` of a real server, and the same through `lmxendutil`.
#[test]
fn the_xml_of_a_server() {
    let (daemon, lictor) = daemon();
    let _held = hold(&lictor, "f1:3");
    let (host, port) = daemon.listen().rsplit_once(':').unwrap();
    let directory = tempfile::tempdir().unwrap();
    let util = Lmxendutil(directory.path());
    for run in [
        lictor.run(&["status", "--format", "licstatxml"]),
        util.run(&["-licstatxml", "-host", host, "-port", port], None),
        util.run(&["-licstatxml"], Some(daemon.listen())),
    ] {
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        let elements = elements(below_banner(&run.stdout));
        let names: Vec<&str> = elements.iter().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["LICENSES", "LICENSE_PATH", "FEATURE", "USER", "FEATURE"]);
        let (path, feature, user) = (&elements[1], &elements[2], &elements[3]);
        let place = format!("{port}@{host}");
        assert_eq!((path.value("TYPE"), path.value("HOST")), ("NETWORK", place.as_str()));
        assert_eq!(path.value("STATUS"), "SUCCESS");
        assert_eq!(path.value("SERVER_VERSION"), env!("CARGO_PKG_VERSION"));
        let counts = ["USED_LICENSES", "TOTAL_LICENSES", "DENIED_LICENSES"].map(|it| feature.value(it));
        assert_eq!((feature.value("NAME"), counts, feature.value("SHARE")), ("f1", ["3", "10", "0"], ""));
        assert_eq!((user.value("IP"), user.value("USED_LICENSES")), ("127.0.0.1", "3"));
        assert_eq!((user.attributes.len(), user.value("SHARE_CUSTOM")), (7, ""));
        for time in ["LOGIN_TIME", "CHECKOUT_TIME"] {
            assert!(matched("{t}", user.value(time)).is_some(), "{user:?}");
        }
        assert_eq!(elements[4].value("END"), "NONE");
    }
}

/// Monitoring formats: the text through `lmxendutil`, and times as the local clock shows them.
#[test]
fn the_text_through_lmxendutil() {
    let (daemon, lictor) = daemon();
    let _held = hold(&lictor, "f1:3");
    let directory = tempfile::tempdir().unwrap();
    let run = Lmxendutil(directory.path()).run(&["-licstat"], Some(daemon.listen()));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(read(below_banner(&run.stdout))[0].used, 3);
    let hour = |zone: &str| {
        let run = lictor.clone().env("TZ", zone).run(&["status", "--format", "licstat"]);
        let (_, times) = run.stdout.split_once("Login time: ").unwrap_or_else(|| panic!("{run:?}"));
        times[11..13].parse::<u64>().unwrap()
    };
    assert_eq!((hour("Etc/GMT-5") + 24 - hour("UTC")) % 24, 5);
}

/// Monitoring formats: a server that does not answer, alone (exit code 4) and beside one that does.
#[test]
fn a_server_that_does_not_answer() {
    let silence = "++++++++++++++++++++++++++++++++++++++++\n\
                   LM-X license server(s):\n\
                   ----------------------------------------\n\
                   There are no license server(s) available.\n";
    let (daemon, lictor) = daemon();
    let dead = ["--server", "127.0.0.1:1", "--timeout", "2"];
    let run = lictor.run(&[&["status", "--format", "licstat"], &dead[..]].concat());
    assert_eq!((run.code, below_banner(&run.stdout)), (4, silence), "{run:?}");
    let directory = tempfile::tempdir().unwrap();
    let run = Lmxendutil(directory.path()).run(&["-licstatxml", "-host", "127.0.0.1", "-port", "1"], None);
    let elements = elements(below_banner(&run.stdout));
    assert_eq!((run.code, elements.len()), (4, 2), "{run:?}");
    let shown = (elements[1].value("HOST"), elements[1].value("STATUS"));
    assert_eq!(shown, ("1@127.0.0.1", "SERVER_UNREACHABLE"));
    let both = ["status", "--format", "licstat", "--server", daemon.listen()];
    let run = lictor.run(&[&both[..], &dead].concat());
    let text = below_banner(&run.stdout);
    assert_eq!((run.code, read(text.strip_suffix(silence).unwrap()).len()), (0, 2), "{run:?}");
}

/// Interfaces: `lmxendutil -help` is an answer; a wrong call is exit code 2.
#[test]
fn calls_of_lmxendutil() {
    let directory = tempfile::tempdir().unwrap();
    let util = Lmxendutil(directory.path());
    let help = util.run(&["-help"], None);
    assert!(help.code == 0 && help.stdout.contains("-licstatxml") && help.stderr.is_empty(), "{help:?}");
    for (arguments, says) in [
        (&[][..], "-licstat or -licstatxml is needed"),
        (&["status"], "unknown argument `status`"),
        (&["-licstat", "-port", "99999"], "expected a port from 1 to 65535"),
    ] {
        let run = util.run(arguments, None);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(says), "{run:?}");
    }
}

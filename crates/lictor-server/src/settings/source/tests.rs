//! Files and flags, good and bad.

use super::*;

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(config: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::write(desk.config(), config).unwrap();
        desk
    }

    fn config(&self) -> PathBuf {
        self.0.path().join("lictord.toml")
    }

    fn read(&self, flags: &[(&'static str, &str)]) -> Result<Settings, SettingsError> {
        let mut source = Source { config: Some(self.config()), ..Source::default() };
        for (key, value) in flags {
            source.flags.entry(key).or_default().push((*value).to_owned());
        }
        source.read()
    }

    /// What is wrong, with the directory cut off.
    fn faults(&self, flags: &[(&'static str, &str)]) -> String {
        let text = self.read(flags).unwrap_err().to_string();
        text.replace(&format!("{}/", self.0.path().display()), "")
    }
}

#[test]
fn flags_override_the_file() {
    let desk =
        Desk::new("listen = \"127.0.0.1:1\"\nstate = \"/s\"\nvendor_keys = [\"a\"]\nheartbeat = 2.5\n");
    let settings = desk.read(&[("listen", "[::1]:2"), ("vendor_keys", "b"), ("vendor_keys", "c")]).unwrap();
    assert_eq!(settings.listen, "[::1]:2".parse().unwrap());
    assert_eq!(settings.vendor_keys, [PathBuf::from("b"), PathBuf::from("c")]);
    assert_eq!(settings.socket_path(), PathBuf::from("/s/lictor.sock"));
    assert_eq!(settings.session_times().heartbeat_ms, 2_500);
    assert_eq!(settings.admin, Settings::default().admin);
}

#[test]
fn unknown_keys_are_errors_with_line_and_hint() {
    let desk = Desk::new("# comment\nsesion_timeout = 5\n\ncolour = 1\n[section]\nlisten = 1\n");
    assert_eq!(
        desk.faults(&[]),
        "lictord.toml:2: unknown key `sesion_timeout`\nhint: did you mean `session_timeout`?\n\
         lictord.toml:4: unknown key `colour`\nhint: `lictord --print-config` lists every key\n\
         lictord.toml:5: unknown key `section`\nhint: `lictord --print-config` lists every key"
    );
}

#[test]
fn every_wrong_value_is_told_with_its_place() {
    let desk = Desk::new(
        "listen = 6242\nworkers = 0\nmetrics_open = \"yes\"\nsession_timeout = -1\ndurability = \"safe\"\n\
         vendor_keys = \"a\"\nadmin = \"nowhere\"\nlicenses = \"\"\n",
    );
    assert_eq!(
        desk.faults(&[("log_format", "xml"), ("workers", "many")]),
        "lictord.toml:1: listen: expected HOST:PORT, as 0.0.0.0:6242, [::]:6242 or localhost:6242, found 6242\n\
         lictord.toml:2: workers: expected a whole number, at least 1, found 0\n\
         lictord.toml:3: metrics_open: expected true or false, found \"yes\"\n\
         lictord.toml:4: session_timeout: expected a number of seconds, found -1\n\
         lictord.toml:5: durability: expected \"process\" or \"disk\", found \"safe\"\n\
         lictord.toml:6: vendor_keys: expected a list of paths, found \"a\"\n\
         lictord.toml:7: admin: expected HOST:PORT, as 0.0.0.0:6242, [::]:6242 or localhost:6242, found \"nowhere\"\n\
         lictord.toml:8: licenses: expected a path, found \"\"\n\
         --log-format: expected \"text\" or \"json\", found \"xml\"\n\
         --workers: expected a whole number, at least 1, found \"many\""
    );
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let faults = Desk::new("state = \"x\"\nlisten = \n").faults(&[]);
    assert!(faults.starts_with("lictord.toml:2: "), "{faults}");
    let missing = Source { config: Some("/nonexistent/lictord.toml".into()), ..Source::default() };
    let faults = missing.read().unwrap_err().to_string();
    assert!(faults.starts_with("/nonexistent/lictord.toml: cannot be read: "), "{faults}");
}

/// SES-03: the heartbeat is at most a third of the lease; SES-04: the resume window is never
/// shorter than the lease, 1 % and a second. Left out, both follow the lease.
#[test]
fn ses_03_ses_04_times_fit_together() {
    for (config, expected) in [
        ("session_timeout = 30", Ok((30_000, 10_000, 120_000))),
        ("session_timeout = 200", Ok((200_000, 30_000, 203_000))),
        ("session_timeout = 90\nheartbeat = 30\nresume_window = 91.9", Ok((90_000, 30_000, 91_900))),
        ("session_timeout = 90\nheartbeat = 30.001", Err("lictord.toml:2: heartbeat: ")),
        ("heartbeat = 0", Err("lictord.toml:1: heartbeat: ")),
        ("session_timeout = 90\nresume_window = 91.8", Err("lictord.toml:2: resume_window: ")),
        ("session_timeout = 0", Err("lictord.toml:1: session_timeout: ")),
        ("session_timeout = 99999999999", Err("lictord.toml:1: session_timeout: ")),
    ] {
        let desk = Desk::new(config);
        match expected {
            Ok(expected) => {
                let times = desk.read(&[]).unwrap().session_times();
                assert_eq!(
                    (times.lease_ms, times.heartbeat_ms, times.resume_window_ms),
                    expected,
                    "{config}"
                );
            }
            Err(start) => assert!(desk.faults(&[]).starts_with(start), "{}", desk.faults(&[])),
        }
    }
}

/// `rules.toml` beside the configuration counts, unless another file is named.
#[test]
fn rules_stand_beside_the_configuration() {
    let desk = Desk::new("");
    let beside = desk.0.path().join("rules.toml");
    assert_eq!(desk.read(&[]).unwrap().rules, None);
    std::fs::write(&beside, "").unwrap();
    assert_eq!(desk.read(&[]).unwrap().rules, Some(beside));
    assert_eq!(desk.read(&[("rules", "my.toml")]).unwrap().rules, Some("my.toml".into()));
}

#[test]
fn flags_are_checked_as_the_file_is() {
    let desk = Desk::new("");
    assert_eq!(desk.read(&[]), Ok(Settings::default()));
    let told = |flag| desk.faults(&[flag]);
    assert!(told(("timezone", "Mars/Olympus")).starts_with("--timezone: expected an IANA time zone"));
    assert!(told(("state", &"x".repeat(100))).starts_with("socket: "));
}

/// All faults at once and in the order of their lines; of a setting whose measure could not be
/// read nothing more is said.
#[test]
fn faults_of_form_and_of_sense_are_told_together() {
    let desk =
        Desk::new("log = \"loud\"\ntimezone = \"Mars\"\nworkers = 0\nconnections_max = 999999999999\n");
    let lines: Vec<String> =
        desk.faults(&[]).lines().filter_map(|line| Some(line.split_once(": e")?.0.to_owned())).collect();
    assert_eq!(
        lines,
        [
            "lictord.toml:1: log",
            "lictord.toml:2: timezone",
            "lictord.toml:3: workers",
            "lictord.toml:4: connections_max"
        ]
    );
    let told = Desk::new("heartbeat = 90\nsession_timeout = \"long\"\n").faults(&[]);
    assert!(told.starts_with("lictord.toml:2: session_timeout: "), "{told}");
}

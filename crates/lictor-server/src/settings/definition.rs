//! One definition per setting.

use super::Settings;
use super::value::{Expected, Value};

/// One setting: everything that is to be known of it.
#[derive(Debug)]
pub struct Definition {
    /// Its key in `lictord.toml`.
    pub key: &'static str,
    /// Its flag, if it has one.
    pub flag: Option<Flag>,
    /// Its default as TOML, or what stands in its place in the example.
    pub default: &'static str,
    /// What it does, in full sentences.
    pub doc: &'static str,
    pub(crate) set: fn(&mut Settings, &Value) -> Result<(), Expected>,
}

impl Definition {
    /// Whether its flag may be repeated.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.default == "[]"
    }

    /// Its default as the help of its flag shows it; none if it is an example or empty.
    #[must_use]
    pub fn shown_default(&self) -> Option<&'static str> {
        let optional = matches!(self.key, "rules" | "timezone" | "workers");
        let default = self.default.trim_matches('"');
        (!optional && !self.is_list()).then_some(default)
    }
}

/// The flag of a setting.
#[derive(Debug)]
pub struct Flag {
    /// Its name without dashes.
    pub name: &'static str,
    /// What stands for its value in help.
    pub value: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
}

const fn flag(name: &'static str, value: &'static str, help: &'static str) -> Option<Flag> {
    Some(Flag { name, value, help })
}

/// Takes what a value says into a field.
macro_rules! set {
    ($field:ident, $read:ident) => {
        |settings, value| {
            settings.$field = value.$read()?;
            Ok(())
        }
    };
    ($field:ident, some $read:ident) => {
        |settings, value| {
            settings.$field = Some(value.$read()?);
            Ok(())
        }
    };
}

/// Every setting, in the order of the example file.
pub const SETTINGS: &[Definition] = &[
    Definition {
        key: "licenses",
        flag: flag("licenses", "DIR", "Directory with license files and vendor keys"),
        default: "\"licenses\"",
        doc: "Directory with the license files (*.xml, *.lic), the vendors' public keys (*.pub) and their revocation \
              lists (*.revoked). It is watched: changes apply within two seconds. The server writes to it only what \
              administrators upload, once it is found good.",
        set: set!(licenses, path),
    },
    Definition {
        key: "vendor_keys",
        flag: flag("vendor-key", "FILE", "A vendor's public key to trust; may be repeated"),
        default: "[]",
        doc: "Public keys of vendors to trust besides those in the license directory.",
        set: set!(vendor_keys, paths),
    },
    Definition {
        key: "state",
        flag: flag("state", "DIR", "Directory of the server itself"),
        default: "\"state\"",
        doc: "The server's own directory: its identity key, its log, the administrators' token. Made if missing. One \
              server per directory. Back it up.",
        set: set!(state, path),
    },
    Definition {
        key: "listen",
        flag: flag("listen", "ADDR", "Address for clients"),
        default: "\"0.0.0.0:6242\"",
        doc: "Address for clients, always TLS. 0.0.0.0 means every address of this machine, of IPv6 too. Port 0 takes \
              a free one; the ready line names it.",
        set: set!(listen, address),
    },
    Definition {
        key: "socket",
        flag: flag("socket", "PATH", "Unix socket for clients on this machine"),
        default: "\"state/lictor.sock\"",
        doc: "Unix socket for clients on this machine: no TLS, the operating system says who connects. The default \
              stands in the state directory.",
        set: set!(socket, some path),
    },
    Definition {
        key: "admin",
        flag: flag("admin", "ADDR", "Address for administrators"),
        default: "\"127.0.0.1:6243\"",
        doc: "Address for administrators: health, metrics, reports, release of sessions. Plain HTTP on a loopback \
              address, elsewhere TLS with the server's key. Everything but /healthz and /readyz needs the token in \
              admin.token of the state directory.",
        set: set!(admin, address),
    },
    Definition {
        key: "metrics_open",
        flag: None,
        default: "false",
        doc: "Whether /metrics needs no token.",
        set: set!(metrics_open, truth),
    },
    Definition {
        key: "rules",
        flag: flag("rules", "FILE", "Access rules"),
        default: "\"rules.toml\"",
        doc: "File with the access rules: who may use which features, and how much. Without it rules.toml beside this \
              file counts, if it is there. It is watched: a change applies within two seconds, all of it or, if \
              there is a mistake in it, nothing.",
        set: set!(rules, some path),
    },
    Definition {
        key: "timezone",
        flag: flag("timezone", "ZONE", "Time zone whose midnight starts and ends licenses"),
        default: "\"Europe/Berlin\"",
        doc: "Time zone whose midnight starts and ends licenses, by its IANA name. Without it the system's zone counts.",
        set: |settings, value| {
            settings.timezone = Some(value.text("an IANA time zone such as Europe/Berlin")?.to_owned());
            Ok(())
        },
    },
    Definition {
        key: "durability",
        flag: flag("durability", "MODE", "When an answer is safe: process or disk"),
        default: "\"process\"",
        doc: "When an answer is safe enough to be told. \"process\": when the operating system has it, which survives \
              kill -9. \"disk\": when the disk has it, which survives the loss of power and costs a sync.",
        set: set!(durability, durability),
    },
    Definition {
        key: "workers",
        flag: flag("workers", "N", "Threads that serve clients"),
        default: "8",
        doc: "Threads that serve clients. Without it one for each core this process may use, at most 8.",
        set: set!(workers, some count),
    },
    Definition {
        key: "connections_max",
        flag: None,
        default: "100000",
        doc: "Most connections of clients at a time; more are turned away as busy. lictord raises its limit of open \
              files as far as it may.",
        set: |settings, value| {
            settings.connections_max = value.count()?.get();
            Ok(())
        },
    },
    Definition {
        key: "session_timeout",
        flag: None,
        default: "100",
        doc: "Lease length in seconds: when a client falls silent (cable pulled, machine frozen), its seats are free \
              after this, 1 % and one second.",
        set: set!(session_timeout, seconds),
    },
    Definition {
        key: "heartbeat",
        flag: None,
        default: "30",
        doc: "How often clients give a sign of life, in seconds; at most a third of session_timeout. Without it 30 or \
              that third.",
        set: set!(heartbeat, some seconds),
    },
    Definition {
        key: "resume_window",
        flag: None,
        default: "120",
        doc: "How long after a restart clients may take up their sessions again, in seconds; nobody else gets their \
              seats meanwhile. Never shorter than session_timeout, 1 % and one second. Without it 120 or that.",
        set: set!(resume_window, some seconds),
    },
    Definition {
        key: "disconnect_grace",
        flag: None,
        default: "0",
        doc: "How long a session whose connection was closed without goodbye keeps its seats, in seconds.",
        set: set!(disconnect_grace, seconds),
    },
    Definition {
        key: "log",
        flag: flag("log", "FILTER", "What is logged: error, warn, info, debug, trace"),
        default: "\"info\"",
        doc: "What is logged to stderr: error, warn, info, debug or trace, also by module as \
              \"warn,lictor_server::intake=debug\".",
        set: |settings, value| {
            settings.log = value.text("a level: error, warn, info, debug or trace")?.to_owned();
            Ok(())
        },
    },
    Definition {
        key: "log_format",
        flag: flag("log-format", "FORMAT", "Form of the log: text or json"),
        default: "\"text\"",
        doc: "Form of the log: \"text\" for people, \"json\" for programs, one object a line.",
        set: set!(log_format, log_format),
    },
];

/// The definition of a key.
pub(crate) fn of(key: &str) -> Option<&'static Definition> {
    SETTINGS.iter().find(|definition| definition.key == key)
}

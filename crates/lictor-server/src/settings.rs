//! How a server is asked to run.
//!
//! [`Settings`] is a plain struct: an embedding program fills it by code, `lictord` from
//! `lictord.toml` and flags ([`Source`]). Every setting has one [`Definition`], which names it,
//! describes it, reads it, and appears in the annotated example file.

mod check;
mod definition;
mod diagnostic;
mod example;
mod file;
pub(crate) mod nearest;
mod source;
pub(crate) mod value;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

pub use definition::{Definition, Flag, SETTINGS};
pub use diagnostic::{Diagnostic, Place, SettingsError};
pub use example::example;
pub use source::Source;

use crate::intake::Sources;
use crate::zones::{UnknownZone, Zone};

/// Port of clients.
const PORT: u16 = 6242;
/// Port of administrators.
const ADMIN_PORT: u16 = 6243;
/// The heartbeat interval, where the session timeout allows it.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// The resume window, where the session timeout allows it.
const RESUME_WINDOW: Duration = Duration::from_secs(120);
/// Most workers that are started without being asked for.
const WORKERS_MAX_AUTO: usize = 8;

/// How a server is asked to run. [`Self::check`] says whether it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The license directory; its `*.pub` are trusted too (section 14).
    pub licenses: PathBuf,
    /// Further vendor public keys to trust.
    pub vendor_keys: Vec<PathBuf>,
    /// The server's own directory: identity key, journal, admin token. Made if missing.
    pub state: PathBuf,
    /// Port of clients (TLS). `0.0.0.0` means every address, of IPv6 too.
    pub listen: SocketAddr,
    /// Admin HTTP: plain on a loopback address, elsewhere TLS with the server's key.
    pub admin: SocketAddr,
    /// Whether `/metrics` needs no token.
    pub metrics_open: bool,
    /// Unix socket of clients on this machine; none means `lictor.sock` in the state directory.
    pub socket: Option<PathBuf>,
    /// The file of access rules (RUL-01); none means that everybody may use everything.
    pub rules: Option<PathBuf>,
    /// IANA name of the zone whose days count (TIM-01); none means the system's.
    pub timezone: Option<String>,
    /// When an answer is safe to tell.
    pub durability: Durability,
    /// Threads that serve clients; none means one for each core, at most 8.
    pub workers: Option<NonZero<usize>>,
    /// Most connections at a time.
    pub connections_max: usize,
    /// Lease length: how long a silent session keeps its seats (SES-03).
    pub session_timeout: Duration,
    /// How often clients are told to give a sign of life, at most a third of the session timeout
    /// (SES-03); none means 30 s or that third.
    pub heartbeat: Option<Duration>,
    /// How long sessions may be resumed after a restart (SES-04); none means 120 s or the shortest
    /// allowed, if that is longer.
    pub resume_window: Option<Duration>,
    /// How long a session whose connection was seen closed keeps its seats (SES-02).
    pub disconnect_grace: Duration,
    /// Form of the log that `lictord` writes to stderr. An embedded server installs no logger.
    pub log_format: LogFormat,
    /// What that log contains: a level, or levels by module as `tracing` filters write them.
    pub log: String,
}

/// When an answer is safe to tell (design: Who writes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// When the operating system has it: survives the end of this process.
    Process,
    /// When the disk has it: survives the loss of power.
    Disk,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What a session is told at its opening, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// Lease length.
    pub lease_ms: u32,
    /// Heartbeat interval.
    pub heartbeat_ms: u32,
    /// Resume window.
    pub resume_window_ms: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            licenses: "licenses".into(),
            vendor_keys: Vec::new(),
            state: "state".into(),
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), PORT),
            admin: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), ADMIN_PORT),
            metrics_open: false,
            socket: None,
            rules: None,
            timezone: None,
            durability: Durability::Process,
            workers: None,
            connections_max: 100_000,
            session_timeout: Duration::from_secs(100),
            heartbeat: None,
            resume_window: None,
            disconnect_grace: Duration::ZERO,
            log_format: LogFormat::Text,
            log: "info".to_owned(),
        }
    }
}

impl Settings {
    /// Where licenses and trusted keys are read from.
    #[must_use]
    pub fn sources(&self) -> Sources {
        Sources { licenses: self.licenses.clone(), vendor_keys: self.vendor_keys.clone() }
    }

    /// Path of the Unix socket.
    #[must_use]
    pub fn socket_path(&self) -> PathBuf {
        self.socket.clone().unwrap_or_else(|| self.state.join("lictor.sock"))
    }

    /// The zone whose days count (TIM-01).
    ///
    /// # Errors
    ///
    /// [`UnknownZone`].
    pub fn zone(&self) -> Result<Zone, UnknownZone> {
        self.timezone.as_deref().map_or_else(|| Ok(Zone::system()), Zone::named)
    }

    /// How many threads serve clients.
    #[must_use]
    pub fn worker_count(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, NonZero::get).min(WORKERS_MAX_AUTO);
        self.workers.map_or_else(cores, NonZero::get)
    }

    /// What a session is told at its opening (SES-03, SES-04).
    #[must_use]
    pub fn session_times(&self) -> SessionTimes {
        let heartbeat = self.heartbeat.unwrap_or_else(|| HEARTBEAT.min(self.session_timeout / 3));
        let shortest = Duration::from_millis(self.silence_ms());
        let resume_window = self.resume_window.unwrap_or_else(|| RESUME_WINDOW.max(shortest));
        let ms = |time: Duration| u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        SessionTimes {
            lease_ms: ms(self.session_timeout),
            heartbeat_ms: ms(heartbeat),
            resume_window_ms: ms(resume_window),
        }
    }

    /// After how much silence a session's seats are reused: the lease length, 1 % and 1 s, so that
    /// the client has given up before (TIM-06).
    #[must_use]
    pub fn silence_ms(&self) -> u64 {
        let lease = millis(self.session_timeout);
        lease.saturating_add(lease.div_ceil(100)).saturating_add(1_000)
    }

    /// How long a session whose connection was seen closed keeps its seats (SES-02).
    #[must_use]
    pub fn disconnect_grace_ms(&self) -> u64 {
        millis(self.disconnect_grace)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

//! Whether settings fit together and can be served by this version.

use std::time::Duration;

use lictor_types::limits::SESSIONS_MAX;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use super::diagnostic::{Diagnostic, Place, SettingsError};
use super::{Settings, millis};

/// Longest path of a Unix socket (unix(7), without its final zero).
const SOCKET_PATH_BYTES_MAX: usize = 107;
/// Most threads that serve clients.
const WORKERS_MAX: usize = 256;
/// Longest of all times.
const TIME_MAX: Duration = Duration::from_secs(7 * 24 * 3600);
/// Shortest lease: below it the network decides who keeps a seat.
const SESSION_TIMEOUT_MIN: Duration = Duration::from_millis(300);

impl Settings {
    /// Whether a server can run like this.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] with everything that is wrong, each with its key.
    pub fn check(&self) -> Result<(), SettingsError> {
        let mut faults = Faults(Vec::new());
        self.check_times(&mut faults);
        self.check_places(&mut faults);
        if self.workers.is_some_and(|workers| workers.get() > WORKERS_MAX) {
            faults.add("workers", format!("expected at most {WORKERS_MAX}"), None);
        }
        if !(1..=SESSIONS_MAX).contains(&self.connections_max) {
            faults.add("connections_max", format!("expected 1 to {SESSIONS_MAX}"), None);
        }
        if let Err(error) = self.zone() {
            faults.add("timezone", error.to_string(), None);
        }
        self.check_log(&mut faults);
        if faults.0.is_empty() { Ok(()) } else { Err(SettingsError { diagnostics: faults.0 }) }
    }

    /// SES-03 and SES-04: how the times of a session depend on each other.
    fn check_times(&self, faults: &mut Faults) {
        let lease = self.session_timeout;
        if !(SESSION_TIMEOUT_MIN..=TIME_MAX).contains(&lease) {
            let range =
                format!("expected {} to {} seconds", SESSION_TIMEOUT_MIN.as_secs_f64(), TIME_MAX.as_secs());
            faults.add("session_timeout", range, None);
            return;
        }
        if let Some(heartbeat) = self.heartbeat
            && (heartbeat.is_zero() || heartbeat > lease / 3)
        {
            let text = format!(
                "expected more than 0 and at most a third of session_timeout, {} seconds (SES-03), found {}",
                (lease / 3).as_secs_f64(),
                heartbeat.as_secs_f64()
            );
            faults.add("heartbeat", text, Some("leave it out to follow session_timeout"));
        }
        if let Some(window) = self.resume_window
            && (millis(window) < self.silence_ms() || window > TIME_MAX)
        {
            let text = format!(
                "expected {} to {} seconds: never shorter than session_timeout, 1 % and one second (SES-04), found {}",
                Duration::from_millis(self.silence_ms()).as_secs_f64(),
                TIME_MAX.as_secs(),
                window.as_secs_f64()
            );
            faults.add("resume_window", text, Some("leave it out to follow session_timeout"));
        }
        if self.disconnect_grace > TIME_MAX {
            faults.add("disconnect_grace", format!("expected at most {} seconds", TIME_MAX.as_secs()), None);
        }
    }

    /// A filter of `tracing`, whose bare words must be levels: a misspelt level would pass for the
    /// name of a module and silence everything else.
    fn check_log(&self, faults: &mut Faults) {
        let mut bare = self.log.split(',').map(str::trim).filter(|part| !part.contains(['=', '[']));
        let misspelt = bare.find(|part| part.parse::<LevelFilter>().is_err());
        let text = match (misspelt, EnvFilter::try_new(&self.log)) {
            (Some(word), _) => format!("expected error, warn, info, debug or trace, found {word:?}"),
            (None, Err(error)) => format!("expected a filter, found {:?}: {error}", self.log),
            (None, Ok(_)) => return,
        };
        faults.add("log", text, Some("a level, or levels by module as \"warn,lictor_server::intake=debug\""));
    }

    fn check_places(&self, faults: &mut Faults) {
        let socket = self.socket_path();
        if socket.as_os_str().len() > SOCKET_PATH_BYTES_MAX {
            let text = format!(
                "{} has {} bytes, a Unix socket's path has at most {SOCKET_PATH_BYTES_MAX}",
                socket.display(),
                socket.as_os_str().len()
            );
            faults.add("socket", text, Some("name a shorter path with `socket` or --socket"));
        }
    }
}

struct Faults(Vec<Diagnostic>);

impl Faults {
    fn add(&mut self, key: &'static str, text: String, hint: Option<&str>) {
        let hint = hint.map(ToOwned::to_owned);
        self.0.push(Diagnostic { place: Place::Code, key: Some(key), text, hint });
    }
}

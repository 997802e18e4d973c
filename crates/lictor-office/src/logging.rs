//! The log on standard error.

use std::io::{self, IsTerminal as _};
use std::sync::OnceLock;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

/// With which arguments the log of this process was started.
static STARTED: OnceLock<LogArgs> = OnceLock::new();

/// What is logged, and how. At `info` and above there are no secrets.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct LogArgs {
    /// What to log: a level (error, warn, info, debug, trace), also by module as lictor_office=debug
    #[arg(long, value_name = "FILTER", default_value = "info")]
    log: String,
    /// How a line of the log looks
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogArgs {
    /// Starts logging, once a process.
    ///
    /// # Errors
    ///
    /// What is wrong with the filter.
    pub fn start(&self) -> Result<(), String> {
        let filter = EnvFilter::try_new(&self.log).map_err(|error| format!("--log: {error}"))?;
        let builder = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(io::stderr)
            .with_ansi(io::stderr().is_terminal());
        let started = match self.log_format {
            LogFormat::Text => builder.with_target(false).try_init(),
            LogFormat::Json => builder.json().flatten_event(true).try_init(),
        };
        started.map_err(|error| format!("--log: {error}"))?;
        // Started once, so nobody was here before.
        let _ = STARTED.set(self.clone());
        Ok(())
    }
}

/// The arguments with which a child of this process logs alike; none where nothing is logged.
#[must_use]
pub fn arguments() -> Vec<String> {
    let Some(LogArgs { log, log_format }) = STARTED.get() else { return Vec::new() };
    let format = match log_format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    vec!["--log".to_owned(), log.clone(), "--log-format".to_owned(), format.to_owned()]
}

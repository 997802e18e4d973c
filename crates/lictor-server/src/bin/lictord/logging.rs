//! The log on standard error.

use std::io::{self, IsTerminal as _};

use lictor_server::settings::{LogFormat, Settings};
use tracing_subscriber::EnvFilter;

/// Starts logging as the settings say.
///
/// # Errors
///
/// What is wrong with the filter.
pub(crate) fn start(settings: &Settings) -> Result<(), String> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|error| format!("log: {error}"))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let started = match settings.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| format!("log: {error}"))
}

//! `lictord`: the license server as a daemon.
//!
//! Does what concerns the process and not the server: arguments, logging, signals, limits, the
//! ready line, exit codes.

mod check;
mod daemon;
mod demo;
mod exit;
mod load_report;
mod logging;
mod terminal;
mod token;

use std::process::ExitCode;

use lictor_server::cli::{self, Arguments};
use lictor_server::settings;

use crate::exit::Exit;

fn main() -> ExitCode {
    let matches = match cli::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let _closed = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let arguments = Arguments::from_matches(&matches);
    if arguments.print_config {
        return terminal::out(&settings::example()).into();
    }
    match arguments.source.read() {
        Ok(settings) => match &arguments.token {
            Some(order) => token::run(&settings, order).into(),
            None if arguments.check => check::run(&settings, arguments.json).into(),
            None => daemon::run(&arguments.source, settings).into(),
        },
        Err(error) => {
            terminal::complain(&error.to_string());
            if error.is_usage() { Exit::Usage.into() } else { Exit::Configuration.into() }
        }
    }
}

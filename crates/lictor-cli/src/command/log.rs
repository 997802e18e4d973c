//! `lictor log`: the server's one log, read while the server runs or not.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use lictor_journal::Directory;

use crate::context::Context;
use crate::failure::Failure;

mod history;
mod line;
mod listing;
mod replay;
mod report;
mod show;
mod verify;
mod window;

/// Where a server in this directory keeps its log by default.
const DIRECTORY_DEFAULT: &str = "state/journal";

/// The server's log
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  lictor log show --last 20
  lictor log verify /var/lib/lictor/journal
  lictor log report --by user --format html --out use.html")]
pub(crate) enum Log {
    Show(show::Show),
    Verify(verify::Verify),
    Report(report::Report),
    Replay(replay::Replay),
}

impl Log {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::Show(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Report(command) => command.run(context),
            Self::Replay(command) => command.run(context),
        }
    }
}

/// The directory of a log, without its lock.
fn open(named: Option<&PathBuf>) -> Result<Directory, Failure> {
    let path = named.map_or_else(|| Path::new(DIRECTORY_DEFAULT), PathBuf::as_path);
    if path.is_dir() {
        return Ok(Directory::read_only(path));
    }
    Err(Failure::file(format!("{} is no directory", path.display()))
        .hint("name the journal directory of the server, STATE/journal"))
}

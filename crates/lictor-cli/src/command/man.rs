//! `lictor man`: the manual pages, for packagers and for `docs/man`.

use std::path::PathBuf;

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;

/// Write the manual pages into a directory
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor man --out docs/man
  lictor man --out /usr/local/share/man/man1")]
pub(crate) struct Man {
    /// The directory; it must be there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Man {
    pub(crate) fn run(&self, _context: &Context) -> Result<u8, Failure> {
        clap_mangen::generate_to(crate::cli::command(), &self.out).map_err(|error| {
            Failure::internal(format!("cannot write manual pages into {}: {error}", self.out.display()))
        })?;
        Ok(0)
    }
}

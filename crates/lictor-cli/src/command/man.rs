//! `lictor man`: the manual pages, for packagers and for `docs/man`.

use std::io;
use std::path::{Path, PathBuf};

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
        let mut command = crate::cli::command().disable_help_subcommand(true);
        command.build();
        pages(command, &self.out).map_err(|error| {
            Failure::internal(format!("cannot write manual pages into {}: {error}", self.out.display()))
        })?;
        Ok(0)
    }
}

/// The page of a command and of those below it. Each names the product and its version, not the command.
fn pages(command: clap::Command, out: &Path) -> io::Result<()> {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        pages(inner.clone(), out)?;
    }
    clap_mangen::Man::new(command).source(concat!("lictor ", env!("CARGO_PKG_VERSION"))).generate_to(out)?;
    Ok(())
}

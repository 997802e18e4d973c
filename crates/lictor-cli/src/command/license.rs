//! `lictor license`: what is done with license files.

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

mod show;
mod sign;
mod verify;

/// License files
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  lictor license sign template.xml --key keys/acme.key --out licenses/f1.xml
  lictor license verify licenses/f1.xml --pub keys/acme.pub
  lictor license show licenses/f1.xml")]
pub(crate) enum License {
    Sign(sign::Sign),
    Verify(verify::Verify),
    Show(show::Show),
}

impl License {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::Sign(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Show(command) => command.run(context),
        }
    }
}

//! `lictor vendor`: what is done with vendor keys.

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

mod certify;
mod new;
mod revoke;

/// Vendor keys
#[derive(Debug, Subcommand)]
pub(crate) enum Vendor {
    New(new::New),
    Certify(certify::Certify),
    Revoke(revoke::Revoke),
}

impl Vendor {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::New(command) => command.run(context),
            Self::Certify(command) => command.run(context),
            Self::Revoke(command) => command.run(context),
        }
    }
}

//! `lictor vendor`: what is done with vendor keys.

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

mod certify;
mod new;
mod revoke;

/// Vendor keys
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  lictor vendor new ACME --out keys
  lictor vendor certify signing.pub --key acme.key --from 2026-01-01 --until 2026-12-31 --out signing.cert
  lictor vendor revoke old.pub --key acme.key --out acme.revoked")]
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

//! The commands, one a file.

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Failure;

mod borrow;
mod borrows;
mod checkout;
mod clock;
mod completions;
mod feature;
mod hostid;
mod license;
mod licenses;
mod log;
mod man;
mod named;
mod release;
mod reload;
mod reserve;
mod return_borrow;
mod revoke;
mod rules;
mod run;
mod sessions;
mod status;
mod vendor;
mod why;

pub(crate) use status::Status;

/// What `lictor` can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Vendor keys: make, certify, revoke
    #[command(subcommand)]
    Vendor(vendor::Vendor),
    /// License files: sign, verify, show
    #[command(subcommand)]
    License(license::License),
    Hostid(hostid::Hostid),
    Status(Status),
    Feature(feature::Feature),
    Licenses(licenses::Licenses),
    Checkout(checkout::Checkout),
    Run(run::Run),
    Borrow(borrow::Borrow),
    Return(return_borrow::Return),
    Sessions(sessions::Sessions),
    Release(release::Release),
    Borrows(borrows::Borrows),
    Revoke(revoke::Revoke),
    /// Seats of named users and hosts: list, release
    #[command(subcommand)]
    Named(named::Named),
    Reserve(reserve::Reserve),
    Why(why::Why),
    Reload(reload::Reload),
    /// The server's clock: reset
    #[command(subcommand)]
    Clock(clock::Clock),
    /// The server's log: show, verify, report, replay
    #[command(subcommand)]
    Log(log::Log),
    /// Files of access rules: check, diff, import
    #[command(subcommand)]
    Rules(rules::Rules),
    Completions(completions::Completions),
    #[command(hide = true)]
    Man(man::Man),
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    ///
    /// Why it was not done; the exit code is in there.
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::Vendor(command) => command.run(context),
            Self::License(command) => command.run(context),
            Self::Hostid(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Feature(command) => command.run(context),
            Self::Licenses(command) => command.run(context),
            Self::Checkout(command) => command.run(context),
            Self::Run(command) => command.run(context),
            Self::Borrow(command) => command.run(context),
            Self::Return(command) => command.run(context),
            Self::Sessions(command) => command.run(context),
            Self::Release(command) => command.run(context),
            Self::Borrows(command) => command.run(context),
            Self::Revoke(command) => command.run(context),
            Self::Named(command) => command.run(context),
            Self::Reserve(command) => command.run(context),
            Self::Why(command) => command.run(context),
            Self::Reload(command) => command.run(context),
            Self::Clock(command) => command.run(context),
            Self::Log(command) => command.run(context),
            Self::Rules(command) => command.run(context),
            Self::Completions(command) => command.run(context),
            Self::Man(command) => command.run(context),
        }
    }
}

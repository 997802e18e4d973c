//! `lictor rules`: what is done with files of access rules, without a server.

use std::path::Path;

use clap::Subcommand;
use lictor_server::rules::{RulesError, RulesFile, parse};
use lictor_types::limits::RULES_BYTES_MAX;
use lictor_types::{FeatureName, VendorName};

use crate::context::Context;
use crate::failure::Failure;
use crate::file;

mod check;
mod diff;
mod finding;
mod import;
mod known;

use finding::problem;

/// Files of access rules
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  lictor rules check rules.toml
  lictor rules diff rules.toml rules.new.toml
  lictor rules import --from flexlm vendor.opt > rules.toml")]
pub(crate) enum Rules {
    Check(check::Check),
    Diff(diff::Diff),
    Import(import::Import),
}

impl Rules {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::Check(command) => command.run(context),
            Self::Diff(command) => command.run(context),
            Self::Import(command) => command.run(context),
        }
    }
}

/// Reads a file of access rules; the inner error is the content's.
fn read(
    path: &Path,
    known: Option<&[(VendorName, FeatureName)]>,
) -> Result<Result<RulesFile, RulesError>, Failure> {
    let text = file::read_text(path, RULES_BYTES_MAX)
        .map_err(|failure| Failure::bad_rules(failure.text().unwrap_or_default()))?;
    Ok(parse(&path.display().to_string(), &text, known))
}

/// Reads a file of access rules that has to be without mistakes.
pub(crate) fn read_sound(path: &Path) -> Result<RulesFile, Failure> {
    read(path, None)?.map_err(|error| {
        Failure::bad_rules(format!("{} has mistakes", path.display()))
            .problems(error.errors.iter().map(problem).collect())
    })
}

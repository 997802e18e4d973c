//! `lictor-office audit verify-chain`: whether the chain holds, at a running or a stopped back office.

use clap::{ArgMatches, Args, FromArgMatches as _};
use serde_json::json;

use super::client::Ask;
use super::connection::Connection;
use super::environment::Environment;
use super::failure::Failure;
use super::printer::Printer;
use super::run;
use super::stored::{Stored, broken};
use crate::store::audit;
use crate::time::Time;

/// Check the audit chain from its beginning
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office audit verify-chain
  lictor-office audit verify-chain --data /var/lib/lictor-office
  lictor-office audit verify-chain --data office --database postgres://office@127.0.0.1/office --json")]
struct Verify {
    #[command(flatten)]
    stored: Stored,
    #[command(flatten)]
    connection: Connection,
}

/// Name of the command (office.md 5.6).
pub(crate) const NAME: &str = "verify-chain";

/// The parser of `audit` with its command `verify-chain`, which is `verify` for short.
pub(crate) fn with_verify(command: clap::Command) -> clap::Command {
    let verify = Verify::augment_args(clap::Command::new(NAME).alias("verify"));
    command.subcommand(verify)
}

/// Checks the chain.
///
/// # Errors
///
/// If it does not hold, or cannot be read.
pub(crate) async fn verify(
    matches: &ArgMatches,
    environment: &Environment,
    printer: Printer,
) -> Result<(), Failure> {
    let Verify { stored, connection } =
        Verify::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    let report = match connection.offline() {
        Some(data) => {
            let store = stored.open(data).await?;
            let mut tx = store.read(Time(0)).await.map_err(|fault| broken(&fault))?;
            json!(audit::verify_against(&mut tx, data).await.map_err(|fault| broken(&fault))?)
        }
        None => connection.open(environment, printer)?.ask(&Ask::get("/v1/audit/verify")).await?.body,
    };
    if connection.json {
        printer.document(&report)?;
    }
    run::chain(&report, printer, connection.json)
}

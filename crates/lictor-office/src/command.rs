//! The command line of `lictor-office` as one definition: parser, help, manual pages and completions
//! come from it.

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::cli::{self, Demo, Doctor, Environment, Export, Failure, Get, Import, Printer, Send, Serve};
use crate::http::route::Method;
use crate::signer::command::SignerCommand;

/// The vendor's back office: issue, deliver, upgrade, renew and synchronize licenses.
#[derive(Debug, Parser)]
#[command(name = "lictor-office", version, propagate_version = true, max_term_width = 100)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  lictor-office serve --data office
  lictor-office license list --data office
  lictor-office doctor --data office
  lictor-office demo

Exit codes: 0 done; 1 unexpected; 2 wrong call; 3 not found; 4 refused or in conflict;
5 the back office, its issuer or its signer does not answer; 6 not authorized.

Environment: LICTOR_OFFICE_URL, LICTOR_OFFICE_TOKEN_FILE, NO_COLOR."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Serve),
    /// The process that holds the vendor's key: run, init, approve, verify
    #[command(subcommand)]
    Signer(SignerCommand),
    Demo(Demo),
    Doctor(Doctor),
    Export(Export),
    Import(Import),
    Get(Get),
    /// Post to a path of the interface
    #[command(after_help = "Examples:
  lictor-office post /v1/licenses/sync --wait
  lictor-office post /v1/accounts '{\"code\":\"ACME\",\"name\":\"Acme\"}'")]
    Post(Send),
    /// Change a record at a path of the interface
    #[command(after_help = "Examples:
  lictor-office patch /v1/settings '{\"daily_at\":\"03:00\"}'
  lictor-office patch /v1/accounts/ACME @account.json --if-match 3")]
    Patch(Send),
    /// Delete a record at a path of the interface
    #[command(after_help = "Examples:
  lictor-office delete /v1/licenses/7
  lictor-office delete /v1/tokens/shop --reason lost")]
    Delete(Send),
}

/// The whole command line, for generators of manual pages and completions.
#[must_use]
pub fn command() -> clap::Command {
    cli::with_nouns(Cli::command())
}

/// Runs `lictor-office` with the arguments of this process; the exit code is the one to end with.
#[must_use]
pub fn main() -> ExitCode {
    // The provider of TLS is chosen once, before anybody needs it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let matches = command().get_matches();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(&matches)),
        Err(_) => ExitCode::FAILURE,
    }
}

async fn run(matches: &ArgMatches) -> ExitCode {
    let environment = Environment::read();
    let printer = Printer::new(environment.plain);
    if let Some(("signer", _)) = matches.subcommand()
        && let Ok(Cli { command: Command::Signer(command) }) = Cli::from_arg_matches(matches)
    {
        return crate::signer::command::run(command).await;
    }
    match carry_out(matches, &environment, printer).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            printer.failure(&failure, cli::wants_json(matches));
            ExitCode::from(failure.class().exit())
        }
    }
}

async fn carry_out(matches: &ArgMatches, environment: &Environment, printer: Printer) -> Result<(), Failure> {
    if let Some((name, inner)) = matches.subcommand()
        && let Some(done) = cli::run_noun(name, inner, environment, printer).await
    {
        return done;
    }
    let Cli { command } =
        Cli::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    match command {
        Command::Serve(serve) => serve.run(printer).await,
        Command::Demo(demo) => demo.run(printer).await,
        Command::Doctor(doctor) => doctor.run(environment, printer).await,
        Command::Export(export) => export.run(environment, printer).await,
        Command::Import(import) => import.run(printer).await,
        Command::Get(get) => get.run(environment, printer).await,
        Command::Post(send) => send.run(Method::Post, environment, printer).await,
        Command::Patch(send) => send.run(Method::Patch, environment, printer).await,
        Command::Delete(send) => send.run(Method::Delete, environment, printer).await,
        Command::Signer(_) => Err(Failure::internal("the signer's commands run by themselves")),
    }
}

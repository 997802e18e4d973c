//! The command line as one definition: parser, help, manual pages and completions come from it.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};

use crate::command::Command;
use crate::context::Context;
use crate::failure::Failure;
use crate::lmxendutil;

/// Floating licenses from the command line.
///
/// Vendors make keys and sign license files, administrators watch and steer a license server,
/// users check seats out.
#[derive(Debug, Parser)]
#[command(name = "lictor", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Examples:
  lictor vendor new ACME --out keys
  lictor license sign template.xml --key keys/acme.key --out licenses/f1.xml
  lictor status
  lictor run f1 -- my-program

Exit codes: 0 done; 1 unexpected; 2 wrong call; 3 denied; 4 server not reachable or not genuine;
5 bad file or refusal to sign; 6 not authorized.

Environment: LICTOR_LICENSE_PATH, LICTOR_VENDOR_KEY, LICTOR_ADMIN, LICTOR_ADMIN_TOKEN_FILE, NO_COLOR.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What comes with a later version, to be refused by name.
const LATER: [&str; 1] = ["bench"];

/// The whole command line, for generators of manual pages and completions.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs `lictor` with the arguments of this process; the exit code is the one to end with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let context = Context::new();
    let run = match arguments.split_first() {
        Some((program, rest)) if lmxendutil::is_called(program) => lmxendutil::run(rest, &context),
        Some(_) | None => called(&context, &arguments),
    };
    ExitCode::from(run.unwrap_or_else(|failure| {
        context.printer.failure(&failure);
        failure.exit_code()
    }))
}

fn called(context: &Context, arguments: &[OsString]) -> Result<u8, Failure> {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command.run(context),
        Err(error) => refused(context, arguments, &error),
    }
}

/// A call that names no command: help and version are answers, the rest is a wrong call.
fn refused(context: &Context, arguments: &[OsString], error: &clap::Error) -> Result<u8, Failure> {
    let helped = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if let Some(later) = later(arguments, error) {
        if arguments.iter().any(|argument| argument == "--json") {
            context.printer.use_json();
        }
        return Err(Failure::usage(format!("`{later}` is not supported by this version yet")));
    }
    if !helped && arguments.iter().any(|argument| argument == "--json") {
        context.printer.use_json();
        let text = error.render().to_string();
        return Err(Failure::usage(text.trim_start_matches("error: ").trim_end()));
    }
    // Nobody is left to tell if the terminal is gone.
    let _ = error.print();
    Ok(if helped { 0 } else { 2 })
}

/// What was called, if it comes with a later version: a command, or an option of one.
fn later(arguments: &[OsString], error: &clap::Error) -> Option<String> {
    let unknown = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg];
    let unknown = unknown.into_iter().find_map(|kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.as_str()),
        Some(_) | None => None,
    })?;
    let command = arguments.get(1).and_then(|word| word.to_str()).filter(|word| *word != unknown);
    let called = command.map_or_else(|| unknown.to_string(), |command| format!("{command} {unknown}"));
    LATER.contains(&called.as_str()).then(|| format!("lictor {called}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(command: &clap::Command, path: &str, found: &mut Vec<(String, clap::Command)>) {
        let path = format!("{path}{} ", command.get_name());
        if command.get_subcommands().next().is_none() {
            found.push((path.trim_end().to_string(), command.clone()));
        }
        for sub in command.get_subcommands() {
            leaves(sub, &path, found);
        }
    }

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    /// Interfaces: `--help` of every command shows examples, and they are calls that parse.
    #[test]
    fn every_command_has_examples_that_parse() {
        let mut found = Vec::new();
        leaves(&command(), "", &mut found);
        for (path, leaf) in found {
            let help = leaf.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> =
                help.lines().map(str::trim).filter(|line| line.starts_with(&path)).collect();
            assert!(examples.len() >= 2, "`{path}` has {} examples", examples.len());
            for example in examples {
                let words = example.split_whitespace().take_while(|word| !matches!(*word, ">" | "<" | "|"));
                let parsed = Cli::try_parse_from(words).map(|_| ()).map_err(|error| error.to_string());
                assert_eq!(parsed, Ok(()), "{example}");
            }
        }
    }

    /// What comes with a later version is not offered.
    #[test]
    fn later_commands_are_not_offered() {
        let mut found = Vec::new();
        leaves(&command(), "", &mut found);
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        for later in LATER {
            assert!(!paths.contains(&format!("lictor {later}").as_str()), "{later}");
        }
    }
}

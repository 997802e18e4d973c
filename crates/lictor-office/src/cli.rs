//! The command line beside `serve` and `signer`: a client of a running back office, and what works on
//! its store.

mod audit;
mod client;
mod connection;
mod daily;
mod demo;
mod doctor;
mod environment;
mod failure;
mod forecast;
mod names;
mod noun;
mod outline;
mod parser;
mod printer;
mod raw;
mod run;
mod serve;
mod stored;
mod table;
mod tail;
mod transfer;
mod verb;

pub(crate) use demo::Demo;
pub(crate) use doctor::Doctor;
pub(crate) use environment::Environment;
pub(crate) use failure::Failure;
pub(crate) use printer::Printer;
pub(crate) use raw::{Get, Send};
pub(crate) use serve::Serve;
pub(crate) use transfer::{Export, Import};

use clap::ArgMatches;

/// A command's parser with everything that comes from the tables of nouns.
pub(crate) fn with_nouns(command: clap::Command) -> clap::Command {
    let nouns = noun::NOUNS.iter().map(|noun| match noun.name {
        "audit" => audit::with_verify(parser::noun(noun)),
        _ => parser::noun(noun),
    });
    command.subcommands(nouns).subcommands(noun::ALONE.verbs.iter().map(|verb| parser::command("", verb)))
}

/// Carries out a command that comes from the tables; none if it does not.
pub(crate) async fn run_noun(
    name: &str,
    matches: &ArgMatches,
    environment: &Environment,
    printer: Printer,
) -> Option<Result<(), Failure>> {
    if let Some(verb) = noun::ALONE.verbs.iter().find(|verb| verb.name == name) {
        return Some(run::run(noun::ALONE, verb, matches, environment, printer).await);
    }
    let noun = noun::NOUNS.iter().find(|noun| noun.name == name)?;
    let (name, matches) = matches.subcommand()?;
    if noun.name == "audit" && name == audit::NAME {
        return Some(audit::verify(matches, environment, printer).await);
    }
    let verb = noun.verbs.iter().find(|verb| verb.name == name)?;
    Some(run::run(noun, verb, matches, environment, printer).await)
}

/// Whether a call asked for JSON, for its failure.
pub(crate) fn wants_json(matches: &ArgMatches) -> bool {
    let own = matches.try_get_one::<bool>("json").ok().flatten().copied().unwrap_or(false);
    own || matches.subcommand().is_some_and(|(_, inner)| wants_json(inner))
}

#[cfg(test)]
mod tests;

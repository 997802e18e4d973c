//! Writes the manual pages and the completions of `lictord` and of `lictor-office` into a directory, for
//! `cargo xtask generate`.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap_complete::generate_to;
use clap_complete::shells::{Bash, Fish, Zsh};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("expected a directory")?);
    pages(lictor_server::cli::command(), "lictord", &folder)?;
    pages(lictor_office::command::command(), "lictor-office", &folder)
}

fn pages(mut command: clap::Command, name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    // Before the completions, which add a command `help` below each command.
    let mut built = command.clone().disable_help_subcommand(true);
    built.build();
    manual(built, folder)?;
    generate_to(Bash, &mut command, name, folder)?;
    generate_to(Fish, &mut command, name, folder)?;
    generate_to(Zsh, &mut command, name, folder)?;
    Ok(())
}

/// The page of a command and of those below it. Each names the product and its version, not the command.
fn manual(command: clap::Command, folder: &Path) -> Result<(), Box<dyn Error>> {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        manual(inner.clone(), folder)?;
    }
    clap_mangen::Man::new(command)
        .source(concat!("lictor ", env!("CARGO_PKG_VERSION")))
        .generate_to(folder)?;
    Ok(())
}

//! `lictor completions`: what a shell needs to complete calls of `lictor`.

use clap::{Args, ValueEnum};
use clap_complete::generate;
use clap_complete::shells::{Bash, Fish, Zsh};

use crate::context::Context;
use crate::failure::Failure;

/// Write the completions of a shell to standard output
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor completions bash > /usr/share/bash-completion/completions/lictor
  lictor completions fish > ~/.config/fish/completions/lictor.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// A shell that has completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// fish.
    Fish,
}

impl Completions {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        context.printer.bytes(&completions(self.shell))?;
        Ok(0)
    }
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut command = crate::cli::command();
    let mut script = Vec::new();
    match shell {
        Shell::Bash => generate(Bash, &mut command, "lictor", &mut script),
        Shell::Zsh => generate(Zsh, &mut command, "lictor", &mut script),
        Shell::Fish => generate(Fish, &mut command, "lictor", &mut script),
    }
    script
}

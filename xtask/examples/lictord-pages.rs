//! Writes the manual page and the completions of `lictord` into a directory, for `cargo xtask generate`.

use std::error::Error;
use std::path::PathBuf;

use clap_complete::generate_to;
use clap_complete::shells::{Bash, Fish, Zsh};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("expected a directory")?);
    let mut command = lictor_server::cli::command();
    generate_to(Bash, &mut command, "lictord", &folder)?;
    generate_to(Fish, &mut command, "lictord", &folder)?;
    generate_to(Zsh, &mut command, "lictord", &folder)?;
    clap_mangen::generate_to(command, &folder)?;
    Ok(())
}

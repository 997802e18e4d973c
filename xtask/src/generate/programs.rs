//! What the programs say of themselves.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::Failure;
use crate::generate::Made;

/// Builds both programs and asks them for their documents.
pub(super) fn documents(root: &Path) -> Result<Made, Failure> {
    output(cargo(root).args(["build", "--quiet", "-p", "lictor-cli", "-p", "lictor-server", "--bins"]))?;
    let mut made = Made::new();
    let lictor = program("lictor")?;
    let pages = program("generated-man")?;
    drop(std::fs::remove_dir_all(&pages));
    std::fs::create_dir_all(&pages)?;
    output(Command::new(&lictor).args(["man", "--out"]).arg(&pages))?;
    // `lictord` and `lictor-office` print no pages of their own; an example of this package asks their
    // libraries.
    output(
        cargo(root).args(["run", "--quiet", "-p", "xtask", "--example", "lictord-pages", "--"]).arg(&pages),
    )?;
    for entry in std::fs::read_dir(&pages)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = if name.ends_with(".1") { "docs/man" } else { "docs/completions" };
        made.insert(format!("{folder}/{name}"), std::fs::read(entry.path())?);
    }
    for (shell, file) in [("bash", "lictor.bash"), ("zsh", "_lictor"), ("fish", "lictor.fish")] {
        let script = output(Command::new(&lictor).args(["completions", shell]))?;
        made.insert(format!("docs/completions/{file}"), script);
    }
    let configuration = output(Command::new(program("lictord")?).arg("--print-config"))?;
    made.insert("docs/lictord.example.toml".to_owned(), configuration);
    let interface =
        output(cargo(root).args(["run", "--quiet", "-p", "xtask", "--example", "office-openapi"]))?;
    made.insert("docs/openapi-office.json".to_owned(), interface);
    Ok(made)
}

/// Signs the demo licenses again from their templates. That the ones there are what this makes is a
/// test of the issuer.
pub(super) fn sign_demo_licenses(root: &Path) -> Result<(), Failure> {
    output(cargo(root).args(["run", "--quiet", "-p", "lictor-issuer", "--example", "demo-licenses"]))
        .map(drop)
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root);
    command
}

/// A path beside this program, where cargo puts the others.
fn program(name: &str) -> Result<PathBuf, Failure> {
    Ok(std::env::current_exe()?.with_file_name(name))
}

fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{} failed: {said}", command.get_program().display()).into());
    }
    Ok(output.stdout)
}

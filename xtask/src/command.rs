//! The words of `cargo xtask`.

use std::error::Error;
use std::path::Path;

use crate::tree::Tree;
use crate::{generate, rules, tidy};

/// Why a command could not be carried out at all.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a command has to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// For standard output.
    pub text: String,
    /// Whether something is not as it should be.
    pub failed: bool,
}

const HELP: &str = "\
usage: cargo xtask COMMAND

  tidy                 check every house rule; one line a breach
  rules [--check]      write docs/rules.md: where each licensing rule is decided and tested
  generate [--check]   write the manual pages, completions, example configuration and rule table
  help                 this text

With --check nothing is written, and the command fails if something would change.
";

/// Runs one command.
///
/// # Errors
///
/// When the arguments are not a command, or the tree cannot be read or written.
pub fn run(arguments: &[String]) -> Result<Report, Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => Ok(Report { text: HELP.to_owned(), failed: false }),
        ["tidy"] => Ok(tidy_report(&Tree::load(root)?)),
        ["rules"] => rules::write(root, &Tree::load(root)?),
        ["rules", "--check"] => rules::check(&Tree::load(root)?),
        ["generate"] => generate::write(root),
        ["generate", "--check"] => generate::check(root),
        _ => Err(format!("no such command: {}\nhint: cargo xtask help", words.join(" ")).into()),
    }
}

fn tidy_report(tree: &Tree) -> Report {
    let findings = tidy(tree);
    let mut text: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
    let verdict = match findings.len() {
        0 => format!("tidy: {} files, nothing to say\n", tree.files().len()),
        count => format!("tidy: {} files, {count} findings\n", tree.files().len()),
    };
    text.push_str(&verdict);
    Report { text, failed: !findings.is_empty() }
}

/// Top of the repository this program was built from.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_named_with_a_hint() {
        let failure = run(&["tidier".to_owned()]).unwrap_err();
        assert_eq!(failure.to_string(), "no such command: tidier\nhint: cargo xtask help");
    }

    #[test]
    fn help_names_every_command() {
        let report = run(&[]).unwrap();
        for word in ["tidy", "rules", "generate"] {
            assert!(report.text.contains(&format!("\n  {word} ")), "{word}");
        }
    }
}

//! `lictor rules diff`: what a new file of access rules would change.

use std::path::PathBuf;

use clap::Args;
use lictor_server::rules::{Change, diff};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;

/// Show what is different between two files of access rules
///
/// Rules are compared by what they mean: comments, blank lines and the names of groups make no
/// difference, members that a group gained or lost do, and so does the order of rules of one kind.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor rules diff rules.toml rules.new.toml
  lictor rules diff rules.toml rules.new.toml --json

Exit code 5 (bad_rules) if a file has mistakes; differences leave it 0.")]
pub(crate) struct Diff {
    /// The file as it is
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The file as it is to be
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let changes = diff(&super::read_sound(&self.old)?, &super::read_sound(&self.new)?);
        if self.json {
            let changes: Vec<Value> = changes.iter().map(document).collect();
            context.printer.document(&json!({ "changes": changes }))?;
        } else if changes.is_empty() {
            context.printer.note("no difference");
        } else {
            let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
            context.printer.result(&lines.join("\n"))?;
        }
        Ok(0)
    }
}

fn document(change: &Change) -> Value {
    match change {
        Change::Policy { key, before, after } => {
            json!({ "change": "policy", "key": key, "before": before, "after": after })
        }
        Change::Removed { line, text } => json!({ "change": "removed", "line": line, "text": text }),
        Change::Added { line, text } => json!({ "change": "added", "line": line, "text": text }),
        Change::Moved { from, to, text } => {
            json!({ "change": "moved", "from": from, "to": to, "text": text })
        }
        Change::Changed { from, to, before, after, gained, lost } => json!({
            "change": "changed", "from": from, "to": to, "before": before, "after": after,
            "gained": gained, "lost": lost,
        }),
    }
}

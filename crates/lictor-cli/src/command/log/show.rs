//! `lictor log show`: what stands in the log.

use std::path::PathBuf;

use clap::Args;
use lictor_journal::{Block, BlockKind};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Failure, Problem};

/// Show the server's log, one line a block
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log show
  lictor log show /var/lib/lictor/journal --json")]
pub(crate) struct Show {
    /// The journal directory [default: ./state/journal]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let directory = super::open(self.directory.as_ref())?;
        let mut blocks = Vec::new();
        let mut written = Ok(());
        let report = lictor_journal::verify(&directory, &mut |block| {
            if self.json {
                blocks.push(document(block));
            } else if written.is_ok() {
                written = context.printer.result(&line(block));
            }
        });
        let report = report
            .map_err(|error| Failure::file(format!("cannot read {}: {error}", directory.path().display())))?;
        written?;
        if self.json {
            context.printer.document(&json!({ "blocks": blocks }))?;
        }
        if report.is_clean() {
            return Ok(0);
        }
        let problems = report.problems.iter().map(|problem| Problem {
            text: format!("{}: byte {}: {}", problem.file, problem.offset, problem.defect),
            hint: None,
        });
        Err(Failure::log_damaged("only the sound part of the log is shown")
            .problems(problems.collect())
            .after_document())
    }
}

fn kind(block: &Block<'_>) -> &'static str {
    match block.kind {
        BlockKind::Application => "records",
        BlockKind::Blank => "blank",
        BlockKind::Membership => "membership",
        BlockKind::Seal => "seal",
        _ => "unknown",
    }
}

fn document(block: &Block<'_>) -> Value {
    json!({
        "kind": kind(block),
        "first": block.first_seq,
        "last": block.last_seq(),
        "records": block.count,
        "bytes": block.body.len(),
        "erased": block.erased,
        "chain": block.chain.to_string(),
    })
}

fn line(block: &Block<'_>) -> String {
    let what = match block.kind {
        BlockKind::Application if block.count == 1 => format!("record {}", block.first_seq),
        BlockKind::Application => format!("records {} to {}", block.first_seq, block.last_seq()),
        BlockKind::Blank | BlockKind::Membership | BlockKind::Seal | _ => kind(block).to_string(),
    };
    let erased = if block.erased { "  erased" } else { "" };
    let chain = block.chain.to_string();
    format!("{what:<28} {:>7} bytes  {}{erased}", block.body.len(), chain.get(..16).unwrap_or(&chain))
}

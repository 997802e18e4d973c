//! `lictor log show`: what was decided when, record by record (TRU-05).

use std::path::PathBuf;

use clap::Args;
use lictor_engine::LogReader;
use lictor_journal::{Block, BlockKind};
use lictor_types::SessionId;

use crate::command::log::line::Line;
use crate::command::log::listing::Listing;
use crate::context::Context;
use crate::failure::{Failure, Problem};
use crate::wanted;

/// Show the server's log: one line a record, with its sequence, time, kind and fields
///
/// Features and pools are told by number. If the log is damaged, its sound part is shown (exit code
/// 5, log_damaged).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log show --last 20
  lictor log show /var/lib/lictor/journal --from 1000 --json
  lictor log show --session s12.1")]
pub(crate) struct Show {
    /// The journal directory [default: ./state/journal]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Leave out the records before this sequence
    #[arg(long, value_name = "SEQ", default_value_t = 0, hide_default_value = true)]
    from: u64,
    /// Show only the last so many of the records
    #[arg(long, value_name = "N")]
    last: Option<usize>,
    /// Show only the records of this session, as `lictor sessions` names it
    #[arg(long, value_name = "SESSION", value_parser = wanted::session)]
    session: Option<SessionId>,
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
        let mut listing = Listing::new(&context.printer, self.last);
        let mut problems = Vec::new();
        let report = lictor_journal::verify(&directory, &mut |block| {
            problems.extend(self.block(block, &mut listing));
            listing.end_block();
        });
        listing.end()?;
        let report = report.map_err(|error| {
            Failure::file(format!("cannot read {}: {error}", directory.path().display())).after_document()
        })?;
        problems.extend(report.problems.iter().map(|problem| Problem {
            text: format!("{}: byte {}: {}", problem.file, problem.offset, problem.defect),
            hint: None,
        }));
        if problems.is_empty() {
            return Ok(0);
        }
        Err(Failure::log_damaged("only the sound part of the log is shown")
            .problems(problems)
            .after_document())
    }

    /// Lists the records of a block; what cannot be read is a problem.
    fn block(&self, block: &Block<'_>, listing: &mut Listing<'_>) -> Option<Problem> {
        if block.kind != BlockKind::Application || block.last_seq() < self.from {
            return None;
        }
        for (sequence, entry) in (block.first_seq..).zip(LogReader::new(block.body, block.erasable)) {
            match entry {
                Ok(entry) => {
                    let line = Line::new(sequence, &entry);
                    if sequence >= self.from && self.session.is_none_or(|session| line.is_of(session)) {
                        listing.add(&line);
                    }
                }
                Err(error) => {
                    let text = format!("record {sequence}: {error}");
                    return Some(Problem { text, hint: None });
                }
            }
        }
        None
    }
}

//! `lictor log verify`: every byte of the log is as it was written (TRU-05).

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::failure::{Failure, Problem};

/// Check the server's log end to end: checksums, order and hash chain
///
/// What was cut off at the end cannot be seen from the log itself; compare the head and the last
/// sequence with what was noted elsewhere.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log verify
  lictor log verify /var/lib/lictor/journal --json

Exit code 5 (log_damaged) if anything is not as it was written.")]
pub(crate) struct Verify {
    /// The journal directory [default: ./state/journal]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    status: &'static str,
    segments: u64,
    snapshots: u64,
    blocks: u64,
    records: u64,
    erased: u64,
    first: u64,
    last: u64,
    synced: u64,
    head: String,
    problems: Vec<Damage>,
}

#[derive(Debug, Serialize)]
struct Damage {
    file: String,
    offset: u64,
    text: String,
}

impl Verify {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let report = examine(self.directory.as_ref())?;
        if self.json {
            context.printer.document(&report)?;
        } else {
            context.printer.result(&render(&report))?;
        }
        let problems: Vec<Problem> = report.problems.iter().map(problem).collect();
        match problems.len() {
            0 => Ok(0),
            count => {
                let text = if count == 1 { "1 place".to_string() } else { format!("{count} places") };
                let text = format!("log damaged: {text} not as written");
                Err(Failure::log_damaged(text).problems(problems).after_document())
            }
        }
    }
}

fn examine(named: Option<&PathBuf>) -> Result<Report, Failure> {
    let directory = super::open(named)?;
    let report = lictor_journal::verify(&directory, &mut |_| {})
        .map_err(|error| Failure::file(format!("cannot read {}: {error}", directory.path().display())))?;
    if report.segments == 0 {
        return Err(Failure::file(format!("{} holds no log", directory.path().display())));
    }
    let problems = report.problems.iter().map(|problem| Damage {
        file: directory.path().join(&problem.file).display().to_string(),
        offset: problem.offset,
        text: problem.defect.to_string(),
    });
    Ok(Report {
        status: if report.is_clean() { "ok" } else { "log_damaged" },
        segments: report.segments,
        snapshots: report.snapshots,
        blocks: report.blocks,
        records: report.records,
        erased: report.erased,
        first: report.first_seq,
        last: report.last_seq,
        synced: report.synced_seq,
        head: report.head.to_string(),
        problems: problems.collect(),
    })
}

fn problem(damage: &Damage) -> Problem {
    Problem { text: format!("{}: byte {}: {}", damage.file, damage.offset, damage.text), hint: None }
}

fn render(report: &Report) -> String {
    let count =
        |count: u64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let size = [
        count(report.segments, "segment"),
        count(report.snapshots, "snapshot"),
        count(report.blocks, "block"),
        count(report.records, "record"),
    ];
    format!("{}\nrecords {} to {}\nhead {}", size.join(", "), report.first, report.last, report.head)
}

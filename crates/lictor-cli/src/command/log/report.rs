//! `lictor log report`: use over time, from the log.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::history::{self, History};
use super::window::{Moment, Window};
use crate::context::Context;
use crate::failure::Failure;
use crate::file;

mod dimension;
mod document;
mod hours;
mod html;
mod meter;
mod series;
mod sheet;
mod survey;

use dimension::Dimension;
use survey::Survey;

/// Report use per feature, user, host, project, hour or day, from the server's log
///
/// Counts what was checked out, denied and waited for, and for how long seats were held. Features are
/// named with their vendor. Works beside a running server and without one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log report
  lictor log report --state /var/lib/lictor --by user,feature --from 2026-03-01 --to 2026-04-01
  lictor log report --by feature,hour --format csv --out march.csv
  lictor log report --format html --out march.html

A checkout that began before --from counts its hours from there on.")]
pub(crate) struct Report {
    /// The server's state directory [default: ./state]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Leave out what was before this day or time
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
    /// Leave out what was at this day or time and after it
    #[arg(long, value_name = "TIME")]
    to: Option<Moment>,
    /// What the rows are about, one or several
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_enum, default_value = "feature")]
    by: Vec<Dimension>,
    /// How it is written; html is one page with plots that needs no other file
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Tell times in UTC instead of the server's zone
    #[arg(long)]
    utc: bool,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// RFC 4180.
    Csv,
    /// One document.
    Json,
    /// One page.
    Html,
}

impl Report {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.format == Format::Json {
            context.printer.use_json();
        }
        let by = Dimension::sound(&self.by)?;
        let window = Window::new(self.from, self.to, self.utc);
        let mut survey = Survey::new(by, window);
        let checked = History::open(self.state.as_ref())?.read(context, &mut |block| survey.block(block))?;
        let summary = survey.finish();
        let text = match self.format {
            Format::Table => sheet::table(&summary),
            Format::Csv => sheet::csv(&summary),
            Format::Json => document::json(&summary)?,
            Format::Html => html::page(&summary),
        };
        match &self.out {
            Some(path) => file::replace(path, text.as_bytes())?,
            None if self.format == Format::Csv => context.printer.bytes(text.as_bytes())?,
            None => context.printer.result(&text)?,
        }
        history::damage(&checked).map_or(Ok(0), |failure| Err(failure.after_document()))
    }
}

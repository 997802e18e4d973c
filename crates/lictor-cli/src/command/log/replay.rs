//! `lictor log replay`: the recorded requests, decided again.

use std::path::PathBuf;

use clap::Args;

use super::history::{self, History};
use super::window::{Moment, Window};
use crate::context::Context;
use crate::failure::{Failure, Problem};

mod exact;

use exact::{Difference, Exact};

/// Decide again what the server's log says was asked
///
/// With the same licenses and rules every decision must come out as it was recorded; the first that
/// does not is named (exit code 1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log replay
  lictor log replay --state /var/lib/lictor --from 2026-03-01 --json")]
pub(crate) struct Replay {
    /// The server's state directory [default: ./state]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Follow the log up to this day or time and decide again from there on
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
    /// Stop before this day or time
    #[arg(long, value_name = "TIME")]
    to: Option<Moment>,
    /// Times are in UTC instead of the server's zone
    #[arg(long)]
    utc: bool,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

impl Replay {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let history = History::open(self.state.as_ref())?;
        self.exact(&history, context)
    }

    /// Whether the log can be made again.
    fn exact(&self, history: &History, context: &Context) -> Result<u8, Failure> {
        let mut window = Window::new(self.from, self.to, self.utc);
        let mut exact = Exact::default();
        let checked = history.read(context, &mut |block| {
            if exact.verdict.difference.is_some() {
                return Ok(());
            }
            window.learn(exact.recorded());
            let wall_ms = history::first_stamp(block)?.wall_ms;
            if wall_ms >= window.end_ms() {
                return Ok(());
            }
            let begun = exact.verdict.first > 0;
            if begun || wall_ms >= window.start_ms() { exact.decide(block) } else { exact.follow(block) }
        })?;
        let mut verdict = exact.verdict;
        verdict.status = if verdict.difference.is_none() { "ok" } else { "not_reproduced" };
        if self.json {
            context.printer.document(&verdict)?;
        } else {
            let erased = match verdict.erased {
                0 => String::new(),
                erased => format!(", {erased} of them without their erased personal text"),
            };
            context.printer.result(&format!("{} decisions reproduced exactly{erased}", verdict.records))?;
        }
        if let Some(difference) = &verdict.difference {
            return Err(differs(difference).after_document());
        }
        history::damage(&checked).map_or(Ok(0), |failure| Err(failure.after_document()))
    }
}

fn differs(Difference { sequence, recorded, again }: &Difference) -> Failure {
    let shown = |what: &str, line: &Option<super::line::Line>| {
        let line = line.as_ref().map_or_else(|| "nothing".to_string(), ToString::to_string);
        Problem { text: format!("{what}: {}", line.trim_start()), hint: None }
    };
    Failure::not_reproduced(format!("record {sequence} did not come out as it was recorded"))
        .problems(vec![shown("recorded", recorded), shown("decided again", again)])
        .hint("another version of the server may have decided it; `lictor log verify` tells of damage")
}

//! `lictor log replay`: the recorded requests, decided again.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use lictor_engine::Ledger;
use lictor_journal::VerifyReport;

use super::history::{self, History};
use super::line::Line;
use super::window::{Moment, Window};
use crate::command::rules::read_sound;
use crate::context::Context;
use crate::failure::{Failure, Problem};

mod asking;
mod change;
mod exact;
mod extras;
mod leaver;
mod numbers;
mod other;
mod outlook;
mod past;
mod smallest;
mod tally;
mod uses;
mod world;

use change::{Change, Count};
use exact::{Difference, Exact};
use outlook::{Asked, Outlook};
use past::Past;
use world::World;

/// Decide again what the server's log says was asked, as it was or with other counts or rules
///
/// With the same licenses and rules every decision must come out as it was recorded; the first that
/// does not is named (exit code 1). With --set or --rule it is told who would have been denied or
/// would have waited, and which count would have been enough.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor log replay
  lictor log replay --state /var/lib/lictor --from 2026-03-01 --json
  lictor log replay --set solver=12 --set mesher=4 --from 2026-03-01 --to 2026-04-01
  lictor log replay --rule rules.new.toml

COUNT is the feature's count in all: upgrades and further licenses of it do not add to it. Requests
that were granted at once are taken as ones that would not have waited.")]
pub(crate) struct Replay {
    /// The server's state directory [default: ./state]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// A feature with another count; may be repeated
    #[arg(long, value_name = "FEATURE=COUNT")]
    set: Vec<Count>,
    /// File of access rules to be in force instead of the recorded ones
    #[arg(long, value_name = "FILE")]
    rule: Option<PathBuf>,
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
        let rules = self.rule.as_ref().map(|path| read_sound(path)).transpose()?;
        let change = Change { counts: self.set.clone(), rules: rules.map(|file| file.set) };
        let history = History::open(self.state.as_ref())?;
        if change.is_none() {
            self.exact(&history, context)
        } else {
            self.otherwise(&history, &change, context)
        }
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
        sound(&checked)
    }

    /// What would have been.
    fn otherwise(&self, history: &History, change: &Change, context: &Context) -> Result<u8, Failure> {
        let (mut past, asked, checked) = self.gather(history, context)?;
        let recorded = past.measure()?;
        self.check_features(&recorded)?;
        let tally = World::run(&past, change)?;
        let mut smallest = BTreeMap::new();
        for (feature, row) in &tally.rows {
            let named = |count: &Count| {
                let vendor = count.named.vendor.as_ref();
                recorded.find_feature(vendor, count.named.feature.as_str()) == row.feature
            };
            let searched = row.then.short + row.now.short > 0 || self.set.iter().any(named);
            if row.feature.is_some() && searched {
                let found = smallest::smallest(context, &past, change, &tally, feature)?;
                smallest.insert(feature.clone(), found);
            }
        }
        context.printer.progress(None);
        let outlook = Outlook::new(asked, tally, &smallest);
        if self.json {
            context.printer.document(&outlook)?;
        } else {
            context.printer.result(&outlook.render())?;
        }
        sound(&checked)
    }

    /// Reads the part of the log that is to be decided otherwise.
    fn gather(&self, history: &History, context: &Context) -> Result<(Past, Asked, VerifyReport), Failure> {
        let mut window = Window::new(self.from, self.to, self.utc);
        let (mut ledger, mut past) = (Ledger::new(), Past::default());
        let (mut begun, mut records, mut start_ms, mut end_ms) = (false, 0_u64, 0, 0);
        let checked = history.read(context, &mut |block| {
            window.learn(&ledger);
            let wall_ms = history::first_stamp(block)?.wall_ms;
            if wall_ms < window.end_ms() && (begun || wall_ms >= window.start_ms()) {
                if !begun {
                    past.begin(&ledger);
                    start_ms = wall_ms;
                }
                begun = true;
                records += u64::from(block.count);
                past.add(block);
            }
            let folded = ledger.fold(block.body, block.erasable);
            folded.map_err(|error| history::unreadable(block.first_seq, &error))?;
            if begun && wall_ms < window.end_ms() {
                end_ms = ledger.last_stamp().wall_ms;
            }
            Ok(())
        })?;
        if !begun {
            past.begin(&ledger);
            start_ms = ledger.last_stamp().wall_ms;
            end_ms = start_ms;
        }
        let counts = self.set.iter().map(|count| {
            let vendor = count.named.vendor.as_ref().map(|vendor| format!("{vendor}/")).unwrap_or_default();
            format!("{vendor}{}={}", count.named.feature, count.seats)
        });
        let rules = self.rule.iter().map(|path| format!("rules={}", path.display()));
        let changes = counts.chain(rules).collect();
        let (zone, zone_name) = (window.zone(), window.zone_name());
        Ok((past, Asked { zone, zone_name, start_ms, end_ms, records, changes }, checked))
    }

    /// A feature that the log does not know is a slip of the pen.
    fn check_features(&self, recorded: &Ledger) -> Result<(), Failure> {
        for Count { named, .. } in &self.set {
            if recorded.find_feature(named.vendor.as_ref(), named.feature.as_str()).is_none() {
                let text = format!("--set: no license of `{}` is in the log", named.feature);
                return Err(Failure::usage(text).hint("`lictor log report` lists the features that are"));
            }
        }
        Ok(())
    }
}

/// The exit code, unless the log is damaged.
fn sound(checked: &VerifyReport) -> Result<u8, Failure> {
    history::damage(checked).map_or(Ok(0), |failure| Err(failure.after_document()))
}

fn differs(Difference { sequence, recorded, again }: &Difference) -> Failure {
    let shown = |what: &str, line: &Option<Line>| {
        let line = line.as_ref().map_or_else(|| "nothing".to_string(), ToString::to_string);
        Problem { text: format!("{what}: {}", line.trim_start()), hint: None }
    };
    Failure::not_reproduced(format!("record {sequence} did not come out as it was recorded"))
        .problems(vec![shown("recorded", recorded), shown("decided again", again)])
        .hint("another version of the server may have decided it; `lictor log verify` tells of damage")
}

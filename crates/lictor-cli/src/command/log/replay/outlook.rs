//! What would have been, for people and as a document.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::tally::{Case, Count, Row, Tally, Times};
use crate::command::log::window;
use crate::table::Table;

/// Cases that are listed for people.
const CASES_SHOWN: usize = 20;

/// The document.
#[derive(Debug, Serialize)]
pub(super) struct Outlook {
    status: &'static str,
    zone: String,
    from: String,
    to: String,
    records: u64,
    /// What was asked about: `VENDOR/FEATURE=COUNT`, `rules=FILE`.
    changes: Vec<String>,
    features: Vec<Feature>,
    /// Who was granted and would have been denied.
    denied: Vec<Somebody>,
    /// Who was denied, with the status of then, and would have been granted.
    granted: Vec<Somebody>,
}

#[derive(Debug, Serialize)]
struct Feature {
    feature: String,
    requests: u64,
    fell_away: u64,
    then: Side,
    now: Side,
    /// Whether a smallest count was looked for.
    searched: bool,
    /// The smallest count with no denial for lack of seats; none if there is none.
    smallest: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Side {
    denied: u64,
    short: u64,
    waited: u64,
    wait_seconds: f64,
    wait_seconds_max: f64,
    given_up: u64,
    peak: u64,
}

#[derive(Debug, Serialize)]
struct Somebody {
    user: String,
    host: String,
    feature: String,
    status: &'static str,
    count: u64,
    first: String,
}

/// What was looked at.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) zone: TimeZone,
    pub(super) zone_name: String,
    pub(super) start_ms: u64,
    pub(super) end_ms: u64,
    pub(super) records: u64,
    pub(super) changes: Vec<String>,
}

impl Outlook {
    /// From both worlds, and the smallest counts that were looked for.
    pub(super) fn new(asked: Asked, tally: Tally, smallest: &BTreeMap<String, Option<u32>>) -> Self {
        let zone = &asked.zone;
        let feature = |(name, row): (String, Row)| Feature {
            searched: smallest.contains_key(&name),
            smallest: smallest.get(&name).copied().flatten(),
            feature: name,
            requests: row.requests,
            fell_away: row.fell_away,
            then: side(row.then),
            now: side(row.now),
        };
        Self {
            status: "ok",
            from: window::shown(asked.start_ms, zone),
            to: window::shown(asked.end_ms, zone),
            zone: asked.zone_name,
            records: asked.records,
            changes: asked.changes,
            features: tally.rows.into_iter().map(feature).collect(),
            denied: people(tally.lost, zone),
            granted: people(tally.won, zone),
        }
    }

    /// For people.
    pub(super) fn render(&self) -> String {
        let mut table = Table::new(&[
            "feature", "requests", "denied", "would be", "waited", "would", "longest", "would be", "peak",
            "would be", "smallest",
        ]);
        for feature in &self.features {
            let (then, now) = (&feature.then, &feature.now);
            let seconds = |seconds: f64| format!("{seconds:.1} s");
            let smallest = match (feature.searched, feature.smallest) {
                (false, _) => String::new(),
                (true, None) => "none is enough".to_string(),
                (true, Some(count)) => count.to_string(),
            };
            table.line(vec![
                feature.feature.clone(),
                feature.requests.to_string(),
                then.denied.to_string(),
                now.denied.to_string(),
                then.waited.to_string(),
                now.waited.to_string(),
                seconds(then.wait_seconds_max),
                seconds(now.wait_seconds_max),
                then.peak.to_string(),
                now.peak.to_string(),
                smallest,
            ]);
        }
        let (from, to, zone) = (&self.from, &self.to, &self.zone);
        let (records, changes) = (self.records, self.changes.join(", "));
        let mut text = format!("With {changes}, {from} to {to} ({zone}), {records} records\n\n{table}\n");
        text.push_str(&listed("Would have been denied", &self.denied));
        text.push_str(&listed("Would not have been denied", &self.granted));
        text
    }
}

fn listed(title: &str, people: &[Somebody]) -> String {
    if people.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{title}:\n");
    for Somebody { user, host, feature, status, count, first } in people.iter().take(CASES_SHOWN) {
        let times = if *count == 1 { "once".to_string() } else { format!("{count} times") };
        text.push_str(&format!("  {user}@{host}  {feature}  {status}  {times}, first {first}\n"));
    }
    match people.len().saturating_sub(CASES_SHOWN) {
        0 => text,
        more => format!("{text}  and {more} more: --json has all of them\n"),
    }
}

fn side(count: Count) -> Side {
    let seconds = |ms: u64| ms as f64 / 1_000.0;
    Side {
        denied: count.denied,
        short: count.short,
        waited: count.waited,
        wait_seconds: seconds(count.wait_ms),
        wait_seconds_max: seconds(count.wait_ms_max),
        given_up: count.given_up,
        peak: count.peak,
    }
}

/// In the order of time.
fn people(cases: BTreeMap<Case, Times>, zone: &TimeZone) -> Vec<Somebody> {
    let mut cases: Vec<(Case, Times)> = cases.into_iter().collect();
    cases.sort_by_key(|(_, times)| times.first_ms);
    let somebody = |(case, times): (Case, Times)| Somebody {
        user: case.person.user,
        host: case.person.host,
        feature: case.feature,
        status: case.status,
        count: times.count,
        first: window::shown(times.first_ms, zone),
    };
    cases.into_iter().map(somebody).collect()
}

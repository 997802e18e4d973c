//! The table: one line a goal, ours beside what it is compared with.

use super::Measured;
use crate::outcome::Outcome;
use crate::statistic::{Spread, median, spread};

/// What one line compares: (goal and work, what is wanted, ours, the other).
const LINES: [(&str, &str, &str, &str); 14] = [
    ("P1 50 connections, process", "rate ≥ 0.85, CPU ≤ 1.3", "process 50x1", "echo 50x1"),
    ("P2 the same", "rate ≥ 1.4, CPU ≤ 0.65", "process 50x1", "redis none 50x1"),
    ("P3 50 connections, disk", "rate ≥ 0.75", "disk 50x1", "process 50x1"),
    ("P3 the same", "rate ≥ 1.5", "disk 50x1", "redis always 50x1"),
    ("P5 50 x 16, process", "rate ≥ 0.4", "process 50x16", "echo 50x16"),
    ("P5 the same", "rate ≥ 4", "process 50x16", "redis none 50x16"),
    ("P5 50 x 16, disk", "rate ≥ 0.6", "disk 50x16", "process 50x16"),
    ("P6 1,000 connections", "rate ≥ 0.8, p99 ≤ 1.3", "process 1000x1", "echo 1000x1"),
    ("P7 one hot pool", "rate ≥ 0.95", "process hot 50x1", "process 50x1"),
    ("P7 many leases held", "rate ≥ 0.9", "process leases 50x1", "process 50x1"),
    ("P8 open loop, 30,000/s", OPEN, "process open 30000", "echo open 30000"),
    ("P8 open loop, half of ours", OPEN, "process open half", "echo open half"),
    ("P16 Unix socket", "rate ≥ 0.8", "process unix 50x1", "echo unix 50x1"),
    ("1 connection, process", "", "process 1x1", "echo 1x1"),
];
const OPEN: &str = "p50 ≤ 1.4, p99 ≤ 2, p99.9 ≤ 2";

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Goal and work, as `P1 50 connections`.
    pub name: String,
    /// Which ratios the goal wants.
    pub wanted: &'static str,
    /// Median answers a second of ours.
    pub rate: f64,
    /// Median server CPU an answer of ours, in microseconds.
    pub cpu_us: f64,
    /// Median latency quantiles of ours in microseconds: 50 %, 99 %, 99.9 %.
    pub us: [f64; 3],
    /// What it is compared with.
    pub beside: String,
    /// The rounds' ratios of rates, ours to the other's.
    pub rate_ratio: Spread,
    /// Median of the rounds' ratios of CPU an answer; none where the other has no server.
    pub cpu_ratio: Option<f64>,
    /// Medians of the rounds' ratios of the latency quantiles, as far as they mean something.
    pub us_ratio: [Option<f64>; 3],
}

const QUANTILES: [f64; 3] = [0.5, 0.99, 0.999];

/// The goals that these measurements speak of.
#[must_use]
pub fn rows(measured: &Measured) -> Vec<Row> {
    let mut rows: Vec<Row> = LINES
        .iter()
        .filter_map(|(name, wanted, ours, beside)| {
            let row = Row::ours(name, wanted, measured.get(ours), beside)?;
            row.beside(measured.get(ours), measured.get(beside))
        })
        .collect();
    rows.extend(one_durable(measured));
    rows.sort_by_key(order);
    rows
}

/// Rows by the number of their goal; what is no goal comes last.
fn order(row: &Row) -> u32 {
    let goal = row.name.split(' ').next().and_then(|word| word.strip_prefix('P'));
    goal.and_then(|number| number.parse().ok()).unwrap_or(u32::MAX)
}

/// P4: one durable client beside one sync and one echo.
fn one_durable(measured: &Measured) -> Option<Row> {
    let ours = measured.get("disk 1x1");
    let row = Row::ours("P4 1 connection, disk", "p50 ≤ 1.25", ours, "fdatasync p50 + echo 1x1 p50")?;
    let floors = measured.get("fdatasync").iter().zip(measured.get("echo 1x1"));
    let floors: Vec<f64> = floors.map(|(sync, echo)| (sync.us(0.5) + echo.us(0.5)) as f64).collect();
    let pairs = || ours.iter().zip(&floors);
    Some(Row {
        rate_ratio: spread(pairs().map(|(one, floor)| one.rate() * floor / 1e6))?,
        us_ratio: [median(pairs().map(|(one, floor)| one.us(0.5) as f64 / floor)), None, None],
        ..row
    })
}

impl Row {
    /// Its left half.
    fn ours(name: &str, wanted: &'static str, ours: &[Outcome], beside: &str) -> Option<Self> {
        let nothing = Spread { median: f64::NAN, least: f64::NAN, most: f64::NAN };
        let us = |quantile| median(ours.iter().map(|one| one.us(quantile) as f64)).unwrap_or_default();
        Some(Self {
            name: name.to_owned(),
            wanted,
            rate: median(ours.iter().map(Outcome::rate))?,
            cpu_us: median(ours.iter().map(Outcome::cpu_us))?,
            us: QUANTILES.map(us),
            beside: beside.to_owned(),
            rate_ratio: nothing,
            cpu_ratio: None,
            us_ratio: [None; 3],
        })
    }

    fn beside(self, ours: &[Outcome], other: &[Outcome]) -> Option<Self> {
        let ratios = |of: &dyn Fn(&Outcome) -> f64| {
            spread(ours.iter().zip(other).map(|(a, b)| of(a) / of(b)).filter(|ratio| ratio.is_finite()))
        };
        Some(Self {
            rate_ratio: ratios(&Outcome::rate)?,
            cpu_ratio: ratios(&Outcome::cpu_us).map(|ratio| ratio.median),
            us_ratio: QUANTILES.map(|quantile| Some(ratios(&|one| one.us(quantile) as f64)?.median)),
            ..self
        })
    }
}

/// The rows as a Markdown table.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| goal | ours: answers/s | CPU µs | p50 µs | p99 µs | p99.9 µs | beside | rate × (min..max) | CPU × | p50 × | p99 × | p99.9 × | wanted |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let [p50, p99, p999] = row.us;
        let rate = row.rate_ratio;
        text += &format!(
            "| {} | {:.0} | {:.1} | {p50:.0} | {p99:.0} | {p999:.0} | {} | {:.2} ({:.2}..{:.2}) | {} | {} | {} | {} | {} |\n",
            row.name,
            row.rate,
            row.cpu_us,
            row.beside,
            rate.median,
            rate.least,
            rate.most,
            ratio(row.cpu_ratio),
            ratio(row.us_ratio[0]),
            ratio(row.us_ratio[1]),
            ratio(row.us_ratio[2]),
            row.wanted,
        );
    }
    text
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
}

#[cfg(test)]
mod tests;

//! A report as one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::meter::{Key, Tally};
use super::series::Course;
use super::survey::Summary;
use crate::command::log::window;
use crate::failure::Failure;

#[derive(Debug, Serialize)]
struct Document<'a> {
    zone: &'a str,
    from: String,
    to: String,
    records: u64,
    by: Vec<&'static str>,
    rows: Vec<Row<'a>>,
    features: Vec<Feature<'a>>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    key: BTreeMap<&'static str, &'a str>,
    checkouts: u64,
    seat_hours: f64,
    peak: u64,
    users: usize,
    denials: u64,
    denied: &'a BTreeMap<&'static str, u64>,
    waits: u64,
}

#[derive(Debug, Serialize)]
struct Feature<'a> {
    feature: &'a str,
    hours: Vec<HourRow>,
}

#[derive(Debug, Serialize)]
struct HourRow {
    hour: String,
    used: u64,
    /// None if there is no limit.
    seats: Option<u64>,
    denied: u64,
}

/// The document.
///
/// # Errors
///
/// `internal` if it cannot be written.
pub(super) fn json(summary: &Summary) -> Result<String, Failure> {
    let shown = |at| window::shown(at, &summary.zone);
    let document = Document {
        zone: &summary.zone_name,
        from: shown(summary.period.start),
        to: shown(summary.period.end),
        records: summary.records,
        by: summary.by.iter().map(|dimension| dimension.name()).collect(),
        rows: summary.rows.iter().map(|(key, tally)| row(summary, key, tally)).collect(),
        features: summary.courses.iter().map(|course| feature(summary, course)).collect(),
    };
    serde_json::to_string(&document)
        .map_err(|error| Failure::internal(format!("cannot write the document: {error}")))
}

fn row<'a>(summary: &Summary, key: &'a Key, tally: &'a Tally) -> Row<'a> {
    let key = summary.by.iter().zip(key).map(|(dimension, value)| (dimension.name(), value.as_str()));
    Row {
        key: key.collect(),
        checkouts: tally.checkouts,
        seat_hours: (tally.seat_ms as f64 / 3_600.0).round() / 1_000.0,
        peak: tally.peak,
        users: tally.users.len(),
        denials: tally.denied.values().sum(),
        denied: &tally.denied,
        waits: tally.waits,
    }
}

fn feature<'a>(summary: &Summary, course: &'a Course) -> Feature<'a> {
    let hours = course.hours.iter().map(|(at, hour)| HourRow {
        hour: window::shown(*at, &summary.zone),
        used: hour.used,
        seats: hour.seats,
        denied: hour.denied,
    });
    Feature { feature: &course.feature, hours: hours.collect() }
}

//! A report as a table for people and as comma-separated values (RFC 4180).

use std::collections::BTreeSet;

use super::meter::Tally;
use super::survey::Summary;
use crate::command::log::window;
use crate::table::Table;

const COUNTED: [&str; 6] = ["checkouts", "seat_hours", "peak", "users", "denials", "waits"];

/// Hours, to the thousandth.
pub(super) fn seat_hours(tally: &Tally) -> String {
    let thousandths = tally.seat_ms.saturating_add(1_800) / 3_600;
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

/// For people: what was looked at, and a row for each key.
pub(super) fn table(summary: &Summary) -> String {
    let mut names: Vec<&str> = summary.by.iter().map(|dimension| dimension.name()).collect();
    names.extend(COUNTED.map(|name| if name == "seat_hours" { "seat-hours" } else { name }));
    let mut table = Table::new(&names);
    for (key, tally) in &summary.rows {
        let mut cells = key.clone();
        cells.extend(counted(tally));
        let statuses: Vec<String> =
            tally.denied.iter().map(|(status, count)| format!("{status} {count}")).collect();
        if let Some(denials) = cells.iter_mut().nth_back(1)
            && !statuses.is_empty()
        {
            *denials = format!("{denials} ({})", statuses.join(", "));
        }
        table.line(cells);
    }
    let empty = if summary.rows.is_empty() { "\nNothing was used or asked for." } else { "" };
    format!("{}\n\n{table}{empty}", period(summary))
}

/// From when to when, in which zone.
pub(super) fn period(summary: &Summary) -> String {
    let shown = |at| window::shown(at, &summary.zone);
    let (from, to) = (shown(summary.period.start), shown(summary.period.end));
    format!("{from} to {to} ({}), {} records", summary.zone_name, summary.records)
}

/// One line a row, a column for each status that occurs. Names come from clients: what would steer
/// a terminal or break a line is left out.
pub(super) fn csv(summary: &Summary) -> String {
    let statuses: BTreeSet<&str> =
        summary.rows.values().flat_map(|tally| tally.denied.keys().copied()).collect();
    let names = summary.by.iter().map(|dimension| dimension.name()).chain(COUNTED);
    let names = names.map(str::to_string).chain(statuses.iter().map(|status| format!("denied_{status}")));
    let mut text = line(names);
    for (key, tally) in &summary.rows {
        let of_status = |status: &&str| tally.denied.get(*status).copied().unwrap_or(0).to_string();
        let cells = key.iter().cloned().chain(counted(tally)).chain(statuses.iter().map(of_status));
        text.push_str(&line(cells));
    }
    text
}

fn counted(tally: &Tally) -> [String; 6] {
    let denials: u64 = tally.denied.values().sum();
    [
        tally.checkouts.to_string(),
        seat_hours(tally),
        tally.peak.to_string(),
        tally.users.len().to_string(),
        denials.to_string(),
        tally.waits.to_string(),
    ]
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = |cell: String| {
        let cell = cell.replace(|c: char| c.is_control(), "\u{fffd}");
        let plain = !cell.contains([',', '"']);
        if plain { cell } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let cells: Vec<String> = cells.map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (cells, expected) in [
            (&["a", "b c"][..], "a,b c\r\n"),
            (&["a,b", "say \"hi\"", "two\nlines", ""], "\"a,b\",\"say \"\"hi\"\"\",two\u{fffd}lines,\r\n"),
        ] {
            assert_eq!(line(cells.iter().map(ToString::to_string)), expected);
        }
    }

    #[test]
    fn hours_are_rounded_to_thousandths() {
        for (seat_ms, expected) in
            [(0, "0.000"), (1_799, "0.000"), (1_800, "0.001"), (3_600_000, "1.000"), (5_400_000, "1.500")]
        {
            assert_eq!(seat_hours(&Tally { seat_ms, ..Tally::default() }), expected);
        }
    }
}

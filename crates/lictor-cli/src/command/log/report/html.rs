//! A report as one page: text, tables and plots, without scripts and without anything from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::hours;
use super::meter::Tally;
use super::series::Course;
use super::sheet;
use super::survey::Summary;
use grid::Grid;
use plot::{Bars, Steps};

mod grid;
mod plot;

const STYLE: &str = include_str!("html/style.css");
/// Users in the plot of those with the most use.
const USERS_PLOTTED: usize = 15;

/// The page.
pub(super) fn page(summary: &Summary) -> String {
    let mut out = String::new();
    let period = escaped(&sheet::period(summary));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>License use</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>License use</h1>\n<p>{period}</p>\n\
         </header>\n"
    );
    contents(summary, &mut out);
    out.push_str("<main>\n");
    rows(summary, &mut out);
    for (number, course) in summary.courses.iter().enumerate() {
        feature(summary, number, course, &mut out);
    }
    denials(summary, &mut out);
    users(summary, &mut out);
    let _ =
        write!(out, "</main>\n<footer><p>Written by lictor {}.</p></footer>\n", env!("CARGO_PKG_VERSION"));
    out.push_str("</body>\n</html>\n");
    out
}

fn contents(summary: &Summary, out: &mut String) {
    out.push_str("<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#rows\">Use</a></li>\n");
    for (number, course) in summary.courses.iter().enumerate() {
        let _ = writeln!(out, "<li><a href=\"#feature-{number}\">{}</a></li>", escaped(&course.feature));
    }
    out.push_str(
        "<li><a href=\"#denials\">Denials</a></li>\n<li><a href=\"#users\">Users</a></li>\n</ul>\n</nav>\n",
    );
}

/// The rows that were asked for.
fn rows(summary: &Summary, out: &mut String) {
    let by: Vec<&str> = summary.by.iter().map(|dimension| dimension.name()).collect();
    let title = format!("Use by {}", by.join(", "));
    section("rows", &title, out);
    let names = ["checkouts", "seat-hours", "peak", "users", "denials", "waits"];
    let mut grid = Grid::new(&title, &by, &names);
    for (key, tally) in &summary.rows {
        grid.row(key, &counted(tally));
    }
    out.push_str(&grid.finish());
    out.push_str("</section>\n");
}

/// Use over time against the seats there are.
fn feature(summary: &Summary, number: usize, course: &Course, out: &mut String) {
    section(&format!("feature-{number}"), &course.feature, out);
    let title = format!("{}: most seats in use in each hour, and the seats there are", course.feature);
    out.push_str(&Steps::new(&title, summary).course(course));
    let mut days: BTreeMap<String, (u64, Option<u64>, u64)> = BTreeMap::new();
    for (at, hour) in &course.hours {
        let day = days.entry(hours::day(*at, &summary.zone)).or_insert((0, Some(0), 0));
        day.0 = day.0.max(hour.used);
        day.1 = day.1.zip(hour.seats).map(|(a, b)| a.max(b));
        day.2 += hour.denied;
    }
    let mut grid =
        Grid::new(&format!("{} by day", course.feature), &["day"], &["peak use", "seats", "denials"]);
    for (day, (used, seats, denied)) in days {
        let seats = seats.map_or_else(|| "unlimited".to_string(), |seats| seats.to_string());
        grid.row(&[day], &[used.to_string(), seats, denied.to_string()]);
    }
    out.push_str(&grid.folded("The same as a table"));
    out.push_str("</section>\n");
}

/// Denials of all features over time.
fn denials(summary: &Summary, out: &mut String) {
    section("denials", "Denials", out);
    let mut by_hour: BTreeMap<u64, u64> = BTreeMap::new();
    for (at, hour) in summary.courses.iter().flat_map(|course| &course.hours) {
        *by_hour.entry(*at).or_default() += hour.denied;
    }
    by_hour.retain(|_, denied| *denied > 0);
    if by_hour.is_empty() {
        out.push_str("<p>No request for a licensed feature was denied.</p>\n</section>\n");
        return;
    }
    out.push_str(
        &Steps::new("Requests denied in each hour, all features together", summary).counts(&by_hour),
    );
    let mut grid = Grid::new("Denials by hour", &["hour"], &["denials"]);
    for (at, denied) in by_hour {
        grid.row(&[crate::command::log::window::shown(at, &summary.zone)], &[denied.to_string()]);
    }
    out.push_str(&grid.folded("The same as a table"));
    let mut grid = Grid::new("Why", &["feature", "status"], &["denials"]);
    for (key, tally) in &summary.features {
        for (status, count) in &tally.denied {
            let feature = key.first().cloned().unwrap_or_default();
            grid.row(&[feature, (*status).to_string()], &[count.to_string()]);
        }
    }
    out.push_str(&grid.finish());
    out.push_str("</section>\n");
}

/// Those who used the most.
fn users(summary: &Summary, out: &mut String) {
    section("users", "Users", out);
    let mut users: Vec<(&str, &Tally)> =
        summary.users.iter().map(|(key, tally)| (key.first().map_or("", String::as_str), tally)).collect();
    users.sort_by_key(|(name, tally)| (std::cmp::Reverse(tally.seat_ms), *name));
    users.truncate(USERS_PLOTTED);
    let mut bars = Bars::new("Seat-hours of those who used the most");
    let mut grid = Grid::new(
        "Those who used the most",
        &["user"],
        &["checkouts", "seat-hours", "peak", "denials", "waits"],
    );
    for (name, tally) in users {
        bars.bar(name, tally.seat_ms, &sheet::seat_hours(tally));
        let [checkouts, seat_hours, peak, _, denials, waits] = counted(tally);
        grid.row(&[name.to_string()], &[checkouts, seat_hours, peak, denials, waits]);
    }
    out.push_str(&bars.finish());
    out.push_str(&grid.finish());
    out.push_str("</section>\n");
}

fn counted(tally: &Tally) -> [String; 6] {
    let denials: u64 = tally.denied.values().sum();
    let users = tally.users.len().to_string();
    let (checkouts, peak) = (tally.checkouts.to_string(), tally.peak.to_string());
    [checkouts, sheet::seat_hours(tally), peak, users, denials.to_string(), tally.waits.to_string()]
}

fn section(id: &str, title: &str, out: &mut String) {
    let title = escaped(title);
    let _ = write!(
        out,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n"
    );
}

/// Text that is nothing but text: names come from clients.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_become_markup() {
        for (text, expected) in [
            ("ann", "ann"),
            ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
            ("a&b\"c", "a&amp;b&quot;c"),
            ("a\u{0}b", "a\u{fffd}b"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}

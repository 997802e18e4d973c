//! Seats of a feature over time: a drawing of steps, and the same as a table.

use askama::Template;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::cell::Cell;
use super::html::Html;
use super::noun::{at, text};
use super::table::Table;

/// Size of the drawing.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 170;
/// Room for the words around it.
const LEFT: i64 = 64;
const RIGHT: i64 = 30;
const TOP: i64 = 22;
const BOTTOM: i64 = 34;
/// Days that are drawn after the last step, at least.
const AFTER: i64 = 60;

/// A word in the drawing.
struct Word {
    x: i64,
    y: i64,
    text: String,
    end: &'static str,
}

#[derive(Template)]
#[template(path = "seats.html")]
struct SeatsView<'a> {
    id: String,
    feature: &'a str,
    server: &'a str,
    summary: String,
    width: i64,
    height: i64,
    left: i64,
    right: i64,
    base: i64,
    area: String,
    line: String,
    words: Vec<Word>,
    grid: Vec<i64>,
    table: Html,
}

/// Seats from a day on.
struct Step {
    day: String,
    /// Days since 1970.
    at: i64,
    /// None means without limit.
    seats: Option<i64>,
}

/// One feature of a server, as the interface tells it.
pub(super) fn chart(server: &str, feature: &Json, place: usize) -> Html {
    let name = text(feature, "feature");
    let steps: Vec<Step> = at(feature, "steps")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|step| {
            let day = text(step, "from");
            Some(Step { at: number_of(&day)?, day, seats: at(step, "seats").as_i64() })
        })
        .collect();
    let mut table = Table::new(format!("Seats of {name} on {server}"), &["From", "#Seats"]);
    for step in &steps {
        table.row(vec![Cell::Text(step.day.clone()), Cell::Number(seats(step.seats))]);
    }
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Html::default() };
    let until = last.at + ((last.at - first.at) / 4).max(AFTER);
    let most = steps.iter().filter_map(|step| step.seats).max().unwrap_or(0).max(1);
    let base = HEIGHT - BOTTOM;
    let x = |day: i64| LEFT + (day - first.at) * (WIDTH - LEFT - RIGHT) / (until - first.at).max(1);
    let y = |count: Option<i64>| match count {
        // Without limit is drawn above all numbers.
        None => TOP - 8,
        Some(count) => base - count * (base - TOP) / most,
    };
    let mut line = format!("M{} {}", x(first.at), y(first.seats));
    let mut words = vec![
        Word { x: LEFT - 8, y: base + 4, text: "0".to_owned(), end: "end" },
        Word { x: LEFT - 8, y: TOP + 4, text: most.to_string(), end: "end" },
    ];
    let mut last_word = -WIDTH;
    for step in &steps {
        line += &format!("H{}V{}", x(step.at), y(step.seats));
        // Days that would lie on each other are in the table only.
        if x(step.at) - last_word >= 84 {
            last_word = x(step.at);
            words.push(Word { x: x(step.at), y: base + 20, text: step.day.clone(), end: "start" });
        }
    }
    line += &format!("H{}", x(until));
    let area = format!("{line}V{base}H{}Z", x(first.at));
    let told: Vec<String> =
        steps.iter().map(|step| format!("{} from {}", seats(step.seats), step.day)).collect();
    Html::of(&SeatsView {
        id: format!("seats-{place}"),
        feature: &name,
        server,
        summary: told.join(", then "),
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        right: WIDTH - RIGHT,
        base,
        area,
        line,
        words,
        grid: vec![TOP, (TOP + base) / 2],
        table: table.html(),
    })
}

fn seats(count: Option<i64>) -> String {
    count.map_or_else(|| "without limit".to_owned(), |count| count.to_string())
}

/// Days since 1970.
fn number_of(day: &str) -> Option<i64> {
    let day: Date = day.parse().ok()?;
    let since = day.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).ok()?;
    Some(i64::from(since.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_drawn_and_told() {
        let feature = serde_json::json!({"feature": "f1", "steps": [
            {"from": "2026-02-28", "seats": 12}, {"from": "2026-03-01", "seats": 17}, {"from": "2026-04-01", "seats": null},
        ]});
        let html = chart("ETHERNET=<1>", &feature, 0).to_string();
        assert!(
            html.contains("12 from 2026-02-28, then 17 from 2026-03-01, then without limit from 2026-04-01"),
            "{html}"
        );
        assert!(html.contains("ETHERNET=&#60;1&#62;"), "{html}");
    }
}

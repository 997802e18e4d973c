//! Plots of a page, as inline SVG.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use jiff::tz::TimeZone;

use super::escaped;
use crate::command::log::report::hours;
use crate::command::log::report::series::Course;
use crate::command::log::report::survey::Summary;

const WIDTH: u64 = 960;
const HEIGHT: u64 = 220;
const LEFT: u64 = 56;
const BOTTOM: u64 = 24;
const TOP: u64 = 12;
/// Most points of a plot: more hours than that are taken together.
const POINTS_MAX: u64 = 600;
const HOUR_MS: u64 = 3_600_000;

/// Values over the time of a report.
#[derive(Debug)]
pub(super) struct Steps<'a> {
    title: String,
    period: Range<u64>,
    zone: &'a TimeZone,
    /// How much time a point stands for.
    point_ms: u64,
}

impl<'a> Steps<'a> {
    /// A plot over the report's time.
    pub(super) fn new(title: &str, summary: &'a Summary) -> Self {
        let period = &summary.period;
        let start = period.start - period.start % HOUR_MS;
        let end = period.end.max(start + 1).div_ceil(HOUR_MS) * HOUR_MS;
        let hours = ((end - start) / HOUR_MS).max(1);
        let point_ms = hours.div_ceil(POINTS_MAX) * HOUR_MS;
        Self { title: escaped(title), period: start..end, zone: &summary.zone, point_ms }
    }

    /// Use as an area, seats as a line above it.
    pub(super) fn course(&self, course: &Course) -> String {
        let mut used: BTreeMap<u64, u64> = BTreeMap::new();
        let mut seats: BTreeMap<u64, u64> = BTreeMap::new();
        for (at, hour) in &course.hours {
            let at = self.point(*at);
            let most = used.entry(at).or_default();
            *most = hour.used.max(*most);
            if let Some(there) = hour.seats {
                let most = seats.entry(at).or_default();
                *most = there.max(*most);
            }
        }
        let top = used.values().chain(seats.values()).copied().max().unwrap_or(0).max(1);
        let peak = used.values().copied().max().unwrap_or(0);
        let mut drawn = self.steps(&used, top, "used", true);
        drawn.push_str(&self.steps(&seats, top, "seats", false));
        self.frame(top, &format!("Most in use at one time: {peak}."), &drawn)
    }

    /// Counts as an area.
    pub(super) fn counts(&self, counts: &BTreeMap<u64, u64>) -> String {
        let mut sums: BTreeMap<u64, u64> = BTreeMap::new();
        for (at, count) in counts {
            *sums.entry(self.point(*at)).or_default() += count;
        }
        let top = sums.values().copied().max().unwrap_or(0).max(1);
        let all: u64 = sums.values().sum();
        self.frame(top, &format!("{all} in all."), &self.steps(&sums, top, "denied", true))
    }

    /// Which point an hour is part of.
    fn point(&self, at: u64) -> u64 {
        at.saturating_sub(self.period.start) / self.point_ms
    }

    /// One path with a step up and down at each change; where there is no value there is none drawn.
    fn steps(&self, values: &BTreeMap<u64, u64>, top: u64, class: &str, filled: bool) -> String {
        let mut path = String::new();
        let mut before: Option<(u64, u64)> = None;
        let ground = HEIGHT - BOTTOM;
        for (point, value) in values {
            let (x, y) = (self.x(*point), y(*value, top));
            match before {
                Some((last, height)) if last + 1 == *point && height == *value => {}
                Some((last, _)) if last + 1 == *point => {
                    let _ = write!(path, "H{x}V{y}");
                }
                Some((last, _)) => {
                    let _ = write!(
                        path,
                        "H{}{}",
                        self.x(last + 1),
                        if filled { format!("V{ground}") } else { String::new() }
                    );
                    let _ = write!(path, "{}", begin(x, y, filled));
                }
                None => path.push_str(&begin(x, y, filled)),
            }
            before = Some((*point, *value));
        }
        if let Some((last, _)) = before {
            let _ = write!(path, "H{}", self.x(last + 1));
            if filled {
                let _ = write!(path, "V{ground}");
            }
        }
        format!("<path class=\"{class}\" d=\"{path}\"/>\n")
    }

    fn x(&self, point: u64) -> u64 {
        let length = self.period.end - self.period.start;
        let at = point.saturating_mul(self.point_ms).min(length);
        LEFT + at.saturating_mul(WIDTH - LEFT) / length.max(1)
    }

    fn frame(&self, top: u64, says: &str, drawn: &str) -> String {
        let mut out = format!(
            "<figure>\n<svg role=\"img\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-label=\"{0}. {says}\">\n\
             <title>{0}</title>\n",
            self.title
        );
        for value in [0, top / 2, top] {
            let at = y(value, top);
            let _ = writeln!(out, "<path class=\"rule\" d=\"M{LEFT} {at}H{WIDTH}\"/>");
            let _ = writeln!(out, "<text class=\"value\" x=\"{}\" y=\"{}\">{value}</text>", LEFT - 8, at + 4);
        }
        out.push_str(drawn);
        let length = self.period.end - self.period.start;
        for (part, anchor) in [(0, "start"), (1, "middle"), (2, "end")] {
            let at = (self.period.start + length / 2 * part).min(self.period.end.saturating_sub(1));
            let x = LEFT + (WIDTH - LEFT) / 2 * part;
            let day = hours::day(at, self.zone);
            let _ =
                writeln!(out, "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{day}</text>", HEIGHT - 6);
        }
        let _ = write!(out, "</svg>\n<figcaption>{}. {says}</figcaption>\n</figure>\n", self.title);
        out
    }
}

fn begin(x: u64, y: u64, filled: bool) -> String {
    if filled { format!("M{x} {}V{y}", HEIGHT - BOTTOM) } else { format!("M{x} {y}") }
}

fn y(value: u64, top: u64) -> u64 {
    let height = HEIGHT - BOTTOM - TOP;
    HEIGHT - BOTTOM - value.min(top).saturating_mul(height) / top.max(1)
}

/// Amounts side by side, with their names.
#[derive(Debug)]
pub(super) struct Bars {
    title: String,
    bars: Vec<(String, u64, String)>,
}

impl Bars {
    const ROW: u64 = 26;
    const NAMES: u64 = 220;

    /// A plot without bars.
    pub(super) fn new(title: &str) -> Self {
        Self { title: escaped(title), bars: Vec::new() }
    }

    /// Adds a bar, and what stands beside it.
    pub(super) fn bar(&mut self, name: &str, amount: u64, shown: &str) {
        self.bars.push((name.to_string(), amount, shown.to_string()));
    }

    /// The plot; nothing without bars.
    pub(super) fn finish(self) -> String {
        let Self { title, bars } = self;
        let Some(top) = bars.iter().map(|(_, amount, _)| *amount).max() else { return String::new() };
        let height = Self::ROW * bars.len() as u64 + 8;
        let mut out = format!(
            "<figure>\n<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" aria-label=\"{title}. The table \
             below has the numbers.\">\n<title>{title}</title>\n"
        );
        for (number, (name, amount, shown)) in (0_u64..).zip(&bars) {
            let y = Self::ROW * number + 4;
            let room = u128::from(WIDTH - Self::NAMES - 120);
            let width = u128::from(*amount) * room / u128::from(top.max(1));
            let end = u128::from(Self::NAMES) + width + 8;
            let _ = writeln!(
                out,
                "<text class=\"value\" x=\"{}\" y=\"{}\">{}</text>",
                Self::NAMES - 8,
                y + 15,
                escaped(&shortened(name))
            );
            let _ = writeln!(
                out,
                "<rect class=\"used\" x=\"{}\" y=\"{y}\" width=\"{width}\" height=\"20\"/>",
                Self::NAMES
            );
            let _ = writeln!(out, "<text x=\"{end}\" y=\"{}\">{}</text>", y + 15, escaped(shown));
        }
        let _ = write!(out, "</svg>\n<figcaption>{title}.</figcaption>\n</figure>\n");
        out
    }
}

/// A name as long as there is room for.
fn shortened(name: &str) -> String {
    const ROOM: usize = 26;
    if name.chars().count() <= ROOM {
        return name.to_string();
    }
    name.chars().take(ROOM - 1).chain(['…']).collect()
}

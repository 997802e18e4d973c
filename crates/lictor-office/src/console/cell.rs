//! One value of a record as a page shows it.

use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::html::Html;

/// One value as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Cell {
    /// There is none.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number, set to the right.
    Number(String),
    /// A day or an instant: what is shown, and the exact value.
    Time(String, String),
    /// A name that programs use: shown in a fixed width.
    Code(String),
    /// A word for where something stands, with its tone.
    Status(String, &'static str),
    /// Another page.
    Link(String, String),
    /// Several words.
    Tags(Vec<String>),
}

#[derive(Template)]
#[template(path = "cell.html")]
struct CellView<'a> {
    cell: &'a Cell,
}

impl Cell {
    /// As markup.
    pub(super) fn html(&self) -> Html {
        Html::of(&CellView { cell: self })
    }

    /// Whether it stands to the right.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// The words, for CSV.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text)
            | Self::Number(text)
            | Self::Code(text)
            | Self::Status(text, _)
            | Self::Link(text, _) => text.clone(),
            Self::Time(_, exact) => exact.clone(),
            Self::Tags(tags) => tags.join(" "),
        }
    }

    /// A word for where something stands; empty ones are left out.
    pub(super) fn status(word: &str) -> Self {
        if word.is_empty() { Self::Empty } else { Self::Status(word.to_owned(), tone(word)) }
    }

    /// Words, if there are any.
    pub(super) fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else if is_day(&text) {
            Self::Time(text.clone(), text)
        } else {
            Self::Text(text)
        }
    }

    /// A link, if there is a text for it.
    pub(super) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Link(text, href.into()) }
    }

    /// A name that programs use, if there is one.
    pub(super) fn code(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Code(text) }
    }

    /// An instant (RFC 3339) in a zone, to the minute.
    pub(super) fn instant(text: &str, zone: &TimeZone) -> Self {
        match text.parse::<Timestamp>() {
            Ok(instant) => {
                let local = instant.to_zoned(zone.clone());
                Self::Time(local.strftime("%Y-%m-%d %H:%M").to_string(), text.to_owned())
            }
            Err(_) => Self::words(text),
        }
    }

    /// Whatever stands in a document, in words.
    pub(super) fn plain(value: &Json) -> Self {
        match value {
            Json::Null => Self::Empty,
            Json::Bool(true) => Self::Text("Yes".to_owned()),
            Json::Bool(false) => Self::Text("No".to_owned()),
            Json::Number(number) => Self::Number(number.to_string()),
            Json::String(text) => Self::words(text.as_str()),
            Json::Array(values) => {
                let words: Vec<String> = values.iter().map(|value| Self::plain(value).text()).collect();
                if words.is_empty() { Self::Empty } else { Self::Tags(words) }
            }
            Json::Object(fields) => {
                let pairs = fields.iter().filter(|(_, value)| !value.is_null());
                let words: Vec<String> =
                    pairs.map(|(name, value)| format!("{name} {}", Self::plain(value).text())).collect();
                if words.is_empty() { Self::Empty } else { Self::Tags(words) }
            }
        }
    }
}

/// Whether a text is a day, YYYY-MM-DD.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// The tone of a word: `good`, `busy`, `warn`, `bad` or `calm`. Only the color; the word stands beside it.
fn tone(word: &str) -> &'static str {
    const TONES: &[(&str, &[&str])] = &[
        (
            "good",
            &[
                "Installed",
                "In Sync",
                "Active",
                "active",
                "Deployed",
                "Configured",
                "Succeeded",
                "Completed",
                "delivered",
                "Paid",
                "MASTER",
                "SUCCESS",
            ],
        ),
        (
            "busy",
            &[
                "Retrieving",
                "Installing",
                "Running",
                "Queued",
                "Fetching",
                "Provisioning",
                "LongRunning",
                "Placed",
                "pending",
                "Issued",
                "Activated",
                "Retrieved",
                "Uploaded",
            ],
        ),
        (
            "warn",
            &[
                "Pending",
                "Not In Sync",
                "Waiting",
                "OnHold",
                "Suspended",
                "suspended",
                "Paused",
                "Not Assigned",
                "EMERGENCY",
                "STOP_GAP",
                "Test",
                "PARTIAL_FAILURE",
                "locked",
            ],
        ),
        ("bad", &["Failed", "failed", "Terminated", "Expired", "FAILURE", "Revoked", "Broken"]),
    ];
    TONES.iter().find(|(_, words)| words.contains(&word)).map_or("calm", |(tone, _)| tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_in_the_zone_and_kept_exactly() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(
            Cell::instant("2026-03-02T22:30:00.123Z", &zone),
            Cell::Time("2026-03-03 00:30".to_owned(), "2026-03-02T22:30:00.123Z".to_owned())
        );
    }

    #[test]
    fn markup_in_a_value_is_escaped() {
        let cell = Cell::Text("<script>alert(1)</script>".to_owned());
        let html = cell.html().to_string();
        assert!(!html.contains("<script"), "{html}");
    }
}

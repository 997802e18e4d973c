//! One record as it is shown.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use lictor_engine::LogEntry;
use lictor_types::SessionId;
use serde::Serialize;

/// A record.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    sequence: u64,
    /// RFC 3339 in UTC, to the millisecond; none if the stamp is no such instant.
    time: Option<String>,
    kind: &'static str,
    /// Its number in the record format: tells what an unknown kind is.
    number: u16,
    /// In order; a request for several features repeats names.
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    value: String,
}

impl Line {
    /// The record with that sequence.
    pub(crate) fn new(sequence: u64, entry: &LogEntry) -> Self {
        let at = i64::try_from(entry.stamp.wall_ms).ok();
        let at = at.and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok());
        Self {
            sequence,
            time: at.map(|at| format!("{at:.3}")),
            kind: entry.kind(),
            number: entry.number,
            fields: entry.fields().into_iter().map(|(name, value)| Field { name, value }).collect(),
        }
    }

    /// Whether the session asked for it or it happened to it.
    pub(crate) fn is_of(&self, session: SessionId) -> bool {
        let name = session.to_string();
        self.fields.iter().any(|field| field.name == "session" && field.value == name)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, time, kind, number, fields } = self;
        write!(f, "{sequence:>8}  {:<24}  {kind:<10}", time.as_deref().unwrap_or_default())?;
        if *kind == "unknown" {
            write!(f, "  number={number}")?;
        }
        for (at, Field { name, value }) in fields.iter().enumerate() {
            let space = if at == 0 { "  " } else { " " };
            write!(f, "{space}{name}={}", word(value))?;
        }
        Ok(())
    }
}

/// A value that cannot be taken for several fields, nor for a line of its own: names come from
/// clients.
fn word(value: &str) -> Cow<'_, str> {
    if value.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"') {
        Cow::Owned(format!("{value:?}"))
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: &'static str, fields: &[(&'static str, &str)]) -> Line {
        let fields = fields.iter().map(|(name, value)| Field { name, value: (*value).to_string() });
        Line {
            sequence: 7,
            time: Some("2026-03-01T00:00:00.120Z".to_string()),
            kind,
            number: 99,
            fields: fields.collect(),
        }
    }

    #[test]
    fn a_record_is_one_line() {
        for (shown, expected) in [
            (line("day", &[]), "       7  2026-03-01T00:00:00.120Z  day       "),
            (line("unknown", &[]), "       7  2026-03-01T00:00:00.120Z  unknown     number=99"),
            (
                line("opened", &[("session", "s1.0"), ("user", "a b\n8 granted"), ("host", "")]),
                "       7  2026-03-01T00:00:00.120Z  opened      session=s1.0 user=\"a b\\n8 granted\" host=",
            ),
        ] {
            assert_eq!(shown.to_string(), expected);
        }
    }

    #[test]
    fn a_record_is_of_the_session_it_names() {
        let shown = line("granted", &[("session", "s1.0"), ("lease", "l2.0")]);
        for (session, expected) in [("s1.0", true), ("s1.1", false), ("s2.0", false)] {
            assert_eq!(shown.is_of(SessionId::parse(session).unwrap()), expected, "{session}");
        }
    }
}

//! The names of the files in a journal's directory.

const SEGMENT: &str = "segment-";
const SNAPSHOT: &str = "snapshot-";
const TRUNCATE: &str = "truncate-";
/// Ends the name of a file that is not finished; removed at the next start.
const UNFINISHED: &str = ".new";
/// The file whose lock says that a server runs here.
pub(crate) const LOCK: &str = "lock";

/// A file of the directory, told by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Named {
    /// The segment of this ordinal, counted from 1.
    Segment(u64),
    /// The snapshot of the state at this sequence.
    Snapshot(u64),
    /// The intent to cut everything after this sequence.
    Truncate(u64),
    /// Left by a crash.
    Unfinished,
}

impl Named {
    /// `None` for a file that is not ours.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        if name.ends_with(UNFINISHED) && (name.starts_with(SEGMENT) || name.starts_with(SNAPSHOT)) {
            return Some(Self::Unfinished);
        }
        let named = if let Some(digits) = name.strip_prefix(SEGMENT) {
            Self::Segment(digits.parse().ok()?)
        } else if let Some(digits) = name.strip_prefix(SNAPSHOT) {
            Self::Snapshot(digits.parse().ok()?)
        } else {
            Self::Truncate(name.strip_prefix(TRUNCATE)?.parse().ok()?)
        };
        (named.to_name() == name).then_some(named)
    }

    fn to_name(self) -> String {
        match self {
            Self::Segment(ordinal) => segment(ordinal),
            Self::Snapshot(seq) => snapshot(seq),
            Self::Truncate(seq) => truncate(seq),
            Self::Unfinished => String::new(),
        }
    }
}

pub(crate) fn segment(ordinal: u64) -> String {
    format!("{SEGMENT}{ordinal:010}")
}

pub(crate) fn snapshot(seq: u64) -> String {
    format!("{SNAPSHOT}{seq:020}")
}

pub(crate) fn truncate(seq: u64) -> String {
    format!("{TRUNCATE}{seq:020}")
}

pub(crate) fn unfinished(name: &str) -> String {
    format!("{name}{UNFINISHED}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_strangers_are_left_alone() {
        let rows = [
            (segment(7), Some(Named::Segment(7))),
            (snapshot(u64::MAX), Some(Named::Snapshot(u64::MAX))),
            (truncate(0), Some(Named::Truncate(0))),
            (unfinished(&segment(7)), Some(Named::Unfinished)),
            ("segment-7".into(), None),
            ("segment-+000000007".into(), None),
            ("segment-".into(), None),
            (LOCK.into(), None),
            ("notes.new".into(), None),
        ];
        for (name, named) in rows {
            assert_eq!(Named::parse(&name), named, "{name}");
        }
    }
}

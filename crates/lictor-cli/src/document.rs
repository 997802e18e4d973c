//! The JSON documents of what servers answer (interfaces: stable field names).

use jiff::Timestamp;

mod denial;
mod feature;
mod own;
mod server;

pub(crate) use denial::{Answer, Answers, denial, grant};
pub(crate) use feature::{Feature, Held, feature};
pub(crate) use own::{Borrowed, Local, borrow, local};
pub(crate) use server::{Server, server, server_key, silent_server};

/// An instant in milliseconds since 1970-01-01T00:00:00Z as RFC 3339 in UTC, to the second; what is
/// no such instant is absent.
pub(crate) fn instant(milliseconds: u64) -> Option<String> {
    let whole = i64::try_from(milliseconds / 1000).ok()?;
    Timestamp::from_second(whole).ok().map(|at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339() {
        for (milliseconds, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (1_772_323_199_999, Some("2026-02-28T23:59:59Z")),
            (u64::MAX, None),
        ] {
            assert_eq!(instant(milliseconds).as_deref(), expected);
        }
    }
}

//! What a rule can do: one row for each key.

use lictor_types::RuleKind;
use lictor_types::limits::{BORROW_HOURS_MAX, SEATS_MAX};

use crate::settings::value::Value;

/// What a rule does and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Action {
    pub(super) kind: RuleKind,
    /// Seats or hours; 0 where there is nothing to count.
    pub(super) amount: u32,
}

impl Action {
    /// Stands in for one that could not be read, in a file that is refused for it.
    pub(super) const UNREAD: Self = Self { kind: RuleKind::Allow, amount: 0 };
}

/// Kinds of which, for one request, only the first rule that matches decides (RUL-01): a later rule
/// of the family is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Use,
    Limit,
    Reserve,
    Borrow,
    BorrowLimit,
    BorrowReserve,
    BorrowHours,
    BorrowExempt,
}

impl Family {
    pub(super) const fn of(kind: RuleKind) -> Self {
        match kind {
            RuleKind::Allow | RuleKind::Deny => Self::Use,
            RuleKind::Limit => Self::Limit,
            RuleKind::Reserve => Self::Reserve,
            RuleKind::BorrowAllow | RuleKind::BorrowDeny => Self::Borrow,
            RuleKind::BorrowLimit => Self::BorrowLimit,
            RuleKind::BorrowReserve => Self::BorrowReserve,
            RuleKind::BorrowHours => Self::BorrowHours,
            RuleKind::BorrowExempt => Self::BorrowExempt,
        }
    }
}

/// What a key is followed by.
enum Takes {
    /// `true` and nothing else; the hint says what to write instead of `false`.
    True(&'static str),
    /// A number from 1 on; the hint says what to write instead of 0.
    Number(u32, &'static str),
}

const fn takes(kind: RuleKind) -> Takes {
    match kind {
        RuleKind::Allow => Takes::True("write `deny = true`"),
        RuleKind::Deny => Takes::True("write `allow = true`"),
        RuleKind::Limit => Takes::Number(SEATS_MAX, "to give none, write `deny = true`"),
        RuleKind::Reserve | RuleKind::BorrowReserve => {
            Takes::Number(SEATS_MAX, "to keep none, take the rule away")
        }
        RuleKind::BorrowAllow => Takes::True("write `borrow_deny = true`"),
        RuleKind::BorrowDeny => Takes::True("write `borrow_allow = true`"),
        RuleKind::BorrowLimit => Takes::Number(SEATS_MAX, "to lend none, write `borrow_deny = true`"),
        RuleKind::BorrowHours => {
            Takes::Number(BORROW_HOURS_MAX as u32, "to lend nothing, write `borrow_deny = true`")
        }
        RuleKind::BorrowExempt => Takes::True("take the rule away"),
    }
}

/// The kind whose key this is.
pub(super) fn kind(key: &str) -> Option<RuleKind> {
    RuleKind::ALL.into_iter().find(|kind| kind.name() == key)
}

/// What a key and its value ask for.
pub(super) fn parse(kind: RuleKind, value: &Value) -> Result<Action, (String, Option<String>)> {
    match takes(kind) {
        Takes::True(instead) => match value {
            Value::Truth(true) => Ok(Action { kind, amount: 0 }),
            Value::Truth(false) => Err(("false says nothing".to_owned(), Some(instead.to_owned()))),
            Value::Text(_)
            | Value::Word(_)
            | Value::Whole(_)
            | Value::Fraction(_)
            | Value::List(_)
            | Value::Other(_) => value.expected("true").map_err(|text| (text, None)),
        },
        Takes::Number(most, instead) => {
            let hint = (*value == Value::Whole(0)).then(|| instead.to_owned());
            value.number(1, most).map(|amount| Action { kind, amount }).map_err(|text| (text, hint))
        }
    }
}

/// What a rule does, as the beginning and the end of a sentence with its members in between.
pub(super) fn words(kind: RuleKind, amount: u32) -> (String, &'static str) {
    let begin = match kind {
        RuleKind::Allow => "allow".to_owned(),
        RuleKind::Deny => "deny".to_owned(),
        RuleKind::Limit => format!("limit {amount} for"),
        RuleKind::Reserve => format!("reserve {amount} for"),
        RuleKind::BorrowAllow => "allow borrowing for".to_owned(),
        RuleKind::BorrowDeny => "deny borrowing for".to_owned(),
        RuleKind::BorrowLimit => format!("limit borrowing to {amount} for"),
        RuleKind::BorrowReserve => format!("reserve {amount} for borrowing by"),
        RuleKind::BorrowHours => format!("limit borrows to {amount} hours for"),
        RuleKind::BorrowExempt => "exempt".to_owned(),
    };
    let end = if kind == RuleKind::BorrowExempt { "from borrow limits on" } else { "on" };
    (begin, end)
}

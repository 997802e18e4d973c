//! How an answer names the access rule that decided it (RUL-01).

use core::fmt;

/// A rule of the rule set in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleRef {
    /// Its place in the rule set, counted from 0.
    pub number: u32,
    /// The line it stands in.
    pub line: u32,
    /// What it does.
    pub kind: RuleKind,
}

/// What a rule does. Numbers travel on the wire and stand in journals: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum RuleKind {
    /// Its members may use the feature.
    Allow = 1,
    /// Its members may not.
    Deny = 2,
    /// Its members together hold no more than so many seats.
    Limit = 3,
    /// So many seats are kept for its members.
    Reserve = 4,
    /// Its members may borrow.
    BorrowAllow = 5,
    /// Its members may not.
    BorrowDeny = 6,
    /// Its members together borrow no more than so many seats.
    BorrowLimit = 7,
    /// So many seats are kept to be borrowed by its members.
    BorrowReserve = 8,
    /// Its members borrow for no more than so many hours.
    BorrowHours = 9,
    /// Limits of count and hours of borrows do not concern its members.
    BorrowExempt = 10,
}

impl RuleKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Allow,
        Self::Deny,
        Self::Limit,
        Self::Reserve,
        Self::BorrowAllow,
        Self::BorrowDeny,
        Self::BorrowLimit,
        Self::BorrowReserve,
        Self::BorrowHours,
        Self::BorrowExempt,
    ];

    /// The stable name, as it stands in a rule file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Limit => "limit",
            Self::Reserve => "reserve",
            Self::BorrowAllow => "borrow_allow",
            Self::BorrowDeny => "borrow_deny",
            Self::BorrowLimit => "borrow_limit",
            Self::BorrowReserve => "borrow_reserve",
            Self::BorrowHours => "borrow_hours",
            Self::BorrowExempt => "borrow_exempt",
        }
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}

impl fmt::Display for RuleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {})", self.kind.name(), self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_both_ways() {
        for kind in RuleKind::ALL {
            assert_eq!(RuleKind::from_u8(kind as u8), Some(kind));
        }
        assert_eq!(RuleKind::from_u8(0), None);
    }
}

//! The status of a key at its issuer, and what each request makes of it (office.md 2.2).

use core::fmt;

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bill::BillType;
use crate::calendar::add_days;
use crate::issuer_code::IssuerCode;

/// Where a key stands at its issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum KeyStatus {
    /// In use.
    Active,
    /// Stopped for a while.
    Suspended,
    /// Not renewed before its expiration date had passed.
    Expired,
    /// Ended for good.
    Terminated,
}

/// What is asked of a key, or happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyEvent {
    /// The owner's account is stopped.
    Suspend,
    /// The owner's account runs again.
    Resume,
    /// The next period is paid. `keep_days` after its expiration a key can still be renewed.
    Renew {
        /// Days an expired key is kept, 0 for none.
        keep_days: u32,
    },
    /// The key shall end for good.
    Terminate,
}

/// What a key's status depends on besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTerm {
    /// How the key is billed.
    pub bill: BillType,
    /// Its last usable day; none for a purchased key.
    pub expiration: Option<CivilDate>,
}

impl KeyStatus {
    /// Every status, in the order of a key's life.
    pub const ALL: [Self; 4] = [Self::Active, Self::Suspended, Self::Expired, Self::Terminated];

    /// The word that JSON and every page show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Expired => "Expired",
            Self::Terminated => "Terminated",
        }
    }

    /// The status of that word, letter case included.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// What the day alone makes of the status: an unrenewed key expires after its last day.
    #[must_use]
    pub fn on(self, term: KeyTerm, today: CivilDate) -> Self {
        match self {
            Self::Active | Self::Suspended if term.bill.has_expired(term.expiration, today) => Self::Expired,
            Self::Active | Self::Suspended | Self::Expired | Self::Terminated => self,
        }
    }

    /// The status after `event`.
    ///
    /// A suspended key that is renewed stays suspended: a payment does not lift what another office
    /// decided.
    ///
    /// # Errors
    ///
    /// The result code of the answer. [`IssuerCode::AlreadyDone`] is success-like: the key stands where
    /// it was asked to go, so every request can be repeated.
    pub fn after(self, event: KeyEvent, term: KeyTerm, today: CivilDate) -> Result<Self, IssuerCode> {
        let now = self.on(term, today);
        match event {
            KeyEvent::Suspend => now.suspended(),
            KeyEvent::Resume => now.resumed(),
            KeyEvent::Renew { keep_days } => now.renewed(term, keep_days, today),
            KeyEvent::Terminate => now.terminated(term.bill),
        }
    }

    fn suspended(self) -> Result<Self, IssuerCode> {
        match self {
            Self::Active => Ok(Self::Suspended),
            Self::Suspended => Err(IssuerCode::AlreadyDone),
            Self::Expired => Err(IssuerCode::KeyExpired),
            Self::Terminated => Err(IssuerCode::KeyTerminated),
        }
    }

    fn resumed(self) -> Result<Self, IssuerCode> {
        match self {
            Self::Suspended => Ok(Self::Active),
            Self::Active => Err(IssuerCode::AlreadyDone),
            Self::Expired => Err(IssuerCode::KeyExpired),
            Self::Terminated => Err(IssuerCode::KeyTerminated),
        }
    }

    fn renewed(self, term: KeyTerm, keep_days: u32, today: CivilDate) -> Result<Self, IssuerCode> {
        match (term.bill, self) {
            (_, Self::Terminated) => Err(IssuerCode::KeyTerminated),
            (BillType::Purchase, _) => Err(IssuerCode::CannotRenew),
            (BillType::Monthly, Self::Active | Self::Suspended) => Ok(self),
            (BillType::Monthly, Self::Expired) => {
                let kept = term.expiration.is_some_and(|last| today <= add_days(last, keep_days));
                if kept { Ok(Self::Active) } else { Err(IssuerCode::KeyExpired) }
            }
        }
    }

    fn terminated(self, bill: BillType) -> Result<Self, IssuerCode> {
        match (self, bill) {
            (Self::Terminated, _) => Err(IssuerCode::AlreadyDone),
            (_, BillType::Purchase) => Err(IssuerCode::TerminationUnsupported),
            (Self::Active | Self::Suspended | Self::Expired, BillType::Monthly) => Ok(Self::Terminated),
        }
    }
}

impl fmt::Display for KeyStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

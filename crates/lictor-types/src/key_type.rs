//! What a license does to a pool (section 3).

use core::fmt;

/// The KEYTYPE setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum KeyType {
    /// The one pool of its feature; the first loaded is served (KEY-02).
    Exclusive = 0,
    /// A pool of its own beside the exclusive one (KEY-03).
    Additive = 1,
    /// Adds its seats to the exclusive license (section 4).
    Upgrade = 2,
    /// No seats of its own; draws on its dependencies (KEY-04).
    Token = 3,
}

impl KeyType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Exclusive, Self::Additive, Self::Upgrade, Self::Token];

    /// The setting's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exclusive => "EXCLUSIVE",
            Self::Additive => "ADDITIVE",
            Self::Upgrade => "UPGRADE",
            Self::Token => "TOKEN",
        }
    }

    /// Reads the setting's value.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

//! The flags of SHARE (section 2).

use std::fmt;

/// Which kinds of sharing a license allows, and which machines it may stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(u8);

impl Share {
    /// Nothing is shared.
    pub const NONE: Self = Self(0);
    /// Sessions of one host share (SHR-01); network licenses only.
    pub const HOST: Self = Self(1);
    /// Sessions of one user share (SHR-01); network licenses only.
    pub const USER: Self = Self(2);
    /// Sessions with one custom string share (SHR-01); network licenses only.
    pub const CUSTOM: Self = Self(4);
    /// May stand on a virtual machine (SHR-03).
    pub const VIRTUAL: Self = Self(8);
    /// May stand on a cloud instance (SHR-03).
    pub const CLOUD: Self = Self(16);
    /// May be used in a terminal session; local licenses only.
    pub const TERMINALSERVER: Self = Self(32);
    /// One process of the machine at a time; local licenses only.
    pub const SINGLE: Self = Self(64);

    /// The flags of SHR-01, which make groups of sessions.
    pub const GROUPS: Self = Self(1 | 2 | 4);
    /// The flags that local licenses alone may carry.
    pub const LOCAL: Self = Self(32 | 64);

    const NAMES: [(Self, &'static str); 7] = [
        (Self::HOST, "HOST"),
        (Self::USER, "USER"),
        (Self::CUSTOM, "CUSTOM"),
        (Self::VIRTUAL, "VIRTUAL"),
        (Self::CLOUD, "CLOUD"),
        (Self::TERMINALSERVER, "TERMINALSERVER"),
        (Self::SINGLE, "SINGLE"),
    ];

    /// Reads flags joined by `|`, each at most once; TERMINALSERVER and SINGLE exclude each other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut flags = Self::NONE;
        for part in text.split('|') {
            let (flag, _) = Self::NAMES.into_iter().find(|(_, name)| *name == part)?;
            if flags.contains(flag) {
                return None;
            }
            flags = Self(flags.0 | flag.0);
        }
        (!flags.contains(Self::LOCAL)).then_some(flags)
    }

    /// Whether all flags of `other` are among these.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The flags of these that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is no flag.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the flags, in their fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, name)| name)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                f.write_str("|")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_strictly_and_written_in_order() {
        for (text, expected) in [
            ("HOST", Some("HOST")),
            ("USER|HOST", Some("HOST|USER")),
            ("HOST|USER|CUSTOM|VIRTUAL|CLOUD", Some("HOST|USER|CUSTOM|VIRTUAL|CLOUD")),
            ("SINGLE|VIRTUAL", Some("VIRTUAL|SINGLE")),
            ("SINGLE|TERMINALSERVER", None),
            ("HOST|HOST", None),
            ("HOST|", None),
            ("HOST | USER", None),
            ("host", None),
            ("", None),
        ] {
            assert_eq!(Share::parse(text).map(|share| share.to_string()).as_deref(), expected, "{text}");
        }
    }
}

//! Versions of features (section 2: `MAJOR_VERSION`, `MINOR_VERSION`).

use core::fmt;

/// A version `major.minor`, each part 0–9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u16,
    minor: u16,
}

/// Why a text is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadVersion;

impl fmt::Display for BadVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a version as `2` or `2.1`, each part 0 to 9999")
    }
}

impl core::error::Error for BadVersion {}

impl Version {
    /// What a license without version settings serves.
    pub const DEFAULT: Self = Self { major: 1, minor: 0 };
    /// Largest value of either part.
    pub const PART_MAX: u16 = 9999;

    /// A version of two parts, if both are in range.
    #[must_use]
    pub fn new(major: u16, minor: u16) -> Option<Self> {
        (major <= Self::PART_MAX && minor <= Self::PART_MAX).then_some(Self { major, minor })
    }

    /// Reads `major` or `major.minor`.
    ///
    /// # Errors
    ///
    /// [`BadVersion`] if it is anything else or out of range.
    pub fn parse(text: &str) -> Result<Self, BadVersion> {
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        let part = |text: &str| {
            let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
            if digits { text.parse().map_err(|_| BadVersion) } else { Err(BadVersion) }
        };
        Ok(Self { major: part(major)?, minor: part(minor)? })
    }

    /// The first part.
    #[must_use]
    pub fn major(self) -> u16 {
        self.major
    }

    /// The second part.
    #[must_use]
    pub fn minor(self) -> u16 {
        self.minor
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_two_parts_in_range() {
        for (text, expected) in [
            ("2.1", Version::new(2, 1)),
            ("3", Version::new(3, 0)),
            ("0.0", Version::new(0, 0)),
            ("9999.9999", Version::new(9999, 9999)),
            ("10000", None),
            ("1.", None),
            ("+1", None),
            ("1.2.3", None),
            ("", None),
        ] {
            assert_eq!(Version::parse(text).ok(), expected, "{text}");
        }
    }
}

//! Names of features and vendors (FIL-04).

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::limits::{FEATURE_NAME_BYTES_MAX, VENDOR_NAME_BYTES_MAX};

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// It has no characters.
    Empty,
    /// It has more than the allowed number of bytes.
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        max: usize,
    },
    /// The byte at this offset may not stand there.
    Character {
        /// Offset of the byte.
        at: usize,
    },
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("name is empty"),
            Self::TooLong { bytes, max } => {
                write!(f, "name has {bytes} characters, at most {max} are allowed")
            }
            Self::Character { at } => write!(f, "character {} of the name is not allowed", at + 1),
        }
    }
}

impl core::error::Error for BadName {}

/// A feature's name: 1–64 of `A–Z a–z 0–9 _ - .`, compared without regard to case, shown as
/// written (FIL-04).
#[derive(Clone)]
pub struct FeatureName(Box<str>);

impl FeatureName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`BadName`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        check(text, FEATURE_NAME_BYTES_MAX, |_, b| {
            b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
        })?;
        Ok(Self(text.into()))
    }

    /// The name as the vendor wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn folded(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.bytes().map(|b| b.to_ascii_lowercase())
    }
}

impl PartialEq for FeatureName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for FeatureName {}

impl PartialOrd for FeatureName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FeatureName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}

impl Hash for FeatureName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.folded() {
            state.write_u8(byte);
        }
        state.write_u8(0xff);
    }
}

impl fmt::Display for FeatureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for FeatureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A vendor's name: 1–32 of `A–Z 0–9 _`, a letter first (FIL-04).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VendorName(Box<str>);

impl VendorName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`BadName`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        check(text, VENDOR_NAME_BYTES_MAX, |at, b| {
            b.is_ascii_uppercase() || (at > 0 && (b.is_ascii_digit() || b == b'_'))
        })?;
        Ok(Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VendorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for VendorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

fn check(text: &str, max: usize, allowed: impl Fn(usize, u8) -> bool) -> Result<(), BadName> {
    if text.is_empty() {
        return Err(BadName::Empty);
    }
    if text.len() > max {
        return Err(BadName::TooLong { bytes: text.len(), max });
    }
    match text.bytes().enumerate().position(|(at, b)| !allowed(at, b)) {
        Some(at) => Err(BadName::Character { at }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIL-04: the alphabet and the length of feature names.
    #[test]
    fn fil_04_feature_names() {
        let long = "x".repeat(65);
        let table = [
            ("f1", Ok(())),
            ("A.b-c_9", Ok(())),
            ("", Err(BadName::Empty)),
            ("a b", Err(BadName::Character { at: 1 })),
            ("é", Err(BadName::Character { at: 0 })),
            (&long, Err(BadName::TooLong { bytes: 65, max: 64 })),
            (&long[..64], Ok(())),
        ];
        for (text, expected) in table {
            assert_eq!(FeatureName::parse(text).map(|_| ()), expected, "{text}");
        }
    }

    /// FIL-04: compared without regard to case, shown as written.
    #[test]
    fn fil_04_feature_names_fold_case() {
        let [a, b] = ["Solver", "sOLVER"].map(|t| FeatureName::parse(t).unwrap());
        assert_eq!(a, b);
        assert_eq!(a.cmp(&b), Ordering::Equal);
        assert_eq!(alloc::format!("{a} {b}"), "Solver sOLVER");
    }

    /// FIL-04: vendor names begin with a letter and have no lower case.
    #[test]
    fn fil_04_vendor_names() {
        let table = [
            ("ACME", Ok(())),
            ("A_1", Ok(())),
            ("1A", Err(BadName::Character { at: 0 })),
            ("_A", Err(BadName::Character { at: 0 })),
            ("Acme", Err(BadName::Character { at: 1 })),
        ];
        for (text, expected) in table {
            assert_eq!(VendorName::parse(text).map(|_| ()), expected, "{text}");
        }
    }
}

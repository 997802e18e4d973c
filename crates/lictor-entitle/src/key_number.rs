//! The key number `PREFIX.NNNNNNNN.RRRR`: an issuer's name for a key and one of its revisions.
//!
//! Only the eight digits in the middle are the identity of the key (office.md 1.4). The prefix names
//! the product, the last part counts the key's revisions.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de};

/// The longest prefix, in characters.
pub const PREFIX_LENGTH_MAX: usize = 16;
/// The greatest number of a key: eight digits.
pub const NUMBER_MAX: u32 = 99_999_999;
/// The last revision that four digits can name.
pub const REVISION_MAX: u16 = 9999;

/// One revision of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct KeyNumber {
    prefix: String,
    number: u32,
    revision: u16,
}

/// What a caller types to name a key: with a revision, or without one for the current revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRef {
    prefix: String,
    number: u32,
    /// The revision that is meant, 0–9999; none means the current one.
    pub revision: Option<u16>,
}

/// Why a text is no key number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadKeyNumber;

impl KeyNumber {
    /// The key number of these parts.
    ///
    /// # Errors
    ///
    /// [`BadKeyNumber`] if the prefix is not 1 to [`PREFIX_LENGTH_MAX`] letters A–Z and digits, or a number
    /// has too many digits.
    pub fn new(prefix: &str, number: u32, revision: u16) -> Result<Self, BadKeyNumber> {
        let plain = prefix.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let good = plain
            && (1..=PREFIX_LENGTH_MAX).contains(&prefix.len())
            && number <= NUMBER_MAX
            && revision <= REVISION_MAX;
        if good { Ok(Self { prefix: prefix.into(), number, revision }) } else { Err(BadKeyNumber) }
    }

    /// Reads the full form, with a revision. Lower-case letters count as upper-case ones.
    ///
    /// # Errors
    ///
    /// [`BadKeyNumber`] if it has another form.
    pub fn parse(text: &str) -> Result<Self, BadKeyNumber> {
        let KeyRef { prefix, number, revision } = KeyRef::parse(text)?;
        Ok(Self { prefix, number, revision: revision.ok_or(BadKeyNumber)? })
    }

    /// The letters before the first dot.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The identity of the key, 0–99999999.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The revision, 0–9999.
    #[must_use]
    pub fn revision(&self) -> u16 {
        self.revision
    }

    /// Another revision of the same key; one past the last stays at the last.
    #[must_use]
    pub fn at(&self, revision: u16) -> Self {
        Self { revision: revision.min(REVISION_MAX), ..self.clone() }
    }

    /// The next revision of the same key; none after revision 9999.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        (self.revision < REVISION_MAX).then(|| self.at(self.revision + 1))
    }

    /// Whether both are revisions of one key: the eight digits agree, whatever the prefix.
    #[must_use]
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.number == other.number
    }

    /// The form without the revision, which names the current one, for example `PLSK.00123456`.
    #[must_use]
    pub fn key(&self) -> KeyRef {
        KeyRef { prefix: self.prefix.clone(), number: self.number, revision: None }
    }
}

impl KeyRef {
    /// Reads `PREFIX.NNNNNNNN` or `PREFIX.NNNNNNNN.RRRR`. Lower-case letters count as upper-case ones.
    ///
    /// # Errors
    ///
    /// [`BadKeyNumber`] if it has another form.
    pub fn parse(text: &str) -> Result<Self, BadKeyNumber> {
        let mut parts = text.split('.');
        let (Some(prefix), Some(number)) = (parts.next(), parts.next()) else { return Err(BadKeyNumber) };
        let number = digits(number, 8)?;
        let revision = match parts.next() {
            Some(part) => Some(u16::try_from(digits(part, 4)?).map_err(|_| BadKeyNumber)?),
            None => None,
        };
        if parts.next().is_some() || prefix.len() > PREFIX_LENGTH_MAX {
            return Err(BadKeyNumber);
        }
        let KeyNumber { prefix, number, .. } = KeyNumber::new(&prefix.to_ascii_uppercase(), number, 0)?;
        Ok(Self { prefix, number, revision })
    }

    /// The identity of the key, 0–99999999.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The letters before the first dot, in upper case.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The newer revision that replaced the named one: none if no revision was named or it is current.
    #[must_use]
    pub fn superseded_by(&self, current: &KeyNumber) -> Option<u16> {
        self.revision.filter(|named| *named < current.revision).map(|_| current.revision)
    }
}

fn digits(part: &str, count: usize) -> Result<u32, BadKeyNumber> {
    let good = part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    if good { part.parse().map_err(|_| BadKeyNumber) } else { Err(BadKeyNumber) }
}

impl fmt::Display for KeyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:08}.{:04}", self.prefix, self.number, self.revision)
    }
}

impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:08}", self.prefix, self.number)?;
        self.revision.map_or(Ok(()), |revision| write!(f, ".{revision:04}"))
    }
}

impl FromStr for KeyNumber {
    type Err = BadKeyNumber;

    fn from_str(text: &str) -> Result<Self, BadKeyNumber> {
        Self::parse(text)
    }
}

impl Serialize for KeyNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl fmt::Display for BadKeyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected PREFIX.NNNNNNNN.RRRR: letters and digits, eight digits, four digits")
    }
}

impl core::error::Error for BadKeyNumber {}

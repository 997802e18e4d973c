//! Serial numbers of licenses (FIL-02, UPG-09).

use alloc::boxed::Box;
use core::fmt;

use crate::limits::SERIAL_BYTES_MAX;

/// A license's serial: 1–64 of `A–Z a–z 0–9 _ - . :`, compared exactly. Vendor and serial together
/// name one license everywhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Box<str>);

/// Why a text is no serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSerial;

impl fmt::Display for BadSerial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a serial of 1 to 64 letters, digits or _ - . :")
    }
}

impl core::error::Error for BadSerial {}

impl Serial {
    /// Reads a serial.
    ///
    /// # Errors
    ///
    /// [`BadSerial`] if it is empty, too long, or has another character.
    pub fn parse(text: &str) -> Result<Self, BadSerial> {
        let good = (1..=SERIAL_BYTES_MAX).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'));
        if good { Ok(Self(text.into())) } else { Err(BadSerial) }
    }

    /// The serial as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

//! Public keys, key ids and digests.

use alloc::string::String;
use core::fmt;

use crate::hex;

/// An Ed25519 public key that is not one of the small-order points (TRU-01).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

/// Why 32 bytes or a text are no usable public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPublicKey {
    /// Not exactly 64 lower-case hex digits.
    Form,
    /// One of the encodings of a small-order point, under which anyone can sign.
    SmallOrder,
}

impl fmt::Display for BadPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("expected a public key of 64 lower-case hex digits"),
            Self::SmallOrder => f.write_str("public key is a small-order point and proves nothing"),
        }
    }
}

impl core::error::Error for BadPublicKey {}

/// The y coordinates, in little-endian bytes without the sign bit, of every encoding (canonical or
/// not) of the eight points of small order. Facts of the curve: RFC 8032 section 5.1; the list is
/// the one of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko), table 1.
const SMALL_ORDER_Y: [[u8; 32]; 7] = [
    [0; 32],
    {
        let mut y = [0; 32];
        y[0] = 1;
        y
    },
    hex::array("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    hex::array("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    hex::array("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    hex::array("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    hex::array("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
];

impl PublicKey {
    /// Takes a key, unless it is of small order.
    ///
    /// # Errors
    ///
    /// [`BadPublicKey::SmallOrder`].
    pub fn new(bytes: [u8; 32]) -> Result<Self, BadPublicKey> {
        let mut y = bytes;
        y[31] &= 0x7f;
        if SMALL_ORDER_Y.contains(&y) { Err(BadPublicKey::SmallOrder) } else { Ok(Self(bytes)) }
    }

    /// Reads 64 lower-case hex digits.
    ///
    /// # Errors
    ///
    /// [`BadPublicKey`] says which.
    pub fn parse(text: &str) -> Result<Self, BadPublicKey> {
        Self::new(hex::decode(text).ok_or(BadPublicKey::Form)?)
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key in lower-case hex.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex::encode(&self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// The first eight bytes of the SHA-256 of a public key: a hint which key, never a proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// Reads 16 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(text).map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Reads 64 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(text).map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TRU-01: the fourteen encodings of small-order points are refused wherever a key enters.
    #[test]
    fn tru_01_small_order_keys_are_refused() {
        for y in SMALL_ORDER_Y {
            for sign in [0, 0x80] {
                let mut bytes = y;
                bytes[31] |= sign;
                assert_eq!(PublicKey::new(bytes), Err(BadPublicKey::SmallOrder));
            }
        }
        let honest = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(PublicKey::parse(honest).map(PublicKey::to_hex), Ok(honest.into()));
    }

    #[test]
    fn keys_are_written_in_one_way_only() {
        let upper = "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A";
        assert_eq!(PublicKey::parse(upper), Err(BadPublicKey::Form));
        assert_eq!(PublicKey::parse(&upper[..62]), Err(BadPublicKey::Form));
    }
}

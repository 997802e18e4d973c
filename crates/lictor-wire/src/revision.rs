//! How a connection begins: the preface, the name for ALPN and the settled revision.

/// The first bytes of every connection, from the client.
pub const PREFACE: &[u8; 8] = b"lictor1\n";

/// The protocol's name in the TLS handshake (RFC 7301).
pub const ALPN: &[u8] = b"lictor/1";

/// A revision of the messages. A settled revision decides what every later frame may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision(pub u16);

impl Revision {
    /// The oldest one still spoken.
    pub const OLDEST: Self = Self(1);
    /// The newest one.
    pub const NEWEST: Self = Self(1);
    /// Never spoken. Tests offer it as the newest, so that settling downwards is never dead code.
    pub const GREASE: Self = Self(u16::MAX);

    /// The highest revision that is ours and within the peer's offer, if there is one.
    #[must_use]
    pub fn settle(offered_min: u16, offered_max: u16) -> Option<Self> {
        let settled = Self(offered_max).min(Self::NEWEST);
        (settled >= Self::OLDEST.max(Self(offered_min))).then_some(settled)
    }
}

const _: () = assert!(Revision::OLDEST.0 <= Revision::NEWEST.0 && Revision::NEWEST.0 < Revision::GREASE.0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settles_the_highest_common_revision() {
        for (min, max, expected) in [
            (1, 1, Some(Revision(1))),
            (0, 1, Some(Revision(1))),
            (1, Revision::GREASE.0, Some(Revision::NEWEST)),
            (Revision::GREASE.0, Revision::GREASE.0, None),
            (0, 0, None),
            (2, 1, None),
        ] {
            assert_eq!(Revision::settle(min, max), expected, "{min}..={max}");
        }
    }
}

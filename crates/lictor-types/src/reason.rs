//! What became of a license at load and why (section 14).

use core::fmt;

/// The state of a loaded license: exactly one of these (section 14). Numbers stand in journals:
/// append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LicenseState {
    /// Counted now.
    Served = 0,
    /// Before START; kept for the midnight that changes that.
    Pending = 1,
    /// After END; kept, as the clock may have been wrong.
    Expired = 2,
    /// Another exclusive license of the feature came first.
    Shadowed = 3,
    /// The same license again.
    Duplicate = 4,
    /// Voided by another license.
    Superseded = 5,
    /// An upgrade without a served exclusive license.
    Orphan = 6,
    /// Not usable; the reason says why.
    Rejected = 7,
}

impl LicenseState {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Served,
        Self::Pending,
        Self::Expired,
        Self::Shadowed,
        Self::Duplicate,
        Self::Superseded,
        Self::Orphan,
        Self::Rejected,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Pending => "pending",
            Self::Expired => "expired",
            Self::Shadowed => "shadowed",
            Self::Duplicate => "duplicate",
            Self::Superseded => "superseded",
            Self::Orphan => "orphan",
            Self::Rejected => "rejected",
        }
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

impl fmt::Display for LicenseState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Why a license has the state it has, as a stable code. Numbers stand in journals: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// Nothing is wrong: the license is served.
    None = 0,
    /// Before the first instant of START (TIM-01).
    NotStarted = 1,
    /// After the last instant of END (TIM-01).
    Expired = 2,
    /// An exclusive license of the feature loaded earlier is served (KEY-02).
    FirstExclusiveWins = 3,
    /// The same license was loaded earlier (UPG-09).
    SameSerial = 4,
    /// A license loaded here names it in SUPERSEDES.
    Superseded = 5,
    /// A license loaded here names it in REPLACES.
    Replaced = 6,
    /// No exclusive license of the feature is served to attach to (UPG-11).
    NoBase = 7,
    /// The file cannot be read, or is no regular file of the directory.
    NotReadable = 8,
    /// The file is not well-formed license XML to its end (FIL-06).
    NotWellFormed = 9,
    /// The feature breaks the form: an element, name or value that may not be there (FIL-01…06).
    BadFeature = 10,
    /// A setting that this reader does not know (FIL-05).
    UnknownSetting = 11,
    /// A setting's value is not of its form or range (section 2).
    BadValue = 12,
    /// A setting that may stand once stands twice (FIL-06).
    DuplicateSetting = 13,
    /// A setting that must be there is not.
    MissingSetting = 14,
    /// A setting that this kind of license may not carry (section 2, UPG-07).
    NotAllowed = 15,
    /// START is after END.
    StartAfterEnd = 16,
    /// There is no KEY (section 14).
    Unsigned = 17,
    /// KEY does not verify, or the certificate of its key does not.
    BadSignature = 18,
    /// No trusted key of the vendor signed it (TRU-01).
    UntrustedVendor = 19,
    /// The key that signed it is revoked (TRU-01).
    RevokedKey = 20,
    /// ISSUED is outside the period of the signing key's certificate (TRU-01).
    OutsideCertificate = 21,
    /// A node-locked license; a server serves network licenses only (FIL-08).
    NotNetwork = 22,
    /// None of its server host ids is this machine (HID-02, UPG-08).
    WrongServer = 23,
    /// It may not be served in a virtual machine (SHR-03).
    VirtualMachine = 24,
    /// HAL_SERVERS: served only by a cluster.
    NeedsCluster = 25,
    /// It asks for something this version does not do yet; the text names it.
    NotSupported = 26,
    /// Another license of other content has its serial (UPG-09).
    SerialReused = 27,
    /// SUPERSEDES names itself or goes round in a circle.
    SupersedesItself = 28,
    /// What it REPLACES is not here.
    ReplacedMissing = 29,
    /// END is after the exclusive license's END (UPG-05).
    EndAfterBase = 30,
    /// One side is UNLIMITED (UPG-06).
    Unlimited = 31,
    /// The sum would be above 2147483647 (UPG-10).
    SumTooLarge = 32,
    /// Tokens depend on each other in a circle (KEY-04).
    TokenLoop = 33,
    /// A feature it depends on is not here (KEY-05).
    MissingDependency = 34,
    /// More licenses or vendors than a server takes.
    TooMany = 35,
    /// A token and what it depends on both have HOST, USER or CUSTOM sharing (KEY-04).
    BothShare = 36,
}

impl Reason {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 37] = [
        Self::None,
        Self::NotStarted,
        Self::Expired,
        Self::FirstExclusiveWins,
        Self::SameSerial,
        Self::Superseded,
        Self::Replaced,
        Self::NoBase,
        Self::NotReadable,
        Self::NotWellFormed,
        Self::BadFeature,
        Self::UnknownSetting,
        Self::BadValue,
        Self::DuplicateSetting,
        Self::MissingSetting,
        Self::NotAllowed,
        Self::StartAfterEnd,
        Self::Unsigned,
        Self::BadSignature,
        Self::UntrustedVendor,
        Self::RevokedKey,
        Self::OutsideCertificate,
        Self::NotNetwork,
        Self::WrongServer,
        Self::VirtualMachine,
        Self::NeedsCluster,
        Self::NotSupported,
        Self::SerialReused,
        Self::SupersedesItself,
        Self::ReplacedMissing,
        Self::EndAfterBase,
        Self::Unlimited,
        Self::SumTooLarge,
        Self::TokenLoop,
        Self::MissingDependency,
        Self::TooMany,
        Self::BothShare,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NotStarted => "not_started",
            Self::Expired => "expired",
            Self::FirstExclusiveWins => "first_exclusive_wins",
            Self::SameSerial => "same_serial",
            Self::Superseded => "superseded",
            Self::Replaced => "replaced",
            Self::NoBase => "no_base",
            Self::NotReadable => "not_readable",
            Self::NotWellFormed => "not_well_formed",
            Self::BadFeature => "bad_feature",
            Self::UnknownSetting => "unknown_setting",
            Self::BadValue => "bad_value",
            Self::DuplicateSetting => "duplicate_setting",
            Self::MissingSetting => "missing_setting",
            Self::NotAllowed => "not_allowed",
            Self::StartAfterEnd => "start_after_end",
            Self::Unsigned => "unsigned",
            Self::BadSignature => "bad_signature",
            Self::UntrustedVendor => "untrusted_vendor",
            Self::RevokedKey => "revoked_key",
            Self::OutsideCertificate => "outside_certificate",
            Self::NotNetwork => "not_network",
            Self::WrongServer => "wrong_server",
            Self::VirtualMachine => "virtual_machine",
            Self::NeedsCluster => "needs_cluster",
            Self::NotSupported => "not_supported",
            Self::SerialReused => "serial_reused",
            Self::SupersedesItself => "supersedes_itself",
            Self::ReplacedMissing => "replaced_missing",
            Self::EndAfterBase => "end_after_base",
            Self::Unlimited => "unlimited",
            Self::SumTooLarge => "sum_too_large",
            Self::TokenLoop => "token_loop",
            Self::MissingDependency => "missing_dependency",
            Self::TooMany => "too_many",
            Self::BothShare => "both_share",
        }
    }

    /// From its number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_both_ways() {
        for state in LicenseState::ALL {
            assert_eq!(LicenseState::from_u8(state as u8), Some(state));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_u8(reason as u8), Some(reason));
        }
    }
}

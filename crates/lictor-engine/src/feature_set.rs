//! What is loaded: licenses whose form, signature, trust, settings and server have been checked.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    CivilDate, Digest, FeatureName, HostIdBlock, KeyType, Seats, Serial, VendorName, Version,
};

use crate::codec::{Code, Malformed, Reader, coded};

/// A complete set of features.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeatureSet {
    /// Digest of everything in it, made by the loader: equal sets have equal digests.
    pub digest: Option<Digest>,
    /// The zones that dates are judged in; the first is the server's (TIM-01).
    pub zones: Vec<ZoneToday>,
    /// The licenses in load order (KEY-01).
    pub licenses: Vec<LicenseEntry>,
}

/// A zone and its civil day at load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneToday {
    /// IANA name.
    pub zone: String,
    /// Today there.
    pub today: CivilDate,
}

/// One license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseEntry {
    /// VENDOR.
    pub vendor: VendorName,
    /// The feature's name as written.
    pub feature: FeatureName,
    /// SERIAL.
    pub serial: Serial,
    /// Digest of the signed content: tells a copy from a reused serial (UPG-09).
    pub content: Digest,
    /// KEYTYPE.
    pub key_type: KeyType,
    /// Highest version served.
    pub version: Version,
    /// COUNT.
    pub seats: Seats,
    /// START.
    pub start: Option<CivilDate>,
    /// END.
    pub end: Option<CivilDate>,
    /// Number of the zone its dates are judged in; an upgrade follows its base's (TIM-01).
    pub zone: u16,
    /// SUPERSEDES.
    pub supersedes: Vec<Serial>,
    /// REPLACES.
    pub replaces: Option<Replaces>,
    /// SOFTLIMIT.
    pub soft_limit: Option<u32>,
    /// Client host ids (HID-03).
    pub client_hosts: Vec<HostIdBlock>,
    /// HOSTID_MATCH_RATE.
    pub host_match_rate: u8,
    /// PLATFORMS; empty means any.
    pub platforms: Vec<String>,
    /// TIME_ZONES in whole hours; empty means any.
    pub time_zones: Vec<i8>,
    /// Which of HOST, USER and CUSTOM share seats (SHR-01).
    pub share: Sharing,
    /// HOLD in seconds (HLD-01).
    pub hold_seconds: u32,
    /// MIN_CHECKOUT in seconds (HLD-02).
    pub min_checkout_seconds: u32,
    /// USERBASED; unlimited means ALL (NAM-01, UPG-13).
    pub user_based: Option<Seats>,
    /// HOSTBASED; unlimited means ALL (NAM-01, UPG-13).
    pub host_based: Option<Seats>,
    /// BORROW in hours; 0 means it cannot be borrowed (BOR-01).
    pub borrow_hours: u16,
    /// The instant after the last one of END, in milliseconds: where borrows end at the latest
    /// (BOR-03).
    pub end_ms: Option<u64>,
    /// What one token costs (KEY-04).
    pub dependencies: Vec<Dependency>,
}

/// Which identities make sessions share seats (SHR-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sharing {
    /// Sessions of one host.
    pub host: bool,
    /// Sessions of one user.
    pub user: bool,
    /// Sessions with one custom string.
    pub custom: bool,
}

impl Sharing {
    /// Whether anything is shared.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.host || self.user || self.custom
    }
}

/// One TOKEN_DEPENDENCY (KEY-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The feature that is taken, of the same vendor.
    pub feature: FeatureName,
    /// In which version.
    pub version: Version,
    /// How many seats of it, at least 1.
    pub count: u32,
}

coded!(Sharing { host, user, custom });
coded!(Dependency { feature, version, count });

impl LicenseEntry {
    /// Its last day; the last day there is means none.
    pub(crate) fn last_day(&self) -> Option<CivilDate> {
        self.end.filter(|end| *end != CivilDate::MAX)
    }
}

coded!(FeatureSet { digest, zones, licenses });
coded!(ZoneToday { zone, today });
coded!(LicenseEntry {
    vendor,
    feature,
    serial,
    content,
    key_type,
    version,
    seats,
    start,
    end,
    zone,
    supersedes,
    replaces,
    soft_limit,
    client_hosts,
    host_match_rate,
    platforms,
    time_zones,
    share,
    hold_seconds,
    min_checkout_seconds,
    user_based,
    host_based,
    borrow_hours,
    end_ms,
    dependencies,
});

/// What a license replaces (REPLACES).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replaces {
    /// Every license of a feature.
    Feature(FeatureName),
    /// One license.
    Serial(Serial),
}

impl Code for Replaces {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Feature(name) => {
                out.push(0);
                name.write(out);
            }
            Self::Serial(serial) => {
                out.push(1);
                serial.write(out);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => FeatureName::read(from).map(Self::Feature),
            1 => Serial::read(from).map(Self::Serial),
            _ => Err(Malformed),
        }
    }
}

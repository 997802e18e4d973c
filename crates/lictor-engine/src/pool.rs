//! Pools of seats.

use lictor_types::{CivilDate, FeatureName, KeyType, Seats, Serial, Status, Version};

use crate::codec::coded;
use crate::feature_set::{LicenseEntry, Sharing};
use crate::slab::NONE;

/// The seats of one feature that are counted together: those of its exclusive license and its
/// upgrades (UPG-01), or those of one additive license (KEY-03). One token license makes a pool
/// without seats of its own (KEY-04).
#[derive(Debug)]
pub(crate) struct Pool {
    /// Number of its feature.
    pub(crate) feature: u32,
    pub(crate) key_type: KeyType,
    /// Serial, if additive or token.
    pub(crate) serial: Option<Serial>,
    /// The feature's name as the served (or last served) license writes it.
    pub(crate) name: FeatureName,
    /// What its licenses amount to today.
    pub(crate) terms: Terms,
    /// What its base says beyond that.
    pub(crate) base: Base,
    /// Charged seats: leases after sharing, among them held and borrowed ones (OUT-07).
    pub(crate) used: u64,
    /// Denials since the ledger began.
    pub(crate) denied: u64,
    /// Newest of its leases.
    pub(crate) lease_head: u32,
    /// How many leases it has.
    pub(crate) lease_count: u32,
}

/// What the licenses of a pool amount to on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Index of the base in the feature set in force (UPG-15).
    pub(crate) base: Option<u32>,
    /// Seats today (UPG-01); of a token, how many its dependencies make at most.
    pub(crate) seats: Seats,
    /// Seats today of licenses without END: what may be granted while the clock is suspect
    /// (TIM-05).
    pub(crate) endless: Seats,
    /// What a request gets while there is no base (UPG-15).
    pub(crate) absent: Status,
    /// Revision of the active members (TRU-03).
    pub(crate) rev: u32,
    /// The earliest START to come that adds seats.
    pub(crate) next_start: Option<Start>,
}

/// A START to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) date: CivilDate,
    /// Number of its zone.
    pub(crate) zone: u16,
}

/// What a checkout asks of the base beyond seats, copied from the license so that the question
/// needs no look at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base {
    pub(crate) version: Version,
    pub(crate) soft_limit: Option<u32>,
    /// Zone of its dates.
    pub(crate) zone: u16,
    /// Whether it has an END.
    pub(crate) ends: bool,
    /// Whether it names hosts, platforms or time zones.
    pub(crate) restricted: bool,
    /// Whose sessions share seats (SHR-01).
    pub(crate) share: Sharing,
    /// HOLD in milliseconds.
    pub(crate) hold_ms: u64,
    /// MIN_CHECKOUT in milliseconds.
    pub(crate) min_checkout_ms: u64,
    /// USERBASED; unlimited means ALL.
    pub(crate) user_based: Option<Seats>,
    /// HOSTBASED; unlimited means ALL.
    pub(crate) host_based: Option<Seats>,
    /// BORROW in hours.
    pub(crate) borrow_hours: u16,
}

coded!(Terms { base, seats, endless, absent, rev, next_start });
coded!(Start { date, zone });

impl Terms {
    /// Nothing was ever loaded.
    pub(crate) const NOTHING: Self = Self {
        base: None,
        seats: Seats::NONE,
        endless: Seats::NONE,
        absent: Status::FeatureNotFound,
        rev: 0,
        next_start: None,
    };
}

impl Base {
    /// There is no base.
    pub(crate) const NONE: Self = Self {
        version: Version::DEFAULT,
        soft_limit: None,
        zone: 0,
        ends: false,
        restricted: false,
        share: Sharing { host: false, user: false, custom: false },
        hold_ms: 0,
        min_checkout_ms: 0,
        user_based: None,
        host_based: None,
        borrow_hours: 0,
    };

    pub(crate) fn of(license: &LicenseEntry) -> Self {
        Self {
            version: license.version,
            soft_limit: license.soft_limit,
            zone: license.zone,
            ends: license.last_day().is_some(),
            restricted: !(license.client_hosts.is_empty()
                && license.platforms.is_empty()
                && license.time_zones.is_empty()),
            share: license.share,
            hold_ms: u64::from(license.hold_seconds) * 1000,
            min_checkout_ms: u64::from(license.min_checkout_seconds) * 1000,
            user_based: license.user_based,
            host_based: license.host_based,
            borrow_hours: license.borrow_hours,
        }
    }
}

impl Pool {
    pub(crate) fn new(feature: u32, license: &LicenseEntry) -> Self {
        let key_type = kind_of(license.key_type);
        Self {
            feature,
            key_type,
            serial: (key_type != KeyType::Exclusive).then(|| license.serial.clone()),
            name: license.feature.clone(),
            terms: Terms::NOTHING,
            base: Base::NONE,
            used: 0,
            denied: 0,
            lease_head: NONE,
            lease_count: 0,
        }
    }

    /// Whether it has no seats of its own (KEY-04).
    pub(crate) fn is_token(&self) -> bool {
        self.key_type == KeyType::Token
    }

    /// Whether what is given back may stay charged for a while (HLD-01, HLD-02).
    pub(crate) fn holds(&self) -> bool {
        self.base.hold_ms > 0 || self.base.min_checkout_ms > 0
    }

    /// Whether seats belong to named users or hosts (NAM-01).
    pub(crate) fn is_named(&self) -> bool {
        self.base.user_based.is_some() || self.base.host_based.is_some()
    }

    /// Whether this many charged seats are above SOFTLIMIT, which stays as the base writes it
    /// whatever its upgrades add (SFT-01, UPG-13).
    pub(crate) fn is_soft(&self, used: u64) -> bool {
        self.base.soft_limit.is_some_and(|limit| used > u64::from(limit))
    }

    /// Whether anybody needs to see it: it serves, or did and has not been given back (UPG-15).
    pub(crate) fn is_shown(&self) -> bool {
        self.terms.base.is_some() || self.used > 0
    }
}

/// The kind of pool in which a license of this type counts.
pub(crate) fn kind_of(key_type: KeyType) -> KeyType {
    match key_type {
        KeyType::Exclusive | KeyType::Upgrade => KeyType::Exclusive,
        KeyType::Additive => KeyType::Additive,
        KeyType::Token => KeyType::Token,
    }
}

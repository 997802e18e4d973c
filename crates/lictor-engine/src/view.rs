//! What can be seen of the ledger, for reports. Reading changes nothing.

mod borrowed;
mod kept;
mod waiting;
mod why;

pub use borrowed::BorrowView;
pub use kept::{BindingView, QuarantineView, ReservationView};
pub use waiting::WaiterView;
pub use why::{Inquiry, RuleUse, Why};

use lictor_types::{
    BorrowId, Digest, FeatureId, FeatureName, Identity, KeyType, LeaseId, LicenseState, PoolId, Reason,
    Seats, Serial, SessionId, Stamp, Status, VendorName,
};

use crate::catalog::Feature;
use crate::fact::Clock;
use crate::feature_set::{FeatureSet, ZoneToday};
use crate::group::Person;
use crate::lease::Holder;
use crate::ledger::Ledger;
use crate::pool::Pool;
use crate::session::Session;

/// A pool.
#[derive(Debug, Clone, Copy)]
pub struct PoolView<'a> {
    /// Its id.
    pub pool: PoolId,
    /// Its feature.
    pub feature: FeatureId,
    /// The feature's name as the served (or last served) license writes it.
    pub name: &'a FeatureName,
    /// Its vendor.
    pub vendor: &'a VendorName,
    /// Its kind.
    pub key_type: KeyType,
    /// Serial, if additive.
    pub serial: Option<&'a Serial>,
    /// Seats today.
    pub seats: Seats,
    /// Charged seats.
    pub used: u64,
    /// Idle reserved seats.
    pub reserved: u64,
    /// Revision of its members (TRU-03).
    pub rev: u32,
    /// Index of its base in the feature set in force; none when nothing is served (UPG-15).
    pub base: Option<u32>,
    /// What a new request gets when there is no base: `expired`, `not_started` or
    /// `feature_not_found` (UPG-15).
    pub absent: Status,
    /// Denials since the ledger began.
    pub denied: u64,
}

/// A member of a pool: its base or an upgrade, active or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolMember {
    /// Index of the license in the feature set in force.
    pub license: u32,
    /// Its state.
    pub state: LicenseState,
}

/// What became of a license of the feature set in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenseView {
    /// Its index in the feature set.
    pub license: u32,
    /// Its state.
    pub state: LicenseState,
    /// Why.
    pub reason: Reason,
    /// The license that won over it, superseded it, or is its base, where there is one.
    pub other: Option<u32>,
    /// The pool it counts in or would count in.
    pub pool: PoolId,
}

/// A session.
#[derive(Debug, Clone, Copy)]
pub struct SessionView<'a> {
    /// Its id.
    pub session: SessionId,
    /// Who.
    pub identity: &'a Identity,
    /// Vendor named at its opening.
    pub vendor: Option<&'a VendorName>,
    /// Wall instant of its opening in milliseconds.
    pub since_ms: u64,
    /// Current attachment.
    pub epoch: u32,
    /// Whether a connection serves it.
    pub attached: bool,
    /// Process id proved by the operating system, if local.
    pub local_pid: Option<u32>,
    /// Its last denial that was recorded in full.
    pub denied: Option<DenialView>,
}

/// A denial of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DenialView {
    /// The feature; none if nobody knows it.
    pub feature: Option<FeatureId>,
    /// Why.
    pub status: Status,
    /// Seats asked for.
    pub requested: u32,
    /// Wall instant in milliseconds.
    pub at_ms: u64,
}

/// A lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaseView {
    /// Its id.
    pub lease: LeaseId,
    /// Its pool.
    pub pool: PoolId,
    /// In whose hand it is.
    pub holder: HolderView,
    /// Seats.
    pub count: u32,
    /// Wall instant of its first grant in milliseconds.
    pub since_ms: u64,
}

/// In whose hand seats are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderView {
    /// A session's.
    Session(SessionId),
    /// Borrowed (BOR-01).
    Borrow {
        /// The borrow.
        borrow: BorrowId,
        /// Wall instant of its end in milliseconds.
        until_ms: u64,
    },
    /// Given back, and still charged (HLD-01).
    Hold {
        /// Wall instant of the end in milliseconds.
        until_ms: u64,
    },
    /// Taken through a token (KEY-04).
    Token,
}

/// The state of the clock rules (TIM-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockView {
    /// The floor of wall time in milliseconds.
    pub floor_ms: u64,
    /// Running time for which wall time has stood ahead of the floor, in milliseconds.
    pub ahead_ms: u64,
    /// Whether licenses with END are not granted.
    pub suspect: bool,
}

/// Sums over the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Open sessions.
    pub sessions: u32,
    /// Leases.
    pub leases: u32,
    /// Pools ever seen.
    pub pools: u32,
    /// Features ever seen.
    pub features: u32,
    /// Charged seats of all pools.
    pub used: u64,
    /// Requests granted since the ledger began.
    pub granted: u64,
    /// Checkouts denied since the ledger began.
    pub denied: u64,
}

impl Ledger {
    /// The stamp of the last record.
    #[must_use]
    pub fn last_stamp(&self) -> Stamp {
        self.stamp
    }

    /// The ledger time at which [`crate::Command::Tick`] next has something to do.
    #[must_use]
    pub fn next_deadline(&self) -> Option<u64> {
        self.deadlines.first().map(|deadline| deadline.at_ms)
    }

    /// The state of the clock rules as last recorded.
    #[must_use]
    pub fn clock(&self) -> ClockView {
        let Clock { floor_ms, ahead_ms, suspect } = self.clock;
        ClockView { floor_ms, ahead_ms, suspect }
    }

    /// How many feature sets were loaded; 0 before the first.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.catalog.epoch
    }

    /// The feature set in force. Its zones carry today.
    #[must_use]
    pub fn feature_set(&self) -> &FeatureSet {
        &self.catalog.set
    }

    /// Digest of the feature set in force.
    #[must_use]
    pub fn feature_set_digest(&self) -> Option<Digest> {
        self.catalog.set.digest
    }

    /// Today in each zone of the feature set, in its order.
    #[must_use]
    pub fn zones_today(&self) -> &[ZoneToday] {
        &self.catalog.set.zones
    }

    /// The feature of this name, in any case. Without a vendor, the first in load order.
    #[must_use]
    pub fn find_feature(&self, vendor: Option<&VendorName>, name: &str) -> Option<FeatureId> {
        self.catalog.find(self.catalog.scope(vendor), name).map(FeatureId)
    }

    /// The pools of a feature in the order in which a checkout tries them (KEY-03), also those
    /// that serve nothing today.
    pub fn feature_pools(&self, feature: FeatureId) -> impl Iterator<Item = PoolView<'_>> {
        let pools = self.catalog.features.get(feature.0 as usize).into_iter().flat_map(Feature::pools);
        pools.filter_map(|pool| self.pool(PoolId(pool)))
    }

    /// A pool.
    #[must_use]
    pub fn pool(&self, pool: PoolId) -> Option<PoolView<'_>> {
        self.view_of(pool.0, self.pools.get(pool.0 as usize)?)
    }

    /// Every pool from this number on that serves or is still in use (UPG-15).
    pub fn pools_from(&self, from: u32) -> impl Iterator<Item = PoolView<'_>> {
        let pools = self.pools.get(from as usize..).unwrap_or_default();
        let shown = (from..).zip(pools).filter(|(_, pool)| pool.is_shown());
        shown.filter_map(|(number, pool)| self.view_of(number, pool))
    }

    /// The members of a pool: its base first, then every upgrade in load order, whatever its
    /// state (UPG-12: for administrators and proofs).
    pub fn pool_members(&self, pool: PoolId) -> impl Iterator<Item = PoolMember> {
        let pool = self.pools.get(pool.0 as usize);
        let licenses = pool
            .into_iter()
            .flat_map(|pool| pool.terms.base.into_iter().chain(self.catalog.upgrades_of(pool)));
        licenses.filter_map(|license| {
            let judgement = self.catalog.judgements.get(license as usize)?;
            Some(PoolMember { license, state: judgement.state })
        })
    }

    /// What became of every license of the feature set in force, in load order (section 14).
    pub fn licenses(&self) -> impl Iterator<Item = LicenseView> {
        let judged = (0..).zip(&self.catalog.judgements).zip(&self.catalog.places);
        judged.map(|((license, judgement), place)| LicenseView {
            license,
            state: judgement.state,
            reason: judgement.reason,
            other: judgement.other,
            pool: PoolId(place.pool),
        })
    }

    /// A session.
    #[must_use]
    pub fn session(&self, session: SessionId) -> Option<SessionView<'_>> {
        self.session_at(session).map(|found| self.session_view(session, found))
    }

    /// Every session from this slot on.
    pub fn sessions_from(&self, slot: u32) -> impl Iterator<Item = SessionView<'_>> {
        let sessions = self.sessions.iter_from(slot);
        sessions
            .map(|(slot, generation, session)| self.session_view(SessionId::new(slot, generation), session))
    }

    /// Every lease from this slot on.
    pub fn leases_from(&self, slot: u32) -> impl Iterator<Item = LeaseView> {
        self.leases.iter_from(slot).filter_map(|(slot, _, _)| self.lease_view(slot))
    }

    /// The leases of a session, newest first.
    pub fn session_leases(&self, session: SessionId) -> impl Iterator<Item = LeaseView> {
        let slots = self.session_at(session).into_iter().flat_map(|session| session.newest_first());
        slots.filter_map(|slot| self.lease_view(slot))
    }

    /// Who has a lease: the session's identity, or who borrowed it, used it last or took it through
    /// a token.
    #[must_use]
    pub fn lease_identity(&self, lease: LeaseId) -> Option<Identity> {
        let found = self.leases.get(lease.slot(), lease.generation())?;
        if let Some((_, session)) = found.session().and_then(|slot| self.sessions.at(slot)) {
            return Some(session.profile.personal.identity.clone());
        }
        let Person { user, host, custom, project, address } = self.person_of(found);
        Some(Identity { user, host, pid: 0, project, custom, address })
    }

    /// The name of a feature as its first license wrote it, and its vendor.
    #[must_use]
    pub fn feature_name(&self, feature: FeatureId) -> Option<(&VendorName, &FeatureName)> {
        let feature = self.catalog.features.get(feature.0 as usize)?;
        Some((self.catalog.vendors.get(feature.vendor as usize)?, &feature.name))
    }

    /// The leases of a pool, newest first.
    pub fn pool_leases(&self, pool: PoolId) -> impl Iterator<Item = LeaseView> {
        let pool = self.pools.get(pool.0 as usize).into_iter();
        let slots = pool.flat_map(|pool| self.leases.list(pool.lease_head, pool.lease_count));
        slots.filter_map(|slot| self.lease_view(slot))
    }

    /// Sums over everything.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals {
            sessions: self.sessions.len(),
            leases: self.leases.len(),
            pools: self.pools.len() as u32,
            features: self.catalog.features.len() as u32,
            used: self.counters.used,
            granted: self.counters.granted,
            denied: self.counters.denied,
        }
    }

    fn view_of<'a>(&'a self, number: u32, pool: &'a Pool) -> Option<PoolView<'a>> {
        let feature = self.catalog.features.get(pool.feature as usize)?;
        Some(PoolView {
            pool: PoolId(number),
            feature: FeatureId(pool.feature),
            name: &pool.name,
            vendor: self.catalog.vendors.get(feature.vendor as usize)?,
            key_type: pool.key_type,
            serial: pool.serial.as_ref(),
            seats: pool.terms.seats,
            used: pool.used,
            reserved: self.idle(self.stamp, number),
            rev: pool.terms.rev,
            base: pool.terms.base,
            absent: pool.terms.absent,
            denied: pool.denied,
        })
    }

    fn session_view<'a>(&self, id: SessionId, session: &'a Session) -> SessionView<'a> {
        let profile = &session.profile;
        let denied = session.denied.as_deref().map(|last| DenialView {
            feature: last.want.asked.feature,
            status: last.denial.status,
            requested: last.want.asked.count,
            at_ms: self.wall_of(last.at_ms),
        });
        SessionView {
            session: id,
            identity: &profile.personal.identity,
            vendor: profile.vendor.as_ref(),
            since_ms: profile.since_ms,
            epoch: session.epoch,
            attached: session.detached_until.is_none(),
            local_pid: profile.local_pid,
            denied,
        }
    }

    /// The wall instant of a ledger time, as far as the last record tells.
    pub(crate) fn wall_of(&self, ledger_ms: u64) -> u64 {
        let Stamp { ledger_ms: now, wall_ms } = self.stamp;
        match ledger_ms.checked_sub(now) {
            Some(ahead) => wall_ms.saturating_add(ahead),
            None => wall_ms.saturating_sub(now - ledger_ms),
        }
    }

    fn lease_view(&self, slot: u32) -> Option<LeaseView> {
        let (generation, lease) = self.leases.at(slot)?;
        let holder = match lease.holder {
            Holder::Session(slot) => HolderView::Session(SessionId::new(slot, self.sessions.at(slot)?.0)),
            Holder::Borrow(slot) => {
                let (generation, borrow) = self.borrows.at(slot)?;
                HolderView::Borrow { borrow: BorrowId::new(slot, generation), until_ms: borrow.until_ms }
            }
            Holder::Hold(until_ms) => HolderView::Hold { until_ms: self.wall_of(until_ms) },
            Holder::Token(_) => HolderView::Token,
        };
        Some(LeaseView {
            lease: LeaseId::new(slot, generation),
            pool: PoolId(lease.pool),
            holder,
            count: lease.count,
            since_ms: lease.since_ms,
        })
    }
}

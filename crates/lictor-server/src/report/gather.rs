//! Taking what is shown out of the ledger, a bounded piece under each lock.

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_engine::{LeaseView, LicenseView, PoolMember};
use lictor_types::{CivilDate, FeatureName, Identity, KeyType, PoolId, Seats, Serial, SessionId, VendorName};

use super::{Sight, Viewable};
use crate::intake::{CatalogEntry, Loaded};

/// Rows taken under one lock: well under 50 µs.
const ROWS: usize = 64;
/// How often to begin anew when another feature set comes into force meanwhile.
const TRIES: usize = 5;

/// Licenses and pools of one feature set.
pub(super) struct Catalog {
    pub(super) loaded: Arc<Loaded>,
    pub(super) zone: String,
    pub(super) today: CivilDate,
    pub(super) clock_suspect: bool,
    pub(super) licenses: Vec<Judged>,
    pub(super) pools: BTreeMap<PoolId, Pool>,
}

/// A license and what became of it.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    pub(super) view: LicenseView,
    /// Today in the zone of its dates; an upgrade's are its base's (TIM-01).
    pub(super) today: CivilDate,
}

/// A pool, out of the ledger's hands.
pub(super) struct Pool {
    pub(super) name: FeatureName,
    pub(super) vendor: VendorName,
    pub(super) key_type: KeyType,
    pub(super) serial: Option<Serial>,
    pub(super) seats: Seats,
    pub(super) used: u64,
    pub(super) reserved: u64,
    pub(super) base: Option<u32>,
    pub(super) denied: u64,
    pub(super) members: Vec<PoolMember>,
}

/// A session and its leases, newest first.
pub(super) struct Session {
    pub(super) session: SessionId,
    pub(super) identity: Identity,
    pub(super) vendor: Option<VendorName>,
    pub(super) since_ms: u64,
    pub(super) attached: bool,
    pub(super) leases: Vec<LeaseView>,
}

impl Catalog {
    /// A license of the feature set.
    pub(super) fn entry(&self, license: u32) -> Option<&CatalogEntry> {
        self.loaded.catalog.get(license)
    }
}

/// Licenses and pools. All indices belong to one feature set unless sets change faster than they
/// can be read.
pub(super) fn catalog(source: &dyn Viewable) -> Catalog {
    let (mut catalog, mut epoch) = begin(source);
    for _ in 0..TRIES {
        if pools(source, epoch, &mut catalog.pools) {
            break;
        }
        (catalog, epoch) = begin(source);
    }
    catalog
}

/// Everything but the pools, which is one copy of small rows, and the epoch it is of.
fn begin(source: &dyn Viewable) -> (Catalog, u64) {
    let mut taken = None;
    source.view(&mut |sight| taken = Some((licenses(sight), sight.ledger.epoch())));
    taken.unwrap_or_else(|| (nothing(), 0))
}

fn nothing() -> Catalog {
    Catalog {
        loaded: Arc::default(),
        zone: String::new(),
        today: CivilDate::MIN,
        clock_suspect: false,
        licenses: Vec::new(),
        pools: BTreeMap::new(),
    }
}

fn licenses(sight: Sight<'_>) -> Catalog {
    let today: Vec<CivilDate> = sight.zones.today().collect();
    let here = today.first().copied().unwrap_or(CivilDate::MIN);
    let entries = &sight.ledger.feature_set().licenses;
    let zone = |license: u32| entries.get(license as usize).map_or(0, |entry| usize::from(entry.zone));
    let upgrade =
        |license: u32| entries.get(license as usize).is_some_and(|entry| entry.key_type == KeyType::Upgrade);
    let judged = |view: LicenseView| {
        let dated = view.other.filter(|_| upgrade(view.license)).unwrap_or(view.license);
        Judged { view, today: today.get(zone(dated)).copied().unwrap_or(here) }
    };
    Catalog {
        loaded: Arc::clone(sight.loaded),
        zone: sight.zones.server().name().to_owned(),
        today: here,
        clock_suspect: sight.ledger.clock().suspect,
        licenses: sight.ledger.licenses().map(judged).collect(),
        pools: BTreeMap::new(),
    }
}

/// The pools. Whether they are all of this epoch.
fn pools(source: &dyn Viewable, epoch: u64, pools: &mut BTreeMap<PoolId, Pool>) -> bool {
    let mut from = Some(0);
    let mut same = true;
    while let (Some(first), true) = (from, same) {
        source.view(&mut |sight| {
            same = sight.ledger.epoch() == epoch;
            let before = pools.len();
            for view in sight.ledger.pools_from(first).take(ROWS) {
                let pool = Pool {
                    name: view.name.clone(),
                    vendor: view.vendor.clone(),
                    key_type: view.key_type,
                    serial: view.serial.cloned(),
                    seats: view.seats,
                    used: view.used,
                    reserved: view.reserved,
                    base: view.base,
                    denied: view.denied,
                    members: sight.ledger.pool_members(view.pool).collect(),
                };
                pools.insert(view.pool, pool);
            }
            let full = pools.len() - before == ROWS;
            from = pools.last_key_value().filter(|_| full).and_then(|(last, _)| last.0.checked_add(1));
        });
    }
    same
}

/// Every session with its leases. A session that comes or goes meanwhile may be missing.
pub(super) fn sessions(source: &dyn Viewable) -> Vec<Session> {
    let mut sessions: Vec<Session> = Vec::new();
    let mut from = Some(0);
    while let Some(first) = from {
        source.view(&mut |sight| {
            let before = sessions.len();
            for view in sight.ledger.sessions_from(first).take(ROWS) {
                sessions.push(Session {
                    session: view.session,
                    identity: view.identity.clone(),
                    vendor: view.vendor.cloned(),
                    since_ms: view.since_ms,
                    attached: view.attached,
                    leases: sight.ledger.session_leases(view.session).collect(),
                });
            }
            let full = sessions.len() - before == ROWS;
            from = sessions.last().filter(|_| full).and_then(|last| last.session.slot().checked_add(1));
        });
    }
    sessions
}

//! Taking what is shown out of the ledger, a bounded piece under each lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lictor_engine::{HolderView, LeaseView, Ledger, LicenseView, PoolMember, ReservationView};
use lictor_types::{
    CivilDate, FeatureId, FeatureName, Identity, KeyType, PoolId, RequestId, Seats, Serial, SessionId,
    Status, VendorName,
};

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

/// A session.
pub(super) struct Session {
    pub(super) session: SessionId,
    pub(super) identity: Identity,
    pub(super) vendor: Option<VendorName>,
    pub(super) since_ms: u64,
    pub(super) attached: bool,
    pub(super) denied: Option<Denied>,
}

/// The last denial of a session (OUT-04).
pub(super) struct Denied {
    pub(super) feature: String,
    pub(super) status: Status,
    pub(super) requested: u32,
    pub(super) at_ms: u64,
}

/// Seats in somebody's hand.
pub(super) struct Lease {
    pub(super) view: LeaseView,
    /// Who has them, if it is no session.
    pub(super) person: Option<Identity>,
}

/// A request that waits (QUE-02).
pub(super) struct Waiter {
    pub(super) session: SessionId,
    pub(super) request: RequestId,
    pub(super) wants: Vec<(VendorName, FeatureName, u32)>,
    pub(super) position: u32,
    pub(super) since_ms: u64,
    pub(super) until_ms: u64,
}

/// Who is there, what they have and what they wait for.
pub(super) struct Crowd {
    pub(super) sessions: BTreeMap<SessionId, Session>,
    /// In the order of their slots.
    pub(super) leases: Vec<Lease>,
    pub(super) waiters: Vec<Waiter>,
}

/// What of the pools is not in the hands of sessions, and who waits for it.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) borrowed: BTreeMap<PoolId, u64>,
    pub(super) held: BTreeMap<PoolId, u64>,
    pub(super) named: BTreeMap<PoolId, u64>,
    pub(super) waiting: BTreeMap<(VendorName, FeatureName), u64>,
    pub(super) reservations: Vec<Reservation>,
}

/// Seats set aside (RES-01).
pub(super) struct Reservation {
    pub(super) pool: PoolId,
    pub(super) count: u32,
    pub(super) used: u64,
    pub(super) until_ms: u64,
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

/// Everybody. Who comes or goes meanwhile may be missing.
pub(super) fn crowd(source: &dyn Viewable) -> Crowd {
    Crowd { sessions: sessions(source), leases: leases(source), waiters: waiters(source) }
}

fn sessions(source: &dyn Viewable) -> BTreeMap<SessionId, Session> {
    let take = |ledger: &Ledger, from: u32| {
        let rows = ledger.sessions_from(from).map(|view| {
            let denied = view.denied.map(|denied| Denied {
                feature: denied.feature.map(|of| name_of(ledger, of)).unwrap_or_default(),
                status: denied.status,
                requested: denied.requested,
                at_ms: denied.at_ms,
            });
            let session = Session {
                session: view.session,
                identity: view.identity.clone(),
                vendor: view.vendor.cloned(),
                since_ms: view.since_ms,
                attached: view.attached,
                denied,
            };
            (view.session.slot(), session)
        });
        rows.take(ROWS).collect()
    };
    rows(source, take).into_iter().map(|session| (session.session, session)).collect()
}

/// Every lease, in the order of their slots.
pub(super) fn leases(source: &dyn Viewable) -> Vec<Lease> {
    let take = |ledger: &Ledger, from: u32| {
        let rows = ledger.leases_from(from).map(|view| {
            let of_session = matches!(view.holder, HolderView::Session(_));
            let person = if of_session { None } else { ledger.lease_identity(view.lease) };
            (view.lease.slot(), Lease { view, person })
        });
        rows.take(ROWS).collect()
    };
    rows(source, take)
}

/// Every waiting request, in the order of their slots.
pub(super) fn waiters(source: &dyn Viewable) -> Vec<Waiter> {
    let take = |ledger: &Ledger, from: u32| {
        let rows = ledger.waiters_from(from).map(|(slot, view)| {
            let wants = view.wants.iter().filter_map(|(feature, count)| {
                let (vendor, name) = ledger.feature_name(*feature)?;
                Some((vendor.clone(), name.clone(), *count))
            });
            let waiter = Waiter {
                session: view.session,
                request: view.request,
                wants: wants.collect(),
                position: view.position,
                since_ms: view.since_ms,
                until_ms: view.until_ms,
            };
            (slot, waiter)
        });
        rows.take(ROWS).collect()
    };
    rows(source, take)
}

/// What is kept for somebody.
pub(super) fn kept(source: &dyn Viewable) -> Kept {
    let mut kept = Kept::default();
    for Lease { view, .. } in leases(source) {
        let of = match view.holder {
            HolderView::Borrow { .. } => &mut kept.borrowed,
            HolderView::Hold { .. } => &mut kept.held,
            HolderView::Session(_) | HolderView::Token => continue,
        };
        *of.entry(view.pool).or_default() += u64::from(view.count);
    }
    for waiter in waiters(source) {
        // A request may ask for the same feature twice.
        let features: BTreeSet<_> =
            waiter.wants.into_iter().map(|(vendor, name, _)| (vendor, name)).collect();
        for feature in features {
            *kept.waiting.entry(feature).or_default() += 1;
        }
    }
    let bindings = pieces(source, |ledger, from| {
        ledger.bindings().skip(from).take(ROWS).map(|view| (view.pool, view.seats)).collect()
    });
    for (pool, seats) in bindings {
        *kept.named.entry(pool).or_default() += u64::from(seats);
    }
    kept.reservations = pieces(source, |ledger, from| {
        let rows = ledger.reservations().skip(from).take(ROWS);
        let row = |view: ReservationView<'_>| Reservation {
            pool: view.pool,
            count: view.count,
            used: view.used,
            until_ms: view.until_ms,
        };
        rows.map(row).collect()
    });
    kept
}

/// Rows without slots, so many under each lock; `take` gives those after the first so many.
fn pieces<T>(source: &dyn Viewable, take: impl Fn(&Ledger, usize) -> Vec<T>) -> Vec<T> {
    let mut rows = Vec::new();
    loop {
        let before = rows.len();
        source.view(&mut |sight| rows.extend(take(sight.ledger, before)));
        if rows.len() < before + ROWS {
            return rows;
        }
    }
}

/// Rows of a slab, so many under each lock; `take` gives those from a slot on with their slots.
fn rows<T>(source: &dyn Viewable, take: impl Fn(&Ledger, u32) -> Vec<(u32, T)>) -> Vec<T> {
    let mut rows = Vec::new();
    let mut from = Some(0);
    while let Some(first) = from {
        let mut piece = Vec::new();
        source.view(&mut |sight| piece = take(sight.ledger, first));
        let full = piece.len() == ROWS;
        from = piece.last().filter(|_| full).and_then(|(slot, _)| slot.checked_add(1));
        rows.extend(piece.into_iter().map(|(_, row)| row));
    }
    rows
}

fn name_of(ledger: &Ledger, feature: FeatureId) -> String {
    ledger.feature_name(feature).map(|(_, name)| name.to_string()).unwrap_or_default()
}

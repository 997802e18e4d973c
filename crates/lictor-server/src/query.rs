//! Questions of clients: they change nothing and hold the ledger for a bounded number of rows.

use std::sync::Arc;

use lictor_engine::{Dependency, HolderView, LeaseView, Ledger, PoolView, SessionView, WaiterView};
use lictor_license::NamedSeats;
use lictor_types::{FeatureId, PoolId, Seats, Status, VendorName};
use lictor_wire::{
    Bound, DenialRow, FeatureRow, Holder, LeaseRow, Members, Query, QueryAnswer, SessionRow, WaiterRow,
    ZoneDay, encode_query_answer,
};

use crate::connection::Stage;
use crate::intake::{CatalogEntry, Loaded};
use crate::shared::Shared;
use crate::zones::Zones;

/// Rows looked at under one lock (design: at most 50 µs a lock).
const ROWS_MAX: usize = 128;

/// How much of a license's text one answer carries.
const LICENSE_PART_BYTES_MAX: usize = 48 * 1024;

impl Shared {
    /// Answers a query of a session, which sees the features of the vendor it named (all, if it named
    /// none).
    pub(crate) fn answer_query(&self, number: u32, query: &Query, stage: Stage, out: &mut Vec<u8>) {
        let named = self.vendor_of(stage);
        let vendor = named.as_ref();
        let answer = match query {
            Query::Bind { feature } => self.look(|see| see.bind(vendor, feature)),
            Query::Feature { feature } => self.look(|see| see.feature(vendor, feature)),
            Query::Features { cursor } => self.look(|see| see.features(vendor, *cursor)),
            Query::Leases { cursor } => self.look(|see| see.leases(vendor, *cursor)),
            Query::Sessions { cursor } => self.look(|see| see.sessions(vendor, *cursor)),
            Query::Waiters { cursor } => self.look(|see| see.waiters(vendor, *cursor)),
            Query::Certificate { borrow } => self.certificate(*borrow, stage),
            Query::Members { pool } => {
                self.look(|see| see.members(vendor, *pool, self.clerk.clock().wall_ms()))
            }
            Query::License { digest, offset } => self.license(digest, *offset),
            Query::Server => QueryAnswer::Server {
                software: crate::SOFTWARE.to_owned(),
                vendors: self.vendors(),
                uptime_seconds: self.uptime_seconds(),
                key: self.identity.public(),
                wall_ms: self.clerk.clock().wall_ms(),
            },
        };
        encode_query_answer(number, &answer, out);
    }

    fn look(&self, find: impl FnOnce(&Sight<'_>) -> QueryAnswer) -> QueryAnswer {
        self.clerk.read(|ledger, loaded, zones| find(&Sight { ledger, loaded, zones }))
    }

    fn license(&self, digest: &lictor_types::Digest, offset: u32) -> QueryAnswer {
        let loaded = self.clerk.loaded();
        let Some(entry) = loaded.catalog.by_digest(digest) else {
            return QueryAnswer::Failed(Status::FeatureNotFound);
        };
        let text = entry.license.get().to_xml();
        let total = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let rest = text.as_bytes().get(offset as usize..).unwrap_or_default();
        let part = rest.get(..LICENSE_PART_BYTES_MAX).unwrap_or(rest).to_vec();
        QueryAnswer::License { digest: *digest, offset, total, text: part }
    }
}

/// The ledger, what is loaded and the days in force, at one moment.
struct Sight<'a> {
    ledger: &'a Ledger,
    loaded: &'a Arc<Loaded>,
    zones: &'a Zones,
}

impl Sight<'_> {
    fn bind(&self, vendor: Option<&VendorName>, name: &str) -> QueryAnswer {
        let Some(feature) = self.ledger.find_feature(vendor, name) else {
            return QueryAnswer::Failed(Status::FeatureNotFound);
        };
        let pools: Vec<PoolView<'_>> = self.ledger.feature_pools(feature).collect();
        let Some(first) = pools.first() else { return QueryAnswer::Failed(Status::FeatureNotFound) };
        let vendor = first.vendor.clone();
        let pools = pools.iter().map(|pool| (pool.pool, pool.key_type, pool.rev)).collect();
        QueryAnswer::Bound(Bound { feature, vendor, pools })
    }

    fn feature(&self, vendor: Option<&VendorName>, name: &str) -> QueryAnswer {
        let Some(feature) = self.ledger.find_feature(vendor, name) else {
            return QueryAnswer::Failed(Status::FeatureNotFound);
        };
        let rows = self.ledger.feature_pools(feature).filter(is_shown).map(|pool| self.row(&pool)).collect();
        QueryAnswer::Features { rows, next: None }
    }

    fn features(&self, vendor: Option<&VendorName>, cursor: u64) -> QueryAnswer {
        let from = u32::try_from(cursor).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        let mut next = None;
        for (seen, pool) in self.ledger.pools_from(from).enumerate() {
            if seen == ROWS_MAX {
                next = Some(u64::from(pool.pool.0));
                break;
            }
            if is_shown(&pool) && vendor.is_none_or(|vendor| vendor == pool.vendor) {
                rows.push(self.row(&pool));
            }
        }
        QueryAnswer::Features { rows, next }
    }

    fn leases(&self, vendor: Option<&VendorName>, cursor: u64) -> QueryAnswer {
        let from = u32::try_from(cursor).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        let mut next = None;
        for (seen, lease) in self.ledger.leases_from(from).enumerate() {
            if seen == ROWS_MAX {
                next = Some(u64::from(lease.lease.slot()));
                break;
            }
            if self.may_see_pool(vendor, lease.pool) {
                rows.push(self.lease_row(&lease));
            }
        }
        QueryAnswer::Leases { rows, next }
    }

    fn sessions(&self, vendor: Option<&VendorName>, cursor: u64) -> QueryAnswer {
        let from = u32::try_from(cursor).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        let mut next = None;
        for (seen, session) in self.ledger.sessions_from(from).enumerate() {
            if seen == ROWS_MAX {
                next = Some(u64::from(session.session.slot()));
                break;
            }
            if vendor.is_none_or(|vendor| session.vendor.is_none_or(|of| of == vendor)) {
                rows.push(self.session_row(&session));
            }
        }
        QueryAnswer::Sessions { rows, next }
    }

    /// What a client needs to check a pool's sum for itself (TRU-03).
    fn members(&self, vendor: Option<&VendorName>, pool: PoolId, wall_ms: u64) -> QueryAnswer {
        let view = self.ledger.pool(pool).filter(|view| vendor.is_none_or(|vendor| vendor == view.vendor));
        let Some((view, base)) = view.and_then(|view| Some((view, self.entry(view.base?)?))) else {
            return QueryAnswer::Failed(Status::FeatureNotFound);
        };
        let served = |member: &lictor_engine::PoolMember| member.state == lictor_types::LicenseState::Served;
        let members = self.ledger.pool_members(pool).filter(served);
        let zone = view
            .base
            .and_then(|base| self.ledger.feature_set().licenses.get(base as usize))
            .map_or(0, |base| base.zone);
        let day = self.zones.today().nth(usize::from(zone));
        let name = self.zones.get(zone).map(|zone| zone.name().to_owned());
        let (Some(day), Some(zone)) = (day, name) else { return QueryAnswer::Failed(Status::Internal) };
        QueryAnswer::Members(Members {
            pool,
            pool_rev: view.rev,
            key_type: view.key_type,
            version: base.license.version(),
            seats: view.seats,
            wall_ms,
            zone: ZoneDay { zone, day },
            members: members.filter_map(|member| Some(self.entry(member.license)?.digest)).collect(),
            dependencies: self.dependencies(view.base),
        })
    }

    /// Seats in somebody's hand: a session's, or those of a person without one.
    fn lease_row(&self, lease: &LeaseView) -> LeaseRow {
        let identity = self.ledger.lease_identity(lease.lease).unwrap_or_default();
        let project = identity.project.clone();
        let (borrowed_until_ms, held_until_ms) = match lease.holder {
            HolderView::Borrow { until_ms, .. } => (Some(until_ms), None),
            HolderView::Hold { until_ms } => (None, Some(until_ms)),
            HolderView::Session(_) | HolderView::Token => (None, None),
        };
        let holder = match lease.holder {
            HolderView::Session(session) => Holder::Session(session),
            HolderView::Borrow { .. } | HolderView::Hold { .. } | HolderView::Token => {
                Holder::Person { user: identity.user, host: identity.host, custom: identity.custom }
            }
        };
        LeaseRow {
            lease: lease.lease,
            pool: lease.pool,
            holder,
            count: lease.count,
            project,
            since_ms: lease.since_ms,
            borrowed_until_ms,
            held_until_ms,
        }
    }

    fn session_row(&self, session: &SessionView<'_>) -> SessionRow {
        let identity = session.identity.clone();
        SessionRow {
            session: session.session,
            vendor: session.vendor.cloned(),
            user: identity.user,
            host: identity.host,
            address: identity.address,
            pid: identity.pid,
            project: identity.project,
            custom: identity.custom,
            since_ms: session.since_ms,
            attached: session.attached,
            denied: session.denied.map(|denied| DenialRow {
                feature: denied.feature.map(|feature| self.name(feature)).unwrap_or_default(),
                status: denied.status,
                requested: denied.requested,
                at_ms: denied.at_ms,
            }),
        }
    }

    /// QUE-02: who waits for features of this vendor.
    fn waiters(&self, vendor: Option<&VendorName>, cursor: u64) -> QueryAnswer {
        let from = u32::try_from(cursor).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        let mut next = None;
        for (seen, (slot, waiter)) in self.ledger.waiters_from(from).enumerate() {
            if seen == ROWS_MAX {
                next = Some(u64::from(slot));
                break;
            }
            let visible = |feature: &FeatureId| {
                self.ledger.feature_name(*feature).is_some_and(|(of, _)| vendor.is_none_or(|own| own == of))
            };
            let features = waiter.wants.iter().filter(|(feature, _)| visible(feature));
            let features: Vec<_> = features
                .filter_map(|(feature, count)| Some((self.ledger.feature_name(*feature)?.1.clone(), *count)))
                .collect();
            if !features.is_empty() {
                let WaiterView { session, request, position, since_ms, until_ms, .. } = waiter;
                rows.push(WaiterRow { session, request, features, position, since_ms, until_ms });
            }
        }
        QueryAnswer::Waiters { rows, next }
    }

    /// TRU-03: the pools that a token may be served from.
    fn dependencies(&self, base: Option<u32>) -> Vec<PoolId> {
        let licenses = &self.ledger.feature_set().licenses;
        let base = base.and_then(|base| licenses.get(base as usize));
        let needed = base.into_iter().flat_map(|base| {
            let find =
                |need: &Dependency| self.ledger.find_feature(Some(&base.vendor), need.feature.as_str());
            base.dependencies.iter().filter_map(find)
        });
        let pools = needed.flat_map(|feature| self.ledger.feature_pools(feature));
        pools.filter(|pool| pool.base.is_some()).map(|pool| pool.pool).collect()
    }

    fn name(&self, feature: FeatureId) -> String {
        self.ledger.feature_name(feature).map(|(_, name)| name.to_string()).unwrap_or_default()
    }

    fn entry(&self, license: u32) -> Option<&CatalogEntry> {
        self.loaded.catalog.get(license)
    }

    fn may_see_pool(&self, vendor: Option<&VendorName>, pool: PoolId) -> bool {
        vendor.is_none_or(|vendor| self.ledger.pool(pool).is_some_and(|view| view.vendor == vendor))
    }

    /// The pool as UPG-12 shows it: the base's particulars with the upgraded count.
    fn row(&self, pool: &PoolView<'_>) -> FeatureRow {
        let base = pool.base.and_then(|base| self.entry(base)).map(|entry| &entry.license);
        FeatureRow {
            pool: pool.pool,
            feature: base.map_or(pool.name, |license| license.feature()).clone(),
            vendor: pool.vendor.clone(),
            version: base.map(|license| license.version()),
            key_type: pool.key_type,
            seats: pool.seats,
            used: pool.used,
            reserved: pool.reserved,
            denied: pool.denied,
            soft_limit: base.and_then(|license| license.soft_limit()),
            start: base.and_then(|license| license.start()),
            end: base.and_then(|license| license.end()),
            share: base
                .map(|license| license.share().names().map(str::to_owned).collect())
                .unwrap_or_default(),
            borrow_hours: base.and_then(|license| license.borrow_hours()).map(u32::from),
            grace_hours: base.and_then(|license| license.grace_hours()).map(u32::from),
            hold_seconds: base.and_then(|license| license.hold_seconds()),
            min_checkout_seconds: base.and_then(|license| license.min_checkout_seconds()),
            user_based: base.and_then(|license| license.user_based()).map(named_seats),
            host_based: base.and_then(|license| license.host_based()).map(named_seats),
            licensee: base.and_then(|license| license.licensee()).map(str::to_owned),
            serial: base.map(|license| license.serial().clone()),
            texts: base.map(|license| texts(license)).unwrap_or_default(),
        }
    }
}

/// A pool that has neither a base nor anything in use is only a memory.
fn is_shown(pool: &PoolView<'_>) -> bool {
    pool.base.is_some() || pool.used > 0
}

/// The settings that are reported to the application and not enforced.
fn texts(license: &lictor_license::License) -> Vec<(String, String)> {
    let texts = [
        ("DATA", license.data()),
        ("OPTIONS", license.options()),
        ("COMMENT", license.comment()),
        ("SN", license.sn()),
        ("KEY_COMMENT", license.key_comment()),
    ];
    texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.to_owned()))).collect()
}

/// ALL is as many as there are (UPG-13).
fn named_seats(seats: NamedSeats) -> Seats {
    match seats {
        NamedSeats::Count(count) => Seats::Limited(count),
        NamedSeats::All => Seats::Unlimited,
    }
}

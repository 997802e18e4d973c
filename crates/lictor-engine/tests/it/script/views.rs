//! What reports show, as text.

use lictor_engine::{HolderView, Inquiry, Ledger, RuleUse};
use lictor_types::{Identity, PoolId, SessionId};

use super::render::{denial, pool_name, since};
use super::words::Words;
use crate::world::World;

/// The leases of a pool, newest first.
pub(crate) fn leases(ledger: &Ledger, name: &dyn Fn(SessionId) -> String, pool: PoolId) -> String {
    let text = |view: lictor_engine::LeaseView| {
        let holder = match view.holder {
            HolderView::Session(session) => name(session),
            HolderView::Borrow { until_ms, .. } => format!("borrow until {}", since(until_ms)),
            HolderView::Hold { until_ms } => format!("hold until {}", since(until_ms)),
            HolderView::Token => "token".into(),
        };
        format!("{holder} x{}", view.count)
    };
    ledger.pool_leases(pool).map(text).collect::<Vec<_>>().join(", ")
}

/// Who waits, in slot order, with places.
pub(crate) fn waiters(ledger: &Ledger, name: &dyn Fn(SessionId) -> String) -> String {
    let all = ledger.waiters_from(0).map(|(_, view)| format!("{} {}", name(view.session), view.position));
    all.collect::<Vec<_>>().join(", ")
}

/// Reservations: token, pool, use, count.
pub(crate) fn kept(ledger: &Ledger) -> String {
    let text = |view: lictor_engine::ReservationView<'_>| {
        format!("{} {} {}/{}", view.token, pool_name(ledger, view.pool), view.used, view.count)
    };
    ledger.reservations().map(text).collect::<Vec<_>>().join(", ")
}

/// Names with seats of a pool.
pub(crate) fn named(ledger: &Ledger, pool: PoolId) -> String {
    let of_pool = ledger.bindings().filter(|view| view.pool == pool);
    let all = of_pool.map(|view| format!("{} {} x{}", view.kind.name(), view.name, view.seats));
    all.collect::<Vec<_>>().join(", ")
}

/// `ann@ws1 f1 x1`: what would happen, and the rules that decide.
pub(crate) fn why(world: &World, mut words: Words<'_>) -> String {
    let (user, host) = words.next().split_once('@').expect("user@host");
    let identity = Identity { user: user.into(), host: host.into(), ..Identity::default() };
    let feature = words.next();
    let inquiry = Inquiry {
        identity: &identity,
        vendor: None,
        feature,
        version: None,
        count: words.count(),
        platform: "",
        utc_offset_minutes: 0,
        host_ids: &[],
    };
    let ledger = &world.ledger;
    let why = ledger.why(world.stamp, &inquiry).expect("an inquiry that can be answered");
    let mut text = match &why.outcome {
        Ok(pool) => format!("granted {}", pool_name(ledger, *pool)),
        Err(found) => format!("denied {}", denial(ledger, found)),
    };
    if let Some(rule) = why.access {
        text += &format!("; {rule}");
    }
    for RuleUse { rule, used, amount } in why.limit.into_iter().chain(why.reserve) {
        text += &format!("; {rule} {used}/{amount}");
    }
    for rule in &why.borrow {
        text += &format!("; {rule}");
    }
    text
}

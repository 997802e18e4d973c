//! `/metrics`: what can be counted, in the OpenMetrics text format.
//!
//! Label values come from license files and never from clients, so that nobody can make them grow.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::Registry;

use crate::admin::AdminBackend;
use crate::report::{self, CountWord, PoolDocument};
use crate::stages::Stage;

/// Media type of [`text`].
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Level = Gauge<f64, AtomicU64>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PoolLabels {
    vendor: String,
    feature: String,
    key_type: String,
    /// Of an additive license, which is a pool of its own; else empty.
    serial: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FeatureLabels {
    vendor: String,
    /// As its first pool writes it.
    feature: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

/// Everything there is to count, as of now.
pub(crate) fn text(backend: &dyn AdminBackend) -> String {
    let mut registry = Registry::with_prefix("lictor");
    server(&mut registry, backend);
    counters(&mut registry, backend);
    stages(&mut registry, backend);
    let (pools, states) = report::pools_and_states(backend);
    self::pools(&mut registry, &pools);
    let licenses = Family::<StateLabels, Level>::default();
    for (state, count) in states {
        licenses.get_or_create(&StateLabels { state }).set(level(count));
    }
    registry.register("licenses", "Licenses by state", licenses);
    let mut text = String::new();
    let outcome: fmt::Result = encode(&mut text, &registry);
    if outcome.is_err() {
        tracing::error!("Metrics cannot be written");
    }
    text
}

fn server(registry: &mut Registry, backend: &dyn AdminBackend) {
    let mut totals = None;
    let mut suspect = false;
    backend.view(&mut |sight| {
        totals = Some(sight.ledger.totals());
        suspect = sight.ledger.clock().suspect;
    });
    let ready = backend.readiness().is_ok();
    let mut gauge =
        |name: &str, help: &str, value: f64| registry.register(name, help, ConstGauge::new(value));
    gauge("ready", "Whether the server serves", f64::from(u8::from(ready)));
    gauge("clock_suspect", "Whether the wall clock was set back (TIM-05)", f64::from(u8::from(suspect)));
    gauge("uptime_seconds", "Time since the start", level(backend.facts().uptime_seconds));
    if let Some(totals) = totals {
        gauge("sessions", "Open sessions", f64::from(totals.sessions));
        gauge("leases", "Leases", f64::from(totals.leases));
    }
}

fn counters(registry: &mut Registry, backend: &dyn AdminBackend) {
    let counters = backend.counters();
    let mut counter = |name: &str, help: &str, value: &AtomicU64| {
        registry.register(name, help, ConstCounter::new(value.load(Ordering::Relaxed)));
    };
    counter("turns", "Turns closed", &counters.turns);
    counter("operations", "Operations answered", &counters.operations);
    counter("grants", "Requests granted", &counters.grants);
    counter("denials", "Requests denied", &counters.denials);
    counter("connections", "Connections accepted", &counters.connections);
    counter("connections_turned_away", "Connections turned away", &counters.turned_away);
    counter("stalls", "Turns that took longer than 10 ms", &counters.stages.stalls);
    counter("loads", "Loads of the license directory that changed something", &counters.loads);
    counter("rule_loads", "Times that access rules were put in force", &counters.rule_loads);
    counter("rule_refusals", "Times that a file of access rules was refused", &counters.rule_refusals);
    let rules = ConstGauge::new(level(counters.rules.load(Ordering::Relaxed)));
    registry.register("rules", "Access rules in force", rules);
}

fn stages(registry: &mut Registry, backend: &dyn AdminBackend) {
    for stage in Stage::ALL {
        let name = format!("turn_{}_seconds", stage.name());
        let help = format!("Time of turns in their stage {}", stage.name());
        registry.register(name, help, backend.counters().stages.of(stage).clone());
    }
}

fn pools(registry: &mut Registry, pools: &[PoolDocument]) {
    let seats = Family::<PoolLabels, Level>::default();
    let used = Family::<PoolLabels, Level>::default();
    let over_committed = Family::<PoolLabels, Level>::default();
    let reserved = Family::<PoolLabels, Level>::default();
    let borrowed = Family::<PoolLabels, Level>::default();
    let held = Family::<PoolLabels, Level>::default();
    let named = Family::<PoolLabels, Level>::default();
    let waiting = Family::<FeatureLabels, Level>::default();
    let denied = Family::<PoolLabels, Counter>::default();
    let mut features = BTreeSet::new();
    for pool in pools {
        let labels = labels(pool);
        let count = match &pool.seats {
            CountWord::Number(count) => level(*count),
            CountWord::Text(_) => f64::INFINITY,
        };
        seats.get_or_create(&labels).set(count);
        used.get_or_create(&labels).set(level(pool.used));
        over_committed.get_or_create(&labels).set(level(pool.over_committed));
        reserved.get_or_create(&labels).set(level(pool.reserved));
        borrowed.get_or_create(&labels).set(level(pool.borrowed));
        held.get_or_create(&labels).set(level(pool.held));
        named.get_or_create(&labels).set(level(pool.named));
        denied.get_or_create(&labels).inc_by(pool.denied);
        if features.insert((pool.vendor.as_str(), pool.feature.to_ascii_lowercase())) {
            let feature = FeatureLabels { vendor: pool.vendor.clone(), feature: pool.feature.clone() };
            waiting.get_or_create(&feature).set(level(pool.waiting));
        }
    }
    registry.register("pool_seats", "Seats of a pool today; +Inf if unlimited", seats);
    registry.register("pool_used", "Charged seats of a pool", used);
    registry.register("pool_over_committed", "Seats in use above those of the pool (UPG-04)", over_committed);
    registry.register("pool_reserved", "Idle reserved seats of a pool (OUT-07)", reserved);
    registry.register("pool_borrowed", "Borrowed seats of a pool (BOR-01)", borrowed);
    registry.register("pool_held", "Seats of a pool that stay charged after use (HLD-01)", held);
    registry.register("pool_named", "Seats of a pool that belong to names (NAM-01)", named);
    registry.register("feature_waiting", "Requests that wait for a feature (QUE-01)", waiting);
    registry.register("pool_denials", "Requests denied since the log began", denied);
}

fn labels(pool: &PoolDocument) -> PoolLabels {
    let serial = pool.base.as_ref().filter(|_| pool.key_type == "ADDITIVE");
    PoolLabels {
        vendor: pool.vendor.clone(),
        feature: pool.feature.clone(),
        key_type: pool.key_type.clone(),
        serial: serial.map(|base| base.serial.clone()).unwrap_or_default(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts above 2^53 do not occur and would only be rounded")]
fn level(count: u64) -> f64 {
    count as f64
}

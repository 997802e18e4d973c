//! What the threads of one server share.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use lictor_engine::{Effects, LedgerEvent, Output};
use lictor_types::{LicenseState, SessionId, VendorName};
use parking_lot::Mutex;
use rustls::ServerConfig;

use crate::clerk::Clerk;
use crate::clock::Lowered;
use crate::connection::Stage;
use crate::counters::Counters;
use crate::identity::Identity;
use crate::inbox::{Inbound, Inbox};
use crate::reloads::Reloads;
use crate::report::{LicenseDocument, Sight, Viewable, licenses_document};
use crate::rule_file::RulesInForce;
use crate::settings::Settings;

/// One server.
pub(crate) struct Shared {
    /// How it was asked to run.
    pub(crate) settings: Settings,
    /// Its key.
    pub(crate) identity: Identity,
    /// TLS on the port.
    pub(crate) tls: Arc<ServerConfig>,
    /// The ledger's owner.
    pub(crate) clerk: Clerk,
    /// What is counted for `/metrics`.
    pub(crate) counters: Counters,
    /// The workers' inboxes.
    pub(crate) inboxes: Vec<Arc<Inbox>>,
    /// Whether the journal has room for grants (TRU-06).
    pub(crate) accepts_grants: AtomicBool,
    /// Held by whoever lays a segment ready, or may need one of unusual size.
    pub(crate) preparing: Mutex<()>,
    /// Requests to read everything again, and which of them are answered.
    pub(crate) reloads: Reloads,
    /// The access rules in force.
    pub(crate) rules: RulesInForce,
    /// What the log was told at the last load of what is not served.
    pub(crate) told: Mutex<BTreeSet<String>>,
    /// Running time at the start in milliseconds.
    pub(crate) started_ms: u64,
}

impl Shared {
    /// A worker's inbox.
    pub(crate) fn inbox(&self, worker: usize) -> &Arc<Inbox> {
        &self.inboxes[worker]
    }

    /// The worker with the fewest connections.
    pub(crate) fn least_loaded(&self) -> Option<&Arc<Inbox>> {
        self.inboxes.iter().min_by_key(|inbox| inbox.load())
    }

    /// Seconds since the start.
    pub(crate) fn uptime_seconds(&self) -> u64 {
        self.clerk.clock().boot_ms().saturating_sub(self.started_ms) / 1000
    }

    /// Tells every worker what happened to sessions, and the log what happened to licenses. What
    /// one of these speakers is answered in the same turn is left to its worker.
    pub(crate) fn publish(&self, seq: u64, outputs: &[Output], speakers: &[(SessionId, Range<usize>)]) {
        self.counters.answers(outputs);
        let mut news = Vec::new();
        let mut speakers = speakers.iter().peekable();
        for (at, output) in outputs.iter().enumerate() {
            while speakers.next_if(|(_, range)| range.end <= at).is_some() {}
            let speaker =
                speakers.peek().filter(|(_, range)| range.contains(&at)).map(|(session, _)| *session);
            match output {
                Output::Event(LedgerEvent::LicensesJudged) => self.log_licenses(),
                Output::Answer { session, .. } | Output::Position { session, .. }
                    if Some(*session) == speaker => {}
                Output::Event(_)
                | Output::Answer { .. }
                | Output::Position { .. }
                | Output::Opened(_)
                | Output::Resumed { .. }
                | Output::Ordered(_) => news.extend(Inbound::of(seq, output)),
            }
        }
        if !news.is_empty() {
            self.inboxes.iter().for_each(|inbox| inbox.put_all(&news));
        }
    }

    /// Tells every worker.
    pub(crate) fn tell(&self, message: impl Fn() -> Inbound) {
        for inbox in &self.inboxes {
            inbox.put(message());
        }
    }

    /// The vendor a session named at its opening.
    pub(crate) fn vendor_of(&self, stage: Stage) -> Option<VendorName> {
        let Stage::Open { session, .. } = stage else { return None };
        self.clerk.read(|ledger, _, _| ledger.session(session)?.vendor.cloned())
    }

    /// Lowers the floor of wall time on an administrator's word (TIM-05), if it can be lower.
    pub(crate) fn reset_clock(&self, actor: &str, reason: &str) -> Option<Lowered> {
        let mut effects = Effects::default();
        let (seq, lowered) = self.clerk.reset_clock(actor, reason, &mut effects);
        self.clerk.commit().flush(seq);
        self.publish(seq, &effects.outputs, &[]);
        if let Some(Lowered { floor_ms, suspect, .. }) = lowered {
            tracing::warn!(floor_ms, suspect, reason, "An administrator lowered the floor of wall time");
        }
        lowered
    }

    /// Says what a look at the license directory found (section 14), of what is not served only
    /// what the look before had not found.
    pub(crate) fn log_load(&self) {
        let report = licenses_document(self);
        let mut told = self.told.lock();
        let before = std::mem::take(&mut *told);
        let mut served = 0_usize;
        for license in &report.licenses {
            if license.state == LicenseState::Served.name() {
                served += 1;
                continue;
            }
            let line = log_line(license);
            if !before.contains(&line) {
                log_unserved(license);
            }
            told.insert(line);
        }
        for warning in &report.warnings {
            let line = format!("{} {}", warning.file, warning.text);
            if !before.contains(&line) {
                tracing::warn!(file = warning.file, "{}", warning.text);
            }
            told.insert(line);
        }
        let others = report.licenses.len() - served;
        tracing::info!(
            served,
            others,
            "Loaded {served} licenses to serve and {others} that are not served now"
        );
    }

    fn log_licenses(&self) {
        tracing::info!("The licenses in force have changed; `lictor licenses` shows every one");
    }

    /// Vendors of what is loaded, in load order.
    pub(crate) fn vendors(&self) -> Vec<VendorName> {
        let mut vendors: Vec<VendorName> = Vec::new();
        for entry in self.clerk.loaded().catalog.iter() {
            let vendor = entry.license.get().vendor();
            if !vendors.contains(vendor) {
                vendors.push(vendor.clone());
            }
        }
        vendors
    }
}

impl Viewable for Shared {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        self.clerk.read(|ledger, loaded, zones| look(Sight { ledger, loaded, zones }));
    }
}

/// What makes one state of a license another one. The sentence of an expired license tells today.
fn log_line(license: &LicenseDocument) -> String {
    let LicenseDocument { file, line, serial, state, reason, text, .. } = license;
    let text = if state == LicenseState::Rejected.name() { text } else { "" };
    format!("{file} {line:?} {serial:?} {state} {reason} {text}")
}

/// A rejected license and an orphan are mistakes; any other state is the course of things.
fn log_unserved(license: &LicenseDocument) {
    let LicenseDocument { file, line, state, reason, text, .. } = license;
    let feature = license.feature.as_deref().unwrap_or("?");
    if [LicenseState::Rejected, LicenseState::Orphan].iter().any(|mistake| state == mistake.name()) {
        tracing::warn!(feature, file, line, state, reason, "`{feature}` in {file} is {state}: {text}");
    } else {
        tracing::info!(feature, file, line, state, reason, "`{feature}` in {file} is {state}: {text}");
    }
}

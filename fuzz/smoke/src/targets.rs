//! What is fuzzed.

mod borrow;
mod configuration;
mod journal;
mod keys;
mod ledger;
mod license;
mod names;
mod request;
mod rules;
mod seats;
mod signing;
mod upload;
mod wire;

/// A function that must bear any bytes, and good bytes to begin with.
#[derive(Debug)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Takes any bytes. Panics if a promise is broken.
    pub run: fn(&[u8]),
    /// Inputs to mutate.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "license", run: license::run, seeds: license::seeds },
    Target { name: "keys", run: keys::run, seeds: keys::seeds },
    Target { name: "wire", run: wire::run, seeds: wire::seeds },
    Target { name: "configuration", run: configuration::run, seeds: configuration::seeds },
    Target { name: "journal", run: journal::run, seeds: journal::seeds },
    Target { name: "snapshot", run: ledger::run_snapshot, seeds: ledger::snapshots },
    Target { name: "borrow", run: borrow::run, seeds: borrow::seeds },
    Target { name: "rules", run: rules::run, seeds: rules::seeds },
    Target { name: "office_names", run: names::run, seeds: names::seeds },
    Target { name: "office_request", run: request::run, seeds: request::seeds },
    Target { name: "office_upload", run: upload::run, seeds: upload::seeds },
    Target { name: "office_signing", run: signing::run, seeds: signing::seeds },
    Target { name: "office_seats", run: seats::run, seeds: seats::seeds },
    Target { name: "records", run: ledger::run_records, seeds: ledger::records },
];

/// Hands bytes to the target of this name; does nothing if there is none.
pub fn fuzz(name: &str, bytes: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        (target.run)(bytes);
    }
}

//! A ledger under test beside two that only fold: after every command all three must be equal.

use lictor_engine::{
    Command, Effects, FeatureSet, Ledger, LicenseEntry, Output, Sharing, ZoneToday, invariant,
};
use lictor_types::{CivilDate, Digest, FeatureName, KeyType, Seats, Serial, Stamp, VendorName, Version};

/// Wall instant at which every world begins: 2026-03-01T00:00:00Z.
pub(crate) const BEGIN_MS: u64 = 1_772_323_200_000;

/// A ledger, its mirrors and its clock.
pub(crate) struct World {
    pub(crate) ledger: Ledger,
    /// Folds every block.
    mirror: Ledger,
    pub(crate) stamp: Stamp,
    pub(crate) effects: Effects,
}

impl World {
    pub(crate) fn new() -> Self {
        let stamp = Stamp { ledger_ms: 1_000, wall_ms: BEGIN_MS };
        Self { ledger: Ledger::new(), mirror: Ledger::new(), stamp, effects: Effects::default() }
    }

    /// Applies a command as a turn of its own and answers what it put out.
    pub(crate) fn apply(&mut self, command: Command<'_>) -> Vec<Output> {
        self.effects.clear();
        self.ledger.apply(self.stamp, command, &mut self.effects);
        self.compare();
        std::mem::take(&mut self.effects.outputs)
    }

    /// How many records and bytes the last command wrote.
    pub(crate) fn recorded(&self) -> (u32, usize) {
        (self.effects.record_count, self.effects.records.len())
    }

    pub(crate) fn advance(&mut self, ms: u64) {
        self.stamp.ledger_ms += ms;
        self.stamp.wall_ms += ms;
    }

    /// Goes on with a ledger restored from a snapshot.
    pub(crate) fn restart(&mut self) {
        self.ledger = restored(&self.ledger);
    }

    fn compare(&mut self) {
        self.mirror.fold(&self.effects.records, Some(&self.effects.erasable)).expect("folds");
        invariant::check(&self.ledger).expect("invariant");
        assert_eq!(snapshot(&self.mirror), snapshot(&self.ledger), "folding gives what applying gave");
        assert_eq!(
            snapshot(&restored(&self.ledger)),
            snapshot(&self.ledger),
            "restoring gives what was taken"
        );
    }
}

pub(crate) fn snapshot(ledger: &Ledger) -> Vec<u8> {
    let mut bytes = Vec::new();
    ledger.snapshot(&mut bytes);
    bytes
}

pub(crate) fn restored(ledger: &Ledger) -> Ledger {
    Ledger::restore(&snapshot(ledger)).expect("restores")
}

/// A plain exclusive license of ACME.
pub(crate) fn license(serial: &str, feature: &str, seats: u32) -> LicenseEntry {
    let mut content = [0; 32];
    content[..serial.len()].copy_from_slice(serial.as_bytes());
    LicenseEntry {
        vendor: VendorName::parse("ACME").unwrap(),
        feature: FeatureName::parse(feature).unwrap(),
        serial: Serial::parse(serial).unwrap(),
        content: Digest(content),
        key_type: KeyType::Exclusive,
        version: Version::DEFAULT,
        seats: Seats::Limited(seats),
        start: None,
        end: None,
        zone: 0,
        supersedes: vec![],
        replaces: None,
        soft_limit: None,
        client_hosts: vec![],
        host_match_rate: 100,
        platforms: vec![],
        time_zones: vec![],
        share: Sharing::default(),
        hold_seconds: 0,
        min_checkout_seconds: 0,
        user_based: None,
        host_based: None,
        borrow_hours: 0,
        end_ms: None,
        dependencies: vec![],
    }
}

pub(crate) fn feature_set(licenses: Vec<LicenseEntry>, today: &[CivilDate]) -> FeatureSet {
    let zones = today.iter().enumerate();
    let zones = zones.map(|(number, today)| ZoneToday { zone: format!("zone{number}"), today: *today });
    FeatureSet { digest: None, zones: zones.collect(), licenses }
}

pub(crate) fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

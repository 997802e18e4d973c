//! Logs written as a server writes them, from histories of commands: one turn, one block.

use std::path::Path;

use lictor_engine::{
    Command, Dependency, Effects, FeatureSet, Ledger, LicenseEntry, OpenSession, Output, Sharing, ZoneToday,
};
use lictor_journal::{Directory, Journal, Options};
use lictor_types::{
    Answer, Checkout, CivilDate, Digest, FeatureName, FeatureRef, Identity, KeyType, Operation, RequestId,
    Seats, Serial, SessionId, Stamp, VendorName, Version,
};

/// Midnight UTC of 2026-03-01.
pub(crate) const BEGIN_MS: u64 = 1_772_323_200_000;

/// A ledger and the journal of what it decided.
pub(crate) struct History {
    pub(crate) ledger: Ledger,
    pub(crate) stamp: Stamp,
    journal: Journal<Directory>,
    effects: Effects,
    requests: u64,
}

impl History {
    /// An empty log in `state/journal` of a directory.
    pub(crate) fn new(directory: &Path) -> Self {
        let storage = Directory::open(directory.join("state/journal")).unwrap();
        let (journal, _) = Journal::open(storage, &Options::new([7; 16]), None, &mut |_| Ok(())).unwrap();
        let stamp = Stamp { ledger_ms: 1_000, wall_ms: BEGIN_MS };
        Self { ledger: Ledger::new(), stamp, journal, effects: Effects::default(), requests: 0 }
    }

    pub(crate) fn advance(&mut self, ms: u64) {
        self.stamp.ledger_ms += ms;
        self.stamp.wall_ms += ms;
    }

    /// As [`Self::advance`], with a turn at each deadline, as a server has whose timers are on time.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end = self.stamp.ledger_ms + ms;
        while let Some(due) = self.ledger.next_deadline().filter(|due| *due <= end) {
            self.advance(due.saturating_sub(self.stamp.ledger_ms));
            self.turn(vec![]);
        }
        self.advance(end - self.stamp.ledger_ms);
    }

    /// A turn: what is due, then the commands (TIM-03).
    pub(crate) fn turn(&mut self, commands: Vec<Command<'_>>) -> Vec<Output> {
        self.effects.clear();
        let first = |command: &Command<'_>| matches!(command, Command::Day { .. } | Command::Clock { .. });
        let (before, after): (Vec<_>, Vec<_>) = commands.into_iter().partition(first);
        for command in before {
            self.ledger.apply(self.stamp, command, &mut self.effects);
        }
        if self.ledger.next_deadline().is_some_and(|due| due <= self.stamp.ledger_ms) {
            self.ledger.apply(self.stamp, Command::Tick, &mut self.effects);
        }
        for command in after {
            self.ledger.apply(self.stamp, command, &mut self.effects);
        }
        if self.effects.record_count > 0 {
            let Effects { record_count, records, erasable, .. } = &self.effects;
            self.journal.append(*record_count, records, erasable).unwrap();
        }
        std::mem::take(&mut self.effects.outputs)
    }

    pub(crate) fn open(&mut self, user: &str) -> SessionId {
        let identity = Identity {
            user: user.to_string(),
            host: format!("{user}-pc"),
            project: "wing".to_string(),
            ..Identity::default()
        };
        let open = OpenSession {
            secret_hash: [1; 32],
            identity: &identity,
            vendor: None,
            platform: "Linux_x64",
            utc_offset_minutes: 0,
            host_ids: &[],
            local_pid: None,
        };
        let outputs = self.turn(vec![Command::Open(open)]);
        let opened = |output: &Output| if let Output::Opened(opened) = output { Some(*opened) } else { None };
        outputs.iter().find_map(opened).unwrap().unwrap()
    }

    /// One request; no answer means that it waits.
    pub(crate) fn ask(&mut self, session: SessionId, operation: Operation<'_>) -> Option<Answer> {
        self.requests += 1;
        let request = RequestId(self.requests);
        let acked = RequestId(self.requests - 1);
        let outputs = self.turn(vec![Command::Request { session, request, acked, operation }]);
        outputs.into_iter().find_map(|output| {
            let Output::Answer { session: to, request: of, answer } = output else { return None };
            ((to, of) == (session, request)).then_some(answer)
        })
    }

    /// Seats of a feature; whether they were granted.
    pub(crate) fn take(&mut self, session: SessionId, feature: &str, count: u32) -> bool {
        let answer = self.ask(session, Operation::Checkout(checkout(feature, count)));
        matches!(answer, Some(Answer::Granted(_)))
    }

    pub(crate) fn give(&mut self, session: SessionId, feature: &str, count: u32) {
        let feature = FeatureRef::Name(feature);
        let answer = self.ask(session, Operation::CheckinFeature { feature, count });
        assert!(matches!(answer, Some(Answer::CheckedIn { .. })), "{answer:?}");
    }
}

pub(crate) fn checkout(feature: &str, count: u32) -> Checkout<'_> {
    let feature = FeatureRef::Name(feature);
    Checkout { feature, version: None, exact: false, count, reservation: None }
}

/// A plain license of ACME.
pub(crate) fn license(serial: &str, feature: &str, key_type: KeyType, seats: u32) -> LicenseEntry {
    let mut content = [0; 32];
    content[..serial.len()].copy_from_slice(serial.as_bytes());
    content[31] = seats as u8;
    LicenseEntry {
        vendor: VendorName::parse("ACME").unwrap(),
        feature: FeatureName::parse(feature).unwrap(),
        serial: Serial::parse(serial).unwrap(),
        content: Digest(content),
        key_type,
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

pub(crate) fn depends(feature: &str, count: u32) -> Dependency {
    Dependency { feature: FeatureName::parse(feature).unwrap(), version: Version::DEFAULT, count }
}

pub(crate) fn set(licenses: Vec<LicenseEntry>, today: &str) -> FeatureSet {
    let today = CivilDate::parse(today).unwrap();
    FeatureSet { digest: None, zones: vec![ZoneToday { zone: "UTC".to_string(), today }], licenses }
}

//! The ledger on one core, with few and many pools and leases.

use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use lictor_engine::{
    Command, Effects, FeatureSet, Ledger, LicenseEntry, OpenSession, Output, Sharing, ZoneToday,
};
use lictor_types::{
    Answer, Checkout, CivilDate, Digest, FeatureId, FeatureName, FeatureRef, Identity, KeyType, LeaseId,
    Operation, RequestId, Seats, Serial, SessionId, Stamp, VendorName, Version,
};

use crate::site::VENDOR;

/// The time of everything here.
pub(super) const STAMP: Stamp = Stamp { ledger_ms: 1_000, wall_ms: 1_772_366_400_000 };
/// What is measured: pools, leases held meanwhile.
const SIZES: [(usize, usize); 3] = [(1, 100), (10_000, 100), (10_000, 100_000)];

pub(super) fn run() -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut text = String::from("## Ledger, checkout + checkin (P10, P7)\n\n");
    for (pools, leases) in SIZES {
        let pairs = Bench::new(pools, leases)?.pairs(Duration::from_millis(800));
        writeln!(text, "- {pools} pools, {leases} leases: {:.2} M pairs/s", pairs / 1e6)?;
    }
    Ok(text)
}

/// A ledger with pools and leases in it.
pub(super) struct Bench {
    pub(super) ledger: Ledger,
    pub(super) sessions: Vec<SessionId>,
    pub(super) features: Vec<FeatureId>,
    effects: Effects,
    request: u64,
}

impl Bench {
    /// So many leases spread over so many pools, held by 1,000 sessions.
    pub(super) fn new(pools: usize, leases: usize) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut ledger = Ledger::new();
        let mut effects = Effects::default();
        let vendor = VendorName::parse(VENDOR)?;
        let today = CivilDate::new(2026, 3, 1).unwrap_or(CivilDate::MIN);
        let licenses = (0..pools).map(|number| license(number, &vendor)).collect::<Result<_, _>>()?;
        let zones = vec![ZoneToday { zone: "UTC".to_owned(), today }];
        let set = FeatureSet { digest: Some(Digest([1; 32])), zones, licenses };
        ledger.apply(STAMP, Command::Load(&set), &mut effects);
        let mut bench = Self { ledger, effects, sessions: Vec::new(), features: Vec::new(), request: 0 };
        for number in 0..1000 {
            let identity =
                Identity { user: format!("u{number}"), host: format!("h{number}"), ..Identity::default() };
            bench.effects.clear();
            bench.ledger.apply(STAMP, Command::Open(open(&identity)), &mut bench.effects);
            if let Some(Output::Opened(Ok(session))) = bench.effects.outputs.last() {
                bench.sessions.push(*session);
            }
        }
        for number in 0..pools {
            bench.features.extend(bench.ledger.find_feature(None, &format!("f{number:06}")));
        }
        for number in 0..leases {
            bench.request += 1;
            let session = number % bench.sessions.len();
            bench.checkout(session, number / bench.sessions.len() * 97 + session);
        }
        Ok(bench)
    }

    fn checkout(&mut self, session: usize, feature: usize) -> Option<LeaseId> {
        let operation = checkout(self.features[feature % self.features.len()]);
        match self.ask(session, operation) {
            Some(Answer::Granted(grant)) => Some(grant.lease),
            _ => None,
        }
    }

    fn ask(&mut self, session: usize, operation: Operation<'_>) -> Option<&Answer> {
        self.effects.clear();
        self.request += 1;
        let command = request(self.sessions[session], self.request, operation);
        self.ledger.apply(STAMP, command, &mut self.effects);
        self.effects.outputs.iter().find_map(answer)
    }

    fn pairs(&mut self, time: Duration) -> f64 {
        let begun = Instant::now();
        let mut pairs = 0_u64;
        while begun.elapsed() < time {
            for _ in 0..256 {
                let at = pairs as usize;
                let session = at % self.sessions.len();
                if let Some(lease) = self.checkout(session, at.wrapping_mul(31)) {
                    black_box(self.ask(session, Operation::Checkin { lease, count: 1 }));
                }
                pairs += 1;
            }
        }
        pairs as f64 / begun.elapsed().as_secs_f64()
    }
}

/// A checkout of one seat.
pub(super) fn checkout(feature: FeatureId) -> Operation<'static> {
    Operation::Checkout(Checkout {
        feature: FeatureRef::Id(feature),
        version: None,
        exact: false,
        count: 1,
        reservation: None,
    })
}

/// The request of a session that has seen every answer so far.
pub(super) fn request(session: SessionId, number: u64, operation: Operation<'_>) -> Command<'_> {
    let (request, acked) = (RequestId(number), RequestId(number - 1));
    Command::Request { session, request, acked, operation }
}

/// What was answered to a request.
pub(super) fn answer(output: &Output) -> Option<&Answer> {
    if let Output::Answer { answer, .. } = output { Some(answer) } else { None }
}

fn open(identity: &Identity) -> OpenSession<'_> {
    OpenSession {
        secret_hash: [0; 32],
        identity,
        vendor: None,
        platform: "linux-x86_64",
        utc_offset_minutes: 0,
        host_ids: &[],
        local_pid: None,
    }
}

fn license(number: usize, vendor: &VendorName) -> Result<LicenseEntry, Box<dyn Error + Send + Sync>> {
    let mut content = [0; 32];
    content[..8].copy_from_slice(&(number as u64).to_be_bytes());
    Ok(LicenseEntry {
        vendor: vendor.clone(),
        feature: FeatureName::parse(&format!("f{number:06}"))?,
        serial: Serial::parse(&format!("s{number}"))?,
        content: Digest(content),
        key_type: KeyType::Exclusive,
        version: Version::DEFAULT,
        seats: Seats::Limited(1_000_000),
        start: None,
        end: None,
        zone: 0,
        supersedes: Vec::new(),
        replaces: None,
        soft_limit: None,
        client_hosts: Vec::new(),
        host_match_rate: 100,
        platforms: Vec::new(),
        time_zones: Vec::new(),
        share: Sharing::default(),
        hold_seconds: 0,
        min_checkout_seconds: 0,
        user_based: None,
        host_based: None,
        borrow_hours: 0,
        end_ms: None,
        dependencies: Vec::new(),
    })
}

//! How many checkouts with their checkins one core decides, records and folds in a second, with
//! 10,000 pools and 100,000 leases loaded.
//!
//! `cargo run --release -p lictor-engine --example pairs [SECONDS]`

use std::error::Error;
use std::io::{Write, stdout};
use std::time::{Duration, Instant};

use lictor_engine::{
    Command, Effects, FeatureSet, Ledger, LicenseEntry, OpenSession, Output, Sharing, ZoneToday,
};
use lictor_types::{
    Answer, Checkout, CivilDate, Digest, FeatureId, FeatureName, FeatureRef, Identity, KeyType, LeaseId,
    Operation, RequestId, Seats, Serial, SessionId, Stamp, VendorName, Version,
};

const POOLS: u32 = 10_000;
const SESSIONS: u32 = 10_000;
const LEASES_PER_SESSION: u32 = 10;
const TURN: u32 = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let seconds = std::env::args().nth(1).map_or(Ok(3), |text| text.parse())?;
    let mut bench =
        Bench { ledger: Ledger::new(), effects: Effects::default(), requests: vec![0; SESSIONS as usize] };
    bench.fill()?;
    let totals = bench.ledger.totals();
    writeln!(stdout(), "{} pools, {} sessions, {} leases", totals.pools, totals.sessions, totals.leases)?;

    let (begin, mut pairs, mut random, mut bytes) = (Instant::now(), 0_u32, 1, 0);
    while begin.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..TURN {
            let session = draw(&mut random, SESSIONS);
            let feature = draw(&mut random, POOLS);
            let lease = bench.checkout(session, feature)?;
            bench.request(session, Operation::Checkin { lease, count: 1 })?;
        }
        pairs += TURN;
        bytes += bench.effects.records.len();
        bench.effects.clear();
    }
    let nanos = begin.elapsed().as_nanos() / u128::from(pairs);
    let per_record = bytes / (2 * pairs as usize);
    writeln!(stdout(), "{nanos} ns a pair, {} pairs/s, {per_record} bytes a record", 1_000_000_000 / nanos)?;
    Ok(())
}

struct Bench {
    ledger: Ledger,
    effects: Effects,
    /// The last request of each session.
    requests: Vec<u64>,
}

impl Bench {
    fn fill(&mut self) -> Result<(), Box<dyn Error>> {
        let licenses = (0..POOLS).map(license).collect::<Result<_, _>>()?;
        let today = CivilDate::new(2026, 3, 1).ok_or("no date")?;
        let zones = vec![ZoneToday { zone: "UTC".into(), today }];
        let set = FeatureSet { digest: None, zones, licenses };
        self.ledger.apply(Stamp::default(), Command::Load(&set), &mut self.effects);
        let identity = Identity::default();
        for session in 0..SESSIONS {
            let open = OpenSession {
                secret_hash: [0; 32],
                identity: &identity,
                vendor: None,
                platform: "",
                utc_offset_minutes: 0,
                host_ids: &[],
                local_pid: None,
            };
            self.ledger.apply(Stamp::default(), Command::Open(open), &mut self.effects);
            for lease in 0..LEASES_PER_SESSION {
                self.checkout(session, (session * 7 + lease * 997) % POOLS)?;
            }
            self.effects.clear();
        }
        Ok(())
    }

    fn checkout(&mut self, session: u32, feature: u32) -> Result<LeaseId, Box<dyn Error>> {
        let feature = FeatureRef::Id(FeatureId(feature));
        let checkout =
            Checkout { feature, version: Version::new(1, 0), exact: false, count: 1, reservation: None };
        self.request(session, Operation::Checkout(checkout))?;
        match self.effects.outputs.last() {
            Some(Output::Answer { answer: Answer::Granted(grant), .. }) => Ok(grant.lease),
            other => Err(format!("not granted: {other:?}").into()),
        }
    }

    fn request(&mut self, session: u32, operation: Operation<'_>) -> Result<(), Box<dyn Error>> {
        let last = self.requests.get_mut(session as usize).ok_or("no session")?;
        let acked = RequestId(*last);
        *last += 1;
        let (session, request) = (SessionId::new(session, 0), RequestId(*last));
        let command = Command::Request { session, request, acked, operation };
        self.ledger.apply(Stamp::default(), command, &mut self.effects);
        Ok(())
    }
}

fn license(number: u32) -> Result<LicenseEntry, Box<dyn Error>> {
    Ok(LicenseEntry {
        vendor: VendorName::parse("ACME")?,
        feature: FeatureName::parse(&format!("f{number}"))?,
        serial: Serial::parse(&format!("s{number}"))?,
        content: Digest([0; 32]),
        key_type: KeyType::Exclusive,
        version: Version::DEFAULT,
        seats: Seats::Limited(1_000_000),
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
    })
}

/// A number below `limit`. Algorithm: Marsaglia, "Xorshift RNGs", the 64-bit generator.
fn draw(state: &mut u64, limit: u32) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state % u64::from(limit)) as u32
}

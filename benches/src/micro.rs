//! The parts alone, each on one core: ledger (P10, P7), wire, license start-up (P11), journal.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use lictor_engine::{Command, Effects, FeatureSet, Ledger, LicenseEntry, OpenSession, Output, ZoneToday};
use lictor_journal::{Directory, Journal, Options};
use lictor_license::{Keyring, parse_file, verify};
use lictor_types::{
    Answer, Checkout, CivilDate, Digest, FeatureId, FeatureName, FeatureRef, Identity, KeyType, LeaseId, Operation,
    RequestId, Seats, Serial, SessionId, Stamp, VendorName, Version,
};
use lictor_wire::{AnswersWriter, ClientMessage, Requests, decode_client};
use tempfile::TempDir;

use crate::site::{VENDOR, write_licenses};

/// Measures every part and tells what it found, as Markdown.
///
/// # Errors
///
/// What the operating system said.
pub fn run(features: usize) -> io::Result<String> {
    let mut text = String::new();
    ledger(&mut text).map_err(io::Error::other)?;
    wire(&mut text).map_err(io::Error::other)?;
    licenses(&mut text, features)?;
    journal(&mut text)?;
    Ok(text)
}

fn ledger(text: &mut String) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    writeln!(text, "## Ledger, checkout + checkin (P10, P7)\n")?;
    for (pools, leases) in [(1, 100), (10_000, 100), (10_000, 100_000)] {
        let pairs = Bench::new(pools, leases)?.pairs(Duration::from_millis(800));
        writeln!(text, "- {pools} pools, {leases} leases: {:.2} M pairs/s", pairs / 1e6)?;
    }
    Ok(())
}

/// A ledger with pools and leases in it.
struct Bench {
    ledger: Ledger,
    effects: Effects,
    sessions: Vec<SessionId>,
    features: Vec<FeatureId>,
    request: u64,
}

impl Bench {
    fn new(pools: usize, leases: usize) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
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
            let identity = Identity { user: format!("u{number}"), host: format!("h{number}"), ..Identity::default() };
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
        let feature = FeatureRef::Id(self.features[feature % self.features.len()]);
        let checkout = Checkout { feature, version: None, exact: false, count: 1 };
        match self.ask(session, Operation::Checkout(checkout)) {
            Some(Answer::Granted(grant)) => Some(grant.lease),
            _ => None,
        }
    }

    fn ask(&mut self, session: usize, operation: Operation<'_>) -> Option<Answer> {
        self.effects.clear();
        self.request += 1;
        let (request, acked) = (RequestId(self.request), RequestId(self.request - 1));
        let session = self.sessions[session];
        self.ledger.apply(STAMP, Command::Request { session, request, acked, operation }, &mut self.effects);
        self.effects.outputs.iter().find_map(|output| match output {
            Output::Answer { answer, .. } => Some(answer.clone()),
            _ => None,
        })
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

const STAMP: Stamp = Stamp { ledger_ms: 1_000, wall_ms: 1_772_366_400_000 };

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

fn license(
    number: usize,
    vendor: &VendorName,
) -> Result<LicenseEntry, Box<dyn std::error::Error + Send + Sync>> {
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
    })
}

fn wire(text: &mut String) -> Result<(), std::fmt::Error> {
    let feature = FeatureRef::Id(FeatureId(7));
    let checkout = Operation::Checkout(Checkout { feature, version: None, exact: false, count: 1 });
    let mut frame = Vec::new();
    ClientMessage::Requests(Requests { acked: RequestId(1), operations: vec![(RequestId(2), checkout)] })
        .encode(&mut frame);
    let body = frame.get(4..).unwrap_or_default();
    let decode = each(|| drop(black_box(decode_client(black_box(body)))));
    let answer = Answer::CheckedIn { released: 1, held: 0 };
    let mut out = Vec::new();
    let encode = each(|| {
        out.clear();
        let mut writer = AnswersWriter::begin(&mut out);
        writer.push(RequestId(2), black_box(&answer));
        writer.finish();
    });
    writeln!(text, "\n## Wire\n\n- one request decoded: {decode:.0} ns\n- one answer encoded: {encode:.0} ns")
}

fn licenses(text: &mut String, features: usize) -> io::Result<()> {
    let directory = TempDir::new()?;
    write_licenses(directory.path(), features)?;
    let mut keyring = Keyring::new();
    let public = std::fs::read_to_string(directory.path().join("bench.pub"))?;
    keyring.add_pub_text(public.trim()).map_err(io::Error::other)?;
    let begun = Instant::now();
    let mut parsed = Vec::new();
    for entry in std::fs::read_dir(directory.path())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "lic") {
            parsed.push(parse_file(&std::fs::read(path)?));
        }
    }
    let parse = begun.elapsed();
    let begun = Instant::now();
    let good = parsed.iter().flat_map(|file| &file.features).filter(|feature| {
        feature.result.as_ref().is_ok_and(|license| verify(license, &keyring).is_ok())
    });
    let good = good.count();
    let verified = begun.elapsed();
    let line = format!(
        "\n## License files, one core (P11)\n\n- {good} features read: {parse:.2?}\n- verified: {verified:.2?}\n"
    );
    text.push_str(&line);
    Ok(())
}

fn journal(text: &mut String) -> io::Result<()> {
    let directory = TempDir::new()?;
    let storage = Directory::open(directory.path()).map_err(io::Error::other)?;
    let (mut journal, _) =
        Journal::open(storage, &Options::new([1; 16]), None, &mut |_| Ok(())).map_err(io::Error::other)?;
    let mut plain = histogram();
    let mut synced = histogram();
    let body = [7; 50 * 48];
    for round in 0..20_000 {
        if journal.needs_next() {
            journal.prepare_next().map_err(io::Error::other)?;
        }
        let begun = Instant::now();
        journal.append(50, &body, &[]).map_err(io::Error::other)?;
        plain.saturating_record(u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX));
        if round % 20 == 0 {
            let begun = Instant::now();
            journal.sync().map_err(io::Error::other)?;
            synced.saturating_record(u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX));
        }
    }
    let line = format!(
        "\n## Journal, one block of 50 records (2,400 bytes)\n\n- appended: p50 {:.1} µs, p99.9 {:.1} µs\n- synced: p50 {:.0} µs, p99 {:.0} µs\n",
        plain.value_at_quantile(0.5) as f64 / 1e3,
        plain.value_at_quantile(0.999) as f64 / 1e3,
        synced.value_at_quantile(0.5) as f64 / 1e3,
        synced.value_at_quantile(0.99) as f64 / 1e3,
    );
    text.push_str(&line);
    Ok(())
}

fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).unwrap_or_else(|_| unreachable!("bounds fit"))
}

/// Nanoseconds a call, the best of several rounds.
fn each(mut work: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..20 {
        let begun = Instant::now();
        for _ in 0..10_000 {
            work();
        }
        best = best.min(begun.elapsed().as_nanos() as f64 / 10_000.0);
    }
    best
}

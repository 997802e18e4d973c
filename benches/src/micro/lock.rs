//! What share of the time the ledger's lock is held: workers apply turns under it and do the rest
//! of a turn outside.
//!
//! The rest here is the least a turn does: its answers encoded, its block hashed. In a server the
//! network comes on top, so the true share is smaller. With more workers than cores one of them may
//! lose its core while it holds the lock; the median of a turn's hold tells that apart.

use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use lictor_engine::{Effects, Ledger, Output};
use lictor_types::{Answer, FeatureId, LeaseId, Operation, SessionId};
use lictor_wire::AnswersWriter;
use parking_lot::Mutex;
use ring::digest::{SHA256, digest};

use super::ledger::{Bench, STAMP, answer, checkout, request};
use super::{histogram, record, us};

/// Operations of a turn, each of another session.
const TURN: usize = 50;
/// Bytes of a turn's block.
const BLOCK: [u8; 2400] = [7; 2400];
const TIME: Duration = Duration::from_millis(800);

pub(super) fn run() -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut text = String::from("\n## Ledger lock, turns of 50 operations\n\n");
    text += "| workers | turns/s | lock held | a turn holds it: p50 µs | waits for it: p50 µs | p99.9 µs |\n";
    text += "|---|---|---|---|---|---|\n";
    for workers in [1, 2, 4, 8, 16] {
        let Bench { ledger, sessions, features, .. } = Bench::new(10_000, 0)?;
        let ledger = Mutex::new(ledger);
        let begun = Instant::now();
        let shares = thread::scope(|scope| {
            let (ledger, features) = (&ledger, &features);
            let start = |sessions| scope.spawn(move || Worker::new(sessions, features).work(ledger, begun));
            let running: Vec<_> = sessions.chunks(TURN).take(workers).map(start).collect();
            running.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<_>>()
        });
        let wall_ns = begun.elapsed().as_nanos() as f64;
        let (mut held, mut waited) = (histogram(), histogram());
        let mut held_ns = 0;
        for share in &shares {
            held_ns += share.held_ns;
            held.add(&share.held)?;
            waited.add(&share.waited)?;
        }
        writeln!(
            text,
            "| {workers} | {:.0} | {:.0} % | {:.1} | {:.1} | {:.0} |",
            held.len() as f64 * 1e9 / wall_ns,
            held_ns as f64 * 100.0 / wall_ns,
            us(&held, 0.5),
            us(&waited, 0.5),
            us(&waited, 0.999),
        )?;
    }
    Ok(text)
}

/// One worker's sessions and what it learned.
struct Worker<'a> {
    sessions: &'a [SessionId],
    features: &'a [FeatureId],
    leases: Vec<LeaseId>,
    effects: Effects,
    requests: u64,
    share: Share,
}

struct Share {
    held: Histogram<u64>,
    waited: Histogram<u64>,
    held_ns: u128,
}

impl<'a> Worker<'a> {
    fn new(sessions: &'a [SessionId], features: &'a [FeatureId]) -> Self {
        let share = Share { held: histogram(), waited: histogram(), held_ns: 0 };
        Self { sessions, features, leases: Vec::new(), effects: Effects::default(), requests: 0, share }
    }

    fn work(mut self, ledger: &Mutex<Ledger>, begun: Instant) -> Share {
        let mut out = Vec::new();
        while begun.elapsed() < TIME {
            self.turn(ledger);
            self.leases.clear();
            self.leases.extend(self.effects.outputs.iter().filter_map(answer).filter_map(lease));
            encode(&self.effects.outputs, &mut out);
            black_box((&out, digest(&SHA256, black_box(&BLOCK))));
        }
        self.share
    }

    /// Takes the lock once: all sessions check out, or all check in.
    fn turn(&mut self, ledger: &Mutex<Ledger>) {
        self.effects.clear();
        self.requests += 1;
        let asked = Instant::now();
        let mut ledger = ledger.lock();
        let taken = Instant::now();
        record(&mut self.share.waited, taken - asked);
        for (at, session) in self.sessions.iter().enumerate() {
            let operation = match self.leases.get(at) {
                Some(lease) => Operation::Checkin { lease: *lease, count: 1 },
                None => {
                    checkout(self.features[(self.requests as usize * TURN + at) * 31 % self.features.len()])
                }
            };
            ledger.apply(STAMP, request(*session, self.requests, operation), &mut self.effects);
        }
        let held = taken.elapsed();
        drop(ledger);
        self.share.held_ns += held.as_nanos();
        record(&mut self.share.held, held);
    }
}

fn lease(answer: &Answer) -> Option<LeaseId> {
    if let Answer::Granted(grant) = answer { Some(grant.lease) } else { None }
}

fn encode(outputs: &[Output], out: &mut Vec<u8>) {
    out.clear();
    for output in outputs {
        if let Output::Answer { request, answer, .. } = output {
            let mut writer = AnswersWriter::begin(out);
            writer.push(*request, answer);
            writer.finish();
        }
    }
}

//! The journal: a block appended and synced, and a block appended while another thread syncs.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use lictor_journal::{Directory, Journal, Options};
use parking_lot::Mutex;
use tempfile::TempDir;

use super::{histogram, record, us};

/// Records of a block, and what they take.
const RECORDS: u32 = 50;
const BODY: [u8; 2400] = [7; 2400];
/// Unsynced bytes, or time, that make a sync due.
const SYNC_BYTES: u64 = 4 * 1024 * 1024;
const SYNC_TIME: Duration = Duration::from_secs(1);
/// Blocks and their distance in the measurement beside a sync: 200,000 records a second.
const BLOCKS: u32 = 20_000;
const DISTANCE: Duration = Duration::from_micros(250);

pub(super) fn run() -> io::Result<String> {
    let (appended, synced) = alone()?;
    let (beside, syncs) = beside_sync()?;
    Ok(format!(
        "\n## Journal, one block of {RECORDS} records ({} bytes)\n\n\
         - appended: p50 {:.1} µs, p99.9 {:.1} µs\n\
         - synced: p50 {:.0} µs, p99 {:.0} µs\n\
         - appended {} times a second, {syncs} syncs meanwhile on another thread (each second or 4 MiB): \
         p50 {:.1} µs, p99 {:.1} µs, p99.9 {:.1} µs, most {:.0} µs\n",
        BODY.len(),
        us(&appended, 0.5),
        us(&appended, 0.999),
        us(&synced, 0.5),
        us(&synced, 0.99),
        1_000_000 / DISTANCE.as_micros(),
        us(&beside, 0.5),
        us(&beside, 0.99),
        us(&beside, 0.999),
        us(&beside, 1.0),
    ))
}

fn open(directory: &TempDir) -> io::Result<Journal<Directory>> {
    let storage = Directory::open(directory.path()).map_err(io::Error::other)?;
    let (journal, _) =
        Journal::open(storage, &Options::new([1; 16]), None, &mut |_| Ok(())).map_err(io::Error::other)?;
    Ok(journal)
}

fn alone() -> io::Result<(Histogram<u64>, Histogram<u64>)> {
    let directory = TempDir::new()?;
    let mut journal = open(&directory)?;
    let (mut appended, mut synced) = (histogram(), histogram());
    for block in 0..BLOCKS {
        journal.prepare_next().map_err(io::Error::other)?;
        let begun = Instant::now();
        journal.append(RECORDS, &BODY, &[]).map_err(io::Error::other)?;
        record(&mut appended, begun.elapsed());
        if block % 20 == 0 {
            let begun = Instant::now();
            journal.sync().map_err(io::Error::other)?;
            record(&mut synced, begun.elapsed());
        }
    }
    Ok((appended, synced))
}

/// Appends at an even pace as a server's turns do, taking the journal's lock each time, while
/// another thread syncs and lays segments ready as a server does.
fn beside_sync() -> io::Result<(Histogram<u64>, u32)> {
    let directory = TempDir::new()?;
    let journal = Mutex::new(open(&directory)?);
    let stopped = AtomicBool::new(false);
    let mut appended = histogram();
    let syncs = thread::scope(|scope| {
        let syncing = scope.spawn(|| sync_until(&journal, &stopped));
        let result = append_evenly(&journal, &mut appended);
        stopped.store(true, Ordering::Relaxed);
        let syncs = syncing.join().unwrap_or_else(|_| Err(io::Error::other("the syncing thread failed")));
        result.and(syncs)
    })?;
    Ok((appended, syncs))
}

fn append_evenly(journal: &Mutex<Journal<Directory>>, appended: &mut Histogram<u64>) -> io::Result<()> {
    let mut due = Instant::now();
    for _ in 0..BLOCKS {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        due += DISTANCE;
        let begun = Instant::now();
        journal.lock().append(RECORDS, &BODY, &[]).map_err(io::Error::other)?;
        record(appended, begun.elapsed());
    }
    Ok(())
}

/// How many syncs there were.
fn sync_until(journal: &Mutex<Journal<Directory>>, stopped: &AtomicBool) -> io::Result<u32> {
    let (mut last, mut syncs) = (Instant::now(), 0);
    while !stopped.load(Ordering::Relaxed) {
        let ticket = {
            let mut journal = journal.lock();
            let due = last.elapsed() >= SYNC_TIME || journal.unsynced_bytes() >= SYNC_BYTES;
            if due { journal.sync_ticket() } else { None }
        };
        if let Some(ticket) = ticket {
            let synced = ticket.sync().map_err(io::Error::other)?;
            journal.lock().note_synced(synced);
            (last, syncs) = (Instant::now(), syncs + 1);
        }
        let ticket = journal.lock().prepare_ticket();
        if let Some(ticket) = ticket {
            let prepared = ticket.prepare(thread::yield_now).map_err(io::Error::other)?;
            journal.lock().note_prepared(prepared);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(syncs)
}

//! What a measurement must know of the machine: whose CPU time, on which core, and how much of the
//! cores is really there.

use std::fs;
use std::hint::black_box;
use std::io;
use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

use rustix::thread::{CpuSet, sched_setaffinity};

/// CPU time of a process and its threads, user and system.
#[must_use]
pub fn cpu_time(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks: u64 =
        fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// Puts the calling thread, and every process it starts from now on, on the first core: generator
/// and server on one core is the placement whose figures repeat.
///
/// # Errors
///
/// What the operating system said.
pub fn pin() -> io::Result<()> {
    pin_to(0)
}

fn pin_to(core: usize) -> io::Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core);
    sched_setaffinity(None, &cores)?;
    Ok(())
}

/// How many cores' worth of work the first two cores do at once at this moment: 2.0 if both are
/// free, less where others use them or the host runs both on one.
#[must_use]
pub fn effective_cores() -> f64 {
    let alone = spin(0);
    let (first, second) = thread::scope(|scope| {
        let second = scope.spawn(|| spin(1));
        (scope.spawn(|| spin(0)).join().unwrap_or_default(), second.join().unwrap_or_default())
    });
    (first + second) as f64 / alone.max(1) as f64
}

/// Units of work done on this core in 50 ms; 0 if there is no such core.
fn spin(core: usize) -> u64 {
    thread::scope(|scope| {
        let work = || {
            let mut done = 0;
            if pin_to(core).is_ok() {
                let begun = Instant::now();
                while begun.elapsed() < Duration::from_millis(50) {
                    black_box((0..1000_u32).fold(0, |sum, number| black_box(sum ^ number)));
                    done += 1;
                }
            }
            done
        };
        scope.spawn(work).join().unwrap_or_default()
    })
}

/// The processor and how many cores this thread may use, in one line.
#[must_use]
pub fn description() -> String {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    format!("{}, {cores} cores", model.trim_start_matches(['\t', ' ', ':']))
}

/// How many threads wanted to run in the last 1, 5 and 15 minutes.
#[must_use]
pub fn load_average() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

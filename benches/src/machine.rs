//! What a measurement must know of the machine: whose CPU time, on which core.

use std::fs;
use std::io;
use std::time::Duration;

use rustix::process::Pid;

/// CPU time of a process and its threads, user and system.
#[must_use]
pub fn cpu_time(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// Puts a process (0 for this one) on the first core: generator and server on one core is the
/// placement whose figures repeat.
///
/// # Errors
///
/// What the operating system said.
pub fn pin(pid: u32) -> io::Result<()> {
    let mut cores = rustix::thread::CpuSet::new();
    cores.set(0);
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    rustix::thread::sched_setaffinity(pid, &cores)?;
    Ok(())
}

//! One round: each side once, one after the other.

use std::io;
use std::path::Path;
use std::time::Duration;

use lictor_types::VendorName;
use tempfile::TempDir;

use super::{Effort, Measured, Part};
use crate::disk::fdatasync;
use crate::floor::Floor;
use crate::generator::{Plan, run};
use crate::hoard::Hoard;
use crate::peer::Redis;
use crate::protocol::{Echo, Seats};
use crate::site::{Site, VENDOR};
use crate::socket::Target;

/// Connections and depth of the closed loops.
const SHAPES: [(usize, usize); 4] = [(1, 1), (50, 1), (1000, 1), (50, 16)];
/// The fixed rate of the open loop (P8).
const OPEN_RATE: f64 = 30_000.0;

/// A round that is under way.
pub(super) struct Round<'a> {
    measured: &'a mut Measured,
    effort: &'a Effort,
    licenses: &'a Path,
    floor: Option<Floor>,
}

impl<'a> Round<'a> {
    /// Starts the echo; it idles while others are measured.
    pub(super) fn begin(
        measured: &'a mut Measured,
        effort: &'a Effort,
        licenses: &'a Path,
    ) -> io::Result<Self> {
        let floor = if effort.parts.contains(&Part::Echo) { Some(Floor::start()?) } else { None };
        Ok(Self { measured, effort, licenses, floor })
    }

    /// The echo's closed loops.
    pub(super) fn floor(&mut self) -> io::Result<()> {
        let Some(floor) = &self.floor else { return Ok(()) };
        for shape in SHAPES {
            let plan = self.plan(floor.port(), floor.pid(), shape);
            self.measured.keep(&name("echo", shape), run(&plan, |_| Echo)?);
        }
        let plan = self.plan(floor.socket(), floor.pid(), (50, 1));
        self.measured.keep("echo unix 50x1", run(&plan, |_| Echo)?);
        Ok(())
    }

    /// Ours with `durability = "process"`: closed loops, open loops with the echo's beside them,
    /// and with many leases held.
    pub(super) fn process(&mut self) -> io::Result<()> {
        let state = TempDir::new()?;
        let site = Site::start(self.licenses, state.path(), "process", 1)?;
        for shape in SHAPES {
            let plan = self.plan(site.port(), site.pid(), shape);
            self.seats(&name("process", shape), &plan)?;
        }
        let plan = self.plan(site.port(), site.pid(), (50, 1));
        let hot = |number: usize| Seats::new("f000000", VendorName::parse(VENDOR).ok(), number as u64);
        self.measured.keep("process hot 50x1", run(&plan, hot)?);
        let local = self.plan(site.socket(), site.pid(), (50, 1));
        self.seats("process unix 50x1", &local)?;
        let half = self.measured.last("process 50x1").map_or(OPEN_RATE, |outcome| outcome.rate() / 2.0);
        for (name, rate) in [("open 30000", OPEN_RATE), ("open half", half)] {
            self.seats(&format!("process {name}"), &Plan { rate: Some(rate), ..plan.clone() })?;
            if let Some(floor) = &self.floor {
                let plan = Plan { rate: Some(rate), ..self.plan(floor.port(), floor.pid(), (50, 1)) };
                self.measured.keep(&format!("echo {name}"), run(&plan, |_| Echo)?);
            }
        }
        let _held = Hoard::fill(&site.port(), self.effort.leases, self.effort.pools)?;
        self.seats("process leases 50x1", &plan)
    }

    /// Ours with `durability = "disk"`, and what one sync costs at this moment.
    pub(super) fn disk(&mut self) -> io::Result<()> {
        let state = TempDir::new()?;
        let time = Duration::from_secs_f64(self.effort.seconds / 2.0);
        self.measured.keep("fdatasync", fdatasync(state.path(), time)?);
        let site = Site::start(self.licenses, state.path(), "disk", 1)?;
        for shape in SHAPES {
            let plan = self.plan(site.port(), site.pid(), shape);
            self.seats(&name("disk", shape), &plan)?;
        }
        Ok(())
    }

    /// The peer, with this `appendfsync` or without any log.
    pub(super) fn redis(&mut self, sync: Option<&str>, shapes: &[(usize, usize)]) -> io::Result<()> {
        let directory = TempDir::new()?;
        let redis = Redis::start(directory.path(), sync)?;
        for shape in shapes {
            let plan = self.plan(redis.target(), redis.pid(), *shape);
            let name = name(&format!("redis {}", sync.unwrap_or("none")), *shape);
            self.measured.keep(&name, run(&plan, |number| redis.holder(number))?);
        }
        Ok(())
    }

    /// Clients spread over all pools.
    fn seats(&mut self, name: &str, plan: &Plan) -> io::Result<()> {
        let pools = self.effort.pools;
        let spread = |number: usize| {
            Seats::new(&format!("f{:06}", number * 7 % pools), VendorName::parse(VENDOR).ok(), number as u64)
        };
        self.measured.keep(name, run(plan, spread)?);
        Ok(())
    }

    fn plan(&self, target: Target, pid: u32, (connections, depth): (usize, usize)) -> Plan {
        Plan {
            target,
            pid: Some(pid),
            connections,
            depth,
            warm: Duration::from_millis(300),
            time: Duration::from_secs_f64(self.effort.seconds),
            rate: None,
        }
    }
}

fn name(side: &str, (connections, depth): (usize, usize)) -> String {
    format!("{side} {connections}x{depth}")
}

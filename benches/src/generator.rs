//! The load generator: one thread, many connections, closed or open loop.
//!
//! Closed loop: each connection sends a batch, waits for all of its answers, sends the next. Open
//! loop: batches fall due at a given rate whether or not a connection is free, and latency counts from
//! when a batch fell due (see [`Schedule`]). The thread sleeps between due times: where it shares a
//! core with the server, a generator that spins would take the server's time.

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use rustix::event::{Timespec, epoll};
use rustix::thread::set_current_timer_slack;

use crate::machine::cpu_time;
use crate::outcome::Outcome;
use crate::protocol::Protocol;
use crate::schedule::Schedule;
use crate::socket::{Socket, Target, believing_tls};

/// How long to wait for an answer before looking at the clock again.
const LOOK: Duration = Duration::from_micros(200);
/// How long a server may take to open a session.
const OPENING_TIMEOUT: Duration = Duration::from_secs(10);

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where the server is.
    pub target: Target,
    /// Its process, for CPU time; none if it is not of this machine.
    pub pid: Option<u32>,
    /// Connections.
    pub connections: usize,
    /// Requests in one batch.
    pub depth: usize,
    /// Unmeasured time first.
    pub warm: Duration,
    /// Measured time.
    pub time: Duration,
    /// Requests a second; none for a closed loop.
    pub rate: Option<f64>,
}

struct Client<P> {
    socket: Socket,
    protocol: P,
    came: Vec<u8>,
    waiting: usize,
    since: Instant,
}

/// Runs a plan; `protocol` makes each connection's side.
///
/// # Errors
///
/// What the operating system or TLS said, or a server that does not open a session.
pub fn run<P: Protocol>(plan: &Plan, protocol: impl Fn(usize) -> P) -> io::Result<Outcome> {
    let mut clients = connect(plan, protocol)?;
    let poll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    for (number, client) in clients.iter().enumerate() {
        let data = epoll::EventData::new_u64(number as u64);
        epoll::add(&poll, &client.socket, data, epoll::EventFlags::IN)?;
    }
    set_current_timer_slack(NonZeroU64::new(1))?;
    let begun = Instant::now();
    let mut load = Load::new(plan, begun);
    load.idle.extend(0..clients.len());
    load.send_due(&mut clients, begun)?;
    let mut events = Vec::with_capacity(1024);
    loop {
        let wait = load.wait(Instant::now());
        events.clear();
        epoll::wait(&poll, rustix::buffer::spare_capacity(&mut events), Some(&wait))?;
        let now = Instant::now();
        for event in &events {
            let number = usize::try_from(event.data.u64()).unwrap_or_default();
            load.receive(&mut clients, number, now)?;
        }
        load.send_due(&mut clients, now)?;
        if load.finish(now, plan) {
            return Ok(load.outcome);
        }
    }
}

fn connect<P: Protocol>(plan: &Plan, protocol: impl Fn(usize) -> P) -> io::Result<Vec<Client<P>>> {
    let name = if let Target::Tls(_, protocol) = &plan.target { protocol } else { &b"none"[..] };
    let tls = believing_tls(name).map_err(io::Error::other)?;
    let open = |number| {
        let mut protocol = protocol(number);
        let mut socket = Socket::connect(&plan.target, &tls)?;
        let came = open(&mut socket, &mut protocol)?;
        Ok(Client { socket, protocol, came, waiting: 0, since: Instant::now() })
    };
    (0..plan.connections).map(open).collect()
}

/// Holds the opening conversation; answers what came beyond it.
///
/// # Errors
///
/// What the operating system or TLS said, or why the server opens no session.
pub fn open<P: Protocol>(socket: &mut Socket, protocol: &mut P) -> io::Result<Vec<u8>> {
    let mut came = Vec::new();
    let mut send = protocol.greeting();
    let until = Instant::now() + OPENING_TIMEOUT;
    while !protocol.opened(&mut came, &mut send)? {
        socket.send(&std::mem::take(&mut send))?;
        socket.receive(&mut came)?;
        if Instant::now() > until {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the server opens no session"));
        }
    }
    Ok(came)
}

struct Load {
    outcome: Outcome,
    depth: usize,
    /// Connections with nothing under way.
    idle: VecDeque<usize>,
    /// Open loop: when batches fall due.
    schedule: Option<Schedule>,
    /// Since when, and the server's CPU time then.
    measuring: Option<(Instant, Duration)>,
    warm_until: Instant,
    send: Vec<u8>,
}

impl Load {
    fn new(plan: &Plan, now: Instant) -> Self {
        Self {
            outcome: Outcome::empty(),
            depth: plan.depth,
            idle: VecDeque::new(),
            schedule: plan.rate.map(|rate| Schedule::new(now, rate / plan.depth as f64)),
            measuring: None,
            warm_until: now + plan.warm,
            send: Vec::new(),
        }
    }

    /// How long there is nothing to do but to wait for answers.
    fn wait(&self, now: Instant) -> Timespec {
        let due = self.schedule.as_ref().filter(|_| !self.idle.is_empty()).map(Schedule::next);
        let wait = due.map_or(LOOK, |due| due.saturating_duration_since(now).min(LOOK));
        Timespec { tv_sec: 0, tv_nsec: i64::from(wait.subsec_nanos()) }
    }

    /// Sends on idle connections whatever is due: all of them in a closed loop.
    fn send_due<P: Protocol>(&mut self, clients: &mut [Client<P>], now: Instant) -> io::Result<()> {
        while let Some(number) = self.idle.front().copied() {
            let since = match &mut self.schedule {
                None => now,
                Some(schedule) => match schedule.take(now) {
                    Some(due) => due,
                    None => return Ok(()),
                },
            };
            self.idle.pop_front();
            let Some(client) = clients.get_mut(number) else { continue };
            self.send.clear();
            client.protocol.batch(self.depth, &mut self.send);
            client.waiting = self.depth;
            client.since = since;
            client.socket.send(&self.send)?;
        }
        Ok(())
    }

    fn receive<P: Protocol>(
        &mut self,
        clients: &mut [Client<P>],
        number: usize,
        now: Instant,
    ) -> io::Result<()> {
        let Some(client) = clients.get_mut(number) else { return Ok(()) };
        client.socket.receive(&mut client.came)?;
        let counted = client.protocol.answers(&mut client.came);
        if self.measuring.is_some() {
            self.outcome.answers += counted.answers as u64;
            self.outcome.bad += counted.bad as u64;
            self.outcome.record(now.saturating_duration_since(client.since), counted.answers as u64);
        }
        let waited = client.waiting;
        client.waiting = waited.saturating_sub(counted.answers);
        if waited > 0 && client.waiting == 0 {
            self.idle.push_back(number);
        }
        Ok(())
    }

    fn finish(&mut self, now: Instant, plan: &Plan) -> bool {
        match self.measuring {
            None if now >= self.warm_until => {
                self.measuring = Some((now, server_cpu(plan)));
                false
            }
            Some((began, cpu)) if now >= began + plan.time => {
                self.outcome.time = now - began;
                self.outcome.server_cpu = server_cpu(plan).saturating_sub(cpu);
                true
            }
            None | Some(_) => false,
        }
    }
}

fn server_cpu(plan: &Plan) -> Duration {
    plan.pid.map(cpu_time).unwrap_or_default()
}

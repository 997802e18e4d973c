//! The load generator: one thread, many connections, closed or open loop.
//!
//! Closed loop: each connection sends a batch, waits for all of its answers, sends the next. Open
//! loop: requests fall due at a fixed rate, spread evenly, whether or not a connection is free;
//! latency counts from when a request fell due, so a server that stalls cannot hide it
//! (coordinated omission).

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use rustix::event::epoll;

use crate::machine::cpu_time;
use crate::outcome::Outcome;
use crate::protocol::Protocol;
use crate::socket::{Socket, Target, believing_tls};

/// What to measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where the server is.
    pub target: Target,
    /// Its process, for CPU time.
    pub pid: u32,
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
    let mut load = Load::new(plan);
    let begun = Instant::now();
    for number in 0..clients.len() {
        load.idle.push_back(number);
    }
    load.send_due(&mut clients, begun)?;
    let mut events = Vec::with_capacity(1024);
    loop {
        let wait = rustix::event::Timespec { tv_sec: 0, tv_nsec: 200_000 };
        let wait = if plan.rate.is_some() { rustix::event::Timespec { tv_nsec: 0, ..wait } } else { wait };
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
    let mut clients = Vec::with_capacity(plan.connections);
    for number in 0..plan.connections {
        let mut protocol = protocol(number);
        let mut socket = Socket::connect(&plan.target, &tls)?;
        let mut came = Vec::new();
        let mut send = protocol.greeting();
        let until = Instant::now() + Duration::from_secs(10);
        while !protocol.opened(&mut came, &mut send) {
            socket.send(&std::mem::take(&mut send))?;
            socket.receive(&mut came)?;
            if Instant::now() > until {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "the server opens no session"));
            }
        }
        clients.push(Client { socket, protocol, came, waiting: 0, since: Instant::now() });
    }
    Ok(clients)
}

struct Load {
    outcome: Outcome,
    depth: usize,
    /// Connections with nothing under way.
    idle: VecDeque<usize>,
    /// Open loop: when the next request falls due, and the distance of one from the next.
    due: Option<(Instant, Duration)>,
    measuring: Option<(Instant, Duration)>,
    warm_until: Instant,
    send: Vec<u8>,
}

impl Load {
    fn new(plan: &Plan) -> Self {
        let now = Instant::now();
        let latency = Histogram::new_with_bounds(1, 60_000_000, 3).unwrap_or_else(|_| unreachable!("bounds fit"));
        let zero = Duration::ZERO;
        let outcome = Outcome { answers: 0, bad: 0, time: zero, latency, server_cpu: zero };
        let distance = plan.rate.map(|rate| Duration::from_secs_f64(plan.depth as f64 / rate));
        Self {
            outcome,
            depth: plan.depth,
            idle: VecDeque::new(),
            due: distance.map(|distance| (now, distance)),
            measuring: None,
            warm_until: now + plan.warm,
            send: Vec::new(),
        }
    }

    /// Sends on idle connections whatever is due: all of them in a closed loop.
    fn send_due<P: Protocol>(&mut self, clients: &mut [Client<P>], now: Instant) -> io::Result<()> {
        while let Some(number) = self.idle.front().copied() {
            let since = match &mut self.due {
                None => now,
                Some((at, distance)) if *at <= now => {
                    let due = *at;
                    *at += *distance;
                    due
                }
                Some(_) => return Ok(()),
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

    fn receive<P: Protocol>(&mut self, clients: &mut [Client<P>], number: usize, now: Instant) -> io::Result<()> {
        let Some(client) = clients.get_mut(number) else { return Ok(()) };
        client.socket.receive(&mut client.came)?;
        let counted = client.protocol.answers(&mut client.came);
        if self.measuring.is_some() {
            self.outcome.answers += counted.answers as u64;
            self.outcome.bad += counted.bad as u64;
            let us = u64::try_from(now.saturating_duration_since(client.since).as_micros()).unwrap_or(u64::MAX);
            self.outcome.latency.saturating_record_n(us.max(1), counted.answers as u64);
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
                self.measuring = Some((now, cpu_time(plan.pid)));
                false
            }
            Some((began, cpu)) if now >= began + plan.time => {
                self.outcome.time = now - began;
                self.outcome.server_cpu = cpu_time(plan.pid).saturating_sub(cpu);
                true
            }
            None | Some(_) => false,
        }
    }
}

//! The beat thread: owns the sockets, keeps the sessions alive, moves the bytes.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use lictor_types::{PublicKey, Status};
use ring::rand::{SecureRandom, SystemRandom};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::link::{Link, Turn};
use super::shared::Shared;
use super::wake::Wakeful;
use crate::agent::Agent;
use crate::clock::Now;
use crate::error::Error;
use crate::options::Options;
use crate::path::Address;
use crate::session::{Arrival, Failure};
use crate::trust::{PinFile, Tls};

pub(super) struct Beat {
    shared: Arc<Shared>,
    wakeful: Wakeful,
    tls: Tls,
    pins: PinFile,
    random: SystemRandom,
    /// One place a server of the path.
    links: Vec<Option<Link>>,
    /// Whether a link came or went since the agent was asked last.
    stirred: bool,
}

/// What is to be done once the agent is unlocked.
#[derive(Default)]
struct Orders {
    outbound: Vec<(usize, Vec<u8>)>,
    close: Vec<usize>,
    dial: Vec<(usize, Address)>,
    pause: Option<Duration>,
    /// The client is closed: what is outbound is the last.
    closing: bool,
    overdue: bool,
}

impl Beat {
    pub(super) fn new(shared: Arc<Shared>, wakeful: Wakeful, options: &Options) -> Result<Self, Error> {
        let tls = Tls::new().map_err(|error| Error::new(Status::Internal, error.to_string()))?;
        let links = shared.lock().servers().iter().map(|_| None).collect();
        let pins = PinFile::new(options.pin_file());
        Ok(Self { shared, wakeful, tls, pins, random: SystemRandom::new(), links, stirred: false })
    }

    pub(super) fn run(mut self) {
        loop {
            self.stirred = false;
            let orders = self.take_orders();
            let pause = orders.pause;
            let (closing, overdue) = (orders.closing, orders.overdue);
            self.carry_out(orders);
            let unsent = self.links.iter().flatten().any(Link::has_unsent);
            if closing && (overdue || !unsent) {
                break;
            }
            let ready = self.wait(if self.stirred { Some(Duration::ZERO) } else { pause });
            for at in ready {
                self.turn(at);
            }
        }
        self.shared.lock().parted();
        self.shared.notify();
    }

    /// One step of the agent, and what follows from it.
    fn take_orders(&mut self) -> Orders {
        let shared = Arc::clone(&self.shared);
        let mut agent = shared.lock();
        let now = Now::read();
        agent.drive(now);
        let mut orders =
            Orders { closing: agent.is_closing(), overdue: agent.is_overdue(now), ..Orders::default() };
        let mut records = Vec::new();
        for at in 0..self.links.len() {
            let Some(server) = agent.server_mut(at) else { continue };
            if let Some(key) = server.record.take() {
                records.push((server.name.clone(), key));
            }
            if !server.session.outbound().is_empty() {
                orders.outbound.push((at, std::mem::take(server.session.outbound())));
            }
            if server.session.must_close() && self.links.get(at).is_some_and(Option::is_some) {
                orders.close.push(at);
            } else if server.session.wants_link(now) {
                server.session.connecting(now);
                orders.dial.push((at, server.address.clone()));
            }
        }
        let deadline_ms = agent.deadline_ms();
        orders.pause = deadline_ms.map(|end_ms| Duration::from_millis(end_ms.saturating_sub(now.mono_ms)));
        drop(agent);
        shared.notify();
        for (server, key) in records {
            // Without a record every use is the first, and says so (TRU-02).
            let _first_use_again = self.pins.record(&server, &key);
        }
        orders
    }

    fn carry_out(&mut self, orders: Orders) {
        for (at, mut bytes) in orders.outbound {
            if let Some(link) = self.links.get_mut(at).and_then(Option::as_mut)
                && let Err(error) = link.send(&mut bytes)
            {
                self.lose(at, &error);
            }
        }
        for at in orders.close {
            self.lose(at, &io::ErrorKind::ConnectionAborted.into());
        }
        for (at, address) in orders.dial {
            match Link::dial(&address, &self.tls) {
                Ok(link) => {
                    self.stirred = true;
                    if let Some(place) = self.links.get_mut(at) {
                        *place = Some(link);
                    }
                    self.turn(at);
                }
                Err(error) => self.lose(at, &error),
            }
        }
    }

    /// Waits for sockets, callers or time, and says which links are ready.
    fn wait(&self, pause: Option<Duration>) -> Vec<usize> {
        let places: Vec<usize> =
            self.links.iter().enumerate().filter(|(_, link)| link.is_some()).map(|(at, _)| at).collect();
        let links = self.links.iter().flatten().map(|link| PollFd::new(link, link.interest()));
        let mut sockets: Vec<PollFd<'_>> =
            std::iter::once(PollFd::new(&self.wakeful, PollFlags::IN)).chain(links).collect();
        let pause = pause.and_then(|pause| Timespec::try_from(pause).ok());
        match poll(&mut sockets, pause.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            // Nothing can be waited for: at least the processor is left in peace.
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
        self.wakeful.clear();
        let ready = sockets.iter().skip(1).zip(places).filter(|(socket, _)| !socket.revents().is_empty());
        ready.map(|(_, at)| at).collect()
    }

    fn turn(&mut self, at: usize) {
        let Some(link) = self.links.get_mut(at).and_then(Option::as_mut) else { return };
        match link.turn() {
            Ok(turn) => self.on_turn(at, &turn),
            Err(error) => self.lose(at, &error),
        }
    }

    fn on_turn(&mut self, at: usize, turn: &Turn) {
        let now = Now::read();
        let shared = Arc::clone(&self.shared);
        let mut agent = shared.lock();
        if let Some(key) = turn.arrived {
            match self.arrival(&agent, at, key) {
                Ok(arrival) => {
                    if let Some(server) = agent.server_mut(at) {
                        server.session.connected(now, arrival);
                    }
                }
                Err(error) => {
                    drop(agent);
                    return self.lose(at, &error);
                }
            }
        }
        if let Some(server) = agent.server_mut(at) {
            server.session.received(now, &turn.bytes);
        }
        drop(agent);
        if turn.ended {
            self.lose(at, &io::ErrorKind::UnexpectedEof.into());
        }
    }

    fn arrival(&self, agent: &Agent, at: usize, key: Option<PublicKey>) -> io::Result<Arrival> {
        let mut nonce = [0; 32];
        self.random.fill(&mut nonce).map_err(|_| io::Error::other("the system has no random numbers"))?;
        let name = agent.servers().get(at).map_or("", |server| server.name.as_str());
        let record = self
            .pins
            .find(name)
            .map_err(|error| io::Error::other(format!("the record of server keys: {error}")))?;
        Ok(Arrival { nonce, key, record })
    }

    fn lose(&mut self, at: usize, error: &io::Error) {
        self.stirred = true;
        if let Some(place) = self.links.get_mut(at) {
            *place = None;
        }
        self.shared.lock().lost(Now::read(), at, failure(error));
    }
}

/// A failed connection in words. What TLS finds wrong is not a matter of reachability.
fn failure(error: &io::Error) -> Failure {
    let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let kind = error.kind();
    let status = match of_tls {
        Some(rustls::Error::InvalidCertificate(_)) => Status::ServerNotGenuine,
        Some(_) => Status::ProtocolError,
        None => Status::ServerUnreachable,
    };
    let text = if kind == io::ErrorKind::UnexpectedEof {
        "the server closed the connection".to_owned()
    } else if kind == io::ErrorKind::ConnectionRefused {
        "connection refused".to_owned()
    } else {
        error.to_string().to_lowercase()
    };
    Failure::new(status, text)
}

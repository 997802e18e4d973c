//! What both shells do between agent and sockets, apart from waiting.

use std::io;
use std::time::Duration;

use lictor_types::{PublicKey, Status};
use ring::rand::{SecureRandom, SystemRandom};

use crate::agent::Agent;
use crate::clock::Now;
use crate::error::Error;
use crate::link::Turn;
use crate::options::Options;
use crate::path::Address;
use crate::session::{Arrival, Failure};
use crate::trust::{Fingerprint, PinFile, Tls};

/// Carries things between an agent and its links.
#[derive(Debug)]
pub(crate) struct Driver {
    tls: Tls,
    pins: PinFile,
    random: SystemRandom,
}

/// What is to be done once the agent is unlocked.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    pub(crate) outbound: Vec<(usize, Vec<u8>)>,
    pub(crate) close: Vec<usize>,
    pub(crate) dial: Vec<(usize, Address)>,
    pub(crate) pause: Option<Duration>,
    /// The client is closed: what is outbound is the last.
    pub(crate) closing: bool,
    /// The time for that is over.
    pub(crate) overdue: bool,
    records: Vec<(String, Fingerprint)>,
}

/// Waiting does not count suspend (TIM-06): after that long the right clock is asked again.
const PAUSE_MS_MAX: u64 = 10_000;

impl Driver {
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let tls = Tls::new().map_err(|error| Error::new(Status::Internal, error.to_string()))?;
        Ok(Self { tls, pins: PinFile::new(options.known_servers_file()), random: SystemRandom::new() })
    }

    pub(crate) fn tls(&self) -> &Tls {
        &self.tls
    }

    /// One step of the agent, and what follows from it for links of which `is_linked` tells.
    pub(crate) fn step(&self, agent: &mut Agent, now: Now, is_linked: impl Fn(usize) -> bool) -> Orders {
        agent.drive(now);
        let mut orders =
            Orders { closing: agent.is_closing(), overdue: agent.is_overdue(now), ..Orders::default() };
        for at in 0..agent.servers().len() {
            let Some(server) = agent.server_mut(at) else { continue };
            if let Some(key) = server.record.take() {
                orders.records.push((server.name.clone(), key));
            }
            if !server.session.outbound().is_empty() {
                orders.outbound.push((at, std::mem::take(server.session.outbound())));
            }
            if server.session.must_close() && is_linked(at) {
                orders.close.push(at);
            } else if server.session.wants_link(now) && !is_linked(at) {
                server.session.connecting(now);
                orders.dial.push((at, server.address.clone()));
            }
        }
        let pause_ms = agent.deadline_ms().map(|end_ms| end_ms.saturating_sub(now.mono_ms).min(PAUSE_MS_MAX));
        orders.pause = pause_ms.map(Duration::from_millis);
        orders
    }

    /// Writes down the keys of servers met for the first time.
    pub(crate) fn record(&self, orders: &Orders) {
        for (server, key) in &orders.records {
            // Without a record every use is the first, and says so (TRU-02).
            let _first_use_again = self.pins.record(server, key);
        }
    }

    /// Hands the agent what a link brought.
    ///
    /// # Errors
    ///
    /// When the link is over.
    pub(crate) fn take_in(&self, agent: &mut Agent, now: Now, at: usize, turn: &Turn) -> io::Result<()> {
        if let Some(server) = agent.server_mut(at) {
            if let Some(key) = turn.arrived {
                let arrival = self.arrival(&server.name, key)?;
                server.session.connected(now, arrival);
            }
            server.session.received(now, &turn.bytes);
        }
        if turn.ended { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn arrival(&self, server: &str, key: Option<PublicKey>) -> io::Result<Arrival> {
        let mut nonce = [0; 32];
        self.random.fill(&mut nonce).map_err(|_| io::Error::other("the system has no random numbers"))?;
        let record = self
            .pins
            .find(server)
            .map_err(|error| io::Error::other(format!("the record of server keys: {error}")))?;
        Ok(Arrival { nonce, key, record })
    }
}

/// A failed connection in words. What TLS finds wrong is not a matter of reachability.
pub(crate) fn failure(error: &io::Error) -> Failure {
    let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let status = match of_tls {
        Some(rustls::Error::InvalidCertificate(_)) => Status::ServerNotGenuine,
        Some(_) => Status::ProtocolError,
        None => Status::ServerUnreachable,
    };
    let text = if error.kind() == io::ErrorKind::UnexpectedEof {
        "the server closed the connection".to_owned()
    } else if error.kind() == io::ErrorKind::ConnectionRefused {
        "connection refused".to_owned()
    } else if matches!(of_tls, Some(rustls::Error::InvalidMessage(_))) {
        "what answers there does not speak TLS".to_owned()
    } else {
        error.to_string().to_lowercase()
    };
    Failure::new(status, text)
}

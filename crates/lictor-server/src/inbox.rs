//! What reaches a worker from other threads: sockets to serve, and events its sessions must know.

use std::collections::VecDeque;
use std::io;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lictor_engine::{LedgerEvent, Output};
use lictor_types::{Answer, RequestId, SessionId};
use parking_lot::Mutex;
use rustls::ServerConfig;
use tokio::sync::Notify;

use crate::connection::Peer;
use crate::transport::Transport;

/// Sockets that wait for a worker; more are closed at once.
const ARRIVALS_MAX: usize = 4096;

/// A worker's inbox.
pub(crate) struct Inbox {
    messages: Mutex<Vec<Inbound>>,
    arrivals: Mutex<VecDeque<Arrival>>,
    bell: Arc<Notify>,
    load: AtomicUsize,
}

/// Something to know.
#[derive(Clone)]
pub(crate) enum Inbound {
    /// A session of this worker may be concerned.
    Event {
        /// The journal sequence it rests on.
        seq: u64,
        /// What happened.
        event: LedgerEvent,
    },
    /// An administrator ended a session of this worker.
    Released {
        /// The journal sequence it rests on.
        seq: u64,
        /// The session.
        session: SessionId,
        /// What its client is told.
        words: Arc<str>,
    },
    /// The answer to a request of a session of this worker that waited (QUE-02).
    Answer {
        /// The journal sequence it rests on.
        seq: u64,
        /// The session.
        session: SessionId,
        /// The request.
        request: RequestId,
        /// The answer.
        answer: Box<Answer>,
    },
    /// The place of a waiting request of a session of this worker.
    Position {
        /// The journal sequence it rests on.
        seq: u64,
        /// The session.
        session: SessionId,
        /// The request.
        request: RequestId,
        /// Its place in the queue.
        position: u32,
    },
    /// The server stops.
    Stop,
}

impl Inbound {
    /// What a worker must know of an output, if it is one that is told by whoever has the session.
    pub(crate) fn of(seq: u64, output: &Output) -> Option<Self> {
        match output {
            Output::Answer { session, request, answer } => {
                let (session, request, answer) = (*session, *request, Box::new(answer.clone()));
                Some(Self::Answer { seq, session, request, answer })
            }
            Output::Position { session, request, position } => {
                let (session, request, position) = (*session, *request, *position);
                Some(Self::Position { seq, session, request, position })
            }
            Output::Event(LedgerEvent::PoolChanged { .. } | LedgerEvent::LicensesJudged)
            | Output::Opened(_)
            | Output::Resumed { .. }
            | Output::Ordered(_) => None,
            Output::Event(event) => Some(Self::Event { seq, event: event.clone() }),
        }
    }
}

/// A socket to serve.
pub(crate) struct Arrival {
    /// The socket.
    pub(crate) socket: Socket,
    /// Whose it is.
    pub(crate) peer: Peer,
}

/// An accepted socket, not yet part of any runtime.
pub(crate) enum Socket {
    /// From the port.
    Tcp(std::net::TcpStream),
    /// From the Unix socket.
    Unix(std::os::unix::net::UnixStream),
}

impl Socket {
    /// Makes it part of this thread's runtime.
    pub(crate) fn into_transport(self, tls: &Arc<ServerConfig>) -> io::Result<Transport> {
        match self {
            Self::Tcp(socket) => Transport::tls(tokio::net::TcpStream::from_std(socket)?, tls),
            Self::Unix(socket) => Ok(Transport::local(tokio::net::UnixStream::from_std(socket)?)),
        }
    }
}

impl Inbox {
    pub(crate) fn new(bell: Arc<Notify>) -> Self {
        Self { messages: Mutex::default(), arrivals: Mutex::default(), bell, load: AtomicUsize::new(0) }
    }

    /// What rings when there is something for this worker.
    pub(crate) fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// Waits until there is something, or until more was released.
    pub(crate) async fn told(&self) {
        self.bell.notified().await;
    }

    pub(crate) fn tell(&self) {
        self.bell.notify_one();
    }

    pub(crate) fn put(&self, message: Inbound) {
        self.messages.lock().push(message);
        self.tell();
    }

    /// Puts a turn's messages in, together.
    pub(crate) fn put_all(&self, messages: &[Inbound]) {
        self.messages.lock().extend_from_slice(messages);
        self.tell();
    }

    pub(crate) fn take(&self) -> Vec<Inbound> {
        mem::take(&mut self.messages.lock())
    }

    /// Hands a socket over; refuses it if too many wait.
    pub(crate) fn arrive(&self, arrival: Arrival) {
        let mut arrivals = self.arrivals.lock();
        if arrivals.len() < ARRIVALS_MAX {
            arrivals.push_back(arrival);
            self.load.fetch_add(1, Ordering::Relaxed);
            self.tell();
        }
    }

    pub(crate) fn next_arrival(&self) -> Option<Arrival> {
        self.arrivals.lock().pop_front()
    }

    /// A connection of this worker has ended.
    pub(crate) fn departed(&self) {
        self.load.fetch_sub(1, Ordering::Relaxed);
    }

    /// How many connections it has or is about to have.
    pub(crate) fn load(&self) -> usize {
        self.load.load(Ordering::Relaxed)
    }
}

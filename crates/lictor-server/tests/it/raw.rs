//! A client that says exactly what a test wants: messages, half frames, nonsense, nothing.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use lictor_types::limits::FRAME_BYTES_MAX;
use lictor_types::{
    Answer, Checkout, Denial, FeatureRef, Grant, Identity, LeaseId, Operation, RequestId, Status,
};
use lictor_wire::{
    ALPN, ClientMessage, Held, Hello, Open, Opened, PREFACE, Query, QueryAnswer, QueryAssembler, Requests,
    Resume, Resumed, ServerMessage, Welcome, decode_server, frame,
};

use crate::tls::{self, Tls};

/// One connection.
pub(crate) struct Raw {
    line: Line,
    heard: Vec<u8>,
    /// The last request made; the next has the number above it.
    pub(crate) request: u64,
}

enum Line {
    Tls(Box<Tls>),
    Local(UnixStream),
}

impl Raw {
    /// Connects to a port and says nothing yet.
    pub(crate) fn connect(address: &str) -> Self {
        Self::try_connect(address).unwrap()
    }

    /// Connects to a port that may be closed.
    pub(crate) fn try_connect(address: &str) -> io::Result<Self> {
        Ok(Self::over(Line::Tls(Box::new(tls::connect(address, ALPN)?))))
    }

    /// Connects to a Unix socket and says nothing yet.
    pub(crate) fn connect_local(socket: &Path) -> Self {
        let stream = UnixStream::connect(socket).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self::over(Line::Local(stream))
    }

    fn over(line: Line) -> Self {
        Self { line, heard: Vec::new(), request: 0 }
    }

    /// Connects to a port and is welcomed.
    pub(crate) fn greet(address: &str) -> Self {
        let mut raw = Self::connect(address);
        raw.hello().unwrap();
        raw
    }

    /// Connects to a port and opens a session.
    pub(crate) fn open(address: &str) -> (Self, Opened) {
        let mut raw = Self::greet(address);
        let opened = raw.open_session().unwrap();
        (raw, opened)
    }

    /// Connects to a port and opens a session of somebody.
    pub(crate) fn open_as(address: &str, open: Open) -> (Self, Opened) {
        let mut raw = Self::greet(address);
        raw.say(&ClientMessage::Open(open)).unwrap();
        match raw.hear().unwrap() {
            ServerMessage::Opened(opened) => (raw, opened),
            other => panic!("{other:?}"),
        }
    }

    /// Connects to a port and takes a session up with what it holds.
    pub(crate) fn take_up(address: &str, opened: &Opened, held: &[Held]) -> (Self, Resumed) {
        let mut raw = Self::greet(address);
        let resumed = raw.resume(opened, 0, held).unwrap();
        (raw, resumed)
    }

    /// Sends bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.line {
            Line::Tls(tls) => {
                tls.write_all(bytes)?;
                tls.flush()
            }
            Line::Local(stream) => stream.write_all(bytes),
        }
    }

    /// Sends a message.
    pub(crate) fn say(&mut self, message: &ClientMessage<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        message.encode(&mut bytes);
        self.bytes(&bytes)
    }

    /// The next message.
    pub(crate) fn hear(&mut self) -> io::Result<ServerMessage> {
        loop {
            if let Some((bytes, used)) = frame::split(&self.heard, FRAME_BYTES_MAX).unwrap() {
                let message = decode_server(bytes).unwrap();
                self.heard.drain(..used);
                return Ok(message);
            }
            let mut buffer = [0; 16 * 1024];
            let read = match &mut self.line {
                Line::Tls(tls) => tls.read(&mut buffer)?,
                Line::Local(stream) => stream.read(&mut buffer)?,
            };
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.heard.extend_from_slice(&buffer[..read]);
        }
    }

    /// Everything until the server closes the connection.
    ///
    /// # Panics
    ///
    /// If the server leaves it open.
    #[track_caller]
    pub(crate) fn hear_out(&mut self) -> Vec<ServerMessage> {
        let mut messages = Vec::new();
        loop {
            match self.hear() {
                Ok(message) => messages.push(message),
                Err(error) if is_waiting(&error) => panic!("the connection stays open after {messages:?}"),
                Err(_) => return messages,
            }
        }
    }

    /// The goodbye that ends the connection: nothing else comes.
    #[track_caller]
    pub(crate) fn goodbye(&mut self) -> (Status, String) {
        let mut messages = self.hear_out();
        match messages.pop() {
            Some(ServerMessage::Goodbye { status, text, hint: None }) if messages.is_empty() => {
                (status, text)
            }
            last => panic!("{messages:?} and then {last:?}"),
        }
    }

    /// Greets.
    pub(crate) fn hello(&mut self) -> io::Result<Welcome> {
        self.bytes(PREFACE)?;
        self.say(&hello())?;
        match self.hear()? {
            ServerMessage::Welcome(welcome) => Ok(welcome),
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// Opens a session of `ann` at `ws1`.
    pub(crate) fn open_session(&mut self) -> io::Result<Opened> {
        self.say(&opening())?;
        match self.hear()? {
            ServerMessage::Opened(opened) => Ok(opened),
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// Takes a session up.
    pub(crate) fn resume(&mut self, opened: &Opened, acked: u64, held: &[Held]) -> io::Result<Resumed> {
        self.say(&resuming(opened, acked, held))?;
        match self.hear()? {
            ServerMessage::Resumed(resumed) => Ok(resumed),
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// Asks with the next number and waits for the answer.
    pub(crate) fn ask(&mut self, operation: Operation<'_>) -> io::Result<Answer> {
        self.request += 1;
        self.say(&asking(self.request, self.request - 1, operation))?;
        self.answer()
    }

    /// The answer to the last request, which nothing else comes before.
    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        match self.hear()? {
            ServerMessage::Answers(answers) => {
                let (request, answer) = answers.into_iter().next().unwrap();
                assert_eq!(request, RequestId(self.request));
                Ok(answer)
            }
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// The status of the answer to a checkout of a feature.
    #[track_caller]
    pub(crate) fn try_take(&mut self, feature: &str, count: u32) -> Status {
        self.ask(Operation::Checkout(of(feature, count))).unwrap().status()
    }

    /// Why seats of a feature are denied.
    #[track_caller]
    pub(crate) fn denial(&mut self, feature: &str, count: u32) -> Denial {
        match self.ask(Operation::Checkout(of(feature, count))).unwrap() {
            Answer::Denied(denial) => denial,
            other => panic!("{other:?}"),
        }
    }

    /// Gives seats of a feature back.
    #[track_caller]
    pub(crate) fn give_of(&mut self, feature: &str, count: u32) {
        let feature = FeatureRef::Name(feature);
        let answer = self.ask(Operation::CheckinFeature { feature, count }).unwrap();
        assert!(matches!(answer, Answer::CheckedIn { .. }), "{answer:?}");
    }

    /// Checks seats of `f1` out, which must be there.
    #[track_caller]
    pub(crate) fn take(&mut self, count: u32) -> Grant {
        match self.ask(checkout(count)).unwrap() {
            Answer::Granted(grant) => grant,
            other => panic!("{other:?}"),
        }
    }

    /// Gives a whole lease back.
    #[track_caller]
    pub(crate) fn give(&mut self, lease: LeaseId) {
        let answer = self.ask(Operation::Checkin { lease, count: 0 }).unwrap();
        assert!(matches!(answer, Answer::CheckedIn { held: 0, .. }), "{answer:?}");
    }

    /// Whether the server answers a heartbeat, and has nothing else to say: no lease is lost.
    pub(crate) fn beat(&mut self) -> io::Result<()> {
        self.say(&ClientMessage::Heartbeat { acked: RequestId(self.request) })?;
        match self.hear()? {
            ServerMessage::Alive => Ok(()),
            other => Err(io::Error::other(format!("{other:?}"))),
        }
    }

    /// The answer to a query.
    pub(crate) fn query(&mut self, query: Query) -> io::Result<QueryAnswer> {
        self.say(&ClientMessage::Query { number: 1, query })?;
        let mut parts = QueryAssembler::new();
        loop {
            match self.hear()? {
                ServerMessage::QueryPart { number, more, bytes } => {
                    if let Some(answer) = parts.feed(number, more, &bytes).unwrap() {
                        return Ok(answer);
                    }
                }
                other => return Err(io::Error::other(format!("{other:?}"))),
            }
        }
    }

    /// The socket below, to be misused.
    pub(crate) fn socket(&self) -> &TcpStream {
        match &self.line {
            Line::Tls(tls) => &tls.sock,
            Line::Local(_) => panic!("a Unix socket"),
        }
    }
}

/// Whether a read has only run out of time.
pub(crate) fn is_waiting(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// The first message of a connection.
pub(crate) fn hello() -> ClientMessage<'static> {
    let nonce = [7; 32];
    ClientMessage::Hello(Hello { revision_min: 1, revision_max: 1, nonce, software: "test".to_owned() })
}

/// The opening of a session of `ann` at `ws1`.
pub(crate) fn opening() -> ClientMessage<'static> {
    ClientMessage::Open(person("ann", "ws1"))
}

/// The particulars of a session of a user on a host.
pub(crate) fn person(user: &str, host: &str) -> Open {
    let identity = Identity { user: user.into(), host: host.into(), pid: 7, ..Identity::default() };
    Open {
        vendor: None,
        identity,
        platform: "linux-x86_64".to_owned(),
        utc_offset_minutes: 0,
        host_ids: Vec::new(),
    }
}

/// The resume of a session.
pub(crate) fn resuming(opened: &Opened, acked: u64, held: &[Held]) -> ClientMessage<'static> {
    ClientMessage::Resume(Resume {
        session: opened.session,
        secret: opened.secret,
        acked: RequestId(acked),
        cancel: Vec::new(),
        held: held.to_vec(),
    })
}

/// A frame of one operation.
pub(crate) fn asking(request: u64, acked: u64, operation: Operation<'_>) -> ClientMessage<'_> {
    let operations = vec![(RequestId(request), operation)];
    ClientMessage::Requests(Requests { acked: RequestId(acked), operations })
}

/// A checkout of `f1`.
pub(crate) fn checkout(count: u32) -> Operation<'static> {
    Operation::Checkout(of("f1", count))
}

/// So many seats of a feature, in any version.
pub(crate) fn of(feature: &str, count: u32) -> Checkout<'_> {
    let feature = FeatureRef::Name(feature);
    Checkout { feature, version: None, exact: false, count, reservation: None }
}

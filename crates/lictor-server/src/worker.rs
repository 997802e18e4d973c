//! A worker: one thread, one current-thread runtime, the connections it owns for their lives.
//!
//! What its ready connections said is decided together: the closer runs when no connection has
//! anything more to read, because it was woken after all of them (design: Workers, Commit per
//! turn). Nothing here is shared with other threads but [`crate::shared`].

use std::cell::{Cell, RefCell, RefMut};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lictor_engine::{CloseCause, DetachCause, Effects, LedgerEvent, Output};
use lictor_types::{SessionId, Status};
use lictor_wire::{Event, LostLease, ServerMessage};
use tokio::runtime::LocalOptions;

use crate::connection::{Connection, Stage};
use crate::counters::add;
use crate::handshakes::Handshakes;
use crate::inbox::{Arrival, Inbound};
use crate::outbox::Outbox;
use crate::server::Fatal;
use crate::shared::Shared;
use crate::stages::{Stage as TurnStage, Watch};
use crate::transport::Transport;
use crate::turn::{Ask, InTray, Then, write_late};

/// How long a connection may take until it has a session, in milliseconds.
const OPENING_MS_MAX: u64 = 10_000;
/// How long a peer may leave what was sent to it untaken, in milliseconds.
const BLOCKED_MS_MAX: u64 = 30_000;
/// How often time is looked at.
const BEAT: Duration = Duration::from_millis(500);
/// A longer gap between two looks means that this thread, or the machine, stood still; peers are
/// not blamed for it (design: after a stall all deadlines move by the gap).
const STALL_MS: u64 = 2_000;

/// A worker.
pub(crate) struct Worker {
    shared: Arc<Shared>,
    index: usize,
    connections: RefCell<BTreeMap<u64, Rc<Connection>>>,
    sessions: RefCell<BTreeMap<SessionId, Rc<Connection>>>,
    tray: RefCell<InTray>,
    spare_tray: RefCell<InTray>,
    effects: RefCell<Effects>,
    outbox: RefCell<Outbox>,
    scratch: RefCell<Scratch>,
    closer: tokio::sync::Notify,
    next_number: Cell<u64>,
    turn: Cell<u64>,
    handshakes: Handshakes,
    attentive_ms: Cell<u64>,
    /// The boot clock when attentive time was last moved.
    beat_ms: Cell<u64>,
    due: RefCell<VecDeque<(u64, u64)>>,
    stopping: Cell<bool>,
}

/// Memory for reading, lent to one connection at a time.
pub(crate) struct Scratch {
    raw: Box<[u8]>,
    plain: Vec<u8>,
}

impl Scratch {
    /// The buffer for the socket's bytes and the one for what they mean.
    pub(crate) fn parts(&mut self) -> (&mut [u8], &mut Vec<u8>) {
        (&mut self.raw, &mut self.plain)
    }
}

impl Worker {
    /// Runs a worker until the server stops.
    pub(crate) fn run(shared: Arc<Shared>, index: usize) -> std::io::Result<()> {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_io().enable_time().build_local(LocalOptions::default())?;
        runtime.block_on(Rc::new(Self::new(shared, index)).main());
        Ok(())
    }

    fn new(shared: Arc<Shared>, index: usize) -> Self {
        Self {
            shared,
            index,
            connections: RefCell::default(),
            sessions: RefCell::default(),
            tray: RefCell::default(),
            spare_tray: RefCell::default(),
            effects: RefCell::default(),
            outbox: RefCell::default(),
            scratch: RefCell::new(Scratch { raw: vec![0; 16 * 1024].into(), plain: Vec::new() }),
            closer: tokio::sync::Notify::new(),
            next_number: Cell::new(0),
            turn: Cell::new(0),
            handshakes: Handshakes::new(),
            attentive_ms: Cell::new(0),
            beat_ms: Cell::new(0),
            due: RefCell::default(),
            stopping: Cell::new(false),
        }
    }

    async fn main(self: Rc<Self>) {
        let closer = Rc::clone(&self);
        self.spawn(async move {
            loop {
                closer.closer.notified().await;
                closer.close_turn();
            }
        });
        let beat = Rc::clone(&self);
        self.beat_ms.set(self.shared.clerk.clock().boot_ms());
        self.spawn(async move {
            loop {
                tokio::time::sleep(BEAT).await;
                beat.pass_time();
            }
        });
        let usher = Rc::clone(&self);
        self.spawn(async move { usher.handshakes.usher().await });
        let inbox = Arc::clone(self.shared.inbox(self.index));
        while !self.stopping.get() {
            inbox.told().await;
            self.release();
            for message in inbox.take() {
                self.receive(message);
            }
            self.welcome_arrivals();
        }
        self.farewell().await;
    }

    /// Starts a task whose panic ends the server: the runtime would only end the task.
    fn spawn(self: &Rc<Self>, task: impl Future<Output = ()> + 'static) {
        let alarm = Alarm(Rc::clone(self));
        tokio::task::spawn_local(async move {
            let _alarm = alarm;
            task.await;
        });
    }

    fn receive(self: &Rc<Self>, message: Inbound) {
        match message {
            Inbound::Event { seq, event } => self.react(seq, &event),
            Inbound::Released { seq, session, words } => {
                self.part(seq, session, CloseCause::Released, &words);
            }
            Inbound::Answer { seq, session, request, mut answer } => {
                let zones = self.shared.clerk.zones();
                self.say(seq, session, |out| write_late(request, &mut answer, &zones, out));
            }
            Inbound::Position { seq, session, request, position } => {
                let event = ServerMessage::Event(Event::Position { request, position });
                self.say(seq, session, |out| event.encode(out));
            }
            Inbound::Stop => self.stopping.set(true),
        }
    }

    /// Lets waiting sockets in.
    fn welcome_arrivals(self: &Rc<Self>) {
        while !self.stopping.get() {
            let Some(Arrival { socket, peer }) = self.shared.inbox(self.index).next_arrival() else { return };
            let Ok(transport) = socket.into_transport(&self.shared.tls) else {
                self.shared.inbox(self.index).departed();
                continue;
            };
            self.admit(peer, transport);
        }
    }

    fn admit(self: &Rc<Self>, peer: crate::connection::Peer, transport: Transport) {
        let number = self.next_number.get();
        self.next_number.set(number + 1);
        let connection = Rc::new(Connection::new(number, peer, transport, self.now_ms()));
        self.connections.borrow_mut().insert(number, Rc::clone(&connection));
        self.due.borrow_mut().push_back((self.now_ms() + OPENING_MS_MAX, number));
        let worker = Rc::clone(self);
        self.spawn(async move {
            let _ended = poll_fn(|context| connection.poll(&worker, context)).await;
            worker.ended(&connection);
        });
    }

    fn ended(self: &Rc<Self>, connection: &Rc<Connection>) {
        self.connections.borrow_mut().remove(&connection.number);
        self.shared.inbox(self.index).departed();
        let Some((session, _)) = connection.attachment() else { return };
        let mut sessions = self.sessions.borrow_mut();
        // The session may go on over another connection.
        if sessions.get(&session).is_some_and(|serves| Rc::ptr_eq(serves, connection)) {
            sessions.remove(&session);
        }
        if !self.stopping.get() {
            self.tray.borrow_mut().put_gone(Rc::clone(connection), DetachCause::Disconnected);
            self.closer.notify_one();
        }
    }

    /// Attentive time in milliseconds, as of the last beat: it does not count the times when this
    /// thread stood still.
    pub(crate) fn now_ms(&self) -> u64 {
        self.attentive_ms.get()
    }

    /// Attentive time in milliseconds to the millisecond: silence counts from when something was
    /// heard (TIM-06).
    pub(crate) fn exact_ms(&self) -> u64 {
        self.attentive_at(self.shared.clerk.clock().boot_ms())
    }

    fn attentive_at(&self, boot_ms: u64) -> u64 {
        self.now_ms() + boot_ms.saturating_sub(self.beat_ms.get()).min(STALL_MS)
    }

    /// Who may go on with its handshake.
    pub(crate) fn handshakes(&self) -> &Handshakes {
        &self.handshakes
    }

    /// Number of the turn in progress.
    pub(crate) fn turn(&self) -> u64 {
        self.turn.get()
    }

    /// Whether no more should be read before the turn is closed.
    pub(crate) fn is_turn_full(&self) -> bool {
        self.tray.borrow().is_full()
    }

    pub(crate) fn scratch(&self) -> RefMut<'_, Scratch> {
        self.scratch.borrow_mut()
    }

    pub(crate) fn put_in_tray(&self, from: &Rc<Connection>, frame: &[u8]) {
        self.tray().put_frame(Rc::clone(from), frame);
    }

    pub(crate) fn put_refusal(&self, from: &Rc<Connection>, text: String) {
        self.tray().put_refusal(Rc::clone(from), text);
    }

    /// The tray; the first thing put into it calls the closer.
    fn tray(&self) -> RefMut<'_, InTray> {
        let tray = self.tray.borrow_mut();
        if tray.is_empty() {
            self.closer.notify_one();
        }
        tray
    }

    /// Decides, writes and answers everything in the tray.
    fn close_turn(self: &Rc<Self>) {
        self.turn.set(self.turn.get() + 1);
        let mut tray = self.tray.replace(self.spare_tray.take());
        let mut watch = Watch::start();
        self.decide(&tray, &mut watch);
        tray.clear();
        self.spare_tray.replace(tray);
        self.release();
        watch.passed(TurnStage::Answer);
        watch.stop(&self.shared.counters.stages);
    }

    fn decide(&self, tray: &InTray, watch: &mut Watch) {
        let shared = &self.shared;
        let mut effects = self.effects.borrow_mut();
        let (mut asks, operations) = tray.decode();
        watch.passed(TurnStage::Decode);
        let mut operations = operations.into_iter();
        let seq = shared.clerk.turn(&mut effects, |turn| {
            for ask in &mut asks {
                ask.apply(shared, turn, &mut operations);
            }
        });
        watch.passed(TurnStage::Apply);
        shared.clerk.commit().flush(seq);
        watch.passed(TurnStage::Write);
        let speakers: Vec<_> = asks.iter().filter_map(Ask::speaker).collect();
        shared.publish(seq, &effects.outputs, &speakers);
        add(&shared.counters.turns, 1);
        self.reply(seq, &asks, &mut effects.outputs);
    }

    /// Puts the answers of a turn into the outbox.
    fn reply(&self, seq: u64, asks: &[Ask<'_>], outputs: &mut [Output]) {
        let zones = self.shared.clerk.zones();
        let mut outbox = self.outbox.borrow_mut();
        let mut batch = outbox.batch();
        for ask in asks {
            let start = batch.bytes.len();
            match ask.reply(&self.shared, &zones, outputs, &mut batch.bytes) {
                Then::GoOn => {}
                Then::Attached(session) => self.attach(session, ask.from),
                Then::Close => ask.from.set_stage(Stage::Over),
            }
            batch.address(ask.from, start);
        }
        outbox.hold(seq, batch);
    }

    fn attach(&self, session: SessionId, connection: &Rc<Connection>) {
        self.sessions.borrow_mut().insert(session, Rc::clone(connection));
        let silent_at = self.now_ms() + self.shared.settings.silence_ms();
        self.due.borrow_mut().push_back((silent_at, connection.number));
    }

    /// Sends everything that may be told by now.
    fn release(&self) {
        if self.shared.clerk.commit().fatal().is_some() {
            self.stopping.set(true);
            return;
        }
        let released = self.shared.clerk.commit().released();
        let mut outbox = self.outbox.borrow_mut();
        while let Some(batch) = outbox.release(released) {
            for (to, frames) in batch.pieces() {
                if !frames.is_empty() && to.send(frames, self.now_ms()) {
                    self.due.borrow_mut().push_back((self.now_ms() + BLOCKED_MS_MAX, to.number));
                }
                if to.stage() == Stage::Over {
                    to.close();
                }
            }
            outbox.recycle(batch);
        }
    }

    /// Something that happened elsewhere and one of these sessions has to know.
    fn react(&self, seq: u64, event: &LedgerEvent) {
        match event {
            LedgerEvent::SessionClosed { session, cause, .. } => {
                self.part(seq, *session, *cause, closing_text(*cause));
            }
            LedgerEvent::TakenOver { session, epoch } => {
                let was = Stage::Open { session: *session, epoch: *epoch };
                let taken = self.connections.borrow().values().find(|one| one.stage() == was).map(Rc::clone);
                if let Some(connection) = taken {
                    connection.set_stage(Stage::Over);
                    let text = "the session was taken up on another connection";
                    self.hold(seq, &connection, &goodbye(Status::SessionLost, text));
                }
            }
            LedgerEvent::LeaseLost { session, lease, count } => {
                let Some(connection) = self.sessions.borrow().get(session).map(Rc::clone) else { return };
                let lost = LostLease { lease: *lease, count: *count, status: Status::SessionLost };
                self.hold(seq, &connection, &ServerMessage::Event(Event::Lost(lost)));
            }
            LedgerEvent::PoolChanged { .. } | LedgerEvent::LicensesJudged => {}
        }
    }

    /// Says something to a session, if it is one of these and has not gone elsewhere.
    fn say(&self, seq: u64, session: SessionId, write: impl FnOnce(&mut Vec<u8>)) {
        let Some(connection) = self.sessions.borrow().get(&session).map(Rc::clone) else { return };
        if matches!(connection.stage(), Stage::Open { .. }) {
            self.hold_frames(seq, &connection, write);
        }
    }

    /// Parts with the client of a session that has ended.
    fn part(&self, seq: u64, session: SessionId, cause: CloseCause, words: &str) {
        let Some(connection) = self.sessions.borrow_mut().remove(&session) else { return };
        connection.take_attachment();
        if cause != CloseCause::Goodbye && matches!(connection.stage(), Stage::Open { .. }) {
            connection.set_stage(Stage::Over);
            self.hold(seq, &connection, &goodbye(closing_status(cause), words));
        }
    }

    fn hold(&self, seq: u64, to: &Rc<Connection>, message: &ServerMessage) {
        self.hold_frames(seq, to, |out| message.encode(out));
    }

    fn hold_frames(&self, seq: u64, to: &Rc<Connection>, write: impl FnOnce(&mut Vec<u8>)) {
        let mut outbox = self.outbox.borrow_mut();
        let mut batch = outbox.batch();
        write(&mut batch.bytes);
        batch.address(to, 0);
        outbox.hold(seq, batch);
        drop(outbox);
        self.release();
    }

    /// Finds the connections that have been silent, slow or idle for too long.
    fn pass_time(self: &Rc<Self>) {
        let boot_ms = self.shared.clerk.clock().boot_ms();
        self.attentive_ms.set(self.attentive_at(boot_ms));
        self.beat_ms.set(boot_ms);
        let now_ms = self.now_ms();
        let mut due = self.due.borrow_mut();
        let waiting = due.len();
        for _ in 0..waiting {
            let Some((at_ms, number)) = due.pop_front() else { break };
            if at_ms > now_ms {
                due.push_back((at_ms, number));
                continue;
            }
            if let Some(next_ms) = self.look_at(number, now_ms) {
                due.push_back((next_ms, number));
            }
        }
    }

    /// Judges one connection whose time has come; answers when to look again.
    fn look_at(&self, number: u64, now_ms: u64) -> Option<u64> {
        let connection = self.connections.borrow().get(&number).map(Rc::clone)?;
        if connection.blocked_since_ms().is_some_and(|since| since + BLOCKED_MS_MAX <= now_ms) {
            connection.abort();
            return None;
        }
        match connection.stage() {
            Stage::Over => {
                connection.abort();
                None
            }
            Stage::Preface | Stage::Greeting | Stage::Welcomed => {
                connection.refuse(Status::TimedOut, "no session was opened within 10 seconds", now_ms);
                None
            }
            Stage::Open { .. } => {
                let silent_at = connection.heard_ms() + self.shared.settings.silence_ms();
                if silent_at > now_ms {
                    return Some(silent_at);
                }
                self.tray.borrow_mut().put_gone(Rc::clone(&connection), DetachCause::Silent);
                self.closer.notify_one();
                None
            }
        }
    }

    /// Tells every session that the server stops, and gives the frames a moment to leave.
    async fn farewell(&self) {
        let mut frames = Vec::new();
        ServerMessage::Event(Event::Stopping).encode(&mut frames);
        let connections: Vec<_> = self.connections.borrow().values().map(Rc::clone).collect();
        for connection in connections {
            if matches!(connection.stage(), Stage::Open { .. }) {
                connection.send(&frames, self.now_ms());
            }
            connection.close();
        }
        for _ in 0..16 {
            tokio::task::yield_now().await;
        }
    }
}

/// Dropped in a panic, it ends the server.
struct Alarm(Rc<Worker>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let thread = format!("worker-{}", self.0.index);
            self.0.shared.clerk.commit().fail(Fatal::Panic { thread });
        }
    }
}

fn goodbye(status: Status, text: &str) -> ServerMessage {
    ServerMessage::Goodbye { status, text: text.to_owned(), hint: None }
}

/// A session that was lost may be opened anew; one that an administrator ended is to stay out.
fn closing_status(cause: CloseCause) -> Status {
    match cause {
        CloseCause::Released => Status::Quarantined,
        CloseCause::Silent
        | CloseCause::NotResumed
        | CloseCause::ProcessDead
        | CloseCause::Goodbye
        | CloseCause::Disconnected
        | CloseCause::Misbehaved => Status::SessionLost,
    }
}

fn closing_text(cause: CloseCause) -> &'static str {
    match cause {
        CloseCause::Released => "an administrator released the session",
        CloseCause::Silent => "nothing was heard for the lease length",
        CloseCause::NotResumed => "the session was not resumed in time",
        CloseCause::ProcessDead => "the process of the session is dead",
        CloseCause::Goodbye | CloseCause::Disconnected | CloseCause::Misbehaved => "the session has ended",
    }
}

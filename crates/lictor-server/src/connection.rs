//! One client's connection: bytes into frames, frames out, and how far the two have got.
//!
//! Decides nothing about seats. Frames go to the worker's in-tray and come back as answers when
//! the turn they belong to is safe.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use lictor_types::{SessionId, Status, limits};
use lictor_wire::{PREFACE, ServerMessage, frame};

use crate::transport::{Received, Transport};
use crate::worker::Worker;

/// Reads of one connection before the others have their turn. The second usually finds nothing and
/// costs nothing: it is how the socket's readiness is asked for again.
const READS_MAX: usize = 2;

/// Frames of one connection in one turn. A client has at most 32 requests under way (OUT-05).
const FRAMES_PER_TURN_MAX: usize = 64;

/// A connection.
pub(crate) struct Connection {
    /// Its number with its worker.
    pub(crate) number: u64,
    /// Where it comes from.
    pub(crate) peer: Peer,
    state: RefCell<State>,
}

/// Where a connection comes from.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    /// IP address as text, or `local`.
    pub(crate) address: String,
    /// What the operating system says of a local process (TRU-02).
    pub(crate) process: Option<LocalProcess>,
}

/// A process on this machine, by peer credentials.
#[derive(Debug, Clone)]
pub(crate) struct LocalProcess {
    /// Its user's name.
    pub(crate) user: String,
    /// This machine's name.
    pub(crate) host: String,
    /// Its id.
    pub(crate) pid: u32,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The preface has not come yet.
    Preface,
    /// The preface has come, hello has not.
    Greeting,
    /// Revisions are settled; no session yet.
    Welcomed,
    /// A session is attached.
    Open {
        /// The session.
        session: SessionId,
        /// The attachment.
        epoch: u32,
    },
    /// Nothing more is read.
    Over,
}

struct State {
    transport: Transport,
    stage: Stage,
    /// The session that has to be detached when this connection ends.
    attachment: Option<(SessionId, u32)>,
    /// The beginning of a frame that has not come whole.
    partial: Vec<u8>,
    /// Whether the socket has refused bytes that are waiting in the transport.
    blocked_since_ms: Option<u64>,
    closing: bool,
    /// What is pending is given up.
    aborted: bool,
    /// The turn in which frames last came, and how many did.
    frames: (u64, usize),
    heard_ms: u64,
    waker: Option<Waker>,
}

impl Connection {
    pub(crate) fn new(number: u64, peer: Peer, transport: Transport, now_ms: u64) -> Self {
        let state = State {
            transport,
            stage: Stage::Preface,
            attachment: None,
            partial: Vec::new(),
            blocked_since_ms: None,
            closing: false,
            aborted: false,
            frames: (0, 0),
            heard_ms: now_ms,
            waker: None,
        };
        Self { number, peer, state: RefCell::new(state) }
    }

    pub(crate) fn stage(&self) -> Stage {
        self.state.borrow().stage
    }

    pub(crate) fn set_stage(&self, stage: Stage) {
        let mut state = self.state.borrow_mut();
        if let Stage::Open { session, epoch } = stage {
            state.attachment = Some((session, epoch));
        }
        state.stage = stage;
    }

    /// The session that the ledger believes this connection to serve, and the attachment.
    pub(crate) fn attachment(&self) -> Option<(SessionId, u32)> {
        self.state.borrow().attachment
    }

    /// Takes the session, and the attachment to it, away from the connection.
    pub(crate) fn take_attachment(&self) -> Option<(SessionId, u32)> {
        self.state.borrow_mut().attachment.take()
    }

    /// When a frame last came, by the worker's attentive time.
    pub(crate) fn heard_ms(&self) -> u64 {
        self.state.borrow().heard_ms
    }

    /// Since when the peer has not taken what was sent to it.
    pub(crate) fn blocked_since_ms(&self) -> Option<u64> {
        self.state.borrow().blocked_since_ms
    }

    /// Sends released frames. Whether the peer has stopped taking them with this.
    pub(crate) fn send(&self, frames: &[u8], now_ms: u64) -> bool {
        let mut state = self.state.borrow_mut();
        let was_blocked = state.blocked_since_ms.is_some();
        let outcome = state.transport.send(frames);
        state.after_sending(outcome, now_ms);
        !was_blocked && state.blocked_since_ms.is_some()
    }

    /// Says why and ends the connection; seats are not touched by this.
    pub(crate) fn refuse(&self, status: Status, text: &str, now_ms: u64) {
        let goodbye = ServerMessage::Goodbye { status, text: text.to_owned(), hint: None };
        let mut frames = Vec::new();
        goodbye.encode(&mut frames);
        self.send(&frames, now_ms);
        self.close();
    }

    /// Ends the connection once what is pending has left.
    pub(crate) fn close(&self) {
        let mut state = self.state.borrow_mut();
        state.stage = Stage::Over;
        state.closing = true;
        state.wake();
    }

    /// Ends the connection without waiting for a peer that takes nothing.
    pub(crate) fn abort(&self) {
        self.state.borrow_mut().aborted = true;
        self.close();
    }

    /// Drives reading and the rest of writing. Ready when the connection is over.
    pub(crate) fn poll(self: &Rc<Self>, worker: &Worker, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        state.remember(context);
        if state.aborted {
            return Poll::Ready(Ok(()));
        }
        if state.blocked_since_ms.is_some() {
            ready!(state.transport.poll_writable(context))?;
            let outcome = state.transport.flush();
            state.after_sending(outcome, worker.now_ms());
            if state.blocked_since_ms.is_some() && !state.closing {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        if state.closing {
            state.transport.finish();
            return Poll::Ready(Ok(()));
        }
        for _ in 0..READS_MAX {
            ready!(self.poll_frames(state, worker, context))?;
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Reads once and moves whole frames to the in-tray. Ready to be called again.
    fn poll_frames(
        self: &Rc<Self>,
        state: &mut State,
        worker: &Worker,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        if worker.is_turn_full() {
            // The closer is already waiting for its turn and will make room.
            return Poll::Ready(Ok(()));
        }
        if state.transport.is_handshaking() {
            ready!(state.transport.poll_readable(context))?;
            if !worker.handshakes().may_step(context) {
                return Poll::Pending;
            }
        }
        let mut scratch = worker.scratch();
        let (raw, plain) = scratch.parts();
        plain.clear();
        let received = match ready!(state.transport.poll_receive(context, raw, plain)) {
            Ok(received) => received,
            Err(error) => {
                let _ = state.transport.flush();
                return Poll::Ready(Err(error));
            }
        };
        if !plain.is_empty() {
            state.heard_ms = worker.exact_ms();
            state.take_in(self, plain, worker);
        }
        let outcome = state.transport.flush();
        state.after_sending(outcome, worker.now_ms());
        match received {
            Received::Some => Poll::Ready(Ok(())),
            Received::End => {
                state.closing = true;
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl State {
    fn take_in(&mut self, from: &Rc<Connection>, plain: &[u8], worker: &Worker) {
        let mut whole = std::mem::take(&mut self.partial);
        let mut rest: &[u8] = if whole.is_empty() {
            plain
        } else {
            whole.extend_from_slice(plain);
            &whole
        };
        if self.stage == Stage::Preface {
            match rest.split_at_checked(PREFACE.len()) {
                Some((preface, after)) if preface == PREFACE => {
                    self.stage = Stage::Greeting;
                    rest = after;
                }
                None if PREFACE.starts_with(rest) => {
                    self.partial = rest.to_vec();
                    return;
                }
                Some(_) | None => {
                    self.stage = Stage::Over;
                    self.closing = true;
                    return;
                }
            }
        }
        let max = match self.stage {
            Stage::Open { .. } => limits::FRAME_BYTES_MAX,
            Stage::Preface | Stage::Greeting | Stage::Welcomed | Stage::Over => limits::FRAME_BYTES_MAX_EARLY,
        };
        loop {
            if self.stage == Stage::Over {
                return;
            }
            match frame::split(rest, max) {
                Ok(Some(_)) if self.is_flooding(worker.turn()) => {
                    worker.put_refusal(from, format!("more than {FRAMES_PER_TURN_MAX} frames at once"));
                    self.stage = Stage::Over;
                    return;
                }
                Ok(Some((frame, used))) => {
                    worker.put_in_tray(from, frame);
                    rest = rest.get(used..).unwrap_or_default();
                }
                Ok(None) => break,
                Err(error) => {
                    worker.put_refusal(from, error.to_string());
                    self.stage = Stage::Over;
                    return;
                }
            }
        }
        self.partial = rest.to_vec();
    }

    /// Counts a frame. Answers are larger than questions: their number is bounded, so is memory.
    fn is_flooding(&mut self, turn: u64) -> bool {
        if self.frames.0 != turn {
            self.frames = (turn, 0);
        }
        self.frames.1 += 1;
        self.frames.1 > FRAMES_PER_TURN_MAX
    }

    fn after_sending(&mut self, outcome: io::Result<bool>, now_ms: u64) {
        match outcome {
            Ok(true) => self.blocked_since_ms = None,
            Ok(false) => {
                self.blocked_since_ms.get_or_insert(now_ms);
                self.wake();
            }
            Err(_) => {
                self.blocked_since_ms = None;
                self.closing = true;
                self.wake();
            }
        }
    }

    fn remember(&mut self, context: &Context<'_>) {
        if !self.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            self.waker = Some(context.waker().clone());
        }
    }

    fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker.wake_by_ref();
        }
    }
}

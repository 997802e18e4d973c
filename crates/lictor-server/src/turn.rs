//! One turn of a worker: everything its sessions said since the last, decided under one lock,
//! written as one block, answered when that is safe (design: Commit per turn).

use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use lictor_engine::{CloseCause, Command, DetachCause, Holding, OpenSession, Output, ResumeSession};
use lictor_types::{Answer, Denial, Identity, Operation, Relief, RequestId, SessionId, Status, When};
use lictor_wire::{
    AnswersWriter, ClientMessage, DecodeError, Event, Held, Hello, Kind, LostLease, Open, Opened, Query,
    RequestsReader, Resume, Resumed, Revision, ServerMessage, SessionSecret, Welcome, decode_client,
};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::clerk;
use crate::connection::{Connection, Stage};
use crate::shared::Shared;
use crate::zones::Zones;

/// What came in since the last turn.
#[derive(Default)]
pub(crate) struct InTray {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

struct Item {
    from: Rc<Connection>,
    what: What,
}

enum What {
    Frame(Range<usize>),
    /// Something that is no frame came, and why it is none.
    Refusal(String),
    /// The connection has ended without goodbye.
    Gone(DetachCause),
}

impl InTray {
    pub(crate) fn put_frame(&mut self, from: Rc<Connection>, frame: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(frame);
        self.items.push(Item { from, what: What::Frame(start..self.bytes.len()) });
    }

    pub(crate) fn put_refusal(&mut self, from: Rc<Connection>, text: String) {
        self.items.push(Item { from, what: What::Refusal(text) });
    }

    pub(crate) fn put_gone(&mut self, from: Rc<Connection>, cause: DetachCause) {
        self.items.push(Item { from, what: What::Gone(cause) });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether the turn should be closed now: 64 KiB (design: Commit per turn).
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= 64 * 1024
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.items.clear();
    }

    /// What every item asks, with the operations of all of them in one list.
    pub(crate) fn decode(&self) -> (Vec<Ask<'_>>, Vec<(RequestId, Operation<'_>)>) {
        let mut operations = Vec::new();
        let asks = self.items.iter().map(|item| Ask {
            from: &item.from,
            what: match &item.what {
                What::Frame(range) => {
                    decode(self.bytes.get(range.clone()).unwrap_or_default(), &mut operations)
                }
                What::Refusal(text) => Wish::Refuse(text.clone()),
                What::Gone(cause) => Wish::Gone(*cause),
            },
            outputs: 0..0,
            speaker: None,
        });
        (asks.collect(), operations)
    }
}

fn decode<'a>(frame: &'a [u8], operations: &mut Vec<(RequestId, Operation<'a>)>) -> Wish {
    if Kind::of(frame) == Some(Kind::REQUESTS) {
        return decode_requests(frame, operations).unwrap_or_else(|error| Wish::Refuse(error.to_string()));
    }
    match decode_client(frame) {
        Ok(ClientMessage::Requests(requests)) => Wish::Operations { acked: requests.acked, count: 0 },
        Ok(ClientMessage::Heartbeat { .. }) => Wish::Heartbeat,
        Ok(ClientMessage::Query { number, query }) => Wish::Query { number, query },
        Ok(ClientMessage::Hello(hello)) => Wish::Hello(hello),
        Ok(ClientMessage::Open(open)) => Wish::Open(Box::new(open), None),
        Ok(ClientMessage::Resume(resume)) => Wish::Resume(resume),
        Ok(ClientMessage::Goodbye) => Wish::Goodbye,
        Err(error) => Wish::Refuse(error.to_string()),
    }
}

/// The hot path: operations go into the turn's list without one of their own.
fn decode_requests<'a>(
    frame: &'a [u8],
    operations: &mut Vec<(RequestId, Operation<'a>)>,
) -> Result<Wish, DecodeError> {
    let before = operations.len();
    let requests = RequestsReader::new(frame)?;
    let acked = requests.acked();
    for request in requests {
        match request {
            Ok(request) => operations.push(request),
            Err(error) => {
                // A frame counts whole or not at all.
                operations.truncate(before);
                return Err(error);
            }
        }
    }
    Ok(Wish::Operations { acked, count: operations.len() - before })
}

/// What one frame, or the end of a connection, asks for.
pub(crate) struct Ask<'a> {
    /// Who asks.
    pub(crate) from: &'a Rc<Connection>,
    what: Wish,
    outputs: Range<usize>,
    /// The session whose operations were applied.
    speaker: Option<SessionId>,
}

enum Wish {
    Operations { acked: RequestId, count: usize },
    Heartbeat,
    Query { number: u32, query: Query },
    Hello(Hello),
    Open(Box<Open>, Option<SessionSecret>),
    Resume(Resume),
    Goodbye,
    Gone(DetachCause),
    Refuse(String),
}

impl Ask<'_> {
    /// Applies it to the ledger.
    pub(crate) fn apply<'o>(
        &mut self,
        shared: &Shared,
        turn: &mut clerk::Turn<'_>,
        operations: &mut impl Iterator<Item = (RequestId, Operation<'o>)>,
    ) {
        let start = turn.outputs();
        match (&mut self.what, self.from.stage()) {
            (Wish::Operations { count, .. }, Stage::Open { session, epoch })
                if turn.ledger().session(session).is_none_or(|now| now.epoch != epoch) =>
            {
                // The session is gone or goes on elsewhere (SES-01); word of it is under way.
                operations.by_ref().take(*count).for_each(drop);
                self.what = Wish::Refuse("the session is not this connection's any more".to_owned());
            }
            (Wish::Operations { acked, count }, Stage::Open { session, .. }) => {
                self.speaker = Some(session);
                for (request, operation) in operations.by_ref().take(*count) {
                    if takes_seats(&operation) && !shared.accepts_grants.load(Ordering::Relaxed) {
                        turn.refuse(session, request, Status::ServerBusy);
                    } else {
                        turn.apply(Command::Request { session, request, acked: *acked, operation });
                    }
                }
            }
            (Wish::Operations { count, .. }, _) => {
                operations.by_ref().take(*count).for_each(drop);
                self.what = Wish::Refuse("operations before a session is open".to_owned());
            }
            (Wish::Open(open, secret), Stage::Welcomed) => *secret = open_session(self.from, open, turn),
            (Wish::Resume(resume), Stage::Welcomed) => resume_session(self.from, resume, turn),
            (Wish::Goodbye, Stage::Open { session, .. }) => {
                turn.apply(Command::Close { session, cause: CloseCause::Goodbye });
                self.from.take_attachment();
                self.from.set_stage(Stage::Over);
            }
            (Wish::Gone(cause), _) => {
                if let Some((session, epoch)) = self.from.take_attachment() {
                    let keep_ms = keep_ms(*cause, shared);
                    turn.apply(Command::Detach { session, epoch, cause: *cause, keep_ms });
                }
                self.from.set_stage(Stage::Over);
            }
            (Wish::Open(..) | Wish::Resume(_), _) => {
                self.what = Wish::Refuse("a session is opened once, after hello".to_owned());
            }
            (Wish::Hello(_), Stage::Greeting) => self.from.set_stage(Stage::Welcomed),
            (Wish::Hello(_), _) => self.what = Wish::Refuse("hello comes first and once".to_owned()),
            (Wish::Query { .. } | Wish::Heartbeat, Stage::Open { .. }) => {}
            (Wish::Query { .. } | Wish::Heartbeat, _) => {
                self.what = Wish::Refuse("this needs an open session".to_owned());
            }
            (Wish::Goodbye | Wish::Refuse(_), _) => {}
        }
        self.outputs = start..turn.outputs();
    }

    /// The session that is answered here, and where its answers are among the outputs.
    pub(crate) fn speaker(&self) -> Option<(SessionId, Range<usize>)> {
        Some((self.speaker?, self.outputs.clone()))
    }

    /// Encodes the answer for the connection. What is a matter of the connection itself (its end)
    /// is told to the caller.
    pub(crate) fn reply(
        &self,
        shared: &Shared,
        zones: &Zones,
        outputs: &mut [Output],
        out: &mut Vec<u8>,
    ) -> Then {
        let outputs = outputs.get_mut(self.outputs.clone()).unwrap_or_default();
        match &self.what {
            Wish::Operations { .. } => write_answers(self.speaker, outputs, zones, out),
            Wish::Heartbeat => ServerMessage::Alive.encode(out),
            Wish::Query { number, query } => {
                shared.answer_query(*number, query, self.from.stage(), out);
            }
            Wish::Hello(hello) => return welcome(shared, hello, self.from, out),
            Wish::Open(_, secret) => return opened(shared, outputs, *secret, self.from, out),
            Wish::Resume(_) => return resumed(shared, outputs, zones, self.from, out),
            Wish::Goodbye => return Then::Close,
            Wish::Gone(_) => return Then::Close,
            Wish::Refuse(text) => {
                return refuse(Status::ProtocolError, text, out);
            }
        }
        Then::GoOn
    }
}

/// What becomes of the connection after its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// It goes on.
    GoOn,
    /// It has a session now.
    Attached(SessionId),
    /// It ends when the answer has left.
    Close,
}

fn refuse(status: Status, text: &str, out: &mut Vec<u8>) -> Then {
    ServerMessage::Goodbye { status, text: text.to_owned(), hint: None }.encode(out);
    Then::Close
}

/// The answers to one session; what others are answered in the same turn goes to their workers.
fn write_answers(speaker: Option<SessionId>, outputs: &mut [Output], zones: &Zones, out: &mut Vec<u8>) {
    let mut writer = AnswersWriter::begin(out);
    for output in outputs.iter_mut() {
        match output {
            Output::Answer { session, request, answer } if Some(*session) == speaker => {
                resolve(answer, zones);
                writer.push(*request, answer);
            }
            Output::Answer { .. }
            | Output::Position { .. }
            | Output::Opened(_)
            | Output::Resumed { .. }
            | Output::Ordered(_)
            | Output::Event(_) => {}
        }
    }
    writer.finish();
    for output in outputs {
        if let Output::Position { session, request, position } = output
            && Some(*session) == speaker
        {
            let (request, position) = (*request, *position);
            ServerMessage::Event(Event::Position { request, position }).encode(out);
        }
    }
}

/// The answer to a request that waited, for its connection.
pub(crate) fn write_late(request: RequestId, answer: &mut Answer, zones: &Zones, out: &mut Vec<u8>) {
    resolve(answer, zones);
    let mut writer = AnswersWriter::begin(out);
    writer.push(request, answer);
    writer.finish();
}

/// Turns civil days of reliefs into instants, which clients without a zone database can read.
fn resolve(answer: &mut Answer, zones: &Zones) {
    match answer {
        Answer::Denied(denial) => resolve_relief(denial, zones),
        Answer::DeniedAll(denials) => denials.iter_mut().for_each(|denial| resolve_relief(denial, zones)),
        Answer::Granted(_)
        | Answer::GrantedAll(_)
        | Answer::Borrowed(_)
        | Answer::Returned { .. }
        | Answer::CheckedIn { .. }
        | Answer::Cancelled { .. }
        | Answer::Refused(_) => {}
    }
}

pub(crate) fn resolve_relief(denial: &mut Denial, zones: &Zones) {
    if let Some(Relief { at, .. }) = &mut denial.relief
        && let When::Day { zone, date } = *at
        && let Some(start_ms) = zones.get(zone).and_then(|zone| zone.day_start(date))
    {
        *at = When::Instant(start_ms);
    }
}

/// How long a session is kept whose connection ended like this.
fn keep_ms(cause: DetachCause, shared: &Shared) -> u64 {
    match cause {
        DetachCause::Disconnected => shared.settings.disconnect_grace_ms(),
        DetachCause::Silent | DetachCause::TakenOver | DetachCause::Restarted => 0,
    }
}

/// Whether a request is refused while there is no room for the journal (TRU-06). Requests that wait
/// already go on waiting and may be granted when seats come back: that is one record for each, their
/// number cannot grow meanwhile, and the room kept for checkins has place for them.
fn takes_seats(operation: &Operation<'_>) -> bool {
    match operation {
        Operation::Checkout(_)
        | Operation::CheckoutAll(_)
        | Operation::Wait { .. }
        | Operation::Borrow { .. }
        | Operation::Refresh { .. } => true,
        Operation::Checkin { .. }
        | Operation::CheckinFeature { .. }
        | Operation::Return { .. }
        | Operation::Cancel { .. } => false,
    }
}

fn open_session(from: &Rc<Connection>, open: &Open, turn: &mut clerk::Turn<'_>) -> Option<SessionSecret> {
    let mut secret = [0; 16];
    SystemRandom::new().fill(&mut secret).ok()?;
    let mut identity = Identity { address: from.peer.address.clone(), ..open.identity.clone() };
    if let Some(process) = &from.peer.process {
        identity.user.clone_from(&process.user);
        identity.host.clone_from(&process.host);
        identity.pid = process.pid;
    }
    turn.apply(Command::Open(OpenSession {
        secret_hash: sha256(&secret),
        identity: &identity,
        vendor: open.vendor.as_ref(),
        platform: &open.platform,
        utc_offset_minutes: open.utc_offset_minutes,
        host_ids: &open.host_ids,
        local_pid: from.peer.process.as_ref().map(|process| process.pid),
    }));
    let opened = turn.outputs().checked_sub(1).and_then(|last| turn.output(last));
    if let Some(Output::Opened(Ok(session))) = opened.cloned() {
        let epoch = turn.ledger().session(session).map_or(0, |view| view.epoch);
        from.set_stage(Stage::Open { session, epoch });
    }
    Some(SessionSecret(secret))
}

fn resume_session(from: &Rc<Connection>, resume: &Resume, turn: &mut clerk::Turn<'_>) {
    let held: Vec<Holding> =
        resume.held.iter().map(|held| Holding { lease: held.lease, count: held.count }).collect();
    let start = turn.outputs();
    turn.apply(Command::Resume(ResumeSession {
        session: resume.session,
        secret_hash: sha256(&resume.secret.0),
        acked: resume.acked,
        cancel: &resume.cancel,
        held: &held,
    }));
    for at in start..turn.outputs() {
        if let Some(Output::Resumed { session, epoch: Ok(epoch), .. }) = turn.output(at) {
            from.set_stage(Stage::Open { session: *session, epoch: *epoch });
        }
    }
}

fn welcome(shared: &Shared, hello: &Hello, from: &Connection, out: &mut Vec<u8>) -> Then {
    let Some(revision) = Revision::settle(hello.revision_min, hello.revision_max) else {
        let text = format!("no common protocol revision; this server speaks {}", Revision::NEWEST.0);
        return refuse(Status::ProtocolError, &text, out);
    };
    let proof = from.peer.process.is_some().then(|| shared.identity.prove(&hello.nonce));
    ServerMessage::Welcome(Welcome {
        revision: revision.0,
        software: crate::SOFTWARE.to_owned(),
        wall_ms: shared.clerk.clock().wall_ms(),
        proof,
        members: Vec::new(),
    })
    .encode(out);
    Then::GoOn
}

fn opened(
    shared: &Shared,
    outputs: &[Output],
    secret: Option<SessionSecret>,
    from: &Connection,
    out: &mut Vec<u8>,
) -> Then {
    let answer = outputs
        .iter()
        .find_map(|output| if let Output::Opened(answer) = output { Some(answer) } else { None });
    match (answer, secret) {
        (Some(Ok(session)), Some(secret)) => {
            let times = shared.settings.session_times();
            ServerMessage::Opened(Opened {
                session: *session,
                secret,
                lease_ms: times.lease_ms,
                heartbeat_ms: times.heartbeat_ms,
                resume_window_ms: times.resume_window_ms,
            })
            .encode(out);
            Then::Attached(*session)
        }
        (Some(Err(status)), _) => refuse(*status, "the session cannot be opened", out),
        (Some(Ok(_)) | None, _) => {
            from.set_stage(Stage::Over);
            refuse(Status::Internal, "the session cannot be opened", out)
        }
    }
}

fn resumed(
    shared: &Shared,
    outputs: &mut [Output],
    zones: &Zones,
    from: &Connection,
    out: &mut Vec<u8>,
) -> Then {
    let Stage::Open { session, .. } = from.stage() else {
        return refuse(
            Status::SessionLost,
            "the session is not known here, or the secret is not its own",
            out,
        );
    };
    for output in outputs {
        if let Output::Resumed { kept, lost, surplus, answers, .. } = output {
            let times = shared.settings.session_times();
            let held = |list: &[Holding]| {
                list.iter().map(|one| Held { lease: one.lease, count: one.count }).collect::<Vec<_>>()
            };
            let lost = lost.iter().map(|one| LostLease {
                lease: one.lease,
                count: one.count,
                status: Status::SessionLost,
            });
            let mut answers = std::mem::take(answers);
            answers.iter_mut().for_each(|(_, answer)| resolve(answer, zones));
            ServerMessage::Resumed(Resumed {
                lease_ms: times.lease_ms,
                heartbeat_ms: times.heartbeat_ms,
                resume_window_ms: times.resume_window_ms,
                kept: held(kept),
                lost: lost.collect(),
                surplus: held(surplus),
                answers,
            })
            .encode(out);
        }
    }
    Then::Attached(session)
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    hash
}

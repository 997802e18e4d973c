//! The scripted server: hears what a session says, and says what a test tells it.

use std::sync::Arc;

use lictor_license::Keyring;
use lictor_types::{
    Answer, Checkout, CivilDate, Denial, FeatureName, FeatureRef, Grant, Identity, LeaseId, Operation,
    PoolId, PublicKey, RequestId, Seats, SessionId, Status,
};
use lictor_wire::{
    ClientMessage, Held, Open, Opened, PREFACE, Query, QueryAnswer, Resumed, ServerMessage, SessionSecret,
    Welcome, decode_client, encode_query_answer, frame,
};

use crate::clock::Now;
use crate::mint::{key_pair, public_key};
use crate::request::Wish;
use crate::session::{Arrival, Failure, Outcome, Output, Phase, Profile, Session, Ticket, Work};
use crate::trust::Fingerprint;

/// 2026-03-01T12:00:00Z
pub(super) const NOON: u64 = (20_513 * 24 + 12) * 60 * 60 * 1000;

/// What the server heard, with owned words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Hello,
    Open,
    Resume { acked: u64, cancel: Vec<u64>, held: Vec<(u32, u32)> },
    Requests { acked: u64, operations: Vec<(u64, Asked)> },
    Heartbeat { acked: u64 },
    Query(u32, Query),
    Goodbye,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Checkout(Vec<(String, u32)>),
    Wait(Vec<(String, u32)>, u32),
    /// Feature, count, hours.
    Borrow(String, u32, u16),
    Refresh(u32),
    Return(u32),
    Checkin(u32, u32),
    Cancel(u64),
}

/// A session and its server.
pub(super) struct Script {
    pub(super) session: Session,
    pub(super) now: Now,
    pub(super) server: PublicKey,
    pub(super) record: Option<Fingerprint>,
    inbox: Vec<u8>,
}

impl Script {
    pub(super) fn new(keyring: Option<Keyring>) -> Self {
        let open = Open {
            vendor: None,
            identity: Identity::default(),
            platform: "linux-x86_64".to_owned(),
            utc_offset_minutes: 0,
            host_ids: Vec::new(),
        };
        let profile = Profile { open, keyring, server_key_required: false };
        Self {
            session: Session::new(Arc::new(profile), 1),
            now: Now { mono_ms: 1_000, wall_ms: NOON },
            server: public_key(&key_pair(9)),
            record: None,
            inbox: Vec::new(),
        }
    }

    /// A session that stands: lease 100 s, heartbeat 30 s, resume window 120 s.
    pub(super) fn standing(keyring: Option<Keyring>) -> Self {
        let mut script = Self::new(keyring);
        let attend = script.session.submit(Work::Attend);
        script.greet();
        assert_eq!(script.hear(), [Heard::Open]);
        script.say(&opened());
        let key = Fingerprint::of(&script.server);
        let expected = [Output::Record(key.clone()), Output::Done(attend, Outcome::Attending)];
        assert_eq!(script.outputs(), expected);
        script.record = Some(key);
        script
    }

    pub(super) fn pass(&mut self, ms: u64) {
        self.now.mono_ms += ms;
        self.now.wall_ms += ms;
        self.session.tick(self.now);
    }

    /// Connects and welcomes; what the session says next is `Open` or `Resume`.
    pub(super) fn greet(&mut self) {
        let arrival = Arrival { nonce: [5; 32], key: Some(self.server), record: self.record.clone() };
        self.arrive(arrival);
        self.say(&welcome());
    }

    pub(super) fn arrive(&mut self, arrival: Arrival) {
        assert!(self.session.wants_link(self.now), "{:?}", self.session.phase);
        self.session.connecting(self.now);
        self.session.connected(self.now, arrival);
        assert_eq!(self.hear(), [Heard::Hello]);
    }

    /// The connection breaks.
    pub(super) fn break_link(&mut self) {
        self.session.lost(self.now, Failure::new(Status::ServerUnreachable, "cut"));
    }

    /// Takes the session up again until the server has heard `Resume`.
    pub(super) fn resume(&mut self) -> Heard {
        self.greet();
        self.hear().remove(0)
    }

    pub(super) fn say(&mut self, message: &ServerMessage) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes);
        self.say_bytes(&bytes);
    }

    /// Byte by byte would be slow: two halves show as well that frames are joined.
    pub(super) fn say_bytes(&mut self, bytes: &[u8]) {
        let (head, tail) = bytes.split_at(bytes.len() / 2);
        self.session.received(self.now, head);
        self.session.received(self.now, tail);
    }

    pub(super) fn answer(&mut self, request: u64, answer: Answer) {
        self.say(&ServerMessage::Answers(vec![(RequestId(request), answer)]));
    }

    pub(super) fn answer_query(&mut self, number: u32, answer: &QueryAnswer) {
        let mut bytes = Vec::new();
        encode_query_answer(number, answer, &mut bytes);
        self.say_bytes(&bytes);
    }

    /// Answers every query until there are no more; gives how many, and what else was heard.
    pub(super) fn serve(&mut self, answer: impl Fn(&Query) -> QueryAnswer) -> (u32, Vec<Heard>) {
        let mut queries = 0;
        let mut others = Vec::new();
        for _ in 0..200 {
            let heard = self.hear();
            if heard.is_empty() {
                return (queries, others);
            }
            for heard in heard {
                if let Heard::Query(number, query) = &heard {
                    queries += 1;
                    self.answer_query(*number, &answer(query));
                } else {
                    others.push(heard);
                }
            }
        }
        panic!("the session does not stop asking");
    }

    pub(super) fn hear(&mut self) -> Vec<Heard> {
        self.inbox.append(self.session.outbound());
        if self.inbox.starts_with(PREFACE) {
            self.inbox.drain(..PREFACE.len());
        }
        let mut heard = Vec::new();
        let mut taken = 0;
        while let Some((frame, bytes)) = frame::split(&self.inbox[taken..], 65_536).unwrap() {
            heard.push(understand(decode_client(frame).unwrap()));
            taken += bytes;
        }
        self.inbox.drain(..taken);
        heard
    }

    pub(super) fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.session.poll()).collect()
    }

    /// Asks for seats; the server hears it.
    pub(super) fn ask(&mut self, feature: &str, count: u32) -> Ticket {
        let ticket = self.session.submit(Work::Checkout(vec![wish(feature, count)]));
        assert_eq!(self.session.phase, Phase::Open);
        ticket
    }

    /// Seats that are held: request `request`, lease `lease`.
    pub(super) fn hold(&mut self, request: u64, lease: u32, count: u32) -> crate::session::SeatId {
        self.ask("f1", count);
        self.hear();
        self.answer(request, Answer::Granted(grant(lease, count)));
        let outputs = self.outputs();
        let [Output::Done(_, Outcome::Granted(granted))] = outputs.as_slice() else { panic!("{outputs:?}") };
        granted[0].seat
    }
}

pub(super) fn welcome() -> ServerMessage {
    ServerMessage::Welcome(Welcome {
        revision: 1,
        software: "script".to_owned(),
        wall_ms: NOON,
        proof: None,
        members: Vec::new(),
    })
}

pub(super) fn opened() -> ServerMessage {
    ServerMessage::Opened(Opened {
        session: SessionId::new(3, 0),
        secret: SessionSecret([7; 16]),
        lease_ms: 100_000,
        heartbeat_ms: 30_000,
        resume_window_ms: 120_000,
    })
}

pub(super) fn resumed() -> Resumed {
    Resumed {
        lease_ms: 100_000,
        heartbeat_ms: 30_000,
        resume_window_ms: 120_000,
        kept: Vec::new(),
        lost: Vec::new(),
        surplus: Vec::new(),
        answers: Vec::new(),
    }
}

pub(super) fn held(lease: u32, count: u32) -> Held {
    Held { lease: LeaseId::new(lease, 0), count }
}

pub(super) fn wish(feature: &str, count: u32) -> Wish {
    Wish {
        feature: FeatureName::parse(feature).unwrap(),
        count,
        version: None,
        exact: false,
        reservation: None,
    }
}

pub(super) fn grant(lease: u32, count: u32) -> Grant {
    Grant {
        lease: LeaseId::new(lease, 0),
        pool: PoolId(1),
        pool_rev: 7,
        count,
        held: count,
        seats: Seats::Limited(10),
        used: count.into(),
        soft_limit: false,
        day: CivilDate::parse("2026-03-01").unwrap(),
    }
}

pub(super) fn denial(status: Status) -> Denial {
    Denial {
        status,
        requested: 1,
        seats: Seats::Limited(10),
        used: 10,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 0,
        pools: Vec::new(),
    }
}

pub(super) fn requests(acked: u64, operations: &[(u64, Asked)]) -> Heard {
    Heard::Requests { acked, operations: operations.to_vec() }
}

pub(super) fn checkout(feature: &str, count: u32) -> Asked {
    Asked::Checkout(vec![(feature.to_owned(), count)])
}

fn understand(message: ClientMessage<'_>) -> Heard {
    match message {
        ClientMessage::Hello(_) => Heard::Hello,
        ClientMessage::Open(_) => Heard::Open,
        ClientMessage::Resume(resume) => {
            assert_eq!((resume.session, resume.secret), (SessionId::new(3, 0), SessionSecret([7; 16])));
            Heard::Resume {
                acked: resume.acked.0,
                cancel: resume.cancel.iter().map(|id| id.0).collect(),
                held: resume.held.iter().map(|held| (held.lease.slot(), held.count)).collect(),
            }
        }
        ClientMessage::Requests(requests) => Heard::Requests {
            acked: requests.acked.0,
            operations: requests
                .operations
                .into_iter()
                .map(|(id, operation)| (id.0, asked(operation)))
                .collect(),
        },
        ClientMessage::Heartbeat { acked } => Heard::Heartbeat { acked: acked.0 },
        ClientMessage::Query { number, query } => Heard::Query(number, query),
        ClientMessage::Goodbye => Heard::Goodbye,
    }
}

fn asked(operation: Operation<'_>) -> Asked {
    let wish = |checkout: Checkout<'_>| match checkout.feature {
        FeatureRef::Name(name) => (name.to_owned(), checkout.count),
        FeatureRef::Id(id) => (id.to_string(), checkout.count),
    };
    match operation {
        Operation::Checkout(checkout) => Asked::Checkout(vec![wish(checkout)]),
        Operation::CheckoutAll(all) => Asked::Checkout(all.into_iter().map(wish).collect()),
        Operation::Checkin { lease, count } => Asked::Checkin(lease.slot(), count),
        Operation::Cancel { request } => Asked::Cancel(request.0),
        Operation::CheckinFeature { .. } => panic!("the session checks in by lease"),
        Operation::Wait { checkouts, wait_ms } => {
            Asked::Wait(checkouts.into_iter().map(wish).collect(), wait_ms)
        }
        Operation::Borrow { checkout, hours } => {
            let (feature, count) = wish(checkout);
            Asked::Borrow(feature, count, hours)
        }
        Operation::Refresh { borrow } => Asked::Refresh(borrow.slot()),
        Operation::Return { borrow } => Asked::Return(borrow.slot()),
    }
}

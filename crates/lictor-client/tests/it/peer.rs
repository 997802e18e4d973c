//! A scripted server: real sockets, real protocol, no ledger.

use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use lictor_client::{Denial, Grant, Seats, Status};
use lictor_types::{Answer, FeatureRef, LeaseId, Operation, PoolId, PublicKey, RequestId, SessionId};
use lictor_wire::{
    ClientMessage, Event, Held, IdentityProof, Opened, PREFACE, Query, QueryAnswer, Resumed, ServerMessage,
    SessionSecret, Welcome, decode_client, encode_query_answer, frame, proof_message,
};
use ring::signature::{Ed25519KeyPair, KeyPair};

use crate::lender::{Lender, today};

/// What a peer does with requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Grants whatever is asked for.
    Grants,
    /// Hears, and says nothing.
    Silent,
    /// Has nothing free: who waits is told a place, and granted, except for the feature `never`.
    Queues,
    /// Hangs up at the first request of its first connection; grants afterwards.
    HangsUp,
}

/// Speaks with one client connection until it ends.
pub(crate) struct Peer {
    pair: Ed25519KeyPair,
    manner: Manner,
    heard: SyncSender<String>,
    connections: u32,
    proves: bool,
    lender: Option<Lender>,
}

impl Peer {
    /// A peer with the key of this seed; what it hears can be received, as text.
    pub(crate) fn new(seed: u8, manner: Manner) -> (Self, Receiver<String>) {
        let (heard, hearing) = sync_channel(1_000);
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        (Self { pair, manner, heard, connections: 0, proves: false, lender: None }, hearing)
    }

    /// It lends too, as its lender does.
    pub(crate) fn lending(mut self, lender: Lender) -> Self {
        self.lender = Some(lender);
        self
    }

    /// Serves on a Unix socket in a new directory.
    pub(crate) fn on_unix_socket(mut self) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("s");
        let listener = UnixListener::bind(&path).unwrap();
        self.proves = true;
        thread::spawn(move || {
            for stream in listener.incoming() {
                self.converse(&mut stream.unwrap());
            }
        });
        (dir, path)
    }

    pub(crate) fn converse(&mut self, stream: &mut (impl Read + Write)) {
        self.connections += 1;
        let mut inbox = Vec::new();
        let mut piece = [0; 4096];
        let mut greeted = false;
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            inbox.extend_from_slice(&piece[..count]);
            if !greeted && inbox.len() >= PREFACE.len() {
                assert_eq!(inbox.drain(..PREFACE.len()).collect::<Vec<_>>(), PREFACE);
                greeted = true;
            }
            while let Some((message, taken)) = frame::split(&inbox, 65_536).unwrap().filter(|_| greeted) {
                let mut out = Vec::new();
                let stay = self.answer(&decode_client(message).unwrap(), &mut out);
                inbox.drain(..taken);
                if !stay {
                    return;
                }
                // Who has left does not hear the answer; what it said before still counts.
                let _gone = stream.write_all(&out).and_then(|()| stream.flush());
            }
        }
        self.note("end".to_owned());
    }

    /// Whether the conversation goes on.
    fn answer(&mut self, message: &ClientMessage<'_>, out: &mut Vec<u8>) -> bool {
        match message {
            ClientMessage::Hello(hello) => self.welcome(&hello.nonce).encode(out),
            ClientMessage::Open(open) => {
                self.note(format!("open {}@{}", open.identity.user, open.identity.host));
                if let Some(lender) = &mut self.lender {
                    lender.meet(open);
                }
                ServerMessage::Opened(opened()).encode(out);
            }
            ClientMessage::Resume(resume) => {
                self.note(format!("resume {:?}", resume.held.iter().map(|h| h.count).collect::<Vec<_>>()));
                ServerMessage::Resumed(resumed(&resume.held)).encode(out);
            }
            ClientMessage::Requests(requests) => {
                for (id, operation) in &requests.operations {
                    self.note(format!("{} {}", id.0, describe(operation)));
                }
                match self.manner {
                    Manner::Silent => {}
                    Manner::Queues => requests.operations.iter().for_each(|asked| queue(asked, out)),
                    Manner::HangsUp if self.connections == 1 => return false,
                    Manner::HangsUp | Manner::Grants => {
                        answers(&requests.operations, self.lender.as_mut()).encode(out);
                    }
                }
            }
            ClientMessage::Heartbeat { .. } => ServerMessage::Alive.encode(out),
            ClientMessage::Query { number, query } => encode_query_answer(*number, &self.tell(query), out),
            ClientMessage::Goodbye => self.note("goodbye".to_owned()),
        }
        true
    }

    fn welcome(&self, nonce: &[u8; 32]) -> ServerMessage {
        let proof = || IdentityProof {
            key: self.key(),
            signature: self.pair.sign(&proof_message(nonce)).as_ref().try_into().unwrap(),
        };
        ServerMessage::Welcome(Welcome {
            revision: 1,
            software: "script/1".to_owned(),
            wall_ms: 0,
            proof: self.proves.then(proof),
            members: Vec::new(),
        })
    }

    fn tell(&self, query: &Query) -> QueryAnswer {
        match query {
            Query::Server => QueryAnswer::Server {
                software: "script/1".to_owned(),
                vendors: Vec::new(),
                uptime_seconds: 5,
                key: self.key(),
                wall_ms: 7,
            },
            Query::Leases { .. } => QueryAnswer::Leases { rows: Vec::new(), next: None },
            Query::Sessions { .. } => QueryAnswer::Sessions { rows: Vec::new(), next: None },
            Query::Features { .. } | Query::Feature { .. } => {
                QueryAnswer::Features { rows: Vec::new(), next: None }
            }
            Query::Waiters { .. } => QueryAnswer::Waiters { rows: Vec::new(), next: None },
            Query::Certificate { .. } => match &self.lender {
                Some(lender) => QueryAnswer::Certificate { bytes: lender.certificate(&self.pair) },
                None => QueryAnswer::Failed(Status::NotBorrowed),
            },
            Query::Members { pool } => match &self.lender {
                Some(lender) => QueryAnswer::Members(lender.members(*pool)),
                None => QueryAnswer::Failed(Status::FeatureNotFound),
            },
            Query::License { digest, .. } => match &self.lender {
                Some(lender) => lender.license(*digest),
                None => QueryAnswer::Failed(Status::FeatureNotFound),
            },
            Query::Bind { .. } => QueryAnswer::Failed(Status::FeatureNotFound),
        }
    }

    fn key(&self) -> PublicKey {
        PublicKey::new(self.pair.public_key().as_ref().try_into().unwrap()).unwrap()
    }

    fn note(&self, text: String) {
        self.heard.send(text).unwrap_or(());
    }
}

fn opened() -> Opened {
    Opened {
        session: SessionId::new(1, 0),
        secret: SessionSecret([1; 16]),
        lease_ms: 100_000,
        heartbeat_ms: 30_000,
        resume_window_ms: 120_000,
    }
}

fn resumed(held: &[Held]) -> Resumed {
    Resumed {
        lease_ms: 100_000,
        heartbeat_ms: 30_000,
        resume_window_ms: 120_000,
        kept: held.to_vec(),
        lost: Vec::new(),
        surplus: Vec::new(),
        answers: Vec::new(),
    }
}

fn queue((id, operation): &(RequestId, Operation<'_>), out: &mut Vec<u8>) {
    let answer = match operation {
        Operation::Checkout(checkout) => Answer::Denied(none_free(checkout.count)),
        Operation::Wait { checkouts, .. } => {
            ServerMessage::Event(Event::Position { request: *id, position: 1 }).encode(out);
            if checkouts[0].feature == FeatureRef::Name("never") {
                return;
            }
            Answer::Granted(grant(*id, checkouts[0].count))
        }
        Operation::CheckoutAll(_)
        | Operation::Checkin { .. }
        | Operation::CheckinFeature { .. }
        | Operation::Cancel { .. }
        | Operation::Borrow { .. }
        | Operation::Refresh { .. }
        | Operation::Return { .. } => return answers(&[(*id, operation.clone())], None).encode(out),
    };
    ServerMessage::Answers(vec![(*id, answer)]).encode(out);
}

fn none_free(requested: u32) -> Denial {
    Denial {
        status: Status::NotEnoughSeats,
        requested,
        seats: Seats::Limited(10),
        used: 10,
        reserved: 0,
        rule: None,
        waiting: 0,
        relief: None,
        pools_total: 1,
        pools: Vec::new(),
    }
}

fn grant(id: RequestId, count: u32) -> Grant {
    Grant {
        lease: LeaseId::new(id.0 as u32, 0),
        pool: PoolId(1),
        pool_rev: 1,
        count,
        held: count,
        seats: Seats::Limited(10),
        used: count.into(),
        soft_limit: false,
        day: today(),
    }
}

fn answers(operations: &[(RequestId, Operation<'_>)], mut lender: Option<&mut Lender>) -> ServerMessage {
    let mut answer = |(id, operation): &(RequestId, Operation<'_>)| {
        let answer = match operation {
            Operation::Checkout(checkout) => Answer::Granted(grant(*id, checkout.count)),
            Operation::CheckoutAll(all) => {
                Answer::GrantedAll(all.iter().map(|checkout| grant(*id, checkout.count)).collect())
            }
            Operation::Checkin { count, .. } | Operation::CheckinFeature { count, .. } => {
                Answer::CheckedIn { released: *count, held: 0 }
            }
            Operation::Cancel { .. } => Answer::Cancelled { freed: 0 },
            Operation::Borrow { .. } | Operation::Refresh { .. } | Operation::Return { .. } => {
                let refused = || Answer::Refused(Status::Internal);
                lender.as_mut().map_or_else(refused, |lender| lender.answer(operation, grant(*id, 1)))
            }
            Operation::Wait { .. } => Answer::Refused(Status::Internal),
        };
        (*id, answer)
    };
    ServerMessage::Answers(operations.iter().map(&mut answer).collect())
}

fn describe(operation: &Operation<'_>) -> String {
    match operation {
        Operation::Checkout(checkout) => format!("checkout {}", checkout.count),
        Operation::CheckoutAll(all) => format!("checkout of {}", all.len()),
        Operation::Checkin { count, .. } => format!("checkin {count}"),
        Operation::CheckinFeature { .. } => "checkin by feature".to_owned(),
        Operation::Cancel { request } => format!("cancel {}", request.0),
        Operation::Wait { wait_ms, .. } => format!("wait {wait_ms}"),
        Operation::Borrow { hours, .. } => format!("borrow {hours}"),
        Operation::Refresh { borrow } => format!("refresh {borrow}"),
        Operation::Return { borrow } => format!("return {borrow}"),
    }
}

//! The real thing: a session that checks seats out and in.

use std::io;

use lictor_types::{
    Answer, Checkout, FeatureId, FeatureRef, Identity, LeaseId, Operation, RequestId, VendorName, limits,
};
use lictor_wire::{
    ClientMessage, Hello, Open, PREFACE, Query, QueryAnswer, QueryAssembler, Requests, Revision,
    ServerMessage, decode_server, frame,
};

use super::{Counted, Protocol};

/// One session.
pub struct Seats {
    name: String,
    vendor: Option<VendorName>,
    number: u64,
    feature: Option<FeatureId>,
    lease: Option<LeaseId>,
    refusal: Option<String>,
    sent: u64,
    acked: u64,
    assembler: QueryAssembler,
}

impl Seats {
    /// A session that uses this feature.
    #[must_use]
    pub fn new(feature: &str, vendor: Option<VendorName>, number: u64) -> Self {
        Self {
            name: feature.to_owned(),
            vendor,
            number,
            feature: None,
            lease: None,
            refusal: None,
            sent: 0,
            acked: 0,
            assembler: QueryAssembler::new(),
        }
    }

    fn take(&mut self, message: ServerMessage, send: &mut Vec<u8>, counted: &mut Counted) {
        match message {
            ServerMessage::Welcome(_) => self.open().encode(send),
            ServerMessage::Opened(_) => {
                ClientMessage::Query { number: 1, query: Query::Bind { feature: self.name.clone() } }
                    .encode(send);
            }
            ServerMessage::QueryPart { number, more, bytes } => {
                match self.assembler.feed(number, more, &bytes) {
                    Ok(Some(QueryAnswer::Bound(bound))) => self.feature = Some(bound.feature),
                    Ok(None) => {}
                    Ok(Some(_)) | Err(_) => {
                        self.refusal = Some(format!("the server does not know the feature {}", self.name));
                    }
                }
            }
            ServerMessage::Answers(answers) => {
                for (request, answer) in answers {
                    self.acked = self.acked.max(request.0);
                    counted.answers += 1;
                    match answer {
                        Answer::Granted(grant) => self.lease = Some(grant.lease),
                        Answer::CheckedIn { .. } => {}
                        Answer::GrantedAll(_)
                        | Answer::Denied(_)
                        | Answer::DeniedAll(_)
                        | Answer::Borrowed(_)
                        | Answer::Returned { .. }
                        | Answer::Cancelled { .. }
                        | Answer::Refused(_) => counted.bad += 1,
                    }
                }
            }
            ServerMessage::Goodbye { text, .. } => {
                counted.bad += 1;
                self.refusal = Some(text);
            }
            ServerMessage::Resumed(_) | ServerMessage::Alive | ServerMessage::Event(_) => {}
        }
    }

    /// Appends checkouts of one seat of each of these features, to be kept.
    pub fn hold(&mut self, features: &[String], send: &mut Vec<u8>) {
        self.request(features.iter().map(|name| checkout(FeatureRef::Name(name))), send);
    }

    fn request<'a>(&mut self, operations: impl Iterator<Item = Operation<'a>>, send: &mut Vec<u8>) {
        let first = self.sent + 1;
        let operations: Vec<_> = (first..).map(RequestId).zip(operations).collect();
        self.sent += operations.len() as u64;
        ClientMessage::Requests(Requests { acked: RequestId(self.acked), operations }).encode(send);
    }

    fn open(&self) -> ClientMessage<'static> {
        ClientMessage::Open(Open {
            vendor: self.vendor.clone(),
            identity: Identity {
                user: format!("user{:05}", self.number),
                host: format!("host{:04}", self.number % 1000),
                pid: 1,
                ..Identity::default()
            },
            platform: "linux-x86_64".to_owned(),
            utc_offset_minutes: 0,
            host_ids: Vec::new(),
        })
    }

    fn read(&mut self, came: &mut Vec<u8>, send: &mut Vec<u8>) -> Counted {
        let mut counted = Counted::default();
        let mut used = 0;
        while let Ok(Some((message, length))) =
            frame::split(came.get(used..).unwrap_or_default(), limits::FRAME_BYTES_MAX)
        {
            match decode_server(message) {
                Ok(message) => self.take(message, send, &mut counted),
                Err(_) => counted.bad += 1,
            }
            used += length;
        }
        came.drain(..used);
        counted
    }
}

fn checkout(feature: FeatureRef<'_>) -> Operation<'_> {
    Operation::Checkout(Checkout { feature, version: None, exact: false, count: 1, reservation: None })
}

impl Protocol for Seats {
    fn greeting(&mut self) -> Vec<u8> {
        let mut send = PREFACE.to_vec();
        let newest = Revision::NEWEST.0;
        let hello = Hello {
            revision_min: newest,
            revision_max: newest,
            nonce: [7; 32],
            software: "lictor-bench".to_owned(),
        };
        ClientMessage::Hello(hello).encode(&mut send);
        send
    }

    fn opened(&mut self, came: &mut Vec<u8>, send: &mut Vec<u8>) -> io::Result<bool> {
        self.read(came, send);
        match self.refusal.take() {
            Some(text) => Err(io::Error::other(text)),
            None => Ok(self.feature.is_some()),
        }
    }

    fn batch(&mut self, depth: usize, send: &mut Vec<u8>) {
        let feature = self.feature.map_or(FeatureRef::Name(""), FeatureRef::Id);
        let operation = match self.lease.take() {
            Some(lease) => Operation::Checkin { lease, count: 1 },
            None => checkout(feature),
        };
        self.request(std::iter::repeat_n(operation, depth), send);
    }

    fn answers(&mut self, came: &mut Vec<u8>) -> Counted {
        self.read(came, &mut Vec::new())
    }
}

//! The real thing: a session that checks seats out and in.

use lictor_types::{
    Answer, Checkout, FeatureId, FeatureRef, Identity, LeaseId, Operation, RequestId, VendorName, limits,
};
use lictor_wire::{
    ClientMessage, Hello, Open, PREFACE, Query, QueryAnswer, QueryAssembler, Requests, Revision, ServerMessage,
    decode_server, frame,
};

use super::{Counted, Protocol};

/// One session.
pub struct Seats {
    name: String,
    vendor: Option<VendorName>,
    number: u64,
    feature: Option<FeatureId>,
    lease: Option<LeaseId>,
    holding: bool,
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
            holding: false,
            sent: 0,
            acked: 0,
            assembler: QueryAssembler::new(),
        }
    }

    fn take(&mut self, message: ServerMessage, send: &mut Vec<u8>, counted: &mut Counted) {
        match message {
            ServerMessage::Welcome(_) => self.open().encode(send),
            ServerMessage::Opened(_) => {
                ClientMessage::Query { number: 1, query: Query::Bind { feature: self.name.clone() } }.encode(send);
            }
            ServerMessage::QueryPart { number, more, bytes } => {
                if let Ok(Some(QueryAnswer::Bound(bound))) = self.assembler.feed(number, more, &bytes) {
                    self.feature = Some(bound.feature);
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
                        | Answer::Cancelled { .. }
                        | Answer::Refused(_) => counted.bad += 1,
                    }
                }
            }
            ServerMessage::Goodbye { .. } => counted.bad += 1,
            ServerMessage::Resumed(_) | ServerMessage::Alive | ServerMessage::Event(_) => {}
        }
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

    fn opened(&mut self, came: &mut Vec<u8>, send: &mut Vec<u8>) -> bool {
        self.read(came, send);
        self.feature.is_some()
    }

    fn batch(&mut self, depth: usize, send: &mut Vec<u8>) {
        let feature = self.feature.map_or(FeatureRef::Name(""), FeatureRef::Id);
        let lease = self.lease.unwrap_or(LeaseId::new(0, 0));
        let operations = (0..depth as u64).map(|at| {
            let operation = if self.holding {
                Operation::Checkin { lease, count: 1 }
            } else {
                Operation::Checkout(Checkout { feature, version: None, exact: false, count: 1 })
            };
            (RequestId(self.sent + 1 + at), operation)
        });
        let message = Requests { acked: RequestId(self.acked), operations: operations.collect() };
        ClientMessage::Requests(message).encode(send);
        self.sent += depth as u64;
        self.holding = !self.holding;
    }

    fn answers(&mut self, came: &mut Vec<u8>) -> Counted {
        self.read(came, &mut Vec::new())
    }
}

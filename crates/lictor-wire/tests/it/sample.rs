//! One message of every kind and shape, the same for golden frames and hostile bytes.

use lictor_types::{
    Answer, BorrowId, Borrowed, Checkout, CivilDate, Denial, Digest, FeatureId, FeatureName, FeatureRef,
    Grant, HostId, HostIdType, Identity, KeyType, LeaseId, Operation, PoolAnswer, PoolId, PublicKey, Relief,
    ReliefKind, RequestId, RuleKind, RuleRef, Seats, Serial, SessionId, Status, VendorName, Version, When,
};
use lictor_wire::{
    Bound, ClientMessage, DenialRow, Event, FeatureRow, Held, Hello, Holder, IdentityProof, LeaseRow,
    LostLease, Members, Open, Opened, Query, QueryAnswer, QueryAssembler, Requests, Resume, Resumed,
    ServerMessage, SessionRow, SessionSecret, WaiterRow, Welcome, ZoneDay, decode_client, decode_server,
    encode_query_answer, frame,
};

/// A message of either side, or the answer to a query that fits one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sample {
    Client(ClientMessage<'static>),
    Server(ServerMessage),
    QueryAnswer(u32, QueryAnswer),
}

impl Sample {
    /// The message as frames.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Client(message) => message.encode(&mut out),
            Self::Server(message) => message.encode(&mut out),
            Self::QueryAnswer(number, answer) => encode_query_answer(*number, answer, &mut out),
        }
        out
    }

    /// Whether `frame` (kind and body) is read, all of it, as this message; else the error.
    pub(crate) fn decode(&self, frame: &[u8]) -> Result<bool, String> {
        match self {
            Self::Client(message) => {
                decode_client(frame).map(|read| read == *message).map_err(|error| error.to_string())
            }
            Self::Server(message) => {
                decode_server(frame).map(|read| read == *message).map_err(|error| error.to_string())
            }
            Self::QueryAnswer(number, answer) => {
                let part = decode_server(frame).map_err(|error| error.to_string())?;
                let ServerMessage::QueryPart { number: found, more: false, bytes } = part else {
                    return Ok(false);
                };
                let read = QueryAssembler::new().feed(found, false, &bytes).map_err(|e| e.to_string())?;
                Ok(found == *number && read.as_ref() == Some(answer))
            }
        }
    }
}

/// The samples by name.
pub(crate) fn all() -> Vec<(&'static str, Sample)> {
    let mut samples: Vec<(&'static str, Sample)> = Vec::new();
    samples.extend(client().into_iter().map(|(name, message)| (name, Sample::Client(message))));
    samples.extend(server().into_iter().map(|(name, message)| (name, Sample::Server(message))));
    samples.extend(query_answers().into_iter().map(|(name, answer)| (name, Sample::QueryAnswer(9, answer))));
    samples
}

/// The frame (kind and body) within the bytes of one frame.
pub(crate) fn body(bytes: &[u8]) -> &[u8] {
    let (frame, consumed) = frame::split(bytes, usize::MAX).unwrap().unwrap();
    assert_eq!(consumed, bytes.len(), "one frame");
    frame
}

pub(crate) fn checkout(request: u64) -> (RequestId, Operation<'static>) {
    let feature = FeatureRef::Id(FeatureId(3));
    (
        RequestId(request),
        Operation::Checkout(Checkout { feature, version: None, exact: false, count: 1, reservation: None }),
    )
}

pub(crate) fn grant() -> Grant {
    Grant {
        lease: lease(5),
        pool: PoolId(7),
        pool_rev: 2,
        count: 1,
        held: 1,
        seats: Seats::Limited(17),
        used: 12,
        soft_limit: false,
        day: day("2026-03-01"),
    }
}

pub(crate) fn denial(pools: usize) -> Denial {
    let pool = PoolAnswer {
        pool: PoolId(7),
        key_type: KeyType::Exclusive,
        status: Status::NotEnoughSeats,
        seats: Seats::Limited(17),
        used: 16,
        reserved: 1,
    };
    Denial {
        status: Status::NotEnoughSeats,
        requested: 2,
        seats: Seats::Limited(17),
        used: 16,
        reserved: 1,
        rule: Some(RuleRef { number: 4, line: 31, kind: RuleKind::Limit }),
        waiting: 2,
        relief: Some(Relief { what: ReliefKind::Start, at: When::Instant(1_772_323_200_000) }),
        pools_total: pools as u32,
        pools: vec![pool; pools],
    }
}

pub(crate) fn feature_row() -> FeatureRow {
    FeatureRow {
        pool: PoolId(7),
        feature: FeatureName::parse("f1").unwrap(),
        vendor: vendor(),
        version: Version::new(2, 1),
        key_type: KeyType::Exclusive,
        seats: Seats::Limited(17),
        used: 12,
        reserved: 0,
        denied: 3,
        soft_limit: Some(15),
        start: None,
        end: Some(day("2026-12-31")),
        share: vec!["HOST".into(), "USER".into()],
        borrow_hours: None,
        grace_hours: None,
        hold_seconds: Some(60),
        min_checkout_seconds: Some(300),
        user_based: Some(Seats::Limited(5)),
        host_based: None,
        licensee: Some("Ærø Works".into()),
        serial: Serial::parse("A-1").ok(),
        texts: vec![("DATA".into(), "x=1".into())],
    }
}

fn vendor() -> VendorName {
    VendorName::parse("ACME").unwrap()
}

fn lease(slot: u32) -> LeaseId {
    LeaseId::new(slot, 1)
}

fn borrow() -> BorrowId {
    BorrowId::new(2, 1)
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn key() -> PublicKey {
    PublicKey::new([0x11; 32]).unwrap()
}

fn client() -> Vec<(&'static str, ClientMessage<'static>)> {
    vec![
        (
            "hello",
            ClientMessage::Hello(Hello {
                revision_min: 1,
                revision_max: 1,
                nonce: [0xaa; 32],
                software: "example 1.0".into(),
            }),
        ),
        ("open", ClientMessage::Open(open())),
        (
            "resume",
            ClientMessage::Resume(Resume {
                session: SessionId::new(4, 1),
                secret: SessionSecret([0xbb; 16]),
                acked: RequestId(8),
                cancel: vec![RequestId(9)],
                held: vec![Held { lease: lease(5), count: 1 }],
            }),
        ),
        ("requests_small", requests(0, vec![checkout(1)])),
        ("requests", requests(1, operations())),
        ("heartbeat", ClientMessage::Heartbeat { acked: RequestId(8) }),
        ("query_bind", query(1, Query::Bind { feature: "f1".into() })),
        ("query_feature", query(2, Query::Feature { feature: "f1".into() })),
        ("query_features", query(3, Query::Features { cursor: 0 })),
        ("query_leases", query(4, Query::Leases { cursor: 100 })),
        ("query_sessions", query(5, Query::Sessions { cursor: 0 })),
        ("query_members", query(6, Query::Members { pool: PoolId(7) })),
        ("query_license", query(7, Query::License { digest: Digest([0xdd; 32]), offset: 0 })),
        ("query_server", query(8, Query::Server)),
        ("query_waiters", query(9, Query::Waiters { cursor: 0 })),
        ("query_certificate", query(10, Query::Certificate { borrow: borrow() })),
        ("client_goodbye", ClientMessage::Goodbye),
    ]
}

fn open() -> Open {
    Open {
        vendor: Some(vendor()),
        identity: Identity {
            user: "ann".into(),
            host: "ws17".into(),
            pid: 4711,
            project: String::new(),
            custom: String::new(),
            address: String::new(),
        },
        platform: "linux-x86_64".into(),
        utc_offset_minutes: -210,
        host_ids: vec![
            HostId::new(HostIdType::Hostname, "ws17").unwrap(),
            HostId::new(HostIdType::Ethernet, "00:1b:44:11:3a:b7").unwrap(),
        ],
    }
}

fn requests(acked: u64, operations: Vec<(RequestId, Operation<'static>)>) -> ClientMessage<'static> {
    ClientMessage::Requests(Requests { acked: RequestId(acked), operations })
}

fn operations() -> Vec<(RequestId, Operation<'static>)> {
    let by_name = Checkout {
        feature: FeatureRef::Name("f1"),
        version: Version::new(2, 1),
        exact: true,
        count: 3,
        reservation: None,
    };
    let by_id = Checkout {
        feature: FeatureRef::Id(FeatureId(3)),
        version: None,
        exact: false,
        count: 1,
        reservation: None,
    };
    let by_token = Checkout { reservation: Some("spring-school"), ..by_name };
    [
        Operation::Checkout(by_name),
        Operation::CheckoutAll(vec![by_id, by_name]),
        Operation::Checkin { lease: lease(5), count: 0 },
        Operation::CheckinFeature { feature: FeatureRef::Name("f1"), count: 2 },
        Operation::Cancel { request: RequestId(2) },
        Operation::Wait { checkouts: vec![by_token, by_id], wait_ms: 60_000 },
        Operation::Borrow { checkout: by_name, hours: 48 },
        Operation::Refresh { borrow: borrow() },
        Operation::Return { borrow: borrow() },
    ]
    .into_iter()
    .zip(2..)
    .map(|(operation, request)| (RequestId(request), operation))
    .collect()
}

fn query(number: u32, query: Query) -> ClientMessage<'static> {
    ClientMessage::Query { number, query }
}

fn server() -> Vec<(&'static str, ServerMessage)> {
    let proof = IdentityProof { key: key(), signature: [0x22; 64] };
    let lost = LostLease { lease: lease(6), count: 2, status: Status::SessionLost };
    vec![
        ("welcome", ServerMessage::Welcome(welcome(None))),
        ("welcome_proof", ServerMessage::Welcome(welcome(Some(proof)))),
        (
            "opened",
            ServerMessage::Opened(Opened {
                session: SessionId::new(4, 1),
                secret: SessionSecret([0xbb; 16]),
                lease_ms: 100_000,
                heartbeat_ms: 30_000,
                resume_window_ms: 120_000,
            }),
        ),
        (
            "resumed",
            ServerMessage::Resumed(Resumed {
                lease_ms: 100_000,
                heartbeat_ms: 30_000,
                resume_window_ms: 120_000,
                kept: vec![Held { lease: lease(5), count: 1 }],
                lost: vec![lost],
                surplus: vec![Held { lease: lease(8), count: 3 }],
                answers: vec![(RequestId(9), Answer::Cancelled { freed: 1 })],
            }),
        ),
        ("answers_small", ServerMessage::Answers(vec![(RequestId(1), Answer::Granted(grant()))])),
        ("answers", ServerMessage::Answers(answers())),
        ("alive", ServerMessage::Alive),
        ("event_lost", ServerMessage::Event(Event::Lost(lost))),
        ("event_pool_changed", ServerMessage::Event(Event::PoolChanged { pool: PoolId(7), pool_rev: 3 })),
        ("event_stopping", ServerMessage::Event(Event::Stopping)),
        ("event_position", ServerMessage::Event(Event::Position { request: RequestId(7), position: 1 })),
        (
            "server_goodbye",
            ServerMessage::Goodbye {
                status: Status::NotLeader,
                text: "another member leads".into(),
                hint: Some("[::1]:6242".into()),
            },
        ),
        ("query_part", ServerMessage::QueryPart { number: 9, more: true, bytes: vec![2, 0, 0] }),
    ]
}

fn welcome(proof: Option<IdentityProof>) -> Welcome {
    Welcome {
        revision: 1,
        software: "lictord 0.1.0".into(),
        wall_ms: 1_772_323_200_000,
        proof,
        members: vec!["lic1.example:6242".into()],
    }
}

fn answers() -> Vec<(RequestId, Answer)> {
    let on_a_day = When::Day { zone: 1, date: day("2026-03-02") };
    let token = Denial { relief: Some(Relief { what: ReliefKind::End, at: on_a_day }), ..denial(0) };
    let soft = Grant { soft_limit: true, seats: Seats::Unlimited, ..grant() };
    [
        Answer::GrantedAll(vec![grant(), soft]),
        Answer::Denied(denial(1)),
        Answer::DeniedAll(vec![Denial { rule: None, waiting: 0, relief: None, ..denial(0) }, token]),
        Answer::CheckedIn { released: 2, held: 1 },
        Answer::Cancelled { freed: 3 },
        Answer::Refused(Status::NotHeld),
        Answer::Borrowed(Borrowed {
            grant: grant(),
            borrow: borrow(),
            hours: 48,
            from_ms: 1_772_323_200_000,
            until_ms: 1_772_496_000_000,
        }),
        Answer::Returned { freed: 1 },
    ]
    .into_iter()
    .zip(2..)
    .map(|(answer, request)| (RequestId(request), answer))
    .collect()
}

fn query_answers() -> Vec<(&'static str, QueryAnswer)> {
    vec![
        (
            "answer_bound",
            QueryAnswer::Bound(Bound {
                feature: FeatureId(3),
                vendor: vendor(),
                pools: vec![(PoolId(7), KeyType::Exclusive, 2), (PoolId(8), KeyType::Additive, 1)],
            }),
        ),
        ("answer_features", QueryAnswer::Features { rows: vec![feature_row()], next: Some(1) }),
        ("answer_leases", QueryAnswer::Leases { rows: vec![lease_row(), held_row()], next: None }),
        ("answer_sessions", QueryAnswer::Sessions { rows: vec![session_row()], next: None }),
        (
            "answer_members",
            QueryAnswer::Members(Members {
                pool: PoolId(7),
                pool_rev: 2,
                key_type: KeyType::Exclusive,
                version: Version::new(2, 1).unwrap(),
                seats: Seats::Limited(17),
                wall_ms: 1_772_323_200_000,
                zone: ZoneDay { zone: "Europe/Copenhagen".into(), day: day("2026-03-01") },
                members: vec![Digest([0xdd; 32]), Digest([0xee; 32])],
                dependencies: Vec::new(),
            }),
        ),
        (
            "answer_members_token",
            QueryAnswer::Members(Members {
                pool: PoolId(9),
                pool_rev: 1,
                key_type: KeyType::Token,
                version: Version::new(1, 0).unwrap(),
                seats: Seats::Limited(3),
                wall_ms: 1_772_323_200_000,
                zone: ZoneDay { zone: "UTC".into(), day: day("2026-03-01") },
                members: vec![Digest([0xcc; 32])],
                dependencies: vec![PoolId(7), PoolId(8)],
            }),
        ),
        (
            "answer_license",
            QueryAnswer::License {
                digest: Digest([0xdd; 32]),
                offset: 0,
                total: 20,
                text: b"<FEATURE NAME=\"f1\"/>".to_vec(),
            },
        ),
        (
            "answer_server",
            QueryAnswer::Server {
                software: "lictord 0.1.0".into(),
                vendors: vec![vendor()],
                uptime_seconds: 3600,
                key: key(),
                wall_ms: 1_772_323_200_000,
            },
        ),
        ("answer_waiters", QueryAnswer::Waiters { rows: vec![waiter_row()], next: None }),
        ("answer_certificate", QueryAnswer::Certificate { bytes: vec![0x33; 16] }),
        ("answer_failed", QueryAnswer::Failed(Status::FeatureNotFound)),
    ]
}

fn lease_row() -> LeaseRow {
    LeaseRow {
        lease: lease(5),
        pool: PoolId(7),
        holder: Holder::Session(SessionId::new(4, 1)),
        count: 1,
        project: "bridge".into(),
        since_ms: 1_772_323_200_000,
        borrowed_until_ms: None,
        held_until_ms: None,
    }
}

fn held_row() -> LeaseRow {
    LeaseRow {
        lease: lease(6),
        holder: Holder::Person { user: "bob".into(), host: "ws18".into(), custom: String::new() },
        project: String::new(),
        borrowed_until_ms: Some(1_772_496_000_000),
        held_until_ms: Some(1_772_323_260_000),
        ..lease_row()
    }
}

fn waiter_row() -> WaiterRow {
    WaiterRow {
        session: SessionId::new(4, 1),
        request: RequestId(7),
        features: vec![(FeatureName::parse("f1").unwrap(), 2)],
        position: 1,
        since_ms: 1_772_323_200_000,
        until_ms: 1_772_323_260_000,
    }
}

fn session_row() -> SessionRow {
    SessionRow {
        session: SessionId::new(4, 1),
        vendor: None,
        user: "ann".into(),
        host: "ws17".into(),
        address: "192.0.2.7".into(),
        pid: 4711,
        project: "bridge".into(),
        custom: String::new(),
        since_ms: 1_772_323_200_000,
        attached: true,
        denied: Some(DenialRow {
            feature: "f1".into(),
            status: Status::NotEnoughSeats,
            requested: 2,
            at_ms: 1_772_323_200_000,
        }),
    }
}

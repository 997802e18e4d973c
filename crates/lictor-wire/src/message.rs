//! The messages of both directions.

use alloc::string::String;
use alloc::vec::Vec;

use lictor_types::{
    Answer, BorrowId, CivilDate, Digest, FeatureId, HostId, Identity, KeyType, LeaseId, Operation, PoolId,
    PublicKey, RequestId, Seats, SessionId, Status, VendorName, Version,
};

use crate::row::{FeatureRow, LeaseRow, SessionRow, WaiterRow};

/// What a client says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientMessage<'a> {
    /// First of all: which revisions it speaks.
    Hello(Hello),
    /// Opens a new session.
    Open(Open),
    /// Takes its session up again on this connection (SES-01, SES-04).
    Resume(Resume),
    /// Up to 32 operations with ascending request ids (OUT-05).
    Requests(Requests<'a>),
    /// It is alive (SES-03). Also says up to which id answers have arrived.
    Heartbeat {
        /// All answers up to this request have arrived; 0 for none.
        acked: RequestId,
    },
    /// Something that changes nothing.
    Query {
        /// Chosen by the client, repeated in the answers.
        number: u32,
        /// What is asked.
        query: Query,
    },
    /// The session ends; its seats are free at once.
    Goodbye,
}

/// Opening words of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// Oldest revision it speaks.
    pub revision_min: u16,
    /// Newest revision it speaks.
    pub revision_max: u16,
    /// 32 random bytes that the server signs where no TLS proves its key (TRU-02).
    pub nonce: [u8; 32],
    /// Name and version of the client's software, for logs.
    pub software: String,
}

/// Asks for a new session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The vendor whose features the session may use; none means vendors in load order.
    pub vendor: Option<VendorName>,
    /// Who asks. `address` is not sent: the server fills it in.
    pub identity: Identity,
    /// Platform as `linux-x86_64` (PLATFORMS).
    pub platform: String,
    /// Offset of the client's clock from UTC in minutes (TIME_ZONES).
    pub utc_offset_minutes: i16,
    /// Host ids of the client's machine (HID-03), at most 16.
    pub host_ids: Vec<HostId>,
}

/// The 128 bits that show a session is one's own. `Debug` does not show them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionSecret(pub [u8; 16]);

impl core::fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SessionSecret(..)")
    }
}

/// Takes a session up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// The session.
    pub session: SessionId,
    /// Its secret.
    pub secret: SessionSecret,
    /// All answers up to this request have arrived.
    pub acked: RequestId,
    /// Requests whose callers have stopped waiting: to be abandoned.
    pub cancel: Vec<RequestId>,
    /// What the client believes it holds.
    pub held: Vec<Held>,
}

/// Seats a client believes it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The lease.
    pub lease: LeaseId,
    /// Its seats.
    pub count: u32,
}

/// Operations of one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests<'a> {
    /// All answers up to this request have arrived.
    pub acked: RequestId,
    /// 1 to 32 operations, request ids ascending.
    pub operations: Vec<(RequestId, Operation<'a>)>,
}

/// Something that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The number and pools of a feature (bind).
    Bind {
        /// The feature's name.
        feature: String,
    },
    /// The pools of one feature (feature_info).
    Feature {
        /// The feature's name.
        feature: String,
    },
    /// All pools, from a cursor on; 0 begins.
    Features {
        /// Where to go on.
        cursor: u64,
    },
    /// Leases, from a cursor on.
    Leases {
        /// Where to go on.
        cursor: u64,
    },
    /// Sessions, from a cursor on.
    Sessions {
        /// Where to go on.
        cursor: u64,
    },
    /// The members of a pool (TRU-03).
    Members {
        /// The pool.
        pool: PoolId,
    },
    /// The signed text of one member.
    License {
        /// Which, by the digest of its signed content.
        digest: Digest,
        /// Byte to begin at: texts longer than a frame come in parts.
        offset: u32,
    },
    /// Facts about the server.
    Server,
    /// Requests that wait in queues (QUE-02), from a cursor on.
    Waiters {
        /// Where to go on.
        cursor: u64,
    },
    /// The certificate of a borrow of the session's user and machine (BOR-01).
    Certificate {
        /// The borrow.
        borrow: BorrowId,
    },
}

/// What a server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerMessage {
    /// Answer to `Hello`.
    Welcome(Welcome),
    /// Answer to `Open`.
    Opened(Opened),
    /// Answer to `Resume`.
    Resumed(Resumed),
    /// Answers to operations, in the order of their ids.
    Answers(Vec<(RequestId, Answer)>),
    /// Answer to `Heartbeat`: the lease is renewed.
    Alive,
    /// A part of the answer to a query, for [`crate::QueryAssembler`]. A server writes all parts of
    /// an answer with [`crate::encode_query_answer`].
    QueryPart {
        /// The client's number.
        number: u32,
        /// Whether more parts follow.
        more: bool,
        /// The part, at least one byte.
        bytes: Vec<u8>,
    },
    /// Something happened.
    Event(Event),
    /// The server ends the connection, and why.
    Goodbye {
        /// Why.
        status: Status,
        /// The same in words, for a person.
        text: String,
        /// With `not_leader`: where to turn, as `host:port`.
        hint: Option<String>,
    },
}

/// Opening words of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// The revision both will speak.
    pub revision: u16,
    /// Name and version of the server's software.
    pub software: String,
    /// The server's instant, in milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: u64,
    /// On a Unix socket: the proof of the server's key. On TLS the channel is the proof.
    pub proof: Option<IdentityProof>,
    /// Members of the cluster as `host:port`; empty for a single server.
    pub members: Vec<String>,
}

/// A server's signature over the client's nonce (TRU-02): Ed25519 over
/// `lictor/server-proof/v1`, a zero byte and the nonce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProof {
    /// The server's identity key.
    pub key: PublicKey,
    /// The signature.
    pub signature: [u8; 64],
}

/// A new session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The session.
    pub session: SessionId,
    /// What shows that it is one's own.
    pub secret: SessionSecret,
    /// Lease length in milliseconds (SES-03).
    pub lease_ms: u32,
    /// How often to send a heartbeat, in milliseconds.
    pub heartbeat_ms: u32,
    /// How long a session survives without a connection after a server's restart, in milliseconds.
    pub resume_window_ms: u32,
}

/// A session taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// Times as in [`Opened`].
    pub lease_ms: u32,
    /// Times as in [`Opened`].
    pub heartbeat_ms: u32,
    /// Times as in [`Opened`].
    pub resume_window_ms: u32,
    /// What the session holds, of what the client named.
    pub kept: Vec<Held>,
    /// What the client named and the session does not hold.
    pub lost: Vec<LostLease>,
    /// What the session holds and the client did not name (answers that were lost).
    pub surplus: Vec<Held>,
    /// Answers above the client's `acked`. What does not fit the frame follows it as
    /// [`ServerMessage::Answers`].
    pub answers: Vec<(RequestId, Answer)>,
}

/// A lease that is gone, or smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostLease {
    /// The lease.
    pub lease: LeaseId,
    /// How many of its seats are gone.
    pub count: u32,
    /// Why.
    pub status: Status,
}

/// Something that happened without being asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Seats were taken away.
    Lost(LostLease),
    /// A pool's members changed (TRU-03): what was verified of it does not hold any more.
    PoolChanged {
        /// The pool.
        pool: PoolId,
        /// Its revision now.
        pool_rev: u32,
    },
    /// The server stops in an orderly way; sessions can be resumed after its return.
    Stopping,
    /// A waiting request has a new place in its queue (QUE-02).
    Position {
        /// The request.
        request: RequestId,
        /// Its place; 1 is the next to be served. Of several queues, the worst.
        position: u32,
    },
}

/// Answer to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryAnswer {
    /// To `Bind`.
    Bound(Bound),
    /// To `Feature` and `Features`.
    Features {
        /// The pools, in the order of KEY-03.
        rows: Vec<FeatureRow>,
        /// Where to go on; none at the end.
        next: Option<u64>,
    },
    /// To `Leases`.
    Leases {
        /// Some leases.
        rows: Vec<LeaseRow>,
        /// Where to go on; none at the end.
        next: Option<u64>,
    },
    /// To `Sessions`.
    Sessions {
        /// Some sessions.
        rows: Vec<SessionRow>,
        /// Where to go on; none at the end.
        next: Option<u64>,
    },
    /// To `Members`.
    Members(Members),
    /// To `License`.
    License {
        /// The license's digest.
        digest: Digest,
        /// Where this part begins.
        offset: u32,
        /// Length of the whole text.
        total: u32,
        /// This part of the `<FEATURE>` element, UTF-8.
        text: Vec<u8>,
    },
    /// To `Server`.
    Server {
        /// Name and version of the server's software.
        software: String,
        /// Vendors served, in load order.
        vendors: Vec<VendorName>,
        /// Seconds since the server started.
        uptime_seconds: u64,
        /// The server's identity key.
        key: PublicKey,
        /// The server's instant in milliseconds.
        wall_ms: u64,
    },
    /// To `Waiters`.
    Waiters {
        /// Some waiting requests.
        rows: Vec<WaiterRow>,
        /// Where to go on; none at the end.
        next: Option<u64>,
    },
    /// To `Certificate`.
    Certificate {
        /// The certificate, signed by the server; at most
        /// [`lictor_types::limits::BORROW_CERTIFICATE_BYTES_MAX`] bytes.
        bytes: Vec<u8>,
    },
    /// The query cannot be answered.
    Failed(Status),
}

/// A feature's number and pools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The number to use in operations.
    pub feature: FeatureId,
    /// The vendor it is of.
    pub vendor: VendorName,
    /// Its pools in the order of KEY-03, each with its revision now.
    pub pools: Vec<(PoolId, KeyType, u32)>,
}

/// The members of a pool and the days they are judged by (TRU-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// The pool.
    pub pool: PoolId,
    /// Its revision.
    pub pool_rev: u32,
    /// Its kind.
    pub key_type: KeyType,
    /// Its version.
    pub version: Version,
    /// Its seats.
    pub seats: Seats,
    /// The server's instant in milliseconds.
    pub wall_ms: u64,
    /// The zone its dates are judged in, and that zone's day.
    pub zone: ZoneDay,
    /// The signed licenses by digest of their signed content, the base first.
    pub members: Vec<Digest>,
    /// Of a token pool: the pools that its dependencies may be served from (KEY-04). Else empty.
    pub dependencies: Vec<PoolId>,
}

/// A zone and its civil day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneDay {
    /// IANA name.
    pub zone: String,
    /// The day in force there.
    pub day: CivilDate,
}

//! A server without a license of its own that replays what a genuine one showed to everybody.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use lictor_testkit::Lictord;
use lictor_types::limits::FRAME_BYTES_MAX;
use lictor_types::{Answer, Digest, Grant, LeaseId, PoolId, RequestId, SessionId};
use lictor_wire::{
    ALPN, Bound, ClientMessage, Members, Opened, PREFACE, Query, QueryAnswer, ServerMessage, SessionSecret,
    Welcome, decode_client, encode_query_answer, frame,
};
use rcgen::{CertificateParams, KeyPair, PKCS_ED25519};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::raw::Raw;

/// What a genuine server says of the pool of `f1`, to be repeated or changed.
#[derive(Debug, Clone)]
pub(crate) struct Replay {
    bound: Bound,
    /// The pool's members.
    pub(crate) members: Members,
    /// Their signed texts.
    pub(crate) licenses: Vec<(Digest, Vec<u8>)>,
}

impl Replay {
    /// Asks a genuine server, as any of its clients may.
    pub(crate) fn record(daemon: &Lictord) -> Self {
        let (mut raw, _) = Raw::open(daemon.listen());
        let bound = match raw.query(Query::Bind { feature: "f1".to_owned() }).unwrap() {
            QueryAnswer::Bound(bound) => bound,
            other => panic!("{other:?}"),
        };
        let members = match raw.query(Query::Members { pool: bound.pools[0].0 }).unwrap() {
            QueryAnswer::Members(members) => members,
            other => panic!("{other:?}"),
        };
        let mut license =
            |digest: &Digest| match raw.query(Query::License { digest: *digest, offset: 0 }).unwrap() {
                QueryAnswer::License { text, total, .. } if text.len() == total as usize => (*digest, text),
                other => panic!("{other:?}"),
            };
        let licenses = members.members.iter().map(&mut license).collect();
        Self { bound, members, licenses }
    }

    /// Serves it with a new key; the address.
    pub(crate) fn serve(self) -> String {
        let config = tls();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        thread::spawn(move || {
            for socket in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, socket.unwrap());
                let replay = self.clone();
                // However the client ends it: the test looks at the client.
                thread::spawn(move || drop(replay.converse(&mut stream)));
            }
        });
        address
    }

    fn converse(&self, stream: &mut (impl Read + Write)) -> std::io::Result<()> {
        let mut preface = [0; PREFACE.len()];
        stream.read_exact(&mut preface)?;
        let mut heard = Vec::new();
        loop {
            let mut said = Vec::new();
            while let Some((bytes, used)) = frame::split(&heard, FRAME_BYTES_MAX).unwrap() {
                self.reply(&decode_client(bytes).unwrap(), &mut said);
                heard.drain(..used);
            }
            stream.write_all(&said)?;
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Ok(());
            }
            heard.extend_from_slice(&buffer[..read]);
        }
    }

    fn reply(&self, message: &ClientMessage<'_>, said: &mut Vec<u8>) {
        match message {
            ClientMessage::Hello(_) => welcome(self.members.wall_ms).encode(said),
            ClientMessage::Open(_) => opened().encode(said),
            ClientMessage::Requests(requests) => {
                let grant = |(request, _): &(RequestId, _)| (*request, Answer::Granted(self.grant()));
                ServerMessage::Answers(requests.operations.iter().map(grant).collect()).encode(said);
            }
            ClientMessage::Query { number, query } => encode_query_answer(*number, &self.answer(query), said),
            ClientMessage::Heartbeat { .. } => ServerMessage::Alive.encode(said),
            ClientMessage::Resume(_) | ClientMessage::Goodbye => {}
        }
    }

    fn grant(&self) -> Grant {
        let Members { pool, pool_rev, seats, .. } = self.members;
        let (day, lease) = (self.members.zone.day, LeaseId::new(0, 1));
        Grant { lease, pool, pool_rev, count: 1, held: 1, seats, used: 1, soft_limit: false, day }
    }

    fn answer(&self, query: &Query) -> QueryAnswer {
        match query {
            Query::Bind { .. } => QueryAnswer::Bound(self.bound.clone()),
            Query::Members { pool: PoolId(_) } => QueryAnswer::Members(self.members.clone()),
            Query::License { digest, offset } => {
                let text =
                    self.licenses.iter().find(|(have, _)| have == digest).map(|(_, text)| text.as_slice());
                let text = text.unwrap_or_default();
                let total = u32::try_from(text.len()).unwrap();
                let text = text[*offset as usize..].to_vec();
                QueryAnswer::License { digest: *digest, offset: *offset, total, text }
            }
            Query::Feature { .. }
            | Query::Features { .. }
            | Query::Leases { .. }
            | Query::Sessions { .. }
            | Query::Waiters { .. }
            | Query::Certificate { .. }
            | Query::Server => QueryAnswer::Failed(lictor_types::Status::Internal),
        }
    }
}

fn welcome(wall_ms: u64) -> ServerMessage {
    let software = "emulator".to_owned();
    ServerMessage::Welcome(Welcome { revision: 1, software, wall_ms, proof: None, members: Vec::new() })
}

fn opened() -> ServerMessage {
    ServerMessage::Opened(Opened {
        session: SessionId::new(0, 1),
        secret: SessionSecret([1; 16]),
        lease_ms: 100_000,
        heartbeat_ms: 30_000,
        resume_window_ms: 120_000,
    })
}

fn tls() -> Arc<ServerConfig> {
    let pair = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let certificate = CertificateParams::new(vec!["lictord".to_owned()]).unwrap().self_signed(&pair).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(pair.serialize_der()).into(),
        )
        .unwrap();
    config.alpn_protocols = vec![ALPN.to_vec()];
    Arc::new(config)
}

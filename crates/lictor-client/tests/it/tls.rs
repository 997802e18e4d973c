//! TRU-02 over TCP: the key counts, and nothing else of the certificate.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use lictor_client::{Client, Error, Options, ServerIdentity, Status};
use lictor_wire::ALPN;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519, SignatureAlgorithm};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::peer::{Manner, Peer};

/// A TLS server with a new key of this kind, in front of a scripted peer.
fn serve(kind: &'static SignatureAlgorithm, alpn: &[u8]) -> SocketAddr {
    let pair = KeyPair::generate_for(kind).unwrap();
    let mut params = CertificateParams::new(vec!["other.example".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(1980, 1, 1);
    let certificate = params.self_signed(&pair).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(pair.serialize_der()).into(),
        )
        .unwrap();
    config.alpn_protocols = vec![alpn.to_vec()];
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut peer, _hearing) = Peer::new(1, Manner::Grants);
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            peer.converse(&mut StreamOwned::new(connection, stream.unwrap()));
        }
    });
    address
}

fn open(dir: &Path, address: SocketAddr) -> Result<Client, Error> {
    let known = dir.join("known_servers");
    Client::open(Options::new().environment(false).path(address.to_string()).known_servers(known))
}

/// TRU-02: an expired certificate for another name will do; its key is recorded, and another key
/// at the same address is refused.
#[test]
fn tru_02_only_the_key_counts() {
    let dir = tempfile::tempdir().unwrap();
    let address = serve(&PKCS_ED25519, ALPN);
    let client = open(dir.path(), address).unwrap();
    assert_eq!(client.verified().server, Some(ServerIdentity::FirstUse));
    let seat = client.checkout("cad").unwrap();
    assert_eq!(seat.count(), 1);
    drop((seat, client));
    let client = open(dir.path(), address).unwrap();
    assert_eq!(client.verified().server, Some(ServerIdentity::Pinned));
    drop(client);

    let known = dir.path().join("known_servers");
    let record = fs::read_to_string(&known).unwrap();
    let (name, _key) = record.trim_end().split_once(' ').unwrap();
    assert_eq!(name, address.to_string());
    fs::write(&known, format!("{name} {}\n", "0".repeat(64))).unwrap();
    let error = open(dir.path(), address).map(|_| ()).unwrap_err();
    assert!(error.is_not_genuine(), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("known_servers")));
}

/// TRU-02: TLS 1.3 with an Ed25519 key and our protocol, or nothing.
#[test]
fn tru_02_other_servers_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    for (kind, alpn) in [(&PKCS_ECDSA_P256_SHA256, ALPN), (&PKCS_ED25519, b"h2".as_slice())] {
        let error = open(dir.path(), serve(kind, alpn)).map(|_| ()).unwrap_err();
        assert_eq!(error.status(), Status::ProtocolError, "{error}");
    }
}

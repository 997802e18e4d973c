//! TLS 1.3 in which only the server's key counts (TRU-02).

use std::sync::Arc;

use lictor_types::PublicKey;
use lictor_wire::ALPN;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ClientConnection, Resumption};
use rustls::crypto::{self, CryptoProvider};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, PeerIncompatible, SignatureScheme,
};

/// What every TLS connection of a client shares: 1.3 only, Ed25519 only, no tickets.
#[derive(Debug, Clone)]
pub(crate) struct Tls(Arc<ClientConfig>);

/// Plaintext a connection keeps while the socket does not take more.
const BUFFER_BYTES_MAX: usize = 64 * 1024;
/// The name in the handshake. The server is known by its key; nothing is sent of it.
const NAME: &str = "lictor";

impl Tls {
    pub(crate) fn new() -> Result<Self, Error> {
        let provider = Arc::new(crypto::ring::default_provider());
        let verifier = Arc::new(KeyOnly { provider: Arc::clone(&provider) });
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![ALPN.to_vec()];
        config.resumption = Resumption::disabled();
        config.enable_sni = false;
        Ok(Self(Arc::new(config)))
    }

    /// A connection about to greet.
    pub(crate) fn connect(&self) -> Result<ClientConnection, Error> {
        let name = ServerName::try_from(NAME).map_err(|_| Error::General("bad name".to_owned()))?;
        let mut connection = ClientConnection::new(Arc::clone(&self.0), name)?;
        connection.set_buffer_limit(Some(BUFFER_BYTES_MAX));
        Ok(connection)
    }
}

/// The key that signed the finished handshake; none if the server does not speak our protocol.
pub(crate) fn peer_key(connection: &ClientConnection) -> Option<PublicKey> {
    let certificate = connection.peer_certificates()?.first()?;
    let speaks_it = connection.alpn_protocol() == Some(ALPN);
    ed25519_key(certificate).ok().filter(|_| speaks_it)
}

/// Accepts any certificate that carries a usable Ed25519 key, and proves that the peer has the key.
/// Who the key belongs to is judged afterwards, by license or record: names, dates and issuers in
/// the certificate are not evaluated.
#[derive(Debug)]
struct KeyOnly {
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for KeyOnly {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        ed25519_key(end_entity).map(|_| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::PeerIncompatible(PeerIncompatible::Tls13RequiredForQuic))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}

/// The key in a certificate. What stands before the 32 bytes of an Ed25519 key in its
/// SubjectPublicKeyInfo is fixed (RFC 8410 section 4).
fn ed25519_key(certificate: &CertificateDer<'_>) -> Result<PublicKey, Error> {
    const SPKI_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let bad = || Error::InvalidCertificate(CertificateError::BadEncoding);
    let parsed = ParsedCertificate::try_from(certificate)?;
    let spki = parsed.subject_public_key_info();
    let key = spki.as_ref().strip_prefix(&SPKI_PREFIX).and_then(|key| <[u8; 32]>::try_from(key).ok());
    key.and_then(|key| PublicKey::new(key).ok()).ok_or_else(bad)
}

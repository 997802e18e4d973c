//! TLS as the server speaks it: 1.3 only, its own key, no tickets, no early data (TRU-02).

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::{ServerConfig, version};

use crate::identity::Identity;

/// Why TLS cannot be set up from the identity.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate cannot be made.
    #[error("cannot make the server's certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The library refuses the key.
    #[error("cannot set up TLS: {0}")]
    Config(#[from] rustls::Error),
}

/// TLS for the port of clients.
///
/// # Errors
///
/// [`TlsError`], if the identity is unusable.
pub(crate) fn client_port(identity: &Identity) -> Result<Arc<ServerConfig>, TlsError> {
    config(identity, lictor_wire::ALPN)
}

/// TLS for the admin port where it is not on loopback.
///
/// # Errors
///
/// [`TlsError`], if the identity is unusable.
pub(crate) fn admin_port(identity: &Identity) -> Result<Arc<ServerConfig>, TlsError> {
    config(identity, b"http/1.1")
}

fn config(identity: &Identity, protocol: &[u8]) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.pkcs8().to_vec()));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![certificate(identity)?], key)?;
    config.alpn_protocols = vec![protocol.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.max_early_data_size = 0;
    Ok(Arc::new(config))
}

/// The identity's key in a certificate that says nothing else: clients look at the key only.
fn certificate(identity: &Identity) -> Result<CertificateDer<'static>, rcgen::Error> {
    let key = rcgen::KeyPair::try_from(&PrivatePkcs8KeyDer::from(identity.pkcs8().to_vec()))?;
    let params = rcgen::CertificateParams::new(vec!["lictord".to_owned()])?;
    Ok(params.self_signed(&key)?.der().clone())
}

//! The floor: a 64-byte echo over the same transport, on a current-thread runtime.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, version};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// The protocol name of the echo's TLS.
pub const ALPN: &[u8] = b"echo";

/// Echoes on a TLS port and on a Unix socket until the process ends. `ready` is told the port.
///
/// # Errors
///
/// What the operating system or TLS said.
pub fn serve(socket: &Path, ready: impl FnOnce(u16)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let tls = tls().map_err(io::Error::other)?;
    runtime.block_on(async {
        let port = TcpListener::bind("127.0.0.1:0").await?;
        let local = UnixListener::bind(socket)?;
        ready(port.local_addr()?.port());
        loop {
            tokio::select! {
                accepted = port.accept() => drop(tokio::spawn(echo_tls(accepted?.0, Arc::clone(&tls)))),
                accepted = local.accept() => drop(tokio::spawn(echo_plain(accepted?.0))),
            }
        }
    })
}

async fn echo_plain(mut stream: UnixStream) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let got = stream.read(&mut buffer).await?;
        if got == 0 {
            return Ok(());
        }
        stream.write_all(buffer.get(..got).unwrap_or_default()).await?;
    }
}

async fn echo_tls(mut stream: TcpStream, config: Arc<ServerConfig>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut raw = vec![0; 16 * 1024];
    let mut plain = vec![0; 16 * 1024];
    let mut out = Vec::new();
    loop {
        let got = stream.read(&mut raw).await?;
        if got == 0 {
            return Ok(());
        }
        let mut bytes = raw.get(..got).unwrap_or_default();
        while !bytes.is_empty() {
            tls.read_tls(&mut bytes)?;
            let state = tls.process_new_packets().map_err(io::Error::other)?;
            let mut left = state.plaintext_bytes_to_read();
            while left > 0 {
                let size = left.min(plain.len());
                let part = plain.get_mut(..size).unwrap_or_default();
                io::Read::read_exact(&mut tls.reader(), part)?;
                io::Write::write_all(&mut tls.writer(), part)?;
                left -= size;
            }
        }
        out.clear();
        while tls.wants_write() {
            tls.write_tls(&mut out)?;
        }
        stream.write_all(&out).await?;
    }
}

fn tls() -> Result<Arc<ServerConfig>, Box<dyn std::error::Error + Send + Sync>> {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519)?;
    let certificate = rcgen::CertificateParams::new(vec!["echo".to_owned()])?.self_signed(&key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

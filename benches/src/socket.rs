//! A client socket of the generator: TLS 1.3 over TCP, plain TCP, or a Unix socket. Never waits.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, version};

/// Where a server listens and how.
#[derive(Debug, Clone)]
pub enum Target {
    /// TLS over TCP, with the protocol name both must speak.
    Tls(String, &'static [u8]),
    /// TCP.
    Plain(String),
    /// A Unix socket.
    Unix(PathBuf),
}

/// One connection.
pub struct Socket {
    stream: Stream,
    tls: Option<ClientConnection>,
    unsent: Vec<u8>,
}

enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    /// Connects and finishes the handshake; only then does the socket stop waiting.
    ///
    /// # Errors
    ///
    /// What the operating system or TLS said.
    pub fn connect(target: &Target, tls: &Arc<ClientConfig>) -> io::Result<Self> {
        let mut socket = match target {
            Target::Tls(address, _) => {
                let stream = TcpStream::connect(address)?;
                let name = ServerName::try_from("lictord").map_err(io::Error::other)?;
                let connection = ClientConnection::new(Arc::clone(tls), name).map_err(io::Error::other)?;
                Self { stream: Stream::Tcp(stream), tls: Some(connection), unsent: Vec::new() }
            }
            Target::Plain(address) => {
                Self { stream: Stream::Tcp(TcpStream::connect(address)?), tls: None, unsent: Vec::new() }
            }
            Target::Unix(path) => {
                Self { stream: Stream::Unix(UnixStream::connect(path)?), tls: None, unsent: Vec::new() }
            }
        };
        if let Stream::Tcp(stream) = &socket.stream {
            stream.set_nodelay(true)?;
        }
        while let Some(connection) = &mut socket.tls {
            if !connection.is_handshaking() {
                break;
            }
            connection.complete_io(&mut socket.stream)?;
        }
        match &socket.stream {
            Stream::Tcp(stream) => stream.set_nonblocking(true)?,
            Stream::Unix(stream) => stream.set_nonblocking(true)?,
        }
        Ok(socket)
    }

    /// Sends, as far as the socket takes it; the rest goes with the next call.
    ///
    /// # Errors
    ///
    /// What the operating system said.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.tls {
            Some(tls) => {
                tls.writer().write_all(bytes)?;
                while tls.wants_write() {
                    match tls.write_tls(&mut self.stream) {
                        Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                        other => other?,
                    };
                }
            }
            None => {
                self.unsent.extend_from_slice(bytes);
                match self.stream.write(&self.unsent) {
                    Ok(taken) => drop(self.unsent.drain(..taken)),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    /// Appends what has come to `plain`.
    ///
    /// # Errors
    ///
    /// What the operating system or TLS said; the end of the stream is an error.
    pub fn receive(&mut self, plain: &mut Vec<u8>) -> io::Result<()> {
        let mut raw = [0; 16 * 1024];
        let got = match self.stream.read(&mut raw) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(got) => got,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut bytes = raw.get(..got).unwrap_or_default();
        let Some(tls) = &mut self.tls else {
            plain.extend_from_slice(bytes);
            return Ok(());
        };
        while !bytes.is_empty() {
            tls.read_tls(&mut bytes)?;
            let state = tls.process_new_packets().map_err(io::Error::other)?;
            let from = plain.len();
            plain.resize(from + state.plaintext_bytes_to_read(), 0);
            tls.reader().read_exact(plain.get_mut(from..).unwrap_or_default())?;
        }
        Ok(())
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.stream {
            Stream::Tcp(stream) => stream.as_fd(),
            Stream::Unix(stream) => stream.as_fd(),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// TLS that believes any server: a generator measures, it does not trust.
///
/// # Errors
///
/// What TLS said.
pub fn believing_tls(protocol: &[u8]) -> Result<Arc<ClientConfig>, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Believer))
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct Believer;

impl ServerCertVerifier for Believer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}

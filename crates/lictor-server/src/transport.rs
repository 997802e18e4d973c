//! A connection's bytes: TLS over TCP, or a Unix socket as it is (TRU-02).
//!
//! Owns no buffer for reading: the worker lends one. Writing never waits; what the socket does not
//! take stays here until it does.

use std::io::{self, ErrorKind, IoSlice, Read as _, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rustls::{ServerConfig, ServerConnection};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// Either kind of connection.
pub(crate) enum Transport {
    /// TLS 1.3 over TCP.
    Tls {
        /// The socket.
        socket: TcpStream,
        /// The TLS state.
        tls: Box<ServerConnection>,
    },
    /// A client on the same host.
    Local {
        /// The socket.
        socket: UnixStream,
        /// What the socket has not taken yet.
        pending: Vec<u8>,
    },
}

/// How a read ended.
pub(crate) enum Received {
    /// Bytes were taken in (perhaps none that mean anything yet).
    Some,
    /// The peer has closed.
    End,
}

impl Transport {
    pub(crate) fn tls(socket: TcpStream, config: &Arc<ServerConfig>) -> io::Result<Self> {
        socket.set_nodelay(true)?;
        let mut tls = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        tls.set_buffer_limit(None);
        Ok(Self::Tls { socket, tls: Box::new(tls) })
    }

    pub(crate) fn local(socket: UnixStream) -> Self {
        Self::Local { socket, pending: Vec::new() }
    }

    /// Whether the TLS handshake is still going on.
    pub(crate) fn is_handshaking(&self) -> bool {
        match self {
            Self::Tls { tls, .. } => tls.is_handshaking(),
            Self::Local { .. } => false,
        }
    }

    /// Reads once into `raw` and appends what it means to `plain`.
    pub(crate) fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        raw: &mut [u8],
        plain: &mut Vec<u8>,
    ) -> Poll<io::Result<Received>> {
        let mut buffer = ReadBuf::new(raw);
        match self {
            Self::Tls { socket, .. } => ready!(Pin::new(socket).poll_read(context, &mut buffer))?,
            Self::Local { socket, .. } => ready!(Pin::new(socket).poll_read(context, &mut buffer))?,
        }
        let bytes = buffer.filled();
        if bytes.is_empty() {
            return Poll::Ready(Ok(Received::End));
        }
        match self {
            Self::Tls { tls, .. } => Poll::Ready(decrypt(tls, bytes, plain)),
            Self::Local { .. } => {
                plain.extend_from_slice(bytes);
                Poll::Ready(Ok(Received::Some))
            }
        }
    }

    /// Sends frames, as far as the socket takes them now. Whether all has left.
    pub(crate) fn send(&mut self, frames: &[u8]) -> io::Result<bool> {
        match self {
            Self::Tls { tls, .. } => tls.writer().write_all(frames)?,
            Self::Local { socket, pending } if pending.is_empty() => {
                let taken = match socket.try_write(frames) {
                    Ok(taken) => taken,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                    Err(error) => return Err(error),
                };
                pending.extend_from_slice(frames.get(taken..).unwrap_or_default());
                return if pending.is_empty() { Ok(true) } else { self.flush() };
            }
            Self::Local { pending, .. } => pending.extend_from_slice(frames),
        }
        self.flush()
    }

    /// Sends what is pending, as far as the socket takes it now. Whether all has left.
    pub(crate) fn flush(&mut self) -> io::Result<bool> {
        match self {
            Self::Tls { socket, tls } => {
                while tls.wants_write() {
                    match tls.write_tls(&mut TrySocket(socket)) {
                        Ok(_) => {}
                        Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                        Err(error) => return Err(error),
                    }
                }
            }
            Self::Local { socket, pending } => {
                while !pending.is_empty() {
                    match socket.try_write(pending) {
                        Ok(taken) => drop(pending.drain(..taken)),
                        Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                        Err(error) => return Err(error),
                    }
                }
                *pending = Vec::new();
            }
        }
        Ok(true)
    }

    /// Waits until the socket has something.
    pub(crate) fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tls { socket, .. } => socket.poll_read_ready(context),
            Self::Local { socket, .. } => socket.poll_read_ready(context),
        }
    }

    /// Waits until the socket takes more.
    pub(crate) fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tls { socket, .. } => socket.poll_write_ready(context),
            Self::Local { socket, .. } => socket.poll_write_ready(context),
        }
    }

    /// Tells the peer that nothing more will come.
    pub(crate) fn finish(&mut self) {
        if let Self::Tls { tls, .. } = self {
            tls.send_close_notify();
        }
        let _ = self.flush();
    }
}

fn decrypt(tls: &mut ServerConnection, mut bytes: &[u8], plain: &mut Vec<u8>) -> io::Result<Received> {
    while !bytes.is_empty() {
        if tls.read_tls(&mut bytes)? == 0 {
            return Ok(Received::End);
        }
        let state = match tls.process_new_packets() {
            Ok(state) => state,
            Err(error) => {
                // Sends the alert that says what was wrong.
                return Err(io::Error::new(ErrorKind::InvalidData, error));
            }
        };
        let ready = state.plaintext_bytes_to_read();
        if ready > 0 {
            let from = plain.len();
            plain.resize(from + ready, 0);
            tls.reader().read_exact(plain.get_mut(from..).unwrap_or_default())?;
        }
        if state.peer_has_closed() {
            return Ok(Received::End);
        }
    }
    Ok(Received::Some)
}

/// A socket that says `WouldBlock` instead of waiting.
struct TrySocket<'a>(&'a TcpStream);

impl Write for TrySocket<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(parts)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Bytes over a socket that does not block, through TLS where there is any.

use std::io::{self, Read, Write};

use lictor_types::PublicKey;
use rustls::ClientConnection;

use crate::trust::{Tls, peer_key};

/// A connection's two directions.
#[derive(Debug)]
pub(crate) struct Channel {
    tls: Option<Box<ClientConnection>>,
    unsent: Vec<u8>,
    ready: bool,
}

impl Channel {
    /// Through TLS.
    pub(crate) fn secure(tls: &Tls) -> io::Result<Self> {
        let connection = tls.connect().map_err(io::Error::other)?;
        Ok(Self { tls: Some(Box::new(connection)), unsent: Vec::new(), ready: false })
    }

    /// Plain, for a Unix socket.
    pub(crate) fn plain() -> Self {
        Self { tls: None, unsent: Vec::new(), ready: false }
    }

    /// The moment when it can be spoken over, once: the key that TLS proved, none on plain ones.
    ///
    /// # Errors
    ///
    /// When the server does not speak our protocol.
    pub(crate) fn arrived(&mut self) -> io::Result<Option<Option<PublicKey>>> {
        if self.ready || self.tls.as_ref().is_some_and(|tls| tls.is_handshaking()) {
            return Ok(None);
        }
        self.ready = true;
        let Some(tls) = &self.tls else { return Ok(Some(None)) };
        let key = peer_key(tls).ok_or_else(|| io::Error::other("the server does not speak lictor/1"))?;
        Ok(Some(Some(key)))
    }

    /// Takes what the socket has, until it would block. False at its end.
    pub(crate) fn receive(&mut self, socket: &mut impl Read, into: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let read = match &mut self.tls {
                None => read_plain(socket, into),
                Some(tls) => read_tls(tls, socket, into),
            };
            match read {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes bytes to send, and sends what the socket takes.
    pub(crate) fn send(&mut self, socket: &mut impl Write, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.unsent.append(bytes);
        loop {
            let written = match &mut self.tls {
                None => socket.write(&self.unsent),
                Some(tls) => {
                    let taken = tls.writer().write(&self.unsent)?;
                    self.unsent.drain(..taken);
                    if !tls.wants_write() {
                        return Ok(());
                    }
                    tls.write_tls(socket)
                }
            };
            match written {
                Ok(0) if self.unsent.is_empty() => return Ok(()),
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) if self.tls.is_none() => drop(self.unsent.drain(..count)),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether it has bytes that the socket did not take.
    pub(crate) fn wants_write(&self) -> bool {
        match &self.tls {
            Some(tls) => tls.wants_write() || (self.ready && !self.unsent.is_empty()),
            None => !self.unsent.is_empty(),
        }
    }
}

fn read_plain(socket: &mut impl Read, into: &mut Vec<u8>) -> io::Result<usize> {
    let mut piece = [0; 16 * 1024];
    let count = socket.read(&mut piece)?;
    into.extend_from_slice(piece.get(..count).unwrap_or_default());
    Ok(count)
}

fn read_tls(tls: &mut ClientConnection, socket: &mut impl Read, into: &mut Vec<u8>) -> io::Result<usize> {
    let count = tls.read_tls(socket)?;
    let state =
        tls.process_new_packets().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let start = into.len();
    into.resize(start + state.plaintext_bytes_to_read(), 0);
    tls.reader().read_exact(into.get_mut(start..).unwrap_or_default())?;
    Ok(count)
}

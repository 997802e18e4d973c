//! A link's socket, known to the runtime.

use std::io::{self, Read, Write};
use std::task::{Context, Poll};

use tokio::net::{TcpStream, UnixStream};

use crate::link::{Socket, Wire};

/// A socket whose readiness the runtime tells.
#[derive(Debug)]
pub(super) enum Told {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Told {
    pub(super) fn new(socket: Socket) -> io::Result<Self> {
        match socket {
            Socket::Tcp(stream) => TcpStream::from_std(stream).map(Self::Tcp),
            Socket::Unix(stream) => UnixStream::from_std(stream).map(Self::Unix),
        }
    }

    /// Whether a turn is worth while. An error shows at the turn.
    pub(super) fn poll_ready(&self, wants_write: bool, context: &mut Context<'_>) -> Poll<()> {
        let (read, write) = match self {
            Self::Tcp(stream) => {
                let write = if wants_write { stream.poll_write_ready(context) } else { Poll::Pending };
                (stream.poll_read_ready(context), write)
            }
            Self::Unix(stream) => {
                let write = if wants_write { stream.poll_write_ready(context) } else { Poll::Pending };
                (stream.poll_read_ready(context), write)
            }
        };
        if read.is_ready() || write.is_ready() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Wire for Told {
    fn connected(&self) -> io::Result<()> {
        match self {
            Self::Unix(_) => Ok(()),
            Self::Tcp(stream) => match stream.take_error()? {
                Some(error) => Err(error),
                None => stream.peer_addr().and_then(|_| stream.set_nodelay(true)),
            },
        }
    }
}

impl Read for Told {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buf),
            Self::Unix(stream) => stream.try_read(buf),
        }
    }
}

impl Write for Told {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(buf),
            Self::Unix(stream) => stream.try_write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

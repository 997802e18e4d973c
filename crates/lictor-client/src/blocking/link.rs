//! One connection of the beat thread.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;

use lictor_types::PublicKey;
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, socket_with, sockopt};

use crate::channel::Channel;
use crate::path::Address;
use crate::trust::Tls;

/// A socket with its channel.
#[derive(Debug)]
pub(super) struct Link {
    socket: Socket,
    channel: Channel,
    /// Whether the connection is still being made.
    connecting: bool,
    /// Addresses of the host that were not tried yet.
    addresses: Vec<SocketAddr>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// What a turn brought.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// The connection can be spoken over from now on; the key that TLS proved.
    pub(super) arrived: Option<Option<PublicKey>>,
    pub(super) bytes: Vec<u8>,
    /// The other side has ended it.
    pub(super) ended: bool,
}

impl Link {
    /// Begins a connection. Looking up the host's name may take its time, the rest does not wait.
    pub(super) fn dial(address: &Address, tls: &Tls) -> io::Result<Self> {
        match address {
            Address::Unix(path) => {
                let socket = Socket::Unix(dial_unix(path)?);
                Ok(Self { socket, channel: Channel::plain(), connecting: false, addresses: Vec::new() })
            }
            Address::Tcp { host, port } => {
                let mut addresses: Vec<SocketAddr> = (host.as_str(), *port).to_socket_addrs()?.collect();
                addresses.reverse();
                let socket = dial_next(&mut addresses, io::ErrorKind::NotFound.into())?;
                let channel = Channel::secure(tls)?;
                Ok(Self { socket: Socket::Tcp(socket), channel, connecting: true, addresses })
            }
        }
    }

    /// What to wait for.
    pub(super) fn interest(&self) -> PollFlags {
        if self.connecting {
            PollFlags::OUT
        } else if self.channel.wants_write() {
            PollFlags::IN | PollFlags::OUT
        } else {
            PollFlags::IN
        }
    }

    /// Does what the socket is ready for.
    pub(super) fn turn(&mut self) -> io::Result<Turn> {
        let mut turn = Turn::default();
        if self.connecting && !self.finish_connecting()? {
            return Ok(turn);
        }
        turn.ended = !self.channel.receive(&mut self.socket, &mut turn.bytes)?;
        self.channel.send(&mut self.socket, &mut Vec::new())?;
        turn.arrived = self.channel.arrived()?;
        Ok(turn)
    }

    /// Sends, or keeps what the socket does not take now.
    pub(super) fn send(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.channel.send(&mut self.socket, bytes)
    }

    /// Whether something has not left yet.
    pub(super) fn has_unsent(&self) -> bool {
        !self.connecting && self.channel.wants_write()
    }

    /// Whether the connection stands now. A failure goes on to the host's next address.
    fn finish_connecting(&mut self) -> io::Result<bool> {
        let outcome = sockopt::socket_error(self.socket.as_fd())?;
        if let Err(error) = outcome {
            self.socket = Socket::Tcp(dial_next(&mut self.addresses, error.into())?);
            return Ok(false);
        }
        if let Socket::Tcp(stream) = &self.socket {
            if stream.peer_addr().is_err() {
                return Ok(false);
            }
            stream.set_nodelay(true)?;
        }
        self.connecting = false;
        self.channel.send(&mut self.socket, &mut Vec::new())?;
        Ok(true)
    }
}

impl AsFd for Link {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Unix(stream) => stream.as_fd(),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buf),
            Self::Unix(stream) => stream.read(buf),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(buf),
            Self::Unix(stream) => stream.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn dial_unix(path: &Path) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(path)?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}

/// Begins a connection to the next address that lets it begin; `why` it did not work so far.
fn dial_next(addresses: &mut Vec<SocketAddr>, mut why: io::Error) -> io::Result<TcpStream> {
    while let Some(address) = addresses.pop() {
        match dial_tcp(address) {
            Ok(stream) => return Ok(stream),
            Err(error) => why = error,
        }
    }
    Err(why)
}

fn dial_tcp(address: SocketAddr) -> io::Result<TcpStream> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(family, SocketType::STREAM, flags, None)?;
    match connect(&socket, &address) {
        Ok(()) | Err(Errno::INPROGRESS) => Ok(TcpStream::from(socket)),
        Err(error) => Err(error.into()),
    }
}

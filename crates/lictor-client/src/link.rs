//! One connection, made and used without waiting.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;

use lictor_types::PublicKey;
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, socket_with};

use crate::channel::Channel;
use crate::path::Address;
use crate::trust::Tls;

/// A socket with its channel.
#[derive(Debug)]
pub(crate) struct Link<S = Socket> {
    socket: S,
    channel: Channel,
    /// Whether the connection is still being made.
    connecting: bool,
    /// Addresses of the host that were not tried yet.
    addresses: Vec<SocketAddr>,
}

/// A socket that does not block.
#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// What a link asks of its socket.
pub(crate) trait Wire: Read + Write {
    /// Ends connecting, once the socket can be written to.
    ///
    /// # Errors
    ///
    /// Why there is no connection.
    fn connected(&self) -> io::Result<()>;
}

/// What a turn brought.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    /// The connection can be spoken over from now on; the key that TLS proved.
    pub(crate) arrived: Option<Option<PublicKey>>,
    pub(crate) bytes: Vec<u8>,
    /// The other side has ended it.
    pub(crate) ended: bool,
}

impl Link {
    /// Begins a connection. Looking up the host's name may take its time, the rest does not wait.
    pub(crate) fn dial(address: &Address, tls: &Tls) -> io::Result<Self> {
        let mut addresses = Vec::new();
        let (socket, channel) = match address {
            Address::Unix(path) => (Socket::Unix(dial_unix(path)?), Channel::plain()),
            Address::Tcp { host, port } => {
                addresses.extend((host.as_str(), *port).to_socket_addrs()?);
                addresses.reverse();
                let socket = dial_next(&mut addresses, io::ErrorKind::NotFound.into())?;
                (Socket::Tcp(socket), Channel::secure(tls)?)
            }
        };
        Ok(Self { socket, channel, connecting: true, addresses })
    }

    /// What to wait for.
    pub(crate) fn interest(&self) -> PollFlags {
        if self.connecting {
            PollFlags::OUT
        } else if self.channel.wants_write() {
            PollFlags::IN | PollFlags::OUT
        } else {
            PollFlags::IN
        }
    }
}

impl<S> Link<S> {
    /// The next address of the host, if this one failed while connecting.
    ///
    /// # Errors
    ///
    /// `why` it failed, if there is no other.
    pub(crate) fn next(mut self, why: io::Error) -> io::Result<Link> {
        if !self.connecting {
            return Err(why);
        }
        let socket = Socket::Tcp(dial_next(&mut self.addresses, why)?);
        Ok(Link { socket, channel: self.channel, connecting: true, addresses: self.addresses })
    }

    /// Whether something has not left yet.
    pub(crate) fn has_unsent(&self) -> bool {
        !self.connecting && self.channel.wants_write()
    }
}

#[cfg(feature = "tokio")]
impl<S> Link<S> {
    pub(crate) fn socket(&self) -> &S {
        &self.socket
    }

    /// Whether it waits to write, and not only to read.
    pub(crate) fn wants_write(&self) -> bool {
        self.connecting || self.channel.wants_write()
    }

    /// The same link over another kind of socket.
    pub(crate) fn over<T>(self, change: impl FnOnce(S) -> io::Result<T>) -> io::Result<Link<T>> {
        let socket = change(self.socket)?;
        Ok(Link { socket, channel: self.channel, connecting: self.connecting, addresses: self.addresses })
    }
}

impl<S: Wire> Link<S> {
    /// Does what the socket is ready for, until it would block.
    pub(crate) fn turn(&mut self) -> io::Result<Turn> {
        if self.connecting {
            self.socket.connected()?;
            self.connecting = false;
        }
        let mut turn = Turn::default();
        self.channel.send(&mut self.socket, &mut Vec::new())?;
        turn.ended = !self.channel.receive(&mut self.socket, &mut turn.bytes)?;
        self.channel.send(&mut self.socket, &mut Vec::new())?;
        turn.arrived = self.channel.arrived()?;
        Ok(turn)
    }

    /// Sends, or keeps what the socket does not take now.
    pub(crate) fn send(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.channel.send(&mut self.socket, bytes)
    }
}

impl AsFd for Link {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match &self.socket {
            Socket::Tcp(stream) => stream.as_fd(),
            Socket::Unix(stream) => stream.as_fd(),
        }
    }
}

impl Wire for Socket {
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

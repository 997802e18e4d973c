//! Taking connections: the port of clients and the Unix socket.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio_util::sync::CancellationToken;

use crate::connection::{LocalProcess, Peer};
use crate::counters::add;
use crate::inbox::{Arrival, Socket};
use crate::shared::Shared;

/// Connections that wait in the kernel.
const BACKLOG: i32 = 4096;
/// How long to wait when the process has no more descriptors, before asking again.
const EXHAUSTED_WAIT: Duration = Duration::from_millis(100);

/// Binds the port of clients.
pub(crate) fn bind(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let domain = socket2::Domain::for_address(address);
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, Some(socket2::Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Where every IPv4 address is listened on, binds the same port of every IPv6 address too, if this
/// machine has any.
pub(crate) fn bind_likewise(v4: SocketAddr) -> io::Result<Option<std::net::TcpListener>> {
    if v4.ip() != IpAddr::V4(Ipv4Addr::UNSPECIFIED) {
        return Ok(None);
    }
    match bind(SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), v4.port())) {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        Err(error) => {
            tracing::info!(%error, "Not listening by IPv6");
            Ok(None)
        }
    }
}

/// Binds the Unix socket, in the place of one that a dead server left. Any user of this machine
/// may connect: the operating system says who it is (TRU-02).
pub(crate) fn bind_local(path: &Path) -> io::Result<std::os::unix::net::UnixListener> {
    if let Ok(there) = std::fs::symlink_metadata(path) {
        if !there.file_type().is_socket() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "something that is no socket stands there",
            ));
        }
        if std::os::unix::net::UnixStream::connect(path).is_ok() {
            return Err(io::Error::new(io::ErrorKind::AddrInUse, "another server listens there"));
        }
        std::fs::remove_file(path)?;
    }
    let listener = std::os::unix::net::UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Takes connections from a port until `stop`.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, from)) => {
                let peer = Peer { address: from.ip().to_canonical().to_string(), process: None };
                match socket.into_std() {
                    Ok(socket) => hand_over(&shared, Socket::Tcp(socket), peer),
                    Err(error) => tracing::debug!(%error, "A connection was lost before it was served"),
                }
            }
            Err(error) => rest(&shared, &error).await,
        }
    }
}

/// Takes connections from the Unix socket until `stop`.
pub(crate) async fn serve_local(shared: Arc<Shared>, listener: UnixListener, stop: CancellationToken) {
    let host = lictor_host::host_name();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, _)) => {
                let Ok(credentials) = socket.peer_cred() else { continue };
                let process = LocalProcess {
                    user: lictor_host::user_name_of(credentials.uid()),
                    host: host.clone(),
                    pid: credentials.pid().and_then(|pid| u32::try_from(pid).ok()).unwrap_or(0),
                };
                let peer = Peer { address: "local".to_owned(), process: Some(process) };
                match socket.into_std() {
                    Ok(socket) => hand_over(&shared, Socket::Unix(socket), peer),
                    Err(error) => tracing::debug!(%error, "A connection was lost before it was served"),
                }
            }
            Err(error) => rest(&shared, &error).await,
        }
    }
}

fn hand_over(shared: &Shared, socket: Socket, peer: Peer) {
    add(&shared.counters.connections, 1);
    let connected: usize = shared.inboxes.iter().map(|inbox| inbox.load()).sum();
    match shared.least_loaded() {
        Some(inbox) if connected < shared.settings.connections_max => inbox.arrive(Arrival { socket, peer }),
        Some(_) | None => add(&shared.counters.turned_away, 1),
    }
}

/// Accepting failed: for want of descriptors if it keeps failing, so do not spin.
async fn rest(shared: &Shared, error: &io::Error) {
    if shared.counters.turned_away.fetch_add(1, Ordering::Relaxed) == 0 {
        tracing::error!(%error, "Cannot accept connections; trying again");
    }
    tokio::time::sleep(EXHAUSTED_WAIT).await;
}

//! The doors of a server: the port of clients, the Unix socket and the admin port, on one thread.

use std::sync::Arc;

use rustls::ServerConfig;
use tokio_util::sync::CancellationToken;

use crate::server::{Addresses, StartError};
use crate::shared::Shared;
use crate::{admin, listen, tls};

/// Bound and not yet served.
pub(crate) struct Doors {
    clients: std::net::TcpListener,
    /// The same port by IPv6, where every IPv4 address is listened on.
    clients_v6: Option<std::net::TcpListener>,
    local: std::os::unix::net::UnixListener,
    admin: std::net::TcpListener,
    admin_tls: Option<Arc<ServerConfig>>,
    keeper: admin::Keeper,
}

/// Binds every door and fills in the addresses that were left to the system.
pub(crate) fn open(shared: &Arc<Shared>, addresses: &mut Addresses) -> Result<Doors, StartError> {
    let failed = |at: String| move |source| StartError::Listen { at, source };
    let clients = listen::bind(addresses.listen).map_err(failed(addresses.listen.to_string()))?;
    let admin = listen::bind(addresses.admin).map_err(failed(addresses.admin.to_string()))?;
    let local =
        listen::bind_local(&addresses.socket).map_err(failed(addresses.socket.display().to_string()))?;
    let keeper = admin::Keeper::load_or_make(&shared.settings.state)
        .map_err(|source| StartError::State { path: shared.settings.state.clone(), source })?;
    addresses.listen = clients.local_addr().map_err(failed(addresses.listen.to_string()))?;
    let clients_v6 = listen::bind_likewise(addresses.listen)
        .map_err(failed(format!("[::]:{}", addresses.listen.port())))?;
    addresses.admin = admin.local_addr().map_err(failed(addresses.admin.to_string()))?;
    let loopback = addresses.admin.ip().is_loopback();
    let admin_tls = if loopback { None } else { Some(tls::admin_port(&shared.identity)?) };
    Ok(Doors { clients, clients_v6, local, admin, admin_tls, keeper })
}

/// Serves every door until `stop`, and takes the Unix socket away.
pub(crate) fn run(shared: &Arc<Shared>, doors: Doors, stop: &CancellationToken) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    let Ok(runtime) = runtime.inspect_err(|error| tracing::error!(%error, "Cannot start a runtime")) else {
        return;
    };
    runtime.block_on(async {
        let outcome = serve(shared, doors, stop).await;
        if let Err(error) = outcome {
            tracing::error!(%error, "Cannot serve");
        }
    });
    let _gone = std::fs::remove_file(shared.settings.socket_path());
}

async fn serve(shared: &Arc<Shared>, doors: Doors, stop: &CancellationToken) -> std::io::Result<()> {
    let clients = tokio::net::TcpListener::from_std(doors.clients)?;
    let local = tokio::net::UnixListener::from_std(doors.local)?;
    let admin = tokio::net::TcpListener::from_std(doors.admin)?;
    let backend = Arc::new(admin::Backend::new(Arc::clone(shared), clients.local_addr()?));
    let clients_v6 = doors.clients_v6.map(tokio::net::TcpListener::from_std).transpose()?;
    tokio::join!(
        listen::serve(Arc::clone(shared), clients, stop.clone()),
        async {
            if let Some(clients) = clients_v6 {
                listen::serve(Arc::clone(shared), clients, stop.clone()).await;
            }
        },
        listen::serve_local(Arc::clone(shared), local, stop.clone()),
        admin::serve(backend, doors.keeper, admin, doors.admin_tls, stop.clone()),
    );
    Ok(())
}

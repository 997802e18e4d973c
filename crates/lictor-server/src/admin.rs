//! The administrators' port: health, metrics, reports and orders over HTTP/1.1.
//!
//! Contains no rule and no state of its own; everything comes from an [`AdminBackend`]. Plain on
//! loopback, elsewhere TLS with the server's key. Everything but `/healthz` and `/readyz` needs a
//! bearer token; [`routes`] says of which [`Role`].

mod answer;
mod attempts;
mod backend;
mod borrows;
mod files;
mod guard;
mod keeper;
mod named;
mod orders;
mod page;
mod reports;
mod reservations;
mod role;
mod routes;
mod token;
mod token_file;
mod why;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use lictor_engine::{Command, Inquiry, Outcome, Why};
use lictor_types::{SessionId, Status};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

pub(crate) use backend::Backend;
pub(crate) use keeper::Keeper;
pub use role::{Role, UnknownRole};
pub use token_file::{NamedToken, TokenFile, TokenFileError};

use crate::clock::Lowered;
use crate::counters::Counters;
use crate::intake::deposit::{DepositError, Existing, FileName};
use crate::intake::inspect::Finding;
use crate::report::{ServerFacts, Viewable};
use crate::rules::RulesFile;

/// Connections at a time; further ones wait in the kernel.
const CONNECTIONS_MAX: usize = 64;
/// How long a peer may take to send the head of a request, the first or the next one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection may last in all.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(300);
/// How long to wait when the process has no more descriptors, before asking again.
const EXHAUSTED_WAIT: Duration = Duration::from_millis(100);

/// How long a TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// What the port needs of the server.
pub(crate) trait AdminBackend: Viewable + Send + Sync + 'static {
    /// What the server says of itself.
    fn facts(&self) -> ServerFacts;

    /// Whether it serves, or why not (`/readyz`).
    fn readiness(&self) -> Result<(), String>;

    /// What it has counted since its start.
    fn counters(&self) -> &Counters;

    /// Running time in milliseconds, from any beginning.
    fn now_ms(&self) -> u64;

    /// Whether `/metrics` needs no token.
    fn metrics_open(&self) -> bool;

    /// Wall time in milliseconds.
    fn wall_ms(&self) -> u64;

    /// Ends a session and keeps its user out on its host for so long; whether there was one. May
    /// block until that is safe to tell.
    fn release(&self, session: SessionId, quarantine_ms: u64, actor: &str, reason: &str) -> bool;

    /// Carries out another order to the ledger. What became of it, if it is one that is answered.
    /// May block until that is safe to tell.
    fn order(&self, order: Command<'_>) -> Option<Outcome>;

    /// What somebody would get now, and which rules decide (RUL-02).
    ///
    /// # Errors
    ///
    /// The status of a question that cannot be answered.
    fn why(&self, inquiry: &Inquiry<'_>) -> Result<Why, Status>;

    /// The access rules in force.
    fn rules(&self) -> Arc<RulesFile>;

    /// Lowers the floor of wall time (TIM-05), if it can be lower. May block until that is safe to
    /// tell.
    fn reset_clock(&self, actor: &str, reason: &str) -> Option<Lowered>;

    /// Reads licenses anew and returns when what was found is in force, or says why not. May
    /// block.
    fn reload(&self) -> Result<(), String>;

    /// Judges a license file with the keys in force and, if all of it is good, puts it into the
    /// license directory. Returns when it is in force. May block.
    fn place(
        &self,
        name: &FileName,
        bytes: &[u8],
        existing: Existing,
        actor: &str,
        reason: &str,
    ) -> Result<Placed, Unplaced>;

    /// Takes a license file out of the license directory. Returns when it is no longer in force.
    /// May block.
    fn displace(&self, name: &FileName, actor: &str, reason: &str) -> Result<(), Unplaced>;
}

/// A file is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Whether another was there before.
    pub(crate) replaced: bool,
}

/// Why the license directory is as it was.
#[derive(Debug)]
pub(crate) enum Unplaced {
    /// The file is bad: everything that is wrong with it.
    Bad(Vec<Finding>),
    /// The directory refuses.
    Deposit(DepositError),
    /// The directory was changed and could not be read again.
    Reload(String),
}

impl From<DepositError> for Unplaced {
    fn from(error: DepositError) -> Self {
        Self::Deposit(error)
    }
}

/// Serves the port until `stop`: plain, or with TLS where there is a configuration for it.
pub(crate) async fn serve(
    backend: Arc<dyn AdminBackend>,
    keeper: Keeper,
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    stop: CancellationToken,
) {
    let tls = tls.map(TlsAcceptor::from);
    let router = routes::router(backend, keeper);
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (tls, router) = (tls.clone(), router.clone());
                drop(tokio::spawn(connection(stream, peer.ip(), tls, router, slot)));
            }
            Err(error) => {
                tracing::warn!(%error, "Cannot take a connection of an administrator");
                tokio::time::sleep(EXHAUSTED_WAIT).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: IpAddr,
    tls: Option<TlsAcceptor>,
    router: axum::Router,
    slot: OwnedSemaphorePermit,
) {
    match tls {
        None => answer(stream, peer, router).await,
        Some(tls) => match tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await {
            Ok(Ok(stream)) => answer(stream, peer, router).await,
            Ok(Err(error)) => tracing::debug!(%error, "A TLS handshake of an administrator failed"),
            Err(_) => tracing::debug!("A TLS handshake of an administrator took too long"),
        },
    }
    drop(slot);
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin, peer: IpAddr, router: axum::Router) {
    let router = TowerToHyperService::new(router);
    let with_peer = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(guard::Peer(peer));
        router.call(request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), with_peer);
    match tokio::time::timeout(CONNECTION_TIMEOUT, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "A connection of an administrator ended early"),
        Err(_) => tracing::debug!("A connection of an administrator took too long"),
    }
}

#[cfg(test)]
mod tests;

//! A running back office: opens what it needs, serves, works, and stops in order.

use std::net::SocketAddr;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use lictor_types::VendorName;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::actor::Actor;
use crate::clock::{BadTime, Clock};
use crate::console;
use crate::doctor;
use crate::fault::Fault;
use crate::first_start;
use crate::http::serve;
use crate::jobs;
use crate::office::{Office, Parts};
use crate::platform::webhook;
use crate::routes;
use crate::signer::{self, Place};
use crate::store::Store;
use crate::store::database;

/// What a back office is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its directory.
    pub data: PathBuf,
    /// Where it listens; port 0 means any free one.
    pub listen: String,
    /// PostgreSQL by URL; none means SQLite in the directory.
    pub database: Option<String>,
    /// The day or instant at which its clock starts; none means the machine's clock.
    pub now: Option<String>,
    /// The zone of its days.
    pub zone: TimeZone,
    /// Whose licenses it signs, for the key that is made at the first start.
    pub vendor: VendorName,
    /// Socket of a signer that runs already; none means that one is started.
    pub signer: Option<PathBuf>,
}

/// Why a back office does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The directory cannot be used.
    #[error("{path}: {error}")]
    Directory {
        /// The directory.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("database: {0}")]
    Store(#[from] Fault),
    /// The clock cannot be set.
    #[error("--now: {0}")]
    Clock(#[from] BadTime),
    /// There is no signing key.
    #[error("signer: {0}")]
    Key(#[from] signer::child::MakeError),
    /// The signer does not start.
    #[error("signer: {0}")]
    Signer(#[from] signer::child::SpawnError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: String,
        /// What the system says.
        error: std::io::Error,
    },
}

/// A back office that serves.
pub struct Running {
    /// What it consists of.
    pub office: Office,
    /// Where it listens.
    pub address: SocketAddr,
    stop: CancellationToken,
    server: tokio::task::JoinHandle<()>,
    jobs: tokio::task::JoinHandle<()>,
    webhooks: tokio::task::JoinHandle<()>,
    signer: Option<signer::Signer>,
}

/// Starts a back office.
///
/// # Errors
///
/// When anything it needs is missing; nothing is left running then.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let Options { data, listen, database, now, zone, vendor, signer } = options;
    let directory = |error| StartError::Directory { path: data.display().to_string(), error };
    first_start::directories(&data).map_err(directory)?;
    let token = first_start::admin_token(&data).map_err(directory)?;
    let clock = match now {
        Some(start) => Clock::starting_at(&start, zone)?,
        None => Clock::machine(zone),
    };
    let place = match database {
        Some(url) => database::Place::Postgres(url),
        None => database::Place::Sqlite(data.join("office.db")),
    };
    let store = Store::open(&place).await?;
    let (client, signer) = match signer {
        Some(socket) => (signer::SignerClient::new(socket), None),
        None => {
            let place = Place::new(data.join("signer"));
            signer::child::ensure_key(&place, &vendor)?;
            if place.is_open_to_us() {
                tracing::warn!(signer = %place.dir().display(), "{}", doctor::TOGETHER);
            }
            let options = signer::SpawnOptions::embedded(place).map_err(directory)?;
            let child = signer::spawn(options).await?;
            (child.client().clone(), Some(child))
        }
    };
    let name = format!("office-{}", crate::store::new_id());
    let office = Office::new(Parts { store, clock, data: data.clone(), signer: client, name })?;
    let mut tx = office.write(Actor::system("start")).await?;
    first_start::records(&mut tx, &token).await?;
    office.commit(tx).await?;
    let failed = |error| StartError::Listen { address: listen.clone(), error };
    let listener = TcpListener::bind(&listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let stop = CancellationToken::new();
    let router = serve::router(&office, routes::all()).merge(console::router(&office));
    let server = tokio::spawn(serve::serve(listener, router, stop.clone()));
    let jobs = tokio::spawn(jobs::run(office.clone(), stop.clone()));
    let webhooks = tokio::spawn(webhook::run(office.clone(), stop.clone()));
    Ok(Running { office, address, stop, server, jobs, webhooks, signer })
}

impl Running {
    /// Stops: running answers and jobs end, then the signer, then the store is closed.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.server.await;
        let _ = self.jobs.await;
        let _ = self.webhooks.await;
        if let Some(signer) = self.signer {
            signer.stop().await;
        }
        self.office.store().close().await;
    }
}

//! One server: started, reloaded, stopped, embeddable.
//!
//! Starts threads of its own and touches nothing of the process: no logger, no signal handler, no
//! panic hook, no limits. [`Server`] may be used inside any program, within a runtime or not.

use std::fmt;
use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;

use lictor_engine::{Effects, RestoreError};
use lictor_types::SessionId;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::chores::{self, Stop};
use crate::clock::{Clock, SystemClock};
use crate::counters::Counters;
use crate::identity::{Identity, IdentityError};
use crate::inbox::{Inbound, Inbox};
use crate::intake::{IntakeError, Scanner, Sources};
use crate::reloads::Reloads;
use crate::rule_file::{self, RuleWatch, RulesInForce};
use crate::rules::RulesError;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::tls::{self, TlsError};
use crate::worker::Worker;
use crate::zones::Zone;
use crate::{front, recover};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The state directory cannot be used.
    #[error("cannot use the state directory {}: {source}", path.display())]
    State {
        /// The directory.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The identity key cannot be used.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] lictor_journal::OpenError),
    /// The journal has no room.
    #[error(transparent)]
    Room(#[from] lictor_journal::PrepareError),
    /// Snapshots cannot be read.
    #[error(transparent)]
    Snapshots(#[from] lictor_journal::SnapshotError),
    /// A snapshot that is whole does not restore.
    #[error("the snapshot is whole and yet no state of this version: {0:?}")]
    Snapshot(RestoreError),
    /// The license directory or a vendor key cannot be used.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The access rules have mistakes, or cannot be read.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// An address cannot be listened on.
    #[error("cannot listen on {at}: {source}")]
    Listen {
        /// The address or path.
        at: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A thread cannot be started.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
    /// The settings do not fit together.
    #[error("{0}")]
    Settings(String),
    /// The server failed before it was ready.
    #[error(transparent)]
    Fatal(#[from] Fatal),
}

/// Why a server ended that was not asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fatal {
    /// The journal could not be written or synced: nothing was told that was not safe.
    #[error("the journal failed: {0}")]
    Journal(String),
    /// A fault of ours.
    #[error("a fault in the thread {thread}")]
    Panic {
        /// The thread.
        thread: String,
    },
}

/// Where a server can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Port of clients.
    pub listen: SocketAddr,
    /// Admin HTTP.
    pub admin: SocketAddr,
    /// Unix socket of clients.
    pub socket: PathBuf,
}

/// A running server. Dropping it stops it.
pub struct Server {
    shared: Arc<Shared>,
    addresses: Addresses,
    stop: Arc<Stop>,
    front: CancellationToken,
    threads: Vec<JoinHandle<()>>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server and returns when it serves.
    ///
    /// # Errors
    ///
    /// [`StartError`]; nothing is left running.
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        Self::start_with_clock(settings, Arc::new(SystemClock))
    }

    /// Starts a server that asks this clock for the time.
    ///
    /// # Errors
    ///
    /// [`StartError`]; nothing is left running.
    pub fn start_with_clock(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        settings.check().map_err(|error| StartError::Settings(error.to_string()))?;
        let state = |source| StartError::State { path: settings.state.clone(), source };
        make_state_directory(&settings.state).map_err(state)?;
        let identity = Identity::load_or_make(&settings.state)?;
        let tls = tls::client_port(&identity)?;
        let inboxes: Vec<_> =
            bells(settings.worker_count()).into_iter().map(|bell| Arc::new(Inbox::new(bell))).collect();
        let bells = inboxes.iter().map(|inbox| inbox.bell()).collect();
        let zone = settings.zone().map_err(|error| StartError::Settings(error.to_string()))?;
        let mut scanner = scanner(&settings, &identity, &zone);
        let first = scanner.first(&*clock)?;
        let known = rule_file::known_features(&first.catalog);
        let rules = settings.rules.as_deref().map(|path| rule_file::read(path, &known)).transpose()?;
        let clerk = recover::recover(&settings, &identity, zone, Arc::clone(&clock), bells)?;
        let shared = Arc::new(Shared {
            started_ms: clock.boot_ms(),
            settings,
            identity,
            tls,
            clerk,
            counters: Counters::default(),
            inboxes,
            accepts_grants: AtomicBool::new(true),
            preparing: Mutex::default(),
            reloads: Reloads::default(),
            rules: RulesInForce::default(),
            told: Mutex::default(),
        });
        shared.take_rules(rules.unwrap_or_else(rule_file::none));
        chores::load(&shared, first, &mut Effects::default());
        let mut server = Self {
            front: CancellationToken::new(),
            stop: Arc::new(Stop::default()),
            threads: Vec::new(),
            addresses: Addresses {
                listen: shared.settings.listen,
                admin: shared.settings.admin,
                socket: shared.settings.socket_path(),
            },
            shared,
        };
        server.begin(scanner)?;
        Ok(server)
    }

    fn begin(&mut self, scanner: Scanner) -> Result<(), StartError> {
        let doors = front::open(&self.shared, &mut self.addresses)?;
        for index in 0..self.shared.inboxes.len() {
            self.thread(&format!("worker-{index}"), move |shared| {
                if let Err(error) = Worker::run(Arc::clone(shared), index) {
                    tracing::error!(%error, "A worker cannot start its runtime");
                }
            })?;
        }
        let stop = Arc::clone(&self.stop);
        self.thread("time", move |shared| chores::keep_time(shared, &stop))?;
        let stop = Arc::clone(&self.stop);
        self.thread("sync", move |shared| chores::sync(shared, &stop))?;
        let stop = Arc::clone(&self.stop);
        let rules = self.shared.settings.rules.clone().map(RuleWatch::new);
        self.thread("files", move |shared| chores::watch_files(shared, scanner, rules, &stop))?;
        self.thread("journal", |shared| shared.clerk.commit().run())?;
        let token = self.front.clone();
        self.thread("front", move |shared| front::run(shared, doors, &token))
    }

    fn thread(
        &mut self,
        name: &str,
        work: impl FnOnce(&Arc<Shared>) + Send + 'static,
    ) -> Result<(), StartError> {
        self.threads.push(chores::spawn(&self.shared, name, work).map_err(StartError::Thread)?);
        Ok(())
    }

    /// Where it can be reached.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The fingerprint of its identity key, as a SERVER_KEY host id names it.
    #[must_use]
    pub fn fingerprint(&self) -> lictor_types::Digest {
        self.shared.identity.fingerprint()
    }

    /// Rereads access rules and the license directory, also what looks unchanged.
    pub fn reload(&self) {
        self.shared.reloads.ask();
    }

    /// Ends a session; its seats are free at once.
    pub fn release(&self, session: SessionId, actor: &str, reason: &str) -> bool {
        self.shared.release(session, 0, actor, reason)
    }

    /// Why it has ended by itself, if it has.
    #[must_use]
    pub fn fatal(&self) -> Option<Fatal> {
        self.shared.clerk.commit().fatal().cloned()
    }

    /// Stops in an orderly way: no new connections, every session is told, the journal is synced.
    /// Sessions can be resumed after the next start (SES-04).
    ///
    /// # Errors
    ///
    /// [`Fatal`], if it had ended by itself or the last sync failed.
    pub fn stop(mut self) -> Result<(), Fatal> {
        self.end();
        self.fatal().map_or(Ok(()), Err)
    }

    fn end(&mut self) {
        self.front.cancel();
        for inbox in &self.shared.inboxes {
            inbox.put(Inbound::Stop);
        }
        self.stop.now();
        self.shared.clerk.commit().stop();
        for thread in self.threads.drain(..) {
            let _ended = thread.join();
        }
        self.shared.clerk.commit().stop();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// The socket in it can be reached by every user; nobody else can list or change what is there.
fn make_state_directory(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o711).create(path)
}

fn scanner(settings: &Settings, identity: &Identity, zone: &Zone) -> Scanner {
    let sources = Sources { licenses: settings.licenses.clone(), vendor_keys: settings.vendor_keys.clone() };
    let key = identity.host_id();
    let machine = move || lictor_host::machine_host_ids().into_iter().chain(key.clone()).collect();
    Scanner::new(sources, zone.clone(), Some(&settings.state), machine)
        .standing_in(lictor_host::surroundings())
        .with_cache(&settings.state, identity.derive(b"lictor/verified-cache/v1"))
}

fn bells(workers: usize) -> Vec<Arc<Notify>> {
    (0..workers.max(1)).map(|_| Arc::new(Notify::new())).collect()
}

//! The signer as a child of the office: made once, started, started again when it dies, stopped with
//! its parent.

use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{fs, io};

use lictor_issuer::{RandomError, SaveError, VendorSigner};
use lictor_types::VendorName;
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};
use zeroize::Zeroizing;

use crate::signer::client::SignerClient;
use crate::signer::place::{KEY_STEM, Place, sync_parent};
use crate::signer::policy::Policy;

/// The first words of the line that a signer writes when it answers.
pub const READY: &str = "lictor-office signer ready";
/// Opening the key takes memory and time on purpose, and the record is read whole.
const READY_PATIENCE: Duration = Duration::from_secs(120);
/// How long the child may take to end by itself.
const END_PATIENCE: Duration = Duration::from_secs(10);
const RESTART_WAIT_MIN: Duration = Duration::from_millis(100);
const RESTART_WAIT_MAX: Duration = Duration::from_secs(30);
/// A child that lived so long is started again at once.
const SETTLED: Duration = Duration::from_secs(60);

/// Why there is no signer.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    /// The system does not let us.
    #[error("the signer cannot be started: {0}")]
    Io(#[from] io::Error),
    /// It ended before it was ready; it has said why on standard error.
    #[error("the signer ended before it was ready ({0})")]
    Ended(String),
    /// It was not ready in time.
    #[error("the signer was not ready within {0:?}")]
    Late(Duration),
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The directory cannot be used.
    #[error("cannot use the signer's directory: {0}")]
    Io(#[from] io::Error),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The key was not stored.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// How to start the child.
#[derive(Debug, Clone)]
pub struct SpawnOptions {
    /// The program; this one, unless told otherwise.
    pub program: PathBuf,
    /// The signer's directory.
    pub place: Place,
    /// The file with its passphrase.
    pub passphrase_file: PathBuf,
    /// How long it may take until it answers.
    pub patience: Duration,
}

/// A signer that is kept running. It ends when this is dropped; better, with [`Signer::stop`].
#[derive(Debug)]
pub struct Signer {
    client: SignerClient,
    keeper: JoinHandle<()>,
    stop: DropGuard,
}

/// A child that answers. It ends when `_stdin` is closed, also by the death of this process.
#[derive(Debug)]
struct Running {
    child: Child,
    _stdin: Option<ChildStdin>,
    _stdout: BufReader<ChildStdout>,
    since: Instant,
}

/// Makes a vendor key, encrypted with a new passphrase in `passphrase` (mode 0600), unless there is a
/// key; a policy with limits comes with it. Gives whether one was made.
///
/// Key and passphrase then lie in one directory: that protects a stolen copy of the key file alone.
/// Who wants more runs the signer with a service credential, as another user.
///
/// # Errors
///
/// [`MakeError`]; an existing key is never touched.
pub fn ensure_key(place: &Place, vendor: &VendorName) -> Result<bool, MakeError> {
    place.prepare()?;
    if place.key().exists() {
        return Ok(false);
    }
    let passphrase = match fs::read_to_string(place.passphrase()) {
        Ok(text) => Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => new_passphrase(&place.passphrase())?,
        Err(error) => return Err(error.into()),
    };
    let signer = VendorSigner::generate(vendor.clone())?;
    signer.save(place.dir(), KEY_STEM, Some(&passphrase))?;
    sync_parent(&place.key())?;
    Policy::write_first(&place.policy())?;
    Ok(true)
}

fn new_passphrase(path: &Path) -> Result<Zeroizing<String>, MakeError> {
    let mut bytes = Zeroizing::new([0; 32]);
    SystemRandom::new().fill(&mut *bytes).map_err(|_| RandomError)?;
    let text = Zeroizing::new(hex::encode(*bytes));
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.sync_all()?;
    Ok(text)
}

impl SpawnOptions {
    /// This program's own signer in that directory, with the passphrase that [`ensure_key`] made.
    ///
    /// # Errors
    ///
    /// If the system does not say which program this is.
    pub fn embedded(place: Place) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        Ok(Self { program, passphrase_file: place.passphrase(), place, patience: READY_PATIENCE })
    }
}

/// Starts a signer, waits until it answers, and keeps it running from then on.
///
/// # Errors
///
/// [`SpawnError`] if the first start fails; later ones are tried again, with pauses up to 30 s.
pub async fn spawn(options: SpawnOptions) -> Result<Signer, SpawnError> {
    let client = SignerClient::new(options.place.socket());
    let running = start(&options).await?;
    let stop = CancellationToken::new();
    let keeper = tokio::spawn(keep(options, running, stop.clone()));
    Ok(Signer { client, keeper, stop: stop.drop_guard() })
}

impl Signer {
    /// A caller of it.
    #[must_use]
    pub fn client(&self) -> &SignerClient {
        &self.client
    }

    /// Ends it: calls that run are finished.
    pub async fn stop(self) {
        drop(self.stop);
        if let Err(error) = self.keeper.await {
            tracing::error!(%error, "The signer's keeper failed");
        }
    }
}

async fn keep(options: SpawnOptions, mut running: Running, stop: CancellationToken) {
    let mut wait = RESTART_WAIT_MIN;
    loop {
        let ended = tokio::select! {
            () = stop.cancelled() => return running.end().await,
            ended = running.child.wait() => ended,
        };
        tracing::error!(status = %told(ended), "The signer ended; starting it again");
        if running.since.elapsed() > SETTLED {
            wait = RESTART_WAIT_MIN;
        }
        running = loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
            wait = wait.saturating_mul(2).min(RESTART_WAIT_MAX);
            // Dropping the start kills the child.
            let started = tokio::select! {
                () = stop.cancelled() => return,
                started = start(&options) => started,
            };
            match started {
                Ok(running) => break running,
                Err(error) => tracing::error!(%error, "The signer does not start; trying again"),
            }
        };
    }
}

async fn start(options: &SpawnOptions) -> Result<Running, SpawnError> {
    let mut command = Command::new(&options.program);
    command.args(["signer", "run", "--while-stdin", "--dir"]).arg(options.place.dir());
    command.arg("--passphrase-file").arg(&options.passphrase_file).args(crate::logging::arguments());
    // In a group of its own, a Ctrl-C at the terminal reaches the office alone, which stops in order.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).process_group(0);
    let mut child = command.spawn()?;
    // Waiting for the child would close it.
    let stdin = child.stdin.take();
    let stdout = child.stdout.take().ok_or_else(|| io::Error::other("its output is not piped"))?;
    let mut stdout = BufReader::new(stdout);
    let mut line = String::new();
    match timeout(options.patience, stdout.read_line(&mut line)).await {
        Err(_) => Err(SpawnError::Late(options.patience)),
        Ok(Err(error)) => Err(error.into()),
        Ok(Ok(_)) if line.starts_with(READY) => {
            Ok(Running { child, _stdin: stdin, _stdout: stdout, since: Instant::now() })
        }
        Ok(Ok(_)) => {
            drop(stdin);
            match timeout(END_PATIENCE, child.wait()).await {
                Ok(ended) => Err(SpawnError::Ended(told(ended))),
                Err(_) => Err(SpawnError::Ended("it does not end either".to_owned())),
            }
        }
    }
}

impl Running {
    async fn end(self) {
        let Self { mut child, _stdin: stdin, .. } = self;
        drop(stdin);
        if timeout(END_PATIENCE, child.wait()).await.is_err() {
            tracing::warn!("The signer did not end by itself and is killed");
            if let Err(error) = child.kill().await {
                tracing::error!(%error, "The signer cannot be killed");
            }
        }
    }
}

fn told(ended: io::Result<std::process::ExitStatus>) -> String {
    ended.map_or_else(|error| error.to_string(), |status| status.to_string())
}

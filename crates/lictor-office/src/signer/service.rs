//! The signer's service: connections of the office in, one desk that signs for all of them.
//!
//! The desk works on a thread of its own and takes what has arrived together: one sync of the record
//! serves a whole batch, and no answer leaves before it.

use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use lictor_issuer::VendorSigner;

use crate::clock::wall_seconds;
use crate::signer::desk::{Desk, OpenError, Outcome};
use crate::signer::file::PublicKey;
use crate::signer::frame::{self, Answer, Call};
use crate::signer::place::Place;
use crate::time::Time;

/// Connections served at once; more wait in the kernel.
const CONNECTIONS_MAX: usize = 32;
/// How long a connection may be silent, or take to send or receive one frame.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long an orderly stop waits for calls that run.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// Calls of one sync of the record.
const BATCH_MAX: usize = 64;
/// How long to wait when the process has no more descriptors, before asking again.
const EXHAUSTED_WAIT: Duration = Duration::from_millis(100);

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Directory, policy or record cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The socket cannot be bound.
    #[error("cannot listen on {0}: {1}")]
    Listen(String, io::Error),
}

/// Where a service listens, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The socket.
    pub socket: PathBuf,
    /// The user of the office, if that is not the signer's own.
    pub office: Option<u32>,
}

/// A service that has its socket and has not begun to answer.
#[derive(Debug)]
pub struct Service {
    listener: UnixListener,
    desk: Desk,
    office: Option<u32>,
}

struct Job {
    call: Call,
    answer: oneshot::Sender<Answer>,
}

impl Service {
    /// Opens the desk and binds the socket. Needs a running runtime.
    ///
    /// # Errors
    ///
    /// [`StartError`]. The record is locked first, so a second signer of one directory stops here.
    pub fn start(place: &Place, signer: VendorSigner) -> Result<Self, StartError> {
        Self::start_at(place, signer, &Door { socket: place.socket(), office: None })
    }

    /// The same with a socket elsewhere, or for an office of another user.
    ///
    /// # Errors
    ///
    /// As [`Self::start`].
    pub fn start_at(place: &Place, signer: VendorSigner, door: &Door) -> Result<Self, StartError> {
        let desk = Desk::open(place.clone(), signer, now())?;
        let failed = |error| StartError::Listen(door.socket.display().to_string(), error);
        let listener = bind(door).map_err(failed)?;
        Ok(Self { listener, desk, office: door.office })
    }

    /// The public key and the head of the record.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.desk.public()
    }

    /// Answers until `stop`, and then finishes the calls that run.
    ///
    /// # Errors
    ///
    /// If the record could not be brought to disk: what was signed in that moment was not given out,
    /// and a new service must read the record anew.
    pub async fn run(self, stop: CancellationToken) -> io::Result<()> {
        let Self { listener, desk, office } = self;
        let (jobs, inbox) = mpsc::channel(BATCH_MAX);
        let mut worker = tokio::task::spawn_blocking(move || work(desk, inbox));
        let mut connections = JoinSet::new();
        let ended = accept((&listener, office), jobs, &mut worker, &mut connections, &stop).await;
        stop.cancel();
        let all = async { while connections.join_next().await.is_some() {} };
        if timeout(STOP_PATIENCE, all).await.is_err() {
            connections.shutdown().await;
        }
        match ended {
            Some(ended) => ended,
            None => worker.await.unwrap_or_else(|error| Err(io::Error::other(error))),
        }
    }
}

/// Takes connections until `stop` (`None`) or until the desk ends.
async fn accept(
    (listener, office): (&UnixListener, Option<u32>),
    jobs: mpsc::Sender<Job>,
    worker: &mut JoinHandle<io::Result<()>>,
    connections: &mut JoinSet<()>,
    stop: &CancellationToken,
) -> Option<io::Result<()>> {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let own = rustix::process::geteuid().as_raw();
    loop {
        let place = tokio::select! {
            () = stop.cancelled() => return None,
            ended = &mut *worker => return Some(ended.unwrap_or_else(|error| Err(io::Error::other(error)))),
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            place = taken(&places, listener) => place,
        };
        match place {
            Ok((place, socket)) => match socket.peer_cred() {
                // Root can read the key file anyway.
                Ok(peer) if [Some(own), Some(0), office].contains(&Some(peer.uid())) => {
                    connections.spawn(serve(socket, place, jobs.clone(), stop.clone()));
                }
                Ok(peer) => tracing::warn!(uid = peer.uid(), "Another user connected and was turned away"),
                Err(error) => tracing::debug!(%error, "A connection was lost before it was served"),
            },
            Err(error) => {
                tracing::error!(%error, "Cannot accept connections; trying again");
                tokio::time::sleep(EXHAUSTED_WAIT).await;
            }
        }
    }
}

async fn taken(
    places: &Arc<Semaphore>,
    listener: &UnixListener,
) -> io::Result<(OwnedSemaphorePermit, UnixStream)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    let (socket, _) = listener.accept().await?;
    Ok((place, socket))
}

/// Serves the calls of one connection, one after the other.
async fn serve(
    mut socket: UnixStream,
    _place: OwnedSemaphorePermit,
    jobs: mpsc::Sender<Job>,
    stop: CancellationToken,
) {
    loop {
        let arrived = tokio::select! {
            () = stop.cancelled() => return,
            arrived = timeout(PATIENCE, frame::read(&mut socket)) => arrived,
        };
        let Ok(Ok(Some(bytes))) = arrived else { return };
        let answer = match frame::decode(&bytes) {
            Ok(call) => ask(&jobs, call).await,
            Err(error) => Answer::Misunderstood { detail: error.to_string() },
        };
        // An answer that is too large cannot be: the desk bounds files, and a denial is short.
        let Ok(Some(frame)) = frame::encode(&answer) else { return };
        match timeout(PATIENCE, frame::write(&mut socket, &frame)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

async fn ask(jobs: &mpsc::Sender<Job>, call: Call) -> Answer {
    let failed = || Answer::Failed { detail: "the signer is stopping".to_owned() };
    let (answer, answered) = oneshot::channel();
    if jobs.send(Job { call, answer }).await.is_err() {
        return failed();
    }
    answered.await.unwrap_or_else(|_| failed())
}

/// Works off jobs until nobody can send any more.
fn work(mut desk: Desk, mut inbox: mpsc::Receiver<Job>) -> io::Result<()> {
    let mut answers = Vec::with_capacity(BATCH_MAX);
    while let Some(first) = inbox.blocking_recv() {
        let mut next = Some(first);
        while let Some(job) = next {
            answers.push((answer(&mut desk, job.call), job.answer));
            next = if answers.len() < BATCH_MAX { inbox.try_recv().ok() } else { None };
        }
        desk.commit()
            .inspect_err(|error| tracing::error!(%error, "The record could not be brought to disk"))?;
        for (answer, to) in answers.drain(..) {
            // Who asked may have gone; it asks again with the same id.
            let _ = to.send(answer);
        }
    }
    Ok(())
}

fn answer(desk: &mut Desk, call: Call) -> Answer {
    match call {
        Call::Public => Answer::Public { key: desk.public() },
        Call::Sign { request } => match desk.sign(&request, now()) {
            Ok(Outcome::Signed(signed)) => Answer::Signed { signed },
            Ok(Outcome::Denied(denial)) => Answer::Denied { denial },
            Err(error) => {
                tracing::error!(%error, request = %request.id, "A request was not answered");
                Answer::Failed { detail: error.to_string() }
            }
        },
    }
}

fn now() -> Time {
    Time(wall_seconds().saturating_mul(1000))
}

/// Binds the socket, in the place of one that a dead signer left: the record's lock has shown that no
/// other lives. Its directory is closed to others, or belongs to who runs the signer, so nobody gets in
/// between. Who connects is asked for their user by the system, whatever the mode of the file.
fn bind(door: &Door) -> io::Result<UnixListener> {
    let path = &door.socket;
    match std::fs::symlink_metadata(path) {
        Ok(there) if there.file_type().is_socket() => std::fs::remove_file(path)?,
        Ok(_) => {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "something that is no socket stands there",
            ));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let listener = UnixListener::bind(path)?;
    let mode = if door.office.is_some() { 0o666 } else { 0o600 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    Ok(listener)
}

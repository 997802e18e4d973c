//! Running the server until it is told to stop.

use std::time::Duration;

use lictor_server::settings::{Settings, Source};
use lictor_server::{Fatal, Server};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sd_notify::NotifyState;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::exit::Exit;
use crate::{demo, logging, terminal};

/// How often the server is asked whether it failed.
const FATAL_BEAT: Duration = Duration::from_millis(100);
/// How long an orderly end may take.
const STOP_TIMEOUT: Duration = Duration::from_millis(4_500);

/// Runs a server in the foreground.
pub(crate) fn run(source: &Source, settings: Settings) -> Exit {
    if let Err(text) = logging::start(&settings) {
        terminal::complain(&text);
        return Exit::Configuration;
    }
    raise_open_files();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal::complain(&format!("cannot start a runtime: {error}"));
            return Exit::Internal;
        }
    };
    // Signals are caught before the server starts, so that none can end it half-started.
    let signals = runtime.block_on(async { Signals::catch() });
    let mut signals = match signals {
        Ok(signals) => signals,
        Err(error) => {
            terminal::complain(&format!("cannot catch signals: {error}"));
            return Exit::Internal;
        }
    };
    let server = match Server::start(settings.clone()) {
        Ok(server) => server,
        Err(error) => {
            terminal::complain(&error.to_string());
            return Exit::from(&error);
        }
    };
    if announce(&settings, &server) != Exit::Done {
        tracing::warn!("The ready line could not be written");
    }
    let ended = runtime.block_on(serve(&mut signals, source, &settings, &server));
    notify(&[NotifyState::Stopping]);
    end(server, ended)
}

/// The ready line on standard output, word to systemd, and a hint for the demo.
fn announce(settings: &Settings, server: &Server) -> Exit {
    let at = server.addresses();
    // Whoever reads the line may stand in another directory.
    let socket = std::path::absolute(&at.socket).unwrap_or_else(|_| at.socket.clone());
    let line = format!("lictord ready listen={} admin={} socket={}\n", at.listen, at.admin, socket.display());
    let told = terminal::out(&line);
    notify(&[NotifyState::Ready]);
    if let Some(steps) = demo::next_steps(settings, at) {
        terminal::say(&steps);
    }
    told
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn catch() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }
}

/// Waits for a signal to stop, or for the server to fail.
async fn serve(
    signals: &mut Signals,
    source: &Source,
    settings: &Settings,
    server: &Server,
) -> Option<Fatal> {
    loop {
        tokio::select! {
            _ = signals.terminate.recv() => return None,
            _ = signals.interrupt.recv() => return None,
            _ = signals.hang_up.recv() => reload(source, settings, server),
            () = tokio::time::sleep(FATAL_BEAT) => {
                if let Some(fatal) = server.fatal() {
                    return Some(fatal);
                }
            }
        }
    }
}

/// SIGHUP: rules and licenses are read anew; of the configuration is said whether it is good and whether it
/// waits for a restart.
fn reload(source: &Source, settings: &Settings, server: &Server) {
    let reloading = NotifyState::monotonic_usec_now().map(|now| notify(&[NotifyState::Reloading, now]));
    match source.read() {
        Ok(new) if new == *settings => {
            tracing::info!("Reading rules and licenses anew; the configuration is unchanged")
        }
        Ok(_) => {
            tracing::warn!("Reading rules and licenses anew; changed settings take effect at the next start")
        }
        Err(error) => {
            tracing::error!(%error, "Reading rules and licenses anew; the configuration is invalid, the old one stays in force");
        }
    }
    server.reload();
    if reloading.is_ok() {
        notify(&[NotifyState::Ready]);
    }
}

/// Stops the server, within the time an orderly end may take.
fn end(server: Server, ended: Option<Fatal>) -> Exit {
    let (told, outcome) = std::sync::mpsc::sync_channel(1);
    let stopping = std::thread::Builder::new().name("lictord-stop".to_owned()).spawn(move || {
        let _late = told.send(server.stop());
    });
    if stopping.is_err() {
        return Exit::Internal;
    }
    let outcome = outcome.recv_timeout(STOP_TIMEOUT);
    match (ended, outcome) {
        (Some(fatal), _) | (None, Ok(Err(fatal))) => {
            terminal::complain(&fatal.to_string());
            Exit::from(&fatal)
        }
        (None, Ok(Ok(()))) => Exit::Done,
        (None, Err(_)) => {
            terminal::complain("the server did not stop in time");
            Exit::SlowEnd
        }
    }
}

/// As many open files as this process may have: one for each connection.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "The limit of open files cannot be raised");
    }
}

fn notify(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!(%error, "The service manager cannot be told");
    }
}

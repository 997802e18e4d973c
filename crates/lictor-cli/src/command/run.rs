//! `lictor run`: a command that holds seats as long as it runs.

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use clap::Args;
use rustix::process::{Pid, Signal, kill_process};

use crate::context::Context;
use crate::failure::Failure;
use crate::seat_args::{SeatArgs, Seats};
use crate::signals::{self, Ending};

/// How often lost and regained seats are looked for.
const EVENT_PAUSE: Duration = Duration::from_millis(200);

/// Run a command while holding seats
///
/// COMMAND is not started before the seats are there: with --wait it waits in the queue for them, and
/// tells its place. If they are denied, it is not started at all. Its exit code is passed on, 128 and the number of
/// the signal if a signal ended it; 127 if it is not there and 126 if it cannot be started. SIGINT,
/// SIGTERM and SIGHUP go to COMMAND. If seats are lost while it runs, that is said and COMMAND goes
/// on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor run f1 -- make render
  lictor run f1:4 --wait 600 -- ./simulate --steps 1000
  lictor run f1:4 --reservation job42 -- ./simulate
  lictor run ACME/f1:2 f2 --server 6242@licsrv -- ./simulate --steps 1000")]
pub(crate) struct Run {
    #[command(flatten)]
    seats: SeatArgs,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// What happens while the command runs.
enum Wake {
    Ending(Ending),
    Ended(io::Result<ExitStatus>),
}

impl From<Ending> for Wake {
    fn from(ending: Ending) -> Self {
        Self::Ending(ending)
    }
}

impl Run {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let seats = self.seats.take(context)?;
        let (wake, woken) = sync_channel(4);
        signals::forward_to(wake.clone())
            .map_err(|error| Failure::internal(format!("cannot take signals: {error}")))?;
        let code = self.start().and_then(|child| {
            let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            watch(child, wake)?;
            attend(context, &seats, &woken, pid)
        });
        seats.give_back();
        code
    }

    fn start(&self) -> Result<Child, Failure> {
        let (program, arguments) =
            self.command.split_first().ok_or_else(|| Failure::usage("there is no command"))?;
        Command::new(program).args(arguments).spawn().map_err(|error| {
            let code = if error.kind() == ErrorKind::NotFound { 127 } else { 126 };
            Failure::not_started(code, format!("cannot start {}: {error}", program.display()))
        })
    }
}

/// Says when the command has ended.
fn watch(mut child: Child, wake: SyncSender<Wake>) -> Result<(), Failure> {
    let watch = move || {
        // The other end waits for exactly this.
        let _ = wake.send(Wake::Ended(child.wait()));
    };
    thread::Builder::new()
        .name("command".to_string())
        .spawn(watch)
        .map(drop)
        .map_err(|error| Failure::internal(format!("cannot start a thread: {error}")))
}

/// Passes signals on and reports events until the command has ended.
fn attend(context: &Context, seats: &Seats, woken: &Receiver<Wake>, pid: Option<Pid>) -> Result<u8, Failure> {
    // A terminal sends its interrupt to the command too; twice would be once too often.
    let terminal = io::stdin().is_terminal();
    loop {
        match woken.recv_timeout(EVENT_PAUSE) {
            Ok(Wake::Ended(status)) => return status.map(exit_code).map_err(lost_sight),
            Ok(Wake::Ending(Ending::Interrupt)) if terminal => {}
            Ok(Wake::Ending(ending)) => {
                if let (Some(pid), Some(signal)) = (pid, Signal::from_named_raw(ending.number().into())) {
                    // The command may have ended just now.
                    let _ = kill_process(pid, signal);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Err(lost) = seats.tell_events(context) {
                    context.printer.warning(lost.line().as_deref().unwrap_or("seats are lost"));
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::internal("lost sight of the command"));
            }
        }
    }
}

fn lost_sight(error: io::Error) -> Failure {
    Failure::internal(format!("cannot wait for the command: {error}"))
}

fn exit_code(status: ExitStatus) -> u8 {
    let signal = || status.signal().map(|number| 128 + number);
    status.code().or_else(signal).and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}

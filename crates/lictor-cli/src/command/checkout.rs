//! `lictor checkout`: takes seats and holds them.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::seat_args::{SeatArgs, Seats};
use crate::signals::{self, Ending};

/// How often lost and regained seats are looked for.
const EVENT_PAUSE: Duration = Duration::from_millis(200);

/// Check seats out, say so, and hold them until the end of standard input
///
/// Several features are one request: all of them or none. With --wait it waits in the queue while the
/// seats are not free, and tells its place. SIGINT and SIGTERM give the seats back.
///
/// If held seats are lost for good, the command ends with exit code 3: session_lost, or quarantined
/// if an administrator released the session.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor checkout f1 --for 60
  lictor checkout ACME/f1:2 f2 --version 2.1 --json
  lictor checkout f1:4 --wait 600 --project wing
  lictor checkout f1 --reservation job42 --for 3600
  sleep 5 | lictor checkout f1 --server unix:/run/lictor/lictor.sock")]
pub(crate) struct Checkout {
    #[command(flatten)]
    seats: SeatArgs,
    /// Hold for so long; the end of standard input does not end it then
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    hold: Option<u64>,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

fn seconds(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a number of seconds".to_string())
}

/// The hold is to end: a signal came, or standard input has ended.
struct Enough;

impl From<Ending> for Enough {
    fn from(_: Ending) -> Self {
        Self
    }
}

impl Checkout {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let seats = self.seats.take(context)?;
        let (wake, woken) = sync_channel(4);
        signals::forward_to(wake.clone())
            .map_err(|error| Failure::internal(format!("cannot take signals: {error}")))?;
        if self.json {
            seats.write_document(&context.printer)?;
        } else {
            context.printer.result(&seats.sentence())?;
        }
        if self.hold.is_none() {
            watch_input(wake)?;
        }
        let held = self.hold(context, &seats, &woken);
        seats.give_back();
        held.map_err(Failure::after_document)
    }

    fn hold(&self, context: &Context, seats: &Seats, woken: &Receiver<Enough>) -> Result<u8, Failure> {
        let end = self.hold.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
        loop {
            let left = end.map_or(EVENT_PAUSE, |end| end.saturating_duration_since(Instant::now()));
            match woken.recv_timeout(left.min(EVENT_PAUSE)) {
                Ok(Enough) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => {}
                // Neither signals nor input can end it any more: only the time does.
                Err(RecvTimeoutError::Disconnected) => thread::sleep(left.min(EVENT_PAUSE)),
            }
            seats.tell_events(context)?;
            if end.is_some_and(|end| end <= Instant::now()) {
                return Ok(0);
            }
        }
    }
}

/// Says when standard input ends. What comes is dropped.
fn watch_input(wake: SyncSender<Enough>) -> Result<(), Failure> {
    let watch = move || {
        let mut dropped = [0; 4096];
        let mut input = io::stdin().lock();
        while let Ok(1..) = input.read(&mut dropped) {}
        // The hold may have ended already.
        let _ = wake.send(Enough);
    };
    thread::Builder::new()
        .name("input".to_string())
        .spawn(watch)
        .map(drop)
        .map_err(|error| Failure::internal(format!("cannot start a thread: {error}")))
}

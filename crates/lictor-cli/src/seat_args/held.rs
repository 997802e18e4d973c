//! Seats that are held, until they are given back.

use std::time::Duration;

use lictor_client::{Client, Event, Seat, Source};
use lictor_types::Status;

use crate::context::Context;
use crate::document::{self, Answer, Answers};
use crate::failure::Failure;
use crate::printer::Printer;

/// How long giving seats back may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Seats that are held.
pub(crate) struct Seats {
    client: Client,
    seats: Vec<Seat>,
}

impl Seats {
    pub(super) fn new(client: Client, seats: Vec<Seat>) -> Self {
        Self { client, seats }
    }

    /// Whether a server granted some of them.
    pub(super) fn is_served(&self) -> bool {
        self.seats.iter().any(|seat| seat.source() == Source::Server)
    }

    /// Writes what was granted as a document: one answer as it is, several as a list.
    ///
    /// # Errors
    ///
    /// `internal` if it could not be written.
    pub(crate) fn write_document(&self, printer: &Printer) -> Result<(), Failure> {
        match self.seats.as_slice() {
            [seat] => printer.document(&answer(seat)),
            seats => {
                let soft = seats.iter().any(|seat| seat.grant().soft_limit);
                let status = if soft { Status::SoftLimit } else { Status::Granted };
                printer.document(&Answers {
                    status: status.name(),
                    features: seats.iter().map(answer).collect(),
                })
            }
        }
    }

    /// What was granted, for a person: a line a feature.
    pub(crate) fn sentence(&self) -> String {
        let line = |seat: &Seat| {
            let grant = seat.grant();
            format!("{}: {} {}, {}", grant.status(), seat.feature(), grant.count, standing(seat))
        };
        self.seats.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Reports what happened to the seats meanwhile.
    ///
    /// # Errors
    ///
    /// `session_lost` or what else the seats were lost for, once some are gone for good.
    pub(crate) fn tell_events(&self, context: &Context) -> Result<(), Failure> {
        let printer = &context.printer;
        let events = self.client.events();
        while let Some(event) = events.try_next() {
            match event {
                Event::Uncertain { server } => {
                    printer.warning(&format!("lost the connection to {server}; the seats are uncertain"));
                }
                Event::Regained { server } => {
                    printer.note(&format!("connected to {server} again; the seats are held"))
                }
                Event::Missed { count } => printer.warning(&format!("{count} older events were dropped")),
                Event::Lost { server, feature, count, status, text } => {
                    let why = text.map(|text| format!(": {text}")).unwrap_or_default();
                    let text = format!("{count} of {feature} at {server} lost for good{why}");
                    return Err(Failure::status(status, text));
                }
                Event::Grace { feature, until_ms } => {
                    let until = document::instant(until_ms).unwrap_or_default();
                    printer
                        .warning(&format!("no server can be reached; {feature} is in grace until {until}"));
                }
                // A place in the queue is old news once the seats are there.
                Event::Queued { .. } | _ => {}
            }
        }
        self.seats.iter().find_map(ended).map_or(Ok(()), Err)
    }

    /// Gives the seats back.
    pub(crate) fn give_back(self) {
        drop(self.seats);
        // The server frees them anyway when the process has ended.
        let _ = self.client.close(CLOSE_TIMEOUT);
    }
}

fn answer(seat: &Seat) -> Answer<'_> {
    document::grant(seat.feature(), seat.grant()).from(seat.server(), seat.source(), seat.until_ms())
}

/// On what a granted seat stands: the numbers of a server's pool, or a source without server.
fn standing(seat: &Seat) -> String {
    let grant = seat.grant();
    let until = seat.until_ms().and_then(document::instant);
    let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
    match seat.source() {
        Source::Server => format!("{} of {} in use", grant.used, grant.seats),
        Source::Borrowed => format!("borrowed from {}{until}", seat.server()),
        Source::Local => format!("by the local license {}", seat.server()),
        Source::Grace => format!("in grace{until}: no server can be reached"),
        Source::Trial => format!("on trial{until}"),
    }
}

/// The end of a seat that was for a fixed time (BOR-01, GRA-01, TRI-01).
fn ended(seat: &Seat) -> Option<Failure> {
    let over = seat.until_ms().is_some() && !seat.is_valid();
    let (status, what) = match seat.source() {
        Source::Borrowed => (Status::Expired, "the borrow"),
        Source::Grace => (Status::GraceUsed, "the grace time"),
        Source::Trial => (Status::TrialOver, "the trial"),
        Source::Server | Source::Local => return None,
    };
    over.then(|| Failure::status(status, format!("{what} of {} has ended", seat.feature())))
}

//! Which seats a command takes, and what it holds of them.

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args;
use lictor_client::{Client, Error, Event, Options, Request, Seat};
use lictor_types::{Status, VendorName, Version};

use crate::context::Context;
use crate::document::{self, Answers};
use crate::failure::Failure;
use crate::printer::Printer;
use crate::refusal;
use crate::server_args::ServerArgs;
use crate::wanted::Wanted;

/// How long giving seats back may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long saying goodbye may take, with no seats to give back.
const FAREWELL_TIMEOUT: Duration = Duration::from_millis(500);

/// Seats to be taken, all of them or none.
#[derive(Debug, Args)]
pub(crate) struct SeatArgs {
    /// Features with their number of seats; several are taken all together or not at all
    #[arg(required = true, value_name = "[VENDOR/]FEATURE[:COUNT]")]
    wanted: Vec<Wanted>,
    /// Version needed; the license's must be at least that
    #[arg(long, value_name = "VERSION", value_parser = version)]
    version: Option<Version>,
    /// The license's version must be equal to the one asked for
    #[arg(long, requires = "version")]
    exact: bool,
    /// Custom share string
    #[arg(long, value_name = "STRING")]
    share: Option<String>,
    /// Wait in the queue; comes with a later version
    #[arg(long, value_name = "SECONDS", hide = true)]
    wait: Option<String>,
    #[command(flatten)]
    servers: ServerArgs,
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).map_err(|error| error.to_string())
}

/// OUT-01: which version there is, after a refusal for the version.
fn version_hint(client: &Client, error: &Error) -> Option<String> {
    if error.status() != Status::VersionTooHigh {
        return None;
    }
    let refused = error.denials().iter().find(|refused| refused.denial.status == Status::VersionTooHigh)?;
    let info = client.feature_info(&refused.feature).ok()?;
    let versions: BTreeSet<Version> = info.pools.iter().filter_map(|row| row.version).collect();
    let versions: Vec<String> = versions.iter().map(Version::to_string).collect();
    let advice = if refused.exact { "ask for that one, or without --exact" } else { "ask for no higher one" };
    let licensed = (!versions.is_empty()).then(|| versions.join(" and "))?;
    Some(format!("{} is licensed for version {licensed}: {advice}", refused.feature))
}

/// Seats that are held.
pub(crate) struct Seats {
    client: Client,
    seats: Vec<Seat>,
}

impl SeatArgs {
    /// Takes the seats.
    ///
    /// # Errors
    ///
    /// Why there are none, with the numbers.
    pub(crate) fn take(&self, context: &Context) -> Result<Seats, Failure> {
        if self.wait.is_some() {
            return Err(Failure::usage("--wait: waiting in a queue is not offered by this version"));
        }
        let vendor = self.vendor()?;
        let mut options = self.servers.options(context)?;
        if let Some(vendor) = vendor {
            options = options.vendor(vendor.clone());
        }
        if let Some(share) = &self.share {
            options = options.custom(share.as_str());
        }
        let seats = self.take_with(options)?;
        context.note_unverified();
        Ok(seats)
    }

    fn take_with(&self, options: Options) -> Result<Seats, Failure> {
        let client = Client::open(options).map_err(|error| refusal::failure(&error))?;
        let requests: Vec<Request> = self.wanted.iter().map(|wanted| self.request(wanted)).collect();
        let seats = match requests.as_slice() {
            [request] => client.checkout(request).map(|seat| vec![seat]),
            requests => client.checkout_all(requests),
        };
        match seats {
            Ok(seats) => Ok(Seats { client, seats }),
            Err(error) => {
                let failure = refusal::failure(&error);
                let failure = match version_hint(&client, &error) {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                };
                // Leaving without a word costs the server a session to be looked after.
                let _ = client.close(FAREWELL_TIMEOUT);
                Err(failure)
            }
        }
    }

    fn request(&self, wanted: &Wanted) -> Request {
        let request = Request::feature(wanted.named.feature.as_str()).count(wanted.count).exact(self.exact);
        match self.version {
            Some(version) => request.version(version),
            None => request,
        }
    }

    /// The one vendor that is named: a session belongs to one.
    fn vendor(&self) -> Result<Option<&VendorName>, Failure> {
        let mut vendors = self.wanted.iter().map(|wanted| wanted.named.vendor.as_ref());
        let first = vendors.next().flatten();
        if vendors.all(|vendor| vendor == first) {
            return Ok(first);
        }
        Err(Failure::usage("features of different vendors cannot be taken in one request")
            .hint("name the same vendor before each feature, or run the command once for each vendor"))
    }
}

impl Seats {
    /// Writes what was granted as a document: one answer as it is, several as a list.
    ///
    /// # Errors
    ///
    /// `internal` if it could not be written.
    pub(crate) fn write_document(&self, printer: &Printer) -> Result<(), Failure> {
        match self.seats.as_slice() {
            [seat] => printer.document(&document::grant(seat.feature(), seat.grant())),
            seats => {
                let soft = seats.iter().any(|seat| seat.grant().soft_limit);
                let status = if soft { Status::SoftLimit } else { Status::Granted };
                let features = seats.iter().map(|seat| document::grant(seat.feature(), seat.grant()));
                printer.document(&Answers { status: status.name(), features: features.collect() })
            }
        }
    }

    /// What was granted, for a person: a line a feature.
    pub(crate) fn sentence(&self) -> String {
        let line = |seat: &Seat| {
            let grant = seat.grant();
            format!(
                "{}: {} {}, {} of {} in use",
                grant.status(),
                seat.feature(),
                grant.count,
                grant.used,
                grant.seats
            )
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
                Event::Lost { server, feature, count, status } => {
                    let released = status == Status::Quarantined;
                    let why = if released { ": an administrator released the session" } else { "" };
                    let text = format!("{count} of {feature} at {server} lost for good{why}");
                    return Err(Failure::status(status, text));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives the seats back.
    pub(crate) fn give_back(self) {
        drop(self.seats);
        // The server frees them anyway when the process has ended.
        let _ = self.client.close(CLOSE_TIMEOUT);
    }
}

//! Which seats a command takes, and how it asks for them.

use std::collections::BTreeSet;
use std::panic;
use std::thread;
use std::time::Duration;

use clap::Args;
use lictor_client::{Client, Error, Event, FeatureDenial, Options, Request, Seat};
use lictor_types::limits::RESERVATION_TOKEN_BYTES_MAX;
use lictor_types::{Denial, Status, VendorName, Version};

use crate::context::Context;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::refusal;
use crate::server_args::ServerArgs;
use crate::wanted::Wanted;

mod held;

pub(crate) use held::Seats;

/// How long saying goodbye may take, with no seats to give back.
const FAREWELL_TIMEOUT: Duration = Duration::from_millis(500);

/// How often it is looked whether a wait is over.
const WAIT_PAUSE: Duration = Duration::from_millis(20);

/// The longest wait: what fits a request's milliseconds.
const WAIT_SECONDS_MAX: u64 = (u32::MAX / 1000) as u64;

/// Seats to be taken, all of them or none.
#[derive(Debug, Args)]
pub(crate) struct SeatArgs {
    /// Features with their number of seats; several are taken all together or not at all
    #[arg(required = true, value_name = "[VENDOR/]FEATURE[:COUNT]")]
    wanted: Vec<Wanted>,
    #[command(flatten)]
    terms: Terms,
    /// Wait in the queue if the seats are not free, at most so long; the place is told meanwhile
    #[arg(long, value_name = "SECONDS", value_parser = wait)]
    wait: Option<u64>,
    #[command(flatten)]
    servers: ServerArgs,
}

/// On what terms seats are taken.
#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// Version needed; the license's must be at least that
    #[arg(long, value_name = "VERSION", value_parser = version)]
    version: Option<Version>,
    /// The license's version must be equal to the one asked for
    #[arg(long, requires = "version")]
    exact: bool,
    /// Custom share string: with SHARE=CUSTOM, equal ones share seats
    #[arg(long, value_name = "STRING")]
    share: Option<String>,
    /// Token of the reservation to draw on
    #[arg(long, value_name = "TOKEN", value_parser = token)]
    reservation: Option<String>,
    /// The project the use is booked to
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).map_err(|error| error.to_string())
}

fn wait(text: &str) -> Result<u64, String> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= WAIT_SECONDS_MAX);
    seconds.ok_or_else(|| format!("expected a number of seconds up to {WAIT_SECONDS_MAX}"))
}

fn token(text: &str) -> Result<String, String> {
    if (1..=RESERVATION_TOKEN_BYTES_MAX).contains(&text.len()) {
        return Ok(text.to_string());
    }
    Err(format!("expected a token of 1 to {RESERVATION_TOKEN_BYTES_MAX} bytes"))
}

impl Terms {
    /// The options of a client with what it says of its use.
    pub(crate) fn options(&self, mut options: Options, vendor: Option<&VendorName>) -> Options {
        if let Some(vendor) = vendor {
            options = options.vendor(vendor.clone());
        }
        if let Some(share) = &self.share {
            options = options.custom(share.as_str());
        }
        if let Some(project) = &self.project {
            options = options.project(project.as_str());
        }
        options
    }

    /// The request for seats on these terms.
    pub(crate) fn request(&self, wanted: &Wanted) -> Request {
        let mut request =
            Request::feature(wanted.named.feature.as_str()).count(wanted.count).exact(self.exact);
        if let Some(version) = self.version {
            request = request.version(version);
        }
        if let Some(token) = &self.reservation {
            request = request.reservation(token.as_str());
        }
        request
    }
}

impl SeatArgs {
    /// Takes the seats; waits for them if that is asked for.
    ///
    /// # Errors
    ///
    /// Why there are none, with the numbers.
    pub(crate) fn take(&self, context: &Context) -> Result<Seats, Failure> {
        let options = self.terms.options(self.servers.options(context)?, self.vendor()?);
        let client = Client::open(options).map_err(|error| refusal::failure(&error))?;
        match self.ask(&client, &context.printer) {
            Ok(seats) => {
                let seats = Seats::new(client, seats);
                if seats.is_served() {
                    context.note_unverified();
                }
                Ok(seats)
            }
            Err(error) => {
                let failure = refusal::failure(&error);
                let failure = match self.hint(&client, &error) {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                };
                // Leaving without a word costs the server a session to be looked after.
                let _ = client.close(FAREWELL_TIMEOUT);
                Err(failure)
            }
        }
    }

    fn ask(&self, client: &Client, printer: &Printer) -> Result<Vec<Seat>, Error> {
        let requests: Vec<Request> = self.wanted.iter().map(|wanted| self.request(wanted)).collect();
        let ask = || match requests.as_slice() {
            [request] => client.checkout(request).map(|seat| vec![seat]),
            requests => client.checkout_all(requests),
        };
        if self.wait.is_none() {
            return ask();
        }
        thread::scope(|scope| {
            let asking = scope.spawn(ask);
            let events = client.events();
            while !asking.is_finished() {
                if let Some(event) = events.next_within(WAIT_PAUSE) {
                    tell_place(printer, &event);
                }
            }
            printer.progress(None);
            asking.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
        })
    }

    fn request(&self, wanted: &Wanted) -> Request {
        let request = self.terms.request(wanted);
        match self.wait {
            Some(seconds) => request.wait(Duration::from_secs(seconds)),
            None => request,
        }
    }

    /// What to do about a refusal, in the words of this command.
    fn hint(&self, client: &Client, error: &Error) -> Option<String> {
        if error.status() == Status::VersionTooHigh {
            return version_hint(client, error);
        }
        let could_wait =
            self.wait.is_none() && error.status() == Status::NotEnoughSeats && fits_ever(error.denials());
        could_wait
            .then(|| "`lictor status` shows who holds the seats; --wait SECONDS waits for them".to_string())
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

/// QUE-02: the place in the queue, as often as it changes.
fn tell_place(printer: &Printer, event: &Event) {
    if let Event::Queued { server, feature, position } = event {
        printer.meanwhile(&format!("waiting for {feature} at {server}, place {position} in the queue"));
    }
}

/// Whether no feature was asked for more seats than there are (QUE-01).
fn fits_ever(denials: &[FeatureDenial]) -> bool {
    let fits = |denial: &Denial| denial.seats.limit().is_none_or(|seats| denial.requested <= seats);
    denials.iter().all(|refused| fits(&refused.denial))
}

/// OUT-01: which version there is, after a refusal for the version.
fn version_hint(client: &Client, error: &Error) -> Option<String> {
    let refused = error.denials().iter().find(|refused| refused.denial.status == Status::VersionTooHigh)?;
    let info = client.feature_info(&refused.feature).ok()?;
    let versions: BTreeSet<Version> = info.pools.iter().filter_map(|row| row.version).collect();
    let versions: Vec<String> = versions.iter().map(Version::to_string).collect();
    let advice = if refused.exact { "ask for that one, or without --exact" } else { "ask for no higher one" };
    let licensed = (!versions.is_empty()).then(|| versions.join(" and "))?;
    Some(format!("{} is licensed for version {licensed}: {advice}", refused.feature))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// QUE-01, RES-01: what can be asked for.
    #[test]
    fn que_01_res_01_bounds_of_the_options() {
        for (text, expected) in
            [("0", Some(0)), ("60", Some(60)), ("4294967", Some(4_294_967)), ("4294968", None), ("1m", None)]
        {
            assert_eq!(wait(text).ok(), expected, "{text}");
        }
        let long = "t".repeat(65);
        for (text, good) in [("", false), ("job42", true), (&long[..64], true), (&long[..], false)] {
            assert_eq!(token(text).is_ok(), good, "{text}");
        }
    }
}

//! `lictor borrow`: seats to take away from the server for a time (BOR-01).

use clap::Args;
use lictor_client::{Client, Error};
use lictor_types::Status;
use lictor_types::limits::BORROW_HOURS_MAX;

use crate::context::Context;
use crate::document;
use crate::failure::Failure;
use crate::refusal;
use crate::seat_args::Terms;
use crate::server_args::ServerArgs;
use crate::wanted::Wanted;

/// Borrow seats: use them on this machine without a server for so many hours
///
/// Every program that this user runs on this machine may use them until the borrow ends; the server
/// counts them as used all the while. `lictor return` gives them back earlier.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor borrow f1 --hours 48
  lictor borrow ACME/f1:2 --hours 8 --version 2.1 --json
  lictor borrow f1 --hours 168 --server licsrv:6242")]
pub(crate) struct Borrow {
    /// The feature and how many seats
    #[arg(value_name = "[VENDOR/]FEATURE[:COUNT]")]
    wanted: Wanted,
    /// For how many hours
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    hours: u16,
    #[command(flatten)]
    terms: Terms,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    servers: ServerArgs,
}

fn hours(text: &str) -> Result<u16, String> {
    let hours = text.parse().ok().filter(|hours| (1..=BORROW_HOURS_MAX).contains(hours));
    hours.ok_or_else(|| format!("expected a number of hours from 1 to {BORROW_HOURS_MAX}"))
}

impl Borrow {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let vendor = self.wanted.named.vendor.as_ref();
        let options = self.terms.options(self.servers.options(context)?, vendor);
        let client = Client::open(options).map_err(|error| refusal::failure(&error))?;
        let borrow = client.borrow(self.terms.request(&self.wanted), self.hours).map_err(|error| {
            let failure = refusal::failure(&error);
            match self.hours_hint(&client, &error) {
                Some(hint) => failure.hint(hint),
                None => failure,
            }
        })?;
        context.note_unverified();
        if self.json {
            context.printer.document(&document::borrow(Status::Granted, &borrow))?;
        } else {
            let until = document::instant(borrow.until_ms).unwrap_or_default();
            let (count, server) = (borrow.count, &borrow.server);
            let sentence = format!("borrowed: {} {count} from {server} until {until}", borrow.feature);
            context.printer.result(&sentence)?;
        }
        Ok(0)
    }

    /// BOR-01: how long the license allows, after a refusal for the length that no rule decided.
    fn hours_hint(&self, client: &Client, error: &Error) -> Option<String> {
        let denial = error.denial().filter(|denial| denial.status == Status::BorrowTooLong)?;
        let info = client.feature_info(self.wanted.named.feature.as_str()).ok()?;
        let longest = info.pools.iter().filter_map(|row| row.borrow_hours).max()?;
        let by_license = denial.rule.is_none() && u32::from(self.hours) > longest;
        by_license.then(|| format!("the license allows up to {longest} hours"))
    }
}

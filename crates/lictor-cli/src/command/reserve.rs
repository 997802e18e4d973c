//! `lictor reserve`: seats set aside under a token until a time (RES-01).

use clap::Args;
use serde_json::{Value, json};

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::length::Length;
use crate::table::{self, Table};
use crate::wanted::Wanted;

/// Set seats aside for whoever presents a token, list what is set aside, give it back
/// (administrators; audited)
///
/// Sessions that present the token (`lictor run --reservation TOKEN`) draw on the seats and give
/// them back to the reservation; nobody else gets them. Reserving again under the same token adds
/// seats and sets the end anew. Without a feature and a token, it lists every reservation.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor reserve solver:8 --token job-4711 --for 2h
  lictor reserve ACME/solver --token night --until 2026-12-31T06:00:00Z --reason batch
  lictor reserve --token job-4711 --return
  lictor reserve --json

A job that books before it waits for its machines:
  lictor reserve solver:8 --token $JOB --for 4h
  lictor run solver:8 --reservation $JOB -- solve model.inp
  lictor reserve --token $JOB --return")]
pub(crate) struct Reserve {
    /// The feature and how many seats
    #[arg(value_name = "[VENDOR/]FEATURE[:COUNT]", requires = "token")]
    wanted: Option<Wanted>,
    /// What sessions present, 1 to 64 bytes
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// For how long from now, as 90s, 30m, 2h, 1d or 1h30m
    #[arg(long = "for", value_name = "LENGTH", conflicts_with_all = ["until", "give_back"], requires = "wanted")]
    length: Option<Length>,
    /// Until when, as 2026-12-31T18:00:00Z
    #[arg(long, value_name = "INSTANT", conflicts_with = "give_back", requires = "wanted")]
    until: Option<String>,
    /// Give the seats under the token back: all, or those of the feature
    #[arg(long = "return", requires = "token")]
    give_back: bool,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Reserve {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, sentence) = match (&self.token, &self.wanted) {
            (None, _) => self.list(context)?,
            (Some(token), _) if self.give_back => self.give_back(context, token)?,
            (Some(token), Some(wanted)) => self.make(context, token, wanted)?,
            (Some(_), None) => {
                return Err(Failure::usage("expected a feature to reserve, or --return"));
            }
        };
        context.printer.result(if self.json { &text } else { &sentence })?;
        Ok(0)
    }

    fn list(&self, context: &Context) -> Result<(String, String), Failure> {
        let (text, document) = self.admin.open(&context.environment)?.get("/v1/reservations")?;
        let table = render(&document);
        Ok((text, table))
    }

    fn make(&self, context: &Context, token: &str, wanted: &Wanted) -> Result<(String, String), Failure> {
        let mut body = json!({
            "feature": wanted.named.to_string(),
            "count": wanted.count,
            "token": token,
            "reason": self.reason,
        });
        match (self.length, &self.until) {
            (Some(length), _) => body["seconds"] = length.seconds().into(),
            (None, Some(until)) => body["until"] = until.as_str().into(),
            (None, None) => return Err(Failure::usage("expected an end: --for LENGTH or --until INSTANT")),
        }
        let (text, done) = self.admin.open(&context.environment)?.post("/v1/reservations", Some(&body))?;
        let cell = |name: &str| table::cell(&done, name);
        let sentence = format!(
            "reserved {} of {}/{} under {} until {}",
            cell("count"),
            cell("vendor"),
            cell("feature"),
            cell("token"),
            cell("until")
        );
        Ok((text, sentence))
    }

    fn give_back(&self, context: &Context, token: &str) -> Result<(String, String), Failure> {
        let feature = self.wanted.as_ref().map(|wanted| wanted.named.to_string());
        let body = json!({ "token": token, "feature": feature, "reason": self.reason });
        let admin = self.admin.open(&context.environment)?;
        let (text, done) = admin.post("/v1/reservations/return", Some(&body))?;
        let sentence = format!("gave back, seats freed: {}", table::cell(&done, "freed"));
        Ok((text, sentence))
    }
}

fn render(document: &Value) -> String {
    let mut table = Table::new(&["reservation", "feature", "token", "seats", "used", "until"]);
    for reservation in table::rows(document, "reservations") {
        let cell = |name: &str| table::cell(reservation, name);
        let feature = format!("{}/{}", cell("vendor"), cell("feature"));
        table.row([cell("reservation"), feature, cell("token"), cell("count"), cell("used"), cell("until")]);
    }
    table.to_string()
}

//! `lictor status`: what every server of the path serves, and who uses it.

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use lictor_client::{Attempt, Borrow, Client, Error, LocalFeature, ServerInfo};
use lictor_types::Status as Answer;
use serde::Serialize;

use crate::context::Context;
use crate::document;
use crate::failure::Failure;
use crate::licstat::{self, Layout};
use crate::refusal;
use crate::server_args::ServerArgs;

mod overview;

/// Features, seats and users of every server in the path, and what this machine has without one
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor status
  lictor status --server 6242@licsrv --json
  lictor status --server unix:/run/lictor/lictor.sock --format table
  lictor status --format licstatxml

licstat and licstatxml are the layouts that existing monitoring tools read.

Exit code 4 if no server could be asked.")]
pub(crate) struct Status {
    /// Write one JSON document; the same as --format json
    #[arg(long)]
    json: bool,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    servers: ServerArgs,
}

/// A layout of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// Text for existing monitoring tools.
    Licstat,
    /// XML for existing monitoring tools.
    Licstatxml,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    servers: Vec<document::Server<'a>>,
    borrowed: Vec<document::Borrowed<'a>>,
    local: Vec<document::Local<'a>>,
}

/// What this machine has without a server.
#[derive(Debug, Default)]
struct Own {
    borrowed: Vec<Borrow>,
    local: Vec<LocalFeature>,
}

impl Status {
    /// The call that writes one of the layouts of existing monitoring tools.
    pub(crate) fn in_layout(layout: Layout, servers: ServerArgs) -> Self {
        let format = match layout {
            Layout::Text => Format::Licstat,
            Layout::Xml => Format::Licstatxml,
        };
        Self { json: false, format, servers }
    }

    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        let layout = self.format.layout();
        if self.json || self.format == Format::Json {
            context.printer.use_json();
        }
        if self.json && layout.is_some() {
            return Err(Failure::usage("--json asks for another format than --format"));
        }
        let options = self.servers.options(context)?;
        let client = Client::open(options);
        let own = client.as_ref().map(Own::of).unwrap_or_default();
        let answer = client.and_then(|client| client.license_info());
        let servers = answer.as_deref().unwrap_or_default();
        let silent = answer.as_ref().err().map_or(&[][..], Error::attempts);
        match layout {
            // Readers often merge both outputs: no note stands below the layout.
            Some(layout) => {
                let site = licstat::survey(servers, silent, &TimeZone::system());
                context.printer.result(&layout.render(&site))?;
            }
            None => report(servers, silent, &own, context)?,
        }
        let failed = answer.as_ref().err().or_else(|| nobody(servers));
        failed.map_or(Ok(0), |error| Err(refusal::failure(error).after_document()))
    }
}

impl Format {
    fn layout(self) -> Option<Layout> {
        match self {
            Self::Licstat => Some(Layout::Text),
            Self::Licstatxml => Some(Layout::Xml),
            Self::Table | Self::Json => None,
        }
    }
}

impl Own {
    fn of(client: &Client) -> Self {
        Self { borrowed: client.borrows(), local: client.local_features() }
    }
}

fn report(servers: &[ServerInfo], silent: &[Attempt], own: &Own, context: &Context) -> Result<(), Failure> {
    if context.printer.is_json() {
        let answered = servers.iter().map(document);
        let servers = answered.chain(silent.iter().map(silent_document)).collect();
        let borrowed = own.borrowed.iter().map(|borrow| document::borrow(Answer::Granted, borrow));
        let local = own.local.iter().map(document::local);
        context.printer.document(&Report {
            servers,
            borrowed: borrowed.collect(),
            local: local.collect(),
        })?;
    } else {
        let servers = servers.iter().map(overview::render);
        let texts: Vec<String> = servers.chain(overview::own(&own.borrowed, &own.local)).collect();
        if !texts.is_empty() {
            context.printer.result(&texts.join("\n\n"))?;
        }
    }
    if servers.iter().any(|server| server.status.is_ok()) {
        context.note_unverified();
    }
    Ok(())
}

/// The first error, if no server answered: one that does is enough.
fn nobody(servers: &[ServerInfo]) -> Option<&Error> {
    let answered = servers.iter().any(|server| server.status.is_ok());
    servers.iter().find_map(|server| server.status.as_ref().err()).filter(|_| !answered)
}

fn document(info: &ServerInfo) -> document::Server<'_> {
    match &info.status {
        Ok(status) => document::server(&info.server, status),
        Err(error) => document::silent_server(&info.server, error.status(), error.to_string()),
    }
}

fn silent_document(attempt: &Attempt) -> document::Server<'_> {
    document::silent_server(&attempt.source, attempt.status, attempt.text.clone())
}

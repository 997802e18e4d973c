//! `lictor feature`: one feature and its pools.

use clap::Args;
use lictor_client::{Client, Error, FeatureInfo, ServerStatus, Source};
use serde::Serialize;

use crate::context::Context;
use crate::document::{self, Held};
use crate::failure::Failure;
use crate::server_args::ServerArgs;
use crate::table::Table;
use crate::wanted::Named;
use crate::{refusal, seats};

/// One feature: its seats, use and terms
///
/// As the first source that has it reports it: a borrow on this machine, a local license, then the
/// servers of the path.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor feature f1
  lictor feature ACME/f1 --server licsrv:6242 --json")]
pub(crate) struct Feature {
    /// The feature; without VENDOR the first vendor that has it
    #[arg(value_name = "[VENDOR/]FEATURE")]
    named: Named,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    servers: ServerArgs,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    first: Option<document::Feature<'a>>,
    server_identity: Option<&'static str>,
    /// When the borrow ends, if it is one.
    until: Option<String>,
    pools: Vec<document::Feature<'a>>,
}

impl Feature {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let mut options = self.servers.options(context)?;
        if let Some(vendor) = &self.named.vendor {
            options = options.vendor(vendor.clone());
        }
        let failed = |error: Error| refusal::failure(&error);
        let client = Client::open(options).map_err(failed)?;
        let info = client.feature_info(self.named.feature.as_str()).map_err(failed)?;
        let served = info.source == Source::Server;
        if served {
            context.note_unverified();
        }
        if info.verification.vendor && info.first_use_only() {
            context.printer.note("the server's identity rests on its first use only");
        }
        let until = borrowed_until(&client, &info);
        if self.json {
            let status = if served { server_status(&client, &info.server) } else { Ok(None) };
            let status = status.map_err(failed)?;
            let held = status.as_ref().map(Held::new);
            context.printer.document(&document(&info, &held.unwrap_or_default(), until))?;
        } else {
            context.printer.result(&render(&info, until.as_deref()))?;
        }
        Ok(0)
    }
}

/// When the borrow ends that the report is of (BOR-01).
fn borrowed_until(client: &Client, info: &FeatureInfo) -> Option<String> {
    let row = info.pools.first().filter(|_| info.source == Source::Borrowed)?;
    let mut borrows = client.borrows().into_iter();
    let borrow = borrows.find(|borrow| borrow.vendor == row.vendor && borrow.feature == row.feature)?;
    document::instant(borrow.until_ms)
}

/// What the server that has the feature reports of leases and sessions.
fn server_status(client: &Client, server: &str) -> Result<Option<ServerStatus>, Error> {
    let servers = client.license_info()?;
    servers.into_iter().find(|info| info.server == server).map(|info| info.status).transpose()
}

/// The first pool's FEATURE, and all of them under `pools`.
fn document<'a>(info: &'a FeatureInfo, held: &Held<'a>, until: Option<String>) -> Report<'a> {
    let pools: Vec<document::Feature<'a>> =
        info.pools.iter().map(|row| document::feature(info.source, &info.server, row, held)).collect();
    let server_identity = info.verification.server.map(|identity| identity.code());
    Report { first: pools.first().cloned(), server_identity, until, pools }
}

fn render(info: &FeatureInfo, until: Option<&str>) -> String {
    let mut table =
        Table::new(&["feature", "version", "type", "seats", "used", "free", "start", "expires", "licensee"]);
    for row in &info.pools {
        table.row([
            format!("{}/{}", row.vendor, row.feature),
            row.version.map(|version| version.to_string()).unwrap_or_default(),
            row.key_type.to_string(),
            row.seats.to_string(),
            row.used.to_string(),
            seats::free(row.seats, row.used, row.reserved).to_string().trim_matches('"').to_string(),
            row.start.map(|day| day.to_string()).unwrap_or_default(),
            row.end.map_or_else(|| "never".to_string(), |end| end.to_string()),
            row.licensee.clone().unwrap_or_default(),
        ]);
    }
    let from = match info.source {
        Source::Borrowed => "borrowed from",
        Source::Local => "by the local license",
        Source::Server | Source::Grace | Source::Trial => "from",
    };
    let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{table}\n{from} {}{until}", info.server)
}

//! `lictor named`: seats that belong to named users and hosts (NAM-01).

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::{self, Table};
use crate::wanted;

/// Seats of named users and hosts: list, release
#[derive(Debug, Subcommand)]
pub(crate) enum Named {
    List(List),
    Release(Release),
}

/// Which users and hosts have seats of their own (administrators)
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor named list
  lictor named list --json")]
pub(crate) struct List {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

/// Give the seats of a user or host free for another (administrators; audited)
///
/// Between two releases of one pool a minimum time must pass: `named_release_hours` of the access
/// rules' policy. Who holds a seat now keeps it until checkin.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor named release f1 --user ann --reason left
  lictor named release ACME/f1 --host ws17 --reason scrapped --json")]
pub(crate) struct Release {
    /// The feature
    #[arg(value_name = "[VENDOR/]FEATURE")]
    feature: wanted::Named,
    #[command(flatten)]
    name: Name,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", value_parser = wanted::reason)]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Name {
    /// The user
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The host
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
}

impl Named {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Release(command) => command.run(context),
        }
    }
}

impl List {
    fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, document) = self.admin.open(&context.environment)?.get("/v1/named")?;
        context.printer.result(&if self.json { text } else { render(&document) })?;
        Ok(0)
    }
}

fn render(document: &Value) -> String {
    let mut table = Table::new(&["feature", "of", "name", "seats", "since"]);
    for named in table::rows(document, "named") {
        let cell = |name: &str| table::cell(named, name);
        let feature = format!("{}/{}", cell("vendor"), cell("feature"));
        table.row([feature, cell("kind"), cell("name"), cell("seats"), cell("since")]);
    }
    table.to_string()
}

impl Release {
    fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (kind, name) = match (&self.name.user, &self.name.host) {
            (Some(user), _) => ("user", user.as_str()),
            (None, host) => ("host", host.as_deref().unwrap_or_default()),
        };
        let feature = self.feature.to_string();
        let body = json!({ "feature": feature, "kind": kind, "name": name, "reason": self.reason });
        let (text, done) = self.admin.open(&context.environment)?.post("/v1/named/release", Some(&body))?;
        let sentence =
            || format!("released {kind} {name} of {feature}, seats freed: {}", table::cell(&done, "freed"));
        context.printer.result(&if self.json { text } else { sentence() })?;
        Ok(0)
    }
}

//! `lictor sessions`: who is connected and what they hold.

use clap::Args;
use serde_json::Value;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::{self, Table};

/// Sessions of the server and what they hold (administrators)
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor sessions
  lictor sessions --json --admin localhost:6243")]
pub(crate) struct Sessions {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Sessions {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, report) = self.admin.open(&context.environment)?.get("/v1/sessions")?;
        if self.json {
            context.printer.result(&text)?;
        } else {
            context.printer.result(&render(&report))?;
        }
        Ok(0)
    }
}

fn render(report: &Value) -> String {
    let mut table = Table::new(&["session", "user", "host", "pid", "since", "connected", "holds"]);
    for session in table::rows(report, "sessions") {
        let cell = |name: &str| table::cell(session, name);
        let held = table::rows(session, "leases")
            .iter()
            .map(|lease| format!("{}:{}", table::cell(lease, "feature"), table::cell(lease, "count")));
        let attached = if session["attached"] == false { "no" } else { "yes" };
        table.row([
            cell("session"),
            cell("user"),
            cell("host"),
            cell("pid"),
            cell("since"),
            attached.to_string(),
            held.collect::<Vec<_>>().join(" "),
        ]);
    }
    table.to_string()
}

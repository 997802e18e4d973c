//! `lictor hostid`: what this machine is known by (HID-01).

use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;

/// Show this machine's host ids, as a license can name them
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor hostid
  lictor hostid --json

The key of a license server (SERVER_KEY) is not a property of the machine: `lictor status` shows it.")]
pub(crate) struct Hostid {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    hostids: Vec<Id>,
}

#[derive(Debug, Serialize)]
struct Id {
    r#type: &'static str,
    value: String,
}

impl Hostid {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let ids = lictor_host::machine_host_ids();
        if self.json {
            let hostids = ids.iter().map(|id| Id { r#type: id.kind().name(), value: id.value().to_string() });
            context.printer.document(&Report { hostids: hostids.collect() })?;
        } else {
            let lines: Vec<String> =
                ids.iter().map(|id| format!("{:<16} {}", id.kind().name(), id.value())).collect();
            context.printer.result(&lines.join("\n"))?;
        }
        Ok(0)
    }
}

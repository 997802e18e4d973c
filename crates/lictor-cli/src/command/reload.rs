//! `lictor reload`: the server reads its configuration and licenses anew.

use clap::Args;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::table;

/// Have the server read configuration, rules and licenses anew, all or nothing (administrators)
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor reload
  lictor reload --json --admin 127.0.0.1:6243")]
pub(crate) struct Reload {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Reload {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, done) = self.admin.open(&context.environment)?.post("/v1/reload", None)?;
        let count = |name: &str| table::cell(&done, name);
        let sentence = || format!("reloaded: {} licenses, {} rejected", count("licenses"), count("rejected"));
        context.printer.result(&if self.json { text } else { sentence() })?;
        Ok(0)
    }
}

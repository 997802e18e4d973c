//! `lictor clock`: what the server takes for the time.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::{table, wanted};

/// The server's clock
#[derive(Debug, Subcommand)]
pub(crate) enum Clock {
    Reset(Reset),
}

/// Take the server's clock for right again after it went back (administrators; audited)
///
/// A server whose clock went back by more than 24 hours grants no licenses with END, until the clock
/// has caught up or this is called. The newest ISSUED of the licenses it serves stays the limit
/// (TIM-05).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor clock reset --reason battery
  lictor clock reset --reason restored --json --admin 127.0.0.1:6243")]
pub(crate) struct Reset {
    /// Why, for the log
    #[arg(long, value_name = "TEXT", value_parser = wanted::reason)]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Clock {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        match self {
            Self::Reset(command) => command.run(context),
        }
    }
}

impl Reset {
    fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let body = json!({ "reason": self.reason });
        let (text, done) = self.admin.open(&context.environment)?.post("/v1/clock/reset", Some(&body))?;
        let cell = |name: &str| table::cell(&done, name);
        let sentence = || {
            let moved =
                format!("the floor of wall time is {}, it was {}", cell("floor"), cell("floor_before"));
            let still = "; the clock is still more than 24 hours behind it";
            if cell("clock_suspect") == "true" { moved + still } else { moved }
        };
        context.printer.result(&if self.json { text } else { sentence() })?;
        Ok(0)
    }
}

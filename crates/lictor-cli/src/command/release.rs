//! `lictor release`: ends a session and frees its seats.

use clap::Args;
use lictor_types::SessionId;
use serde_json::json;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::wanted;

/// End a session and free its seats at once (administrators; audited)
///
/// Its client is told why (quarantined), and does not take the seats again. A new call may, unless
/// --quarantine keeps its user out on its host for a while.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor release s12.1 --reason crashed
  lictor release s12.1 --quarantine 3600 --reason misuse
  lictor release s12.1 --json --token-file state/admin.token")]
pub(crate) struct Release {
    /// The session, as `lictor sessions` names it
    #[arg(value_name = "SESSION", value_parser = wanted::session)]
    session: SessionId,
    /// How long its user gets nothing on its host, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    quarantine: u64,
    /// Why, for the log; its client is told
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Release {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let path = format!("/v1/sessions/{}/release", self.session);
        let body = json!({ "reason": self.reason, "quarantine_seconds": self.quarantine });
        let (text, _) = self.admin.open(&context.environment)?.post(&path, Some(&body))?;
        let done = if self.json { text } else { format!("released {}", self.session) };
        context.printer.result(&done)?;
        Ok(0)
    }
}

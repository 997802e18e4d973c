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
/// Its client is told (quarantined), and does not take the seats again. A new call may.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor release s12.1 --reason crashed
  lictor release s12.1 --json --token-file state/admin.token")]
pub(crate) struct Release {
    /// The session, as `lictor sessions` names it
    #[arg(value_name = "SESSION", value_parser = wanted::session)]
    session: SessionId,
    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
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
        let body = self.reason.as_ref().map(|reason| json!({ "reason": reason }));
        let (text, _) = self.admin.open(&context.environment)?.post(&path, body.as_ref())?;
        let done = if self.json { text } else { format!("released {}", self.session) };
        context.printer.result(&done)?;
        Ok(0)
    }
}

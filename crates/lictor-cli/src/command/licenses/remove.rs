//! `lictor licenses remove`: a license file out of the server's license directory.

use clap::Args;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::http;

/// Take a license file out of the server's license directory (administrators; audited)
///
/// Its licenses end as if they had expired: nobody is thrown out, new checkouts find what is left
/// (UPG-14).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor licenses remove acme.xml
  lictor licenses remove upgrade.xml --reason returned --json")]
pub(crate) struct Remove {
    /// The file, as `lictor licenses` names it
    #[arg(value_name = "FILE")]
    file: String,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Remove {
    pub(super) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (file, reason) = (http::escaped(&self.file), http::escaped(&self.reason));
        let path = format!("/v1/licenses/{file}?reason={reason}");
        let (text, _) = self.admin.open(&context.environment)?.delete(&path)?;
        let done = if self.json { text } else { format!("removed {}", self.file) };
        context.printer.result(&done)?;
        Ok(0)
    }
}

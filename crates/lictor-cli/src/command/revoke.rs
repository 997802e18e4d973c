//! `lictor revoke`: a borrow is taken back (BOR-03).

use clap::Args;
use lictor_types::BorrowId;
use serde_json::json;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::{table, wanted};

/// Take a borrow back: its seats are free at once (administrators; audited)
///
/// For a borrow whose machine is lost. Nobody can reach into a machine that is away: until its
/// certificate ends, a client that still has it goes on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor revoke b3.1 --reason stolen
  lictor revoke b3.1 --reason stolen --json")]
pub(crate) struct Revoke {
    /// The borrow, as `lictor borrows` names it
    #[arg(value_name = "BORROW", value_parser = borrow)]
    borrow: BorrowId,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", value_parser = wanted::reason)]
    reason: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

fn borrow(text: &str) -> Result<BorrowId, &'static str> {
    BorrowId::parse(text).ok_or("expected a borrow as b3.1")
}

impl Revoke {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let path = format!("/v1/borrows/{}/revoke", self.borrow);
        let body = json!({ "reason": self.reason });
        let (text, done) = self.admin.open(&context.environment)?.post(&path, Some(&body))?;
        let sentence = || format!("revoked {}, seats freed: {}", self.borrow, table::cell(&done, "freed"));
        context.printer.result(&if self.json { text } else { sentence() })?;
        Ok(0)
    }
}

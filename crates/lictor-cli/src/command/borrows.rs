//! `lictor borrows`: who took seats away (BOR-01).

use clap::Args;
use serde_json::Value;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::table::{self, Table};

/// Borrowed seats: who has them, where, until when (administrators)
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor borrows
  lictor borrows --json --admin 127.0.0.1:6243")]
pub(crate) struct Borrows {
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

impl Borrows {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let (text, document) = self.admin.open(&context.environment)?.get("/v1/borrows")?;
        context.printer.result(&if self.json { text } else { render(&document) })?;
        Ok(0)
    }
}

fn render(document: &Value) -> String {
    let mut table = Table::new(&["borrow", "feature", "seats", "user", "host", "from", "until"]);
    for borrow in table::rows(document, "borrows") {
        let cell = |name: &str| table::cell(borrow, name);
        let feature = format!("{}/{}", cell("vendor"), cell("feature"));
        table.row([
            cell("borrow"),
            feature,
            cell("count"),
            cell("user"),
            cell("host"),
            cell("from"),
            cell("until"),
        ]);
    }
    table.to_string()
}

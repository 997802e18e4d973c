//! `lictor return`: gives a borrow back before its end (BOR-02).

use clap::Args;
use lictor_client::Client;
use lictor_types::Status;

use crate::context::Context;
use crate::document;
use crate::failure::Failure;
use crate::refusal;
use crate::server_args::ServerArgs;
use crate::wanted::Named;

/// Give borrowed seats back before the borrow ends
///
/// The server that lent them must be reached. Only what this user borrowed on this machine can be
/// given back; an administrator can revoke any borrow (`lictor revoke`).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor return f1
  lictor return ACME/f1 --server licsrv:6242 --json")]
pub(crate) struct Return {
    /// The feature; without VENDOR of any vendor
    #[arg(value_name = "[VENDOR/]FEATURE")]
    named: Named,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    servers: ServerArgs,
}

impl Return {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let mut options = self.servers.options(context)?;
        if let Some(vendor) = &self.named.vendor {
            options = options.vendor(vendor.clone());
        }
        let client = Client::open(options).map_err(|error| refusal::failure(&error))?;
        let returned = client.return_borrow(self.named.feature.as_str());
        let mut borrow = returned.map_err(|error| refusal::failure(&error))?;
        borrow.file = None;
        if self.json {
            context.printer.document(&document::borrow(Status::Granted, &borrow))?;
        } else {
            let sentence = format!("returned: {} {} to {}", borrow.feature, borrow.count, borrow.server);
            context.printer.result(&sentence)?;
        }
        Ok(0)
    }
}

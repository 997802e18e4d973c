//! `lictor-office get`, `post`, `patch` and `delete`: whatever the interface has, by its path.

use clap::Args;
use serde_json::Value as Json;

use super::client::{Ask, Reply};
use super::connection::Connection;
use super::environment::Environment;
use super::failure::Failure;
use super::parser;
use super::printer::Printer;
use crate::http::route::Method;

/// Get a path of the interface, as JSON
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office get /v1/dashboard
  lictor-office get '/v1/licenses?filter[status]=Pending&total=true'")]
pub(crate) struct Get {
    /// The path, with what stands after the question mark
    #[arg(value_name = "PATH", value_parser = path)]
    path: String,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// What `post`, `patch` and `delete` take.
#[derive(Debug, Args)]
pub(crate) struct Send {
    /// The path, with what stands after the question mark
    #[arg(value_name = "PATH", value_parser = path)]
    path: String,
    /// The body as JSON, or @FILE with it
    #[arg(value_name = "JSON", value_parser = parser::document)]
    body: Option<Json>,
    /// Key against doing it twice [default: a new one each call]
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// The version that is changed, as the ETag of the record
    #[arg(long, value_name = "VERSION")]
    if_match: Option<String>,
    /// Why, for the audit log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Only say what would be done
    #[arg(long)]
    verify: bool,
    /// Wait until the operation has ended
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

fn path(text: &str) -> Result<String, String> {
    if text.starts_with('/') { Ok(text.to_owned()) } else { Err("a path begins with /".to_owned()) }
}

impl Get {
    /// Gets it.
    ///
    /// # Errors
    ///
    /// What the back office refuses.
    pub(crate) async fn run(self, environment: &Environment, printer: Printer) -> Result<(), Failure> {
        let client = self.connection.open(environment, printer)?;
        show(&client.ask(&Ask::get(self.path)).await?, printer)
    }
}

impl Send {
    /// Sends it.
    ///
    /// # Errors
    ///
    /// What the back office refuses.
    pub(crate) async fn run(
        self,
        method: Method,
        environment: &Environment,
        printer: Printer,
    ) -> Result<(), Failure> {
        let client = self.connection.open(environment, printer)?;
        let mut path = self.path;
        if self.verify {
            path.push_str(if path.contains('?') { "&verify=true" } else { "?verify=true" });
        }
        let mut ask = Ask::new(method, path);
        if let Some(body) = self.body {
            ask = ask.body(body);
        }
        if method == Method::Post {
            ask = ask.header("idempotency-key", self.idempotency_key.unwrap_or_else(crate::store::new_id));
        }
        if let Some(version) = self.if_match {
            ask = ask.header("if-match", version);
        }
        if let Some(reason) = self.reason {
            ask = ask.header("x-reason", reason);
        }
        let mut reply = client.ask(&ask).await?;
        if self.wait && reply.status == 202 {
            reply.body = client.wait(&reply.body, printer).await?;
        }
        show(&reply, printer)
    }
}

fn show(reply: &Reply, printer: Printer) -> Result<(), Failure> {
    if reply.body.is_null() { printer.bytes(&reply.bytes) } else { printer.document(&reply.body) }
}

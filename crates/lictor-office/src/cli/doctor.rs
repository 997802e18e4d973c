//! `lictor-office doctor`: looks for everything that must be true, at a running or a stopped back office.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::client::Ask;
use super::connection::Connection;
use super::environment::Environment;
use super::failure::{Class, Failure};
use super::printer::Printer;
use super::stored::{Stored, broken};
use super::table::Table;
use crate::doctor::{Report, SignerSight, examine};
use crate::signer::{Place, SignerClient};
use crate::time::Time;

/// Look for everything that must be true: ledgers, audit chain, operations, rows, files, signer
///
/// Asks a running back office, or with --data reads the store of one, running or stopped. Ends with
/// exit code 4 if something is wrong.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office doctor
  lictor-office doctor --data /var/lib/lictor-office
  lictor-office doctor --data office --database postgres://office@127.0.0.1/office --json
  lictor-office doctor --data office --signer /run/lictor-signer/signer.sock")]
pub(crate) struct Doctor {
    #[command(flatten)]
    stored: Stored,
    /// With --data: socket of a signer that must answer
    #[arg(long, value_name = "PATH", requires = "data", help_heading = "Connection")]
    signer: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

impl Doctor {
    /// Looks, and says what it found.
    ///
    /// # Errors
    ///
    /// If something is wrong, or cannot be looked at.
    pub(crate) async fn run(self, environment: &Environment, printer: Printer) -> Result<(), Failure> {
        let report = match self.connection.offline() {
            Some(data) => {
                let store = self.stored.open(data).await?;
                let mut tx = store.read(Time(0)).await.map_err(|fault| broken(&fault))?;
                let sight = SignerSight { client: self.signer(data), directory: Some(data.join("signer")) };
                let report = examine(&mut tx, data, None, &sight).await.map_err(|fault| broken(&fault))?;
                drop(tx);
                store.close().await;
                report
            }
            None => {
                let client = self.connection.open(environment, printer)?;
                let body = client.ask(&Ask::get("/v1/doctor")).await?.body;
                serde_json::from_value(body)
                    .map_err(|error| Failure::internal(format!("the answer is no report: {error}")))?
            }
        };
        self.tell(&report, printer)
    }

    /// The signer that was named; else the one of that directory, if one is there to be asked: a back office
    /// may run beside us.
    fn signer(&self, data: &Path) -> Option<SignerClient> {
        let own = Place::new(data.join("signer")).socket();
        let listens = || UnixStream::connect(&own).is_ok();
        match &self.signer {
            Some(socket) => Some(SignerClient::new(socket)),
            None => listens().then(|| SignerClient::new(&own)),
        }
    }

    fn tell(&self, report: &Report, printer: Printer) -> Result<(), Failure> {
        if self.connection.json {
            printer.document(&json!(report))?;
        } else {
            printer.result(&told(report))?;
        }
        if report.sound {
            return Ok(());
        }
        let wrong: i64 = report.checks.iter().map(|check| check.wrong).sum();
        let mut failure = Failure::new(Class::Conflict, format!("{wrong} things are wrong"));
        for check in report.checks.iter().filter(|check| check.wrong > 0) {
            if let Some(hint) = &check.hint {
                failure = failure.hint(format!("{}: {hint}", check.name));
            }
        }
        Err(failure)
    }
}

fn told(report: &Report) -> String {
    let mut table = Table::new(["check", "looked at", "verdict", "note"]);
    for check in &report.checks {
        let verdict = if check.wrong == 0 { "ok".to_owned() } else { format!("{} wrong", check.wrong) };
        let note = check.note.clone().unwrap_or_default();
        table.row([check.name.clone(), check.looked_at.to_string(), verdict, note]);
    }
    let mut text = format!("{table}\n");
    for check in &report.checks {
        for finding in &check.findings {
            text = format!("{text}\n{}: {}: {}", check.name, finding.target, finding.text);
        }
    }
    text
}

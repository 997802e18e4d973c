//! A back office of the demo: a process, and somebody who asks it over REST.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value as Json;
use tokio::process::Command;
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use super::program::Program;
use crate::cli::client::{Ask, Client, encoded};
use crate::cli::failure::Failure;
use crate::cli::printer::Printer;
use crate::first_start::TOKEN_FILE;
use crate::http::route::Method;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked at.
const BEAT: Duration = Duration::from_millis(50);

/// A back office that runs, or is stopped for a while.
#[derive(Debug)]
pub(super) struct Office {
    name: &'static str,
    data: PathBuf,
    listen: String,
    today: String,
    program: Option<Program>,
    client: Client,
}

impl Office {
    /// Starts one with an empty store in a directory.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub(super) async fn found(name: &'static str, directory: &Path, today: &str) -> Result<Self, Failure> {
        let data = directory.join(name);
        let program = start(name, &data, "127.0.0.1:0", today).await?;
        let listen = program.word("listen")?;
        let token = std::fs::read_to_string(data.join(TOKEN_FILE))
            .map_err(|error| Failure::internal(format!("{name}: {error}")))?;
        let token = Zeroizing::new(token.trim().to_owned());
        let client = Client::new(format!("http://{listen}"), Some(token), PATIENCE)?;
        Ok(Self { name, data, listen, today: today.to_owned(), program: Some(program), client })
    }

    /// Stops it.
    ///
    /// # Errors
    ///
    /// If it does not end.
    pub(super) async fn stop(&mut self) -> Result<(), Failure> {
        match self.program.take() {
            Some(program) => program.stop().await,
            None => Ok(()),
        }
    }

    /// Starts it again, where it was.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub(super) async fn restart(&mut self) -> Result<(), Failure> {
        self.stop().await?;
        self.program = Some(start(self.name, &self.data, &self.listen, &self.today).await?);
        Ok(())
    }

    /// HOST:PORT where it listens.
    pub(super) fn listen(&self) -> &str {
        &self.listen
    }

    /// Its directory.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// Puts a secret of others into its directory, as its administrator would.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn keep_secret(&self, name: &str, secret: &str) -> Result<(), Failure> {
        let path = self.data.join("secrets").join(name);
        std::fs::write(&path, secret)
            .map_err(|error| Failure::internal(format!("{}: {error}", path.display())))
    }

    /// Gets a document.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn get(&self, path: &str) -> Result<Json, Failure> {
        Ok(self.client.ask(&Ask::get(path)).await?.body)
    }

    /// Gets the bytes of a file.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn file(&self, path: &str) -> Result<Vec<u8>, Failure> {
        Ok(self.client.ask(&Ask::get(path)).await?.bytes)
    }

    /// Posts a document.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn post(&self, path: &str, body: Json) -> Result<Json, Failure> {
        Ok(self.client.ask(&Ask::post(path, body)).await?.body)
    }

    /// Changes a record.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn patch(&self, path: &str, body: Json) -> Result<Json, Failure> {
        Ok(self.client.ask(&Ask::new(Method::Patch, path).body(body)).await?.body)
    }

    /// Posts what makes an operation, and waits until it has ended.
    ///
    /// # Errors
    ///
    /// What is refused, and why the operation failed.
    pub(super) async fn act(&self, path: &str, body: Json) -> Result<Json, Failure> {
        let operation = self.post(path, body).await?;
        // Nobody watches a terminal's progress line here.
        self.client.wait(&operation, Printer::new(true)).await
    }

    /// Gets a document again and again until a field has a value.
    ///
    /// # Errors
    ///
    /// If it has not in time.
    pub(super) async fn until(&self, path: &str, field: &str, value: &str) -> Result<Json, Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            let document = self.get(path).await?;
            if document[field] == value {
                return Ok(document);
            }
            if Instant::now() >= end {
                let text = format!("{path}: {field} is {}, not {value:?}: {document}", document[field]);
                return Err(Failure::internal(text));
            }
            sleep(BEAT).await;
        }
    }

    /// The only record in a collection with a value in a column.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(super) async fn find(&self, collection: &str, column: &str, value: &str) -> Result<Json, Failure> {
        let path = format!("/v1/{collection}?filter[{column}]={}", encoded(value));
        let mut page = self.get(&path).await?;
        match page["data"].get_mut(0).map(Json::take) {
            Some(record) => Ok(record),
            None => Err(Failure::internal(format!("{path}: there is none"))),
        }
    }

    /// The statuses that a record went through, by the audit log.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn statuses(&self, id: &str) -> Result<Vec<String>, Failure> {
        let log = self.get(&format!("/v1/audit?filter[target]={}&page[size]=500", encoded(id))).await?;
        let mut statuses: Vec<String> = Vec::new();
        for event in log["data"].as_array().into_iter().flatten() {
            if let Some(status) = event["after"]["status"].as_str()
                && statuses.last().is_none_or(|last| last != status)
            {
                statuses.push(status.to_owned());
            }
        }
        Ok(statuses)
    }
}

async fn start(name: &'static str, data: &Path, listen: &str, today: &str) -> Result<Program, Failure> {
    let own = std::env::current_exe().map_err(|error| Failure::internal(error.to_string()))?;
    let mut command = Command::new(own);
    command.args(["serve", "--vendor", "MAKER", "--listen", listen, "--now", today, "--data"]).arg(data);
    Program::start(name, command, &data.with_extension("log")).await
}

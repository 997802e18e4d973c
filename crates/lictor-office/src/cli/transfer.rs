//! `lictor-office export` and `import`: every record as JSON lines, out of one store and into another.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::client::Ask;
use super::connection::Connection;
use super::environment::Environment;
use super::failure::{Class, Failure};
use super::printer::Printer;
use super::stored::{Stored, broken};
use crate::actor::Actor;
use crate::clock::Clock;
use crate::http::stream;
use crate::store::Store;
use crate::transfer::import::{ImportError, receive};
use crate::{first_start, transfer};

/// Name of the file in a directory that is exported to.
const NAME: &str = "office.jsonl";
/// Records after which progress is shown again.
const STEP: i64 = 1000;

/// Write every record as JSON lines, with the contents of license files
///
/// One state of the store, of a running back office or with --data of one on this machine. It holds
/// hashes of tokens and every activation code; it does not hold DIR/secrets and DIR/signer, which
/// belong into another backup.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office export backup/
  lictor-office export office.jsonl --data /var/lib/lictor-office
  lictor-office export - --data office --database postgres://office@127.0.0.1/office > office.jsonl")]
pub(crate) struct Export {
    /// Where to: a file, a directory, or - for standard output
    #[arg(value_name = "DIR|FILE")]
    to: PathBuf,
    #[command(flatten)]
    stored: Stored,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// Read an export into an empty back office that is stopped
///
/// All of it or nothing. The administrator's token stays the one of the directory.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office import backup/ --data new
  lictor-office import office.jsonl --data new --database postgres://office@127.0.0.1/office")]
pub(crate) struct Import {
    /// Where from: a file, or a directory that was exported to
    #[arg(value_name = "DIR|FILE")]
    from: PathBuf,
    /// Directory of the back office; made if it is not there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    stored: Stored,
}

impl Export {
    /// Writes the export.
    ///
    /// # Errors
    ///
    /// What cannot be read or written; the file is then not there.
    pub(crate) async fn run(self, environment: &Environment, printer: Printer) -> Result<(), Failure> {
        let mut sink = Sink::open(&self.to, printer)?;
        match self.connection.offline() {
            Some(data) => self.read_store(data, &mut sink).await?,
            None => {
                let client = self.connection.open(environment, printer)?;
                client.stream(&Ask::get("/v1/export"), |part| sink.take(part)).await?;
            }
        }
        sink.finish()
    }

    async fn read_store(&self, data: &Path, sink: &mut Sink) -> Result<(), Failure> {
        let store = self.stored.open(data).await?;
        let now = Clock::machine(jiff::tz::TimeZone::UTC).now();
        let tx = store.read(now).await.map_err(|fault| broken(&fault))?;
        let (sender, parts) = stream::parts();
        let sending = tokio::spawn(transfer::export::send(tx, sender));
        while let Some(part) = parts.next().await {
            sink.take(&part.map_err(|error| Failure::internal(error.to_string()))?)?;
        }
        let sent = sending.await.map_err(|error| Failure::internal(error.to_string()))?;
        sent.map_err(|fault| broken(&fault))?;
        store.close().await;
        Ok(())
    }
}

/// Where an export goes: beside its place until it is whole.
struct Sink {
    file: Option<(File, PathBuf, PathBuf)>,
    printer: Printer,
    lines: i64,
    tail: Vec<u8>,
}

impl Sink {
    fn open(to: &Path, printer: Printer) -> Result<Self, Failure> {
        let mut sink = Self { file: None, printer, lines: 0, tail: Vec::new() };
        if to == Path::new("-") {
            return Ok(sink);
        }
        let directory = to.is_dir() || to.as_os_str().to_string_lossy().ends_with('/');
        let path = if directory { to.join(NAME) } else { to.to_owned() };
        let failed = |error: std::io::Error| Failure::internal(format!("{}: {error}", path.display()));
        if directory {
            std::fs::create_dir_all(to).map_err(failed)?;
        }
        let unfinished = path.with_extension("unfinished");
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished);
        sink.file = Some((file.map_err(failed)?, unfinished, path.clone()));
        Ok(sink)
    }

    fn take(&mut self, part: &[u8]) -> Result<(), Failure> {
        let before = self.lines / STEP;
        self.lines += i64::try_from(part.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0);
        if self.lines / STEP > before {
            self.printer.progress(Some(&format!("{} records", self.lines)));
        }
        self.tail = part.rsplit(|byte| *byte == b'\n').nth(1).unwrap_or(part).to_vec();
        match &mut self.file {
            Some((file, path, _)) => file
                .write_all(part)
                .map_err(|error| Failure::internal(format!("{}: {error}", path.display()))),
            None => self.printer.bytes(part),
        }
    }

    /// Puts the file into its place, if the last line is there.
    fn finish(self) -> Result<(), Failure> {
        self.printer.progress(None);
        let last: serde_json::Value = serde_json::from_slice(&self.tail).unwrap_or_default();
        let Some(records) = last["records"].as_i64().filter(|_| last["end"] == true) else {
            return Err(Failure::new(Class::Upstream, "the export was broken off"));
        };
        if let Some((file, unfinished, path)) = self.file {
            let failed = |error: std::io::Error| Failure::internal(format!("{}: {error}", path.display()));
            file.sync_all().map_err(failed)?;
            std::fs::rename(&unfinished, &path).map_err(failed)?;
            self.printer.note(&format!("wrote {}", path.display()));
        }
        self.printer.note(&format!("{records} records exported"));
        Ok(())
    }
}

impl Import {
    /// Reads the export.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or that the store is in use; nothing was written then.
    pub(crate) async fn run(self, printer: Printer) -> Result<(), Failure> {
        let from = if self.from.is_dir() { self.from.join(NAME) } else { self.from.clone() };
        let absent = |error: std::io::Error| Failure::usage(format!("{}: {error}", from.display()));
        let file = File::open(&from).map_err(absent)?;
        let size = file.metadata().map_err(absent)?.len().max(1);
        first_start::directories(&self.data)
            .map_err(|error| Failure::internal(format!("{}: {error}", self.data.display())))?;
        let store = Store::open(&self.stored.place(&self.data)).await.map_err(|fault| broken(&fault))?;
        let now = Clock::machine(jiff::tz::TimeZone::UTC).now();
        let actor = Actor { name: "cli".to_owned(), ..Actor::default() };
        let mut tx = store.write(now, actor).await.map_err(|fault| broken(&fault))?;
        let told = |records: i64, bytes: u64| {
            if records % STEP == 0 {
                let percent = bytes.saturating_mul(100) / size;
                printer.progress(Some(&format!("{percent} %, {records} records")));
            }
        };
        let received = receive(&mut tx, BufReader::new(file), told).await;
        printer.progress(None);
        let records = received.map_err(|error| match error {
            ImportError::InUse(_) => Failure::new(Class::Conflict, error.to_string())
                .hint("import into a directory, or a database, that nobody has used"),
            ImportError::Line { .. } => Failure::new(Class::Conflict, format!("{}: {error}", from.display())),
            ImportError::Io(_) => Failure::internal(format!("{}: {error}", from.display())),
            ImportError::Store(fault) => broken(&fault),
        })?;
        tx.commit().await.map_err(|fault| broken(&fault))?;
        store.tidy().await.map_err(|fault| broken(&fault))?;
        store.close().await;
        printer.note(&format!(
            "{records} records imported; `doctor --data {}` checks them",
            self.data.display()
        ));
        Ok(())
    }
}

//! The stage of the demo: issuer, provider, license server and client, and who tells of them.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use lictor_types::CivilDate;
use serde_json::Value as Json;
use tokio::process::Command;

use super::office::Office;
use super::program::{Program, beside};
use super::seats::Seats;
use super::teller::Teller;
use crate::cli::failure::Failure;
use crate::cli::printer::Printer;
use crate::clock::Clock;
use crate::first_start::TOKEN_FILE;

/// Everybody.
pub(super) struct Stage {
    /// The Key Administrator's back office.
    pub(super) issuer: Office,
    /// The seller's back office.
    pub(super) provider: Office,
    /// The customer's program; there once there is a license.
    pub(super) seats: Option<Seats>,
    /// Who tells.
    pub(super) teller: Teller,
    /// Today.
    pub(super) today: CivilDate,
    /// The vendor's public key.
    pub(super) key: String,
    /// Where sessions are served.
    pub(super) server: String,
    /// Where the administrators of the license server are served.
    pub(super) admin: String,
    directory: PathBuf,
    lictord: Program,
}

impl Stage {
    /// Starts everybody.
    ///
    /// # Errors
    ///
    /// Who does not start.
    pub(super) async fn set(directory: &Path, printer: Option<Printer>) -> Result<Self, Failure> {
        let today = Clock::machine(TimeZone::UTC).today();
        let day = today.to_string();
        let (issuer, provider) = tokio::try_join!(
            Office::found("issuer", directory, &day),
            Office::found("provider", directory, &day)
        )?;
        let key_file = issuer.data().join("signer/vendor.pub");
        let key = std::fs::read_to_string(&key_file)
            .map_err(|error| Failure::internal(format!("{}: {error}", key_file.display())))?;
        let lictord = license_server(directory, &key).await?;
        let (server, admin) = (lictord.word("listen")?, lictord.word("admin")?);
        let token = std::fs::read_to_string(directory.join("state/admin.token"))
            .map_err(|error| Failure::internal(format!("lictord: {error}")))?;
        provider.keep_secret("lictord", token.trim())?;
        Ok(Self {
            issuer,
            provider,
            seats: None,
            teller: Teller::new(today, printer),
            today,
            key,
            server,
            admin,
            directory: directory.to_owned(),
            lictord,
        })
    }

    /// The customer's program, started when it is first needed.
    ///
    /// # Errors
    ///
    /// If the license server does not answer.
    pub(super) fn client(&mut self) -> Result<&mut Seats, Failure> {
        let open = || Seats::open(&self.server, &self.key, &self.directory.join("client"));
        let seats = match self.seats.take() {
            Some(seats) => seats,
            None => tokio::task::block_in_place(open)?,
        };
        Ok(self.seats.insert(seats))
    }

    /// Puts a file into the license server's directory in one step, as an operator would.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn put_file(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let folder = self.directory.join("licenses");
        let unfinished = folder.join(format!(".{name}.new"));
        let put =
            std::fs::write(&unfinished, bytes).and_then(|()| std::fs::rename(&unfinished, folder.join(name)));
        put.map_err(|error| Failure::internal(format!("{name}: {error}")))
    }

    /// The license of the provider with that number.
    ///
    /// # Errors
    ///
    /// What is refused.
    pub(super) async fn license(&self, number: &str) -> Result<Json, Failure> {
        self.provider.get(&format!("/v1/licenses/{number}")).await
    }

    /// Tells where the consoles are.
    pub(super) fn tell_addresses(&self, printer: Printer) {
        for (name, office) in [("issuer", &self.issuer), ("provider", &self.provider)] {
            let token = office.data().join(TOKEN_FILE);
            printer.note(&format!(
                "{name}: http://{}/ with the token in {}",
                office.listen(),
                token.display()
            ));
        }
        printer.note("Ctrl-C ends it");
    }

    /// Ends everything; gives what was told.
    pub(super) async fn strike(mut self) -> String {
        drop(self.seats.take());
        // Whatever does not end in order is killed when it is dropped.
        let _ = self.provider.stop().await;
        let _ = self.issuer.stop().await;
        let _ = self.lictord.stop().await;
        self.teller.finish()
    }
}

async fn license_server(directory: &Path, key: &str) -> Result<Program, Failure> {
    let failed = |error: std::io::Error| Failure::internal(format!("lictord: {error}"));
    let (licenses, state) = (directory.join("licenses"), directory.join("state"));
    std::fs::create_dir(&licenses).map_err(failed)?;
    std::fs::create_dir(&state).map_err(failed)?;
    std::fs::write(licenses.join("maker.pub"), key).map_err(failed)?;
    let mut command = Command::new(beside("lictord")?);
    command.args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--timezone", "UTC"]);
    command.arg("--licenses").arg(&licenses).arg("--state").arg(&state);
    Program::start("lictord", command, &directory.join("lictord.log")).await
}

/// A field as text.
pub(super) fn word(document: &Json, field: &str) -> String {
    crate::cli::table::cell(document.get(field))
}

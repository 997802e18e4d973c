//! `lictor-office serve`: the back office in the foreground.

use std::path::PathBuf;

use clap::Args;
use jiff::tz::TimeZone;
use lictor_types::VendorName;
use tokio::signal::unix::{SignalKind, signal};

use super::failure::Failure;
use super::printer::Printer;
use crate::first_start::TOKEN_FILE;
use crate::logging::LogArgs;
use crate::run::{self, Options};

/// Run the back office in the foreground
///
/// At its first start it makes the directory, a vendor key for its own signer, and a token in
/// DIR/admin.token. The console is at the address that it listens on; log in with that token.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor-office serve --data /var/lib/lictor-office
  lictor-office serve --data office --vendor ACME --zone Europe/Berlin
  lictor-office serve --data office --database postgres://office@127.0.0.1/office --log-format json
  lictor-office serve --data office --signer /run/lictor-signer/signer.sock")]
pub(crate) struct Serve {
    /// Directory of everything it keeps; made if it is not there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to listen; port 0 takes any free one. TLS is for a proxy before it
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:6244")]
    listen: String,
    /// PostgreSQL by URL; without it, SQLite in the directory
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Whose licenses are signed; counts at the first start, which makes the key
    #[arg(long, value_name = "NAME", default_value = "VENDOR", value_parser = vendor)]
    vendor: VendorName,
    /// Socket of a signer that runs already
    #[arg(long, value_name = "PATH")]
    signer: Option<PathBuf>,
    /// Zone of all days, by its IANA name
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Start the clock at this day or instant, for tests and demonstrations
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    #[command(flatten)]
    log: LogArgs,
}

fn vendor(text: &str) -> Result<VendorName, String> {
    VendorName::parse(text).map_err(|error| error.to_string())
}

impl Serve {
    /// Serves until the process is asked to end.
    ///
    /// # Errors
    ///
    /// Why it does not start.
    pub(crate) async fn run(self, printer: Printer) -> Result<(), Failure> {
        self.log.start().map_err(Failure::usage)?;
        let zone = match self.zone.as_str() {
            "UTC" => TimeZone::UTC,
            name => TimeZone::get(name).map_err(|error| Failure::usage(format!("--zone: {error}")))?,
        };
        if let Some(now) = &self.now {
            printer.warning(&format!(
                "the clock is overridden: it starts at {now}; never do this with real licenses"
            ));
        }
        // Caught before it starts, so that none can end it half-started.
        let failed = |error: std::io::Error| Failure::internal(format!("cannot catch signals: {error}"));
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let token = self.data.join(TOKEN_FILE);
        let is_new = !token.exists();
        let options = Options {
            data: self.data,
            listen: self.listen,
            database: self.database,
            now: self.now,
            zone,
            vendor: self.vendor,
            signer: self.signer,
        };
        let running = run::start(options).await.map_err(|error| Failure::internal(error.to_string()))?;
        if is_new {
            printer.note(&format!("first start: the token of the administrator is in {}", token.display()));
        }
        printer.result(&format!("lictor-office ready listen={}", running.address))?;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        running.stop().await;
        Ok(())
    }
}

//! Which servers are asked, and how the client is opened for it.

use std::time::Duration;

use clap::Args;
use jiff::Zoned;
use lictor_client::Options;

use crate::context::Context;
use crate::failure::Failure;
use crate::license_file;

/// Where features come from.
#[derive(Debug, Args)]
pub(crate) struct ServerArgs {
    /// A server: HOST:PORT, PORT@HOST (IPv6 as 6242@[::1]) or unix:/PATH; may be repeated
    /// [default: LICTOR_LICENSE_PATH, else localhost:6242]
    #[arg(long = "server", value_name = "SERVER", value_parser = server)]
    servers: Vec<String>,
    /// How long a call may take
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT_SECONDS, value_parser = timeout)]
    timeout: u64,
}

/// Files and directories come with the path of the environment, not here.
fn server(text: &str) -> Result<String, String> {
    Options::new().server(text).map(|_| text.to_string()).map_err(|error| error.to_string())
}

fn timeout(text: &str) -> Result<u64, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=3600).contains(seconds));
    seconds.ok_or_else(|| "expected a number of seconds from 1 to 3600".to_string())
}

/// How long a call may take if nobody says it.
const TIMEOUT_SECONDS: u64 = 10;

impl ServerArgs {
    /// The servers of the path.
    pub(crate) fn path() -> Self {
        Self { servers: Vec::new(), timeout: TIMEOUT_SECONDS }
    }

    /// One server.
    ///
    /// # Errors
    ///
    /// What is wrong with its name.
    pub(crate) fn one(text: &str) -> Result<Self, String> {
        Ok(Self { servers: vec![server(text)?], ..Self::path() })
    }

    /// How a client of these servers is opened.
    ///
    /// # Errors
    ///
    /// `bad_license_file` if a trusted key cannot be read.
    pub(crate) fn options(&self, context: &Context) -> Result<Options, Failure> {
        let mut options = Options::new().deadline(Duration::from_secs(self.timeout));
        if let Ok(minutes) = i16::try_from(Zoned::now().offset().seconds() / 60) {
            options = options.utc_offset_minutes(minutes);
        }
        for server in &self.servers {
            options = options.path(server.as_str()).environment(false);
        }
        for key in &context.environment.vendor_keys {
            options = options.trust(license_file::key_text(key)?);
        }
        Ok(options)
    }
}

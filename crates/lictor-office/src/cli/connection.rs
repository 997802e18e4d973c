//! Which back office is asked, and with which token.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use zeroize::Zeroizing;

use super::client::Client;
use super::environment::Environment;
use super::failure::Failure;
use super::printer::Printer;
use crate::first_start::TOKEN_FILE;

/// Where the back office listens if nobody says it.
pub(crate) const URL: &str = "http://127.0.0.1:6244";

/// Which back office is asked.
#[derive(Debug, Clone, Args)]
pub(crate) struct Connection {
    /// The back office [default: LICTOR_OFFICE_URL, else http://127.0.0.1:6244]
    #[arg(long, value_name = "URL", help_heading = "Connection", value_parser = url)]
    url: Option<String>,
    /// File with the token [default: LICTOR_OFFICE_TOKEN_FILE, else admin.token in --data]
    #[arg(long, value_name = "FILE", help_heading = "Connection")]
    token_file: Option<PathBuf>,
    /// Directory of a back office on this machine, for its admin.token
    #[arg(long, value_name = "DIR", help_heading = "Connection")]
    pub(crate) data: Option<PathBuf>,
    /// How long an answer may take, and how long --wait waits
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Connection",
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" if url.query().is_none() && url.fragment().is_none() => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("expected http://HOST:PORT or https://HOST".to_owned()),
    }
}

impl Connection {
    /// The back office that is meant.
    ///
    /// # Errors
    ///
    /// If the environment names no URL, or the token cannot be read.
    pub(crate) fn open(&self, environment: &Environment, printer: Printer) -> Result<Client, Failure> {
        let place = match (&self.url, &environment.url) {
            (Some(place), _) => place.clone(),
            (None, Some(text)) => {
                url(text).map_err(|error| Failure::usage(format!("LICTOR_OFFICE_URL: {error}")))?
            }
            (None, None) => URL.to_owned(),
        };
        let token = self.token(environment)?;
        if token.is_some() && is_exposed(&place) {
            printer.warning("the token goes over the network unencrypted: the URL begins with http://");
        }
        Client::new(place, token, Duration::from_secs(self.timeout))
    }

    /// The directory whose store is read without asking a server: that of `--data`, unless a URL says
    /// that a running back office is meant.
    pub(crate) fn offline(&self) -> Option<&Path> {
        if self.url.is_some() { None } else { self.data.as_deref() }
    }

    fn token(&self, environment: &Environment) -> Result<Option<Zeroizing<String>>, Failure> {
        let of_data = self.data.as_ref().map(|data| data.join(TOKEN_FILE));
        let Some(file) = self.token_file.as_ref().or(of_data.as_ref()).or(environment.token_file.as_ref())
        else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(file)
            .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
        let token = text.trim();
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err(Failure::usage(format!("{} holds no token", file.display())));
        }
        Ok(Some(Zeroizing::new(token.to_owned())))
    }
}

/// Whether what is sent there can be read on the way.
fn is_exposed(place: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(place) else { return false };
    let host = url.host_str().unwrap_or_default();
    let loopback = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    url.scheme() == "http" && !loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_exposed_on_the_way_to_another_machine_only() {
        for (place, exposed) in [
            ("http://127.0.0.1:6244", false),
            ("http://localhost:6244", false),
            ("http://[::1]:6244", false),
            ("https://office.acme.example", false),
            ("http://office.acme.example:6244", true),
        ] {
            assert_eq!(is_exposed(place), exposed, "{place}");
        }
        url("ftp://x").unwrap_err();
        url("127.0.0.1:6244").unwrap_err();
        assert_eq!(url("http://127.0.0.1:1/").as_deref(), Ok("http://127.0.0.1:1"));
    }
}

//! The administrators' calls of a running server.

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_types::Status;
use serde_json::Value;

use crate::environment::Environment;
use crate::failure::Failure;
use crate::file;
use crate::http::{self, HttpError, Response};

/// Where a server listens for administrators by default.
const ADDRESS_DEFAULT: &str = "127.0.0.1:6243";
/// Where a server in this directory writes its token by default.
const TOKEN_FILE_DEFAULT: &str = "state/admin.token";
const TOKEN_BYTES_MAX: usize = 4096;

/// Which server, and the right to ask it.
#[derive(Debug, Args)]
pub(crate) struct AdminArgs {
    /// Administrators' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]
    #[arg(long, value_name = "HOST:PORT")]
    admin: Option<String>,
    /// File with the administrators' token [default: LICTOR_ADMIN_TOKEN_FILE, else
    /// ./state/admin.token]
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// A server's administrators' port.
#[derive(Debug)]
pub(crate) struct Admin {
    address: String,
    token: String,
}

impl AdminArgs {
    /// The port to ask, with the token.
    ///
    /// # Errors
    ///
    /// `not_authorized` if there is no token to be read.
    pub(crate) fn open(&self, environment: &Environment) -> Result<Admin, Failure> {
        let address = self.admin.clone().or_else(|| environment.admin.clone());
        let named = self.token_file.as_deref().or(environment.admin_token_file.as_deref());
        let token = read_token(named.unwrap_or_else(|| Path::new(TOKEN_FILE_DEFAULT)))?;
        Ok(Admin { address: address.unwrap_or_else(|| ADDRESS_DEFAULT.to_string()), token })
    }
}

fn read_token(path: &Path) -> Result<String, Failure> {
    let refused = |text: String| {
        Failure::status(Status::NotAuthorized, text)
            .hint("name the server's token file with --token-file or LICTOR_ADMIN_TOKEN_FILE")
    };
    let text = file::read_text(path, TOKEN_BYTES_MAX)
        .map_err(|failure| refused(failure.text().unwrap_or("the token cannot be read").to_string()))?;
    let token = text.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refused(format!("{} holds no token", path.display())));
    }
    Ok(token.to_string())
}

impl Admin {
    /// The document at a path, as the server wrote it and as read.
    ///
    /// # Errors
    ///
    /// What the server answered instead, as its status.
    pub(crate) fn get(&self, path: &str) -> Result<(String, Value), Failure> {
        self.ask("GET", path, None)
    }

    /// The answer to an order; without a body, the server takes its defaults.
    ///
    /// # Errors
    ///
    /// What the server answered instead, as its status.
    pub(crate) fn post(&self, path: &str, body: Option<&Value>) -> Result<(String, Value), Failure> {
        self.ask("POST", path, body.map(ToString::to_string).as_deref())
    }

    fn ask(&self, method: &str, path: &str, body: Option<&str>) -> Result<(String, Value), Failure> {
        let response = http::exchange(&self.address, method, path, &self.token, body)
            .map_err(|error| self.unreachable(&error))?;
        let refusal = (response.code >= 300).then(|| self.refusal(&response));
        let text = String::from_utf8(response.body);
        let read = text.ok().and_then(|text| serde_json::from_str(&text).ok().map(|value| (text, value)));
        match (refusal, read) {
            (Some(refusal), _) => Err(refusal),
            (None, Some(read)) => Ok(read),
            (None, None) => Err(Failure::status(
                Status::ProtocolError,
                format!("{} answered {path} with something that is no JSON", self.address),
            )),
        }
    }

    fn unreachable(&self, error: &HttpError) -> Failure {
        match error {
            HttpError::NotLocal(_) => Failure::usage(error.to_string())
                .hint("the administrators' port of a server is asked from its own machine"),
            HttpError::Unreachable { .. } => Failure::status(Status::ServerUnreachable, error.to_string())
                .hint("is lictord running? its ready line names its administrators' address (admin=…)"),
            HttpError::Broken(_) | HttpError::Malformed(_) => {
                Failure::status(Status::ProtocolError, format!("{}: {error}", self.address))
            }
        }
    }

    fn refusal(&self, response: &Response) -> Failure {
        let document: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let word = |name: &str| document.get(name).and_then(Value::as_str);
        let by_code = match response.code {
            401 | 403 => Status::NotAuthorized,
            503 => Status::ServerBusy,
            _ => Status::ProtocolError,
        };
        let status = word("status").and_then(Status::from_name).unwrap_or(by_code);
        let text = word("text").map_or_else(
            || format!("{} answered with HTTP status {}", self.address, response.code),
            ToString::to_string,
        );
        let failure = Failure::status(status, text);
        match word("hint") {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

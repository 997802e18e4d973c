//! The administrators' calls of a running server.

use std::path::{Path, PathBuf};

use clap::Args;
use lictor_types::Status;
use serde_json::Value;

use crate::environment::Environment;
use crate::failure::{Failure, Problem};
use crate::file;
use crate::http::{self, HttpError, Request, Response};
use crate::table;

/// Where a server listens for administrators by default.
const ADDRESS_DEFAULT: &str = "127.0.0.1:6243";
/// Where a server in this directory writes its token by default.
const TOKEN_FILE_DEFAULT: &str = "state/admin.token";
const TOKEN_BYTES_MAX: usize = 4096;

/// Which server, and the right to ask it.
#[derive(Debug, Args)]
pub(crate) struct AdminArgs {
    /// Administrators' address of the server [default: LICTOR_ADMIN, else 127.0.0.1:6243]
    #[arg(long, value_name = "HOST:PORT", value_parser = address)]
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
    /// `not_authorized` if there is no token to be read; a wrong call if the environment names no
    /// address.
    pub(crate) fn open(&self, environment: &Environment) -> Result<Admin, Failure> {
        let of_environment = || {
            let named = environment.admin.as_deref().map(address).transpose();
            named.map_err(|error| Failure::usage(format!("LICTOR_ADMIN: {error}")))
        };
        let address = match &self.admin {
            Some(address) => Some(address.clone()),
            None => of_environment()?,
        };
        let named = self.token_file.as_deref().or(environment.admin_token_file.as_deref());
        let token = read_token(named.unwrap_or_else(|| Path::new(TOKEN_FILE_DEFAULT)))?;
        Ok(Admin { address: address.unwrap_or_else(|| ADDRESS_DEFAULT.to_string()), token })
    }
}

/// What is sent along with a call.
#[derive(Debug, Clone, Copy)]
enum Body<'a> {
    None,
    Document(&'a Value),
    File(&'a [u8]),
}

/// What is wrong with the file that was sent, each with its place.
fn problems(document: &Value) -> Vec<Problem> {
    let found = document.get("problems").and_then(Value::as_array).into_iter().flatten();
    let problem = |problem: &Value| {
        let cell = |name: &str| table::cell(problem, name);
        let place = [cell("line"), cell("column")].into_iter().filter(|part| !part.is_empty());
        let owner = [("feature ", cell("feature")), ("", cell("setting"))];
        let owner = owner.into_iter().filter(|(_, name)| !name.is_empty());
        let parts = [place.collect::<Vec<_>>().join(":")]
            .into_iter()
            .chain(owner.map(|(kind, name)| format!("{kind}{name}")))
            .chain([cell("text")]);
        let hint = problem.get("hint").and_then(Value::as_str).map(ToString::to_string);
        Problem { text: parts.collect::<Vec<_>>().join(": "), hint }
    };
    found.map(problem).collect()
}

/// What tells which port was meant.
const WRONG_PORT: &str = "is this the administrators' port? the one for clients is another; the ready line of \
                          lictord names both";
const TOKEN_HINT: &str = "name the server's token file with --token-file or LICTOR_ADMIN_TOKEN_FILE";

/// An address has a host and a port; an IPv6 host stands in brackets.
fn address(text: &str) -> Result<String, String> {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, ""));
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let named = !host.is_empty() && (bracketed || !host.contains(':'));
    if named && port.parse().is_ok_and(|port: u16| port > 0) {
        return Ok(text.to_string());
    }
    Err(format!("`{text}` is no address: expected HOST:PORT, an IPv6 host in brackets"))
}

fn read_token(path: &Path) -> Result<String, Failure> {
    let refused = |text: String| Failure::status(Status::NotAuthorized, text).hint(TOKEN_HINT);
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
        self.ask("GET", path, Body::None)
    }

    /// The answer to an order; without a body, the server takes its defaults.
    ///
    /// # Errors
    ///
    /// What the server answered instead, as its status.
    pub(crate) fn post(&self, path: &str, body: Option<&Value>) -> Result<(String, Value), Failure> {
        self.ask("POST", path, body.map_or(Body::None, Body::Document))
    }

    /// The answer to a file that is put at a path.
    ///
    /// # Errors
    ///
    /// What the server answered instead, as its status; the problems of the file among it.
    pub(crate) fn put(&self, path: &str, file: &[u8]) -> Result<(String, Value), Failure> {
        self.ask("PUT", path, Body::File(file))
    }

    /// The answer to taking away what is at a path.
    ///
    /// # Errors
    ///
    /// What the server answered instead, as its status.
    pub(crate) fn delete(&self, path: &str) -> Result<(String, Value), Failure> {
        self.ask("DELETE", path, Body::None)
    }

    fn ask(&self, method: &str, path: &str, body: Body<'_>) -> Result<(String, Value), Failure> {
        let document;
        let (media_type, body) = match body {
            Body::None => ("application/json", &[][..]),
            Body::Document(value) => {
                document = value.to_string();
                ("application/json", document.as_bytes())
            }
            Body::File(bytes) => ("application/xml", bytes),
        };
        let request = Request { method, path, token: &self.token, media_type, body };
        let response = http::exchange(&self.address, &request).map_err(|error| self.unreachable(&error))?;
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
                Failure::status(Status::ProtocolError, format!("{}: {error}", self.address)).hint(WRONG_PORT)
            }
        }
    }

    fn refusal(&self, response: &Response) -> Failure {
        let document: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let word = |name: &str| document.get(name).and_then(Value::as_str);
        let by_code = match response.code {
            401 | 403 | 429 => Status::NotAuthorized,
            503 => Status::ServerBusy,
            _ => Status::ProtocolError,
        };
        let status = word("status").and_then(Status::from_name).unwrap_or(by_code);
        let text = word("text").map_or_else(
            || format!("{} answered with HTTP status {}", self.address, response.code),
            ToString::to_string,
        );
        let failure = Failure::status(status, text).problems(problems(&document));
        match word("hint") {
            // The server tells how a program sends its token; here it comes from a file.
            _ if response.code == 401 => failure.hint(TOKEN_HINT),
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

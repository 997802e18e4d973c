//! A client of a running back office: one request, its answer, and the wait for an operation.

use std::time::Duration;

use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use super::failure::{Class, Failure};
use super::printer::Printer;
use crate::http::route::Method;

/// How often a running operation is looked at.
const BEAT: Duration = Duration::from_millis(200);
/// Times that a request with a key against doing it twice is sent, if the connection breaks.
const TRIES: u32 = 3;

/// A back office, and who asks it.
#[derive(Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<Zeroizing<String>>,
    timeout: Duration,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Json>,
    headers: Vec<(&'static str, String)>,
}

/// What was answered with success.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// The document; null if it is none.
    pub(crate) body: Json,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// Name of the file, if it is one.
    pub(crate) name: Option<String>,
    /// Whether an earlier answer to the same request was given again.
    pub(crate) replayed: bool,
}

impl Ask {
    /// A request without body.
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body: None, headers: Vec::new() }
    }

    /// A request that reads.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// A request that acts, with a key of its own against doing it twice.
    pub(crate) fn post(path: impl Into<String>, body: Json) -> Self {
        Self::new(Method::Post, path).body(body).header("idempotency-key", crate::store::new_id())
    }

    /// The same at another path.
    #[must_use]
    pub(crate) fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The same with a body.
    #[must_use]
    pub(crate) fn body(mut self, body: Json) -> Self {
        self.body = Some(body);
        self
    }

    /// The same with a parameter.
    #[must_use]
    pub(crate) fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The same with a header; it replaces one of that name.
    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(has, _)| *has != name);
        self.headers.push((name, value.into()));
        self
    }

    fn may_be_repeated(&self) -> bool {
        self.method == Method::Get || self.headers.iter().any(|(name, _)| *name == "idempotency-key")
    }
}

impl Client {
    /// A client; nothing is opened yet.
    ///
    /// # Errors
    ///
    /// If the system gives no TLS.
    pub(crate) fn new(
        url: String,
        token: Option<Zeroizing<String>>,
        timeout: Duration,
    ) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5).min(timeout))
            .no_proxy()
            .build()
            .map_err(|error| Failure::internal(format!("cannot make a client: {error}")))?;
        Ok(Self { http, url, token, timeout })
    }

    /// Asks; anything but success is a failure with its code.
    ///
    /// # Errors
    ///
    /// What the back office refuses, or that it does not answer.
    pub(crate) async fn ask(&self, ask: &Ask) -> Result<Reply, Failure> {
        let response = self.send(ask, Some(self.timeout)).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.map_err(|error| self.lost(&error))?.to_vec();
        let is_document = text(&headers, CONTENT_TYPE.as_str()).is_some_and(|media| media.contains("json"));
        let body = match is_document {
            true => serde_json::from_slice(&bytes).unwrap_or_default(),
            false => Json::Null,
        };
        if !(200..300).contains(&status) {
            return Err(Failure::answer(status, body));
        }
        let name = text(&headers, CONTENT_DISPOSITION.as_str());
        let name = name.as_deref().and_then(|value| value.split("filename=\"").nth(1)?.strip_suffix('"'));
        Ok(Reply {
            status,
            body,
            bytes,
            name: name.map(str::to_owned),
            replayed: headers.contains_key("idempotency-replayed"),
        })
    }

    /// Asks for a document of any length and gives its parts as they come.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`], and what `take` says.
    pub(crate) async fn stream(
        &self,
        ask: &Ask,
        mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut response = self.send(ask, None).await?;
        let status = response.status().as_u16();
        if !(200..300).contains(&status) {
            let bytes = response.bytes().await.map_err(|error| self.lost(&error))?;
            return Err(Failure::answer(status, serde_json::from_slice(&bytes).unwrap_or_default()));
        }
        while let Some(part) = response.chunk().await.map_err(|error| self.lost(&error))? {
            take(&part)?;
        }
        Ok(())
    }

    async fn send(&self, ask: &Ask, timeout: Option<Duration>) -> Result<reqwest::Response, Failure> {
        let mut tries = 1;
        loop {
            match self.request(ask, timeout).send().await {
                Ok(response) => return Ok(response),
                // The same key makes the repetition safe: what was done is not done again.
                Err(error)
                    if tries < TRIES
                        && ask.may_be_repeated()
                        && !error.is_connect()
                        && !error.is_timeout() =>
                {
                    tries += 1;
                }
                Err(error) => return Err(self.lost(&error)),
            }
        }
    }

    fn request(&self, ask: &Ask, timeout: Option<Duration>) -> reqwest::RequestBuilder {
        let method = match ask.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let query: Vec<String> =
            ask.query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mark = match (query.is_empty(), ask.path.contains('?')) {
            (true, _) => "",
            (false, true) => "&",
            (false, false) => "?",
        };
        let mut request =
            self.http.request(method, format!("{}{}{mark}{}", self.url, ask.path, query.join("&")));
        if let Some(timeout) = timeout {
            request = request.timeout(timeout);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.as_str());
        }
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &ask.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        request
    }

    fn lost(&self, error: &reqwest::Error) -> Failure {
        let why = if error.is_timeout() {
            format!("no answer within {} s", self.timeout.as_secs())
        } else if error.is_connect() {
            "nobody listens there".to_owned()
        } else {
            "the connection broke".to_owned()
        };
        let failure = Failure::new(Class::Upstream, format!("{}: {why}", self.url));
        if error.is_connect() {
            failure.hint("start it with `lictor-office serve`, or name another by --url or LICTOR_OFFICE_URL")
        } else {
            failure
        }
    }

    /// Waits for an operation, and for those that follow from it: after an issue by itself come the
    /// retrieval and the installation.
    ///
    /// # Errors
    ///
    /// As [`Self::wait`].
    pub(crate) async fn follow(&self, operation: &Json, printer: Printer) -> Result<Json, Failure> {
        let ended = self.wait(operation, printer).await?;
        if ended["target_kind"] == "license" {
            self.settled(ended["target_id"].as_str().unwrap_or_default(), printer).await?;
        }
        Ok(ended)
    }

    /// Waits until nothing goes on with a license.
    ///
    /// # Errors
    ///
    /// As [`Self::wait`].
    pub(crate) async fn settled(&self, id: &str, printer: Printer) -> Result<(), Failure> {
        let path = format!("/v1/licenses/{}", encoded(id));
        loop {
            let license = self.ask(&Ask::get(path.as_str())).await?.body;
            let Some(next) = license["operation_id"].as_str() else { return Ok(()) };
            self.wait(&json!({ "id": next }), printer).await?;
        }
    }

    /// Waits until the classes of a plug-in are there, or the first attempt to fetch them has failed.
    ///
    /// # Errors
    ///
    /// Why they could not be fetched, or that they are not there when the time is over.
    pub(crate) async fn fetched(&self, plugin: &Json, printer: Printer) -> Result<Json, Failure> {
        let id = encoded(plugin["id"].as_str().unwrap_or_default());
        let fetch = format!("/v1/operations?filter[target_id]={id}&filter[kind]=fetch_classes&sort=-id");
        let end = Instant::now() + self.timeout;
        loop {
            let now = self.ask(&Ask::get(format!("/v1/plugins/{id}"))).await?.body;
            let operation = self.ask(&Ask::get(fetch.as_str())).await?.body["data"][0].clone();
            match now["status"].as_str() {
                Some("Configured") => return Ok(now),
                Some("Failed") => {
                    let failure = Failure::operation(&operation);
                    return Err(failure.hint("`plugin fetch` tries again at once"));
                }
                Some(_) | None => printer.progress(Some(&told(&operation))),
            }
            if Instant::now() >= end {
                printer.progress(None);
                let text = format!("{} after {} s", told(&operation), self.timeout.as_secs());
                return Err(Failure::new(Class::Upstream, text).hint("`plugin show` tells how far it is"));
            }
            sleep(BEAT).await;
        }
    }

    /// Waits until an operation has ended, with a line of progress on a terminal.
    ///
    /// # Errors
    ///
    /// If it fails, is cancelled, or goes on when the time is over.
    pub(crate) async fn wait(&self, operation: &Json, printer: Printer) -> Result<Json, Failure> {
        let path = format!("/v1/operations/{}", encoded(operation["id"].as_str().unwrap_or_default()));
        let end = Instant::now() + self.timeout;
        loop {
            let now = self.ask(&Ask::get(path.as_str())).await?.body;
            match now["state"].as_str() {
                Some("Succeeded") => {
                    printer.progress(None);
                    return Ok(now);
                }
                Some("Failed" | "Cancelled") => {
                    printer.progress(None);
                    return Err(Failure::operation(&now));
                }
                Some(_) | None => printer.progress(Some(&told(&now))),
            }
            if Instant::now() >= end {
                printer.progress(None);
                let text = format!("{} after {} s", told(&now), self.timeout.as_secs());
                return Err(Failure::new(Class::Upstream, text)
                    .hint("it goes on by itself; `operation show` tells how far"));
            }
            sleep(BEAT).await;
        }
    }
}

/// How far an operation is.
fn told(operation: &Json) -> String {
    let word = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
    let mut text = format!("{} is {}", word("kind"), word("state"));
    if let Some(attempts) = operation["attempts"].as_i64().filter(|attempts| *attempts > 0) {
        text = format!("{text}, attempt {attempts}");
    }
    if !word("error").is_empty() {
        text = format!("{text}: {}", word("error"));
    }
    if word("state") == "Waiting" {
        text = format!("{text}, next try {}", word("next_attempt_at"));
    }
    text
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A text as part of a path or of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out = format!("{out}%{byte:02X}");
        }
    }
    out
}

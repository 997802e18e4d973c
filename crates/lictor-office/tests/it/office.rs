//! A back office in the test's process, on either store, asked over real HTTP.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use lictor_issuer::VendorSigner;
use lictor_office::run::{Options, Running, start};
use lictor_office::signer::{Place, service::Service};
use lictor_testkit::Postgres;
use lictor_types::VendorName;
use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// A database that the rules must hold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Runs a test on both stores.
pub fn both(test: impl Fn(&TestOffice)) {
    for on in [On::Sqlite, On::Postgres] {
        eprintln!("on {on:?}");
        test(&TestOffice::start(on, "2026-03-02"));
    }
}

/// A back office that runs, with a client of its own.
pub struct TestOffice {
    pub runtime: Runtime,
    running: Option<Running>,
    signer: CancellationToken,
    options: Options,
    client: reqwest::Client,
    token: String,
    /// Its directory.
    pub directory: TempDir,
}

/// What it answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: Json,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Reply {
    /// The code of the first error, or an empty text.
    pub fn code(&self) -> &str {
        self.body.pointer("/errors/0/code").and_then(Json::as_str).unwrap_or_default()
    }

    /// A number or name that came with the first error.
    pub fn meta(&self, name: &str) -> Json {
        self.body.pointer(&format!("/errors/0/meta/{name}")).cloned().unwrap_or_default()
    }

    /// A field of the answer as text.
    pub fn text(&self, field: &str) -> String {
        self.body[field].as_str().unwrap_or_default().to_owned()
    }

    /// The id of the record.
    pub fn id(&self) -> String {
        self.text("id")
    }

    /// Status and code, for tables of refusals.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    /// The same reply, if it is of that status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl TestOffice {
    /// Starts one with an empty store, on that day.
    pub fn start(on: On, day: &str) -> Self {
        Self::start_with_policy(on, day, "")
    }

    /// The same with a signer that follows this policy.
    pub fn start_with_policy(on: On, day: &str, policy: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let directory = tempfile::tempdir().unwrap();
        let signer = CancellationToken::new();
        let socket = start_signer(&runtime, directory.path(), policy, signer.clone());
        let options = Options {
            data: directory.path().join("data"),
            listen: "127.0.0.1:0".to_owned(),
            database: (on == On::Postgres).then(|| Postgres::shared().database()),
            now: Some(day.to_owned()),
            zone: TimeZone::UTC,
            vendor: VendorName::parse("TESTVENDOR").unwrap(),
            signer: Some(socket),
        };
        let running = runtime.block_on(start(options.clone())).unwrap();
        let token = std::fs::read_to_string(options.data.join("admin.token")).unwrap().trim().to_owned();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { runtime, running: Some(running), signer, options, client, token, directory }
    }

    /// Stops its signer.
    pub fn stop_signer(&self) {
        self.signer.cancel();
    }

    /// Stops it in order and starts it again on the same store.
    pub fn restart(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
        self.running = Some(self.runtime.block_on(start(self.options.clone())).unwrap());
    }

    /// Another process on the same database, with a directory of its own.
    pub fn beside(&self) -> Running {
        let data = self.directory.path().join("beside");
        std::fs::create_dir_all(&data).unwrap();
        for name in ["admin.token", "secrets"] {
            let mut copy = std::process::Command::new("cp");
            let copied = copy.arg("-r").arg(self.options.data.join(name)).arg(&data);
            assert!(copied.status().unwrap().success());
        }
        self.runtime.block_on(start(Options { data, ..self.options.clone() })).unwrap()
    }

    fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    /// The office itself, for what HTTP does not show.
    pub fn office(&self) -> &lictor_office::office::Office {
        &self.running().office
    }

    /// HOST:PORT where it listens.
    pub fn address(&self) -> String {
        self.running().address.to_string()
    }

    /// The token of its first start.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The URL of its PostgreSQL, if it is on one.
    pub fn database(&self) -> Option<&str> {
        self.options.database.as_deref()
    }

    /// Stops it in order; what it left stays.
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    /// Its data directory.
    pub fn data(&self) -> PathBuf {
        self.options.data.clone()
    }

    /// Moves its clock to the first instant of a day, or to an instant.
    pub fn set_clock(&self, to: &str) {
        self.office().clock().set(to).unwrap();
        self.office().wake();
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None, &[])
    }

    /// POST.
    pub fn post(&self, path: &str, body: Json) -> Reply {
        self.call("POST", path, Some(body), &[])
    }

    /// PATCH.
    pub fn patch(&self, path: &str, body: Json) -> Reply {
        self.call("PATCH", path, Some(body), &[])
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Reply {
        self.call("DELETE", path, None, &[])
    }

    /// A request with headers of its own; `("authorization", "…")` replaces the token.
    pub fn call(&self, method: &str, path: &str, body: Option<Json>, headers: &[(&str, &str)]) -> Reply {
        let url = format!("http://{}{path}", self.address());
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, url);
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        self.runtime.block_on(async {
            let response = request.send().await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let text = response.text().await.unwrap();
            let body = serde_json::from_str(&text).unwrap_or(Json::Null);
            Reply { status, body, headers, text }
        })
    }
}

impl Drop for TestOffice {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
        self.signer.cancel();
    }
}

fn start_signer(runtime: &Runtime, directory: &Path, policy: &str, stop: CancellationToken) -> PathBuf {
    let place = Place::new(directory.join("signer"));
    place.prepare().unwrap();
    if !policy.is_empty() {
        std::fs::write(place.policy(), policy).unwrap();
    }
    let key = VendorSigner::from_seed(VendorName::parse("TESTVENDOR").unwrap(), &[7; 32]).unwrap();
    let _inside = runtime.enter();
    let service = Service::start(&place, key).unwrap();
    runtime.spawn(service.run(stop));
    place.socket()
}

//! A back office as a process of its own, that is killed and started again on what it left.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test that meets anything else has failed")]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lictor_testkit::eventually;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::office::Reply;

/// Longer than any restart takes on a machine that builds at the same time.
const PATIENCE: Duration = Duration::from_secs(90);
/// Longest wait for one answer: who waits longer asks again.
const ANSWER: Duration = Duration::from_secs(15);
/// The instant at which its clock starts at first.
const START: &str = "2026-03-02T03:00:00Z";
/// How far the clock goes on between two starts, in minutes: further than the first retries wait.
const BETWEEN: i64 = 5;

/// A real `lictor-office serve` on a port that stays the same.
pub struct Process {
    directory: TempDir,
    database: Option<String>,
    port: u16,
    minutes: AtomicI64,
    child: Mutex<Option<Child>>,
    runtime: Runtime,
    client: reqwest::Client,
    token: Mutex<String>,
    /// Answers that arrived.
    answers: AtomicU64,
}

impl Process {
    /// Starts one on an empty directory, on SQLite or in a database.
    pub fn start(database: Option<String>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let client = reqwest::Client::builder().no_proxy().timeout(ANSWER).build().unwrap();
        let process = Self {
            directory: tempfile::tempdir().unwrap(),
            database,
            port,
            minutes: AtomicI64::new(0),
            child: Mutex::new(None),
            runtime: runtime.unwrap(),
            client,
            token: Mutex::new(String::new()),
            answers: AtomicU64::new(0),
        };
        process.go(&mut process.lock());
        let token = fs::read_to_string(process.data().join("admin.token")).unwrap();
        token.trim().clone_into(&mut process.token.lock().unwrap());
        process
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// A directory beside its own.
    pub fn beside(&self, name: &str) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many requests it has answered.
    pub fn answers(&self) -> u64 {
        self.answers.load(Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap()
    }

    fn go(&self, child: &mut Option<Child>) {
        let start: Timestamp = START.parse().unwrap();
        let passed = SignedDuration::from_mins(self.minutes.fetch_add(BETWEEN, Ordering::SeqCst));
        let mut command = Command::new(env!("CARGO_BIN_EXE_lictor-office"));
        command.args(["serve", "--vendor", "TESTVENDOR", "--listen", &format!("127.0.0.1:{}", self.port)]);
        command.args(["--now", &(start + passed).to_string()]).arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        let log = File::options().create(true).append(true).open(self.directory.path().join("log")).unwrap();
        let mut started = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(started.stdout.take().unwrap());
        while !line.contains("ready") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "it did not start:\n{}", self.log());
        }
        *child = Some(started);
    }

    /// The end of what it has said.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.directory.path().join("log")).unwrap_or_default();
        log.lines().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// `kill -9` and a new start at once.
    pub fn kill9(&self) {
        let mut child = self.lock();
        let mut killed = child.take().unwrap();
        killed.kill().unwrap();
        killed.wait().unwrap();
        self.go(&mut child);
    }

    /// Sets its clock so many minutes on.
    pub fn pass(&self, minutes: i64) {
        let passed = self.minutes.fetch_add(minutes, Ordering::SeqCst) + minutes;
        let start: Timestamp = START.parse().unwrap();
        let now = (start + SignedDuration::from_mins(passed)).to_string();
        self.insist("POST", "/v1/clock", Some(json!({"now": now})), None).expect(200);
    }

    /// One try; nothing if no whole answer came.
    pub fn ask(&self, method: &str, path: &str, body: Option<&Json>, key: Option<&str>) -> Option<Reply> {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, url).bearer_auth(&*self.token.lock().unwrap());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let reply = self.runtime.block_on(async {
            let response = request.send().await.ok()?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let text = response.text().await.ok()?;
            let body = serde_json::from_str(&text).unwrap_or(Json::Null);
            Some(Reply { status, body, headers, text })
        })?;
        self.answers.fetch_add(1, Ordering::SeqCst);
        Some(reply)
    }

    /// Asks with the same key until there is an answer, as a program does whose request got lost. That the
    /// signer is not there yet is none.
    #[track_caller]
    pub fn insist(&self, method: &str, path: &str, body: Option<Json>, key: Option<&str>) -> Reply {
        eventually(&format!("{method} {path}"), PATIENCE, || {
            let reply = self.ask(method, path, body.as_ref(), key)?;
            assert_ne!(reply.status, 500, "{method} {path}: {}\n{}", reply.text, self.log());
            (!matches!(reply.status, 502..=504)).then_some(reply)
        })
    }

    /// GET until there is an answer.
    #[track_caller]
    pub fn get(&self, path: &str) -> Json {
        self.insist("GET", path, None, None).expect(200).body
    }

    /// Every record of a list.
    #[track_caller]
    pub fn all(&self, path: &str) -> Vec<Json> {
        let mut records = Vec::new();
        let mut after = String::new();
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{sign}page[size]=500{after}"));
            records.extend(page["data"].as_array().unwrap().iter().cloned());
            let Some(next) = page["next"].as_str() else { return records };
            after = format!("&page[after]={next}");
        }
    }

    /// POST with a key until there is an answer of that status.
    #[track_caller]
    pub fn post(&self, path: &str, body: Json, key: &str, status: u16) -> Json {
        self.insist("POST", path, Some(body), Some(key)).expect(status).body
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}:\n{}", self.data().display(), self.log());
        }
        if let Some(mut child) = self.child.lock().ok().and_then(|mut child| child.take()) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

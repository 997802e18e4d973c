//! The administrators' port over real sockets.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;

use lictor_engine::Ledger;
use parking_lot::Mutex;
use serde_json::Value;

use super::*;
use crate::intake::Loaded;
use crate::report::Sight;
use crate::zones::{Zone, Zones};

const DAY_MS: u64 = 86_400_000;

/// A server with an empty ledger that remembers what it was told.
struct Backend {
    ledger: Ledger,
    loaded: Arc<Loaded>,
    zones: Zones,
    counters: Counters,
    metrics_open: bool,
    ready: Result<(), String>,
    released: Mutex<Vec<(SessionId, String, String)>>,
    resets: Mutex<Vec<(String, String)>>,
}

impl Viewable for Backend {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        look(Sight { ledger: &self.ledger, loaded: &self.loaded, zones: &self.zones });
    }
}

impl AdminBackend for Backend {
    fn facts(&self) -> ServerFacts {
        ServerFacts {
            address: "a:1".into(),
            version: "<lictord>".into(),
            vendors: Vec::new(),
            uptime_seconds: 5,
        }
    }

    fn readiness(&self) -> Result<(), String> {
        self.ready.clone()
    }

    fn counters(&self) -> &Counters {
        &self.counters
    }

    fn metrics_open(&self) -> bool {
        self.metrics_open
    }

    fn release(&self, session: SessionId, actor: &str, reason: &str) -> bool {
        self.released.lock().push((session, actor.to_owned(), reason.to_owned()));
        session.slot() == 1
    }

    fn reset_clock(&self, actor: &str, reason: &str) -> Option<Lowered> {
        self.resets.lock().push((actor.to_owned(), reason.to_owned()));
        (reason != "no").then_some(Lowered { before_ms: DAY_MS * 3, floor_ms: DAY_MS, suspect: false })
    }

    fn reload(&self) -> Result<(), String> {
        self.ready.clone()
    }
}

fn backend() -> Backend {
    Backend {
        ledger: Ledger::new(),
        loaded: Arc::default(),
        zones: Zones::new(Zone::utc(), 0),
        counters: Counters::default(),
        metrics_open: false,
        ready: Ok(()),
        released: Mutex::default(),
        resets: Mutex::default(),
    }
}

/// The port of a backend, on a thread of its own until it is dropped.
struct Port {
    address: SocketAddr,
    token: String,
    stop: CancellationToken,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Port {
    fn new(backend: Arc<Backend>) -> Self {
        let state = tempfile::tempdir().unwrap();
        let token = Token::load_or_make(state.path()).unwrap();
        let text = std::fs::read_to_string(state.path().join("admin.token")).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let stop = CancellationToken::new();
        let until = stop.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                serve(backend, token, TcpListener::from_std(listener).unwrap(), None, until).await
            });
        });
        Self { address, token: text.trim().to_owned(), stop, thread: Some(thread) }
    }

    /// Sends bytes and reads until the server closes.
    fn send(&self, request: &str) -> String {
        let mut stream = std::net::TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Status code and body.
    fn ask(&self, method: &str, path: &str, authorization: &str, body: &str) -> (u16, String) {
        let answer = self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{authorization}Content-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn admin(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        self.ask(method, path, &format!("Authorization: Bearer {}\r\n", self.token), body)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.stop.cancel();
        self.thread.take().unwrap().join().unwrap();
    }
}

fn paths() -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(routes::OPENAPI).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = |path: &Value| path.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    paths
        .iter()
        .flat_map(|(path, item)| {
            methods(item).into_iter().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect()
}

/// Every path of the OpenAPI document is answered, and all but the two health checks need the
/// token.
#[test]
fn every_documented_path_is_there_and_guarded() {
    let port = Port::new(Arc::new(backend()));
    let documented = paths();
    assert_eq!(documented.len(), 11);
    for (method, path) in documented {
        let path = path.replace("{id}", "s1.0");
        let open = matches!(path.as_str(), "/healthz" | "/readyz");
        assert_eq!(port.admin(&method, &path, "{\"reason\":\"test\"}").0, 200, "{path}");
        for wrong in
            ["", "Authorization: Bearer x\r\n", "Authorization: Basic eDp4\r\n", "Authorization: Bearer\r\n"]
        {
            assert_eq!(port.ask(&method, &path, wrong, "").0, if open { 200 } else { 401 }, "{path} {wrong}");
        }
    }
}

/// Every route of the code stands in the OpenAPI document.
#[test]
fn every_route_is_documented() {
    let code = include_str!("routes.rs");
    let routes: Vec<&str> =
        code.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut documented: Vec<String> = paths().into_iter().map(|(_, path)| path).collect();
    documented.sort();
    let mut routed: Vec<String> = routes.into_iter().map(ToOwned::to_owned).collect();
    routed.sort();
    assert_eq!(routed, documented);
}

#[test]
fn refusals_have_one_form() {
    let port = Port::new(Arc::new(backend()));
    for (method, path, body, code, status) in [
        ("GET", "/v2/licenses", "", 404, "protocol_error"),
        ("DELETE", "/v1/licenses", "", 405, "protocol_error"),
        ("POST", "/v1/sessions/nonsense/release", "", 400, "protocol_error"),
        ("POST", "/v1/sessions/s1.0/release", "{\"why\":1}", 400, "protocol_error"),
        ("POST", "/v1/sessions/s2.0/release", "", 404, "session_lost"),
    ] {
        let (found, body) = port.admin(method, path, body);
        let document: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((found, document["status"].as_str().unwrap()), (code, status), "{path}");
        assert!(document["text"].is_string());
    }
    let (code, body) = port.ask("GET", "/v1/licenses", "", "");
    assert_eq!((code, body.contains("not_authorized")), (401, true));
    let (code, _) = port.admin("POST", "/v1/sessions/s1.0/release", &"x".repeat(70_000));
    assert_eq!(code, 413);
}

#[test]
fn a_release_tells_who_and_why() {
    let backend = Arc::new(backend());
    let port = Port::new(Arc::clone(&backend));
    let (code, body) = port.admin("POST", "/v1/sessions/s1.3/release", "{\"reason\":\"gone\\nhome\"}");
    assert_eq!((code, body.as_str()), (200, "{\"status\":\"ok\",\"session\":\"s1.3\"}"));
    assert_eq!(*backend.released.lock(), [(SessionId::new(1, 3), "admin".to_owned(), "gonehome".to_owned())]);
}

/// TIM-05: a reset of the clock tells who and why, and what it did; without a reason it is not done.
#[test]
fn tim_05_a_clock_reset_tells_who_and_why() {
    let backend = Arc::new(backend());
    let port = Port::new(Arc::clone(&backend));
    let done = "{\"status\":\"ok\",\"floor_before\":\"1970-01-04T00:00:00Z\",\"floor\":\"1970-01-02T00:00:00Z\",\"clock_suspect\":false}";
    for (body, code, word) in [
        ("{\"reason\":\"new\\n battery \"}", 200, done),
        ("{\"reason\":\"no\"}", 409, "clock_rollback"),
        ("{\"reason\":\" \\n\"}", 422, "protocol_error"),
        ("{}", 422, "protocol_error"),
        ("", 422, "protocol_error"),
        ("{\"why\":1}", 400, "protocol_error"),
    ] {
        let answer = port.admin("POST", "/v1/clock/reset", body);
        assert!(answer.0 == code && answer.1.contains(word), "{body}: {answer:?}");
    }
    let told = ["new battery", "no"].map(|reason| ("admin".to_owned(), reason.to_owned()));
    assert_eq!(*backend.resets.lock(), told);
}

#[test]
fn a_server_that_does_not_serve_says_why() {
    let mut backend = backend();
    backend.ready = Err("licenses are not loaded yet".to_owned());
    backend.metrics_open = true;
    let port = Port::new(Arc::new(backend));
    assert_eq!(port.ask("GET", "/healthz", "", ""), (200, "alive\n".to_owned()));
    assert_eq!(
        port.ask("GET", "/readyz", "", ""),
        (503, "not ready: licenses are not loaded yet\n".to_owned())
    );
    assert_eq!(port.admin("POST", "/v1/reload", "").0, 409);
    let (code, metrics) = port.ask("GET", "/metrics", "", "");
    assert_eq!(code, 200, "metrics_open");
    for line in [
        "lictor_ready 0.0",
        "lictor_uptime_seconds 5.0",
        "lictor_licenses{state=\"served\"} 0.0",
        "lictor_turns_total 0",
        "# EOF",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} in\n{metrics}");
    }
}

/// TRU-04: broken, oversized and unfinished requests are answered or cut off, and the port serves
/// on.
#[test]
fn tru_04_hostile_requests_do_no_harm() {
    let port = Port::new(Arc::new(backend()));
    let huge = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(1_000_000));
    for request in ["\r\n\r\n\r\n", "NONSENSE", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", &huge] {
        let mut stream = std::net::TcpStream::connect(port.address).unwrap();
        let _cut_off = stream.write_all(request.as_bytes());
        let _closed = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _reset = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{request:.20}");
    }
    assert_eq!(port.ask("GET", "/healthz", "", "").0, 200);
}

#[test]
fn the_console_escapes_what_it_shows() {
    let port = Port::new(Arc::new(backend()));
    let (code, page) = port.admin("GET", "/", "");
    assert_eq!((code, page.contains("&lt;lictord&gt;"), page.contains("<lictord>")), (200, true, false));
}

//! The administrators' port over real sockets.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::routing::MethodFilter;
use lictor_engine::{Effects, Ledger, Output};
use lictor_license::Keyring;
use lictor_types::Stamp;
use parking_lot::Mutex;
use serde_json::Value;

use super::routes::{Access, ROUTES};
use super::*;
use crate::intake::Loaded;
use crate::intake::inspect::inspect;
use crate::report::Sight;
use crate::zones::{Zone, Zones};

const DAY_MS: u64 = 86_400_000;
const NOW: Stamp = Stamp { ledger_ms: 5_000, wall_ms: 1_000_000 };

/// A server with an empty ledger that remembers what it was told.
struct Backend {
    ledger: Mutex<Ledger>,
    loaded: Arc<Loaded>,
    zones: Zones,
    counters: Counters,
    metrics_open: bool,
    ready: Result<(), String>,
    released: Mutex<Vec<(SessionId, u64, String, String)>>,
    orders: Mutex<Vec<String>>,
    resets: Mutex<Vec<(String, String)>>,
    files: Mutex<Vec<String>>,
    now_ms: AtomicU64,
}

impl Viewable for Backend {
    fn view(&self, look: &mut dyn FnMut(Sight<'_>)) {
        look(Sight { ledger: &self.ledger.lock(), loaded: &self.loaded, zones: &self.zones });
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

    fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    fn metrics_open(&self) -> bool {
        self.metrics_open
    }

    fn wall_ms(&self) -> u64 {
        NOW.wall_ms
    }

    fn release(&self, session: SessionId, quarantine_ms: u64, actor: &str, reason: &str) -> bool {
        self.released.lock().push((session, quarantine_ms, actor.to_owned(), reason.to_owned()));
        session.slot() == 1
    }

    fn order(&self, order: Command<'_>) -> Option<Outcome> {
        self.orders.lock().push(format!("{order:?}"));
        let mut effects = Effects::default();
        self.ledger.lock().apply(NOW, order, &mut effects);
        effects
            .outputs
            .iter()
            .find_map(|output| if let Output::Ordered(outcome) = output { Some(*outcome) } else { None })
    }

    fn why(&self, inquiry: &Inquiry<'_>) -> Result<Why, Status> {
        self.ledger.lock().why(NOW, inquiry)
    }

    fn rules(&self) -> Arc<RulesFile> {
        Arc::new(crate::rule_file::none())
    }

    fn reset_clock(&self, actor: &str, reason: &str) -> Option<Lowered> {
        self.resets.lock().push((actor.to_owned(), reason.to_owned()));
        (reason != "no").then_some(Lowered { before_ms: DAY_MS * 3, floor_ms: DAY_MS, suspect: false })
    }

    fn reload(&self) -> Result<(), String> {
        self.ready.clone()
    }

    fn place(
        &self,
        name: &FileName,
        bytes: &[u8],
        existing: Existing,
        actor: &str,
        reason: &str,
    ) -> Result<Placed, Unplaced> {
        let replaced = existing == Existing::Replace;
        self.files.lock().push(format!("{actor} {name} {} {replaced} {reason}", bytes.len()));
        match bytes {
            b"there" if !replaced => Err(DepositError::Exists(name.clone()).into()),
            b"bad" => Err(Unplaced::Bad(inspect(bytes, &Keyring::new()).unwrap_err())),
            _ => Ok(Placed { replaced }),
        }
    }

    fn displace(&self, name: &FileName, actor: &str, reason: &str) -> Result<(), Unplaced> {
        self.files.lock().push(format!("{actor} {name} {reason}"));
        if name.as_str() == "gone.xml" { Err(DepositError::Missing(name.clone()).into()) } else { Ok(()) }
    }
}

fn backend() -> Backend {
    Backend {
        ledger: Mutex::new(Ledger::new()),
        loaded: Arc::default(),
        zones: Zones::new(Zone::utc(), 0),
        counters: Counters::default(),
        metrics_open: false,
        ready: Ok(()),
        released: Mutex::default(),
        orders: Mutex::default(),
        resets: Mutex::default(),
        files: Mutex::default(),
        now_ms: AtomicU64::new(0),
    }
}

/// The port of a backend, on a thread of its own until it is dropped.
struct Port {
    address: SocketAddr,
    state: tempfile::TempDir,
    token: String,
    stop: CancellationToken,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Port {
    fn new(backend: Arc<Backend>) -> Self {
        let state = tempfile::tempdir().unwrap();
        let keeper = Keeper::load_or_make(state.path()).unwrap();
        let text = std::fs::read_to_string(state.path().join("admin.token")).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let stop = CancellationToken::new();
        let until = stop.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                serve(backend, keeper, TcpListener::from_std(listener).unwrap(), None, until).await
            });
        });
        Self { address, state, token: text.trim().to_owned(), stop, thread: Some(thread) }
    }

    /// Sends bytes and reads until the server closes.
    fn send(&self, request: &str) -> String {
        let stream = std::net::TcpStream::connect(self.address).unwrap();
        Self::send_by(stream, request)
    }

    fn send_by(mut stream: std::net::TcpStream, request: &str) -> String {
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Status code and body.
    fn ask(&self, method: &str, path: &str, authorization: &str, body: &str) -> (u16, String) {
        let answer = self.send(&request(method, path, authorization, body));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn admin(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        self.ask(method, path, &bearer(&self.token), body)
    }
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

fn request(method: &str, path: &str, authorization: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{authorization}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

impl Drop for Port {
    fn drop(&mut self) {
        self.stop.cancel();
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Methods and paths of the OpenAPI document.
fn documented() -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(reports::OPENAPI).unwrap();
    let methods = |item: &Value| {
        let keys = item.as_object().unwrap().keys();
        keys.filter(|key| *key != "parameters").cloned().collect::<Vec<_>>()
    };
    let paths = document["paths"].as_object().unwrap().iter();
    let mut all: Vec<(String, String)> = paths
        .flat_map(|(path, item)| {
            methods(item).into_iter().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    all.sort();
    all
}

fn method(by: MethodFilter) -> &'static str {
    let known = [MethodFilter::GET, MethodFilter::POST, MethodFilter::PUT, MethodFilter::DELETE];
    let names = ["GET", "POST", "PUT", "DELETE"];
    known.into_iter().zip(names).find(|(known, _)| *known == by).unwrap().1
}

/// What stands in the place of the parts of a path.
fn filled(path: &str) -> String {
    let id = if path.contains("borrows") { "b1.0" } else { "s1.0" };
    path.replace("{id}", id).replace("{file}", "a.xml")
}

/// Every route stands in the OpenAPI document, and nothing else does.
#[test]
fn every_route_is_documented() {
    let mut routed: Vec<(String, String)> =
        ROUTES.iter().map(|route| (method(route.by).to_owned(), route.path.to_owned())).collect();
    routed.sort();
    assert_eq!(routed, documented());
}

/// Every route answers the tokens of its role and of those above it, and no others.
#[test]
fn every_route_asks_for_its_role() {
    let port = Port::new(Arc::new(backend()));
    let file = TokenFile::of(port.state.path());
    let tokens = Role::ALL.map(|role| (role, file.add(&format!("the-{role}"), role).unwrap()));
    for route in ROUTES {
        let (method, path) = (method(route.by), filled(route.path));
        let needed = match route.access {
            Access::Open => None,
            Access::Metrics => Some(Role::Viewer),
            Access::From(role) => Some(role),
        };
        for (role, token) in &tokens {
            let (code, body) = port.ask(method, &path, &bearer(token), "{\"reason\":\"test\"}");
            let may = needed.is_none_or(|needed| *role >= needed);
            assert_eq!(code == 403, !may, "{role} {method} {path}: {code} {body}");
            assert!(
                !matches!(code, 401 | 404 | 405) || path.contains("b1.0"),
                "{method} {path}: {code} {body}"
            );
            if !may {
                let needed = needed.unwrap();
                let text = format!("the token `the-{role}` has the role {role}, this needs {needed}");
                assert!(body.contains("not_authorized") && body.contains(&text), "{body}");
            }
        }
        for none in ["", "Authorization: Basic eDp4\r\n", "Authorization: Bearer\r\n"] {
            let expected = if needed.is_some() { 401 } else { 200 };
            assert_eq!(port.ask(method, &path, none, "").0, expected, "{method} {path} {none}");
        }
    }
}

/// Five wrong tokens from an address, and it waits: the next one, and the right one, are not looked
/// at. Another address is let in. Who names no token guesses nothing and does not count.
#[test]
fn a_source_of_wrong_tokens_waits() {
    let backend = Arc::new(backend());
    let port = Port::new(Arc::clone(&backend));
    let ask = |token: &str| port.ask("GET", "/v1/status", &bearer(token), "").0;
    for _ in 0..20 {
        assert_eq!(port.ask("GET", "/v1/status", "", "").0, 401);
    }
    assert_eq!([0; 5].map(|_| ask("wrong")), [401; 5]);
    assert_eq!((ask("wrong"), ask(&port.token)), (429, 429));
    let from_elsewhere = || {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from(([127, 0, 0, 2], 0)).into()).unwrap();
        socket.connect(&port.address.into()).unwrap();
        Port::send_by(socket.into(), &request("GET", "/v1/status", &bearer(&port.token), ""))
    };
    assert!(from_elsewhere().starts_with("HTTP/1.1 200 "));
    backend.now_ms.store(999, Ordering::Relaxed);
    let answer = port.send(&request("GET", "/v1/status", &bearer(&port.token), ""));
    assert!(answer.contains("\r\nretry-after: 1\r\n") && answer.contains("not_authorized"), "{answer}");
    backend.now_ms.store(1_000, Ordering::Relaxed);
    assert_eq!(ask(&port.token), 200);
    assert_eq!((ask("wrong"), ask(&port.token)), (401, 429), "the right one in between changes nothing");
    backend.now_ms.store(3_000, Ordering::Relaxed);
    assert_eq!(ask(&port.token), 200);
}

/// A file comes with its name, its bytes, who sent it and why; what is wrong with it comes back.
#[test]
fn files_are_placed_and_displaced() {
    let backend = Arc::new(backend());
    let port = Port::new(Arc::clone(&backend));
    let done = "{\"status\":\"ok\",\"file\":\"a b.xml\",\"replaced\":false,\"licenses\":[]}";
    for (method, path, body, code, word) in [
        ("PUT", "/v1/licenses/a%20b.xml?reason=new%0Aorder", "good", 200, done),
        ("PUT", "/v1/licenses/a.xml", "there", 409, "--replace"),
        ("PUT", "/v1/licenses/a.xml?replace=true", "there", 200, "\"replaced\":true"),
        ("PUT", "/v1/licenses/a.lic", "bad", 422, "\"reason\":\"not_well_formed\""),
        ("DELETE", "/v1/licenses/a.xml?reason=old", "", 200, "{\"status\":\"ok\",\"file\":\"a.xml\"}"),
        ("DELETE", "/v1/licenses/gone.xml", "", 404, "bad_license_file"),
        ("PUT", "/v1/licenses/..%2Fa.xml", "good", 400, "no separators"),
        ("PUT", "/v1/licenses/.a.xml", "good", 400, "no dot first"),
        ("PUT", "/v1/licenses/a.pub", "good", 400, "protocol_error"),
        ("DELETE", "/v1/licenses/a.pub", "", 400, "protocol_error"),
        ("PUT", "/v1/licenses/a.xml?force=1", "good", 400, "force"),
    ] {
        let answer = port.admin(method, path, body);
        assert!(answer.0 == code && answer.1.contains(word), "{method} {path} {body}: {answer:?}");
    }
    let told = [
        "admin a b.xml 4 false neworder",
        "admin a.xml 5 false ",
        "admin a.xml 5 true ",
        "admin a.lic 3 false ",
        "admin a.xml old",
        "admin gone.xml ",
    ];
    assert_eq!(*backend.files.lock(), told);
    let head = format!(
        "PUT /v1/licenses/a.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{}Content-Length: 67108865\r\n\r\n",
        bearer(&port.token)
    );
    let answer = port.send(&head);
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("67108864"), "{answer}");
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
    let done = (200, "{\"status\":\"ok\",\"session\":\"s1.3\"}".to_owned());
    let release = |body: &str| port.admin("POST", "/v1/sessions/s1.3/release", body);
    assert_eq!(release("{\"reason\":\"gone\\nhome\"}"), done);
    assert_eq!(release("{\"quarantine_seconds\":60}"), done);
    assert_eq!(release("{\"quarantine_seconds\":99999999}").0, 400);
    let told = |quarantine_ms, reason: &str| {
        (SessionId::new(1, 3), quarantine_ms, "admin".to_owned(), reason.to_owned())
    };
    assert_eq!(*backend.released.lock(), [told(0, "gonehome"), told(60_000, "")]);
}

/// RES-01, NAM-01, BOR-03: orders reach the ledger with who and why; what is wrong with one is told.
#[test]
fn res_01_nam_01_bor_03_orders_reach_the_ledger() {
    let backend = Arc::new(backend());
    let port = Port::new(Arc::clone(&backend));
    for (path, body, code, word) in [
        ("/v1/borrows/b3.1/revoke", "{\"reason\":\"stolen\"}", 404, "not_borrowed"),
        ("/v1/borrows/b3.1/revoke", "{}", 422, "a reason is needed"),
        ("/v1/borrows/s3.1/revoke", "{\"reason\":\"x\"}", 400, "expected a borrow"),
        (
            "/v1/named/release",
            "{\"feature\":\"ACME/f1\",\"kind\":\"user\",\"name\":\"ann\",\"reason\":\"left\"}",
            404,
            "no user `ann` has a seat of f1",
        ),
        (
            "/v1/named/release",
            "{\"feature\":\"f1\",\"kind\":\"cat\",\"name\":\"a\",\"reason\":\"x\"}",
            400,
            "user or host",
        ),
        (
            "/v1/reservations",
            "{\"feature\":\"f1\",\"count\":2,\"token\":\"job\",\"seconds\":60,\"reason\":\"night\"}",
            404,
            "feature_not_found",
        ),
        (
            "/v1/reservations",
            "{\"feature\":\"f1\",\"count\":2,\"token\":\"job\",\"until\":\"1970-01-01T00:16:40Z\"}",
            400,
            "not in the future",
        ),
        (
            "/v1/reservations",
            "{\"feature\":\"f1\",\"count\":2,\"token\":\"job\",\"until\":\"noon\"}",
            400,
            "2026-12-31",
        ),
        ("/v1/reservations", "{\"feature\":\"f1\",\"count\":2,\"token\":\"job\"}", 400, "either"),
        (
            "/v1/reservations",
            "{\"feature\":\"f1\",\"count\":0,\"token\":\"job\",\"seconds\":1}",
            400,
            "at least 1",
        ),
        (
            "/v1/reservations",
            "{\"feature\":\"f 1\",\"count\":1,\"token\":\"job\",\"seconds\":1}",
            400,
            "feature",
        ),
        (
            "/v1/reservations",
            "{\"feature\":\"f1\",\"count\":1,\"token\":\"\",\"seconds\":1}",
            400,
            "1 to 64 bytes",
        ),
        ("/v1/reservations/return", "{\"token\":\"job\"}", 404, "reservation_not_found"),
    ] {
        let answer = port.admin("POST", path, body);
        assert!(answer.0 == code && answer.1.contains(word), "{path} {body}: {answer:?}");
    }
    let orders = backend.orders.lock();
    let expected = [
        "RevokeBorrow { borrow: b3.1, actor: \"admin\", reason: \"stolen\" }",
        "kind: User, name: \"ann\", actor: \"admin\", reason: \"left\" }",
        "token: \"job\", count: 2, until_ms: 1060000, actor: \"admin\", reason: \"night\" }",
        "Unreserve { token: \"job\", feature: None, actor: \"admin\", reason: \"\" }",
    ];
    assert_eq!(orders.len(), expected.len(), "{orders:?}");
    for (order, end) in orders.iter().zip(expected) {
        assert!(order.trim_end_matches(')').ends_with(end), "{order}");
    }
}

/// RUL-02: a question that is none is refused, and one about an unknown feature is answered.
#[test]
fn rul_02_why_answers_questions() {
    let port = Port::new(Arc::new(backend()));
    for (query, code, word) in [
        ("user=ann&host=ws17&feature=f1", 200, "\"status\":\"feature_not_found\""),
        ("user=ann&host=ws17&feature=f1&count=0", 400, "at least 1"),
        ("user=ann&host=ws17&feature=f1&address=ws17", 400, "IP address"),
        ("user=ann&host=ws17&feature=", 400, "feature"),
        ("user=ann&feature=f1", 400, "host"),
        ("user=ann&host=ws17&feature=f1&colour=red", 400, "colour"),
    ] {
        let answer = port.admin("GET", &format!("/v1/why?{query}"), "");
        assert!(answer.0 == code && answer.1.contains(word), "{query}: {answer:?}");
    }
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

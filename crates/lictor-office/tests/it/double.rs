//! An issuer that can be told to fail: it passes calls on to a real one, unless a trick is waiting.
#![expect(clippy::unwrap_used, reason = "a test that meets anything else has failed")]

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::office::TestOffice;

/// What it does instead of passing a call on and its answer back.
#[derive(Debug, Clone)]
pub enum Trick {
    /// Closes the connection without passing the call on.
    Drop,
    /// Passes the call on and closes the connection without an answer.
    LoseAnswer,
    /// Never answers.
    Hang,
    /// An HTTP status without a body.
    Status(u16),
    /// An answer with this result code.
    Code(u32),
    /// This answer.
    Say(Json),
    /// A body that is no JSON.
    Garbage,
    /// Passes the call on and changes the answer: a pointer and the value there.
    Change(&'static str, Json),
}

/// The double.
pub struct Double {
    inner: Arc<Inner>,
    port: u16,
}

struct Inner {
    issuer: Mutex<String>,
    once: Mutex<BTreeMap<String, VecDeque<Trick>>>,
    always: Mutex<BTreeMap<String, Trick>>,
    calls: Mutex<Vec<String>>,
    stopped: AtomicBool,
}

impl Double {
    /// Begins to listen.
    pub fn start(office: &TestOffice) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::new(Inner {
            issuer: Mutex::new(office.address()),
            once: Mutex::default(),
            always: Mutex::default(),
            calls: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let served = Arc::clone(&inner);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if served.stopped.load(Ordering::Relaxed) {
                    break;
                }
                let served = Arc::clone(&served);
                thread::spawn(move || served.serve(stream));
            }
        });
        Self { inner, port }
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next calls of an operation meet these tricks, one each.
    pub fn next(&self, operation: &str, tricks: &[Trick]) {
        let mut once = self.inner.once.lock().unwrap();
        once.entry(operation.to_owned()).or_default().extend(tricks.iter().cloned());
    }

    /// Every call of an operation (`*` for all) meets this trick from now on; none for no trick.
    pub fn always(&self, operation: &str, trick: Option<Trick>) {
        let mut always = self.inner.always.lock().unwrap();
        match trick {
            Some(trick) => always.insert(operation.to_owned(), trick),
            None => always.remove(operation),
        };
    }

    /// How many calls of an operation came.
    pub fn calls(&self, operation: &str) -> usize {
        self.inner.calls.lock().unwrap().iter().filter(|call| *call == operation).count()
    }

    /// The issuer behind it listens elsewhere now.
    pub fn moved(&self, office: &TestOffice) {
        *self.inner.issuer.lock().unwrap() = office.address();
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        self.inner.stopped.store(true, Ordering::Relaxed);
        let _woken = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Inner {
    fn serve(&self, mut stream: TcpStream) {
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let Some(request) = whole(&mut stream) else { return };
        let line = request.head.lines().next().unwrap_or_default().to_owned();
        let operation = line.split(' ').nth(1).unwrap_or_default().rsplit('/').next().unwrap_or_default();
        self.calls.lock().unwrap().push(operation.to_owned());
        match self.trick(operation) {
            None => {
                let _sent = stream.write_all(&self.pass_on(&request));
            }
            Some(Trick::Drop) => {}
            Some(Trick::LoseAnswer) => drop(self.pass_on(&request)),
            Some(Trick::Hang) => {
                // Until the caller hangs up.
                let _ended = stream.read(&mut [0]);
            }
            Some(Trick::Status(status)) => answer(&mut stream, status, ""),
            Some(Trick::Code(code)) => {
                let text = json!({"result_code": code, "result_text": format!("told to say {code}")});
                answer(&mut stream, 200, &text.to_string());
            }
            Some(Trick::Say(body)) => answer(&mut stream, 200, &body.to_string()),
            Some(Trick::Garbage) => answer(&mut stream, 200, "<html>not JSON</html>"),
            Some(Trick::Change(pointer, value)) => {
                let passed = String::from_utf8(self.pass_on(&request)).unwrap();
                let (_, body) = passed.split_once("\r\n\r\n").unwrap();
                let mut body: Json = serde_json::from_str(body).unwrap();
                *body.pointer_mut(pointer).unwrap() = value;
                answer(&mut stream, 200, &body.to_string());
            }
        }
    }

    fn trick(&self, operation: &str) -> Option<Trick> {
        let next = self.once.lock().unwrap().get_mut(operation).and_then(VecDeque::pop_front);
        let always = self.always.lock().unwrap();
        next.or_else(|| always.get(operation).or_else(|| always.get("*")).cloned())
    }

    fn pass_on(&self, request: &Request) -> Vec<u8> {
        let issuer = self.issuer.lock().unwrap().clone();
        let mut stream = TcpStream::connect(issuer).unwrap();
        let mut lines = request.head.lines();
        let mut head = format!("{}\r\nconnection: close\r\n", lines.next().unwrap_or_default());
        for line in lines.filter(|line| !line.to_lowercase().starts_with("connection:")) {
            head = format!("{head}{line}\r\n");
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        stream.write_all(&request.body).unwrap();
        let mut all = Vec::new();
        let _closed = stream.read_to_end(&mut all);
        all
    }
}

struct Request {
    head: String,
    body: Vec<u8>,
}

fn whole(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let length = length.unwrap_or(0);
            while bytes.len() < end + 4 + length {
                let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
                bytes.extend_from_slice(&part[..read]);
            }
            return Some(Request { head, body: bytes[end + 4..].to_vec() });
        }
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
    }
}

fn answer(stream: &mut TcpStream, status: u16, body: &str) {
    let head = format!(
        "HTTP/1.1 {status} Told\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

//! Asking the administrators' port of a daemon.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use lictor_testkit::Lictord;
use serde_json::Value;

/// Asks with the daemon's token. Status code and body.
pub(crate) fn ask(daemon: &Lictord, method: &str, path: &str) -> (u16, String) {
    ask_at(daemon.admin(), &daemon.token_file(), method, path)
}

/// Asks whoever listens at an address, with the token of a file.
pub(crate) fn ask_at(address: &str, token: &Path, method: &str, path: &str) -> (u16, String) {
    send_to(address, token, method, path, "")
}

/// Asks with the daemon's token and a body.
pub(crate) fn send(daemon: &Lictord, method: &str, path: &str, body: &str) -> (u16, String) {
    send_to(daemon.admin(), &daemon.token_file(), method, path, body)
}

fn send_to(address: &str, token: &Path, method: &str, path: &str, body: &str) -> (u16, String) {
    let token = fs::read_to_string(token).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
        token.trim(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// A document that must be there.
pub(crate) fn document(daemon: &Lictord, path: &str) -> Value {
    let (code, body) = ask(daemon, "GET", path);
    assert_eq!(code, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

/// Every license as `serial state reason`.
pub(crate) fn states(daemon: &Lictord) -> Vec<String> {
    let report = document(daemon, "/v1/licenses");
    let word = |license: &Value, name: &str| license[name].as_str().unwrap_or("-").to_owned();
    let states = report["licenses"].as_array().unwrap().iter();
    states.map(|l| format!("{} {} {}", word(l, "serial"), word(l, "state"), word(l, "reason"))).collect()
}

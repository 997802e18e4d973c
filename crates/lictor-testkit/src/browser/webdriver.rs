//! The W3C WebDriver protocol, as far as a test needs it: JSON over one HTTP/1.1 connection a command.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// How long an answer may take. The driver's own limits for pages and scripts are shorter.
const ANSWER_DEADLINE: Duration = Duration::from_secs(90);

/// A driver that listens on a port of 127.0.0.1.
#[derive(Debug)]
pub(super) struct WebDriver {
    port: u16,
}

/// What the driver refused: the protocol's code, as `no such element`, and the driver's words.
#[derive(Debug)]
pub(super) struct Refused {
    code: String,
    message: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What follows the first line is the driver's own stack.
        write!(f, "{}: {}", self.code, self.message.lines().next().unwrap_or_default())
    }
}

impl WebDriver {
    pub(super) fn new(port: u16) -> Self {
        Self { port }
    }

    /// Sends a command and gives the `value` of its answer.
    ///
    /// # Panics
    ///
    /// If the driver is not there or does not speak the protocol.
    #[track_caller]
    pub(super) fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Refused> {
        let body = body.map(ToString::to_string).unwrap_or_default();
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection to the driver");
        stream.set_read_timeout(Some(ANSWER_DEADLINE)).expect("a limit for reading");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.port,
            body.len()
        );
        (&stream).write_all(head.as_bytes()).expect("a command to the driver");
        (&stream).write_all(body.as_bytes()).expect("a command to the driver");
        let answer = answer(BufReader::new(stream));
        let mut answer: Value = serde_json::from_slice(&answer).expect("JSON from the driver");
        let value = answer["value"].take();
        let word = |name: &str| value[name].as_str().map(ToString::to_string);
        match word("error") {
            Some(code) => Err(Refused { code, message: word("message").unwrap_or_default() }),
            None => Ok(value),
        }
    }
}

/// The body of an answer. The status repeats what the body says and is not looked at.
fn answer(mut stream: impl BufRead) -> Vec<u8> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("an answer of the driver");
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("the length of an answer");
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a whole answer of the driver");
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_as_long_as_the_head_says() {
        let text = b"HTTP/1.1 200 OK\r\nX: a: b\r\ncontent-length: 3\r\n\r\nabcd";
        assert_eq!(answer(&text[..]), b"abc");
    }
}

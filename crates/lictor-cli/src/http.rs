//! Just enough HTTP/1.1 (RFC 9112) to ask the server's administrators' port: one request per
//! connection, answers with a length, in chunks, or until the end of the connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use thiserror::Error;

/// Largest answer that is taken: a load report of a million licenses.
const BODY_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Longest line of a head, and most lines.
const LINE_BYTES_MAX: u64 = 16 * 1024;
const HEADER_LINES_MAX: usize = 100;
/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the server may be silent.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    /// Its status code.
    pub(crate) code: u16,
    /// Its body.
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub(crate) enum HttpError {
    /// The address names no machine, or another machine, to which the token would go in the clear.
    #[error(
        "{0} is not a loopback address: the administrators' port is spoken to on the same machine, or through a tunnel"
    )]
    NotLocal(String),
    /// No connection.
    #[error("cannot reach {address}: {error}")]
    Unreachable {
        /// The address that was tried.
        address: String,
        /// Why.
        error: io::Error,
    },
    /// The connection broke.
    #[error("lost the connection: {0}")]
    Broken(#[from] io::Error),
    /// What came is not HTTP.
    #[error("the answer is not HTTP/1.1: {0}")]
    Malformed(&'static str),
}

/// What is asked.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// The method.
    pub(crate) method: &'a str,
    /// The path, with its query; bytes that may not stand there are escaped already.
    pub(crate) path: &'a str,
    /// The token of whoever asks.
    pub(crate) token: &'a str,
    /// What the body is.
    pub(crate) media_type: &'a str,
    /// What is sent along; may be empty.
    pub(crate) body: &'a [u8],
}

/// Sends one request and takes the answer.
///
/// # Errors
///
/// [`HttpError`] says how far it got.
pub(crate) fn exchange(address: &str, request: &Request<'_>) -> Result<Response, HttpError> {
    let mut stream = connect(address)?;
    let Request { method, path, token, media_type, body } = request;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Accept: application/json\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    // A server that refuses a long body answers before it has read all of it.
    let answer = read_response(&mut BufReader::new(stream));
    match (sent, answer) {
        (_, Ok(response)) => Ok(response),
        (Err(error), Err(_)) => Err(error.into()),
        (Ok(()), Err(error)) => Err(error),
    }
}

/// A text as it may stand in a path or in a value of a query (RFC 3986, section 2.1).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn connect(address: &str) -> Result<TcpStream, HttpError> {
    let unreachable = |error| HttpError::Unreachable { address: address.to_string(), error };
    let resolved = address.to_socket_addrs().map_err(unreachable)?;
    let mut last = None;
    for candidate in resolved.filter(|candidate| candidate.ip().to_canonical().is_loopback()) {
        match TcpStream::connect_timeout(&candidate, CONNECT_TIMEOUT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(SILENCE_TIMEOUT))?;
                stream.set_write_timeout(Some(SILENCE_TIMEOUT))?;
                return Ok(stream);
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(|| HttpError::NotLocal(address.to_string()), unreachable))
}

fn read_response(stream: &mut impl BufRead) -> Result<Response, HttpError> {
    let code = status_code(&line(stream)?)?;
    let mut length = None;
    let mut chunked = false;
    for _ in 0..HEADER_LINES_MAX {
        let header = line(stream)?;
        if header.is_empty() {
            return Ok(Response { code, body: read_body(stream, length, chunked)? });
        }
        let (name, value) = header.split_once(':').ok_or(HttpError::Malformed("a header without a colon"))?;
        if name.eq_ignore_ascii_case("content-length") {
            let bytes = value.trim().parse().map_err(|_| HttpError::Malformed("a bad length"))?;
            length = Some(bytes);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            chunked = value.trim().eq_ignore_ascii_case("chunked");
        }
    }
    Err(HttpError::Malformed("too many headers"))
}

fn status_code(line: &str) -> Result<u16, HttpError> {
    let mut words = line.split(' ');
    let version = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    let code = words.next().filter(|word| word.len() == 3).and_then(|word| word.parse().ok());
    code.filter(|_| version).ok_or(HttpError::Malformed("no status line"))
}

fn line(stream: &mut impl BufRead) -> Result<String, HttpError> {
    let mut bytes = Vec::new();
    stream.take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Err(HttpError::Malformed("a line without an end"));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| HttpError::Malformed("a head that is not text"))
}

fn read_body(stream: &mut impl BufRead, length: Option<u64>, chunked: bool) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    if chunked {
        loop {
            let head = line(stream)?;
            let size = head.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| HttpError::Malformed("a bad chunk"))?;
            if size == 0 {
                return Ok(body);
            }
            append(stream, size, &mut body)?;
            if !line(stream)?.is_empty() {
                return Err(HttpError::Malformed("a chunk without an end"));
            }
        }
    }
    match length {
        Some(length) => append(stream, length, &mut body)?,
        None => {
            stream.take(BODY_BYTES_MAX + 1).read_to_end(&mut body)?;
            within_bounds(body.len() as u64)?;
        }
    }
    Ok(body)
}

/// Takes exactly so many bytes; memory grows with what arrives, never with what is promised.
fn append(stream: &mut impl BufRead, size: u64, body: &mut Vec<u8>) -> Result<(), HttpError> {
    within_bounds(size.saturating_add(body.len() as u64))?;
    let taken = stream.take(size).read_to_end(body)?;
    if taken as u64 == size { Ok(()) } else { Err(HttpError::Malformed("the body ends early")) }
}

fn within_bounds(size: u64) -> Result<(), HttpError> {
    if size <= BODY_BYTES_MAX { Ok(()) } else { Err(HttpError::Malformed("the body is too long")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Response, String> {
        read_response(&mut text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn answers_of_each_kind() {
        let ok = |code, body: &str| Ok(Response { code, body: body.as_bytes().to_vec() });
        for (text, expected) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest", ok(200, "{}")),
            ("HTTP/1.1 404\r\ncontent-length:0\r\n\r\n", ok(404, "")),
            ("HTTP/1.0 200 OK\r\n\r\nto the end", ok(200, "to the end")),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
                ok(200, "abcde"),
            ),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    /// TRU-04: a length is never trusted, and what is no HTTP is refused.
    #[test]
    fn tru_04_bad_answers_are_refused() {
        for (text, expected) in [
            ("", "a line without an end"),
            ("SSH-2.0-x\r\n", "no status line"),
            ("HTTP/1.1 2000 OK\r\n\r\n", "no status line"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "the body ends early"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "the body is too long"),
            ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "a bad length"),
            ("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "a header without a colon"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "the body is too long",
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "a chunk without an end"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a bad chunk"),
        ] {
            assert_eq!(read(text), Err(format!("the answer is not HTTP/1.1: {expected}")), "{text:?}");
        }
        let endless = format!("HTTP/1.1 200 OK\r\n{}", "a: b\r\n".repeat(HEADER_LINES_MAX + 1));
        assert_eq!(read(&endless), Err("the answer is not HTTP/1.1: too many headers".to_string()));
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(escaped("a-b_c.1~.xml"), "a-b_c.1~.xml");
        assert_eq!(escaped("ä b/&?=+%.xml"), "%C3%A4%20b%2F%26%3F%3D%2B%25.xml");
    }

    /// The token never leaves the machine in the clear.
    #[test]
    fn only_this_machine_is_asked() {
        let request =
            Request { method: "GET", path: "/", token: "secret", media_type: "text/plain", body: b"" };
        let error = exchange("192.0.2.1:6243", &request).unwrap_err();
        assert_eq!(
            error.to_string(),
            "192.0.2.1:6243 is not a loopback address: the administrators' port is spoken to on the same machine, or through a tunnel"
        );
    }
}

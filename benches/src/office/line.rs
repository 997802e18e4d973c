//! One HTTP connection that stays open: as little work for the generator as can be.

use std::io;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A line to the office.
#[derive(Debug)]
pub(super) struct Line {
    address: String,
    token: String,
    stream: Option<TcpStream>,
    came: Vec<u8>,
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or(Json::Null)
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    /// More headers, each with its line's end.
    pub(super) headers: String,
    pub(super) body: String,
}

impl Line {
    pub(super) fn new(address: &str, token: &str) -> Self {
        Self { address: address.to_owned(), token: token.to_owned(), stream: None, came: Vec::new() }
    }

    /// Asks; once more on a fresh connection if the office has closed this one.
    pub(super) async fn ask(&mut self, request: &Request) -> io::Result<Reply> {
        let fresh = self.stream.is_none();
        match timeout(PATIENCE, self.once(request)).await? {
            Ok(reply) => Ok(reply),
            Err(_) if !fresh => {
                self.stream = None;
                timeout(PATIENCE, self.once(request)).await?
            }
            Err(error) => {
                self.stream = None;
                Err(error)
            }
        }
    }

    async fn once(&mut self, request: &Request) -> io::Result<Reply> {
        let Request { method, path, headers, body } = request;
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            self.address,
            self.token,
            body.len(),
        );
        self.came.clear();
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await?;
                stream.set_nodelay(true)?;
                self.stream.insert(stream)
            }
        };
        stream.write_all(text.as_bytes()).await?;
        loop {
            if let Some(reply) = whole(&self.came)? {
                return Ok(reply);
            }
            if stream.read_buf(&mut self.came).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The answer, once it is there whole.
fn whole(came: &[u8]) -> io::Result<Option<Reply>> {
    let Some(end) = came.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let (head, rest) = came.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let bad = || io::Error::other(format!("no HTTP answer: {head}"));
    let status = head.split_whitespace().nth(1).and_then(|text| text.parse().ok()).ok_or_else(bad)?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|text| text.trim().parse().ok()).ok_or_else(bad)?;
    Ok(rest.get(..length).map(|body| Reply { status, body: body.to_vec() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_when_it_is_there_whole() {
        let text = b"HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabc";
        for cut in 0..text.len() {
            assert!(whole(&text[..cut]).unwrap().is_none(), "{cut}");
        }
        let reply = whole(text).unwrap().unwrap();
        assert_eq!((reply.status, reply.body.as_slice()), (201, &b"abc"[..]));
        whole(b"HTTP/1.1 200 OK\r\n\r\n").unwrap_err();
    }
}

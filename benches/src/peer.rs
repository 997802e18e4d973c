//! The peer: Redis, counting seats by a script, where it is installed.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::protocol::RedisSeats;
use crate::socket::Target;

/// A running Redis with the scripts loaded.
pub struct Redis {
    child: Child,
    port: u16,
    checkout: String,
    checkin: String,
}

impl Redis {
    /// Whether there is one on this machine.
    #[must_use]
    pub fn is_installed() -> bool {
        Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().is_ok()
    }

    /// Starts one on a free port of the loopback interface; `sync` is its `appendfsync`, none for
    /// no log at all.
    ///
    /// # Errors
    ///
    /// What the operating system or Redis said.
    pub fn start(directory: &Path, sync: Option<&str>) -> io::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("redis-server");
        command.args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--maxclients",
            "15000",
        ]);
        command.arg("--dir").arg(directory).stdout(Stdio::null());
        match sync {
            Some(sync) => command.args(["--appendonly", "yes", "--appendfsync", sync]),
            None => command.args(["--appendonly", "no"]),
        };
        let mut redis =
            Self { child: command.spawn()?, port, checkout: String::new(), checkin: String::new() };
        let until = Instant::now() + Duration::from_secs(5);
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => std::thread::yield_now(),
            }
        };
        redis.checkout = load(&mut stream, crate::protocol::REDIS_CHECKOUT)?;
        redis.checkin = load(&mut stream, crate::protocol::REDIS_CHECKIN)?;
        Ok(redis)
    }

    /// Where it listens.
    #[must_use]
    pub fn target(&self) -> Target {
        Target::Plain(format!("127.0.0.1:{}", self.port))
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// One holder.
    #[must_use]
    pub fn holder(&self, number: usize) -> RedisSeats {
        RedisSeats::new(&self.checkout, &self.checkin, number % 10_000, number as u64)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

fn load(stream: &mut TcpStream, script: &str) -> io::Result<String> {
    write!(stream, "*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n${}\r\n{script}\r\n", script.len())?;
    let mut reader = BufReader::new(stream);
    let (mut length, mut name) = (String::new(), String::new());
    reader.read_line(&mut length)?;
    reader.read_line(&mut name)?;
    if length.starts_with('$') { Ok(name.trim().to_owned()) } else { Err(io::Error::other(length)) }
}

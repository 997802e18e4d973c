//! The echo as a process of its own, so that its CPU time can be told from the generator's.

use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::echo;
use crate::socket::Target;

/// A running echo.
pub struct Floor {
    child: Child,
    port: u16,
    socket: PathBuf,
    _directory: TempDir,
}

impl Floor {
    /// Starts this program as the echo, on the cores of the calling thread.
    ///
    /// # Errors
    ///
    /// What the operating system said, or that the echo named no port.
    pub fn start() -> io::Result<Self> {
        let directory = TempDir::new()?;
        let socket = directory.path().join("echo.sock");
        let mut command = Command::new(std::env::current_exe()?);
        let child = command.arg("echo").arg(&socket).stdout(Stdio::piped()).spawn()?;
        let mut floor = Self { child, port: 0, socket, _directory: directory };
        let mut line = String::new();
        if let Some(out) = floor.child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        floor.port = line.trim().parse().map_err(io::Error::other)?;
        Ok(floor)
    }

    /// Its TLS port.
    #[must_use]
    pub fn port(&self) -> Target {
        Target::Tls(format!("127.0.0.1:{}", self.port), echo::ALPN)
    }

    /// Its Unix socket.
    #[must_use]
    pub fn socket(&self) -> Target {
        Target::Unix(self.socket.clone())
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

//! Real runs of the `lictor` program.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::Value;

use crate::lictord::Lictord;
use crate::program;

/// How `lictor` is called: without a terminal, and with an environment of its own.
#[derive(Debug, Clone)]
pub struct Lictor {
    directory: PathBuf,
    environment: Vec<(String, String)>,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The exit code; 128 and the signal's number if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// A run that goes on, with standard input open: `lictor checkout`.
#[derive(Debug)]
pub struct Held {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Lictor {
    /// Calls in a directory, without any server or key in the environment.
    #[must_use]
    pub fn in_directory(directory: &Path) -> Self {
        let data = ("XDG_DATA_HOME".to_string(), directory.join("data").display().to_string());
        Self { directory: directory.to_path_buf(), environment: vec![data] }
    }

    /// Calls that mean this daemon, as a client and as an administrator. The client trusts the
    /// vendors of the daemon's license directory whose `.pub` files are named.
    #[must_use]
    pub fn of(daemon: &Lictord, keys: &[&str]) -> Self {
        let keys: Vec<String> =
            keys.iter().map(|name| daemon.licenses().join(name).display().to_string()).collect();
        Self::in_directory(daemon.scratch())
            .env("LICTOR_LICENSE_PATH", daemon.listen())
            .env("LICTOR_ADMIN", daemon.admin())
            .env("LICTOR_ADMIN_TOKEN_FILE", &daemon.token_file().display().to_string())
            .env("LICTOR_VENDOR_KEY", &keys.join(":"))
    }

    /// With a variable in the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(have, _)| have != name);
        self.environment.push((name.to_string(), value.to_string()));
        self
    }

    /// Runs it to its end.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    #[must_use]
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).stdin(Stdio::null()).output().expect("lictor can be started");
        Run {
            code: code(output.status),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Starts it with standard input and output open.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    #[must_use]
    #[track_caller]
    pub fn hold(&self, arguments: &[&str]) -> Held {
        let mut command = self.command(arguments);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("lictor can be started");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        Held { child, input, output }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program::path("lictor"));
        for name in ["LICENSE_PATH", "VENDOR_KEY", "ADMIN", "ADMIN_TOKEN_FILE"] {
            command.env_remove(format!("LICTOR_{name}"));
        }
        command.envs(self.environment.iter().cloned()).current_dir(&self.directory).args(arguments);
        command
    }
}

impl Run {
    /// Standard output as the one JSON document it must be.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

impl Held {
    /// The next line of its output; empty at the end.
    ///
    /// # Panics
    ///
    /// If it is no text.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("lines of text");
        line.trim_end().to_string()
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by its short name, as `TERM`.
    ///
    /// # Panics
    ///
    /// If that cannot be done.
    pub fn signal(&self, name: &str) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().expect("kill can be started");
        assert!(sent.success(), "no signal {name} to {pid}");
    }

    /// Closes its standard input and waits for its end: exit code and the rest of its output.
    ///
    /// # Panics
    ///
    /// If that cannot be read.
    pub fn finish(mut self) -> (i32, String) {
        drop(self.input.take());
        self.wait()
    }

    /// Waits for its end without closing its standard input.
    ///
    /// # Panics
    ///
    /// If its output cannot be read.
    pub fn wait(&mut self) -> (i32, String) {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        (code(self.child.wait().expect("its end")), rest)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // It has usually ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}

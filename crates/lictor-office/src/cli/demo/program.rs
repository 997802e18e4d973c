//! A program of this workspace that runs in a process of its own until it is stopped.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::cli::failure::Failure;

/// How long a program may take to be ready, on a machine that is busy.
const READY: Duration = Duration::from_secs(60);
/// How long it may take to end.
const END: Duration = Duration::from_secs(20);

/// A running program. It is killed when dropped.
#[derive(Debug)]
pub(super) struct Program {
    name: String,
    child: Child,
    // What it writes to a closed pipe would end it.
    _stdout: BufReader<ChildStdout>,
    words: BTreeMap<String, String>,
}

impl Program {
    /// Starts a program and waits for its ready line. Its log goes to a file.
    ///
    /// # Errors
    ///
    /// If it does not become ready.
    pub(super) async fn start(name: &str, mut command: Command, log: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::internal(format!("{name}: {error}"));
        let file = OpenOptions::new().create(true).append(true).open(log).map_err(failed)?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file).kill_on_drop(true);
        // In a group of its own, so that a Ctrl-C reaches only the demo, which stops in order.
        let mut child = command.process_group(0).spawn().map_err(failed)?;
        let stdout = child.stdout.take().ok_or_else(|| Failure::internal(format!("{name}: no output")))?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        let late = |_| Failure::internal(format!("{name} was not ready within {READY:?}"));
        timeout(READY, stdout.read_line(&mut line)).await.map_err(late)?.map_err(failed)?;
        if !line.contains(" ready ") {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let last = said.lines().last().unwrap_or("it said nothing").to_owned();
            return Err(Failure::internal(format!("{name} does not start: {last}")));
        }
        let words = line.split_whitespace().filter_map(|word| word.split_once('='));
        let words = words.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { name: name.to_owned(), child, _stdout: stdout, words })
    }

    /// A value of its ready line.
    ///
    /// # Errors
    ///
    /// If there is none of that name.
    pub(super) fn word(&self, name: &str) -> Result<String, Failure> {
        let missing = || Failure::internal(format!("{} did not say its {name}", self.name));
        self.words.get(name).cloned().ok_or_else(missing)
    }

    /// Asks it to end, and waits for that.
    ///
    /// # Errors
    ///
    /// If it does not end.
    pub(super) async fn stop(mut self) -> Result<(), Failure> {
        let pid = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let Some(pid) = pid else { return Ok(()) };
        kill_process(pid, Signal::TERM)
            .map_err(|error| Failure::internal(format!("{}: {error}", self.name)))?;
        match timeout(END, self.child.wait()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Failure::internal(format!("{}: {error}", self.name))),
            Err(_) => Err(Failure::internal(format!("{} does not end", self.name))),
        }
    }
}

/// A program beside this one.
///
/// # Errors
///
/// If it is not there.
pub(super) fn beside(name: &str) -> Result<PathBuf, Failure> {
    let own = std::env::current_exe().map_err(|error| Failure::internal(error.to_string()))?;
    let program = own.with_file_name(name);
    if program.is_file() {
        return Ok(program);
    }
    let text = format!("{} is not there", program.display());
    Err(Failure::internal(text).hint(format!("put {name} beside lictor-office; `cargo build --bins` does")))
}

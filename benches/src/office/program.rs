//! The back office as a process of its own, from the directory of this program.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::machine;

/// A running back office. Ends when dropped.
#[derive(Debug)]
pub(super) struct Program {
    child: Child,
    /// Kept open: it writes to it.
    _said: BufReader<ChildStdout>,
    address: String,
    data: PathBuf,
}

impl Program {
    /// Starts it on a directory and, if there is a URL, on PostgreSQL.
    pub(super) fn start(data: &Path, url: Option<&str>) -> io::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("lictor-office");
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--vendor", "BENCH", "--data"]).arg(data);
        if let Some(url) = url {
            command.args(["--database", url]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let said = child.stdout.take().ok_or_else(|| io::Error::other("no standard output"))?;
        let mut said = BufReader::new(said);
        let mut line = String::new();
        while !line.contains("listen=") {
            line.clear();
            if said.read_line(&mut line)? == 0 {
                return Err(io::Error::other("lictor-office did not start"));
            }
        }
        let address = line.split("listen=").nth(1).unwrap_or_default();
        let address = address.split_whitespace().next().unwrap_or_default().to_owned();
        Ok(Self { child, _said: said, address, data: data.to_owned() })
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The token of the first start.
    pub(super) fn token(&self) -> io::Result<String> {
        Ok(fs::read_to_string(self.data.join("admin.token"))?.trim().to_owned())
    }

    /// CPU time that it has used, without its signer.
    pub(super) fn cpu(&self) -> Duration {
        machine::cpu_time(self.child.id())
    }

    /// Memory that it has in use, in MiB.
    pub(super) fn resident_mib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        let kib: u64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0);
        kib / 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(pid) = rustix::process::Pid::from_raw(self.child.id().cast_signed()) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

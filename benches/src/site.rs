//! A real `lictord` on a directory of signed licenses.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lictor_issuer::{TemplateFile, VendorSigner};
use lictor_types::{CivilDate, VendorName};
use rustix::process::{Pid, Signal, kill_process};

use crate::socket::Target;

/// The vendor of every license here.
pub const VENDOR: &str = "BENCH";

/// A running server.
pub struct Site {
    child: Child,
    listen: String,
    socket: PathBuf,
    /// From the start of the process to its ready line.
    pub start_up: Duration,
}

impl Site {
    /// Starts `lictord` (found beside this program) on a directory of licenses and one of state, on
    /// the cores of the calling thread.
    ///
    /// # Errors
    ///
    /// What the operating system said, or that the server did not become ready.
    pub fn start(licenses: &Path, state: &Path, durability: &str, workers: usize) -> io::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("lictord");
        let begun = Instant::now();
        let mut child = Command::new(program)
            .arg("--licenses")
            .arg(licenses)
            .arg("--state")
            .arg(state)
            .args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--durability", durability])
            .args(["--workers", &workers.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let start_up = begun.elapsed();
        let word = |name: &str| {
            line.split_whitespace()
                .find_map(|word| word.strip_prefix(name))
                .map(str::to_owned)
                .unwrap_or_default()
        };
        let (listen, socket) = (word("listen="), word("socket="));
        if listen.is_empty() {
            let _ended = child.kill();
            let _gone = child.wait();
            return Err(io::Error::other(format!("lictord did not become ready: {line}")));
        }
        Ok(Self { child, listen, socket: socket.into(), start_up })
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> Target {
        Target::Tls(self.listen.clone(), lictor_wire::ALPN)
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

impl Site {
    /// Tells it to end and waits until it has.
    ///
    /// # Errors
    ///
    /// What the operating system said.
    pub fn stop(mut self) -> io::Result<()> {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, Signal::TERM)?;
        }
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// Writes so many signed licenses, 1,000 a file, features `f000000` and on, a million seats each.
///
/// # Errors
///
/// What the operating system or the signer said.
pub fn write_licenses(directory: &Path, count: usize) -> io::Result<()> {
    let vendor = VendorName::parse(VENDOR).map_err(io::Error::other)?;
    let signer = VendorSigner::generate(vendor).map_err(io::Error::other)?;
    fs::write(directory.join("bench.pub"), format!("{}\n", signer.public()))?;
    let today = CivilDate::new(2026, 1, 1).unwrap_or(CivilDate::MIN);
    for file in 0..count.div_ceil(1000) {
        let features = (file * 1000..count.min(file * 1000 + 1000)).map(|number| {
            format!("  <FEATURE NAME=\"f{number:06}\">\n    <SETTING COUNT=\"1000000\"/>\n  </FEATURE>\n")
        });
        let template = format!("<LICENSEFILE>\n{}</LICENSEFILE>\n", features.collect::<String>());
        let name = format!("bench-{file:04}.lic");
        let content = TemplateFile { name: &name, bytes: template.as_bytes() };
        let signed = signer.sign(&[content], today).map_err(io::Error::other)?;
        fs::write(directory.join(name), signed.xml)?;
    }
    Ok(())
}

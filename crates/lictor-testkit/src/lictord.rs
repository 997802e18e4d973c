//! A real `lictord` on free ports with directories of its own.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::faketime::Faketime;
use crate::program;
use crate::vendor::Vendor;

/// How long a daemon may take to be ready, on a machine that builds at the same time.
const READY_DEADLINE: Duration = Duration::from_secs(30);

/// A daemon to be started.
#[derive(Debug)]
pub struct LictordBuilder {
    directory: TempDir,
    faketime: Option<Faketime>,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

/// A running daemon. It is killed when dropped.
#[derive(Debug)]
pub struct Lictord {
    setup: LictordBuilder,
    child: Option<Child>,
    listen: String,
    admin: String,
}

impl LictordBuilder {
    /// Trusts a vendor: puts its `.pub` file into the license directory.
    #[must_use]
    pub fn trust(self, vendor: &Vendor) -> Self {
        self.file(&format!("{}.pub", vendor.name().to_ascii_lowercase()), &vendor.public())
    }

    /// Puts a file into the license directory.
    #[must_use]
    pub fn file(self, name: &str, content: &str) -> Self {
        fs::write(self.licenses().join(name), content).expect("a file in the license directory");
        self
    }

    /// Lets the daemon believe in another wall clock.
    #[must_use]
    pub fn faketime(self, faketime: Faketime) -> Self {
        Self { faketime: Some(faketime), ..self }
    }

    /// Gives the daemon the content of a configuration file.
    #[must_use]
    pub fn config(self, content: &str) -> Self {
        let path = self.directory.path().join("lictord.toml");
        fs::write(&path, content).expect("a configuration file");
        self.arguments(&["--config", &path.display().to_string()])
    }

    /// Adds arguments.
    #[must_use]
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(ToString::to_string));
        self
    }

    /// Adds a variable to the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_string(), value.to_string()));
        self
    }

    /// Starts the daemon and waits for its ready line.
    ///
    /// # Panics
    ///
    /// If the line does not come; the message has the daemon's log.
    #[must_use]
    #[track_caller]
    pub fn start(self) -> Lictord {
        let any = "127.0.0.1:0".to_string();
        let mut daemon = Lictord { setup: self, child: None, listen: any.clone(), admin: any };
        daemon.start();
        daemon
    }

    fn licenses(&self) -> PathBuf {
        self.directory.path().join("licenses")
    }

    fn state(&self) -> PathBuf {
        self.directory.path().join("state")
    }

    fn command(&self, listen: &str, admin: &str) -> Command {
        let log = self.directory.path().join("lictord.log");
        let log = OpenOptions::new().create(true).append(true).open(log).expect("a file for the log");
        let mut command = Command::new(program::path("lictord"));
        command.current_dir(self.directory.path());
        command.arg("--licenses").arg(self.licenses()).arg("--state").arg(self.state());
        command.args(["--listen", listen, "--admin", admin]).args(&self.arguments);
        command.envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        if let Some(faketime) = &self.faketime {
            faketime.apply(&mut command);
        }
        command
    }
}

impl Lictord {
    /// A daemon with an empty license directory and a new state.
    ///
    /// # Panics
    ///
    /// If there is no place for its directories.
    #[must_use]
    pub fn builder() -> LictordBuilder {
        let directory = tempfile::tempdir().expect("a temporary directory");
        for name in ["licenses", "state"] {
            fs::create_dir(directory.path().join(name)).expect("a directory for the daemon");
        }
        LictordBuilder { directory, faketime: None, arguments: Vec::new(), environment: Vec::new() }
    }

    /// Starts the daemon again, on the same directories and ports.
    ///
    /// # Panics
    ///
    /// If it runs, or as [`LictordBuilder::start`].
    #[track_caller]
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "the daemon runs already");
        let mut child =
            self.setup.command(&self.listen, &self.admin).spawn().expect("lictord can be started");
        let out = child.stdout.take().expect("its output is piped");
        self.child = Some(child);
        let Some(line) = ready_line(out) else {
            panic!("lictord did not become ready:\n{}", self.log());
        };
        let value = |name: &str| {
            let word = line.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            word.map_or_else(|| panic!("no {name} in the ready line: {line}"), ToString::to_string)
        };
        (self.listen, self.admin) = (value("listen"), value("admin"));
    }

    /// Sets the clock that the daemon believes in from its next start on.
    pub fn set_clock(&mut self, faketime: Faketime) {
        self.setup.faketime = Some(faketime);
    }

    /// Ends it with SIGKILL, as a crash would.
    pub fn kill9(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Ends it with SIGTERM and gives its exit code.
    ///
    /// # Panics
    ///
    /// If it does not run, or ended by a signal.
    pub fn stop(&mut self) -> i32 {
        let pid = self.pid();
        let mut child = self.child.take().expect("the daemon runs");
        kill_process(pid, Signal::TERM).expect("a signal to lictord");
        child.wait().ok().and_then(|status| status.code()).expect("an exit code")
    }

    /// Sends it SIGHUP: read everything anew.
    ///
    /// # Panics
    ///
    /// If it does not run.
    pub fn hangup(&self) {
        kill_process(self.pid(), Signal::HUP).expect("a signal to lictord");
    }

    fn pid(&self) -> Pid {
        i32::try_from(self.process_id()).ok().and_then(Pid::from_raw).expect("a process id")
    }

    /// Its process id.
    ///
    /// # Panics
    ///
    /// If it does not run.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.as_ref().expect("the daemon runs").id()
    }

    /// Where sessions are served: `HOST:PORT`.
    #[must_use]
    pub fn listen(&self) -> &str {
        &self.listen
    }

    /// Where administrators are served: `HOST:PORT`.
    #[must_use]
    pub fn admin(&self) -> &str {
        &self.admin
    }

    /// The socket for local clients.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.state().join("lictor.sock")
    }

    /// The state directory.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.setup.state()
    }

    /// The license directory.
    #[must_use]
    pub fn licenses(&self) -> PathBuf {
        self.setup.licenses()
    }

    /// The file with the administrators' token.
    #[must_use]
    pub fn token_file(&self) -> PathBuf {
        self.state().join("admin.token")
    }

    /// Everything the daemon has logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.setup.directory.path().join("lictord.log")).unwrap_or_default()
    }

    /// Puts a file into the license directory in one step.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let unfinished = self.licenses().join(format!(".{name}.new"));
        fs::write(&unfinished, content).expect("a file in the license directory");
        fs::rename(unfinished, self.licenses().join(name)).expect("a file in the license directory");
    }

    /// Writes a file of the license directory in place, as an editor or a slow copy would.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn overwrite(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.licenses().join(name), content).expect("a file in the license directory");
    }

    /// Removes a file from the license directory.
    ///
    /// # Panics
    ///
    /// If it is not there.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.licenses().join(name)).expect("the file is there");
    }

    /// A place for a client's files that goes away with the daemon.
    pub(crate) fn scratch(&self) -> &Path {
        self.setup.directory.path()
    }
}

impl Drop for Lictord {
    fn drop(&mut self) {
        self.kill9();
        if thread::panicking() {
            eprintln!("--- log of lictord ---\n{}---", self.log());
        }
    }
}

/// The daemon's ready line; nothing if it ends or is silent. What follows is read and dropped.
fn ready_line(out: ChildStdout) -> Option<String> {
    let (found, ready) = sync_channel(1);
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if line.starts_with("lictord ready ") {
                // Nobody listens any more if it came too late.
                let _ = found.try_send(line);
            }
        }
    });
    ready.recv_timeout(READY_DEADLINE).ok()
}

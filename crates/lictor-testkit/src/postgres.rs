//! A real PostgreSQL of the test's own, with as many empty databases as it asks for.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, os};

use rustix::process::geteuid;
use tempfile::TempDir;

use crate::eventually::eventually;
use crate::guarded::Guarded;

/// How long it may take to make its files and start, on a machine that builds at the same time.
const READY_DEADLINE: Duration = Duration::from_secs(60);

/// How often another port is tried. Between our choice and the server's use somebody else may take one.
const PORTS_MAX: u32 = 5;

/// Sorts by bytes, as SQLite does; connections on the loopback address and the socket need no password.
const INITDB: &str =
    "initdb --pgdata=data --username=lictor --auth=trust --encoding=UTF8 --locale=C --no-sync";

/// What no test tells from the real thing, as long as the machine keeps its power.
const HASTY: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// A running server on a free port of 127.0.0.1. It ends when dropped and, shared or not, with the
/// test process, even if that is killed; its files go with it.
#[derive(Debug)]
pub struct Postgres {
    server: Guarded,
    programs: PathBuf,
    port: u16,
    databases: AtomicU32,
}

impl Postgres {
    /// The server that all tests of this binary share. Each takes a [`database`](Self::database) of its own.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// Starts a server that does not wait for the disk.
    ///
    /// # Panics
    ///
    /// If PostgreSQL is not installed or does not start; the message has its log.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&HASTY)
    }

    /// Starts a server that flushes to the disk as one in production does.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    #[must_use]
    pub fn start_durable() -> Self {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Self {
        let programs = programs();
        for _ in 0..PORTS_MAX {
            let port = free_port();
            let server = launch(&programs, port, settings);
            if is_ready(&server) {
                return Self { server, programs, port, databases: AtomicU32::new(0) };
            }
            let log = server.log();
            assert!(log.contains("Address already in use"), "PostgreSQL did not start:\n{log}");
        }
        panic!("PostgreSQL found no free port in {PORTS_MAX} tries");
    }

    /// Creates an empty database and gives its URL: `postgres://lictor@127.0.0.1:PORT/test_N`.
    ///
    /// # Panics
    ///
    /// If it cannot be created.
    #[must_use]
    #[track_caller]
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed) + 1);
        self.psql(&self.url("postgres"), &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Runs SQL in the database of a URL by `psql` and gives what it prints: a line for each row, the
    /// columns parted by `|`.
    ///
    /// # Panics
    ///
    /// If the SQL fails; the message has the reason.
    #[track_caller]
    pub fn psql(&self, url: &str, sql: &str) -> String {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.env_clear().args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"]);
        psql.args(["--set=ON_ERROR_STOP=1", "--dbname", url, "--command", sql]).stdin(Stdio::null());
        let output = psql.output().expect("psql can be started");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{sql}: {errors}\n{}", self.log());
        String::from_utf8(output.stdout).expect("text from psql").trim_end().to_string()
    }

    /// The directory of the server's Unix socket.
    #[must_use]
    pub fn socket(&self) -> &Path {
        self.server.directory()
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything the server has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.server.log()
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://lictor@127.0.0.1:{}/{database}", self.port)
    }
}

/// Makes the files of a server and starts it on a port.
fn launch(programs: &Path, port: u16, settings: &[&str]) -> Guarded {
    let directory = tempfile::Builder::new().prefix("lictor-postgres-").tempdir();
    let directory = directory.expect("a temporary directory");
    let folder = directory.path().display();
    let mut postgres = vec![
        "exec postgres -D data".to_string(),
        format!("-p {port}"),
        "-c listen_addresses=127.0.0.1".to_string(),
        format!("-c unix_socket_directories='{folder}'"),
        // Each test has a pool of its own.
        "-c max_connections=200".to_string(),
        // Below the directory, so that nothing is left in the system's if it must be killed.
        "-c dynamic_shared_memory_type=mmap".to_string(),
    ];
    postgres.extend(settings.iter().map(|setting| format!("-c {setting}")));
    let script = format!("PATH='{}':$PATH; {INITDB} && {}", programs.display(), postgres.join(" "));
    let mut command = as_user(&directory);
    command.extend(["sh", "-c", &script].map(OsString::from));
    Guarded::start(directory, "QUIT", command)
}

/// The head of a command that runs as a user PostgreSQL agrees to, which root is not; the directory becomes
/// that user's.
fn as_user(directory: &TempDir) -> Vec<OsString> {
    if !geteuid().is_root() {
        return Vec::new();
    }
    let found = ["postgres", "nobody"].iter().find_map(|user| Some((id("-u", user)?, id("-g", user)?)));
    let (user, group) = found.expect("a user postgres or nobody");
    os::unix::fs::chown(directory.path(), Some(user), Some(group)).expect("a directory of that user");
    let user = format!("--reuid={user}");
    let group = format!("--regid={group}");
    ["setpriv", &user, &group, "--clear-groups"].map(OsString::from).to_vec()
}

fn id(option: &str, user: &str) -> Option<u32> {
    let output = Command::new("id").args([option, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// Whether the server takes connections, as soon as that is settled.
fn is_ready(server: &Guarded) -> bool {
    let status = server.directory().join("data/postmaster.pid");
    eventually("PostgreSQL is ready or has ended", READY_DEADLINE, || {
        let ready = fs::read_to_string(&status).unwrap_or_default();
        // The eighth line tells the state, padded with blanks.
        let ready = ready.lines().nth(7).is_some_and(|state| state.trim() == "ready");
        (ready || server.has_ended()).then_some(ready)
    })
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("the address of a listener").port()
}

/// The folder with the server's programs and `psql`: Debian keeps one for each version, of which the
/// newest is taken; elsewhere they are in the search path.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort_by_key(|folder| version(folder));
    folders.reverse();
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let whole =
        |folder: &PathBuf| ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file());
    folders
        .into_iter()
        .find(whole)
        .expect("initdb, postgres and psql (package postgresql; ./test installs it)")
}

/// The number in `/usr/lib/postgresql/NUMBER/bin`.
fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

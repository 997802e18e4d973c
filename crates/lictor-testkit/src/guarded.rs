//! A program that ends with the test process, however that ends, and its directory with it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Runs `DIRECTORY SIGNAL PROGRAM…`. Its standard input is a pipe from the test process that nobody writes
/// to: the pipe's end is the end of the test, by return, panic or SIGKILL. A `Drop` alone would not do,
/// since what is shared by a test binary is never dropped. Marks the end of the program by a file. Does not
/// wait for the rest of the group, of which the dead stay members until init looks after them.
const GUARD: &str = r#"
directory=$1 signal=$2
shift 2
exec 3<&0
setsid "$@" 3<&- &
program=$!
{
    read -r _ <&3
    tries=0
    until [ -e "$directory/ended" ]; do
        kill -s "$signal" -- "-$program"
        tries=$((tries + 1))
        [ $tries -lt 100 ] || signal=KILL
        sleep 0.05
    done
    kill -s KILL -- "-$program"
} 2>/dev/null &
guard=$!
wait "$program"
: >"$directory/ended"
wait "$guard"
# What was killed may still have written while the files were removed.
rm -rf -- "$directory" || { sleep 1; rm -rf -- "$directory"; }
"#;

/// A program in a session of its own, with a directory for its files and its output. Its whole
/// process group is ended, and the directory removed, when this is dropped or the test process is no more.
#[derive(Debug)]
pub(crate) struct Guarded {
    shell: Child,
    directory: PathBuf,
}

impl Guarded {
    /// Starts a program. `signal` (as `QUIT`) is what asks it to end; SIGKILL follows after five seconds.
    pub(crate) fn start(directory: TempDir, signal: &str, command: Vec<OsString>) -> Self {
        let log = File::create(directory.path().join("log")).expect("a file for the log");
        let errors = log.try_clone().expect("a second handle of the log");
        let mut shell = Command::new("sh");
        shell.args(["-c", GUARD, "sh"]).arg(directory.path()).arg(signal).args(command);
        // Programs look into these for their own files; the user's are none of a test's business.
        shell.env("HOME", directory.path()).env("TMPDIR", directory.path());
        shell.current_dir(directory.path()).stdin(Stdio::piped()).stdout(log).stderr(errors);
        // Out of the terminal's group: its interrupt must end the test, not the guard.
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let shell = shell.spawn().expect("sh can be started");
        Self { shell, directory: directory.keep() }
    }

    /// The directory of its files.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Everything it has printed.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&self) -> bool {
        self.directory.join("ended").exists()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // It cannot be told to anybody if this fails.
        let _ = self.shell.wait();
    }
}

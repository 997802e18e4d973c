//! Real runs of the `lictor-office` program, without a terminal and with an environment of their own.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::office::TestOffice;

/// How the program is called.
pub struct Calls {
    directory: PathBuf,
    environment: Vec<(&'static str, String)>,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Standard output as a document.
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The same run, if it ended with that code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        self
    }
}

impl Calls {
    /// Calls that mean this back office.
    pub fn of(office: &TestOffice) -> Self {
        let token = office.data().join("admin.token").display().to_string();
        let url = format!("http://{}", office.address());
        Self {
            directory: office.directory.path().to_owned(),
            environment: vec![("LICTOR_OFFICE_URL", url), ("LICTOR_OFFICE_TOKEN_FILE", token)],
        }
    }

    /// Calls in a directory that mean no back office.
    pub fn alone(directory: &std::path::Path) -> Self {
        Self { directory: directory.to_owned(), environment: Vec::new() }
    }

    /// Runs it to its end.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lictor-office"));
        command.env_remove("LICTOR_OFFICE_URL").env_remove("LICTOR_OFFICE_TOKEN_FILE");
        command.envs(self.environment.iter().cloned()).current_dir(&self.directory).args(arguments);
        let output = command.stdin(Stdio::null()).output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The same with words parted at blanks.
    #[track_caller]
    pub fn call(&self, line: &str) -> Run {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }
}

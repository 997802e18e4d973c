//! The one place where the command line reads the environment.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the environment says. Empty values count as absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment {
    /// `LICTOR_OFFICE_URL`: the back office that is asked.
    pub(crate) url: Option<String>,
    /// `LICTOR_OFFICE_TOKEN_FILE`: the file with the token.
    pub(crate) token_file: Option<PathBuf>,
    /// `NO_COLOR`: no colours, whatever the terminal.
    pub(crate) plain: bool,
}

impl Environment {
    /// Reads it.
    pub(crate) fn read() -> Self {
        Self {
            url: present("LICTOR_OFFICE_URL").map(|text| text.to_string_lossy().into_owned()),
            token_file: present("LICTOR_OFFICE_TOKEN_FILE").map(PathBuf::from),
            plain: present("NO_COLOR").is_some(),
        }
    }
}

fn present(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

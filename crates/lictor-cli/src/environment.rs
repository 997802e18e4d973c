//! The one place that reads the environment (interfaces: Environment). `LICTOR_LICENSE_PATH` is read
//! by the client library, as in every program that uses it.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the environment says.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `LICTOR_VENDOR_KEY`: public key files that are trusted.
    pub(crate) vendor_keys: Vec<PathBuf>,
    /// `LICTOR_ADMIN`: the administrators' address of the server.
    pub(crate) admin: Option<String>,
    /// `LICTOR_ADMIN_TOKEN_FILE`: the file with the administrators' token.
    pub(crate) admin_token_file: Option<PathBuf>,
    /// `NO_COLOR`: no colours, whatever the terminal.
    pub(crate) plain: bool,
}

impl Environment {
    /// Reads it. Empty values count as absent.
    pub(crate) fn read() -> Self {
        let keys = present("LICTOR_VENDOR_KEY");
        Self {
            vendor_keys: keys
                .iter()
                .flat_map(env::split_paths)
                .filter(|path| *path != PathBuf::new())
                .collect(),
            admin: present("LICTOR_ADMIN").map(|text| text.to_string_lossy().into_owned()),
            admin_token_file: present("LICTOR_ADMIN_TOKEN_FILE").map(PathBuf::from),
            plain: present("NO_COLOR").is_some(),
        }
    }
}

fn present(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

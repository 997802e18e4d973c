//! How a client is opened.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lictor_license::{Keyring, VendorKey};
use lictor_types::limits::{HOST_IDS_MAX, IDENTITY_FIELD_BYTES_MAX};
use lictor_types::{HostId, Identity, Status, VendorName};
use lictor_wire::Open;

use crate::error::Error;
use crate::local::LocalSource;
use crate::offline::{Terms, Trial};
use crate::path::{self, Address, Source};
use crate::session::Profile;

/// How a client is opened: where it looks, whom it believes, and what it says of itself.
///
/// ```no_run
/// use std::time::Duration;
/// use lictor_client::{Client, Options};
///
/// # const VENDOR_KEY: &str = "";
/// let options = Options::new()
///     .trust(VENDOR_KEY) // const VENDOR_KEY: &str = include_str!("acme.pub");
///     .path("6242@licsrv1:6242@licsrv2")
///     .deadline(Duration::from_secs(5));
/// let client = Client::open(options)?;
/// # Ok::<(), lictor_client::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    paths: Vec<String>,
    environment: bool,
    vendor: Option<VendorName>,
    trusted: Vec<String>,
    deadline: Duration,
    pins: Option<PathBuf>,
    require_server_key: bool,
    user: Option<String>,
    host: Option<String>,
    project: String,
    custom: String,
    host_ids: Vec<HostId>,
    utc_offset_minutes: Option<i16>,
    license_strings: Vec<String>,
    store: Option<PathBuf>,
    allow_grace: bool,
    trial: Option<Trial>,
}

impl Options {
    /// The path of the environment, else `localhost:6242`; no vendor keys; 10 seconds a call.
    #[must_use]
    pub fn new() -> Self {
        Self {
            paths: Vec::new(),
            environment: true,
            vendor: None,
            trusted: Vec::new(),
            deadline: Duration::from_secs(10),
            pins: None,
            require_server_key: false,
            user: None,
            host: None,
            project: String::new(),
            custom: String::new(),
            host_ids: Vec::new(),
            utc_offset_minutes: None,
            license_strings: Vec::new(),
            store: None,
            allow_grace: true,
            trial: None,
        }
    }

    /// Adds sources, before those of the environment (SES-06): entries `port@host`, `host:port`,
    /// `unix:/PATH`, file or directory, separated by `:` (`;` on Windows). May be called repeatedly.
    ///
    /// Digits after a host belong to it: `a:7000:b` is `a` at port 7000 and `b` at 6242.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// Adds one server as [`Self::path`] does: `host:port`, `port@host` or `unix:/PATH`.
    ///
    /// # Errors
    ///
    /// `server_unreachable` if the text names no server, with what is wrong in it.
    pub fn server(self, server: &str) -> Result<Self, Error> {
        path::parse_server(server)?;
        Ok(self.path(server))
    }

    /// Whether `<VENDOR>_LICENSE_PATH` and `LICTOR_LICENSE_PATH` add their sources after those of
    /// [`Self::path`]; they do unless told otherwise.
    #[must_use]
    pub fn environment(mut self, environment: bool) -> Self {
        self.environment = environment;
        self
    }

    /// The vendor whose features are meant; without it a server looks through its vendors in load
    /// order.
    #[must_use]
    pub fn vendor(mut self, vendor: VendorName) -> Self {
        self.vendor = Some(vendor);
        self
    }

    /// Adds a trusted vendor key: the line of its `.pub` file, best built into the program. With
    /// one or more, every grant is checked against licenses they signed (TRU-03). Several lines
    /// may come at once; empty ones are skipped.
    #[must_use]
    pub fn trust(mut self, lines: impl Into<String>) -> Self {
        self.trusted.push(lines.into());
        self
    }

    /// How long a call may take, whatever happens (SES-05).
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The file that records server keys at first use, instead of `known_servers` in
    /// `$XDG_DATA_HOME/lictor` or `~/.local/share/lictor` (TRU-02).
    #[must_use]
    pub fn known_servers(mut self, file: impl Into<PathBuf>) -> Self {
        self.pins = Some(file.into());
        self
    }

    /// Whether only servers are believed whose key a verified license names (SERVER_KEY): the only
    /// protection from an emulator that replays a license file (TRU-02).
    #[must_use]
    pub fn require_server_key(mut self, require: bool) -> Self {
        self.require_server_key = require;
        self
    }

    /// The user's name, instead of the operating system's.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The host's name, instead of the operating system's.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// The project the use is booked to.
    #[must_use]
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.project = project.into();
        self
    }

    /// The custom share string (SHR-01).
    #[must_use]
    pub fn custom(mut self, custom: impl Into<String>) -> Self {
        self.custom = custom.into();
        self
    }

    /// Adds a host id of the program's own (CUSTOM of HID-01).
    #[must_use]
    pub fn host_id(mut self, id: HostId) -> Self {
        self.host_ids.push(id);
        self
    }

    /// Offset of local time from UTC, for licenses with TIME_ZONES; 0 if not said.
    #[must_use]
    pub fn utc_offset_minutes(mut self, minutes: i16) -> Self {
        self.utc_offset_minutes = Some(minutes);
        self
    }

    /// Adds a license string: the text of a license file that is built into the program or given to
    /// it. Its local licenses are tried before files and servers (SES-06).
    #[must_use]
    pub fn license_string(mut self, text: impl Into<String>) -> Self {
        self.license_strings.push(text.into());
        self
    }

    /// The directory for what is kept between runs, that is borrows, grace and trials, instead of
    /// `store` in `$XDG_DATA_HOME/lictor` or `~/.local/share/lictor`.
    #[must_use]
    pub fn store(mut self, directory: impl Into<PathBuf>) -> Self {
        self.store = Some(directory.into());
        self
    }

    /// Whether a license with GRACE works on for its hours when no server can be reached (GRA-01);
    /// it does unless told otherwise. Takes a vendor key ([`Self::trust`]): only a verified license
    /// is kept.
    #[must_use]
    pub fn allow_grace(mut self, allow: bool) -> Self {
        self.allow_grace = allow;
        self
    }

    /// What may be tried without a license (TRI-01); nothing unless told otherwise. Programs of one
    /// vendor should say which ([`Self::vendor`]), so that features of one name are kept apart.
    #[must_use]
    pub fn trial(mut self, trial: Trial) -> Self {
        self.trial = Some(trial);
        self
    }

    pub(crate) fn deadline_default(&self) -> Duration {
        self.deadline
    }

    /// All sources of the path, in order (SES-06).
    pub(crate) fn sources(&self) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::new();
        for path in self.paths.iter().cloned().chain(self.environment_paths()) {
            sources.extend(path::parse(&path)?);
        }
        if sources.is_empty() && self.license_strings.is_empty() {
            sources.push(Source::Server(Address::default_server()));
        }
        Ok(sources)
    }

    /// What the program allows to work without a server.
    pub(crate) fn offline_terms(&self) -> Result<Terms, Error> {
        let strings = self.license_strings.iter().cloned().map(LocalSource::Text);
        let paths = self.sources()?.into_iter().filter_map(|source| match source {
            Source::Local(path) => Some(LocalSource::Path(path)),
            Source::Server(_) => None,
        });
        Ok(Terms {
            locals: strings.chain(paths).collect(),
            grace: self.allow_grace,
            trial: self.trial,
            utc_offset_minutes: self.utc_offset_minutes,
            time_zone: variable("TZ").and_then(|zone| zone.into_string().ok()),
        })
    }

    fn environment_paths(&self) -> impl Iterator<Item = String> {
        let own = self.vendor.as_ref().map(|vendor| format!("{vendor}_LICENSE_PATH"));
        let names = own.into_iter().chain(["LICTOR_LICENSE_PATH".to_owned()]);
        let names = names.filter(|_| self.environment);
        names.filter_map(|name| variable(&name)).map(|path| path.to_string_lossy().into_owned())
    }

    /// The trusted keys (TRU-03).
    fn vendor_keys(&self) -> Result<Vec<VendorKey>, Error> {
        let lines = self.trusted.iter().flat_map(|text| text.lines()).filter(|line| !line.is_empty());
        lines
            .map(|line| {
                VendorKey::parse(line)
                    .map_err(|problem| Error::new(Status::UntrustedVendor, format!("vendor key: {problem}")))
            })
            .collect()
    }

    /// The file that records server keys: the one of [`Self::known_servers`], else where it is by
    /// default; none if the system has no place for it.
    #[must_use]
    pub fn known_servers_file(&self) -> Option<PathBuf> {
        if let Some(file) = &self.pins {
            return Some(file.clone());
        }
        Some(data_directory()?.join("known_servers"))
    }

    /// The directory of [`Self::store`], or where it is by default; none if the system has no place
    /// for it.
    pub(crate) fn store_directory(&self) -> Option<PathBuf> {
        self.store.clone().or_else(|| Some(data_directory()?.join("store")))
    }

    /// What all sessions of the client have in common.
    pub(crate) fn profile(&self) -> Result<Profile, Error> {
        let mut keyring = Keyring::new();
        for key in self.vendor_keys()? {
            keyring.trust(&key);
        }
        if keyring.is_empty() && self.require_server_key {
            let text = "a server key can be required only with a vendor key to verify licenses by";
            return Err(Error::new(Status::UntrustedVendor, text));
        }
        Ok(Profile {
            open: self.introduction(),
            keyring: Some(keyring).filter(|keyring| !keyring.is_empty()),
            server_key_required: self.require_server_key,
        })
    }

    /// What the client says of itself in every session.
    fn introduction(&self) -> Open {
        let mut host_ids = self.host_ids.clone();
        host_ids.extend(lictor_host::machine_host_ids());
        host_ids.truncate(HOST_IDS_MAX);
        Open {
            vendor: self.vendor.clone(),
            identity: Identity {
                user: field(self.user.clone().unwrap_or_else(lictor_host::user_name)),
                host: field(self.host.clone().unwrap_or_else(lictor_host::host_name)),
                pid: std::process::id(),
                project: field(self.project.clone()),
                custom: field(self.custom.clone()),
                address: String::new(),
            },
            platform: lictor_host::platform(),
            utc_offset_minutes: self.utc_offset_minutes.unwrap_or(0),
            host_ids,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// The one place of this crate that reads the environment.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Where a user's programs keep what this library needs.
fn data_directory() -> Option<PathBuf> {
    let data = variable("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = data.or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".local/share")));
    data.map(|data| data.join("lictor"))
}

fn field(mut text: String) -> String {
    let end = text.floor_char_boundary(IDENTITY_FIELD_BYTES_MAX);
    text.truncate(end);
    text
}

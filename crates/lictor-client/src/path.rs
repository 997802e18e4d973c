//! The path: where licenses come from, in order (SES-06).

use std::fmt;
use std::path::{Path, PathBuf};

use lictor_types::Status;

use crate::error::Error;

/// One source of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Server(Address),
    /// A file or a directory.
    Local(PathBuf),
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Tcp { host: String, port: u16 },
    Unix(PathBuf),
}

/// What stands between entries of a path.
const SEPARATOR: char = if cfg!(windows) { ';' } else { ':' };
/// How a server is named.
const SERVER_FORMS: &str = "host:port, port@host (an IPv6 address in brackets) or unix:/PATH";
/// Port of a host that is named without one.
const PORT_DEFAULT: u16 = 6242;

impl Address {
    /// Used when the path is empty.
    pub(crate) fn default_server() -> Self {
        Self::Tcp { host: "localhost".to_owned(), port: PORT_DEFAULT }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(address) => fmt::Display::fmt(address, f),
            Self::Local(path) => fmt::Display::fmt(&path.display(), f),
        }
    }
}

/// Reads a path (SES-06). Entries are `port@host`, `host:port`, `host`, `unix:/PATH`, a file or a
/// directory; IPv6 addresses stand in brackets.
///
/// As `:` separates entries and stands in them too: digits alone belong to the host before them,
/// and what follows `unix` belongs to it. An entry with `/`, or one that begins with `.` or ends in
/// `.lic` or `.xml`, is a file or a directory, and so is a name without port that is one here.
pub(crate) fn parse(path: &str) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    let mut pieces = split(path, SEPARATOR).into_iter().filter(|piece| !piece.is_empty()).peekable();
    while let Some(piece) = pieces.next() {
        let mut entry = piece.to_owned();
        let joins = |next: &&str| {
            if piece == "unix" { next.starts_with('/') } else { is_host(piece) && is_number(next) }
        };
        if SEPARATOR == ':'
            && let Some(next) = pieces.next_if(joins)
        {
            entry = format!("{piece}:{next}");
        }
        sources.push(parse_entry(&entry)?);
    }
    Ok(sources)
}

/// Reads the one server that an entry names, in any form but a file or a directory.
pub(crate) fn parse_server(entry: &str) -> Result<Address, Error> {
    match parse_entry(entry)? {
        Source::Server(address) => Ok(address),
        Source::Local(path) => {
            let text = format!("`{}` names a file: expected {SERVER_FORMS}", path.display());
            Err(Error::new(Status::ServerUnreachable, text))
        }
    }
}

fn parse_entry(entry: &str) -> Result<Source, Error> {
    let bad = |why: &str| Error::new(Status::ServerUnreachable, format!("path entry `{entry}`: {why}"));
    if let Some(path) = entry.strip_prefix("unix:") {
        return Ok(Source::Server(Address::Unix(path.into())));
    }
    if is_local(entry) || is_there(entry) {
        return Ok(Source::Local(entry.into()));
    }
    let (host, port) = match entry.split_once('@') {
        Some((port, host)) => (host, Some(port)),
        None => match entry.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            Some(_) | None => (entry, None),
        },
    };
    let port = match port {
        Some(port) => port.parse().map_err(|_| bad("expected a port from 1 to 65535"))?,
        None => PORT_DEFAULT,
    };
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').ok_or_else(|| bad("the bracket is not closed"))?,
        None if host.contains(':') => {
            return Err(bad("an IPv6 address stands in brackets, as in [::1]:6242"));
        }
        None => host,
    };
    if host.is_empty() || port == 0 {
        return Err(bad(&format!("expected {SERVER_FORMS}, a file or a directory")));
    }
    Ok(Source::Server(Address::Tcp { host: host.to_owned(), port }))
}

/// Cuts at separators outside brackets.
fn split(path: &str, separator: char) -> Vec<&str> {
    let mut bracketed = false;
    path.split(|c: char| {
        bracketed = match c {
            '[' => true,
            ']' => false,
            _ => bracketed,
        };
        c == separator && !bracketed
    })
    .collect()
}

/// Whether an entry that could be a host is a file or a directory of the working directory.
fn is_there(entry: &str) -> bool {
    !entry.contains(['@', ':', '[']) && Path::new(entry).exists()
}

fn is_local(entry: &str) -> bool {
    entry.contains(['/', '\\'])
        || entry.starts_with('.')
        || entry.ends_with(".lic")
        || entry.ends_with(".xml")
}

fn is_host(piece: &str) -> bool {
    !is_local(piece) && !piece.contains('@') && !is_number(piece)
}

fn is_number(piece: &str) -> bool {
    !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SES-06: every form of an entry, alone and among others.
    #[test]
    fn ses_06_paths() {
        for (path, expected) in [
            ("", ""),
            ("6242@licsrv", "licsrv:6242"),
            ("licsrv:7000", "licsrv:7000"),
            ("licsrv", "licsrv:6242"),
            // Tests run in the directory of their crate.
            ("src:licsrv", "src licsrv:6242"),
            ("6242@[::1]", "[::1]:6242"),
            ("[::1]:7000", "[::1]:7000"),
            ("[::1]", "[::1]:6242"),
            ("unix:/run/lictor.sock", "unix:/run/lictor.sock"),
            ("/etc/lic:./more:a.lic", "/etc/lic ./more a.lic"),
            ("6242@a:7000@b", "a:6242 b:7000"),
            ("a:7000:b:c:7001", "a:7000 b:6242 c:7001"),
            ("unix:/s:a:7000:/etc/lic", "unix:/s a:7000 /etc/lic"),
            ("6242@[fe80::1]:127.0.0.1:7000:", "[fe80::1]:6242 127.0.0.1:7000"),
        ] {
            let sources: Vec<String> =
                parse(path).unwrap().iter().map(std::string::ToString::to_string).collect();
            assert_eq!(sources.join(" "), expected, "{path}");
        }
    }

    /// SES-06: an entry that cannot be meant is refused by name.
    #[test]
    fn ses_06_bad_entries() {
        for (path, expected) in [
            ("x@host", "path entry `x@host`: expected a port from 1 to 65535"),
            ("99999@host", "path entry `99999@host`: expected a port from 1 to 65535"),
            (
                "0@host",
                "path entry `0@host`: expected host:port, port@host (an IPv6 address in brackets) or \
                 unix:/PATH, a file or a directory",
            ),
            ("6242@[::1", "path entry `6242@[::1`: the bracket is not closed"),
        ] {
            assert_eq!(parse(path).unwrap_err().to_string(), expected);
        }
    }

    /// SES-06: one server alone may be any entry that is no file.
    #[test]
    fn ses_06_single_servers() {
        for (entry, expected) in [
            ("licsrv", "licsrv:6242"),
            ("6242@[::1]", "[::1]:6242"),
            ("unix:/s", "unix:/s"),
            ("localhost:99999", "path entry `localhost:99999`: expected a port from 1 to 65535"),
            ("6242@::1", "path entry `6242@::1`: an IPv6 address stands in brackets, as in [::1]:6242"),
            (
                "./a.lic",
                "`./a.lic` names a file: expected host:port, port@host (an IPv6 address in brackets) or \
                 unix:/PATH",
            ),
        ] {
            let read = parse_server(entry).map_or_else(|error| error.to_string(), |it| it.to_string());
            assert_eq!(read, expected);
        }
    }
}

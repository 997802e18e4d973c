//! A user of a feature as the layouts show it: words that readers can tell apart.

use std::net::IpAddr;

use jiff::civil::DateTime;

/// Who has seats, as the client said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person<'a> {
    /// User.
    pub(super) user: &'a str,
    /// Host.
    pub(super) host: &'a str,
    /// Address as text, `local` for a peer of the Unix socket, empty if it is not known.
    pub(super) address: &'a str,
    /// Custom share string.
    pub(super) custom: &'a str,
}

/// One lease or borrow of a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    name: String,
    host: String,
    ip: String,
    custom: String,
    /// Seats held.
    pub(super) seats: u32,
    /// Since when, or until when.
    pub(super) usage: Usage,
}

/// How seats are held. All instants are in the zone that the layout is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
    /// By a session.
    Connected {
        /// Its opening.
        login: DateTime,
        /// Its first grant of the feature.
        checkout: DateTime,
    },
    /// Borrowed.
    Borrowed {
        /// The end of the borrow.
        until: DateTime,
    },
}

impl User {
    /// A user with names that fit the layouts.
    pub(super) fn new(person: Person<'_>, seats: u32, usage: Usage) -> Self {
        Self {
            name: present(person.user.chars().map(name_character).collect()),
            host: present(person.host.chars().map(host_character).collect()),
            ip: ip(person.address),
            custom: person.custom.chars().map(line_character).collect(),
            seats,
            usage,
        }
    }

    /// The user, as one word without `@`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The host: ASCII letters, digits, `-` and `.`.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// An IPv4 address; `0.0.0.0` if there is none.
    pub(super) fn ip(&self) -> &str {
        &self.ip
    }

    /// The custom share string, on one line; it may be empty.
    pub(super) fn custom(&self) -> &str {
        &self.custom
    }
}

/// `YYYY-MM-DD HH:MM`.
pub(super) fn minute(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn ip(address: &str) -> String {
    if address == "local" {
        return "127.0.0.1".to_string();
    }
    match address.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(_)) | Err(_) => "0.0.0.0".to_string(),
    }
}

/// A word is never missing: readers count them.
fn present(word: String) -> String {
    if word.is_empty() { "unknown".to_string() } else { word }
}

/// Readers cut user from host at the `@`, some at the first and some at the last.
fn name_character(c: char) -> char {
    if c.is_whitespace() || c == '@' { '_' } else { line_character(c) }
}

fn host_character(c: char) -> char {
    if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' }
}

/// What is no character of XML 1.0, or ends a line somewhere, is replaced.
fn line_character(c: char) -> char {
    let breaks = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    if breaks { '_' } else { c }
}

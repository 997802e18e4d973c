//! Members of rules and groups, as they are written.

use lictor_engine::Member;
use lictor_types::limits::IDENTITY_FIELD_BYTES_MAX;

use super::faults::quoted;
use super::network;
use super::pattern::{Wrong, covers};
use crate::settings::nearest::nearest;

/// Longest name of a group.
const GROUP_NAME_BYTES_MAX: usize = 64;
/// What may stand before a colon.
const PREFIXES: [&str; 5] = ["user", "host", "project", "address", "group"];

/// A member as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// One that needs no looking up.
    Member(Member),
    /// The members of a group.
    Group(String),
}

/// The lists of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Users,
    Hosts,
    Addresses,
    Projects,
    Groups,
    /// Members of any kind, as in a group.
    Members,
}

impl List {
    pub(super) const ALL: [Self; 6] =
        [Self::Users, Self::Hosts, Self::Addresses, Self::Projects, Self::Groups, Self::Members];

    /// Its key in a file.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Hosts => "hosts",
            Self::Addresses => "addresses",
            Self::Projects => "projects",
            Self::Groups => "groups",
            Self::Members => "members",
        }
    }

    /// Reads one of its members; where host bits are set in a network, also the hint that says so.
    ///
    /// A name is taken as it is, but what would mean something else among `members` is refused:
    /// it was probably meant so.
    pub(super) fn parse(self, text: &str) -> Result<(Written, Option<String>), Wrong> {
        let plain = |member| Ok((Written::Member(member), None));
        match self {
            Self::Members => any(text),
            Self::Addresses => address(text),
            Self::Groups => {
                let name = text.strip_prefix('@').unwrap_or(text);
                group_name(name).map(|()| (Written::Group(name.to_owned()), None))
            }
            Self::Users => self.plain(text).and_then(|name| plain(Member::User(name))),
            Self::Hosts => self.plain(text).and_then(|name| plain(Member::Host(name))),
            Self::Projects => self.plain(text).and_then(|name| plain(Member::Project(name))),
        }
    }

    fn plain(self, text: &str) -> Result<String, Wrong> {
        let prefixed = text.split_once(':').is_some_and(|(prefix, _)| PREFIXES.contains(&prefix));
        let is_address = self == Self::Hosts && network::looks_like(text);
        if is_address {
            let hint = "put addresses into `addresses`".to_owned();
            return Err((
                format!("expected the name of a host, found the address {}", quoted(text)),
                Some(hint),
            ));
        }
        if text.contains('@') || prefixed {
            let hint = "put it into `members`: \"ann@ws17\" is a user on a host, \"@cad\" a group, \
                        \"user:ann@corp\" a user of that name";
            return Err((format!("expected a plain name, found {}", quoted(text)), Some(hint.to_owned())));
        }
        name(text).map(|()| text.to_owned())
    }
}

/// A member of any kind.
fn any(text: &str) -> Result<(Written, Option<String>), Wrong> {
    let plain = |member| Ok((Written::Member(member), None));
    if text == "*" {
        return plain(Member::Anyone);
    }
    if let Some(group) = text.strip_prefix('@') {
        return group_name(group).map(|()| (Written::Group(group.to_owned()), None));
    }
    if network::looks_like(text) {
        return address(text);
    }
    if let Some((prefix, rest)) = text.split_once(':') {
        return prefixed(prefix, rest);
    }
    let Some((user, host)) = text.rsplit_once('@') else {
        return name(text).and_then(|()| plain(Member::User(text.to_owned())));
    };
    name(user)?;
    name(host)?;
    plain(Member::UserAt { user: user.to_owned(), host: host.to_owned() })
}

fn prefixed(prefix: &str, rest: &str) -> Result<(Written, Option<String>), Wrong> {
    let named =
        |member: fn(String) -> Member| name(rest).map(|()| (Written::Member(member(rest.to_owned())), None));
    match prefix {
        "user" => named(Member::User),
        "host" => named(Member::Host),
        "project" => named(Member::Project),
        "address" => address(rest),
        "group" => group_name(rest).map(|()| (Written::Group(rest.to_owned()), None)),
        _ => {
            let short: String = prefix.chars().take(16).collect();
            let hint = nearest(&short, PREFIXES.into_iter()).map_or_else(
                || "before a colon stands user, host, project, address or group".to_owned(),
                |near| format!("did you mean `{near}:`?"),
            );
            Err((format!("unknown kind of member `{short}:`"), Some(hint)))
        }
    }
}

fn address(text: &str) -> Result<(Written, Option<String>), Wrong> {
    let (member, hint) = network::parse(text)?;
    Ok((Written::Member(member), hint))
}

fn name(text: &str) -> Result<(), Wrong> {
    let wrong = |text: &str| Err((text.to_owned(), None));
    if text.is_empty() {
        let hint = "to mean everybody, write \"*\" or leave the members out".to_owned();
        Err(("a name is empty".to_owned(), Some(hint)))
    } else if text.len() > IDENTITY_FIELD_BYTES_MAX {
        Err((format!("a name has at most {IDENTITY_FIELD_BYTES_MAX} bytes"), None))
    } else if text.contains(char::is_control) {
        wrong("a name has no control characters")
    } else if text.trim() != text {
        wrong("a name begins or ends with a blank")
    } else {
        Ok(())
    }
}

/// Whether a text can be the name of a group.
pub(super) fn group_name(text: &str) -> Result<(), Wrong> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let fits = !text.is_empty() && text.len() <= GROUP_NAME_BYTES_MAX && text.chars().all(allowed);
    if fits {
        return Ok(());
    }
    Err((
        format!("a group's name has 1 to {GROUP_NAME_BYTES_MAX} letters, digits, blanks or one of `_-.`"),
        None,
    ))
}

impl Written {
    /// As a file has it among `members`.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Group(name) => format!("@{name}"),
            Self::Member(member) => text(member),
        }
    }

    /// As a sentence has it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Group(name) => format!("group {name}"),
            Self::Member(member) => words(member),
        }
    }
}

fn text(member: &Member) -> String {
    match member {
        Member::Anyone => "*".to_owned(),
        Member::User(name) => match any(name) {
            Ok((Written::Member(Member::User(_)), _)) => name.clone(),
            Ok(_) | Err(_) => format!("user:{name}"),
        },
        Member::Host(name) => format!("host:{name}"),
        Member::UserAt { user, host } => format!("{user}@{host}"),
        Member::Network { address, prefix } => network::text(*address, *prefix),
        Member::Project(name) => format!("project:{name}"),
    }
}

/// A member as a sentence has it.
pub(super) fn words(member: &Member) -> String {
    match member {
        Member::Anyone => "everyone".to_owned(),
        Member::User(name) => format!("user {name}"),
        Member::Host(name) => format!("host {name}"),
        Member::UserAt { user, host } => format!("user {user} on host {host}"),
        Member::Network { address, prefix } => format!("address {}", network::text(*address, *prefix)),
        Member::Project(name) => format!("project {name}"),
    }
}

/// What tells members apart: names without regard to case.
pub(super) fn key(member: &Member) -> String {
    text(member).to_ascii_lowercase()
}

/// Whether everybody whom the second matches is matched by the first. A no may be wrong where the
/// answer needs more than these two.
pub(super) fn covers_member(wide: &Member, narrow: &Member) -> bool {
    match (wide, narrow) {
        (Member::Anyone, _) => true,
        (Member::User(a), Member::User(b) | Member::UserAt { user: b, .. })
        | (Member::Host(a), Member::Host(b) | Member::UserAt { host: b, .. })
        | (Member::Project(a), Member::Project(b)) => covers(a, b),
        (Member::UserAt { user: a, host: b }, Member::UserAt { user, host }) => {
            covers(a, user) && covers(b, host)
        }
        (Member::Network { address: a, prefix: p }, Member::Network { address: b, prefix: q }) => {
            p <= q && network::masked(*b, *p) == network::masked(*a, *p)
        }
        (
            Member::User(_)
            | Member::Host(_)
            | Member::UserAt { .. }
            | Member::Network { .. }
            | Member::Project(_),
            _,
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> Member {
        Member::User(name.into())
    }

    /// RUL-01: users, hosts, users on hosts, projects, groups and everybody; addresses have a table
    /// of their own.
    #[test]
    fn rul_01_members_are_read() {
        let on = |user: &str, host: &str| Member::UserAt { user: user.into(), host: host.into() };
        for (text, expected) in [
            ("*", Member::Anyone),
            ("ann", user("ann")),
            ("user:ann", user("ann")),
            ("CORP\\ann", user("CORP\\ann")),
            ("user:ann@corp", user("ann@corp")),
            ("user:10.0.0.1", user("10.0.0.1")),
            ("host:ws*", Member::Host("ws*".into())),
            ("project:a b", Member::Project("a b".into())),
            ("ann@ws17", on("ann", "ws17")),
            ("ann@corp@ws*", on("ann@corp", "ws*")),
        ] {
            let read = List::Members.parse(text).unwrap();
            assert_eq!(read, (Written::Member(expected), None), "{text}");
            let again = List::Members.parse(&read.0.text()).unwrap();
            assert_eq!(again, read, "{text} is written so that it is read again");
        }
        for text in ["@cad", "group:cad"] {
            assert_eq!(List::Members.parse(text).unwrap(), (Written::Group("cad".into()), None));
        }
    }

    /// RUL-02: what is no member says why, with a hint.
    #[test]
    fn rul_02_mistakes_in_members() {
        for (list, text, says, hint) in [
            (List::Members, "", "a name is empty", "to mean everybody"),
            (List::Members, "hosts:ws1", "unknown kind of member `hosts:`", "did you mean `host:`?"),
            (List::Members, "colour:red", "unknown kind of member `colour:`", "before a colon stands user"),
            (List::Members, "@", "a group's name has 1 to 64", ""),
            (List::Members, "ann@", "a name is empty", ""),
            (List::Members, " ann", "a name begins or ends with a blank", ""),
            (List::Members, "a\u{7}", "a name has no control characters", ""),
            (List::Users, "ann@ws17", "expected a plain name, found \"ann@ws17\"", "put it into `members`"),
            (List::Users, "host:ws17", "expected a plain name, found \"host:ws17\"", "put it into `members`"),
            (List::Hosts, "10.0.0.1", "expected the name of a host", "put addresses into `addresses`"),
        ] {
            let (text, found) = list.parse(text).unwrap_err();
            assert!(text.starts_with(says), "{text}");
            assert!(found.unwrap_or_default().starts_with(hint), "{text}");
        }
    }

    /// RUL-01: whom a member stands for, as far as one member can tell of another.
    #[test]
    fn rul_01_covering() {
        let read = |text: &str| match List::Members.parse(text).unwrap().0 {
            Written::Member(member) => member,
            Written::Group(_) => unreachable!(),
        };
        for (wide, narrow, expected) in [
            ("*", "ann", true),
            ("ann", "ANN", true),
            ("a*", "ann@ws1", true),
            ("host:ws*", "ann@ws1", true),
            ("ann@ws*", "ann@ws1", true),
            ("ann@ws1", "ann", false),
            ("user:*", "*", false),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.1.2.3", "10.0.0.0/8", false),
            ("11.0.0.0/8", "10.1.2.3", false),
            ("::/0", "10.1.2.3", true),
            ("project:a", "user:a", false),
        ] {
            assert_eq!(covers_member(&read(wide), &read(narrow)), expected, "{wide} {narrow}");
        }
    }
}

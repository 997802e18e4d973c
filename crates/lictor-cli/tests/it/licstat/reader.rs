//! Readers as existing monitoring tools have them: by pattern, by word, by line, and of the XML. They
//! restate the format page and share nothing with the program.

/// A feature as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) feature: String,
    pub(crate) version: String,
    pub(crate) vendor: String,
    pub(crate) end: String,
    pub(crate) used: u64,
    pub(crate) total: u64,
    /// Seats, user, host.
    pub(crate) users: Vec<(u64, String, String)>,
}

/// What the patterns say a line may be, line by line in the order of the page; `{n}` is a number,
/// `{w}` a word without `@`, `{h}` a host, `{a}` an IPv4 address, `{v}` a version, `{d}` a date or
/// `NONE`, `{t}` a time, `{s}` the rest.
const LINES: [(Line, &str); 13] = [
    (Line::ServerRule, "++++++++++++++++++++++++++++++++++++++++"),
    (Line::Server, "LM-X License Server on {n}@{h}:"),
    (Line::Up, "Server version: v{v} Uptime: {n} day(s) {n} hour(s) {n} min(s) {n} sec(s)"),
    (Line::FeatureRule, "----------------------------------------"),
    (Line::Feature, "Feature: {w} Version: {v} Vendor: {w}"),
    (Line::Dates, "Start date: {d} Expire date: {d}"),
    (Line::Key, "Key type: {w} License sharing: {s}"),
    (Line::Counted, "{n} of {n} license(s) used:"),
    (Line::Count, "{n} of {n} license(s) used"),
    (Line::User, "{n} license(s) used by {w}@{h} [{a}]"),
    (Line::Login, "    Login time: {t}   Checkout time: {t} "),
    (Line::Borrow, "    Borrow expire time: {t}"),
    (Line::Shared, "    Shared on {s}"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    ServerRule,
    Server,
    Up,
    FeatureRule,
    Feature,
    Dates,
    Key,
    Counted,
    Count,
    User,
    Login,
    Borrow,
    Shared,
}

impl Line {
    /// What may stand below a line.
    fn next(self) -> &'static [Self] {
        match self {
            Self::ServerRule => &[Self::Server],
            Self::Server | Self::Key | Self::Counted | Self::Count => &[Self::Blank],
            Self::Up => &[Self::FeatureRule, Self::ServerRule],
            Self::FeatureRule => &[Self::Feature],
            Self::Feature => &[Self::Dates],
            Self::Dates => &[Self::Key],
            Self::User => &[Self::Login, Self::Borrow],
            Self::Login | Self::Shared => &[Self::Shared, Self::Blank, Self::FeatureRule, Self::ServerRule],
            Self::Borrow => &[Self::Blank, Self::FeatureRule, Self::ServerRule],
            Self::Blank => {
                &[Self::Up, Self::Count, Self::Counted, Self::User, Self::FeatureRule, Self::ServerRule]
            }
        }
    }
}

/// What stands in the holes of a pattern, if the whole line matches it.
pub(crate) fn matched<'a>(pattern: &str, line: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split('{');
    let mut rest = line.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    for piece in pieces {
        let (class, literal) = piece.split_once('}')?;
        let length = rest.find(|c: char| !belongs(class, c)).unwrap_or(rest.len());
        // A time is the only class with a blank in it, and has a width.
        let length = if class == "t" { 16 } else { length };
        let (word, behind) = rest.split_at_checked(length)?;
        has_shape(class, word).then(|| found.push(word))?;
        rest = behind.strip_prefix(literal)?;
    }
    rest.is_empty().then_some(found)
}

fn belongs(class: &str, c: char) -> bool {
    match class {
        "n" => c.is_ascii_digit(),
        "v" | "a" => c.is_ascii_digit() || c == '.',
        "d" => c.is_ascii_alphanumeric() || c == '-',
        "h" => c.is_ascii_alphanumeric() || matches!(c, '-' | '.'),
        "w" => !c.is_whitespace() && c != '@',
        "s" | "t" => true,
        other => panic!("no class {other}"),
    }
}

fn has_shape(class: &str, word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match class {
        "d" => matches!(&*shape, "0000-00-00" | "NONE"),
        "t" => shape == "0000-00-00 00:00",
        "a" => word.parse::<std::net::Ipv4Addr>().is_ok(),
        _ => !word.is_empty(),
    }
}

fn number(word: &str) -> u64 {
    word.parse().unwrap_or_else(|_| panic!("{word} is no number"))
}

/// What stands below the three lines of tool, copyright and nothing.
pub(crate) fn below_banner(text: &str) -> &str {
    let mut rest = text;
    for blank in [false, false, true] {
        let (line, behind) = rest.split_once('\n').unwrap_or_else(|| panic!("no banner in {text}"));
        assert_eq!(line.is_empty(), blank, "{text}");
        rest = behind;
    }
    rest
}

/// As the agents of schedulers do: every line is one of the page's, below one that it may follow.
pub(crate) fn by_pattern(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut above = None;
    for line in text.lines() {
        let blank = (Line::Blank, Vec::new());
        let read = LINES.iter().find_map(|(kind, pattern)| Some((*kind, matched(pattern, line)?)));
        let read = if line.is_empty() { Some(blank) } else { read };
        let (kind, words) = read.unwrap_or_else(|| panic!("no line of the page: {line:?}"));
        let may = above.map_or(&[Line::ServerRule][..], Line::next);
        assert!(may.contains(&kind), "{line:?} below {above:?}");
        above = Some(kind);
        match (kind, &words[..]) {
            (Line::Feature, [feature, version, vendor]) => seen.push(Seen {
                feature: (*feature).to_string(),
                version: (*version).to_string(),
                vendor: (*vendor).to_string(),
                ..Seen::default()
            }),
            (Line::Dates, [_, end]) => last(&mut seen).end = (*end).to_string(),
            (Line::Count | Line::Counted, [used, total]) => {
                let last = last(&mut seen);
                (last.used, last.total) = (number(used), number(total));
            }
            (Line::User, [count, user, host, _]) => {
                let user = (number(count), (*user).to_string(), (*host).to_string());
                last(&mut seen).users.push(user);
            }
            (_, _) => {}
        }
    }
    let ends = [Line::Blank, Line::Count, Line::Login, Line::Borrow, Line::Shared, Line::Up];
    assert!(above.is_some_and(|line| ends.contains(&line)), "ends with {above:?}");
    seen
}

fn last(seen: &mut [Seen]) -> &mut Seen {
    seen.last_mut().expect("a feature above")
}

/// As collectors of portals do: words between blanks, by their index.
pub(crate) fn by_word(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.contains("Feature:") {
            let (feature, version, vendor) = (words[1], words[3], words[5]);
            let (feature, version, vendor) = (feature.into(), version.into(), vendor.into());
            seen.push(Seen { feature, version, vendor, ..Seen::default() });
        } else if line.contains("Start ") {
            last(&mut seen).end = words[5].to_string();
        } else if line.contains(" used by ") {
            assert_eq!(words.len(), 6, "{line}");
            let (user, host) = words[4].split_once('@').expect("user@host");
            last(&mut seen).users.push((number(words[0]), user.to_string(), host.to_string()));
        } else if line.contains("license(s) used") {
            let last = last(&mut seen);
            (last.used, last.total) = (number(words[0]), number(words[2]));
        } else if line.contains("Login time:") {
            assert!(matched("{t}", &words[6..8].join(" ")).is_some(), "{line}");
        } else if line.starts_with("Server version:") {
            assert!([4, 6, 8, 10].iter().all(|&at| words[at].parse::<u64>().is_ok()), "{line}");
        }
    }
    seen
}

/// As plug-ins do: so many lines below the feature, and the line below each user.
pub(crate) fn by_line(text: &str) -> Vec<Seen> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = (0..lines.len()).filter(|&at| lines[at].starts_with("Feature: "));
    let mut seen = Vec::new();
    for at in starts {
        let words = |below: usize| lines[at + below].split(' ').collect::<Vec<_>>();
        let users = lines[at + 1..].iter().take_while(|line| !line.starts_with("----"));
        let users = users.filter_map(|line| line.split_once(" license(s) used by "));
        seen.push(Seen {
            feature: words(0)[1].to_string(),
            version: words(0)[3].to_string(),
            vendor: words(0)[5].to_string(),
            end: words(1)[5].to_string(),
            used: number(words(4)[0]),
            total: number(words(4)[2]),
            users: users
                .map(|(count, who)| {
                    let (user, host) = who.split_once('@').expect("user@host");
                    let (host, _) = host.split_once(" [").expect("an address in brackets");
                    (number(count), user.to_string(), host.to_string())
                })
                .collect(),
        });
    }
    seen
}

/// An element of the XML: its name and its attributes as they stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(have, _)| have == name);
        &found.unwrap_or_else(|| panic!("no {name} in {self:?}")).1
    }
}

/// The elements of the XML below the banner, which must be one a line, indented by three for each
/// level, and closed in order.
pub(crate) fn elements(xml: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for line in xml.lines() {
        let tag = line.trim_start_matches(' ');
        let tag = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
        let tag = tag.unwrap_or_else(|| panic!("no element: {line:?}"));
        let indented = line.len() - line.trim_start().len();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{line:?}");
            assert_eq!(indented, 3 * open.len(), "{line:?}");
            continue;
        }
        assert_eq!(indented, 3 * open.len(), "{line:?}");
        let start = tag.strip_suffix('/').unwrap_or(tag);
        let (name, list) = start.split_once(' ').unwrap_or((start, ""));
        if start == tag {
            open.push(name.to_string());
        }
        elements.push(Element { name: name.to_string(), attributes: attributes(list) });
    }
    assert!(open.is_empty(), "{open:?} stand open");
    elements
}

fn attributes(list: &str) -> Vec<(String, String)> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let (name, behind) = rest.split_once("=\"").unwrap_or_else(|| panic!("{list:?}"));
        let (value, behind) = behind.split_once('"').unwrap_or_else(|| panic!("{list:?}"));
        assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'), "{list:?}");
        assert!(!value.contains(['<', '>']) && attributes.iter().all(|(have, _)| have != name), "{list:?}");
        attributes.push((name.to_string(), value.to_string()));
        rest = behind.strip_prefix(' ').unwrap_or(behind);
    }
    attributes
}

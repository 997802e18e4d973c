//! FlexNet options files (public administration guides; no code of theirs was seen).
//!
//! There, who is excluded is out whatever the includes say, and one include of a feature shuts out
//! everybody else; here the first rule that matches decides. So the denials come first, then the
//! permissions, and last one denial of every feature that has permissions.

use std::collections::{BTreeMap, BTreeSet};

use lictor_types::RuleKind;
use lictor_types::limits::{BORROW_HOURS_MAX, SEATS_MAX};

use super::super::member::{List, Written};
use super::super::network;
use super::draft::{Draft, Line, Rule, address, is_feature, literal};
use super::words;

/// Keywords without an equivalent, and why.
const WITHOUT: [(&str, &str); 14] = [
    ("DEBUGLOG", "the server logs to standard error; see `log` in lictord.toml"),
    ("REPORTLOG", "every decision is in the server's log already: `lictor log show`"),
    ("NOLOG", "the server's log of decisions is always complete"),
    ("TIMEOUT", "seats are not taken from a program that is connected, however idle"),
    ("TIMEOUTALL", "seats are not taken from a program that is connected, however idle"),
    ("LINGER", "how long seats stay taken after checkin is set in the license (HOLD)"),
    ("MAX_OVERDRAFT", "how far a license may be overdrawn is set in it (SOFTLIMIT)"),
    ("BORROW_LOWWATER", "count the seats yourself: `borrow_limit` is what may be lent, not what must stay"),
    ("FQDN_MATCHING", "host names are compared as clients send them; write `host*` for any domain"),
    ("AUTOMATIC_REREAD", "license files are watched"),
    ("MAX_CONNECTIONS", "see `connections_max` in lictord.toml"),
    ("DAEMON_SELECT_TIMEOUT", "there is no such time limit"),
    ("ACTIVATION_LOWWATER", "there is no activation from trusted storage"),
    ("ACTIVATION_EXPIRY_DAYS", "there is no activation from trusted storage"),
];

/// Translates a file.
pub(super) fn translate(text: &str) -> Draft {
    let lines = lines(text);
    let mut options = Options::default();
    for (line, words) in &lines {
        options.define(line, words);
    }
    for (line, words) in &lines {
        if let Some((keyword, rest)) = words.split_first() {
            let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
            options.option(line, &keyword.to_ascii_uppercase(), &rest);
        }
    }
    options.finish()
}

/// The lines with their words. `\` at the end goes on in the next line.
fn lines(text: &str) -> Vec<(Line, Vec<String>)> {
    let mut lines = Vec::new();
    let mut begun: Option<(usize, String)> = None;
    for (index, physical) in text.lines().enumerate() {
        let (number, mut logical) = begun.take().unwrap_or((index + 1, String::new()));
        let continued = physical.trim_end().strip_suffix('\\');
        logical.push_str(continued.unwrap_or(physical));
        match continued {
            Some(_) => begun = Some((number, logical + " ")),
            None => lines.push((number, logical)),
        }
    }
    lines.extend(begun);
    let line = |(number, text): (usize, String)| (Line::new(number, &text), words::split(&text));
    lines.into_iter().map(line).filter(|(_, words)| !words.is_empty()).collect()
}

/// Permissions and denials, of use or of borrowing.
#[derive(Default)]
struct Access {
    excludes: Vec<Rule>,
    includes: Vec<Rule>,
    /// Features with permissions, with the first line of each; the empty name is all.
    closed: BTreeMap<String, Line>,
}

#[derive(Default)]
struct Options {
    draft: Draft,
    usage: Access,
    borrow: Access,
    limits: Vec<Rule>,
    reserves: Vec<Rule>,
    hours: BTreeMap<String, Rule>,
}

/// What a line is about.
struct Subject<'w> {
    feature: &'w str,
    kind: &'w str,
    name: &'w str,
}

impl Options {
    /// Groups first: lines may use those that follow.
    fn define(&mut self, line: &Line, words: &[String]) {
        let Some([keyword, name, members @ ..]) = words.get(..) else { return };
        let of = match keyword.to_ascii_uppercase().as_str() {
            "GROUP" => List::Users,
            "HOST_GROUP" => List::Hosts,
            _ => return,
        };
        let mut read = Vec::new();
        for member in members {
            let written = if of == List::Hosts { host(member) } else { literal(of, member) };
            match written {
                Ok(written) => read.push(written),
                Err(why) => self.draft.leave_out(line, format!("without {member}: {why}")),
            }
        }
        self.draft.group(of, name, line, read);
    }

    fn option(&mut self, line: &Line, keyword: &str, words: &[&str]) {
        match (keyword, words) {
            ("GROUP" | "HOST_GROUP", [_, ..]) => {}
            ("EXCLUDE" | "INCLUDE" | "EXCLUDE_BORROW" | "INCLUDE_BORROW", [feature, kind, name]) => {
                self.access(line, keyword, &Subject { feature, kind, name })
            }
            ("EXCLUDEALL" | "INCLUDEALL", [kind, name]) => {
                self.access(line, keyword, &Subject { feature: "", kind, name });
            }
            ("MAX" | "RESERVE", [count, feature, kind, name]) => {
                self.seats(line, keyword == "MAX", count, &Subject { feature, kind, name });
            }
            ("MAX_BORROW_HOURS", [feature, hours]) => self.hours(line, feature, hours),
            ("GROUPCASEINSENSITIVE", [on]) if on.eq_ignore_ascii_case("ON") => {}
            ("GROUPCASEINSENSITIVE", _) => {
                self.draft.note(line, "names are compared without regard to case, always");
            }
            _ => self.draft.leave_out(line, without(keyword)),
        }
    }

    /// INCLUDE and EXCLUDE and what is made like them.
    fn access(&mut self, line: &Line, keyword: &str, subject: &Subject<'_>) {
        let (includes, borrows) = (keyword.starts_with("INCLUDE"), keyword.ends_with("_BORROW"));
        let kind = match (includes, borrows) {
            (true, false) => RuleKind::Allow,
            (false, false) => RuleKind::Deny,
            (true, true) => RuleKind::BorrowAllow,
            (false, true) => RuleKind::BorrowDeny,
        };
        let Some(features) = self.features(line, subject.feature) else { return };
        let member = self.member(subject);
        let access = if borrows { &mut self.borrow } else { &mut self.usage };
        if includes {
            access.closed.entry(subject.feature.to_owned()).or_insert_with(|| line.clone());
        }
        match member {
            Ok(member) => {
                let rule = Rule { from: line.clone(), kind, amount: 0, features, members: vec![member] };
                if includes { &mut access.includes } else { &mut access.excludes }.push(rule);
            }
            Err(why) if includes => {
                self.draft.leave_out(line, format!("{why}; whom it let in is shut out here"));
            }
            Err(why) => self.draft.leave_out(line, format!("{why}; whom it shut out is let in here")),
        }
    }

    fn seats(&mut self, line: &Line, is_max: bool, count: &str, subject: &Subject<'_>) {
        let Ok(amount) = count.parse::<u32>().map(|amount| amount.min(SEATS_MAX)) else {
            self.draft.leave_out(line, format!("{count:?} is no number of seats"));
            return;
        };
        let Some(features) = self.features(line, subject.feature) else { return };
        if is_max && subject.kind.eq_ignore_ascii_case("USER") && subject.name == "ALL_USERS" {
            let why = "a limit here is for all its members together, not for each; name them one by one";
            self.draft.leave_out(line, why);
            return;
        }
        let members = match self.members(subject) {
            Ok(members) => members,
            Err(why) => {
                self.draft.leave_out(line, why);
                return;
            }
        };
        for member in members {
            let rule = |kind, amount| {
                let (from, features) = (line.clone(), features.clone());
                Rule { from, kind, amount, features, members: vec![member.clone()] }
            };
            match (is_max, amount) {
                (true, 0) => self.usage.excludes.push(rule(RuleKind::Deny, 0)),
                (true, _) => self.limits.push(rule(RuleKind::Limit, amount)),
                (false, 0) => {}
                (false, _) => self.reserves.push(rule(RuleKind::Reserve, amount)),
            }
        }
    }

    /// The last line of a feature counts.
    fn hours(&mut self, line: &Line, feature: &str, hours: &str) {
        let Some(features) = self.features(line, feature) else { return };
        match hours.parse::<u32>() {
            Ok(amount @ 1..) => {
                let amount = amount.min(BORROW_HOURS_MAX.into());
                let (from, kind) = (line.clone(), RuleKind::BorrowHours);
                let rule = Rule { from, kind, amount, features, members: Vec::new() };
                self.hours.insert(feature.to_owned(), rule);
            }
            Ok(0) | Err(_) => self.draft.leave_out(line, format!("{hours:?} is no number of hours")),
        }
    }

    /// The features of a rule; none if they cannot be said here.
    fn features(&mut self, line: &Line, feature: &str) -> Option<Vec<String>> {
        if feature.is_empty() {
            return Some(Vec::new());
        }
        if is_feature(feature) {
            return Some(vec![feature.to_owned()]);
        }
        let why = if feature.contains(':') {
            "rules here are about a feature, whatever its version, key or origin; nothing stands in its place"
        } else {
            "no name of a feature"
        };
        self.draft.leave_out(line, format!("{feature:?}: {why}"));
        None
    }

    fn members(&self, subject: &Subject<'_>) -> Result<Vec<Written>, String> {
        let of = match (subject.kind.to_ascii_uppercase().as_str(), subject.name) {
            ("GROUP", "ALL_GROUPS") => List::Users,
            ("HOST_GROUP", "ALL_HOST_GROUPS") => List::Hosts,
            _ => return self.member(subject).map(|member| vec![member]),
        };
        Ok(self.draft.groups_of(of).map(|here| Written::Group(here.to_owned())).collect())
    }

    fn member(&self, subject: &Subject<'_>) -> Result<Written, String> {
        let Subject { kind, name, .. } = subject;
        let group = |of: List| {
            let here = self.draft.group_called(of, name).map(|here| Written::Group(here.to_owned()));
            here.ok_or_else(|| format!("there is no group {name:?}"))
        };
        match kind.to_ascii_uppercase().as_str() {
            "USER" => literal(List::Users, name),
            "HOST" => host(name),
            "INTERNET" => address(name),
            "PROJECT" => literal(List::Projects, name),
            "GROUP" => group(List::Users),
            "HOST_GROUP" => group(List::Hosts),
            "DISPLAY" => Err("clients here do not tell their display".to_owned()),
            _ => Err(format!("unknown type {kind:?}")),
        }
    }

    fn finish(mut self) -> Draft {
        for (access, kind) in [(self.usage, RuleKind::Deny), (self.borrow, RuleKind::BorrowDeny)] {
            let all = access.closed.contains_key("");
            let rules = access.excludes.into_iter().chain(access.includes);
            rules.for_each(|rule| self.draft.rule(rule));
            let closed = access.closed.into_iter().filter(|(feature, _)| !all || feature.is_empty());
            for (feature, mut from) in closed {
                from.source.push_str(", and nobody else");
                let features = if feature.is_empty() { Vec::new() } else { vec![feature] };
                self.draft.rule(Rule { from, kind, amount: 0, features, members: Vec::new() });
            }
        }
        for rules in [self.limits, self.reserves] {
            note_of_several(&mut self.draft, &rules);
            rules.into_iter().for_each(|rule| self.draft.rule(rule));
        }
        self.hours.into_values().for_each(|rule| self.draft.rule(rule));
        self.draft
    }
}

/// Where several lines can fit one person, only the first counts here.
fn note_of_several(draft: &mut Draft, rules: &[Rule]) {
    let mut seen = BTreeSet::new();
    for rule in rules {
        if !seen.insert(rule.features.clone()) {
            let text = "whom an earlier line of this feature fits too is not met by this one";
            draft.note(&rule.from, text);
        }
    }
}

fn host(name: &str) -> Result<Written, String> {
    if network::looks_like(name) { address(name) } else { literal(List::Hosts, name) }
}

fn without(keyword: &str) -> String {
    let known = WITHOUT.iter().find(|(name, _)| *name == keyword);
    let rule = ["INCLUDE", "EXCLUDE", "MAX", "RESERVE", "GROUP", "HOST_GROUP"];
    match known {
        Some((_, why)) => (*why).to_owned(),
        None if keyword.ends_with("_ENTITLEMENT") => "there is no activation from trusted storage".to_owned(),
        None if rule.iter().any(|rule| keyword.starts_with(rule)) => {
            "the line has too few or too many words".to_owned()
        }
        None => "unknown keyword".to_owned(),
    }
}

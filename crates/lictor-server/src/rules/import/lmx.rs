//! LM-X server configurations up to version 5, `NAME = value` (public end-user guides; no code of
//! theirs was seen).
//!
//! There as here the first rule of a kind that matches decides, so rules keep their order.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lictor_types::RuleKind;
use lictor_types::limits::{BORROW_HOURS_MAX, SEATS_MAX};

use super::super::member::{List, Written};
use super::draft::{Draft, Line, Rule, address, is_feature, literal};
use super::words;

/// Settings without an equivalent among rules, by how they begin, and why.
const WITHOUT: [(&str, &str); 6] = [
    ("TCP_", "see `listen` in lictord.toml"),
    ("HAL_SERVER", "there are no clusters yet"),
    ("LOG_", "the server logs to standard error; see `log` and `log_format` in lictord.toml"),
    ("USAGE_", "every decision is in the server's log already: `lictor log show`"),
    ("FAST_QUEUE", "one queue mode holds for all features: `queue` of [policy]"),
    ("LICENSE_", "see `licenses` in lictord.toml"),
];

/// What a rule asks for before its members are looked at.
struct Wanted<'n> {
    kind: RuleKind,
    list: List,
    /// Empty means all.
    feature: &'n str,
    amount: u32,
}

/// Translates a file.
pub(super) fn translate(text: &str) -> Draft {
    let mut config = Config::default();
    let lines: Vec<(Line, &str, Vec<String>)> =
        text.lines().enumerate().filter_map(|(index, text)| config.line(index + 1, text)).collect();
    for (line, name, words) in &lines {
        if let Some(group) = group_of(name) {
            config.groups.insert(group.to_owned(), Rc::new((line.clone(), words.clone())));
        }
    }
    for (line, name, words) in lines.iter().filter(|(_, name, _)| group_of(name).is_none()) {
        config.setting(line, name, words);
    }
    config.finish()
}

fn group_of(name: &str) -> Option<&str> {
    name.strip_prefix("GROUP_").or_else(|| name.strip_prefix("GROUP "))
}

#[derive(Default)]
struct Config {
    draft: Draft,
    groups: BTreeMap<String, Rc<(Line, Vec<String>)>>,
    /// Exemptions come before what they are exempt from: the first match decides.
    exemptions: Vec<Rule>,
    rules: Vec<Rule>,
}

impl Config {
    /// A setting with its name and the words of its value.
    fn line<'t>(&mut self, number: usize, text: &'t str) -> Option<(Line, &'t str, Vec<String>)> {
        let line = Line::new(number, text);
        if line.source.is_empty() || line.source.starts_with('#') {
            return None;
        }
        let Some((name, value)) = text.split_once('=') else {
            let why = "not `NAME = value`; configurations in YAML, of version 6 on, are not read";
            self.draft.leave_out(&line, why);
            return None;
        };
        Some((line, name.trim(), words::split(value)))
    }

    fn setting(&mut self, line: &Line, name: &str, words: &[String]) {
        let wanted = match wanted(name, words) {
            Some(Ok(wanted)) => wanted,
            Some(Err(why)) => return self.draft.leave_out(line, why),
            None => {
                let known = WITHOUT.iter().find(|(begin, _)| name.starts_with(begin));
                let why = known.map_or("no rule, and unknown", |(_, why)| why);
                return self.draft.leave_out(line, why);
            }
        };
        if !wanted.feature.is_empty() && !is_feature(wanted.feature) {
            return self.draft.leave_out(line, format!("{:?} is no name of a feature", wanted.feature));
        }
        let limits_borrowing = name.starts_with("BORROW_LIMIT_");
        let members = if limits_borrowing { Vec::new() } else { self.members(line, wanted.list, words) };
        if words.is_empty() {
            self.draft.leave_out(line, "it has no members");
        }
        if members.is_empty() && !limits_borrowing {
            return;
        }
        let features = Some(wanted.feature.to_owned()).filter(|name| !name.is_empty());
        let rule = Rule {
            from: line.clone(),
            kind: wanted.kind,
            amount: wanted.amount,
            features: features.into_iter().collect(),
            members,
        };
        let exempts = name.starts_with("IGNORE_");
        if exempts { &mut self.exemptions } else { &mut self.rules }.push(rule);
    }

    fn members(&mut self, line: &Line, list: List, words: &[String]) -> Vec<Written> {
        let mut members = Vec::new();
        for word in words {
            if let Some(group) = self.groups.get(word).cloned() {
                members.push(Written::Group(self.group(word, &group.0, list, &group.1)));
                continue;
            }
            if list == List::Groups {
                self.draft.leave_out(line, format!("there is no group {word:?}"));
                continue;
            }
            match member(list, word) {
                Ok(member) => members.push(member),
                Err(why) => self.draft.leave_out(line, format!("without {word}: {why}")),
            }
        }
        members
    }

    /// Makes the group of users, hosts or addresses that a rule is about, once.
    fn group(&mut self, name: &str, from: &Line, list: List, names: &[String]) -> String {
        let of = if list == List::Groups { List::Users } else { list };
        if let Some(here) = self.draft.group_called(of, name) {
            return here.to_owned();
        }
        let mut members = Vec::new();
        for name in names {
            match member(of, name) {
                Ok(member) => members.push(member),
                Err(why) => self.draft.leave_out(from, format!("without {name}: {why}")),
            }
        }
        self.draft.group(of, name, from, members)
    }

    /// A member who is exempt from both limits is exempt; one who is exempt from one gets the largest
    /// of that before the others get theirs.
    fn finish(mut self) -> Draft {
        let about = |rule: &Rule| {
            let members: Vec<String> = rule.members.iter().map(Written::text).collect();
            (rule.features.clone(), members)
        };
        let exemptions = std::mem::take(&mut self.exemptions).into_iter();
        let (hours, counts): (Vec<Rule>, Vec<Rule>) =
            exemptions.partition(|rule| rule.kind == RuleKind::BorrowHours);
        let counted: BTreeSet<_> = counts.iter().map(about).collect();
        let (both, hours): (Vec<Rule>, Vec<Rule>) =
            hours.into_iter().partition(|rule| counted.contains(&about(rule)));
        let both: BTreeSet<_> = both.iter().map(about).collect();
        for count in counts {
            if both.contains(&about(&count)) {
                self.draft.rule(Rule { kind: RuleKind::BorrowExempt, amount: 0, ..count });
            } else {
                self.draft.rule(count);
            }
        }
        hours.into_iter().chain(self.rules).for_each(|rule| self.draft.rule(rule));
        self.draft
    }
}

fn member(list: List, word: &str) -> Result<Written, String> {
    match list {
        List::Addresses => address(word),
        List::Hosts | List::Users | List::Projects | List::Groups | List::Members => literal(list, word),
    }
}

/// What the name of a setting asks for. None if it is no rule.
fn wanted<'n>(name: &'n str, words: &[String]) -> Option<Result<Wanted<'n>, String>> {
    let subject = |kind, rest: &'n str| {
        let (list, feature) = subject(rest)?;
        Some(Ok(Wanted { kind, list, feature, amount: 0 }))
    };
    let open = |kind, amount, rest: &'n str| {
        let feature = if rest == "ALL" { "" } else { rest };
        Some(Ok(Wanted { kind, list: List::Users, feature, amount }))
    };
    for (begin, kind) in [
        ("ALLOW_BORROW_", RuleKind::BorrowAllow),
        ("DENY_BORROW_", RuleKind::BorrowDeny),
        ("ALLOW_", RuleKind::Allow),
        ("DENY_", RuleKind::Deny),
    ] {
        if let Some(rest) = name.strip_prefix(begin) {
            return subject(kind, rest);
        }
    }
    for (begin, kind) in [("LIMIT_", RuleKind::Limit), ("RESERVE_", RuleKind::Reserve)] {
        if let Some(rest) = name.strip_prefix(begin) {
            return counted(kind, rest);
        }
    }
    for (begin, kind, most) in [
        ("BORROW_LIMIT_COUNT_", RuleKind::BorrowLimit, SEATS_MAX),
        ("BORROW_LIMIT_HOURS_", RuleKind::BorrowHours, BORROW_HOURS_MAX.into()),
    ] {
        if let Some(rest) = name.strip_prefix(begin) {
            return number(words, most).map_or_else(|why| Some(Err(why)), |amount| open(kind, amount, rest));
        }
        if let Some(rest) = name.strip_prefix("IGNORE_").and_then(|rest| rest.strip_prefix(begin)) {
            let exempt = |(list, feature)| Ok(Wanted { kind, list, feature, amount: most });
            return subject_or_feature(rest).map(exempt);
        }
    }
    None
}

fn number(words: &[String], most: u32) -> Result<u32, String> {
    let number = match words {
        [word] => word.parse::<u32>().ok().filter(|number| *number > 0),
        _ => None,
    };
    number.map(|number| number.min(most)).ok_or_else(|| "expected one number, at least 1".to_owned())
}

/// `SUBJECT_feature`, where `ALL` is every feature.
fn subject(rest: &str) -> Option<(List, &str)> {
    let (subject, feature) = rest.split_once('_')?;
    let list = match subject {
        "USER" => List::Users,
        "HOST" => List::Hosts,
        "IPADDR" => List::Addresses,
        "GROUP" => List::Groups,
        _ => return None,
    };
    Some((list, if feature == "ALL" { "" } else { feature }))
}

/// What the guides do not spell out is read both ways: with a subject, or of users.
fn subject_or_feature(rest: &str) -> Option<(List, &str)> {
    subject(rest).or_else(|| Some((List::Users, if rest == "ALL" { "" } else { rest })))
}

/// `SUBJECT_feature_count`.
fn counted(kind: RuleKind, rest: &str) -> Option<Result<Wanted<'_>, String>> {
    let (before, count) = rest.rsplit_once('_')?;
    let (list, feature) = subject(before)?;
    let amount = count.parse::<u32>().ok().filter(|amount| (1..=SEATS_MAX).contains(amount));
    Some(match amount {
        Some(amount) => Ok(Wanted { kind, list, feature, amount }),
        None => Err(format!("{count:?} is no number of seats")),
    })
}

//! `lictor why`: what somebody would get now, and which rules decide (RUL-02).

use std::fmt::Write as _;
use std::net::IpAddr;

use clap::Args;
use serde_json::Value;

use crate::admin::AdminArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::http::escaped;
use crate::table;
use crate::wanted::Wanted;

/// Which access rule of each kind decides for somebody, and what they would get now; nothing is
/// taken (administrators)
///
/// Licenses that ask for a platform, a time zone or host ids say no here: of a client that is not
/// connected none of these is known.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  lictor why ann@ws17 solver
  lictor why ann@ws17 ACME/solver:4 --address 10.1.2.3 --project tower --json")]
pub(crate) struct Why {
    /// The user and the host
    #[arg(value_name = "USER@HOST", value_parser = who)]
    who: Who,
    /// The feature and how many seats
    #[arg(value_name = "[VENDOR/]FEATURE[:COUNT]")]
    wanted: Wanted,
    /// Where they ask from; without, no network rule matches
    #[arg(long, value_name = "IP")]
    address: Option<IpAddr>,
    /// Their project
    #[arg(long, value_name = "NAME", default_value = "")]
    project: String,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Clone)]
struct Who {
    user: String,
    host: String,
}

fn who(text: &str) -> Result<Who, &'static str> {
    match text.split_once('@') {
        Some((user, host)) if !user.is_empty() && !host.is_empty() => {
            Ok(Who { user: user.to_string(), host: host.to_string() })
        }
        Some(_) | None => Err("expected USER@HOST"),
    }
}

impl Why {
    pub(crate) fn run(&self, context: &Context) -> Result<u8, Failure> {
        if self.json {
            context.printer.use_json();
        }
        let Who { user, host } = &self.who;
        let mut path = format!(
            "/v1/why?user={}&host={}&feature={}&count={}&project={}",
            escaped(user),
            escaped(host),
            escaped(&self.wanted.named.to_string()),
            self.wanted.count,
            escaped(&self.project)
        );
        if let Some(address) = self.address {
            let _infallible = write!(path, "&address={}", escaped(&address.to_string()));
        }
        let (text, document) = self.admin.open(&context.environment)?.get(&path)?;
        context.printer.result(&if self.json { text } else { render(&document) })?;
        Ok(0)
    }
}

fn render(document: &Value) -> String {
    let cell = |name: &str| table::cell(document, name);
    let mut text = format!(
        "{}@{} asks for {} of {}: {}",
        cell("user"),
        cell("host"),
        cell("requested"),
        cell("feature"),
        outcome(document)
    );
    let rules = &document["rules"];
    let borrow = table::rows(rules, "borrow").iter().map(|rule| ("borrow", rule));
    let single = ["access", "limit", "reserve"].map(|family| (family, &rules[family]));
    for (family, rule) in single.into_iter().chain(borrow) {
        if rule.is_null() {
            let nothing = if family == "access" { "no rule matches: allowed" } else { "no rule matches" };
            let _infallible = write!(text, "\n  {family:<8}{nothing}");
        } else {
            let _infallible = write!(text, "\n  {family:<8}{}", sentence(rule));
        }
    }
    text
}

fn outcome(document: &Value) -> String {
    let (pool, denial) = (&document["pool"], &document["denial"]);
    if denial.is_null() {
        let cell = |name: &str| table::cell(pool, name);
        return format!("granted, from {}/{} ({})", cell("vendor"), cell("feature"), cell("key_type"));
    }
    let cell = |name: &str| table::cell(denial, name);
    let mut text = format!(
        "{}; {} seats, {} used, {} reserved",
        table::cell(document, "status"),
        cell("seats"),
        cell("used"),
        cell("reserved")
    );
    if !denial["rule"].is_null() {
        let _infallible = write!(text, "; by {}", sentence(&denial["rule"]));
    }
    let relief = &denial["relief"];
    if !relief.is_null() {
        let _infallible =
            write!(text, "; next: {} at {}", table::cell(relief, "what"), table::cell(relief, "at"));
    }
    text
}

fn sentence(rule: &Value) -> String {
    let cell = |name: &str| table::cell(rule, name);
    let mut text = format!("line {}: {}", cell("line"), cell("text"));
    if !cell("used").is_empty() {
        let _infallible = write!(text, " ({} of {} used)", cell("used"), cell("amount"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// RUL-02: the answer names the rule of each kind with its line, and the numbers of a denial.
    #[test]
    fn rul_02_the_answer_names_what_decides() {
        let rule = json!({"kind": "limit", "line": 7, "number": 1, "text": "limit 3 for ann"});
        let mut limit = rule.clone();
        (limit["used"], limit["amount"]) = (json!(3), json!(3));
        let mut document = json!({
            "user": "ann", "host": "ws17", "feature": "f1", "requested": 2, "status": "granted",
            "pool": {"vendor": "ACME", "feature": "f1", "key_type": "EXCLUSIVE", "serial": null},
            "denial": null,
            "rules": {"access": null, "limit": null, "reserve": null, "borrow": []},
        });
        assert_eq!(
            render(&document),
            "ann@ws17 asks for 2 of f1: granted, from ACME/f1 (EXCLUSIVE)\n\
             \x20 access  no rule matches: allowed\n  limit   no rule matches\n  reserve no rule matches"
        );
        document["status"] = json!("limit_reached");
        document["denial"] = json!({
            "seats": 10, "used": 3, "reserved": 1, "over_committed": 0, "rule": rule, "relief": null, "pools": [],
        });
        document["rules"]["limit"] = limit;
        document["rules"]["borrow"] =
            json!([{"kind": "borrow_deny", "line": 9, "number": 2, "text": "borrow_deny"}]);
        assert_eq!(
            render(&document),
            "ann@ws17 asks for 2 of f1: limit_reached; 10 seats, 3 used, 1 reserved; by line 7: limit 3 for ann\n\
             \x20 access  no rule matches: allowed\n  limit   line 7: limit 3 for ann (3 of 3 used)\n\
             \x20 reserve no rule matches\n  borrow  line 9: borrow_deny"
        );
    }

    #[test]
    fn who_asks_has_a_user_and_a_host() {
        for (text, expected) in [
            ("ann@ws17", Some(("ann", "ws17"))),
            ("ann@ws17@x", Some(("ann", "ws17@x"))),
            ("ann", None),
            ("@ws17", None),
            ("ann@", None),
        ] {
            let found = who(text).ok();
            assert_eq!(found.as_ref().map(|who| (who.user.as_str(), who.host.as_str())), expected, "{text}");
        }
    }
}

//! Rules files, good and bad.

use lictor_engine::{FeaturePattern, Member, Policy, QueueMode};
use lictor_types::RuleKind;

use super::*;

fn read(text: &str) -> RulesFile {
    parse("rules.toml", text, None).unwrap()
}

/// What is wrong with a text: errors, then warnings.
fn faults(text: &str) -> String {
    let (errors, warnings) = match parse("r", text, None) {
        Ok(file) => (Vec::new(), file.warnings),
        Err(error) => (error.errors, error.warnings),
    };
    told(&errors, "error") + &told(&warnings, "warning")
}

fn told(diagnostics: &[Diagnostic], label: &str) -> String {
    diagnostics.iter().map(|diagnostic| format!("{label}: {diagnostic}\n")).collect()
}

const WHOLE: &str = r#"
[groups]
cad = ["ann", "bob", "host:ws*", "10.0.0.0/8", "@night"]
night = ["eve@ws17", "project:tower"]

[[rule]]
deny = true
users = "mallory"

[[rule]] # the line that answers name
allow = true
features = ["solver", "ACME/mesh*"]
groups = ["cad"]

[[rule]]
limit = 3
members = ["ann", "@night"]
features = "solver"

[[rule]]
reserve = 2
hosts = ["render*"]
addresses = ["10.1.*"]
projects = ["tower"]

[[rule]]
borrow_hours = 48

[policy]
queue = "fair"
queue_passes = 2
queue_length = 10
borrow_hours = 100
named_release_hours = 1
"#;

/// RUL-01: members, features, amounts, order and lines arrive in the ledger as they stand in the file.
#[test]
fn rul_01_a_whole_file() {
    let file = read(WHOLE);
    let user = |name: &str| Member::User(name.into());
    let night = [Member::UserAt { user: "eve".into(), host: "ws17".into() }, Member::Project("tower".into())];
    let network = |octets: [u8; 4], bits: u8| Member::Network {
        address: std::net::Ipv4Addr::from(octets).to_ipv6_mapped().octets(),
        prefix: 96_u8 + bits,
    };
    let feature = |vendor: Option<&str>, name: &str| FeaturePattern {
        vendor: vendor.map(|vendor| VendorName::parse(vendor).unwrap()),
        name: name.into(),
    };
    let solver = || feature(None, "solver");
    let cad = [user("ann"), user("bob"), Member::Host("ws*".into()), network([10, 0, 0, 0], 8)];
    let ten_one = [Member::Host("render*".into()), network([10, 1, 0, 0], 16), night[1].clone()];
    let rule = |kind, amount, line, features, members| Rule { kind, amount, line, features, members };
    let expected = [
        rule(RuleKind::Deny, 0, 6, vec![], vec![user("mallory")]),
        rule(
            RuleKind::Allow,
            0,
            10,
            vec![solver(), feature(Some("ACME"), "mesh*")],
            [&cad[..], &night].concat(),
        ),
        rule(RuleKind::Limit, 3, 15, vec![solver()], [&[user("ann")][..], &night].concat()),
        rule(RuleKind::Reserve, 2, 20, vec![], ten_one.to_vec()),
        rule(RuleKind::BorrowHours, 48, 26, vec![], vec![Member::Anyone]),
    ];
    assert_eq!(file.set.rules, expected);
    let policy = Policy {
        queue: QueueMode::Fair { passes: 2 },
        queue_length: 10,
        borrow_hours: 100,
        named_release_ms: 3_600_000,
    };
    assert_eq!((file.set.policy, file.groups), (policy, 2));
}

/// OUT-04: how a rule is named to those whom it met.
#[test]
fn rul_01_rules_are_described() {
    let file = read(WHOLE);
    let expected = [
        "deny user mallory on every feature",
        "allow group cad on solver and ACME/mesh*",
        "limit 3 for user ann and group night on solver",
        "reserve 2 for host render*, address 10.1.0.0/16 and project tower on every feature",
        "limit borrows to 48 hours for everyone on every feature",
    ];
    assert_eq!(file.names, expected);
    assert_eq!((file.describe(1), file.describe(5)), (Some(expected[1]), None));
    let resolved = describe(&file.set.rules[1]);
    assert_eq!(resolved, "allow user ann, user bob, host ws* and 3 more on solver and ACME/mesh*");
    let keys =
        RuleKind::ALL.map(|kind| match action::parse(kind, &crate::settings::value::Value::Whole(4)) {
            Ok(_) => format!("[[rule]]\n{} = 4\nusers = \"ann\"\n", kind.name()),
            Err(_) => format!("[[rule]]\n{} = true\nusers = \"ann\"\n", kind.name()),
        });
    assert_eq!(
        read(&keys.concat()).names,
        [
            "allow user ann on every feature",
            "deny user ann on every feature",
            "limit 4 for user ann on every feature",
            "reserve 4 for user ann on every feature",
            "allow borrowing for user ann on every feature",
            "deny borrowing for user ann on every feature",
            "limit borrowing to 4 for user ann on every feature",
            "reserve 4 for borrowing by user ann on every feature",
            "limit borrows to 4 hours for user ann on every feature",
            "exempt user ann from borrow limits on every feature",
        ]
    );
}

/// The digest follows what the ledger is given, lines included, and nothing else.
#[test]
fn the_digest_tells_rule_sets_apart() {
    let base = "[groups]\na = [\"ann\"]\n[[rule]]\nlimit = 1\ngroups = \"a\"\n";
    let digest = |text: &str| read(text).set.digest.unwrap();
    assert_eq!(digest(base), digest(&base.replace("[groups]", "[groups] # comment")));
    assert_eq!(digest(base), digest(&base.replace("a = ", "b = ").replace("\"a\"", "\"b\"")));
    assert_eq!(digest(""), digest("# nothing"));
    for (from, to) in [
        ("limit = 1", "limit = 2"),
        ("limit", "reserve"),
        ("[groups]", "\n[groups]"),
        ("ann", "host:ann"),
        ("ann", "bob"),
        ("limit", "features = \"f\"\nlimit"),
        ("[groups]", "policy.queue = \"fast\"\n[groups]"),
    ] {
        assert_ne!(digest(base), digest(&base.replace(from, to)), "{from} {to}");
    }
}

/// RUL-02: every mistake at once, with line, character and hint; no rules come of it.
#[test]
fn rul_02_every_mistake_is_told_with_its_place() {
    let text = r#"colour = 1
[group]
[[rule]]
alow = true
[[rule]]
limit = 0
reserve = 2
[[rule]]
features = ["a b", 3]
users = []
[[rule]]
deny = false
groups = ["cadd", "nobody"]
[[rule]]
borrow = "deny"
borrow_limit = 1
[[rule]]
borrow_hours = 9999
addresses = ["10.0.0.0/33", "ann"]
[groups]
cad = ["ann"]
[policy]
queue = "lifo"
queue_passses = 3
borrow_hours = 0
"#;
    let expected = r#"error: r:1:1: unknown key "colour"
hint: a rules file has [groups], [policy] and [[rule]]
error: r:2:2: unknown key "group"
hint: did you mean `groups`?
error: r:4:1: unknown key "alow"
hint: did you mean `allow`?
error: r:6:9: limit: expected a whole number from 1 to 2147483647, found 0
hint: to give none, write `deny = true`
error: r:7:1: the rule has `limit` already: one action a rule
hint: begin a second `[[rule]]` for the second action
error: r:8:1: the rule does nothing
hint: give it one of allow, deny, limit, reserve, borrow_allow, borrow_deny, borrow_limit, borrow_reserve, borrow_hours, borrow_exempt
error: r:9:13: a feature's name has no ' '
hint: a feature is written "NAME" or "VENDOR/NAME"; `*` stands for any characters
error: r:9:20: expected a feature or a list of features, found 3
error: r:10:1: `users` is empty
hint: leave it out to mean everybody
error: r:12:8: deny: false says nothing
hint: write `allow = true`
error: r:13:11: unknown group "cadd"
hint: did you mean `cad`?
error: r:13:19: unknown group "nobody"
hint: define it under [groups]
error: r:15:1: unknown key "borrow"
hint: write `borrow_allow = true` or `borrow_deny = true`
error: r:18:16: borrow_hours: expected a whole number from 1 to 8760, found 9999
error: r:19:14: the length of a network is 0 to 32 bits, as in "10.0.0.0/32"
error: r:19:29: "ann" is not an address
hint: an address is written as 10.1.2.3 or fd00::1, a network as 10.0.0.0/8, fd00::/8 or 10.1.*
error: r:23:9: queue: expected "fair", "strict" or "fast", found "lifo"
error: r:24:1: unknown key "queue_passses"
hint: did you mean `queue_passes`?
error: r:25:16: borrow_hours: expected a whole number from 1 to 8760, found 0
warning: r:21:1: group "cad" is used nowhere
"#;
    assert_eq!(faults(text), expected);
}

/// RUL-02: what can be read and is probably not meant.
#[test]
fn rul_02_what_is_probably_not_meant_is_warned_of() {
    let text = r#"[groups]
cad = ["ann", "bob", "ANN"]
empty = []
[[rule]]
allow = true
users = ["ann"]
[[rule]]
deny = true
features = ["f*", "F*"]
addresses = ["10.1.2.3/8"]
[[rule]]
deny = true
features = "f1"
addresses = ["10.2.0.0/16"]
[[rule]]
allow = true
groups = "empty"
"#;
    let expected = r#"warning: r:2:1: group "cad" is used nowhere
warning: r:2:22: "ann" is listed twice
warning: r:3:1: group "empty" has no members
warning: r:9:19: "f*" is listed twice
warning: r:10:14: "10.1.2.3/8" has bits that do not count
hint: write `10.0.0.0/8`
warning: r:11:1: never reached: `deny` in line 7 decides for all its members and features
hint: the first match decides: put the narrower rule first
warning: r:15:1: `allow` has no effect: no later rule denies
hint: to admit only these, add a rule `deny = true` after it
"#;
    assert_eq!(faults(text), expected);
}

/// A feature that nobody serves is a warning, because its license may come later.
#[test]
fn rul_02_unknown_features_are_warned_of() {
    let name = |vendor: &str, feature: &str| {
        (VendorName::parse(vendor).unwrap(), FeatureName::parse(feature).unwrap())
    };
    let known = [name("ACME", "solver"), name("ACME", "mesh_pro"), name("OTHER", "solver")];
    let rule = |feature: &str| {
        let file = parse("r", &format!("[[rule]]\ndeny = true\nfeatures = \"{feature}\"\n"), Some(&known));
        told(&file.unwrap().warnings, "warning")
    };
    for (feature, expected) in [
        ("SOLVER", ""),
        ("mesh*", ""),
        ("OTHER/solver", ""),
        ("*", ""),
        ("solvr", "there is no feature \"solvr\"\nhint: did you mean `solver`?\n"),
        ("OTHER/mesh*", "no feature matches \"OTHER/mesh*\"\n"),
        ("mesg_pr*", "no feature matches \"mesg_pr*\"\nhint: did you mean `mesh_pro`?\n"),
        ("quite_else", "there is no feature \"quite_else\"\n"),
    ] {
        let expected =
            if expected.is_empty() { String::new() } else { format!("warning: r:3:12: {expected}") };
        assert_eq!(rule(feature), expected);
    }
}

/// RUL-01, first match per kind: which rules an earlier one hides.
#[test]
fn rul_01_hidden_rules_are_found() {
    for (rules, hidden) in [
        (["deny = true", "allow = true\nusers = \"ann\""], true),
        (["limit = 1", "limit = 2\nusers = \"ann\""], true),
        (["limit = 1", "reserve = 2"], false),
        (["borrow_limit = 1", "borrow_hours = 2"], false),
        (["deny = true\nusers = \"ann\"", "deny = true"], false),
        (["deny = true\nusers = \"a*\"", "deny = true\nusers = [\"ann\", \"abe\"]"], true),
        (["deny = true\nusers = \"a*\"", "deny = true\nusers = [\"ann\", \"bob\"]"], false),
        (["deny = true\nhosts = \"ws*\"", "deny = true\nmembers = \"ann@ws1\""], true),
        (["deny = true\nfeatures = \"f1\"", "deny = true"], false),
        (["deny = true\nfeatures = \"f*\"", "deny = true\nfeatures = [\"F1\", \"A/f2\"]"], true),
        (["deny = true\nfeatures = \"A/f*\"", "deny = true\nfeatures = \"f1\""], false),
    ] {
        let text = format!("[[rule]]\n{}\n[[rule]]\n{}\n", rules[0], rules[1]);
        assert_eq!(faults(&text).contains("never reached"), hidden, "{text}");
    }
}

/// RUL-02: groups that are unknown or contain themselves.
#[test]
fn rul_02_groups_are_resolved_without_loops() {
    let text = "[groups]\na = [\"@b\"]\nb = [\"@c\", \"ann\"]\nc = [\"@a\"]\nd = \"@d\"\ne = [\"@cad\"]\n\
                [[rule]]\ndeny = true\ngroups = [\"a\", \"e\"]\n";
    let expected = r#"error: r:4:6: group "a" contains itself: a contains b contains c contains a
error: r:5:5: group "d" contains itself: d contains d
error: r:6:6: unknown group "cad"
hint: define it under [groups]
"#;
    assert_eq!(faults(text), expected);
    let shared = "[groups]\na = [\"@c\", \"bob\"]\nb = [\"@c\", \"BOB\"]\nc = [\"ann\"]\n\
                  [[rule]]\nlimit = 1\ngroups = [\"a\", \"b\"]\n";
    let members = ["ann", "bob"].map(|name| Member::User(name.into()));
    assert_eq!(read(shared).set.rules[0].members, members);
}

/// A file that is no TOML says where; a list where a table belongs, too.
#[test]
fn rul_02_what_is_no_rules_file_is_refused() {
    for (text, says) in [
        ("[[rule]\n", "error: r:1:8: "),
        ("rule = 1\n", "error: r:1:1: expected a list of tables\nhint: begin each rule with `[[rule]]`\n"),
        ("rule = [1]\n", "error: r:1:9: expected a table\nhint: begin each rule with `[[rule]]`\n"),
        ("groups = 1\n", "error: r:1:1: expected a table `[groups]`\n"),
        ("[policy]\nqueue = \"fast\"\nqueue_passes = 1\n", "error: r:3:16: queue_passes says something"),
        ("[groups]\n\"a/b\" = \"ann\"\n", "error: r:2:1: a group's name has 1 to 64 letters"),
    ] {
        let found = faults(text);
        assert!(found.starts_with(says), "{found}");
    }
}

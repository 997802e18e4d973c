//! Access rules as text: any text, and what is different between two.

use lictor_server::rules::import::{Format, import};
use lictor_server::rules::{Change, RulesFile, diff, parse};
use lictor_types::limits::{RULE_MEMBERS_MAX, RULES_BYTES_MAX, RULES_MAX};
use lictor_types::{FeatureName, VendorName};
use proptest::prelude::*;

fn read(text: &str) -> RulesFile {
    parse("rules.toml", text, None).unwrap()
}

fn refused(text: &str) -> String {
    parse("r", text, None).unwrap_err().to_string()
}

fn known() -> [(VendorName, FeatureName); 2] {
    ["solver", "mesh_pro"]
        .map(|feature| (VendorName::parse("ACME").unwrap(), FeatureName::parse(feature).unwrap()))
}

/// Pieces of rules files, so that texts get past the first line.
fn piece() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("ann".to_owned()),
        Just("@a".to_owned()),
        Just("@b".to_owned()),
        Just("*".to_owned()),
        Just("host:ws*".to_owned()),
        Just("10.1.2.3/8".to_owned()),
        Just("fd00::/200".to_owned()),
        Just("ann@ws1".to_owned()),
        Just("solver".to_owned()),
        Just("ACME/m*".to_owned()),
        "\\PC{0,12}",
    ];
    let key = prop::sample::select(vec![
        "allow",
        "deny",
        "limit",
        "reserve",
        "borrow_hours",
        "borrow_exempt",
        "features",
        "users",
        "hosts",
        "addresses",
        "projects",
        "groups",
        "members",
        "a",
        "b",
        "queue",
        "queue_passes",
        "usres",
    ]);
    let value = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<bool>().prop_map(|truth| truth.to_string()),
        (1_u8..9).prop_map(|number| number.to_string()),
        word.clone().prop_map(|word| format!("{word:?}")),
        prop::collection::vec(word, 0..4).prop_map(|words| format!("{words:?}")),
    ];
    prop_oneof![
        3 => Just("[[rule]]\n".to_owned()),
        1 => Just("[groups]\n".to_owned()),
        1 => Just("[policy]\n".to_owned()),
        6 => (key, value).prop_map(|(key, value)| format!("{key} = {value}\n")),
        1 => "\\PC{0,20}\n",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// RUL-02: no text makes it panic, and a refusal always says something of this file.
    #[test]
    fn rul_02_any_text_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..20)) {
        match parse("r", &pieces.concat(), Some(&known())) {
            Ok(file) => prop_assert_eq!(file.names.len(), file.set.rules.len()),
            Err(error) => prop_assert!(!error.errors.is_empty() && error.to_string().starts_with("r:")),
        }
    }

    /// RUL-01: order is kept, and reading the same text twice gives the same.
    #[test]
    fn rul_01_reading_is_a_function(amounts in prop::collection::vec(1_u32..5, 0..12)) {
        let text: String = amounts.iter().map(|n| format!("[[rule]]\nlimit = {n}\nusers = \"u{n}\"\n")).collect();
        let file = read(&text);
        let read_amounts: Vec<u32> = file.set.rules.iter().map(|rule| rule.amount).collect();
        prop_assert_eq!(read_amounts, amounts);
        prop_assert_eq!(file, read(&text));
    }

    /// What a translation writes is always a rules file.
    #[test]
    fn translations_are_rules_files(text in "(?s)([A-Z_]{3,14} ?[=a-z*\"\\\\]{0,3} (USER|HOST|INTERNET|GROUP|[0-9]) .{0,12}\n){0,6}.{0,40}") {
        for format in [Format::Lmx, Format::Flexlm] {
            let imported = import(format, "theirs\n", &text);
            let file = parse("ours", &imported.rules, None);
            prop_assert!(file.is_ok(), "{}\n{}", imported.rules, file.unwrap_err());
        }
    }

    /// A file differs from itself in nothing; every rule that only one file has is told.
    #[test]
    fn differences_are_complete(old in prop::collection::vec(1_u32..9, 0..9), new in prop::collection::vec(1_u32..9, 0..9)) {
        let text = |users: &[u32]| -> String {
            users.iter().map(|n| format!("[[rule]]\nreserve = {n}\nfeatures = \"f{n}\"\nusers = \"u{n}\"\n")).collect()
        };
        let (before, after) = (read(&text(&old)), read(&text(&new)));
        prop_assert_eq!(diff(&before, &before), vec![]);
        let changes = diff(&before, &after);
        let count = |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
        let added = count(|change| matches!(change, Change::Added { .. }));
        let removed = count(|change| matches!(change, Change::Removed { .. }));
        prop_assert_eq!(old.len() - removed + added, new.len());
        prop_assert_eq!(changes.is_empty(), old == new);
    }
}

/// RUL-01: the bounds of a file; work stays bounded where much could be compared with much.
#[test]
fn rul_01_bounds() {
    let long = " ".repeat(RULES_BYTES_MAX + 1);
    assert_eq!(refused(&long), format!("r: has more than {RULES_BYTES_MAX} bytes"));
    let rule = "[[rule]]\nlimit = 1\n";
    let many = rule.repeat(RULES_MAX + 1);
    assert_eq!(refused(&many), format!("r:1:3: at most {RULES_MAX} rules, found {}", RULES_MAX + 1));
    let most = read(&rule.repeat(RULES_MAX));
    assert_eq!(most.set.rules.len(), RULES_MAX);
    let users: Vec<String> = (0..1000).map(|n| format!("u{n}")).collect();
    let group = format!("[groups]\ng = {users:?}\n");
    let with_group = "[[rule]]\ndeny = true\ngroups = \"g\"\n";
    let within = format!("{group}{}", with_group.repeat(RULE_MEMBERS_MAX / 1001));
    assert!(read(&within).set.rules.iter().all(|rule| rule.members.len() == 1000));
    let beyond = refused(&format!("{within}{with_group}{with_group}"));
    assert!(beyond.contains(&format!("more than {RULE_MEMBERS_MAX} members together")), "{beyond}");
}

/// RUL-01: chains of groups as long as a file are followed without recursion; mistakes without end
/// are counted, not listed.
#[test]
fn rul_02_hostile_files() {
    let chain: String = (0..50_000).map(|n| format!("g{n} = \"@g{}\"\n", n + 1)).collect();
    let text = format!("[groups]\n{chain}g50000 = \"ann\"\n[[rule]]\ndeny = true\ngroups = \"g0\"\n");
    assert_eq!(read(&text).set.rules[0].members.len(), 1);
    let circle = text.replace("\"ann\"", "\"@g0\"");
    let error = refused(&circle);
    assert!(error.starts_with("r:50002:10: group \"g0\" contains itself: g0 contains g1"), "{error}");
    let mistakes = format!("[policy]\n{}", (0..9_999).map(|n| format!("k{n} = 1\n")).collect::<String>());
    let error = parse("r", &mistakes, None).unwrap_err();
    let last = error.errors.last().unwrap().to_string();
    assert_eq!((error.errors.len(), last.as_str()), (201, "r: 9799 more of the kind are not listed"));
    assert!(refused(&"[".repeat(100_000)).starts_with("r:1:"));
    let one_line = format!("rule = [{}]", "{ limit = 0, users = \"a\" }, ".repeat(RULES_MAX));
    assert!(refused(&one_line).starts_with("r:1:19: limit: expected a whole number"));
    let names: String = (0..50_000).map(|n| format!(" u{n}")).collect();
    for (format, group, line) in
        [(Format::Flexlm, "GROUP g", "MAX 1 f GROUP g\n"), (Format::Lmx, "GROUP_g =", "DENY_GROUP_f = g\n")]
    {
        let imported = import(format, "theirs", &format!("{group}{names}\n{}", line.repeat(4)));
        assert_eq!(read(&imported.rules).set.rules.len(), 4);
    }
}

/// What changed is told rule by rule, with members that came and went.
#[test]
fn differences_are_told() {
    let old = "[groups]\ncad = [\"ann\", \"bob\"]\n\
        [[rule]]\ndeny = true\nusers = \"eve\"\n\
        [[rule]]\nlimit = 3\nfeatures = \"solver\"\ngroups = \"cad\"\n\
        [[rule]]\nreserve = 1\nusers = \"ann\"\n\
        [[rule]]\nallow = true\nhosts = \"ws1\"\n\
        [[rule]]\nallow = true\nhosts = \"ws2\"\n\
        [[rule]]\nborrow_hours = 24\n";
    let new = "policy.queue = \"strict\"\n\
        [groups]\ncad = [\"ANN\", \"carl\"]\n\
        [[rule]]\nlimit = 4\nfeatures = \"solver\"\ngroups = \"cad\"\n\
        [[rule]]\nreserve = 1\nfeatures = \"mesh\"\nusers = \"ann\"\n\
        [[rule]]\nborrow_hours = 24\nmembers = \"*\"\n\
        [[rule]]\nborrow_deny = true\n\
        [[rule]]\nallow = true\nhosts = \"ws1\"\n\
        [[rule]]\nallow = true\nhosts = \"WS2\"\n\
        [[rule]]\ndeny = true\nusers = \"eve\"\n";
    let told: Vec<String> = diff(&read(old), &read(new)).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "policy: queue: \"fair\", now \"strict\"",
            "policy: queue_passes: 8, now none",
            "changed: line 6, now 4: limit 3 for group cad on solver; now limit 4 for group cad on solver; \
             gained carl; lost bob",
            "changed: line 10, now 8: reserve 1 for user ann on every feature; now reserve 1 for user ann on mesh",
            "added: line 15: deny borrowing for everyone on every feature",
            "moved: line 3, now 23: deny user eve on every feature",
        ]
    );
}

/// The example and every piece of the chapter are files without mistakes and without doubts; the
/// policy of the example is that of no policy.
#[test]
fn the_documentation_is_sound() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/");
    let page = |name: &str| std::fs::read_to_string(format!("{docs}{name}")).unwrap();
    let example = read(&page("rules.example.toml"));
    assert_eq!((example.warnings, example.set.policy), (vec![], read("").set.policy));
    let chapter = page("access-rules.md");
    let pieces: Vec<&str> =
        chapter.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(pieces.len() >= 6);
    for piece in pieces {
        assert_eq!(read(piece).warnings, [], "{piece}");
    }
}

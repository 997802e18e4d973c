//! Tests of the policy: its table, its file, and the patterns.

use lictor_license::{Template, parse_template};

use super::*;

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// A license with these settings, as the policy sees it.
fn license(settings: &str) -> Template {
    let settings: String = settings
        .split_whitespace()
        .map(|setting| {
            let (name, value) = setting.split_once('=').unwrap();
            format!("<SETTING {name}=\"{value}\"/>")
        })
        .collect();
    let text = format!("<LICENSEFILE><FEATURE NAME=\"cad-pro\">{settings}</FEATURE></LICENSEFILE>");
    parse_template(text.as_bytes()).features.remove(0).result.unwrap()
}

/// The signer's own day in these tests.
const TODAY: &str = "2026-03-01";

#[track_caller]
fn judge(policy: &str, settings: &str, issued: &str, today: Volume, approved: bool) -> Option<Denial> {
    let policy = Policy::parse("policy.toml", policy).unwrap();
    let license = license(settings);
    policy.judge(Some("CAD"), &[(day(issued), &license)], day(TODAY), today, approved).err()
}

#[test]
fn what_is_permitted_and_what_not() {
    let today = Volume { day: day(TODAY).day_number().into(), files: 5, seats: 50 };
    let yesterday = Volume { day: today.day - 1, ..today };
    for (policy, settings, issued, volume, rule, numbers) in [
        // The default permits everything that a license file can say.
        ("", "COUNT=2147483647", TODAY, today, None, None),
        ("", "COUNT=UNLIMITED", "1999-01-01", today, None, None),
        ("max_count = 10", "COUNT=10", TODAY, today, None, None),
        ("max_count = 10", "COUNT=11", TODAY, today, Some(Rule::Count), Some((10, 11))),
        ("max_count = 10", "COUNT=11 KEYTYPE=UPGRADE", TODAY, today, Some(Rule::Count), Some((10, 11))),
        ("max_count = 10", "COUNT=UNLIMITED", TODAY, today, None, None),
        ("max_count = 10", "LICENSEE=local", TODAY, today, None, None),
        ("unlimited = false", "COUNT=UNLIMITED", TODAY, today, Some(Rule::Unlimited), None),
        ("max_term_days = 30", "COUNT=1 END=2026-03-31", TODAY, today, None, None),
        ("max_term_days = 30", "COUNT=1 END=2026-04-01", TODAY, today, Some(Rule::Term), Some((30, 31))),
        (
            "max_term_days = 30",
            "COUNT=1 END=2026-03-31",
            "2026-02-28",
            today,
            Some(Rule::Term),
            Some((30, 31)),
        ),
        // A date of issue in the future gains nothing, nor does a START.
        (
            "max_term_days = 30",
            "COUNT=1 END=2099-02-01",
            "2099-01-01",
            today,
            Some(Rule::Term),
            Some((30, 26_635)),
        ),
        (
            "max_term_days = 30",
            "COUNT=1 START=2027-01-01 END=2027-01-02",
            TODAY,
            today,
            Some(Rule::Term),
            Some((30, 307)),
        ),
        ("max_term_days = 30", "COUNT=1 END=2026-01-31", TODAY, today, None, None),
        ("max_term_days = 30", "COUNT=1", TODAY, today, None, None),
        ("permanent = false", "COUNT=1", TODAY, today, Some(Rule::Permanent), None),
        ("permanent = false", "COUNT=1 END=9999-12-31", TODAY, today, Some(Rule::Permanent), None),
        ("permanent = false", "COUNT=1 END=9999-12-30", TODAY, today, None, None),
        ("features = [\"cad-*\"]", "COUNT=1", TODAY, today, None, None),
        ("features = [\"cam\", \"CAD-PRO\"]", "COUNT=1", TODAY, today, None, None),
        ("features = [\"cam\"]", "COUNT=1", TODAY, today, Some(Rule::Feature), None),
        ("features = []", "COUNT=1", TODAY, today, Some(Rule::Feature), None),
        ("products = [\"cad\"]", "COUNT=1", TODAY, today, None, None),
        ("products = [\"CAM\"]", "COUNT=1", TODAY, today, Some(Rule::Product), None),
        ("files_per_day = 6", "COUNT=1", TODAY, today, None, None),
        ("files_per_day = 5", "COUNT=1", TODAY, today, Some(Rule::FilesPerDay), Some((5, 6))),
        ("files_per_day = 5", "COUNT=1", TODAY, yesterday, None, None),
        ("seats_per_day = 60", "COUNT=10", TODAY, today, None, None),
        ("seats_per_day = 60", "COUNT=11", TODAY, today, Some(Rule::SeatsPerDay), Some((60, 61))),
        ("seats_per_day = 60", "COUNT=60", TODAY, yesterday, None, None),
        ("seats_per_day = 60", "COUNT=UNLIMITED", TODAY, today, Some(Rule::SeatsPerDay), None),
        ("max_day_difference = 2", "COUNT=1", "2026-03-03", today, None, None),
        ("max_day_difference = 2", "COUNT=1", "2026-03-04", today, Some(Rule::DayDifference), Some((2, 3))),
        ("max_day_difference = 2", "COUNT=1", "2026-02-26", today, Some(Rule::DayDifference), Some((2, 3))),
    ] {
        let found = judge(policy, settings, issued, volume, false);
        let case = format!("{policy} | {settings} | {issued}: {found:?}");
        assert_eq!(found.as_ref().map(|denial| denial.rule), rule, "{case}");
        assert_eq!(found.as_ref().and_then(|denial| denial.limit.zip(denial.asked)), numbers, "{case}");
        // An approval lifts limits and nothing else.
        let approved = judge(policy, settings, issued, volume, true).map(|denial| denial.rule);
        assert_eq!(approved, rule.filter(|rule| !rule.is_limit()), "{case}");
    }
}

#[test]
fn a_list_of_products_asks_for_a_name() {
    let policy = Policy::parse("policy.toml", "products = [\"CAD\"]").unwrap();
    let license = license("COUNT=1");
    let denial = policy.judge(None, &[(day(TODAY), &license)], day(TODAY), Volume::default(), false);
    assert_eq!(denial.unwrap_err().rule, Rule::Product);
}

#[test]
fn a_mistake_is_told_with_line_and_hint() {
    for (text, expected) in [
        ("max_count = 1\nmax_cuont = 2\n", "policy.toml:2: unknown field `max_cuont`"),
        ("\n\nmax_count = \"many\"", "policy.toml:3: invalid type: string \"many\", expected u32"),
        ("max_count = -1", "policy.toml:1: invalid value: integer `-1`, expected u32"),
        ("max_count = 2147483648", "policy.toml: max_count: expected a whole number from 0 to 2147483647"),
        ("above_limit = \"ask\"", "policy.toml:1: unknown variant `ask`"),
        ("max_count = 1\nunlimited\n", "policy.toml:2: "),
    ] {
        let mistake = Policy::parse("policy.toml", text).unwrap_err().to_string();
        assert!(mistake.starts_with(expected), "{mistake}");
        assert_eq!(
            mistake.contains("\nhint: the keys are max_count, "),
            expected.contains("field"),
            "{mistake}"
        );
    }
}

#[test]
fn the_example_of_the_reference_is_a_policy() {
    let source = include_str!("../policy.rs");
    let example = source.lines().filter_map(|line| line.strip_prefix("//! "));
    let example: Vec<&str> = example.skip_while(|line| *line != "```toml").skip(1).collect();
    let example: Vec<&str> = example.into_iter().take_while(|line| *line != "```").collect();
    let policy = Policy::parse("policy.toml", &example.join("\n")).unwrap();
    assert_eq!((policy.max_count, policy.max_term_days), (1000, Some(1100)));
    assert_eq!(example.len(), KEYS.split(',').count());
}

#[test]
fn without_a_file_the_default_is_in_force() {
    let dir = tempfile::tempdir().unwrap();
    let (policy, text) = Policy::read(&dir.path().join("policy.toml")).unwrap();
    assert_eq!((policy, text.as_str()), (Policy::default(), ""));
}

#[test]
fn patterns() {
    for (pattern, name, expected) in [
        ("*", "", true),
        ("*", "anything", true),
        ("cad", "cad", true),
        ("cad", "cadx", false),
        ("cad*", "cad", true),
        ("*cad", "my-cad", true),
        ("*cad", "cad-my", false),
        ("a*b*c", "a-b-c", true),
        ("a*b*c", "a-c-b", false),
        ("ab*ba", "aba", false),
        ("a**b", "ab", true),
        ("", "", true),
        ("", "a", false),
    ] {
        assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
    }
}

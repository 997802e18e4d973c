//! Whole outputs, byte for byte.

use jiff::civil::{DateTime, date};
use lictor_types::{CivilDate, KeyType, Seats, Status, Version};

use super::*;

/// The samples of the format page, without the three lines above them.
const TEXT: &str = include_str!("../../tests/it/licstat/sample.txt");
const XML: &str = include_str!("../../tests/it/licstat/sample.xml");

fn day(text: &str) -> Option<CivilDate> {
    Some(CivilDate::parse(text).unwrap())
}

fn minute(day: i8, hour: i8, minute: i8) -> DateTime {
    date(2026, 3, day).at(hour, minute, 59, 0)
}

fn connected() -> Usage {
    Usage::Connected { login: minute(1, 9, 26), checkout: minute(1, 9, 29) }
}

fn borrowed() -> Usage {
    Usage::Borrowed { until: minute(9, 18, 0) }
}

fn person<'a>(user: &'a str, host: &'a str, address: &'a str, custom: &'a str) -> Person<'a> {
    Person { user, host, address, custom }
}

fn feature(name: &str, sharing: &[&str], users: Vec<User>) -> Feature {
    Feature {
        name: name.to_string(),
        version: Version::parse("21.0").ok(),
        vendor: "ACME".to_string(),
        start: day("2026-01-01"),
        end: day("2026-12-31"),
        key_type: KeyType::Exclusive,
        sharing: sharing.iter().map(ToString::to_string).collect(),
        used: users.iter().map(|user| u64::from(user.seats)).sum(),
        seats: Seats::Limited(10),
        denied: 0,
        users,
    }
}

fn server(place: &str, uptime_seconds: u64, features: Vec<Feature>) -> Server {
    let report = Report { version: "1.0".to_string(), uptime_seconds, features };
    Server { place: place.to_string(), answer: Answer::Report(report) }
}

fn silent(place: &str) -> Server {
    Server { place: place.to_string(), answer: Answer::Silence(Status::ServerUnreachable) }
}

fn render(layout: Layout, servers: Vec<Server>) -> String {
    layout.render(&Site { servers })
}

fn below_banner(text: &str) -> &str {
    let banner = format!(
        "Lictor status utility v{}\nCopyright (c) 2026 The Lictor developers\n\n",
        env!("CARGO_PKG_VERSION")
    );
    text.strip_prefix(&*banner).unwrap_or_else(|| panic!("no banner above {text}"))
}

/// The lines of one feature in one server.
fn text_of(feature: Feature) -> Vec<String> {
    let text = render(Layout::Text, vec![server("6242@lic1", 0, vec![feature])]);
    below_banner(&text).lines().skip(4).map(ToString::to_string).collect()
}

fn xml_of(feature: Feature) -> Vec<String> {
    let xml = render(Layout::Xml, vec![server("6242@lic1", 0, vec![feature])]);
    below_banner(&xml).lines().map(|line| line.trim_start().to_string()).collect()
}

/// Monitoring formats: the sample of `licstat`, byte for byte. The blank line that follows every
/// count line stands at the end too.
#[test]
fn the_sample_of_the_text() {
    let users = vec![
        User::new(person("ann", "ws17.example.org", "192.0.2.17", ""), 2, connected()),
        User::new(person("bob", "ws18", "192.0.2.18", ""), 1, borrowed()),
    ];
    let mesher = Feature {
        version: Version::parse("3.0").ok(),
        start: None,
        end: day("2026-06-30"),
        seats: Seats::Unlimited,
        ..feature("MESHER", &["CUSTOM", "VIRTUAL"], Vec::new())
    };
    let uptime = 3 * 86_400 + 12 * 3600 + 51;
    let features = vec![feature("SOLVER", &["HOST", "USER", "VIRTUAL"], users), mesher];
    let text = render(Layout::Text, vec![server("6242@lic1.example.org", uptime, features)]);
    assert_eq!(below_banner(&text), format!("{TEXT}\n"));
}

/// Monitoring formats: the sample of `licstatxml`, byte for byte.
#[test]
fn the_sample_of_the_xml() {
    let users = vec![
        User::new(person("ann", "ws17", "192.0.2.17", "ann:ws17"), 2, connected()),
        User::new(person("bob", "ws18", "192.0.2.18", "bob:ws18"), 1, borrowed()),
    ];
    let solver = feature("SOLVER", &["CUSTOM", "VIRTUAL"], users);
    let xml = render(Layout::Xml, vec![server("6242@lic1", 8 * 3600 + 38 * 60 + 33, vec![solver])]);
    assert_eq!(below_banner(&xml), XML);
}

/// Monitoring formats: by what a user shares, line by line.
#[test]
fn what_users_share_by() {
    let names = "    Shared on username: ann   Shared on hostname: ws17 ";
    let custom = "    Shared on custom string: ann:1 of 2";
    for (sharing, listed, expected) in [
        (&[][..], "NONE", &[][..]),
        (&["VIRTUAL"], "VIRTUAL", &[]),
        (&["HOST"], "HOST", &["    Shared on hostname: ws17 "]),
        (&["USER"], "USER", &["    Shared on username: ann "]),
        (&["HOST", "USER"], "HOST USER", &[names]),
        (&["CUSTOM"], "CUSTOM", &[custom]),
        (&["HOST", "USER", "CUSTOM", "CLOUD"], "HOST USER CUSTOM CLOUD", &[names, custom]),
    ] {
        let user = User::new(person("ann", "ws17", "192.0.2.17", "ann:1 of 2"), 1, connected());
        let lines = text_of(feature("SOLVER", sharing, vec![user.clone()]));
        let fixed = [
            "----------------------------------------",
            "Feature: SOLVER Version: 21.0 Vendor: ACME",
            "Start date: 2026-01-01 Expire date: 2026-12-31",
            &format!("Key type: EXCLUSIVE License sharing: {listed}"),
            "",
            "1 of 10 license(s) used:",
            "",
            "1 license(s) used by ann@ws17 [192.0.2.17]",
            "    Login time: 2026-03-01 09:26   Checkout time: 2026-03-01 09:29 ",
        ];
        assert_eq!(lines, [&fixed[..], expected].concat(), "{sharing:?}");
        let xml = xml_of(feature("SOLVER", sharing, vec![user]));
        assert!(xml[2].ends_with(&format!(" SHARE=\"{}\">", sharing.join(" ,"))), "{xml:?}");
        assert!(xml[3].ends_with(" SHARE_CUSTOM=\"ann:1 of 2\"/>"), "{xml:?}");
    }
}

/// Monitoring formats: names and addresses that no reader trips over.
#[test]
fn names_and_addresses() {
    for (user, host, address, expected) in [
        ("ann", "ws17", "192.0.2.17", "ann@ws17 [192.0.2.17]"),
        ("ann lee", "ws_17", "192.0.2.17", "ann_lee@ws-17 [192.0.2.17]"),
        ("ann@corp.example", "ws17 b", "::ffff:192.0.2.17", "ann_corp.example@ws17-b [192.0.2.17]"),
        ("CORP\\Ann", "WS17", "2001:db8::17", "CORP\\Ann@WS17 [0.0.0.0]"),
        ("a\tb\u{a0}c\nd\u{2028}e", "wörk", "local", "a_b_c_d_e@w-rk [127.0.0.1]"),
        ("jürgen", "[::1]", "::1", "jürgen@---1- [0.0.0.0]"),
        ("", "", "", "unknown@unknown [0.0.0.0]"),
    ] {
        let user = User::new(person(user, host, address, ""), 1, connected());
        let lines = text_of(feature("SOLVER", &[], vec![user]));
        assert_eq!(lines[7], format!("1 license(s) used by {expected}"));
    }
}

/// Monitoring formats: the XML stays well formed whatever names and strings hold, and borrowed users
/// alone have six attributes.
#[test]
fn xml_is_escaped() {
    let custom = "<a b=\"c\">&'\u{1}\u{fffe}";
    let users = vec![
        User::new(person("o'neil", "ws17", "local", custom), 2, connected()),
        User::new(person("a&b", "ws18", "", ""), 1, borrowed()),
    ];
    let xml = xml_of(feature("F&F", &[], users));
    assert_eq!(
        xml[2..6],
        [
            "<FEATURE NAME=\"F&amp;F\" VERSION=\"21.0\" VENDOR=\"ACME\" START=\"2026-01-01\" \
             END=\"2026-12-31\" USED_LICENSES=\"3\" TOTAL_LICENSES=\"10\" DENIED_LICENSES=\"0\" \
             SHARE=\"\">",
            "<USER NAME=\"o&apos;neil\" HOST=\"ws17\" IP=\"127.0.0.1\" USED_LICENSES=\"2\" \
             LOGIN_TIME=\"2026-03-01 09:26\" CHECKOUT_TIME=\"2026-03-01 09:29\" \
             SHARE_CUSTOM=\"&lt;a b=&quot;c&quot;&gt;&amp;&apos;__\"/>",
            "<USER NAME=\"a&amp;b\" HOST=\"ws18\" IP=\"0.0.0.0\" USED_LICENSES=\"1\" \
             BORROW_EXPIRE_TIME=\"2026-03-09 18:00\" SHARE_CUSTOM=\"\"/>",
            "</FEATURE>",
        ]
    );
}

/// UPG-15: what is not served any more but in use has no version and no dates. Held seats (HLD-01)
/// are used by nobody, so the count has no colon.
#[test]
fn upg_15_a_pool_without_a_base() {
    let rest = Feature {
        version: None,
        start: None,
        end: None,
        used: 4,
        seats: Seats::NONE,
        denied: 7,
        ..feature("SOLVER", &[], Vec::new())
    };
    assert_eq!(
        text_of(rest.clone())[1..],
        [
            "Feature: SOLVER Version: 0.0 Vendor: ACME",
            "Start date: NONE Expire date: NONE",
            "Key type: EXCLUSIVE License sharing: NONE",
            "",
            "4 of 0 license(s) used",
            "",
        ]
    );
    assert_eq!(
        xml_of(rest)[2],
        "<FEATURE NAME=\"SOLVER\" VERSION=\"0.0\" VENDOR=\"ACME\" START=\"NONE\" END=\"NONE\" \
         USED_LICENSES=\"4\" TOTAL_LICENSES=\"0\" DENIED_LICENSES=\"7\" SHARE=\"\">"
    );
}

/// Monitoring formats: several servers, of which one does not answer.
#[test]
fn several_servers() {
    let servers = || vec![server("6242@lic1", 59, Vec::new()), silent("7000@lic2")];
    let silence = "++++++++++++++++++++++++++++++++++++++++\n\
                   LM-X license server(s):\n\
                   ----------------------------------------\n\
                   There are no license server(s) available.\n";
    let text = render(Layout::Text, servers());
    let head = "++++++++++++++++++++++++++++++++++++++++\n\
                LM-X License Server on 6242@lic1:\n\n\
                Server version: v1.0 Uptime: 0 day(s) 0 hour(s) 0 min(s) 59 sec(s)\n";
    assert_eq!(below_banner(&text), format!("{head}{silence}"));
    assert_eq!(below_banner(&render(Layout::Text, Vec::new())), silence);
    let xml = render(Layout::Xml, servers());
    assert_eq!(
        below_banner(&xml),
        "<LICENSES>\n   \
            <LICENSE_PATH TYPE=\"NETWORK\" HOST=\"6242@lic1\" SERVER_VERSION=\"1.0\" \
            UPTIME=\"0 hour(s) 0 min(s) 59 sec(s)\" STATUS=\"SUCCESS\">\n   \
            </LICENSE_PATH>\n   \
            <LICENSE_PATH TYPE=\"NETWORK\" HOST=\"7000@lic2\" SERVER_VERSION=\"\" UPTIME=\"\" \
            STATUS=\"SERVER_UNREACHABLE\">\n   \
            </LICENSE_PATH>\n\
         </LICENSES>\n"
    );
    assert_eq!(below_banner(&render(Layout::Xml, Vec::new())), "<LICENSES>\n</LICENSES>\n");
}

/// Monitoring formats: days are four words of the text, and stand in the XML only if there are any.
#[test]
fn uptimes() {
    for (uptime_seconds, text, xml) in [
        (0, "0 day(s) 0 hour(s) 0 min(s) 0 sec(s)", "0 hour(s) 0 min(s) 0 sec(s)"),
        (86_399, "0 day(s) 23 hour(s) 59 min(s) 59 sec(s)", "23 hour(s) 59 min(s) 59 sec(s)"),
        (86_400 * 10 + 61, "10 day(s) 0 hour(s) 1 min(s) 1 sec(s)", "10 day(s) 0 hour(s) 1 min(s) 1 sec(s)"),
    ] {
        let report = Report { version: String::new(), uptime_seconds, features: Vec::new() };
        assert_eq!((report.uptime().as_str(), report.uptime_in_short().as_str()), (text, xml));
    }
}

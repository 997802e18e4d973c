//! Tables of licenses and what they make of each other.

use super::*;
use crate::local::tests::{DAY_MS, NOON_MS, here};
use crate::mint::{Mint, settings};

/// `SERIAL SETTING=value…` or `f2:SERIAL SETTING=value…` of another feature; `@m` in front ties
/// the license to another machine.
fn license(mint: &Mint, text: &str) -> License {
    let (elsewhere, text) = text.strip_prefix('@').map_or((false, text), |text| (true, text));
    let (serial, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (feature, serial) = serial.split_once(':').unwrap_or(("f1", serial));
    let host = "<CLIENT_HOSTID><SETTING HOSTNAME=\"elsewhere\"/></CLIENT_HOSTID>";
    let body = settings(rest).replace("SERIAL:", "SERIAL=").replace("FEATURE:", "FEATURE=");
    mint.sign(feature, serial, &format!("{body}{}", if elsewhere { host } else { "" }))
}

fn judged(licenses: &[License], wall_ms: u64) -> String {
    let days = Days::at(wall_ms, Some(0));
    let member = |license| Member { license, content: License::content_digest(license), days };
    let members: Vec<_> = licenses.iter().map(member).collect();
    let standings = standings(&members, &Place { wall_ms, ..here() });
    let words = standings.iter().map(|standing| match standing.other {
        Some(other) => format!("{}>{other}", standing.reason),
        None => standing.reason.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// KEY-06: SUPERSEDES and REPLACES among local licenses of one vendor, in both orders of loading.
#[test]
fn key_06_local_licenses_void_each_other() {
    let mint = Mint::new("ACME", 1);
    for (licenses, expected) in [
        (&["a", "b SUPERSEDES=a"][..], "superseded>1 none"),
        (&["b SUPERSEDES=a", "a"], "none superseded>0"),
        (&["a", "b SUPERSEDES=a START=2026-07-01"], "none not_started"),
        (&["a", "b SUPERSEDES=a END=2026-06-14"], "superseded>1 expired"),
        (&["a", "@b SUPERSEDES=a"], "none wrong_server"),
        (&["a END=2026-01-01", "b SUPERSEDES=a"], "expired none"),
        (&["a", "b SUPERSEDES=a,c", "c SUPERSEDES=d", "d"], "superseded>1 none superseded>1 superseded>2"),
        (&["a SUPERSEDES=b", "b SUPERSEDES=a"], "supersedes_itself supersedes_itself"),
        (&["a SUPERSEDES=b", "b SUPERSEDES=c", "c SUPERSEDES=b"], "none supersedes_itself supersedes_itself"),
        (&["a", "b REPLACES=SERIAL:a"], "replaced>1 none"),
        (&["a", "b REPLACES=SERIAL:x"], "none replaced_missing"),
        (&["a", "c", "f2:b REPLACES=FEATURE:F1"], "replaced>2 replaced>2 none"),
        (&["a", "f2:b REPLACES=FEATURE:f3"], "none replaced_missing"),
        (&["a", "b REPLACES=FEATURE:f1"], "none supersedes_itself"),
        (&["a", "b REPLACES=SERIAL:x SUPERSEDES=a"], "none replaced_missing"),
    ] {
        let licenses: Vec<License> = licenses.iter().map(|text| license(&mint, text)).collect();
        assert_eq!(judged(&licenses, NOON_MS), expected);
    }
}

/// KEY-06: a superseding license acts from its START, and stays after its END.
#[test]
fn key_06_from_start_and_after_end() {
    let mint = Mint::new("ACME", 1);
    let licenses = ["a", "b SUPERSEDES=a START=2026-06-16 END=2026-06-16"].map(|text| license(&mint, text));
    for (days, expected) in [(0, "none not_started"), (1, "superseded>1 none"), (2, "superseded>1 expired")] {
        assert_eq!(judged(&licenses, NOON_MS + days * DAY_MS), expected);
    }
}

/// KEY-06: a serial names a license of its own vendor only.
#[test]
fn key_06_vendors_do_not_void_each_other() {
    let (acme, other) = (Mint::new("ACME", 1), Mint::new("OTHER", 2));
    let licenses = [license(&acme, "a"), license(&other, "b SUPERSEDES=a"), license(&other, "a")];
    assert_eq!(judged(&licenses, NOON_MS), "none none superseded>1");
}

/// UPG-09: copies count once, and a serial is not used twice.
#[test]
fn upg_09_copies_of_local_licenses() {
    let mint = Mint::new("ACME", 1);
    let licenses = ["a", "a", "a DATA=x"].map(|text| license(&mint, text));
    assert_eq!(judged(&licenses, NOON_MS), "none same_serial>0 serial_reused>0");
}

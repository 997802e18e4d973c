//! The typed values of settings, and how each is read from its text (section 2).

use lictor_types::limits::SEATS_MAX;
use lictor_types::{CivilDate, FeatureName, KeyId, KeyType, Seats, Serial, VendorName, Version};

use crate::certificate::Certificate;
use crate::share::Share;

/// One TOKEN_DEPENDENCY: what one token costs (KEY-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The feature that is taken.
    pub feature: FeatureName,
    /// In which version.
    pub version: Version,
    /// How many seats of it, at least 1.
    pub count: u32,
}

/// USERBASED or HOSTBASED: how many seats belong to named users or hosts (NAM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedSeats {
    /// So many.
    Count(u32),
    /// All that the pool has (UPG-13).
    All,
}

/// REPLACES: the license that must be present and is then superseded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replaces {
    /// Every other license of this feature.
    Feature(FeatureName),
    /// The license with this serial.
    Serial(Serial),
}

/// What the settings of one feature say. Texts that are only reported are not here; they are
/// looked up in the settings as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Values {
    pub(crate) vendor: Option<VendorName>,
    pub(crate) serial: Option<Serial>,
    pub(crate) issued: Option<CivilDate>,
    pub(crate) key_id: Option<KeyId>,
    pub(crate) certificate: Option<Box<Certificate>>,
    pub(crate) key: Option<[u8; 64]>,
    pub(crate) major: Option<u16>,
    pub(crate) minor: Option<u16>,
    pub(crate) count: Option<Seats>,
    pub(crate) key_type: Option<KeyType>,
    pub(crate) start: Option<CivilDate>,
    pub(crate) end: Option<CivilDate>,
    pub(crate) share: Share,
    pub(crate) supersedes: Vec<Serial>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) soft_limit: Option<u32>,
    pub(crate) hal_servers: Option<u8>,
    pub(crate) borrow_hours: Option<u16>,
    pub(crate) grace_hours: Option<u8>,
    pub(crate) hold_seconds: Option<u32>,
    pub(crate) min_checkout_seconds: Option<u32>,
    pub(crate) user_based: Option<NamedSeats>,
    pub(crate) host_based: Option<NamedSeats>,
    pub(crate) hostid_match_rate: Option<u8>,
    pub(crate) zone: Option<String>,
    pub(crate) system_clock_check: bool,
    pub(crate) platforms: Vec<String>,
    pub(crate) time_zones: Vec<i8>,
    pub(crate) replaces: Option<Replaces>,
    pub(crate) maintenance_start: Option<CivilDate>,
    pub(crate) maintenance_end: Option<CivilDate>,
}

/// A whole number within bounds: ASCII digits without sign, blanks or leading zeros (FIL-06).
pub(crate) fn number(text: &str, min: u32, max: u32) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| plain && (min..=max).contains(number))
}

/// The same for the smaller types.
pub(crate) fn small<T: TryFrom<u32>>(text: &str, min: u32, max: u32) -> Option<T> {
    T::try_from(number(text, min, max)?).ok()
}

/// Exactly so many bytes in lower-case hex.
pub(crate) fn hex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    let lower = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok().filter(|()| lower)?;
    Some(bytes)
}

/// Items joined by commas, at least one, every one good.
pub(crate) fn list<T>(text: &str, item: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(item).collect()
}

pub(crate) fn named_seats(text: &str) -> Option<NamedSeats> {
    if text == "ALL" {
        return Some(NamedSeats::All);
    }
    number(text, 1, SEATS_MAX).map(NamedSeats::Count)
}

/// `FEATURE=name VERSION=major.minor COUNT=n`.
pub(crate) fn dependency(text: &str) -> Option<Dependency> {
    let mut words = text.split(' ');
    let feature = words.next()?.strip_prefix("FEATURE=")?;
    let (major, minor) = words.next()?.strip_prefix("VERSION=")?.split_once('.')?;
    let count = words.next()?.strip_prefix("COUNT=")?;
    let part = |text| small(text, 0, u32::from(Version::PART_MAX));
    let dependency = Dependency {
        feature: FeatureName::parse(feature).ok()?,
        version: Version::new(part(major)?, part(minor)?)?,
        count: number(count, 1, SEATS_MAX)?,
    };
    words.next().is_none().then_some(dependency)
}

pub(crate) fn replaces(text: &str) -> Option<Replaces> {
    match text.split_once('=')? {
        ("FEATURE", name) => FeatureName::parse(name).ok().map(Replaces::Feature),
        ("SERIAL", serial) => Serial::parse(serial).ok().map(Replaces::Serial),
        _ => None,
    }
}

/// The form of an IANA name; whether the zone exists is for whoever has the database.
pub(crate) fn zone(text: &str) -> Option<String> {
    let segment = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
    };
    let good = text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split('/').all(segment);
    good.then(|| text.to_owned())
}

/// `system-architecture`, in lower case.
pub(crate) fn platform(text: &str) -> Option<String> {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let (system, architecture) = text.split_once('-')?;
    (text.len() <= 64 && part(system) && part(architecture)).then(|| text.to_owned())
}

/// Whole hours from -12 to 14.
pub(crate) fn offset(text: &str) -> Option<i8> {
    match text.strip_prefix('-') {
        Some(west) => small::<i8>(west, 1, 12).map(|hours| -hours),
        None => small(text, 0, 14),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIL-06: integers are ASCII digits without sign, blanks or leading zeros.
    #[test]
    fn fil_06_numbers() {
        for (text, expected) in [
            ("0", Some(0)),
            ("7", Some(7)),
            ("9999", Some(9999)),
            ("10000", None),
            ("00", None),
            ("07", None),
            ("+7", None),
            ("-7", None),
            (" 7", None),
            ("7 ", None),
            ("٧", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(text, 0, 9999), expected, "{text:?}");
        }
    }

    #[test]
    fn time_zone_offsets() {
        for (text, expected) in [
            ("-12", Some(-12)),
            ("14", Some(14)),
            ("0", Some(0)),
            ("-13", None),
            ("15", None),
            ("-0", None),
            ("+1", None),
            ("--1", None),
        ] {
            assert_eq!(offset(text), expected, "{text}");
        }
    }

    /// KEY-04: the form of a dependency.
    #[test]
    fn key_04_dependencies() {
        let good = dependency("FEATURE=suite VERSION=2.10 COUNT=5").unwrap();
        assert_eq!(
            (good.feature.as_str(), good.version, good.count),
            ("suite", Version::new(2, 10).unwrap(), 5)
        );
        for text in [
            "",
            "FEATURE=suite",
            "FEATURE=suite VERSION=2 COUNT=5",
            "FEATURE=suite VERSION=2.01 COUNT=5",
            "FEATURE=suite VERSION=2.0 COUNT=0",
            "FEATURE=suite VERSION=2.0 COUNT=1 ",
            "FEATURE=suite  VERSION=2.0 COUNT=1",
            "FEATURE= VERSION=2.0 COUNT=1",
            "VERSION=2.0 FEATURE=suite COUNT=1",
            "FEATURE=suite VERSION=2.0 COUNT=1 COUNT=1",
        ] {
            assert_eq!(dependency(text), None, "{text}");
        }
    }

    #[test]
    fn zones_and_platforms_have_a_form() {
        let zones =
            ["Europe/Vienna", "UTC", "Etc/GMT+5", "America/Argentina/Ushuaia", "America/Port-au-Prince"];
        assert!(zones.into_iter().all(|text| zone(text).is_some()));
        assert!(
            ["", "/UTC", "Europe/", "../etc", "Europe//Vienna", "+05"].into_iter().all(|t| zone(t).is_none())
        );
        assert!(["linux-x86_64", "windows-aarch64"].into_iter().all(|text| platform(text).is_some()));
        assert!(
            ["", "linux", "Linux-x86_64", "linux-", "linux-a-b"].into_iter().all(|t| platform(t).is_none())
        );
    }
}

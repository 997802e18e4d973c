//! A license in one line.

use lictor_engine::{Dependency, LicenseEntry, Replaces};
use lictor_types::{
    Digest, FeatureName, HostId, HostIdBlock, HostIdType, KeyType, Seats, Serial, VendorName, Version,
};

use super::words::{Words, hours};
use crate::world::{BEGIN_MS, date, license};

/// `SERIAL FEATURE KIND xN` and settings.
pub(crate) fn parse(mut words: Words<'_>) -> LicenseEntry {
    let mut entry = license(words.next(), words.next(), 1);
    entry.key_type = KeyType::parse(&words.next().to_uppercase()).unwrap();
    entry.seats = match words.next() {
        "unlimited" => Seats::Unlimited,
        count => Seats::Limited(count.strip_prefix('x').unwrap().parse().unwrap()),
    };
    while let Some(word) = words.peek() {
        words.next();
        setting(&mut entry, word, words.next());
    }
    entry
}

fn setting(entry: &mut LicenseEntry, name: &str, value: &str) {
    match name {
        "from" => entry.start = Some(date(value)),
        "until" => entry.end = Some(date(value)),
        "version" => entry.version = Version::parse(value).unwrap(),
        "zone" => entry.zone = value.parse().unwrap(),
        "supersedes" => entry.supersedes.push(Serial::parse(value).unwrap()),
        "replaces" => entry.replaces = Some(Replaces::Serial(Serial::parse(value).unwrap())),
        "replaces-feature" => entry.replaces = Some(Replaces::Feature(FeatureName::parse(value).unwrap())),
        "soft" => entry.soft_limit = Some(value.parse().unwrap()),
        "share" => match value {
            "host" => entry.share.host = true,
            "user" => entry.share.user = true,
            "custom" => entry.share.custom = true,
            other => panic!("share {other}"),
        },
        "hold" => entry.hold_seconds = value.parse().unwrap(),
        "min" => entry.min_checkout_seconds = value.parse().unwrap(),
        "users" => entry.user_based = Some(named(value)),
        "hosts" => entry.host_based = Some(named(value)),
        "borrow" => entry.borrow_hours = hours(value),
        "end-after" => entry.end_ms = Some(BEGIN_MS + u64::from(hours(value)) * 3_600_000),
        "needs" => entry.dependencies.push(dependency(value)),
        "vendor" => entry.vendor = VendorName::parse(value).unwrap(),
        "content" => entry.content = Digest([value.as_bytes()[0]; 32]),
        "platform" => entry.platforms.push(value.into()),
        "hour" => entry.time_zones.push(value.parse().unwrap()),
        "host" => {
            let ids = vec![HostId::new(HostIdType::Hostname, value).unwrap()];
            entry.client_hosts.push(HostIdBlock { ids });
        }
        other => panic!("license … {other}"),
    }
}

/// `3`, or `all`.
fn named(value: &str) -> Seats {
    match value {
        "all" => Seats::Unlimited,
        seats => Seats::Limited(seats.parse().unwrap()),
    }
}

/// `f1=2` or `f1=2v1.5`: the feature, how many and which version.
fn dependency(value: &str) -> Dependency {
    let (feature, cost) = value.split_once('=').expect("a dependency as f1=2");
    let (count, version) = match cost.split_once('v') {
        Some((count, version)) => (count, Version::parse(version).unwrap()),
        None => (cost, Version::DEFAULT),
    };
    Dependency { feature: FeatureName::parse(feature).unwrap(), version, count: count.parse().unwrap() }
}

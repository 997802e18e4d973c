//! A license in one line.

use lictor_engine::{LicenseEntry, Replaces};
use lictor_types::{
    Digest, FeatureName, HostId, HostIdBlock, HostIdType, KeyType, Seats, Serial, VendorName, Version,
};

use super::words::Words;
use crate::world::{date, license};

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

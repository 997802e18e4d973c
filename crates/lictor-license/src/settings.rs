//! Every setting, defined once: validation, canonical order and the reference come from this table
//! (section 2).

use lictor_types::limits::SEATS_MAX;
use lictor_types::{CivilDate, KeyId, KeyType, Seats, Serial, VendorName, Version};

use crate::certificate::Certificate;
use crate::share::Share;
use crate::values::{self, Values, hex_array, list, number, small};

/// Which licenses may carry a setting (FIL-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Network licenses only.
    Network,
    /// Network and local licenses.
    Both,
}

/// One setting.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// Which licenses may carry it.
    pub scope: Scope,
    /// Whether an upgrade may carry it (UPG-07).
    pub upgrade: bool,
    /// Whether it may stand more than once.
    pub repeats: bool,
    /// What a good value is.
    pub expects: &'static str,
    /// What it means.
    pub meaning: &'static str,
    take: fn(&mut Values, &str) -> Option<()>,
}

impl Definition {
    /// Reads a value; `None` if it is not of the form or out of range.
    pub(crate) fn take(&self, values: &mut Values, text: &str) -> Option<()> {
        (self.take)(values, text)
    }
}

/// The definition of a name.
pub(crate) fn definition(name: &str) -> Option<&'static Definition> {
    SETTINGS.iter().find(|definition| definition.name == name)
}

/// Whether a name is one of the extensions that are signed, reported and otherwise ignored (FIL-05).
pub(crate) fn is_extension(name: &str) -> bool {
    name.strip_prefix("X_").is_some_and(|rest| {
        (1..=62).contains(&rest.len())
            && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    })
}

/// The two settings that hold the signature and are therefore not signed (FIL-03).
pub(crate) const UNSIGNED: [&str; 2] = ["KEY", "KEYCERT"];

const DATE: &str = "a real calendar day as YYYY-MM-DD, from 1970-01-01 to 9999-12-31";
const COUNT: &str = "a whole number from 1 to 2147483647, or UNLIMITED";
const NAMED: &str = "a whole number from 1 to 2147483647, or ALL";
const PART: &str = "a whole number from 0 to 9999";
const SECONDS: &str = "a whole number of seconds from 1 to 31536000";
const TEXT: &str = "a text of at most 8192 characters";
const SECONDS_MAX: u32 = 31_536_000;

const fn both(
    name: &'static str,
    expects: &'static str,
    meaning: &'static str,
    take: fn(&mut Values, &str) -> Option<()>,
) -> Definition {
    Definition { name, scope: Scope::Both, upgrade: false, repeats: false, expects, meaning, take }
}

const fn network(
    name: &'static str,
    expects: &'static str,
    meaning: &'static str,
    take: fn(&mut Values, &str) -> Option<()>,
) -> Definition {
    Definition { scope: Scope::Network, ..both(name, expects, meaning, take) }
}

const fn text(name: &'static str, meaning: &'static str) -> Definition {
    both(name, TEXT, meaning, |_, _| Some(()))
}

impl Definition {
    const fn on_upgrades(self) -> Self {
        Self { upgrade: true, ..self }
    }

    const fn repeatable(self) -> Self {
        Self { repeats: true, ..self }
    }
}

/// All settings but the extensions, in the order of section 2.
pub const SETTINGS: &[Definition] = &[
    both(
        "VENDOR",
        "a vendor name of 1 to 32 letters A–Z, digits or _, a letter first",
        "who signed",
        |v, t| {
            v.vendor = Some(VendorName::parse(t).ok()?);
            Some(())
        },
    )
    .on_upgrades(),
    both("KEYID", "16 lower-case hex digits", "which key signed", |v, t| {
        v.key_id = Some(KeyId::parse(t)?);
        Some(())
    })
    .on_upgrades(),
    both("KEYCERT", "a certificate in lower-case hex", "the root's certificate of that key", |v, t| {
        v.certificate = Some(Box::new(Certificate::parse(t).ok()?));
        Some(())
    })
    .on_upgrades(),
    both("KEY", "a signature of 128 lower-case hex digits", "the signature", |v, t| {
        v.key = Some(hex_array(t)?);
        Some(())
    })
    .on_upgrades(),
    both("SERIAL", "1 to 64 letters, digits or _ - . :", "names this license everywhere", |v, t| {
        v.serial = Some(Serial::parse(t).ok()?);
        Some(())
    })
    .on_upgrades(),
    both("ISSUED", DATE, "the day it was signed; TODAY in a template", |v, t| {
        v.issued = Some(CivilDate::parse(t).ok()?);
        Some(())
    })
    .on_upgrades(),
    both("MAJOR_VERSION", PART, "highest version served, first part, default 1", |v, t| {
        v.major = Some(small(t, 0, u32::from(Version::PART_MAX))?);
        Some(())
    }),
    both("MINOR_VERSION", PART, "highest version served, second part, default 0", |v, t| {
        v.minor = Some(small(t, 0, u32::from(Version::PART_MAX))?);
        Some(())
    }),
    network("COUNT", COUNT, "seats", |v, t| {
        v.count = Some(Seats::parse(t).ok()?);
        Some(())
    })
    .on_upgrades(),
    network(
        "KEYTYPE",
        "EXCLUSIVE, ADDITIVE, UPGRADE or TOKEN",
        "how it joins pools, default EXCLUSIVE",
        |v, t| {
            v.key_type = Some(KeyType::parse(t)?);
            Some(())
        },
    )
    .on_upgrades(),
    both("START", DATE, "first day of validity", |v, t| {
        v.start = Some(CivilDate::parse(t).ok()?);
        Some(())
    })
    .on_upgrades(),
    both("END", DATE, "last day of validity; 9999-12-31 means none", |v, t| {
        v.end = Some(CivilDate::parse(t).ok()?);
        Some(())
    })
    .on_upgrades(),
    both(
        "SHARE",
        "flags joined by |, each once: HOST USER CUSTOM VIRTUAL CLOUD, and TERMINALSERVER or SINGLE",
        "what sessions may share, and on which machines it may stand",
        |v, t| {
            v.share = Share::parse(t)?;
            Some(())
        },
    )
    .on_upgrades(),
    both(
        "SUPERSEDES",
        "serials joined by commas, without blanks",
        "licenses that this one makes void",
        |v, t| {
            v.supersedes = list(t, |item| Serial::parse(item).ok())?;
            Some(())
        },
    )
    .on_upgrades(),
    network(
        "TOKEN_DEPENDENCY",
        "FEATURE=name VERSION=major.minor COUNT=n",
        "what one token costs; with KEYTYPE=TOKEN",
        |v, t| {
            v.dependencies.push(values::dependency(t)?);
            Some(())
        },
    )
    .repeatable(),
    network("SOFTLIMIT", "a whole number below COUNT", "above it grants succeed as soft_limit", |v, t| {
        v.soft_limit = Some(number(t, 0, SEATS_MAX)?);
        Some(())
    }),
    network("HAL_SERVERS", "3", "served only by a cluster", |v, t| {
        v.hal_servers = Some(small(t, 3, 3)?);
        Some(())
    })
    .on_upgrades(),
    network("BORROW", "a whole number of hours from 1 to 8760", "how long it may be borrowed", |v, t| {
        v.borrow_hours = Some(small(t, 1, 8760)?);
        Some(())
    }),
    network(
        "GRACE",
        "a whole number of hours from 1 to 168",
        "how long it works without a server",
        |v, t| {
            v.grace_hours = Some(small(t, 1, 168)?);
            Some(())
        },
    ),
    network("HOLD", SECONDS, "how long seats stay charged after checkin", |v, t| {
        v.hold_seconds = Some(number(t, 1, SECONDS_MAX)?);
        Some(())
    }),
    network("MIN_CHECKOUT", SECONDS, "how long seats are charged at least", |v, t| {
        v.min_checkout_seconds = Some(number(t, 1, SECONDS_MAX)?);
        Some(())
    }),
    network("USERBASED", NAMED, "seats that belong to named users", |v, t| {
        v.user_based = Some(values::named_seats(t)?);
        Some(())
    }),
    network("HOSTBASED", NAMED, "seats that belong to named hosts", |v, t| {
        v.host_based = Some(values::named_seats(t)?);
        Some(())
    }),
    both(
        "HOSTID_MATCH_RATE",
        "a whole number from 0 to 100",
        "how many percent of host-id types must match",
        |v, t| {
            v.hostid_match_rate = Some(small(t, 0, 100)?);
            Some(())
        },
    )
    .on_upgrades(),
    both("ZONE", "SERVER or the IANA name of a time zone", "whose midnight START and END mean", |v, t| {
        v.zone = Some(values::zone(t)?).filter(|zone| zone != "SERVER");
        Some(())
    }),
    both(
        "SYSTEMCLOCKCHECK",
        "TRUE or FALSE",
        "whether a client whose clock was set back is refused",
        |v, t| {
            v.system_clock_check = match t {
                "TRUE" => true,
                "FALSE" => false,
                _ => return None,
            };
            Some(())
        },
    ),
    both(
        "PLATFORMS",
        "platforms as linux-x86_64, joined by commas, without blanks",
        "where it may be used",
        |v, t| {
            v.platforms = list(t, values::platform)?;
            Some(())
        },
    ),
    both(
        "TIME_ZONES",
        "whole hours from -12 to 14, joined by commas, without blanks",
        "client offsets allowed",
        |v, t| {
            v.time_zones = list(t, values::offset)?;
            Some(())
        },
    ),
    both(
        "REPLACES",
        "FEATURE=name or SERIAL=serial",
        "valid only if that license is present, which it supersedes",
        |v, t| {
            v.replaces = Some(values::replaces(t)?);
            Some(())
        },
    ),
    both("MAINTENANCE_START", DATE, "first day of maintenance, reported", |v, t| {
        v.maintenance_start = Some(CivilDate::parse(t).ok()?);
        Some(())
    }),
    both("MAINTENANCE_END", DATE, "last day of maintenance, reported", |v, t| {
        v.maintenance_end = Some(CivilDate::parse(t).ok()?);
        Some(())
    }),
    text("LICENSEE", "who may use it, reported"),
    text("SN", "the vendor's own serial number, reported"),
    text("DATA", "text for the application, reported"),
    text("COMMENT", "a remark, reported"),
    text("OPTIONS", "options of the application, reported"),
    text("KEY_COMMENT", "a remark on the key, reported"),
];

//! What the office asks to be signed: typed terms, and the template they make.

use std::collections::BTreeMap;
use std::fmt;

use lictor_types::{CivilDate, HostIdType};
use serde::{Deserialize, Serialize};

use crate::signer::denial::{Denial, Rule};
use crate::signer::record::digest;
use crate::time::Time;

/// Longest request id.
pub const REQUEST_ID_BYTES_MAX: usize = 128;
/// Most features of one file.
pub const FEATURES_MAX: usize = 1000;

/// "Sign this license": one file of one or more features.
///
/// The terms are typed, so nobody can slip a setting into a text; the signer writes the template.
/// Sending the same `id` again gives the bytes that were signed first, also after a restart; `at`
/// and `issued` may differ then, everything else must be equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignRequest {
    /// Names the request for ever: 1 to 128 visible ASCII characters.
    pub id: String,
    /// The office's clock when it asked; the record keeps it beside the signer's own.
    pub at: Time,
    /// ISSUED: the office's day, or an earlier one where several files must carry the same.
    #[serde(with = "lictor_entitle::civil")]
    pub issued: CivilDate,
    /// The product the file is for, for the policy and the record; not written into the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Who asked in the office, for the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The features, in the order of the file.
    pub features: Vec<Feature>,
}

/// How a license joins pools (KEYTYPE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// The base of a pool, or a local license.
    #[default]
    Exclusive,
    /// A pool beside the base.
    Additive,
    /// Seats added to the base.
    Upgrade,
    /// Served from other features.
    Token,
}

/// A number of seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// 1 to 2147483647.
    Limited(u32),
    /// Without limit.
    Unlimited,
}

/// How many seats belong to named users or hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// So many.
    Count(u32),
    /// All of them.
    All,
}

/// The highest version served, each part 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// First part.
    pub major: u16,
    /// Second part.
    pub minor: u16,
}

/// A flag of SHARE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Share {
    /// Sessions of one host share seats.
    Host,
    /// Sessions of one user share seats.
    User,
    /// Sessions with one custom string share seats.
    Custom,
    /// A license with host ids may stand on a virtual machine.
    Virtual,
    /// A license with host ids may stand on a cloud instance.
    Cloud,
    /// A local license may be used in terminal sessions.
    TerminalServer,
    /// A local license may be used once per machine.
    Single,
}

/// One host id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostId {
    /// The type by its name in license files, for example `HOSTNAME`.
    pub kind: String,
    /// The value.
    pub value: String,
}

/// One machine: host ids that must match together.
pub type HostBlock = Vec<HostId>;

/// What one token costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// The feature it is taken from.
    pub feature: String,
    /// The version that feature must have.
    pub version: Version,
    /// Seats of that feature for each token.
    pub count: u32,
}

/// The terms of one feature. Which kinds may carry what is decided by the rules of license files;
/// a request that breaks one is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// KEYTYPE.
    pub kind: Kind,
    /// MAJOR_VERSION and MINOR_VERSION.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// COUNT; without it (and without dependencies) the license is local.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// START: the first day.
    #[serde(with = "lictor_entitle::civil::option", skip_serializing_if = "Option::is_none")]
    pub start: Option<CivilDate>,
    /// END: the last day.
    #[serde(with = "lictor_entitle::civil::option", skip_serializing_if = "Option::is_none")]
    pub end: Option<CivilDate>,
    /// ZONE: an IANA name, whose midnight START and END mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The servers that may serve it: alternatives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub server_hosts: Vec<HostBlock>,
    /// The machines that may use it: alternatives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub client_hosts: Vec<HostBlock>,
    /// HOSTID_MATCH_RATE, 0 to 100 percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_match_rate: Option<u8>,
    /// SHARE.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub share: Vec<Share>,
    /// SERIAL; made of random bits if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// SUPERSEDES: serials of licenses that this one makes void.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<String>,
    /// TOKEN_DEPENDENCY.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<Dependency>,
    /// SOFTLIMIT, below COUNT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft_limit: Option<u32>,
    /// HAL_SERVERS: 3, served only by a cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hal_servers: Option<u8>,
    /// BORROW, hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub borrow_hours: Option<u16>,
    /// GRACE, hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_hours: Option<u16>,
    /// HOLD, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_seconds: Option<u32>,
    /// MIN_CHECKOUT, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_checkout_seconds: Option<u32>,
    /// USERBASED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_based: Option<Named>,
    /// HOSTBASED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_based: Option<Named>,
    /// SYSTEMCLOCKCHECK.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_clock_check: Option<bool>,
    /// PLATFORMS, for example `linux-x86_64`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// TIME_ZONES: whole hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub time_zones: Vec<i8>,
    /// MAINTENANCE_START.
    #[serde(with = "lictor_entitle::civil::option", skip_serializing_if = "Option::is_none")]
    pub maintenance_start: Option<CivilDate>,
    /// MAINTENANCE_END.
    #[serde(with = "lictor_entitle::civil::option", skip_serializing_if = "Option::is_none")]
    pub maintenance_end: Option<CivilDate>,
    /// LICENSEE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licensee: Option<String>,
    /// SN: the vendor's own number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sn: Option<String>,
    /// DATA: text for the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// COMMENT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// OPTIONS of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
    /// KEY_COMMENT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_comment: Option<String>,
    /// `X_KEY_NUMBER`: the key number with its revision; every kind may carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_number: Option<String>,
    /// Extensions by their name without `X_`: signed, reported, otherwise ignored (FIL-05).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, String>,
}

/// The extension that carries the key number.
const KEY_NUMBER: &str = "KEY_NUMBER";

impl SignRequest {
    /// SHA-256, in hex, of everything that must be equal when the request is repeated.
    #[must_use]
    pub fn content(&self) -> String {
        let lasting = Self { at: Time(0), issued: CivilDate::MIN, actor: None, ..self.clone() };
        // Maps with text keys and plain values: there is nothing that could fail.
        digest(&serde_json::to_vec(&lasting).unwrap_or_default())
    }

    /// The template, as a vendor would write it.
    ///
    /// # Errors
    ///
    /// What cannot stand in a template at all. Whether the terms are good is decided by who reads it.
    pub fn template(&self) -> Result<String, Denial> {
        let visible = !self.id.is_empty() && self.id.bytes().all(|b| b.is_ascii_graphic());
        if !visible || self.id.len() > REQUEST_ID_BYTES_MAX {
            return Err(invalid("expected a request id of 1 to 128 visible ASCII characters", "/id"));
        }
        if self.features.is_empty() || self.features.len() > FEATURES_MAX {
            let text = format!("expected 1 to {FEATURES_MAX} features");
            return Err(invalid(text, "/features"));
        }
        let mut out = String::from("<LICENSEFILE>\n");
        for (place, feature) in self.features.iter().enumerate() {
            let pointer = format!("/features/{place}");
            let mut element = Element { out: &mut out, pointer, bad: None };
            element.feature(feature, self.issued);
            if let Some(bad) = element.bad {
                return Err(bad);
            }
        }
        out.push_str("</LICENSEFILE>\n");
        Ok(out)
    }
}

/// A `<FEATURE>` that is being written.
struct Element<'a> {
    out: &'a mut String,
    pointer: String,
    bad: Option<Denial>,
}

impl Element<'_> {
    fn feature(&mut self, feature: &Feature, issued: CivilDate) {
        self.out.push_str("  <FEATURE NAME=\"");
        self.value("name", &feature.name);
        self.out.push_str("\">\n");
        self.identity(feature, issued);
        self.seats(feature);
        self.words(feature);
        self.extensions(feature);
        self.hosts("SERVER_HOSTID", "server_hosts", &feature.server_hosts);
        self.hosts("CLIENT_HOSTID", "client_hosts", &feature.client_hosts);
        self.out.push_str("  </FEATURE>\n");
    }

    /// Which license it is, and when it is valid.
    fn identity(&mut self, feature: &Feature, issued: CivilDate) {
        self.setting("issued", "ISSUED", issued);
        self.some("serial", "SERIAL", feature.serial.as_ref());
        self.list("supersedes", "SUPERSEDES", &feature.supersedes, ",");
        self.some("version", "MAJOR_VERSION", feature.version.map(|version| version.major));
        self.some("version", "MINOR_VERSION", feature.version.map(|version| version.minor));
        self.some("start", "START", feature.start);
        self.some("end", "END", feature.end);
        self.some("zone", "ZONE", feature.zone.as_ref());
        self.some("maintenance_start", "MAINTENANCE_START", feature.maintenance_start);
        self.some("maintenance_end", "MAINTENANCE_END", feature.maintenance_end);
    }

    /// How many seats, and how they are given out.
    fn seats(&mut self, feature: &Feature) {
        let kind = match feature.kind {
            Kind::Exclusive => None,
            Kind::Additive => Some("ADDITIVE"),
            Kind::Upgrade => Some("UPGRADE"),
            Kind::Token => Some("TOKEN"),
        };
        self.some("kind", "KEYTYPE", kind);
        self.some("count", "COUNT", feature.count);
        for Dependency { feature, version, count } in &feature.dependencies {
            if feature.contains(' ') {
                self.fail("dependencies", "a feature's name holds no blank");
            }
            let text = format!("FEATURE={feature} VERSION={}.{} COUNT={count}", version.major, version.minor);
            self.setting("dependencies", "TOKEN_DEPENDENCY", text);
        }
        self.some("soft_limit", "SOFTLIMIT", feature.soft_limit);
        self.some("hal_servers", "HAL_SERVERS", feature.hal_servers);
        self.some("borrow_hours", "BORROW", feature.borrow_hours);
        self.some("grace_hours", "GRACE", feature.grace_hours);
        self.some("hold_seconds", "HOLD", feature.hold_seconds);
        self.some("min_checkout_seconds", "MIN_CHECKOUT", feature.min_checkout_seconds);
        self.some("user_based", "USERBASED", feature.user_based);
        self.some("host_based", "HOSTBASED", feature.host_based);
        self.list("share", "SHARE", &feature.share, "|");
        self.some("host_match_rate", "HOSTID_MATCH_RATE", feature.host_match_rate);
        let check = feature.system_clock_check.map(|check| if check { "TRUE" } else { "FALSE" });
        self.some("system_clock_check", "SYSTEMCLOCKCHECK", check);
        self.list("platforms", "PLATFORMS", &feature.platforms, ",");
        self.list("time_zones", "TIME_ZONES", &feature.time_zones, ",");
    }

    /// What is reported to the application and not enforced.
    fn words(&mut self, feature: &Feature) {
        self.some("licensee", "LICENSEE", feature.licensee.as_ref());
        self.some("sn", "SN", feature.sn.as_ref());
        self.some("data", "DATA", feature.data.as_ref());
        self.some("comment", "COMMENT", feature.comment.as_ref());
        self.some("options", "OPTIONS", feature.options.as_ref());
        self.some("key_comment", "KEY_COMMENT", feature.key_comment.as_ref());
    }

    fn extensions(&mut self, feature: &Feature) {
        self.some("key_number", "X_KEY_NUMBER", feature.key_number.as_ref());
        for (name, value) in &feature.extensions {
            // The name becomes the name of an attribute: nothing but these may pass.
            let plain = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
            if !plain || !(1..=62).contains(&name.len()) || name == KEY_NUMBER {
                self.fail("extensions", "a name is 1 to 62 of A-Z 0-9 _, and not KEY_NUMBER");
                return;
            }
            self.setting("extensions", &format!("X_{name}"), value);
        }
    }

    fn hosts(&mut self, element: &str, field: &str, blocks: &[HostBlock]) {
        for block in blocks {
            self.out.push_str(&format!("    <{element}>\n"));
            for id in block {
                match HostIdType::parse(&id.kind) {
                    Some(kind) => self.setting(field, kind.name(), &id.value),
                    None => self.fail(field, "there is no host id of this type"),
                }
            }
            self.out.push_str(&format!("    </{element}>\n"));
        }
    }

    fn some(&mut self, field: &str, name: &str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.setting(field, name, value);
        }
    }

    fn list(&mut self, field: &str, name: &str, items: &[impl fmt::Display], joint: &str) {
        if !items.is_empty() {
            let texts: Vec<String> = items.iter().map(ToString::to_string).collect();
            if texts.iter().any(|text| text.contains(joint)) {
                self.fail(field, "an item holds what joins the items");
            }
            self.setting(field, name, texts.join(joint));
        }
    }

    fn setting(&mut self, field: &str, name: &str, value: impl fmt::Display) {
        self.out.push_str("    <SETTING ");
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.value(field, &value.to_string());
        self.out.push_str("\"/>\n");
    }

    /// Control characters are refused here because XML would turn some of them into blanks, and
    /// another value than the one asked for would be signed.
    fn value(&mut self, field: &str, value: &str) {
        for c in value.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                c if c.is_ascii_control() => return self.fail(field, "control characters are not allowed"),
                c => self.out.push(c),
            }
        }
    }

    fn fail(&mut self, field: &str, text: &str) {
        let pointer = format!("{}/{field}", self.pointer);
        self.bad.get_or_insert_with(|| invalid(text, pointer));
    }
}

fn invalid(text: impl Into<String>, pointer: impl Into<String>) -> Denial {
    Denial::new(Rule::Invalid, text).at(pointer)
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limited(count) => write!(f, "{count}"),
            Self::Unlimited => f.write_str("UNLIMITED"),
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::All => f.write_str("ALL"),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "HOST",
            Self::User => "USER",
            Self::Custom => "CUSTOM",
            Self::Virtual => "VIRTUAL",
            Self::Cloud => "CLOUD",
            Self::TerminalServer => "TERMINALSERVER",
            Self::Single => "SINGLE",
        })
    }
}

#[cfg(test)]
mod tests;

//! What is asked for on the command line: `[VENDOR/]FEATURE[:COUNT]`, sessions.

use std::fmt;
use std::str::FromStr;

use lictor_types::limits::SEATS_MAX;
use lictor_types::{FeatureName, Seats, SessionId, VendorName};

/// A feature, of one vendor or of the first that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The vendor; none means vendors in load order.
    pub(crate) vendor: Option<VendorName>,
    /// The feature.
    pub(crate) feature: FeatureName,
}

/// Seats of a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Of which.
    pub(crate) named: Named,
    /// How many, at least 1.
    pub(crate) count: u32,
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (vendor, feature) = match text.split_once('/') {
            Some((vendor, feature)) => (Some(vendor), feature),
            None => (None, text),
        };
        Ok(Self {
            vendor: vendor.map(|vendor| named_vendor(vendor, feature)).transpose()?,
            feature: FeatureName::parse(feature).map_err(|error| error.to_string())?,
        })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(vendor) = &self.vendor {
            write!(f, "{vendor}/")?;
        }
        write!(f, "{}", self.feature)
    }
}

fn named_vendor(vendor: &str, feature: &str) -> Result<VendorName, String> {
    VendorName::parse(vendor).map_err(|error| {
        let upper = vendor.to_ascii_uppercase();
        if VendorName::parse(&upper).is_ok() {
            return format!(
                "before the slash stands a vendor, in upper case: did you mean {upper}/{feature}?"
            );
        }
        format!("before the slash stands a vendor: {error}")
    })
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (named, count) = match text.rsplit_once(':') {
            Some((named, count)) => (named, Seats::parse(count).ok().and_then(Seats::limit)),
            None => (text, Some(1)),
        };
        let count = count.ok_or_else(|| format!("expected a count from 1 to {SEATS_MAX} after the colon"))?;
        Ok(Self { named: named.parse()?, count })
    }
}

/// A reason, which may not be blank.
///
/// # Errors
///
/// What was expected.
pub(crate) fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("expected a reason, for the log") } else { Ok(text.to_string()) }
}

/// A session, as `lictor sessions` names it.
///
/// # Errors
///
/// What was expected.
pub(crate) fn session(text: &str) -> Result<SessionId, String> {
    SessionId::parse(text).ok_or_else(|| "expected a session as s12.1".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_named_in_one_way() {
        for (text, expected) in [
            ("f1", Some((None, "f1", 1))),
            ("f1:3", Some((None, "f1", 3))),
            ("ACME/f1", Some((Some("ACME"), "f1", 1))),
            ("ACME/f-1.x:2147483647", Some((Some("ACME"), "f-1.x", 2_147_483_647))),
            ("f1:0", None),
            ("f1:01", None),
            ("f1:", None),
            ("f1:UNLIMITED", None),
            ("f1:2147483648", None),
            ("acme/f1", None),
            ("/f1", None),
            ("A/B/f1", None),
            ("f 1", None),
            ("", None),
        ] {
            let read = text.parse::<Wanted>().ok();
            let parts = read.as_ref().map(|wanted| {
                (
                    wanted.named.vendor.as_ref().map(VendorName::as_str),
                    wanted.named.feature.as_str(),
                    wanted.count,
                )
            });
            assert_eq!(parts, expected, "{text:?}");
        }
    }
}

//! The rights of a role, and which of them imply others (office.md 5.2).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::line_item::LineKind;
use crate::refusal::Refusal;

/// One right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See everything but the audit log and tokens.
    View,
    /// Request, issue, activate, retrieve, install and fulfil.
    Generate,
    /// Move a fulfillment to another host.
    Rehost,
    /// Make a fulfillment's file again.
    Repair,
    /// Give seats back.
    Return,
    /// Replace a fulfillment after a mistake of the vendor.
    CorrectPublisherError,
    /// Give a short license after expiry.
    StopGap,
    /// Give a short license while the real one does not work.
    Emergency,
    /// Send licenses by mail.
    Email,
    /// Go over a policy's limit.
    OverridePolicy,
    /// Change entitlements and line items.
    EntitlementEdit,
    /// Deploy them, and take them back.
    EntitlementDeploy,
    /// Make them obsolete, for good.
    EntitlementObsolete,
    /// Configure plug-ins; upload a file against an online one.
    PluginAdmin,
    /// Synchronize.
    Sync,
    /// Upgrade, upsell and renew.
    Upgrade,
    /// Terminate a license.
    Terminate,
    /// Read and check the audit log.
    AuditRead,
    /// Make and revoke tokens, users and roles.
    TokenAdmin,
}

/// Every right with its name and the rights it directly implies, in the order of the enumeration.
const RIGHTS: &[(Right, &str, &[Right])] = &[
    (Right::View, "view", &[]),
    (Right::Generate, "generate", &[Right::View]),
    (Right::Rehost, "rehost", &[Right::Generate]),
    (Right::Repair, "repair", &[Right::Generate]),
    (Right::Return, "return", &[Right::View]),
    (Right::CorrectPublisherError, "correct_publisher_error", &[Right::Generate]),
    (Right::StopGap, "stop_gap", &[Right::Generate]),
    (Right::Emergency, "emergency", &[Right::Generate]),
    (Right::Email, "email", &[Right::View]),
    (Right::OverridePolicy, "override_policy", &[Right::Generate]),
    (Right::EntitlementEdit, "entitlement_edit", &[Right::View]),
    (Right::EntitlementDeploy, "entitlement_deploy", &[Right::EntitlementEdit]),
    (Right::EntitlementObsolete, "entitlement_obsolete", &[Right::EntitlementEdit]),
    (Right::PluginAdmin, "plugin_admin", &[Right::View]),
    (Right::Sync, "sync", &[Right::View]),
    (Right::Upgrade, "upgrade", &[Right::Generate]),
    (Right::Terminate, "terminate", &[Right::View]),
    (Right::AuditRead, "audit_read", &[]),
    (Right::TokenAdmin, "token_admin", &[]),
];

impl Right {
    /// Every right, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        RIGHTS.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Self, &'static str, &'static [Self]) {
        // The table stands in the order of the enumeration; a test holds both together.
        &RIGHTS[self as usize]
    }

    /// The name, as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The right of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        RIGHTS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The rights it directly implies.
    #[must_use]
    pub fn implies(self) -> &'static [Self] {
        self.row().2
    }
}

/// The right that ordering a line item of a kind takes (office.md 5.2): whoever may only edit entitlements
/// orders nothing that follows what was sold.
#[must_use]
pub fn to_order(kind: LineKind) -> Right {
    match kind {
        LineKind::New => Right::EntitlementEdit,
        LineKind::Upgrade | LineKind::Upsell | LineKind::Renewal => Right::Upgrade,
    }
}

/// `rights` together with all that they imply.
#[must_use]
pub fn closure(rights: &BTreeSet<Right>) -> BTreeSet<Right> {
    let mut all = BTreeSet::new();
    let mut open: Vec<Right> = rights.iter().copied().collect();
    while let Some(right) = open.pop() {
        if all.insert(right) {
            open.extend_from_slice(right.implies());
        }
    }
    all
}

/// Whether a role may be saved with exactly these rights.
///
/// # Errors
///
/// `INVALID_FIELD` at `/rights` with `meta.missing`: the implied rights that are not there. They are not
/// added silently: who gives a right shall see all that is given.
pub fn check(rights: &BTreeSet<Right>) -> Result<(), Refusal> {
    let missing: Vec<String> =
        closure(rights).difference(rights).map(|right| right.as_str().into()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let detail = alloc::format!("these rights need others as well: {}", missing.join(", "));
    Err(Refusal::because(Code::InvalidField, detail).with("missing", missing).at("/rights"))
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_stands_at_its_place_and_is_found_by_its_name() {
        for (place, row) in RIGHTS.iter().enumerate() {
            assert_eq!(row.0 as usize, place, "{}", row.1);
            assert_eq!(Right::parse(row.1), Some(row.0));
        }
    }
}

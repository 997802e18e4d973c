//! What an upgrade of a license asks of the issuer, and whether it may (office.md 3.10, 3.8).

use alloc::format;
use alloc::vec::Vec;

use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bill::sus_is_active;
use crate::code::Code;
use crate::config::{ConfigChange, KeyConfig};
use crate::refusal::Refusal;

/// Which upgrades the end of the right to upgrade (SUS) stops.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SusGate {
    /// All of them.
    #[default]
    All,
    /// Only those to another class or class version.
    Version,
}

/// What an upgrade depends on.
#[derive(Debug, Clone, Copy)]
pub struct UpgradeRequest<'a> {
    /// What the issuer has now; what the provider believes, if the issuer was not asked.
    pub current: &'a KeyConfig,
    /// What shall be, in full.
    pub requested: &'a KeyConfig,
    /// Whether the license's class permits lower values.
    pub downgrade_allowed: bool,
    /// The last day with a right to upgrade; none if it never ends.
    pub sus_until: Option<CivilDate>,
    /// What its end stops.
    pub sus_gate: SusGate,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpgradePlan {
    /// The issuer has it already: no call and no price, only the file is retrieved.
    Reconcile,
    /// Ask the issuer for these changes.
    Change(Vec<ConfigChange>),
}

impl UpgradeRequest<'_> {
    /// What to ask of the issuer.
    ///
    /// # Errors
    ///
    /// `DOWNGRADE_NOT_ALLOWED` if something would fall that the class keeps; `SUS_EXPIRED` with
    /// `meta.sus_until` after the right to upgrade has ended.
    pub fn plan(&self, today: CivilDate) -> Result<UpgradePlan, Refusal> {
        let changes = self.current.changes_to(self.requested);
        if changes.is_empty() {
            return Ok(UpgradePlan::Reconcile);
        }
        if !self.downgrade_allowed
            && let Some(change) = changes.iter().find(|change| change.is_downgrade())
        {
            return Err(downgrade(change));
        }
        self.check_sus(&changes, today)?;
        Ok(UpgradePlan::Change(changes))
    }

    fn check_sus(&self, changes: &[ConfigChange], today: CivilDate) -> Result<(), Refusal> {
        let gated = match self.sus_gate {
            SusGate::All => true,
            SusGate::Version => changes.iter().any(|change| matches!(change, ConfigChange::Class { .. })),
        };
        match self.sus_until {
            Some(last) if gated && !sus_is_active(Some(last), today) => {
                Err(Refusal::because(Code::SusExpired, format!("the right to upgrade ended on {last}"))
                    .with("sus_until", format!("{last}")))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn downgrade(change: &ConfigChange) -> Refusal {
    let refusal = Refusal::new(Code::DowngradeNotAllowed);
    match change {
        ConfigChange::Capacity { code, from, .. } => {
            refusal.with("current", *from).at(format!("/capacity/{code}"))
        }
        ConfigChange::FeatureRemoved { name } => refusal.with("feature", name.clone()).at("/features"),
        ConfigChange::Class { .. }
        | ConfigChange::FeatureAdded { .. }
        | ConfigChange::KeyAttached { .. }
        | ConfigChange::KeyDetached { .. } => refusal,
    }
}

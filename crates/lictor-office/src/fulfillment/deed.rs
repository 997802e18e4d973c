//! An operation that was decided and is to be carried out: in whose name, on what, and how.

use lictor_entitle::delivery::DeliverySettings;
use lictor_entitle::fulfillment::Operation;
use lictor_types::CivilDate;
use ring::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sheet::PlanRules;
use crate::model::Settings;
use crate::store::{Meta, Tx, new_id};

/// What a caller may choose about any operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    /// Only try: sign nothing. The caller rolls back what was written.
    #[serde(skip)]
    pub verify: bool,
    /// Go over a policy's limit; needs the right to.
    pub override_policy: bool,
    /// An alias of another type names a known host, and somebody confirmed it.
    pub confirm_alias: bool,
    /// New seats stand beside those on the server, as a pool of their own, instead of being added.
    pub beside: bool,
    /// Serials of upgrades that become part of the license they add to, where that is made anew.
    pub fold: Vec<String>,
}

/// What is carried out.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Which operation; none for an activation.
    pub operation: Option<Operation>,
    /// Its name to the signer, the same when the transaction is tried again.
    pub seed: String,
    /// Id that its records share.
    pub id: String,
    /// What the caller chose.
    pub choices: Choices,
    /// The vendor's choices.
    pub settings: Settings,
    /// Today.
    pub today: CivilDate,
}

impl Deed {
    /// An operation on a record, as that record is now.
    #[must_use]
    pub fn on(
        tx: &Tx,
        operation: Option<Operation>,
        target: &Meta,
        choices: Choices,
        settings: Settings,
        today: CivilDate,
    ) -> Self {
        let actor = tx.actor();
        let asked = actor.idempotency_key.as_ref().or(actor.request_id.as_ref());
        let text = format!(
            "{}\n{}\n{}\n{}\n{}",
            actor.name,
            asked.map_or("", String::as_str),
            operation.map_or("ACTIVATE", Operation::as_str),
            target.id,
            target.version
        );
        let seed = hex::encode(digest(&SHA256, text.as_bytes()));
        let seed = seed.chars().take(32).collect();
        Self { operation, seed, id: new_id(), choices, settings, today }
    }

    /// How its licenses are planned.
    #[must_use]
    pub fn rules(&self) -> PlanRules {
        PlanRules {
            delivery: DeliverySettings {
                supersede: self.settings.supersede,
                prefer_upgrade_files: self.settings.prefer_upgrade_files,
                clamp_end: self.settings.clamp_end,
            },
            date_flavour: self.settings.date_flavour,
            fold: self.choices.fold.clone(),
            beside: self.choices.beside,
            today: self.today,
        }
    }
}

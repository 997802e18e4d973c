//! The settings of the back office; there is one record of them.

use lictor_entitle::term::RenewalBasis;
use lictor_entitle::upgrade::SusGate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::http::rate;
use crate::store::record::{self, Meta, Record, Table};
use crate::store::{Tx, Value};

/// The settings of the back office; there is one record of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// Always `office`.
    pub name: String,
    /// Whether files that replace others carry the marker (SUPERSEDE).
    pub supersede: bool,
    /// Whether the marker is the day of issue instead of serials.
    pub date_flavour: bool,
    /// Whether more seats come as an upgrade file (D10).
    pub prefer_upgrade_files: bool,
    /// Whether the end of an upgrade is shortened to its base's (D3).
    pub clamp_end: bool,
    /// Whether technologies are blocked whatever the models (3.6).
    pub strict_pairs: bool,
    /// Which upgrades need software updates that are paid for (3.8).
    pub sus_gate: SusGate,
    /// Days between update date and expiration of monthly keys of new classes.
    pub grace_days: i64,
    /// Days after its expiration in which a license can be reinstated (L19); 0 never.
    pub reinstate_days: i64,
    /// When the daily job runs, HH:MM in the zone; empty means never.
    pub daily_at: String,
    /// From when renewals count.
    pub renewal_basis: RenewalBasis,
    /// Days before the end of maintenance that an event says so.
    pub maintenance_warning_days: i64,
    /// Minutes after which a retrieval is called stuck.
    pub stuck_after_minutes: i64,
    /// Requests a minute that each caller has.
    #[serde(default = "most")]
    pub rate_per_minute: i64,
    /// Whether webhooks may go to private and loopback addresses.
    #[serde(default)]
    pub allow_private_webhooks: bool,
}

fn most() -> i64 {
    rate::PER_MINUTE
}

impl Record for Settings {
    const TABLE: &'static Table =
        &Table { name: "settings", kind: "settings", columns: &[record::text("name")] };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.name.as_str().into()]
    }
}

impl Settings {
    /// The settings in force.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn load(tx: &mut Tx) -> Result<Self, Fault> {
        Ok(tx.look("name", "office").await?.unwrap_or_default())
    }
}

//! What an operation on fulfillments answers, whether it was carried out or only tried.

use lictor_entitle::civil;
use lictor_entitle::delivery::{DeliveryKind, DeliveryRow};
use lictor_entitle::timeline::{FileRole, Idle};
use lictor_entitle::warning::Warning;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Fulfillment, LicenseFile};
use crate::rendering::Preview;

/// What an operation did; with `verify=true`, what it would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct OperationAnswer {
    /// Whether nothing was written.
    pub verified_only: bool,
    /// The records that were made, in order.
    pub fulfillments: Vec<Fulfillment>,
    /// The records that became obsolete.
    pub replaced: Vec<Fulfillment>,
    /// Other records whose files were made again.
    pub renewed: Vec<Fulfillment>,
    /// The files that were made; none when nothing was written.
    pub files: Vec<LicenseFile>,
    /// The text of every file before it is signed.
    pub previews: Vec<Preview>,
    /// How each license is delivered, and why.
    pub deliveries: Vec<DeliveryAnswer>,
    /// Seats over time on every server that is touched, with the files of this account.
    pub servers: Vec<ServerAnswer>,
    /// Ledgers before and after.
    pub ledgers: Vec<LedgerAnswer>,
    /// What should be known.
    pub warnings: Vec<Warning>,
    /// What a person has to do.
    pub instructions: Vec<String>,
}

/// How one license is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryAnswer {
    /// Name of the fulfillment in whose file it lies.
    pub fulfillment_id: String,
    /// Name of the feature.
    pub feature: String,
    /// What the file is to those before it.
    pub kind: DeliveryKind,
    /// The row of the table that decided.
    pub row: DeliveryRow,
    /// Exclusive, beside it, or added to it.
    pub role: FileRole,
    /// COUNT; none in an uncounted license.
    pub count: Option<u32>,
    /// START; none for always.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start: Option<CivilDate>,
    /// END; none for permanent.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub end: Option<CivilDate>,
    /// Its serial; none when nothing was written.
    pub serial: Option<String>,
    /// Serials that it voids.
    pub supersedes: Vec<String>,
    /// Serials of files that a person must remove.
    pub remove: Vec<String>,
    /// What should be known.
    pub warnings: Vec<Warning>,
}

/// Seats on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServerAnswer {
    /// Its host ids, as TYPE=VALUE.
    pub server_host_ids: Vec<String>,
    /// Seats by feature.
    pub features: Vec<FeatureAnswer>,
    /// Licenses that count today and no longer do afterwards.
    pub stopping: Vec<StoppingAnswer>,
}

/// Seats of a feature over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeatureAnswer {
    /// Name of the feature in lower case.
    pub feature: String,
    /// Seats from days on, today first.
    pub steps: Vec<StepAnswer>,
}

/// Seats from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepAnswer {
    /// The first day.
    #[serde(with = "civil")]
    #[schemars(schema_with = "civil::schema")]
    pub from: CivilDate,
    /// Seats; none means without limit.
    pub seats: Option<u32>,
}

/// A license that stops counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoppingAnswer {
    /// Its serial.
    pub serial: String,
    /// Why; none if its file is to be removed.
    pub reason: Option<Idle>,
}

/// A line item's seats before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerAnswer {
    /// Id of the line item.
    pub line_item_id: String,
    /// Its activation id.
    pub activation_id: String,
    /// Before.
    pub before: SeatsAnswer,
    /// After.
    pub after: SeatsAnswer,
    /// Whether the line became obsolete, because all its seats moved on.
    pub obsolete: bool,
}

/// The seats of a line item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeatsAnswer {
    /// Seats ordered.
    pub quantity: u32,
    /// Seats taken from the parent.
    pub converted: u32,
    /// Seats that moved on to children.
    pub out: u32,
    /// Live seats.
    pub active: u32,
    /// Seats that are the line's own.
    pub capacity: u32,
    /// Seats that nobody has activated.
    pub unfulfilled: u32,
}

impl From<lictor_entitle::count::Ledger> for SeatsAnswer {
    fn from(ledger: lictor_entitle::count::Ledger) -> Self {
        Self {
            quantity: ledger.quantity,
            converted: ledger.converted,
            out: ledger.out,
            active: ledger.active,
            capacity: ledger.capacity(),
            unfulfilled: ledger.unfulfilled(),
        }
    }
}

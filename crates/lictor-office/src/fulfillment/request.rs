//! What is asked of a fulfillment: bodies of requests, and the same for callers without HTTP.

use lictor_entitle::civil;
use lictor_entitle::fulfillment::Operation;
use lictor_entitle::host::Hosts;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deed::Choices;
use crate::catalogue::host;
use crate::fault::Fault;
use crate::rendering;
use crate::store::Tx;

/// An upgrade, upsell or renewal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SplitInput {
    /// Seats that change; all when absent. An uncounted target takes one seat per host instead.
    pub count: Option<i64>,
    /// Part of the overdraft that goes along; none of it when absent, unless all seats change.
    pub overdraft_count: Option<u32>,
    /// Id or activation id of the target line item; not needed if there is only one.
    pub target_line_item_id: Option<String>,
    /// Servers, as TYPE=VALUE, where the change of model asks for them.
    pub server_host_ids: Vec<String>,
    /// Nodes, as TYPE=VALUE, where the change of model asks for them.
    pub node_host_ids: Vec<String>,
    /// Start of the new term, where the target line item does not fix it; not of a renewal.
    #[serde(with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// An alias of another type names a known host, and somebody confirmed it.
    pub confirm_alias: bool,
    /// The new license stands beside what is on the server, as a pool of its own.
    pub beside: bool,
    /// Serials of upgrades that become part of the license they add to.
    pub fold: Vec<String>,
}

/// A move to another host.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RehostInput {
    /// Seats that move; all when absent.
    pub count: Option<i64>,
    /// Part of the overdraft that moves along.
    pub overdraft_count: Option<u32>,
    /// Servers, as TYPE=VALUE.
    pub server_host_ids: Vec<String>,
    /// Nodes, as TYPE=VALUE.
    pub node_host_ids: Vec<String>,
    /// Go over the limit; needs the right to.
    pub override_policy: bool,
    /// An alias of another type names a known host, and somebody confirmed it.
    pub confirm_alias: bool,
    /// The license stands beside what is on the new server, as a pool of its own.
    pub beside: bool,
    /// Serials of upgrades that become part of the license they add to.
    pub fold: Vec<String>,
}

/// A return of seats.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnInput {
    /// Seats that are given back; all when absent.
    pub count: Option<i64>,
    /// Go over the limit; needs the right to.
    pub override_policy: bool,
    /// Serials of upgrades that become part of the license they add to.
    pub fold: Vec<String>,
}

/// The same license again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RepairInput {
    /// Go over the limit of repairs; needs the right to.
    pub override_policy: bool,
    /// Serials of upgrades that become part of the license they add to.
    pub fold: Vec<String>,
}

/// A short license.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraInput {
    /// First day; the day of the original's activation when absent.
    #[serde(default, with = "civil::option")]
    #[schemars(schema_with = "civil::option::schema")]
    pub start_date: Option<CivilDate>,
    /// Last usable day.
    #[serde(with = "civil")]
    #[schemars(schema_with = "civil::schema")]
    pub end_date: CivilDate,
    /// Give it although the policies do not; needs the right to.
    #[serde(default)]
    pub override_policy: bool,
}

/// What is asked of a fulfillment.
#[derive(Debug, Clone)]
pub enum Request {
    /// Upgrade, upsell or renew.
    Split(Operation, SplitInput),
    /// Another host.
    Rehost(RehostInput),
    /// Seats back.
    Return(ReturnInput),
    /// The same again.
    Repair(RepairInput),
    /// The same again, at the vendor's cost.
    PublisherError(RepairInput),
    /// Emergency or stop gap.
    Extra(Operation, ExtraInput),
}

impl Request {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::Split(operation, _) | Self::Extra(operation, _) => *operation,
            Self::Rehost(_) => Operation::Rehost,
            Self::Return(_) => Operation::Return,
            Self::Repair(_) => Operation::Repair,
            Self::PublisherError(_) => Operation::PublisherError,
        }
    }

    /// What the caller chose beside the operation itself.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let none = Choices::default();
        match self {
            Self::Split(_, input) => Choices {
                confirm_alias: input.confirm_alias,
                beside: input.beside,
                fold: input.fold.clone(),
                ..none
            },
            Self::Rehost(input) => Choices {
                override_policy: input.override_policy,
                confirm_alias: input.confirm_alias,
                beside: input.beside,
                fold: input.fold.clone(),
                ..none
            },
            Self::Return(input) => {
                Choices { override_policy: input.override_policy, fold: input.fold.clone(), ..none }
            }
            Self::Repair(input) | Self::PublisherError(input) => {
                Choices { override_policy: input.override_policy, fold: input.fold.clone(), ..none }
            }
            Self::Extra(_, input) => Choices { override_policy: input.override_policy, ..none },
        }
    }
}

/// Hosts of a request as they stand in licenses.
///
/// # Errors
///
/// `INVALID_FIELD`, `HOST_ALIAS_UNCONFIRMED`.
pub async fn hosts(
    tx: &mut Tx,
    account: &str,
    servers: &[String],
    nodes: &[String],
    confirmed: bool,
) -> Result<Hosts, Fault> {
    let given = rendering::hosts(servers, nodes)?;
    host::settle(tx, account, &given, confirmed).await
}

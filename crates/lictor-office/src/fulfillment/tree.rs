//! The tree of a fulfillment: every record of its chain, from the first activation on.

use std::collections::BTreeMap;

use lictor_entitle::fulfillment::FulfillmentStatus;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::visible;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::Fulfillment;
use crate::office::Office;
use crate::store::Tx;

/// Where seats came from and where they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Tree {
    /// Id of the first record.
    pub root_fulfillment_id: String,
    /// Seats of the live masters.
    pub live_count: u64,
    /// The first record with what followed it.
    pub roots: Vec<Node>,
}

/// A record with what followed it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// The record.
    pub fulfillment: Fulfillment,
    /// What came of it, oldest first.
    pub children: Vec<Self>,
}

/// The tree that a fulfillment stands in.
///
/// # Errors
///
/// What the database says.
pub async fn tree(tx: &mut Tx, of: &Fulfillment) -> Result<Tree, Fault> {
    let all = tx.all::<Fulfillment>("root_fulfillment_id", of.root_fulfillment_id.as_str()).await?;
    let live = all
        .iter()
        .filter(|record| record.status != FulfillmentStatus::Obsolete && record.support_type.is_master());
    let live_count = live.map(|record| u64::from(record.count)).sum();
    let known: Vec<String> = all.iter().map(|record| record.meta.id.clone()).collect();
    let mut below: BTreeMap<Option<String>, Vec<Fulfillment>> = BTreeMap::new();
    for record in all {
        let parent = record.parent_fulfillment_id.clone().filter(|id| known.contains(id));
        below.entry(parent).or_default().push(record);
    }
    let roots = below.remove(&None).unwrap_or_default();
    let roots = roots.into_iter().map(|root| node(root, &mut below)).collect();
    Ok(Tree { root_fulfillment_id: of.root_fulfillment_id.clone(), live_count, roots })
}

/// Every record leaves the map once, so the depth is bounded by their number; chains are short.
fn node(record: Fulfillment, below: &mut BTreeMap<Option<String>, Vec<Fulfillment>>) -> Node {
    let children = below.remove(&Some(record.meta.id.clone())).unwrap_or_default();
    Node { fulfillment: record, children: children.into_iter().map(|child| node(child, below)).collect() }
}

pub(super) async fn handle(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    Ok(Answer::ok(tree(tx, &of).await?))
}

//! How many seats a request would get right now (office.md 3.3).

use lictor_entitle::exact::{ExactFacts, exact as exact_count};
use lictor_entitle::fulfillment::Record;
use schemars::JsonSchema;
use serde::Serialize;

use super::facts::{HeldLine, hold_account, surround};
use crate::catalogue::{glance, relation, visible};
use crate::fault::Fault;
use crate::fulfillment::activate::live_of;
use crate::fulfillment::facts::record;
use crate::fulfillment::operation::is_dated;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Fulfillment, LineItem, Settings};
use crate::office::Office;
use crate::store::Tx;

/// Seats that a line item can give now. Only advice: another request may come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountAnswer {
    /// The greatest request that would be accepted.
    pub count: u32,
    /// Seats to be had without touching a fulfillment of the parent.
    pub without_return: u32,
    /// Live seats of the parent that could be taken.
    pub from_parent_active: u32,
    /// Ordered less live: what a plain screen shows.
    pub naive: u32,
}

/// How many seats a request against a line item would get now; with a fulfillment, for an operation on it.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn exact(
    tx: &mut Tx,
    item: LineItem,
    fulfillment: Option<&Fulfillment>,
) -> Result<CountAnswer, Fault> {
    let held = surround(tx, item).await?;
    let parent = match &held.item.parent_line_item_id {
        Some(id) => {
            let item = tx.look::<LineItem>("id", id.as_str()).await?;
            let item = item.ok_or_else(|| Fault::internal("a line item without its parent"))?;
            Some(surround(tx, item).await?)
        }
        None => None,
    };
    let (records, dated_feature) = match &parent {
        Some(parent) => (records_of(tx, parent).await?, is_dated(tx, &parent.line.product).await?),
        None => (Vec::new(), false),
    };
    let relations = relation::every(tx).await?;
    let facts = ExactFacts {
        line: &held.line,
        parent: parent.as_ref().map(|parent| &parent.line),
        parent_records: &records,
        relations: &relations,
        dated_feature,
        strict_pairs: Settings::load(tx).await?.strict_pairs,
    };
    let of = fulfillment.map(record).transpose()?;
    let have = exact_count(&facts, of.as_ref());
    Ok(CountAnswer {
        count: have.count,
        without_return: have.without_return,
        from_parent_active: have.from_parent_active,
        naive: have.naive,
    })
}

async fn records_of(tx: &mut Tx, parent: &HeldLine) -> Result<Vec<Record>, Fault> {
    let live = live_of(tx, &parent.line.id).await?;
    Ok(live.iter().map(record).collect::<Result<_, _>>()?)
}

/// The same by names, under the lock under which seats are given: nobody changes it before the
/// transaction ends.
///
/// # Errors
///
/// `NOT_FOUND`.
pub async fn exact_available_count(
    tx: &mut Tx,
    activation_id: &str,
    fulfillment_id: Option<&str>,
) -> Result<CountAnswer, Fault> {
    let missing = || Fault::not_found("line item", activation_id);
    let item = glance::<LineItem>(tx, activation_id).await?.ok_or_else(missing)?;
    hold_account(tx, &item.account_id).await?;
    let item = tx.get(&item.meta.id).await?;
    let fulfillment = match fulfillment_id {
        Some(name) => Some(tx.named::<Fulfillment>(name).await?),
        None => None,
    };
    exact(tx, item, fulfillment.as_ref()).await
}

pub(super) async fn handle(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let item: LineItem = visible(tx, call, "id").await?;
    let fulfillment = match call.parameter("fulfillment_id") {
        Some(name) => {
            let found = glance::<Fulfillment>(tx, name).await?;
            let found = found.filter(|has| has.account_id == item.account_id);
            Some(found.ok_or_else(|| Fault::not_found("fulfillment", name))?)
        }
        None => None,
    };
    Ok(Answer::ok(exact(tx, item, fulfillment.as_ref()).await?))
}

//! Line items that follow others: upgrade, upsell and renewal are ordered here and fulfilled later.

use lictor_entitle::line_item::{ChildRequest, LineKind};
use lictor_entitle::relation::successors;
use lictor_entitle::technology::Make;
use lictor_entitle::{Code, Refusal};

use super::facts::{hold, hold_account};
use super::line::{LineInput, LineMade, Made, NewLine, may_deploy, write};
use crate::catalogue::account::check_active;
use crate::catalogue::{referred, relation, visible};
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{LineItem, ModelTemplate, Product, Settings};
use crate::office::Office;
use crate::store::Tx;

/// Orders a line item that follows another. More seats than the parent can give are taken with a warning:
/// the count is judged when seats are taken (3.3).
///
/// # Errors
///
/// `INVALID_FIELD`, `INVALID_COUNT`, `LINE_ITEM_INACTIVE`, `LINE_ITEM_OBSOLETE`, `NO_PRODUCT_RELATION`,
/// `ACCOUNT_LOCKED`; `PRODUCT_NOT_DEPLOYED` for a line that is put into force at once.
pub async fn follow(tx: &mut Tx, parent: &str, kind: LineKind, input: LineInput) -> Result<LineMade, Fault> {
    let seen: LineItem = tx.look("id", parent).await?.ok_or_else(|| Fault::not_found("line item", parent))?;
    let account = hold_account(tx, &seen.account_id).await?;
    check_active(&account)?;
    let parent = hold(tx, &seen.meta.id).await?;
    let settings = Settings::load(tx).await?;
    let relations = relation::every(tx).await?;
    let product = match (&input.product_id, kind.relation()) {
        (Some(name), _) => referred::<Product>(tx, name, "product_id").await?,
        (None, None) => referred(tx, &parent.item.product_id, "product_id").await?,
        (None, Some(edge)) => {
            let ids: Vec<&str> = successors(&relations, &parent.item.product_id, edge).collect();
            let only = match ids.as_slice() {
                [only] => *only,
                [] => {
                    let refusal = Refusal::new(Code::NoProductRelation);
                    let refusal = refusal.with("from", parent.item.product_id.as_str());
                    return Err(refusal.with("relation", edge.as_str()).into());
                }
                several => {
                    let several = several.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
                    let refusal = Refusal::because(Code::TargetRequired, "several products follow");
                    return Err(refusal.at("/product_id").with("candidates", several).into());
                }
            };
            referred(tx, only, "product_id").await?
        }
    };
    let model = input.license_model_id.as_deref().unwrap_or(&parent.item.license_model_id);
    let model: ModelTemplate = referred(tx, model, "license_model_id").await?;
    let request = ChildRequest {
        kind,
        quantity: input.quantity,
        product: &product.meta.id,
        make: Make { technology: model.technology, model: model.model },
        allow_activations_on_parent: input.allow_activations_on_parent,
    };
    let child = parent.line.follow_up(&request, &relations, settings.strict_pairs)?;
    let made = Made {
        kind,
        parent: Some(parent.item.meta.id.clone()),
        is_full: input.quantity.is_none(),
        stays_open: !child.closes_parent,
        quantity: child.quantity,
    };
    let input = LineInput {
        quantity_per_copy: input.quantity_per_copy.or(Some(parent.item.quantity_per_copy)),
        ..input
    };
    let item = write(tx, &parent.entitlement, &product, &model, made, input).await?;
    Ok(LineMade { item, warnings: child.warnings })
}

pub(super) async fn create(_: &Office, tx: &mut Tx, call: &Call, input: NewLine) -> Result<Answer, Fault> {
    let name = input.parent_line_item_id.unwrap_or_default();
    let parent: LineItem = referred(tx, &name, "parent_line_item_id").await?;
    call.account(Some(&parent.account_id))?;
    Ok(follow(tx, &parent.meta.id, input.kind, input.line).await?.answer())
}

async fn order(tx: &mut Tx, call: &Call, kind: LineKind) -> Result<Answer, Fault> {
    let parent: LineItem = visible(tx, call, "id").await?;
    let input: LineInput = call.body()?;
    may_deploy(call, input.auto_deploy)?;
    Ok(follow(tx, &parent.meta.id, kind, input).await?.answer())
}

pub(super) async fn upgrade(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    order(tx, call, LineKind::Upgrade).await
}

pub(super) async fn upsell(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    order(tx, call, LineKind::Upsell).await
}

pub(super) async fn renew(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    order(tx, call, LineKind::Renewal).await
}
